//! When to ask again, and who has to wait meanwhile. The only reader of 429 and 529.
//!
//! Not here: waiting itself ([`crate::rate_limit`]) and sending. All requests of this
//! client are reads, `POST` ones too, so repeating one never does harm.
//!
//! Source: <https://developers.notion.com/reference/request-limits>.

use crate::api_types::error_body::ErrorBody;
use crate::error::{NotionError, RateLimitReason, Reply, reply};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::Duration;
use trove_model::Timestamp;

/// How often one request is sent at most.
pub(crate) const ATTEMPTS: u32 = 6;
/// The longest wait that we choose ourselves. What Notion asks for has no cap.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// What has to pass before the same request may succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) who: Waits,
    pub(crate) how_long: Duration,
}

/// Whose requests wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waits {
    /// This request alone: the fault may be its own.
    Request,
    /// All requests to this endpoint.
    Endpoint,
    /// All requests of this connection.
    Connection,
}

/// What to wait for after the `failures`th failure (counted from 1), or `None` where
/// waiting does not help. `jitter` spreads clients that failed together.
pub(crate) fn wait(error: &NotionError, failures: u32, jitter: Duration) -> Option<Wait> {
    let backoff = backoff(failures) + jitter;
    match error {
        NotionError::RateLimited { reason, retry_after, .. } => Some(Wait {
            who: match reason {
                RateLimitReason::Endpoint => Waits::Endpoint,
                RateLimitReason::Connection | RateLimitReason::Workspace | RateLimitReason::Overload => {
                    Waits::Connection
                }
            },
            how_long: retry_after.unwrap_or(backoff),
        }),
        NotionError::Server(Reply { status, .. }) | NotionError::NotNotion { status } => {
            passes(*status).then_some(Wait { who: Waits::Request, how_long: backoff })
        }
        NotionError::Conflict(_) | NotionError::Offline | NotionError::Timeout | NotionError::Interrupted => {
            Some(Wait { who: Waits::Request, how_long: backoff })
        }
        NotionError::Unauthorized(_)
        | NotionError::TokenUnavailable(_)
        | NotionError::MalformedToken
        | NotionError::Restricted(_)
        | NotionError::NotFound(_)
        | NotionError::InvalidCursor(_)
        | NotionError::Refused(_)
        | NotionError::Blocked(_)
        | NotionError::UnexpectedShape { .. }
        | NotionError::Redirected { .. }
        | NotionError::TooLarge { .. }
        | NotionError::NotAPropertyId => None,
    }
}

/// Server errors that pass by themselves: Notion's own, and 520 to 524 of the edge in
/// front of it.
fn passes(status: u16) -> bool {
    matches!(status, 500 | 502..=504 | 520..=524)
}

/// 1, 2, 4, 8, 16, then 30 seconds.
fn backoff(failures: u32) -> Duration {
    Duration::from_secs(1u64.checked_shl(failures.saturating_sub(1)).unwrap_or(u64::MAX)).min(LONGEST_BACKOFF)
}

/// The error behind a 429 or 529, or `None` for any other status.
pub(crate) fn limited(
    status: u16,
    headers: &HeaderMap,
    body: Option<&ErrorBody>,
    now: Timestamp,
) -> Option<NotionError> {
    let told = body.and_then(|body| body.rate_limit_reason.as_deref());
    let reason = match (status, told) {
        (429, Some("public_api_request_blocked")) => {
            return Some(NotionError::Blocked(reply(status, headers, body)));
        }
        (429, Some("public_api_space_request_rate_limit")) => RateLimitReason::Workspace,
        (429, Some("public_api_endpoint_rate_limit")) => RateLimitReason::Endpoint,
        (429, _) => RateLimitReason::Connection,
        (529, _) => RateLimitReason::Overload,
        _ => return None,
    };
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let retry_after = text(RETRY_AFTER.as_str())
        .or_else(|| body.and_then(|body| body.retry_after.as_deref()))
        .and_then(|after| parse_retry_after(after, text(DATE.as_str()), now));
    Some(NotionError::RateLimited { reply: reply(status, headers, body), reason, retry_after })
}

/// Seconds, or a date (RFC 9110 section 10.2.3). A date is compared with the server's
/// own `Date` where there is one, since this computer's clock may be wrong. `None` for
/// what is neither, and for no wait at all: that is no answer to "when may I come back".
fn parse_retry_after(text: &str, server_date: Option<&str>, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    let wait = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(text.parse().ok()?)
    } else {
        parse_date(text)?.since(server_date.and_then(parse_date).unwrap_or(now))?
    };
    (!wait.is_zero()).then_some(wait)
}

fn parse_date(text: &str) -> Option<Timestamp> {
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp(date.timestamp().as_millisecond()))
}
