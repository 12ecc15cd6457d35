//! One object of the workspace: the compact facts of it, and its place among the others.
//!
//! Not the tree (`world`), nor what the object holds (`written`).

use serde_json::Value;
use uuid::Uuid;

use crate::written::Made;

/// A place in the tree. Small, because a synthetic workspace has a million of them.
pub type At = u32;

/// No place.
pub const NONE: At = At::MAX;

/// What a node is. Rows are pages whose parent is a data source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Page,
    Database,
    DataSource,
}

/// The facts kept for every object, whatever its origin. Links to others are places, `NONE` where there is none.
#[derive(Debug)]
pub struct Node {
    pub id: Uuid,
    pub kind: Kind,
    pub created_ms: i64,
    pub edited_ms: i64,
    pub trashed: bool,
    pub parent: At,
    pub first_child: At,
    pub last_child: At,
    pub next_sibling: At,
    /// What it holds; nothing where that is made up on demand.
    pub made: Option<Box<Made>>,
    /// Present while the search index has not caught up with the last change.
    pub lagging: Option<Box<Lagging>>,
}

/// How the index still sees an object that has just changed.
#[derive(Debug, Clone)]
pub struct Lagging {
    pub changed_ms: i64,
    /// How long it takes at least, where that is more than for the rest.
    pub lag_ms: i64,
    /// `None`: the index does not know the object at all.
    pub before: Option<Indexed>,
}

/// The part of an object that the search index holds.
#[derive(Debug, Clone)]
pub struct Indexed {
    pub title: Value,
    pub edited_ms: i64,
    pub trashed: bool,
}

impl Lagging {
    /// When the index notices, with this lag for the rest.
    pub fn noticed_ms(&self, lag_ms: i64) -> i64 {
        self.changed_ms.saturating_add(lag_ms.max(self.lag_ms))
    }
}
