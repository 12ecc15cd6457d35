//! Of which connections a profile's pages are seen.
//!
//! Not here: who may see what (administrators remove connections, and a person tells what
//! assistants may read).

use std::collections::{HashMap, HashSet};
use trove_model::ConnectionId;

/// Some of a profile's connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisibleConnections {
    /// All, those made later too, without these.
    Except(Vec<ConnectionId>),
    /// These, whatever is made later.
    Only(Vec<ConnectionId>),
}

impl VisibleConnections {
    pub fn has(&self, id: &ConnectionId) -> bool {
        match self {
            Self::Except(hidden) => !hidden.contains(id),
            Self::Only(visible) => visible.contains(id),
        }
    }

    /// The same, as the store numbers connections.
    pub fn numbers(&self, known: &HashMap<i64, ConnectionId>) -> VisibleNumbers {
        let (Self::Except(listed) | Self::Only(listed)) = self;
        let listed = known.iter().filter(|(_, id)| listed.contains(id)).map(|(number, _)| *number);
        VisibleNumbers { listed: listed.collect(), only: matches!(self, Self::Only(_)) }
    }
}

/// Everything, unless it is told otherwise.
#[derive(Debug, Default)]
pub struct VisibleNumbers {
    listed: HashSet<i64>,
    /// Those that are listed, or all others.
    only: bool,
}

impl VisibleNumbers {
    pub fn has(&self, number: i64) -> bool {
        self.listed.contains(&number) == self.only
    }

    pub fn is_everything(&self) -> bool {
        self.listed.is_empty() && !self.only
    }
}
