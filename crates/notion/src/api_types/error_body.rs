//! Notion's error object.
//!
//! Not here: what it means ([`crate::error`], [`crate::retry_policy`]).

use super::lenient;
use crate::json;
use serde::Deserialize;
use serde_json::Value;

/// `{"object":"error", …}`. Anything else did not come from Notion's API, whatever its
/// status says.
pub(crate) struct ErrorBody {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) request_id: Option<String>,
    pub(crate) rate_limit_reason: Option<String>,
    /// The same as the header `Retry-After`.
    pub(crate) retry_after: Option<String>,
}

#[derive(Deserialize)]
struct Wire {
    object: String,
    code: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    message: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    request_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    additional_data: AdditionalData,
}

#[derive(Deserialize, Default)]
struct AdditionalData {
    #[serde(default, deserialize_with = "lenient::or_default")]
    rate_limit_reason: Option<String>,
    #[serde(default)]
    retry_after: Value,
}

impl ErrorBody {
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_value(json::read(body).ok()?).ok()?;
        (wire.object == "error").then(|| Self {
            code: wire.code,
            message: wire.message,
            request_id: wire.request_id,
            rate_limit_reason: wire.additional_data.rate_limit_reason,
            retry_after: match wire.additional_data.retry_after {
                Value::String(text) => Some(text),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            },
        })
    }
}
