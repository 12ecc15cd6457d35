//! Lists in parts.
//!
//! Not here: walking them; who walks decides what a stale cursor means.

use super::lenient;
use serde::Deserialize;

/// One part of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct List<T> {
    pub results: Vec<T>,
    /// Where the next part begins. Never kept across runs.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub next_cursor: Option<String>,
    /// A part may be short, or empty, and yet not the last: only this tells.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_more: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub request_status: RequestStatus,
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

    /// Whether this part ends the list although there is more: what is missing from
    /// the walk is not missing from the workspace.
    pub fn is_incomplete(&self) -> bool {
        self.request_status != RequestStatus::Complete || (self.has_more && self.next().is_none())
    }
}
