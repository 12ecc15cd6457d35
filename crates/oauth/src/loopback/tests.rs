//! The loopback listener on real sockets, asked by clients that write their own bytes.

use super::*;
use expect_test::expect;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;

const LONG: Duration = Duration::from_secs(600);

/// A listener at work, and the addresses that it handed on.
struct Open {
    port: u16,
    addresses: mpsc::UnboundedReceiver<SecretString>,
    _task: JoinSet<()>,
}

async fn open(patience: Duration) -> Open {
    let mut listener = Listener::bind_with(0, patience).await.unwrap();
    let port = listener.port;
    let (sender, addresses) = mpsc::unbounded_channel();
    let mut task = JoinSet::new();
    task.spawn(async move {
        loop {
            sender.send(listener.next().await).unwrap();
        }
    });
    Open { port, addresses, _task: task }
}

/// Sends `request` and reads until the other side closes. A reset counts as closed.
async fn send(host: &str, port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect((host, port)).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn get(target: &str, port: u16) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
}

/// Check 13 (control).
#[tokio::test]
async fn the_browser_gets_a_page_and_we_get_the_address() {
    let mut open = open(LONG).await;
    let port = open.port;
    let query = "code=sentinel-code&state=sentinel-state";
    let page = expect![[r#"
        HTTP/1.1 200 OK
        content-type: text/html; charset=utf-8
        cache-control: no-store
        referrer-policy: no-referrer
        x-content-type-options: nosniff
        content-security-policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        connection: close
        content-length: 184

        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Trove</title><p>You can close this tab. Trove takes it from here.</p></html>
    "#]];
    for host in ["127.0.0.1", "::1"] {
        let answer = send(host, port, &get(&format!("/oauth/callback?{query}"), port)).await;
        let shown: String = answer
            .lines()
            .filter(|line| !line.starts_with("date:"))
            .map(|line| format!("{line}\n"))
            .collect();
        page.assert_eq(&shown);
        assert!(!answer.contains("sentinel"));
        let address = open.addresses.recv().await.unwrap();
        assert_eq!(*address.expose(), format!("http://localhost:{port}/oauth/callback?{query}"));
    }
}

/// Check 13.
#[tokio::test]
async fn everything_else_is_turned_away_and_nothing_is_handed_on() {
    let mut open = open(LONG).await;
    let port = open.port;
    let good = "/oauth/callback?code=c&state=s";
    let host = format!("localhost:{port}");
    let cookie = format!("Host: {host}\r\nCookie: {}", "c".repeat(64 * 1024));
    let mut table = String::new();
    for (name, request) in [
        ("no query", get("/oauth/callback", port)),
        ("empty query", get("/oauth/callback?", port)),
        ("other path", get("/?code=c&state=s", port)),
        ("longer path", get("/oauth/callback/x?code=c", port)),
        ("path with dots", get("/oauth/../oauth/callback?code=c", port)),
        ("double slash", get("//oauth/callback?code=c", port)),
        ("favicon", get("/favicon.ico", port)),
        ("absolute target", get(&format!("http://{host}{good}"), port)),
        ("no host", format!("GET {good} HTTP/1.1\r\n\r\n")),
        ("foreign host", format!("GET {good} HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n")),
        ("rebound name", format!("GET {good} HTTP/1.1\r\nHost: localhost.evil.example:{port}\r\n\r\n")),
        ("host without port", format!("GET {good} HTTP/1.1\r\nHost: localhost\r\n\r\n")),
        ("host by number", format!("GET {good} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")),
        ("two hosts", format!("GET {good} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n")),
        ("POST", format!("POST {good} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n")),
        ("HEAD", format!("HEAD {good} HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        ("OPTIONS", format!("OPTIONS {good} HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        ("CONNECT", format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        ("64 KiB of headers", format!("GET {good} HTTP/1.1\r\n{cookie}\r\n\r\n")),
        ("64 KiB of query", get(&format!("{good}&x={}", "x".repeat(64 * 1024)), port)),
        ("not HTTP", "\x16\x03\x01 hello\r\n\r\n".to_owned()),
    ] {
        let answer = send("127.0.0.1", port, &request).await;
        let status = answer.lines().next().and_then(|line| line.split(' ').nth(1)).unwrap_or("closed");
        assert!(status == "closed" || status.starts_with('4'), "{name}: {answer}");
        // Which of the two a client sees that is still writing is a matter of luck.
        let status = if name.starts_with("64 KiB") { "refused" } else { status };
        table += &format!("{name}: {status}\n");
    }
    expect![[r#"
        no query: 400
        empty query: 400
        other path: 404
        longer path: 404
        path with dots: 404
        double slash: 404
        favicon: 404
        absolute target: 421
        no host: 421
        foreign host: 421
        rebound name: 421
        host without port: 421
        host by number: 421
        two hosts: 421
        POST: 405
        HEAD: 405
        OPTIONS: 405
        CONNECT: 405
        64 KiB of headers: refused
        64 KiB of query: refused
        not HTTP: 400
    "#]]
    .assert_eq(&table);

    // The first address that is handed on is the one good visit after all of these.
    send("127.0.0.1", port, &get("/oauth/callback?code=last", port)).await;
    assert!(open.addresses.recv().await.unwrap().expose().ends_with("?code=last"));
}

#[tokio::test]
async fn one_connection_carries_one_request() {
    let mut open = open(LONG).await;
    let port = open.port;
    let two = get("/oauth/callback?code=1", port) + &get("/oauth/callback?code=2", port);
    let answer = send("127.0.0.1", port, &two).await;
    assert_eq!(answer.matches("HTTP/1.1").count(), 1);
    assert!(open.addresses.recv().await.unwrap().expose().ends_with("?code=1"));
    send("127.0.0.1", port, &get("/oauth/callback?code=3", port)).await;
    assert!(open.addresses.recv().await.unwrap().expose().ends_with("?code=3"));
}

/// Check 13.
#[tokio::test]
async fn a_slow_client_is_cut_off() {
    let open = open(Duration::from_millis(20)).await;
    for half in ["", "GET /oauth", "GET /oauth/callback?code=c HTTP/1.1\r\nHost: localhost"] {
        // Ends only because the other side closes.
        assert_eq!(send("127.0.0.1", open.port, half).await, "");
    }
}

#[tokio::test]
async fn slow_clients_do_not_keep_the_browser_waiting() {
    let mut open = open(LONG).await;
    let mut slow = Vec::new();
    for _ in 0..MAX_VISITS - 1 {
        let mut stream = TcpStream::connect(("::1", open.port)).await.unwrap();
        stream.write_all(b"GET /oauth").await.unwrap();
        slow.push(stream);
    }
    let answer = send("127.0.0.1", open.port, &get("/oauth/callback?code=c", open.port)).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(open.addresses.recv().await.is_some());
}

/// Check 13.
#[tokio::test]
async fn both_families_or_none() {
    for held in [std::net::IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()] {
        let other = std::net::TcpListener::bind((held, 0)).unwrap();
        let port = other.local_addr().unwrap().port();
        assert_eq!(Listener::bind(port).await.map(drop), Err(BindError::PortTaken));
        let free = if held.is_ipv4() { "::1" } else { "127.0.0.1" };
        let error = TcpStream::connect((free, port)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused, "{free} is still held");
    }
    let first = Listener::bind(0).await.unwrap();
    assert_eq!(Listener::bind(first.port).await.map(drop), Err(BindError::PortTaken));
}

/// Check 13.
#[tokio::test]
async fn dropping_closes_the_port() {
    let listener = Listener::bind(0).await.unwrap();
    let port = listener.port;
    drop(listener);
    for host in ["127.0.0.1", "::1"] {
        let error = TcpStream::connect((host, port)).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    }
}

/// Check 13.
/// As the kernel sees it: nothing listens on an address that others can reach.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_listens_on_loopback_only() {
    const LISTEN: &str = "0A";
    let listener = Listener::bind(0).await.unwrap();
    let suffix = format!(":{:04X}", listener.port);
    let mut held = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in std::fs::read_to_string(table).unwrap().lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if fields[1].ends_with(&suffix) && fields[3] == LISTEN {
                held.push(fields[1].trim_end_matches(&suffix).to_owned());
            }
        }
    }
    assert_eq!(held, ["0100007F", "00000000000000000000000001000000"]);
}

/// A computer without IPv6 could not sign in by loopback at all: "the port is taken".
#[tokio::test]
async fn no_ipv6_is_not_a_taken_port() {
    use io::ErrorKind::{AddrInUse, AddrNotAvailable, Other};
    assert!(has_no_such_address(&AddrNotAvailable.into()));
    assert!(!has_no_such_address(&AddrInUse.into()) && !has_no_such_address(&Other.into()));
    let nowhere = (Ipv4Addr::LOCALHOST, 1).into();
    assert_eq!(refused(&AddrInUse.into(), nowhere).await, BindError::PortTaken);
    assert_eq!(refused(&Other.into(), nowhere).await, BindError::Unavailable(Other));
}

/// Windows says "denied" in both cases; whether somebody listens tells them apart.
#[tokio::test]
async fn a_port_that_the_system_reserves_is_not_one_that_a_program_took() {
    let denied = io::ErrorKind::PermissionDenied.into();
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let place = listener.local_addr().unwrap();
    assert_eq!(refused(&denied, place).await, BindError::PortTaken);
    drop(listener);
    assert_eq!(refused(&denied, place).await, BindError::PortReserved);
}
