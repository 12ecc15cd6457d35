//! Keeps the store like Notion, one connection at a time, and the index like the store.
//!
//! [`list_everything`] and [`refresh`] keep the listing: which pages and data sources there
//! are, their titles and properties, where they sit, and what vanished. [`read_bodies`] reads
//! what stands on the pages that were edited since they were read. [`catch_up`] and
//! [`rebuild`] bring an index up to the store.
//!
//! Not here: when to do which (the caller schedules), requests and their pace
//! (`trove-notion`), SQL (`trove-store`), what words are (`trove-index`), tokens.
//!
//! Each step stores what it learnt in one transaction. Stopping is dropping the future:
//! what was stored stays, and the next run goes on from a state that is true as far as it
//! goes. Of one connection, a listing and a reading may run side by side; they share the
//! client's pace.

mod attempt;
mod bodies;
mod body;
mod catch_up;
mod doubt;
mod error;
mod links;
pub mod listed;
mod look_again;
pub mod lookup;
mod pacing;
mod page_limit;
mod paths;
mod people;
mod plan;
mod prune;
mod reading;
mod rows;
mod run;
pub mod schedule;
mod storing;
mod walk;
mod whole_properties;

pub use bodies::{ReadSummary, read_bodies};
pub use catch_up::{CatchUpError, CaughtUp, agrees, catch_up, rebuild};
pub use error::{Failure, SyncError};
pub use listed::Met;
pub use look_again::{Looked, look_again};
pub use people::list_people;
pub use reading::Reading;
pub use run::{Summary, list_everything, refresh};
pub use walk::Progress;
