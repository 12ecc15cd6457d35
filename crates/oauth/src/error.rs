//! What can go wrong between us and Notion's token endpoints, and whether trying again
//! could help.
//!
//! Not here: words for people. Nothing of an answer's body is kept but its error code,
//! since the body may hold tokens.

use std::fmt;
use trove_http::Unreachable;

/// An error of the token endpoints: RFC 6749 section 5.2, and what lies before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// Notion does not know this client id and secret.
    #[error("Notion refused the client id or secret")]
    ClientRefused,
    /// The code or refresh token is used up, expired, revoked, or somebody else's.
    #[error("Notion refused the code or refresh token")]
    InvalidGrant,
    /// The request itself was refused (400), for instance as `unauthorized_client`.
    #[error("Notion refused the request: {code}")]
    Refused { code: ErrorCode },
    /// Another refusal in Notion's own words.
    #[error("Notion answered {status}: {code}")]
    Notion { status: u16, code: ErrorCode },
    /// Notion is in trouble or asks to slow down (5xx, 408, 429).
    #[error("Notion is not available: {status}")]
    Server { status: u16 },
    /// The answer is nobody's we know: a captive portal, a proxy, a redirect.
    #[error("the answer is not Notion's: {status}")]
    NotNotion { status: u16 },
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

impl OAuthError {
    /// Whether the same request would fail again, whatever the network does.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::ClientRefused | Self::InvalidGrant | Self::Refused { .. } | Self::Notion { .. } => true,
            Self::Server { .. } | Self::NotNotion { .. } | Self::Unreachable(_) => false,
        }
    }
}

/// A code of the form that RFC 6749 and Notion use (`invalid_grant`): at most 64
/// lower-case letters, digits and underscores, so that nothing else can hide in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorCode(String);

impl ErrorCode {
    pub(crate) fn new(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (1..=64).contains(&text.len()).then_some(())?;
        text.bytes().all(plain).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
