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
mod copying;
mod database_file;
mod entries;
mod error;
mod following;
mod left_out;
mod listing;
mod missing;
mod open;
mod pages;
mod parents;
mod pending_sign_in;
mod people;
mod properties;
mod rereading;
mod settings;
mod statements;
mod sweep;
#[cfg(test)]
mod tests;
mod usage;
mod write;

pub use bodies::{BodyCounts, ReadBody, ReadFailure, StoredBody, ToRead, Unread};
pub use changes::{Change, NewestFirst, PageText};
pub use database_file::look;
pub use entries::{BodyMark, ChangedEntries, EntriesRead, Entry};
pub use error::StoreError;
pub use following::{Following, Limits, RowWalk};
pub use left_out::LeftOut;
pub use listing::{Listed, ListingBatch};
pub use missing::Missing;
pub use open::Store;
pub use pages::{DisplayFields, ListedPage, ShownPage};
pub use parents::Container;
pub use properties::Properties;
pub use rereading::PartlyRead;
pub use sweep::SweepId;
pub use usage::Opened;
