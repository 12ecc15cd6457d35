//! Why Notion cannot be reached, in its own words: real certificates, real proxies, real waits.

use crate::desk::{Desk, PASSWORD, Ran};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use trove_sim::{Action, Fault, RetryAfter};

const TOKEN: &str = "ntn_of_nobody";

/// A profile, and nothing connected.
async fn unconnected() -> Desk {
    let desk = Desk::new().await;
    desk.run(&["profile", "add", "Ada"]).done();
    desk
}

/// `trove connect` with other surroundings than usual.
fn connect(desk: &Desk, surroundings: &[(&str, &str)], token: &str) -> Ran {
    let mut command = desk.command(&["connect", "--token-stdin", "--password-stdin"]);
    let mut child = command.envs(surroundings.iter().copied()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n{token}\n").as_bytes()).unwrap();
    desk.finish(child)
}

/// An authority whose certificate lies in a file, for `SSL_CERT_FILE`.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    fn new(desk: &Desk, name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let file = desk.folder.path().join(name);
        std::fs::write(&file, params.self_signed(&key).unwrap().pem()).unwrap();
        Self { issuer: Issuer::new(params, key), file }
    }

    /// Its certificate for `name`, changed.
    fn signed(
        &self,
        name: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> (CertificateDer<'static>, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().der().clone(), key)
    }
}

/// Counts who came.
struct Server {
    port: u16,
    visits: Arc<AtomicUsize>,
}

impl Server {
    async fn with_certificate((certificate, key): (CertificateDer<'static>, KeyPair)) -> Self {
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key.into())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (listener, server) = Self::listening().await;
        let visits = Arc::clone(&server.visits);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                visits.fetch_add(1, Ordering::Relaxed);
                // Handshakes that the other side breaks off are what is tried here.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(UNKNOWN_TOKEN.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        server
    }

    /// Answers whatever comes first.
    async fn answering(answer: &'static str) -> Self {
        let (listener, server) = Self::listening().await;
        let visits = Arc::clone(&server.visits);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                visits.fetch_add(1, Ordering::Relaxed);
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        server
    }

    async fn listening() -> (TcpListener, Self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, Self { port, visits: Arc::default() })
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::Relaxed)
    }
}

const UNKNOWN_TOKEN: &str = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 87\r\nconnection: close\r\n\r\n\
    {\"object\":\"error\",\"status\":401,\"code\":\"unauthorized\",\"message\":\"API token is invalid.\"}  ";

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_trusted_is_told_at_once_and_by_its_fault() {
    let desk = unconnected().await;
    let (ours, strangers) = (Authority::new(&desk, "ours.pem"), Authority::new(&desk, "strangers.pem"));
    let trusted = ours.file.to_str().unwrap();
    for (certificate, said) in [
        (ours.signed("localhost", |_| {}), "Notion does not accept this token"),
        (
            ours.signed("localhost", |params| params.not_after = date_time_ymd(2020, 1, 1)),
            "has expired, by this computer's clock, which says 2",
        ),
        (
            ours.signed("localhost", |params| params.not_before = date_time_ymd(2999, 1, 1)),
            "is not valid yet, by this computer's clock, which says 2",
        ),
        (ours.signed("other.example", |_| {}), "belongs to another server"),
        (strangers.signed("localhost", |_| {}), "from an authority that this system does not trust"),
    ] {
        let server = Server::with_certificate(certificate).await;
        let origin = format!("https://localhost:{}", server.port);
        let ran =
            connect(&desk, &[("TROVE_NOTION_ORIGIN", &origin), ("SSL_CERT_FILE", trusted)], TOKEN).ended(5);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        // Asking again and again would change nothing, and take half a minute.
        assert_eq!(server.visits(), 1, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_in_the_way_is_told_at_once() {
    let desk = unconnected().await;
    for (answer, said) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
            "wants a name and a password",
        ),
        ("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", "does not let requests through to Notion"),
        ("", "does not answer"),
    ] {
        let proxy = Server::answering(answer).await;
        let address = format!("http://127.0.0.1:{}", proxy.port);
        let elsewhere = [("TROVE_NOTION_ORIGIN", "https://notion.example"), ("HTTPS_PROXY", &address)];
        let ran = connect(&desk, &elsewhere, TOKEN).ended(5);
        assert!(ran.err.contains("The proxy set on this computer") && ran.err.contains(said), "{}", ran.err);
        assert_eq!(proxy.visits(), 1, "{said}");
    }
    let (listener, gone) = Server::listening().await;
    drop(listener);
    let address = format!("http://127.0.0.1:{}", gone.port);
    let elsewhere = [("TROVE_NOTION_ORIGIN", "https://notion.example"), ("HTTPS_PROXY", &address)];
    let ran = connect(&desk, &elsewhere, TOKEN).ended(5);
    assert!(ran.err.contains("The proxy set on this computer does not answer"), "{}", ran.err);
}

/// It could not reach it, and would read along.
#[tokio::test(flavor = "multi_thread")]
async fn this_computer_is_never_asked_through_a_proxy() {
    let desk = unconnected().await;
    let proxy = Server::answering("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let surroundings = names.map(|name| (name, address.as_str()));
    connect(&desk, &surroundings, desk.sim.personal_token()).done();
    assert_eq!(proxy.visits(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrators_ban_is_told_in_notions_own_words() {
    let desk = unconnected().await;
    let ban = "Your workspace administrator has turned off access through the API.";
    for (status, code) in [(401, "unauthorized"), (403, "restricted_resource")] {
        let (code, message) = (code.to_owned(), ban.to_owned());
        desk.sim.fault(Fault::new(Action::Refusal { status, code, message }));
        let ran = connect(&desk, &[], desk.sim.personal_token()).ended(5);
        assert!(ran.err.contains(ban), "{}", ran.err);
        assert!(!ran.err.contains("new one"), "a new token would not help: {}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_wait_is_told_with_its_end_and_not_waited_for() {
    let desk = Desk::connected().await;
    for (told, seconds) in [
        (RetryAfter::Seconds(3 * 3600), 3 * 3600),
        (RetryAfter::Text("18446744073709551616".into()), 24 * 3600),
        (RetryAfter::Text("Thu, 31 Dec 2099 23:59:59 GMT".into()), 24 * 3600),
    ] {
        desk.sim.clear_log();
        desk.sim.fault(Fault::told_to_wait(429, told).on("/v1/search"));
        let ran = desk.run(&["sync"]).ended(5);
        let hours = format!("Wait {} h 0 min (until ", seconds / 3600);
        assert!(ran.err.contains(&hours), "{}", ran.err);
        assert_eq!(desk.requests("/v1/search"), 1, "no second try before the time is over");
    }
    desk.sim.fault(Fault::told_to_wait(429, RetryAfter::Seconds(3 * 3600)).on("/v1/search"));
    let ran = desk.run(&["sync", "--json"]).ended(5);
    let error = &ran.lines().pop().unwrap()["error"];
    assert_eq!(error["code"], "rate_limited", "{error}");
    assert_eq!(error["seconds"], 3 * 3600, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_a_dress_is_taken_out_of_it_and_an_address_is_told() {
    let desk = unconnected().await;
    let token = desk.sim.personal_token().to_owned();
    let (beginning, rest) = token.split_at(9);
    for dressed in [
        format!("Bearer {token}"),
        format!("NOTION_TOKEN=\"{token}\""),
        format!("\u{FEFF}{beginning}\u{200B}{rest}"),
    ] {
        connect(&desk, &[], &dressed).done();
    }
    desk.sim.clear_log();
    for (pasted, said) in [
        ("https://www.notion.so/profile/integrations", "This is an address, not a token"),
        ("ntn_••••••••••••", "while its letters were hidden"),
        ("what is a token", "no token of Notion's"),
    ] {
        let ran = connect(&desk, &[], pasted).ended(2);
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    assert_eq!(desk.requests("/v1/"), 0, "nothing is asked with what is no token");
}

/// Check 51.
/// A few kilobytes that unpack to more than an answer may have.
#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_not_unpacked() {
    let desk = Desk::connected().await;
    desk.sim.fault(Fault::new(Action::GzipBomb { megabytes: 33 }).on("/v1/search").always());
    let ran = desk.run(&["sync"]).ended(5);
    assert!(ran.err.contains("broke off before its end"), "{}", ran.err);
}
