//! Keeps the store like Notion, one connection at a time; for now the listing: which
//! pages and data sources there are, their titles, and where they sit.
//!
//! Not here: when to do it (the caller schedules), requests and their pace
//! (`trove-notion`), SQL (`trove-store`), tokens.
//!
//! Each step stores what it learnt in one transaction before the next request is sent.
//! Stopping is dropping the future: what was stored stays, and the next run goes on
//! from a state that is true as far as it goes.

mod error;
mod paths;
mod plan;
mod prune;
mod run;
mod stub;
pub use stub::*;

pub use error::{Failure, SyncError};
pub use run::{Progress, Summary, list_everything, refresh};
