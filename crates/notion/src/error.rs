//! What can go wrong between asking Notion and having its answer.
//!
//! Not here: the words a person reads (in the window), which answer is which error
//! ([`crate::answer`]) and when to try again ([`crate::retry_policy`]).

use crate::api_types::error_body::ErrorBody;
use reqwest::header::HeaderMap;
use std::time::Duration;
use trove_http::{CertificateFault, ProxyFault, Unreachable};
use trove_model::TokenUnavailable;

/// Longest message of Notion's that is kept, in characters.
pub(crate) const MESSAGE_LIMIT: usize = 300;
/// Longest error code or request id that is kept, in characters.
pub(crate) const CODE_LIMIT: usize = 64;

/// Notion's own error answer.
/// Source: <https://developers.notion.com/reference/status-codes>.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    /// Notion's word for it, such as `validation_error`. New ones appear at any time.
    pub code: String,
    /// For the person, in English, cut to 300 characters.
    pub message: String,
    /// What Notion's support asks for.
    pub request_id: Option<String>,
}

/// Whose limit was reached.
/// Source: <https://developers.notion.com/reference/request-limits>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimitReason {
    /// This connection's 60-second window, or a reason that this version does not know.
    Connection,
    /// The workspace's, which all its connections share.
    Workspace,
    /// This endpoint's own.
    Endpoint,
    /// Notion itself is overloaded.
    Overload,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotionError {
    /// 401, and a renewed token did not help or there is none.
    #[error("Notion no longer accepts this token")]
    Unauthorized(Reply),
    #[error("there is no token to send: {0}")]
    TokenUnavailable(#[from] TokenUnavailable),
    /// The token holds characters that cannot be sent, so no request was made.
    #[error("this cannot be a token of Notion's")]
    MalformedToken,
    /// 403: a capability is missing, or the plan does not allow it.
    #[error("Notion does not let this connection read that ({})", .0.code)]
    Restricted(Reply),
    /// 404: gone, or not shared with this connection. Notion does not tell them apart.
    #[error("gone, or not shared with this connection")]
    NotFound(Reply),
    /// The cursor went stale: start the walk again.
    #[error("the listing cannot be continued from here")]
    InvalidCursor(Reply),
    /// 409: someone else was writing; every attempt met it.
    #[error("Notion was busy changing that")]
    Conflict(Reply),
    /// Any other refusal: this client asked for something Notion does not offer.
    #[error("Notion refused the request ({} {})", .0.status, .0.code)]
    Refused(Reply),
    /// 429 or 529, and every attempt met it.
    #[error("Notion asks to slow down")]
    RateLimited { reply: Reply, reason: RateLimitReason, retry_after: Option<Duration> },
    /// 429 that Notion says not to repeat.
    #[error("Notion has blocked this connection's requests")]
    Blocked(Reply),
    /// 5xx, and every attempt met it.
    #[error("Notion is in trouble ({} {})", .0.status, .0.code)]
    Server(Reply),
    /// The answer is not Notion's: a proxy, a sign-in page of a network, an edge server.
    #[error("something other than Notion answered (status {status})")]
    NotNotion { status: u16 },
    /// The answer is JSON but not of the endpoint's form.
    #[error("Notion's answer ({endpoint}) was not understood")]
    UnexpectedShape { endpoint: &'static str },
    /// The answer points elsewhere. A token never follows.
    #[error("the server points elsewhere (status {status}), which is not followed")]
    Redirected { status: u16 },
    #[error("Notion's answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// The property's id cannot stand in an address, so no request was made.
    #[error("not the id of a property")]
    NotAPropertyId,
    /// No connection could be made.
    #[error("Notion cannot be reached")]
    Offline,
    #[error("Notion did not answer in time")]
    Timeout,
    /// The connection broke, or the answer ended early.
    #[error("the connection to Notion broke off")]
    Interrupted,
    #[error("Notion's certificate is not trusted: {0}")]
    Certificate(CertificateFault),
    #[error("the proxy did not let the request through: {0}")]
    Proxy(ProxyFault),
}

impl NotionError {
    /// Nothing was sent, since Notion has asked for a pause of which so much is left.
    pub(crate) fn held_back(left: Duration) -> Self {
        let reply =
            Reply { status: 429, code: "rate_limited".into(), message: String::new(), request_id: None };
        Self::RateLimited { reply, reason: RateLimitReason::Connection, retry_after: Some(left) }
    }

    /// What Notion itself said, if it said anything.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Unauthorized(reply)
            | Self::Restricted(reply)
            | Self::NotFound(reply)
            | Self::InvalidCursor(reply)
            | Self::Conflict(reply)
            | Self::Refused(reply)
            | Self::RateLimited { reply, .. }
            | Self::Blocked(reply)
            | Self::Server(reply) => Some(reply),
            Self::TokenUnavailable(_)
            | Self::MalformedToken
            | Self::NotNotion { .. }
            | Self::UnexpectedShape { .. }
            | Self::Redirected { .. }
            | Self::TooLarge { .. }
            | Self::NotAPropertyId
            | Self::Offline
            | Self::Timeout
            | Self::Interrupted
            | Self::Certificate(_)
            | Self::Proxy(_) => None,
        }
    }

    /// The HTTP status behind the error, if there was an answer with a telling one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NotNotion { status } | Self::Redirected { status } => Some(*status),
            other => other.reply().map(|reply| reply.status),
        }
    }
}

impl From<Unreachable> for NotionError {
    fn from(why: Unreachable) -> Self {
        match why {
            Unreachable::Offline => Self::Offline,
            Unreachable::Timeout => Self::Timeout,
            Unreachable::Interrupted => Self::Interrupted,
            Unreachable::Certificate(fault) => Self::Certificate(fault),
            Unreachable::Proxy(fault) => Self::Proxy(fault),
        }
    }
}

/// An answer's error, from its body or, where an edge server cut that off, its headers.
pub(crate) fn reply(status: u16, headers: &HeaderMap, body: Option<&ErrorBody>) -> Reply {
    let header = || headers.get("x-notion-request-id").and_then(|value| value.to_str().ok());
    Reply {
        status,
        code: body.map(|body| printable(&body.code, CODE_LIMIT)).unwrap_or_default(),
        message: body.map(|body| printable(&body.message, MESSAGE_LIMIT)).unwrap_or_default(),
        request_id: body
            .and_then(|body| body.request_id.as_deref())
            .or_else(header)
            .map(|id| printable(id, CODE_LIMIT)),
    }
}

/// The first `limit` characters, without control characters: this goes to logs and
/// to the window, and comes from the network.
fn printable(text: &str, limit: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limit).collect()
}
