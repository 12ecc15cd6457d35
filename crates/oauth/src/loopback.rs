//! The loopback redirect (RFC 8252 section 7.3): a port of this computer that takes the
//! browser's return and answers with one static page. Open only while it exists.
//!
//! Not here: whether the answer is any good. Whatever asks for the exact path with a
//! query is handed on; the record of the pending sign-in decides, and stays as it is.

use hyper::body::Incoming;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use trove_model::SecretString;

/// Listens on 127.0.0.1 and ::1 until dropped.
#[derive(Debug)]
pub struct Listener {
    v4: TcpListener,
    /// `None` on a computer without IPv6.
    v6: Option<TcpListener>,
    port: u16,
    patience: Duration,
    visits: JoinSet<Option<SecretString>>,
}

/// Why nothing listens. No other port is tried: Notion knows this one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BindError {
    /// Another program holds the port in one address family or both; it could receive
    /// the answer in our place.
    #[error("the port is taken")]
    PortTaken,
    /// Nobody listens there, and yet the system does not let us: it keeps the port for
    /// itself (Windows reserves ranges for virtual machines), or a rule forbids it.
    #[error("the system reserves the port")]
    PortReserved,
    #[error("this computer has no such address: {0}")]
    Unavailable(io::ErrorKind),
}

/// A browser sends every `localhost` cookie of every program along, so this is roomy.
const MAX_HEAD_BYTES: usize = 32 * 1024;
const MAX_VISITS: usize = 16;
const PATIENCE: Duration = Duration::from_secs(5);
const PATH: &str = "/oauth/callback";

impl Listener {
    /// Takes `port` in both address families, since a browser may resolve `localhost`
    /// to either. The product asks for [`crate::LOOPBACK_PORT`].
    ///
    /// # Errors
    /// When either family is not to be had; nothing listens then. A computer without IPv6
    /// does without it.
    pub async fn bind(port: u16) -> Result<Self, BindError> {
        Self::bind_with(port, PATIENCE).await
    }

    async fn bind_with(port: u16, patience: Duration) -> Result<Self, BindError> {
        let v4 = take(Ipv4Addr::LOCALHOST.into(), port).await?.ok_or(NO_LOOPBACK)?;
        // Tests ask for port 0, any free one.
        let port = v4.local_addr().map_err(|error| BindError::Unavailable(error.kind()))?.port();
        let v6 = take(Ipv6Addr::LOCALHOST.into(), port).await?;
        Ok(Self { v4, v6, port, patience, visits: JoinSet::new() })
    }

    /// The port it holds.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The next address that a browser was sent to, complete, after it got its page.
    /// Others (wrong host, method or path, too large, too slow) are turned away unseen.
    ///
    /// Cancel safe; meanwhile unanswered visits wait.
    pub async fn next(&mut self) -> SecretString {
        loop {
            let room = self.visits.len() < MAX_VISITS;
            tokio::select! {
                Some(visit) = self.visits.join_next() => {
                    if let Ok(Some(address)) = visit {
                        return address;
                    }
                }
                visitor = accept(&self.v4, self.v6.as_ref()), if room => match visitor {
                    Ok(stream) => { self.visits.spawn(receive(stream, self.port, self.patience)); }
                    // Out of file descriptors, for instance: waiting is all there is to do.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
            }
        }
    }
}

/// Even a computer without a network has 127.0.0.1.
const NO_LOOPBACK: BindError = BindError::Unavailable(io::ErrorKind::AddrNotAvailable);

/// `None` where the computer has no such address: no browser goes there then, and no other
/// program can wait there. Any other failure may hide one that does.
async fn take(address: IpAddr, port: u16) -> Result<Option<TcpListener>, BindError> {
    match TcpListener::bind((address, port)).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if has_no_such_address(&error) => Ok(None),
        Err(error) => Err(refused(&error, (address, port).into()).await),
    }
}

/// Linux's EAFNOSUPPORT, started without IPv6; the standard library has no name for it.
fn has_no_such_address(error: &io::Error) -> bool {
    let unsupported = cfg!(target_os = "linux") && error.raw_os_error() == Some(97);
    unsupported || error.kind() == io::ErrorKind::AddrNotAvailable
}

/// "Denied" is what Windows says both of a port that it reserves and of one that another
/// program holds for itself; the two are told apart by calling there.
async fn refused(error: &io::Error, place: SocketAddr) -> BindError {
    match error.kind() {
        io::ErrorKind::AddrInUse => BindError::PortTaken,
        io::ErrorKind::PermissionDenied => {
            let called = tokio::time::timeout(PATIENCE, TcpStream::connect(place)).await;
            if matches!(called, Ok(Ok(_))) { BindError::PortTaken } else { BindError::PortReserved }
        }
        kind => BindError::Unavailable(kind),
    }
}

async fn accept(v4: &TcpListener, v6: Option<&TcpListener>) -> io::Result<TcpStream> {
    let by_v6 = async {
        match v6 {
            Some(v6) => v6.accept().await,
            None => std::future::pending().await,
        }
    };
    let (stream, _) = tokio::select! {
        visitor = v4.accept() => visitor?,
        visitor = by_v6 => visitor?,
    };
    Ok(stream)
}

/// Serves one connection: one request, one answer.
async fn receive(stream: TcpStream, port: u16, patience: Duration) -> Option<SecretString> {
    let address = Arc::new(OnceLock::new());
    let service = service_fn(|request: Request<Incoming>| {
        let answer = match returned(&request, port) {
            Ok(found) => {
                // One connection, one request: the first is the only one.
                let _ = address.set(found);
                page(StatusCode::OK, TAKEN)
            }
            Err(status) => page(status, TURNED_AWAY),
        };
        async { Ok::<_, Infallible>(answer) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // An error or a timeout here is the visitor's; what it brought before counts.
    let _ = tokio::time::timeout(patience, connection).await;
    Arc::into_inner(address)?.into_inner()
}

/// The address that the browser was sent to, if this request is its return.
fn returned(request: &Request<Incoming>, port: u16) -> Result<SecretString, StatusCode> {
    if request.method() != Method::GET {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    // A page elsewhere can make its own name point here (DNS rebinding), but not send
    // another Host than that name.
    let authority = format!("localhost:{port}");
    let mut hosts = request.headers().get_all(HOST).iter();
    let ours = hosts.next().is_some_and(|host| host.as_bytes() == authority.as_bytes());
    if !ours || hosts.next().is_some() || request.uri().authority().is_some() {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    if request.uri().path() != PATH {
        return Err(StatusCode::NOT_FOUND);
    }
    let query = request.uri().query().filter(|query| !query.is_empty()).ok_or(StatusCode::BAD_REQUEST)?;
    Ok(SecretString::new(format!("http://{authority}{PATH}?{query}")))
}

const TAKEN: &str = "You can close this tab. Trove takes it from here.";
const TURNED_AWAY: &str = "There is nothing here.";

/// Static: no part of the request appears in it.
fn page(status: StatusCode, text: &str) -> Response<String> {
    let mut response = Response::new(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Trove</title><p>{text}</p></html>\n"
    ));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;
