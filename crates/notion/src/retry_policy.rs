//! When to ask again, and who has to wait meanwhile. The only reader of 429 and 529.
//!
//! Not here: waiting itself ([`crate::rate_limit`]) and sending. All requests of this
//! client are reads, `POST` ones too, so repeating one never does harm.
//!
//! Source: <https://developers.notion.com/reference/request-limits>.

use crate::api_types::error_body::ErrorBody;
use crate::error::{NotionError, RateLimitReason, Reply, reply};
use crate::rate_limit::Priority;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use std::time::Duration;
use trove_model::Timestamp;

/// How often one request is sent at most: what goes on in the background outlasts half a minute
/// without a network, and a person who waits is told after three seconds.
pub(crate) fn attempts(priority: Priority) -> u32 {
    match priority {
        Priority::Background => 6,
        Priority::Interactive => 3,
    }
}

/// The longest wait that we choose ourselves.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);
/// The longest wait that Notion is believed to want; then it is asked again.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);
/// A longer wait is not waited for: whoever asked is told how long it is, and asks again then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2 * 60);

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
    /// All requests of all connections to this workspace.
    Workspace,
}

/// What to wait for after the `failures`th failure (counted from 1), or `None` where
/// waiting does not help. `jitter` spreads clients that failed together.
pub(crate) fn wait(error: &NotionError, failures: u32, jitter: Duration) -> Option<Wait> {
    let backoff = backoff(failures) + jitter;
    match error {
        NotionError::RateLimited { reason, retry_after, .. } => Some(Wait {
            who: match reason {
                RateLimitReason::Endpoint => Waits::Endpoint,
                RateLimitReason::Workspace => Waits::Workspace,
                RateLimitReason::Connection | RateLimitReason::Overload => Waits::Connection,
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
        | NotionError::NotAPropertyId
        // Somebody has to do something first: whoever waits shall hear of it now.
        | NotionError::Certificate(_)
        | NotionError::Proxy(_) => None,
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
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than fits is as long as anything.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        parse_date(text)?.since(server_date.and_then(parse_date).unwrap_or(now))?
    };
    (!wait.is_zero()).then_some(wait.min(LONGEST_ASKED))
}

pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let date = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp(date.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    /// 2026-11-22T12:00:00Z.
    const NOON: Timestamp = Timestamp(1_795_348_800_000);

    fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> NotionError {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()));
        NotionError::from_answer(status, &headers.collect(), body.as_bytes(), NOON)
    }

    fn show(wait: Option<Wait>) -> String {
        wait.map_or_else(|| "give up".into(), |wait| format!("{:?} waits {:?}", wait.who, wait.how_long))
    }

    /// Check 50.
    #[test]
    fn retry_after_is_seconds_or_a_date_and_never_zero() {
        let mut table = String::new();
        for (after, date) in [
            ("2", None),
            (" 120 ", None),
            ("86400", None),
            ("604800", None),
            ("18446744073709551615", None),
            ("18446744073709551616", None),
            ("0", None),
            ("-1", None),
            ("+5", None),
            ("1.5", None),
            ("1e99", None),
            ("abc", None),
            ("", None),
            ("Sun, 22 Nov 2026 12:00:30 GMT", None),
            ("Sun, 22 Nov 2026 12:00:00 GMT", None),
            ("Sun, 22 Nov 2026 11:59:00 GMT", None),
            // This computer is an hour late: the server's own date counts.
            ("Sun, 22 Nov 2026 13:00:30 GMT", Some("Sun, 22 Nov 2026 13:00:00 GMT")),
            ("Sun, 22 Nov 2026 12:00:30 GMT", Some("yesterday")),
        ] {
            let mut headers = vec![("retry-after", after)];
            headers.extend(date.map(|date| ("date", date)));
            let error = answer(429, &headers, "");
            table +=
                &format!("{after:?} {} -> {}\n", date.unwrap_or(""), show(wait(&error, 1, Duration::ZERO)));
        }
        expect![[r#"
            "2"  -> Connection waits 2s
            " 120 "  -> Connection waits 120s
            "86400"  -> Connection waits 86400s
            "604800"  -> Connection waits 86400s
            "18446744073709551615"  -> Connection waits 86400s
            "18446744073709551616"  -> Connection waits 86400s
            "0"  -> Connection waits 1s
            "-1"  -> Connection waits 1s
            "+5"  -> Connection waits 1s
            "1.5"  -> Connection waits 1s
            "1e99"  -> Connection waits 1s
            "abc"  -> Connection waits 1s
            ""  -> Connection waits 1s
            "Sun, 22 Nov 2026 12:00:30 GMT"  -> Connection waits 30s
            "Sun, 22 Nov 2026 12:00:00 GMT"  -> Connection waits 1s
            "Sun, 22 Nov 2026 11:59:00 GMT"  -> Connection waits 1s
            "Sun, 22 Nov 2026 13:00:30 GMT" Sun, 22 Nov 2026 13:00:00 GMT -> Connection waits 30s
            "Sun, 22 Nov 2026 12:00:30 GMT" yesterday -> Connection waits 30s
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn reasons_of_a_429_are_told_apart() {
        let mut table = String::new();
        for (status, reason) in [
            (429, "public_api_request_rate_limit"),
            (429, "public_api_space_request_rate_limit"),
            (429, "public_api_endpoint_rate_limit"),
            (429, "public_api_request_blocked"),
            (429, "mcp_tool_rate_limit"),
            (529, "service_overload"),
        ] {
            let body = format!(
                r#"{{"object":"error","status":{status},"code":"rate_limited","message":"Slow down",
                "additional_data":{{"rate_limit_reason":"{reason}","retry_after":"12"}}}}"#
            );
            table += &format!(
                "{status} {reason} -> {}\n",
                show(wait(&answer(status, &[], &body), 1, Duration::ZERO))
            );
        }
        let html = answer(429, &[("retry-after", "7")], "<html>Too many requests</html>");
        table += &format!("429 html -> {}\n", show(wait(&html, 1, Duration::ZERO)));
        expect![[r#"
            429 public_api_request_rate_limit -> Connection waits 12s
            429 public_api_space_request_rate_limit -> Workspace waits 12s
            429 public_api_endpoint_rate_limit -> Endpoint waits 12s
            429 public_api_request_blocked -> give up
            429 mcp_tool_rate_limit -> Connection waits 12s
            529 service_overload -> Connection waits 12s
            429 html -> Connection waits 7s
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn what_passes_by_itself_is_repeated() {
        let error = |status, code| {
            let body = format!(r#"{{"object":"error","status":{status},"code":"{code}","message":""}}"#);
            answer(status, &[], &body)
        };
        let mut table = String::new();
        for (name, error) in [
            ("500", error(500, "internal_server_error")),
            ("501", error(501, "not_implemented")),
            ("502", error(502, "bad_gateway")),
            ("503", error(503, "service_unavailable")),
            ("504", error(504, "gateway_timeout")),
            ("502 html", answer(502, &[], "<html>")),
            ("522 html", answer(522, &[], "error code: 522")),
            ("403 html", answer(403, &[], "<html>")),
            ("401 html", answer(401, &[], "<html>")),
            ("302", answer(302, &[("location", "https://elsewhere.example")], "")),
            ("409 conflict", error(409, "conflict_error")),
            ("409 other", error(409, "idempotency_key_reused")),
            ("400", error(400, "validation_error")),
            ("401", error(401, "unauthorized")),
            ("403", error(403, "restricted_resource")),
            ("404", error(404, "object_not_found")),
            ("offline", NotionError::Offline),
            ("timeout", NotionError::Timeout),
            ("interrupted", NotionError::Interrupted),
            ("html with 200", NotionError::NotNotion { status: 200 }),
            ("too large", NotionError::TooLarge { limit: 1 }),
        ] {
            table += &format!("{name} -> {}\n", show(wait(&error, 1, Duration::ZERO)));
        }
        expect![[r#"
            500 -> Request waits 1s
            501 -> give up
            502 -> Request waits 1s
            503 -> Request waits 1s
            504 -> Request waits 1s
            502 html -> Request waits 1s
            522 html -> Request waits 1s
            403 html -> give up
            401 html -> give up
            302 -> give up
            409 conflict -> Request waits 1s
            409 other -> give up
            400 -> give up
            401 -> give up
            403 -> give up
            404 -> give up
            offline -> Request waits 1s
            timeout -> Request waits 1s
            interrupted -> Request waits 1s
            html with 200 -> give up
            too large -> give up
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn backoff_doubles_to_thirty_seconds() {
        let jitter = Duration::from_millis(200);
        let waits: Vec<String> = (1..=8).map(|n| show(wait(&NotionError::Offline, n, jitter))).collect();
        expect![[r#"
            Request waits 1.2s
            Request waits 2.2s
            Request waits 4.2s
            Request waits 8.2s
            Request waits 16.2s
            Request waits 30.2s
            Request waits 30.2s
            Request waits 30.2s"#]]
        .assert_eq(&waits.join("\n"));
        assert_eq!(backoff(u32::MAX), LONGEST_BACKOFF);
    }

    proptest! {
        /// Check 50.
        #[test]
        fn no_header_and_no_body_makes_the_wait_vanish(header in "[ -~]{0,40}", body in ".{0,80}", seconds in 0u64..) {
            for header in [header, seconds.to_string(), format!("-{seconds}")] {
                let error = answer(429, &[("retry-after", &header), ("date", &header)], &body);
                let wait = wait(&error, 1, Duration::ZERO).unwrap();
                prop_assert!(!wait.how_long.is_zero());
            }
        }
    }
}
