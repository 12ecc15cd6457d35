//! For tests: a server that answers every request with the same given bytes, and the
//! words of a sign-in. Everything that Notion would not send is sent from here.

use crate::client::{Credentials, OAuthClient};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use trove_model::{Origin, SecretString};

/// Answers every request with the same bytes and keeps what it was asked.
pub(crate) struct Server {
    pub(crate) origin: Origin,
    requests: Arc<Mutex<Vec<String>>>,
    _task: JoinSet<()>,
}

pub(crate) async fn serve(answer: impl Into<Vec<u8>>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let mut task = JoinSet::new();
    let (log, answer) = (requests.clone(), answer.into());
    task.spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            // Every body ends with the only `}` of its request.
            while !request.ends_with(b"}") {
                if stream.read_buf(&mut request).await.unwrap() == 0 {
                    break;
                }
            }
            log.lock().unwrap().push(String::from_utf8(request).unwrap());
            let _ = stream.write_all(&answer).await;
        }
    });
    Server { origin, requests, _task: task }
}

impl Server {
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

pub(crate) fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

pub(crate) fn client(origin: &Origin) -> OAuthClient {
    let http =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    OAuthClient::new(http, origin.clone())
}

pub(crate) fn credentials() -> Credentials {
    Credentials { client_id: "the-id".to_owned(), secret: SecretString::from("sentinel-secret") }
}

pub(crate) const GRANT: &str = r#"{"access_token":"sentinel-access","token_type":"bearer","refresh_token":"sentinel-refresh","bot_id":"b3414d65-1111-2222-3333-444455556666","workspace_id":"6acdbd34111122223333444455556666","workspace_name":"Acme","workspace_icon":"🌱","owner":{"type":"user","user":{"object":"user","id":"aaaaaaaa-1111-2222-3333-444455556666","type":"person","name":"Ana","avatar_url":null,"person":{"email":"ana@example.com","email_verified":true}}},"duplicated_template_id":null,"request_id":"r"}"#;
