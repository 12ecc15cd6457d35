//! Why a request got no answer, as far as a person can do something about it.
//!
//! The HTTP library folds every cause into one error with a chain of sources. What a person
//! can act on is read back from the chain. Nothing of the error's text is kept: it holds
//! addresses.

use hyper_util::client::proxy::matcher::Matcher;
use rustls::CertificateError;
use std::error::Error;
use std::io;
use url::Url;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// No network, no such name, or nobody listens.
    #[error("no connection could be made")]
    Offline,
    #[error("no answer in time")]
    Timeout,
    /// The connection broke, or the answer ended early.
    #[error("the connection broke off")]
    Interrupted,
    #[error("the server's certificate is not trusted: {0}")]
    Certificate(CertificateFault),
    #[error("the proxy did not let the request through: {0}")]
    Proxy(ProxyFault),
}

/// Why a server's certificate is not trusted. RFC 5280, section 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Made by nobody this system trusts, or not well made.
    #[error("unknown authority")]
    UnknownAuthority,
    /// Its time was over, by this computer's clock.
    #[error("expired")]
    Expired,
    /// Its time had not begun, by this computer's clock.
    #[error("not valid yet")]
    NotValidYet,
    /// It is another server's.
    #[error("for another name")]
    OtherName,
    #[error("revoked")]
    Revoked,
}

/// What the proxy between this computer and the server did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyFault {
    /// Nobody answers at its address.
    #[error("no answer")]
    Silent,
    /// 407: it wants a name and password, or others than those it got.
    #[error("wants a password")]
    WantsPassword,
    /// It answered, and does not lead there.
    #[error("refused")]
    Refused,
}

impl Unreachable {
    /// What `error` of a request, or of reading its answer, means.
    pub fn of(error: &reqwest::Error) -> Self {
        if let Some(fault) = causes(error).find_map(certificate) {
            return Self::Certificate(fault);
        }
        if let Some(fault) = causes(error).find_map(tunnel) {
            return Self::Proxy(fault);
        }
        // The library does not say whose silence it was. Whoever has a proxy talks to nobody else.
        if error.is_connect() && error.url().is_some_and(goes_through_proxy) {
            return Self::Proxy(ProxyFault::Silent);
        }
        if error.is_timeout() {
            Self::Timeout
        } else if error.is_connect() {
            Self::Offline
        } else {
            Self::Interrupted
        }
    }

    /// Whether the same request may succeed a moment later without anyone doing anything.
    pub fn passes(self) -> bool {
        match self {
            Self::Offline | Self::Timeout | Self::Interrupted => true,
            Self::Certificate(_) | Self::Proxy(_) => false,
        }
    }
}

pub(crate) fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| behind(*cause))
}

/// An I/O error hides what it wraps behind that one's own source.
fn behind<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| cause.source())
}

fn certificate(cause: &(dyn Error + 'static)) -> Option<CertificateFault> {
    let rustls::Error::InvalidCertificate(error) = cause.downcast_ref()? else { return None };
    Some(match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateFault::NotValidYet
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::OtherName
        }
        CertificateError::Revoked => CertificateFault::Revoked,
        _ => CertificateFault::UnknownAuthority,
    })
}

/// The proxy's part. The library's type cannot be named, so its words are compared; a test
/// with real proxies would see them change.
fn tunnel(cause: &(dyn Error + 'static)) -> Option<ProxyFault> {
    match cause.to_string().strip_prefix("tunnel error: ")? {
        "proxy authorization required" => Some(ProxyFault::WantsPassword),
        "failed to create underlying connection" | "unexpected end of file" => Some(ProxyFault::Silent),
        text if text.starts_with("io error") => Some(ProxyFault::Silent),
        _ => Some(ProxyFault::Refused),
    }
}

fn goes_through_proxy(url: &Url) -> bool {
    !trove_model::origin::is_loopback(url)
        && url.as_str().parse().is_ok_and(|uri| Matcher::from_system().intercept(&uri).is_some())
}
