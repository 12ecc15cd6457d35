//! What Notion answers when it says no: status, code and wording.
//!
//! Not where a request id is added; `serve` does that to every answer alike.

use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

/// A JSON answer before it goes out. `serve` adds the request id and the headers.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    /// Notion sends whole seconds; a fault may send anything.
    pub retry_after: Option<String>,
}

impl Answer {
    /// A 200.
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body, retry_after: None }
    }

    /// An error body in Notion's form.
    pub fn error(status: u16, code: &str, message: impl Into<String>) -> Self {
        let message: String = message.into();
        let body = json!({"object": "error", "status": status, "code": code, "message": message});
        Self { status, body, retry_after: None }
    }

    /// Adds `additional_data`.
    pub fn with_data(mut self, data: Value) -> Self {
        self.body["additional_data"] = data;
        self
    }

    /// 400 on something in the request's body, path or query.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::error(400, "validation_error", message)
    }

    /// 400 on one field, in the words of Notion's validator.
    /// `place` is `body.filter.value` and the like; `instead` the value found.
    pub fn field(place: &str, should: &str, instead: Option<&Value>) -> Self {
        let root = place.split('.').next().unwrap_or("body");
        let found = instead.map_or_else(|| "undefined".to_owned(), shortened);
        Self::invalid(format!("{root} failed validation: {place} should be {should}, instead was `{found}`."))
    }

    /// 400: a cursor that was never given out, or has died.
    pub fn stale_cursor(cursor: &str) -> Self {
        Self::invalid(format!("The start_cursor provided is invalid: {cursor}"))
    }

    /// 404: gone, or never shared; Notion does not tell which.
    pub fn not_found(what: &str, id: Uuid) -> Self {
        Self::error(
            404,
            "object_not_found",
            format!(
                "Could not find {what} with ID: {id}. \
                 Make sure the relevant pages and databases are shared with your integration."
            ),
        )
    }

    /// 401: no token, a wrong one, or one that was revoked.
    pub fn unauthorized() -> Self {
        Self::error(401, "unauthorized", "API token is invalid.")
    }

    /// 403: the connection lacks a capability.
    pub fn restricted() -> Self {
        Self::error(403, "restricted_resource", "Insufficient permissions for this endpoint.")
    }

    /// 400: no such address.
    pub fn invalid_url() -> Self {
        Self::error(400, "invalid_request_url", "Invalid request URL.")
    }

    /// 429, with the header and its mirror in the body.
    pub fn rate_limited(reason: &str, retry_after: u64) -> Self {
        let mut answer = Self::error(
            429,
            "rate_limited",
            "You have been rate limited. Please try again in a few minutes.",
        )
        .with_data(json!({"rate_limit_reason": reason, "retry_after": retry_after.to_string()}));
        answer.retry_after = Some(retry_after.to_string());
        answer
    }
}

/// A value as the validator quotes it: strings cut at 40 characters.
fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 50 { text } else { text.chars().take(50).chain("...".chars()).collect() }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
