//! The request log: what was asked, in order, and what came of it.
//!
//! It never holds a token, a code or a secret; of the OAuth bodies only the grant's kind and the redirect address.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::connections::TokenKind;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Logged {
    /// Virtual milliseconds since the Unix epoch, at arrival.
    pub at_ms: i64,
    pub method: String,
    pub path: String,
    /// The query as sent; of an authorize request too, because its `state` is the sender's own.
    pub query: Option<String>,
    /// The answer's status; 0 while there is none.
    pub status: u16,
    /// Whether there was an `Authorization` header at all.
    pub authorized: bool,
    /// Which kind of token it was, when it was a good one.
    pub token_kind: Option<TokenKind>,
    /// Which connection it stood for.
    pub bot_id: Option<String>,
    pub notion_version: Option<String>,
    pub user_agent: Option<String>,
    /// The JSON body, when there was one that may be shown.
    pub body: Option<Value>,
    /// The fault that struck, as its `action` is named.
    pub fault: Option<String>,
}

/// Requests kept; a stand-in that runs for days forgets the oldest.
const KEPT: usize = 50_000;

/// The log itself.
#[derive(Debug, Default)]
pub struct Log {
    entries: VecDeque<Logged>,
    /// How many came before the first one kept.
    forgotten: usize,
}

impl Log {
    /// Adds a request and returns its number, under which its answer is reported.
    pub fn push(&mut self, entry: Logged) -> usize {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.entries.push_back(entry);
        self.forgotten + self.entries.len() - 1
    }

    /// Says how a request was answered.
    pub fn answered(&mut self, number: usize, status: u16) {
        if let Some(entry) = number.checked_sub(self.forgotten).and_then(|at| self.entries.get_mut(at)) {
            entry.status = status;
        }
    }

    /// Forgets everything so far.
    pub fn clear(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }

    /// What is kept, in order of arrival.
    pub fn entries(&self) -> Vec<Logged> {
        self.entries.iter().cloned().collect()
    }
}

/// The part of a body that may be kept.
pub fn shown(path: &str, body: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(body).ok()?;
    if !path.starts_with("/v1/oauth/") {
        return Some(value);
    }
    #[derive(Deserialize, Serialize)]
    struct Grant {
        #[serde(skip_serializing_if = "Option::is_none")]
        grant_type: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        redirect_uri: Option<String>,
    }
    serde_json::from_value::<Grant>(value).ok().and_then(|grant| serde_json::to_value(grant).ok())
}
