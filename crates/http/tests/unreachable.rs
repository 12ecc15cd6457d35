//! Real servers with real certificates, real proxies: what is read back from the failures.

#![expect(clippy::unwrap_used, reason = "a panic in a test is the report")]

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use reqwest::{Client, Proxy};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use trove_http::{CertificateFault, ProxyFault, Unreachable};

/// An authority that the client is told to trust.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    /// A client without the system's proxy.
    fn trusted(&self) -> Client {
        let certificate = reqwest::Certificate::from_der(self.certificate.der()).unwrap();
        Client::builder().no_proxy().tls_certs_merge([certificate]).build().unwrap()
    }

    /// A server whose certificate is made with what `change` does to it.
    async fn serve(&self, change: impl FnOnce(&mut CertificateParams)) -> SocketAddr {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        serve(certificate.der().clone(), &key).await
    }
}

async fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> SocketAddr {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // Refused handshakes are what is tried here.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

/// Answers whatever comes first with `answer`; with nothing, it keeps silent.
async fn proxy(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    format!("http://{address}")
}

async fn failure(client: &Client, address: &str) -> Unreachable {
    Unreachable::of(&client.get(address).send().await.unwrap_err())
}

#[tokio::test]
async fn each_fault_of_a_certificate_has_its_name() {
    let authority = Authority::new();
    let client = authority.trusted();
    let address = |server: SocketAddr| format!("https://localhost:{}/v1/users/me", server.port());

    let good = authority.serve(|_| {}).await;
    assert_eq!(client.get(address(good)).send().await.unwrap().status(), 200, "a good one is trusted");

    let fault = async |server| failure(&client, &address(server)).await;
    let expired = authority.serve(|params| params.not_after = date_time_ymd(2020, 1, 1)).await;
    assert_eq!(fault(expired).await, Unreachable::Certificate(CertificateFault::Expired));
    let early = authority.serve(|params| params.not_before = date_time_ymd(2999, 1, 1)).await;
    assert_eq!(fault(early).await, Unreachable::Certificate(CertificateFault::NotValidYet));
    let others = authority
        .serve(|params| *params = CertificateParams::new(vec!["other.example".to_owned()]).unwrap())
        .await;
    assert_eq!(fault(others).await, Unreachable::Certificate(CertificateFault::OtherName));
    let strangers = Authority::new().serve(|_| {}).await;
    assert_eq!(fault(strangers).await, Unreachable::Certificate(CertificateFault::UnknownAuthority));
    let own = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let own = serve(own.cert.der().clone(), &own.signing_key).await;
    assert_eq!(fault(own).await, Unreachable::Certificate(CertificateFault::UnknownAuthority));
}

#[tokio::test]
async fn each_fault_of_a_proxy_has_its_name() {
    let through = async |proxy: &str| {
        let client = Client::builder().proxy(Proxy::all(proxy).unwrap()).build().unwrap();
        failure(&client, "https://api.notion.com/v1/users/me").await
    };
    let wants = proxy("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(through(&wants).await, Unreachable::Proxy(ProxyFault::WantsPassword));
    let refuses = proxy("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(through(&refuses).await, Unreachable::Proxy(ProxyFault::Refused));
    let hangs_up = proxy("").await;
    assert_eq!(through(&hangs_up).await, Unreachable::Proxy(ProxyFault::Silent));
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    assert_eq!(through(&gone).await, Unreachable::Proxy(ProxyFault::Silent));
}

#[tokio::test]
async fn without_certificates_or_proxies_it_is_the_network() {
    let client = Client::builder().no_proxy().build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(failure(&client, &address).await, Unreachable::Offline);

    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let impatient =
        Client::builder().no_proxy().timeout(std::time::Duration::from_millis(50)).build().unwrap();
    assert_eq!(failure(&impatient, &address).await, Unreachable::Timeout);

    let cut = proxy("HTTP/1.1 200 OK\r\ncontent-le").await;
    assert_eq!(failure(&client, &cut).await, Unreachable::Interrupted);
}
