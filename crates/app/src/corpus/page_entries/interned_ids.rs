//! Ids that many pages name, each kept once: of what pages sit in, and of who edited them.
//!
//! Not the ids of pages by which they are found (`page_entries`).

use hashbrown::HashTable;
use std::hash::{BuildHasher as _, RandomState};
use trove_model::{NotionId, Parent};

/// Ids by numbers. None is ever forgotten: there are few, and they come again.
#[derive(Default)]
pub(super) struct InternedIds {
    ids: Vec<NotionId>,
    /// Indexes into `ids`.
    numbers: HashTable<u32>,
    hasher: RandomState,
}

/// The number of an id, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InternedId(u32);

impl InternedId {
    pub(super) const NONE: Self = Self(u32::MAX);
}

impl InternedIds {
    pub(super) fn number(&mut self, id: NotionId) -> InternedId {
        let Self { ids, numbers, hasher } = self;
        let id_of = |number: &u32| ids.get(*number as usize).copied();
        let hash = hasher.hash_one(id);
        if let Some(number) = numbers.find(hash, |number| id_of(number) == Some(id)) {
            return InternedId(*number);
        }
        // Four thousand million of them: no workspace has them.
        let Ok(number) = u32::try_from(ids.len()) else { return InternedId::NONE };
        numbers.insert_unique(hash, number, |number| id_of(number).map_or(0, |id| hasher.hash_one(id)));
        ids.push(id);
        InternedId(number)
    }

    pub(super) fn id(&self, number: InternedId) -> Option<NotionId> {
        self.ids.get(number.0 as usize).copied()
    }

    pub(super) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
    }
}

/// A [`Parent`] without its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParentKind {
    Workspace,
    Page,
    Block,
    Database,
    DataSource,
    Unknown,
}

impl ParentKind {
    pub(super) fn of(parent: &Parent) -> Self {
        match parent {
            Parent::Workspace => Self::Workspace,
            Parent::Page(_) => Self::Page,
            Parent::Block(_) => Self::Block,
            Parent::Database(_) => Self::Database,
            Parent::DataSource(_) => Self::DataSource,
            Parent::Unknown => Self::Unknown,
        }
    }

    pub(super) fn with(self, id: Option<NotionId>) -> Parent {
        match (self, id) {
            (Self::Workspace, _) => Parent::Workspace,
            (Self::Page, Some(id)) => Parent::Page(id),
            (Self::Block, Some(id)) => Parent::Block(id),
            (Self::Database, Some(id)) => Parent::Database(id),
            (Self::DataSource, Some(id)) => Parent::DataSource(id),
            _ => Parent::Unknown,
        }
    }
}
