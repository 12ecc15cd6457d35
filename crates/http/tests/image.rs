//! A real server over TLS, names that lead where the test says: what is fetched, and what is not
//! even asked.

#![expect(clippy::unwrap_used, reason = "a panic in a test is the report")]

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use reqwest::Client;
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use trove_http::image::{Images, Looked, MOST_BYTES, Names, NoImage};
use trove_http::{CertificateFault, Unreachable};

/// The one address that counts as public here.
const PUBLIC: Ipv4Addr = Ipv4Addr::LOCALHOST;
const INSIDE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

struct TestNames;

impl Names for TestNames {
    fn addresses(&self, name: &str) -> Pin<Box<dyn Future<Output = Looked> + Send>> {
        let addresses = match name {
            "images.example" | "other.example" => vec![PUBLIC.into()],
            "inside.example" => vec![INSIDE.into()],
            "mixed.example" => vec![PUBLIC.into(), INSIDE.into()],
            _ => return Box::pin(async { Err(std::io::Error::other("no such name")) }),
        };
        Box::pin(async { Ok(addresses) })
    }
}

struct Server {
    port: u16,
    images: Images,
    /// The heads of requests.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().unwrap();
        let names = ["images.example", "inside.example", "mixed.example"].map(str::to_owned);
        let own = CertificateParams::new(names.to_vec()).unwrap().signed_by(&key, &issuer).unwrap();
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((PUBLIC, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heads = Arc::clone(&asked);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let heads = Arc::clone(&heads);
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(stream.read_u8().await.unwrap());
                    }
                    let head = String::from_utf8(head).unwrap();
                    let answer = answer(head.split(' ').nth(1).unwrap(), port);
                    heads.lock().unwrap().push(head);
                    // Who asked may have had enough.
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        let trusted = reqwest::Certificate::from_der(authority.der()).unwrap();
        let builder = Client::builder().tls_certs_merge([trusted]);
        let allowed = |address| address == IpAddr::V4(PUBLIC);
        let images = Images::with(Arc::new(TestNames), allowed, builder).unwrap();
        Self { port, images, asked }
    }

    /// What came of `path`, and how many requests that took.
    async fn fetch(&self, host: &str, path: &str) -> (Result<(&'static str, usize, usize), NoImage>, usize) {
        self.asked.lock().unwrap().clear();
        let fetched = self.images.fetch(&format!("https://{host}:{}/{path}", self.port)).await;
        let fetched = fetched.map(|image| (image.kind, image.width, image.height));
        (fetched, self.asked.lock().unwrap().len())
    }
}

/// PNG, section 11.2.1: what says how large it is.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn answer(path: &str, port: u16) -> Vec<u8> {
    let whole = |body: Vec<u8>| {
        let mut answer =
            format!("HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {}\r\n\r\n", body.len())
                .into_bytes();
        answer.extend(body);
        answer
    };
    let to = |address: String| {
        format!("HTTP/1.1 302 Found\r\nlocation: {address}\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n")
            .into_bytes()
    };
    match path {
        "/ok.png" => whole(png(3, 2)),
        "/ok.gif" => whole([b"GIF89a\x04\0\x05\0".as_slice(), &[0; 20]].concat()),
        "/drawing" => whole(b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_vec()),
        "/page" => whole(b"<!doctype html><title>Sign in</title>".to_vec()),
        "/bitmap" => whole([b"BM".as_slice(), &[0; 60]].concat()),
        "/nothing" => whole(Vec::new()),
        "/cut" => whole(b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        "/flat" => whole(png(0, 5)),
        "/wide" => whole(png(100_000, 100_000)),
        "/heavy" => whole([png(3, 2), vec![0; MOST_BYTES]].concat()),
        // Ends when the connection does, and says nothing of its length.
        "/endless" => [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), png(3, 2), vec![0; 2 * MOST_BYTES]].concat(),
        "/moved" => to("/ok.png".into()),
        "/moved-twice" => to(format!("https://images.example:{port}/moved")),
        "/round" => to("/round".into()),
        "/to-http" => to(format!("http://images.example:{port}/ok.png")),
        "/to-file" => to("file:///etc/passwd".into()),
        "/to-inside" => to(format!("https://inside.example:{port}/ok.png")),
        "/to-mixed" => to(format!("https://mixed.example:{port}/ok.png")),
        "/to-number" => to(format!("https://127.0.0.2:{port}/ok.png")),
        "/to-another-number" => to(format!("https://0x7f000002:{port}/ok.png")),
        "/to-mapped" => to(format!("https://[::ffff:127.0.0.2]:{port}/ok.png")),
        "/to-the-cloud" => to("https://169.254.169.254/latest/meta-data".into()),
        "/to-nowhere" => b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
        _ => b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n".to_vec(),
    }
}

#[tokio::test]
async fn an_image_comes_with_nothing_of_ours_on_the_request() {
    let server = Server::start().await;
    assert_eq!(server.fetch("images.example", "ok.png").await, (Ok(("image/png", 3, 2)), 1));
    assert_eq!(server.fetch("images.example", "ok.gif").await, (Ok(("image/gif", 4, 5)), 1));
    assert_eq!(server.fetch("me:secret@images.example", "moved-twice").await, (Ok(("image/png", 3, 2)), 3));
    for head in server.asked.lock().unwrap().iter() {
        let mut names: Vec<&str> =
            head.lines().skip(1).filter_map(|line| Some(line.split_once(": ")?.0)).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"], "{head}");
    }
}

#[tokio::test]
async fn what_leads_inside_is_not_asked() {
    let server = Server::start().await;
    for host in ["inside.example", "mixed.example", "127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "2130706434"]
    {
        assert_eq!(server.fetch(host, "ok.png").await, (Err(NoImage::NotPublic), 0), "{host}");
    }
    for path in ["to-inside", "to-mixed", "to-number", "to-another-number", "to-mapped", "to-the-cloud"] {
        assert_eq!(server.fetch("images.example", path).await, (Err(NoImage::NotPublic), 1), "{path}");
    }
    for path in ["to-http", "to-file"] {
        assert_eq!(server.fetch("images.example", path).await, (Err(NoImage::NotHttps), 1), "{path}");
    }
    let plain = format!("http://images.example:{}/ok.png", server.port);
    for address in [plain.as_str(), "file:///etc/passwd", "data:image/png,x", "/ok.png", ""] {
        assert_eq!(server.images.fetch(address).await.unwrap_err(), NoImage::NotHttps, "{address}");
    }
    // What counts outside of tests.
    let images = Images::new().unwrap();
    for host in ["localhost", "127.0.0.1", "192.168.0.1", "169.254.169.254", "[fd00::1]"] {
        let fetched = images.fetch(&format!("https://{host}:{}/ok.png", server.port)).await;
        assert_eq!(fetched.unwrap_err(), NoImage::NotPublic, "{host}");
    }
}

#[tokio::test]
async fn what_is_no_image_or_too_much_is_not_taken() {
    let server = Server::start().await;
    for path in ["drawing", "page", "bitmap", "nothing", "cut", "flat"] {
        assert_eq!(server.fetch("images.example", path).await, (Err(NoImage::NotAnImage), 1), "{path}");
    }
    for path in ["wide", "heavy", "endless"] {
        assert_eq!(server.fetch("images.example", path).await, (Err(NoImage::TooLarge), 1), "{path}");
    }
    assert_eq!(server.fetch("images.example", "gone").await, (Err(NoImage::Refused(403)), 1));
    assert_eq!(server.fetch("images.example", "to-nowhere").await, (Err(NoImage::Refused(302)), 1));
    assert_eq!(server.fetch("images.example", "round").await, (Err(NoImage::TooManyRedirects), 6));
    let other = Unreachable::Certificate(CertificateFault::OtherName);
    assert_eq!(server.fetch("other.example", "ok.png").await, (Err(NoImage::Unreachable(other)), 0));
    let nobody = Err(NoImage::Unreachable(Unreachable::Offline));
    assert_eq!(server.fetch("nowhere.example", "ok.png").await, (nobody, 0));
}
