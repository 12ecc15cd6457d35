//! Answers that no Notion sends: broken, endless, foreign. A server that writes what
//! it is told, byte by byte, plays them.

use crate::connection::{Tokens, http, http_with, notion, notion_over, slept};
use expect_test::expect;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::redirect::Policy;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use trove_model::clock::ManualClock;
use trove_notion::NotionError;

const ME: &str =
    r#"{"object":"user","id":"598337872cf94fdf8782e53db20768a5","type":"bot","name":"Zoë","bot":{}}"#;

/// Gives each `GET` the next answer, the last one again and again.
struct Scripted {
    origin: String,
    requests: Arc<Mutex<usize>>,
    task: JoinHandle<()>,
}

impl Scripted {
    async fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(0));
        let count = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") && socket.read_buf(&mut head).await.unwrap() > 0 {}
                let answer = {
                    let mut count = count.lock().unwrap();
                    *count += 1;
                    &answers[(*count - 1).min(answers.len() - 1)]
                };
                // The client may leave in the middle.
                let _ = socket.write_all(answer).await;
            }
        });
        Self { origin, requests, task }
    }

    fn requests(&self) -> usize {
        *self.requests.lock().unwrap()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}\r\n").into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn sized(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    answer(status, &format!("{headers}content-length: {}\r\n", body.len()), body)
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Check 51.
#[tokio::test]
async fn each_ends_in_a_typed_error() {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let page = br#"<!doctype html><title>Sign in to this network</title>"#;
    let zeros = vec![b' '; 40 << 20];
    let bomb = gzip(&zeros);
    assert!(zeros.len() / bomb.len() > 900, "the bomb is packed {} to 1", zeros.len() / bomb.len());
    let mut table = String::new();
    for (name, answer) in [
        ("html with 200", sized(200, "content-type: text/html\r\n", page)),
        ("html with 401", sized(401, "content-type: text/html\r\n", page)),
        ("html with 403", sized(403, "content-type: text/html\r\n", page)),
        ("html with 502", sized(502, "content-type: text/html\r\n", page)),
        ("foreign json with 404", sized(404, "", br#"{"detail":"Not Found"}"#)),
        ("empty object", sized(200, "", b"{}")),
        ("json of another program", sized(200, "", br#"{"login":"https://wifi.example"}"#)),
        ("wrong shape", sized(200, "", br#"{"object":"user","id":["secret page text"]}"#)),
        ("not quite json", sized(200, "", br#"{"object":"user","id":}"#)),
        ("not utf-8", sized(200, "", b"{\"object\":\"user\",\"id\":\"\xff\"}")),
        ("no body", sized(200, "", b"")),
        ("nested 5,000 deep", sized(200, "", deep.as_bytes())),
        ("gzip bomb", sized(200, "content-encoding: gzip\r\n", &bomb)),
        ("40 MB plain", answer(200, "", &zeros)),
        ("not gzip", sized(200, "content-encoding: gzip\r\n", ME.as_bytes())),
        ("longer than told", answer(200, "content-length: 10\r\n", ME.as_bytes())),
        ("shorter than told", answer(200, "content-length: 9999\r\n", ME.as_bytes())),
        ("bad chunks", answer(200, "transfer-encoding: chunked\r\n", b"5\r\n{\"id\"\r\nZZ\r\n")),
        ("cut chunks", answer(200, "transfer-encoding: chunked\r\n", b"5\r\n{\"id\"\r\n5\r\n:")),
        ("not http", b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        ("closed at once", Vec::new()),
        ("redirect", answer(307, "location: /v1/users/other\r\ncontent-length: 0\r\n", b"")),
    ] {
        let server = Scripted::start(vec![answer]).await;
        let tokens = Tokens::only("ntn_good");
        let clock = ManualClock::default();
        let error = notion(&server.origin, Arc::clone(&tokens), clock.clone()).me().await.unwrap_err();
        assert_eq!(tokens.renewals(), 0, "{name} made the client give up its token");
        table += &format!("{name}: {error} | {} requests, slept {:?}\n", server.requests(), slept(&clock));
    }
    expect![[r#"
        html with 200: something other than Notion answered (status 200) | 1 requests, slept []
        html with 401: something other than Notion answered (status 401) | 1 requests, slept []
        html with 403: something other than Notion answered (status 403) | 1 requests, slept []
        html with 502: something other than Notion answered (status 502) | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        foreign json with 404: something other than Notion answered (status 404) | 1 requests, slept []
        empty object: something other than Notion answered (status 200) | 1 requests, slept []
        json of another program: something other than Notion answered (status 200) | 1 requests, slept []
        wrong shape: Notion's answer (me) was not understood | 1 requests, slept []
        not quite json: Notion's answer (me) was not understood | 1 requests, slept []
        not utf-8: Notion's answer (me) was not understood | 1 requests, slept []
        no body: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        nested 5,000 deep: something other than Notion answered (status 200) | 1 requests, slept []
        gzip bomb: Notion's answer is larger than 16777216 bytes | 1 requests, slept []
        40 MB plain: Notion's answer is larger than 16777216 bytes | 1 requests, slept []
        not gzip: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        longer than told: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        shorter than told: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        bad chunks: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        cut chunks: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        not http: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        closed at once: the connection to Notion broke off | 6 requests, slept [1.0, 2.0, 4.0, 8.0, 16.0]
        redirect: the server points elsewhere (status 307), which is not followed | 1 requests, slept []
    "#]].assert_eq(&table);
}

/// Check 51.
/// Cut at every byte, head included, the answer is asked for again and then whole.
#[tokio::test]
async fn an_answer_cut_anywhere_is_asked_for_again() {
    let http = http();
    for whole in [
        sized(200, "", ME.as_bytes()),
        answer(200, "", ME.as_bytes()),
        sized(200, "content-encoding: gzip\r\n", &gzip(ME.as_bytes())),
    ] {
        for n in 0..whole.len() {
            let server = Scripted::start(vec![whole.iter().take(n).copied().collect(), whole.clone()]).await;
            let notion = notion_over(http.clone(), &server.origin, Tokens::only("t"), ManualClock::default());
            let me = notion.me().await.unwrap();
            assert_eq!(me.name.as_deref(), Some("Zoë"));
            // The checksum at the end of packed data adds nothing to what was read.
            assert!(server.requests() <= 2, "cut after {n} bytes");
        }
    }
}

/// Check 51.
#[tokio::test]
async fn deep_nesting_is_cut_on_a_small_stack() {
    let body = format!(
        r#"{{"object":"page","id":"598337872cf94fdf8782e53db20768a5","properties":{{"a":{}{}}}}}"#,
        r#"{"a":"#.repeat(5_000),
        "}".repeat(5_000)
    );
    let server = Scripted::start(vec![sized(200, "", body.as_bytes())]).await;
    let origin = server.origin.clone();
    let small = std::thread::Builder::new().stack_size(512 << 10).spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let page = "598337872cf94fdf8782e53db20768a5".parse().unwrap();
            notion(&origin, Tokens::only("t"), ManualClock::default()).page(&page).await
        })
    });
    let result = tokio::task::spawn_blocking(|| small.unwrap().join().unwrap()).await.unwrap();
    assert_eq!(result.unwrap().id, "598337872cf94fdf8782e53db20768a5".parse().unwrap());
}

#[tokio::test]
async fn nothing_is_sent_with_a_token_that_cannot_be_one() {
    let server = Scripted::start(vec![sized(200, "", ME.as_bytes())]).await;
    let result =
        notion(&server.origin, Tokens::only("ntn_a\r\nx-evil: 1"), ManualClock::default()).me().await;
    assert_eq!(result.unwrap_err(), NotionError::MalformedToken);
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_property_id_cannot_leave_its_place_in_the_address() {
    let list = br#"{"object":"list","results":[]}"#;
    let server = Scripted::start(vec![sized(200, "", list)]).await;
    let notion = notion(&server.origin, Tokens::only("t"), ManualClock::default());
    let page = "598337872cf94fdf8782e53db20768a5".parse().unwrap();
    for id in ["", ".", "..", "%2e%2e", "a/b", "..%2fx", "a\\b", "a?b", "a#b", "a b", "é", "a\nb"] {
        let result = notion.page_property(&page, id, None).await;
        let refused = result == Err(NotionError::NotAPropertyId);
        // `..%2fx` stays one segment, so it is an id like any other.
        assert_eq!(refused, id != "..%2fx", "{id:?}");
    }
    for id in ["title", "%3AUPp", "Cx~p", "fk%5EY", "a%3Fb", "..."] {
        assert_eq!(notion.page_property(&page, id, None).await.unwrap().results, [], "{id:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_offline() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let clock = ManualClock::default();
    let result = notion(&origin, Tokens::only("t"), clock.clone()).me().await;
    assert_eq!(result.unwrap_err(), NotionError::Offline);
    assert_eq!(slept(&clock), [1.0, 2.0, 4.0, 8.0, 16.0]);
}

#[tokio::test]
async fn a_server_that_never_answers_is_a_timeout() {
    // Connections wait in its backlog for ever.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let impatient = http_with(Duration::from_millis(50), Policy::none());
    let clock = ManualClock::default();
    let result = notion_over(impatient, &origin, Tokens::only("t"), clock.clone()).me().await;
    assert_eq!(result.unwrap_err(), NotionError::Timeout);
    assert_eq!(slept(&clock).len(), 5);
}

/// Were the client that we are given to follow redirects after all, a stranger's
/// answer would still not be taken for Notion's.
#[tokio::test]
async fn an_answer_from_elsewhere_is_not_believed() {
    let elsewhere = Scripted::start(vec![sized(200, "", ME.as_bytes())]).await;
    let location = format!("location: {}/\r\n", elsewhere.origin);
    let server = Scripted::start(vec![sized(302, &location, b"")]).await;
    let obedient = http_with(Duration::from_secs(30), Policy::limited(3));
    let result = notion_over(obedient, &server.origin, Tokens::only("t"), ManualClock::default()).me().await;
    assert_eq!(result.unwrap_err(), NotionError::Redirected { status: 200 });
    assert_eq!(elsewhere.requests(), 1);
}
