//! An answer's bytes, as the type of its endpoint or as an error.
//!
//! Not here: receiving them ([`crate::transport`]), and what is done about an error
//! ([`crate::retry_policy`]).

use crate::api_types::error_body::ErrorBody;
use crate::endpoint::Endpoint;
use crate::error::{NotionError, reply};
use crate::json::{self, JsonError};
use crate::retry_policy;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use trove_model::Timestamp;

/// Reads a success. Errors quote nothing of it.
pub(crate) fn success<T: DeserializeOwned>(
    endpoint: Endpoint,
    status: u16,
    body: &[u8],
) -> Result<T, NotionError> {
    let endpoint = endpoint.name();
    let value = match json::read(body) {
        Ok(value) => value,
        Err(JsonError::Cut) => return Err(NotionError::Interrupted),
        Err(JsonError::TooMany) => return Err(NotionError::TooLarge { limit: body.len() }),
        Err(JsonError::NotJson) if begins_like_an_object(body) => {
            return Err(NotionError::UnexpectedShape { endpoint });
        }
        Err(JsonError::NotJson) => return Err(NotionError::NotNotion { status }),
    };
    // Each of Notion's answers says what it is.
    // Source: <https://developers.notion.com/reference/intro>, conventions.
    if value.get("object").is_none() {
        return Err(NotionError::NotNotion { status });
    }
    serde_json::from_value(value).map_err(|_| NotionError::UnexpectedShape { endpoint })
}

fn begins_like_an_object(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(br#"{"object""#)
}

impl NotionError {
    /// Reads an answer whose status is not a success. `now` is the wall clock, for a
    /// `Retry-After` that is a date.
    pub fn from_answer(status: u16, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Self {
        if (300..400).contains(&status) {
            return Self::Redirected { status };
        }
        let body = ErrorBody::parse(body);
        if let Some(limited) = retry_policy::limited(status, headers, body.as_ref(), now) {
            return limited;
        }
        let Some(body) = body else { return Self::NotNotion { status } };
        let reply = reply(status, headers, Some(&body));
        match StatusCode::from_u16(status) {
            Ok(StatusCode::UNAUTHORIZED) => Self::Unauthorized(reply),
            Ok(StatusCode::FORBIDDEN) => Self::Restricted(reply),
            Ok(StatusCode::NOT_FOUND) if reply.code == "object_not_found" => Self::NotFound(reply),
            Ok(StatusCode::CONFLICT) if reply.code == "conflict_error" => Self::Conflict(reply),
            Ok(StatusCode::BAD_REQUEST)
                if reply.code == "validation_error" && reply.message.contains("start_cursor") =>
            {
                Self::InvalidCursor(reply)
            }
            Ok(status) if status.is_server_error() => Self::Server(reply),
            _ => Self::Refused(reply),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{CODE_LIMIT, MESSAGE_LIMIT};
    use expect_test::expect;

    fn answer(status: u16, body: &str) -> NotionError {
        NotionError::from_answer(status, &HeaderMap::new(), body.as_bytes(), Timestamp(0))
    }

    #[test]
    fn answers_become_errors() {
        let mut table = String::new();
        for (status, body) in [
            (
                400,
                r#"{"object":"error","code":"validation_error","message":"The start_cursor provided is invalid: x"}"#,
            ),
            (400, r#"{"object":"error","code":"validation_error","message":"body failed validation"}"#),
            (401, r#"{"object":"error","code":"unauthorized","message":"API token is invalid."}"#),
            (403, r#"{"object":"error","code":"restricted_resource","message":null,"request_id":"r-1"}"#),
            (404, r#"{"object":"error","code":"object_not_found","message":"Could not find page"}"#),
            (404, r#"{"object":"error","code":"directory_not_found","message":""}"#),
            (404, r#"{"detail":"Not Found"}"#),
            (418, r#"{"object":"error","code":"teapot","message":"new"}"#),
            (401, "<!doctype html><title>Sign in to this network</title>"),
            (500, r#"{"object":"error","code":"#),
            (301, ""),
            (99, "{}"),
        ] {
            let error = answer(status, body);
            table += &format!("{status} -> {error} | {:?}\n", error.reply().map(|reply| &reply.message));
        }
        expect![[r#"
            400 -> the listing cannot be continued from here | Some("The start_cursor provided is invalid: x")
            400 -> Notion refused the request (400 validation_error) | Some("body failed validation")
            401 -> Notion no longer accepts this token | Some("API token is invalid.")
            403 -> Notion does not let this connection read that (restricted_resource) | Some("")
            404 -> gone, or not shared with this connection | Some("Could not find page")
            404 -> Notion refused the request (404 directory_not_found) | Some("")
            404 -> something other than Notion answered (status 404) | None
            418 -> Notion refused the request (418 teapot) | Some("new")
            401 -> something other than Notion answered (status 401) | None
            500 -> something other than Notion answered (status 500) | None
            301 -> the server points elsewhere (status 301), which is not followed | None
            99 -> something other than Notion answered (status 99) | None
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn a_message_is_cut_and_holds_no_control_characters() {
        let long = "é\\u001b\\n".repeat(1000);
        let error = answer(400, &format!(r#"{{"object":"error","code":"{long}","message":"{long}"}}"#));
        let reply = error.reply().unwrap();
        assert_eq!(reply.message.chars().count(), MESSAGE_LIMIT);
        assert_eq!(reply.code.chars().count(), CODE_LIMIT);
        assert!(!reply.message.chars().any(char::is_control));
    }

    #[test]
    fn the_request_id_is_read_from_the_header_where_the_body_has_none() {
        let headers =
            [("x-notion-request-id".parse().unwrap(), "r-2".parse().unwrap())].into_iter().collect();
        let error = NotionError::from_answer(529, &headers, b"<html>", Timestamp(0));
        assert_eq!(error.reply().unwrap().request_id.as_deref(), Some("r-2"));
    }
}
