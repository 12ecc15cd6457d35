//! The encrypted database of one profile: connections, pages with their texts, settings. The only SQL.
//!
//! Not here: tokens (the vault has them), the network, and any decision about what
//! should be stored; callers say what, this crate says how.
//!
//! One file, SQLCipher through sqlx, in WAL mode with every commit synced. A page seen
//! through two connections is one row with two sightings. Every method is one
//! transaction: dropping its future leaves the old state or the new one.
//!
//! The key is handed to the database library, whose copies live as long as the
//! [`Store`] is open: after [`Store::close`] they are freed, not provably wiped.

mod bodies;
mod changes;
mod column_values;
mod connections;
mod database_file;
mod entries;
mod error;
mod following;
mod listing;
mod open;
mod pages;
mod parents;
mod pending_sign_in;
mod people;
mod properties;
mod settings;
mod statements;
#[cfg(test)]
mod tests;
mod usage;
mod write;

pub use bodies::{BodyCounts, ReadBody, ReadFailure, StoredBody, ToRead, Unread};
pub use changes::{Change, NewestFirst, PageText};
pub use entries::{BodyMark, ChangedEntries, EntriesRead, Entry};
pub use error::StoreError;
pub use following::{Following, RowWalk};
pub use listing::{Listed, ListingBatch, SweepId};
pub use pages::{ListedPage, Looks, ShownPage};
pub use parents::Container;
pub use properties::Properties;
pub use usage::Opened;

use sqlx::SqlitePool;
use std::sync::Arc;

/// An open database. Cheap to clone; all clones are the same database, which stays open
/// until [`close`](Self::close) has returned or the process ends.
#[derive(Clone, Debug)]
pub struct Store {
    /// One connection, so that writers queue here instead of meeting `Busy`. The same
    /// pool as `readers` when opened read-only: every write then fails.
    writer: SqlitePool,
    readers: SqlitePool,
    #[expect(dead_code, reason = "it matters when the last one is dropped")]
    lasting: Arc<open::Lasting>,
}
