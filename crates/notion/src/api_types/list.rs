//! Lists in parts.
//!
//! Not here: walking them; who walks decides what a stale cursor means.

use super::lenient;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One part of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Wire", bound = "T: DeserializeOwned")]
pub struct List<T> {
    pub results: Vec<T>,
    /// How many results were left out because they have no id that can be read.
    pub unreadable: usize,
    /// Where the next part begins. Never kept across runs.
    pub next_cursor: Option<String>,
    /// A part may be short, or empty, and yet not the last: only this tells.
    pub has_more: bool,
    pub request_status: RequestStatus,
}

#[derive(Deserialize)]
struct Wire {
    results: Vec<Value>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    next_cursor: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    has_more: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    request_status: RequestStatus,
}

/// Whether the walk so far holds everything there is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RequestStatus {
    #[default]
    Complete,
    /// Notion stopped early, after 10,000 results for instance.
    Incomplete {
        #[serde(default, deserialize_with = "lenient::or_default")]
        incomplete_reason: Option<String>,
    },
    /// A state that this version does not know.
    #[serde(other)]
    Other,
}

impl<T> List<T> {
    /// Where to go on, or `None` at the end.
    pub fn next(&self) -> Option<&str> {
        self.next_cursor.as_deref().filter(|cursor| self.has_more && !cursor.is_empty())
    }

    /// Whether something that belongs to this list is neither here nor behind
    /// [`List::next`]: what is missing from the walk may not be missing from the
    /// workspace.
    pub fn is_incomplete(&self) -> bool {
        self.unreadable > 0
            || self.request_status != RequestStatus::Complete
            || (self.has_more && self.next().is_none())
    }
}

impl<T: DeserializeOwned> From<Wire> for List<T> {
    /// One odd result does not lose the others.
    fn from(wire: Wire) -> Self {
        let sent = wire.results.len();
        let results: Vec<T> =
            wire.results.into_iter().filter_map(|result| serde_json::from_value(result).ok()).collect();
        Self {
            unreadable: sent - results.len(),
            results,
            next_cursor: wire.next_cursor,
            has_more: wire.has_more,
            request_status: wire.request_status,
        }
    }
}
