//! Faults by rule: which requests go wrong, and how.
//!
//! Not Notion's ordinary refusals; those come from the rooms that know the rules.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::errors::Answer;

/// One rule. Rules are asked in the order they were added; the first that strikes wins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fault {
    /// Only this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only paths that begin so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Let this many matching requests pass first.
    #[serde(default)]
    pub after: u32,
    /// Of those, strike each so manieth only.
    #[serde(default = "each")]
    pub every: u32,
    /// Strike this many times; `None` strikes until the faults are cleared.
    #[serde(default = "once")]
    pub count: Option<u32>,
    /// What happens.
    #[serde(flatten)]
    pub action: Action,
}

/// What a struck request meets.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// An error in Notion's form. Code and wording follow the status unless given; `reason` is a 429's
    /// `rate_limit_reason`.
    Status {
        status: u16,
        #[serde(default)]
        code: Option<String>,
        #[serde(default)]
        retry_after: Option<RetryAfter>,
        #[serde(default)]
        reason: Option<String>,
    },
    /// An error in Notion's form, word for word: an administrator's ban, say.
    Refusal { status: u16, code: String, message: String },
    /// The right answer, late (real milliseconds).
    Delay { ms: u64 },
    /// The right answer, with the connection closed after so many bytes of the body.
    Cut { bytes: usize },
    /// A 200 whose body is JSON of another shape.
    WrongJson,
    /// An HTML page, as a proxy or Notion's edge sends.
    Html {
        #[serde(default = "forbidden")]
        status: u16,
    },
    /// Lists never end.
    EndlessCursor,
    /// Lists hold at most this many objects a page.
    ShortPages { size: usize },
    /// A redirect to another address.
    Redirect { to: String },
    /// A 200 with nothing in it.
    Empty,
    /// A 200 with `{}` in it.
    EmptyObject,
    /// A 200 whose few bytes unpack to so many megabytes.
    GzipBomb { megabytes: usize },
    /// The cursor that is sent is not known any more. A request without one is answered.
    DeadCursor,
    /// Markdown holds so many blocks and leaves out the rest, with a mark where each stood or without.
    Truncated {
        blocks: usize,
        #[serde(default = "marked")]
        marked: bool,
    },
}

/// What a `Retry-After` says: seconds, or any text (an HTTP date, a number beyond 64 bits).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RetryAfter {
    Seconds(u64),
    Text(String),
}

impl RetryAfter {
    fn text(&self) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

fn marked() -> bool {
    true
}

fn each() -> u32 {
    1
}

fn once() -> Option<u32> {
    Some(1)
}

fn forbidden() -> u16 {
    403
}

impl Fault {
    /// A fault that strikes the very next request.
    pub fn new(action: Action) -> Self {
        Self { method: None, path: None, after: 0, every: each(), count: once(), action }
    }

    /// An error answer.
    pub fn status(status: u16) -> Self {
        Self::new(Action::Status { status, code: None, retry_after: None, reason: None })
    }

    /// A 429 with this `Retry-After`, in seconds.
    pub fn rate_limited(retry_after: u64) -> Self {
        Self::told_to_wait(429, RetryAfter::Seconds(retry_after))
    }

    /// An error answer with this `Retry-After`.
    pub fn told_to_wait(status: u16, retry_after: RetryAfter) -> Self {
        Self::new(Action::Status { status, code: None, retry_after: Some(retry_after), reason: None })
    }

    /// Only for paths that begin so.
    pub fn on(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Only for this method.
    pub fn method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Lets so many matching requests pass first.
    pub fn after(mut self, requests: u32) -> Self {
        self.after = requests;
        self
    }

    /// Strikes each so manieth matching request only.
    pub fn every(mut self, requests: u32) -> Self {
        self.every = requests;
        self
    }

    /// Strikes so many times.
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Strikes until cleared.
    pub fn always(mut self) -> Self {
        self.count = None;
        self
    }
}

/// The rules in force.
#[derive(Debug, Default)]
pub struct Faults {
    /// Each with the number of matching requests it has seen.
    rules: Vec<(Fault, u32)>,
}

impl Faults {
    /// Adds a rule after the others.
    pub fn add(&mut self, fault: Fault) {
        self.rules.push((fault, 0));
    }

    /// Drops all rules.
    pub fn clear(&mut self) {
        self.rules.clear();
    }

    /// What this request meets, counted off the rule.
    pub fn strike(&mut self, method: &str, path: &str) -> Option<Action> {
        for (rule, seen) in &mut self.rules {
            let matches = rule.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
                && rule.path.as_deref().is_none_or(|prefix| path.starts_with(prefix));
            if !matches || rule.count == Some(0) {
                continue;
            }
            if rule.after > 0 {
                rule.after -= 1;
                continue;
            }
            *seen += 1;
            if !seen.is_multiple_of(rule.every.max(1)) {
                continue;
            }
            rule.count = rule.count.map(|count| count - 1);
            return Some(rule.action.clone());
        }
        None
    }
}

/// The answer of a `Status` fault.
pub fn error(
    status: u16,
    code: Option<&str>,
    retry_after: Option<&RetryAfter>,
    reason: Option<&str>,
) -> Answer {
    let retry_after = retry_after.map(RetryAfter::text);
    if status == 429 && code.is_none() {
        let reason = reason.unwrap_or("public_api_request_rate_limit");
        let mut answer = Answer::rate_limited(reason, 1);
        answer.body["additional_data"] = match &retry_after {
            Some(told) => json!({"rate_limit_reason": reason, "retry_after": told}),
            None => json!({"rate_limit_reason": reason}),
        };
        answer.retry_after = retry_after;
        return answer;
    }
    let (usual, message) = match status {
        400 => {
            ("validation_error", "The request body does not match the schema for the expected parameters.")
        }
        401 => ("unauthorized", "API token is invalid."),
        403 => ("restricted_resource", "Insufficient permissions for this endpoint."),
        404 => ("object_not_found", "Could not find the object."),
        409 => ("conflict_error", "Conflict occurred while saving. Please try again."),
        429 => ("rate_limited", "You have been rate limited. Please try again in a few minutes."),
        502 => ("bad_gateway", "Bad Gateway"),
        503 => {
            ("service_unavailable", "Public API service is temporarily unavailable, please try again later.")
        }
        504 => ("gateway_timeout", "Gateway Timeout"),
        529 => ("service_overload", "Service is overloaded, please try again later."),
        _ => ("internal_server_error", "Unexpected error occurred."),
    };
    let mut answer = Answer::error(status, code.unwrap_or(usual), message);
    answer.retry_after = retry_after;
    answer
}
