//! Lists in parts.
//!
//! Not here: walking them; who walks decides what a stale cursor means.

use super::left_out::LeftOut;
use super::lenient;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// One part of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct List<T> {
    pub results: Vec<T>,
    /// What was not understood: an element without an id that can be read, for one.
    pub left_out: Vec<LeftOut>,
    /// Where the next part begins. Never kept across runs.
    pub next_cursor: Option<String>,
    /// A part may be short, or empty, and yet not the last: only this tells.
    pub has_more: bool,
    pub request_status: RequestStatus,
}

/// In bytes; Notion's have 36. All of a walk are kept, to see whether it runs in a circle, and
/// each is sent back: without one the list ends before its end.
const LONGEST_CURSOR: usize = 4096;

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

    /// Whether Notion ends this list before its end: what is missing from the walk may not
    /// be missing from the workspace. What is [`left_out`](Self::left_out) was listed.
    pub fn is_incomplete(&self) -> bool {
        self.request_status != RequestStatus::Complete || (self.has_more && self.next().is_none())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    /// One odd result does not lose the others.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (wire, odd) = lenient::noticing(|| Wire::deserialize(deserializer));
        let wire = wire?;
        let mut list = Self {
            results: Vec::with_capacity(wire.results.len()),
            left_out: Vec::new(),
            next_cursor: wire.next_cursor.filter(|cursor| cursor.len() <= LONGEST_CURSOR),
            has_more: wire.has_more,
            // Where it goes on cannot be read: what follows is missing.
            request_status: if odd { RequestStatus::Other } else { wire.request_status },
        };
        for element in wire.results {
            match T::deserialize(&element) {
                Ok(result) => list.results.push(result),
                Err(_) => list.left_out.push(LeftOut::from(&element)),
            }
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All cursors of a walk are held together, and each could have the size of an answer.
    #[test]
    fn a_cursor_as_long_as_an_answer_ends_the_list_before_its_end() {
        let list = |cursor: &str| {
            let list = serde_json::json!({"results": [], "has_more": true, "next_cursor": cursor});
            serde_json::from_value::<List<Value>>(list).unwrap()
        };
        let usual = list("59833787-2cf9-4fdf-8782-e53db20768a5");
        assert!(usual.next().is_some() && !usual.is_incomplete());
        let long = list(&"x".repeat(LONGEST_CURSOR + 1));
        assert!(long.next().is_none() && long.is_incomplete());
    }
}
