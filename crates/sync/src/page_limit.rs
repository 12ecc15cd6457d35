//! How many more pages of a connection are kept: without a limit, a Notion without end would
//! be asked and stored for ever.
//!
//! Not here: how much text is kept (`bodies`), and what the limits are (the store knows).

use crate::SyncError;
use std::sync::atomic::{AtomicU32, Ordering};
use trove_model::ConnectionId;
use trove_store::{Listed, Store};

pub struct PageLimit<'a> {
    store: &'a Store,
    connection: ConnectionId,
    limit: u32,
    /// No fewer than are known: counting all of them takes a while, and is done near the limit
    /// only.
    known: AtomicU32,
}

impl<'a> PageLimit<'a> {
    pub async fn of(store: &'a Store, connection: ConnectionId) -> Result<Self, SyncError> {
        let limit = store.following(connection).await?.limits.pages;
        let known = AtomicU32::new(store.page_count(connection).await?);
        Ok(Self { store, connection, limit, known })
    }

    /// How many pages are kept at most.
    pub fn most(&self) -> u32 {
        self.limit
    }

    /// So many pages that were stored differ from before, or are new.
    pub fn stored(&self, changed: usize) {
        self.known.fetch_add(u32::try_from(changed).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    pub async fn is_reached(&self) -> Result<bool, SyncError> {
        if self.known.load(Ordering::Relaxed) < self.limit {
            return Ok(false);
        }
        let known = self.store.page_count(self.connection).await?;
        self.known.store(known, Ordering::Relaxed);
        Ok(known >= self.limit)
    }

    /// Those that are to be stored: all, or where the limit is reached those that are known.
    pub async fn admit(&self, pages: Vec<Listed>) -> Result<Vec<Listed>, SyncError> {
        if !self.is_reached().await? {
            return Ok(pages);
        }
        let mut known = Vec::new();
        for listed in pages {
            if self.store.is_known(listed.page.id).await? {
                known.push(listed);
            }
        }
        Ok(known)
    }
}
