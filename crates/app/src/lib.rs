//! The use cases: what the window, the command line and the tests call.
//!
//! The only crate that sees all rooms. Not here: windows, commands, words for people;
//! and nothing is spawned without a handle that [`App`] or the open profile owns, but for what
//! `ARCHITECTURE.md` names.

mod assistants;
mod connections;
mod corpus;
mod desktop;
pub mod doctor;
mod failure;
mod profile;
mod search;
mod start;
mod state;
mod system;
mod to_ui;
pub mod ui_types;

pub use assistants::{Answer, Ask, MOST_HITS, PAGE_PART, Refusal, Request, WindowDoor};
pub use connections::coverage::MOST_TOLD;
pub use connections::sync_now::{Extent, Synced};
pub use corpus::meanings::MeaningState;
pub use profile::backup;
pub use search::kept_searches::{LONGEST as LONGEST_SEARCH, NewInSearch};
pub use search::page_text::PageText;
pub use start::StartFailed;
pub use state::app::App;
pub use state::profile_locks::Access;
pub use system::machine_settings::machine_settings;
pub use system::notion_origin::notion_origin;
pub use system::paths::Paths;
pub use system::{desktop_host, hardening, host, log, model_file, notion_app, paths, power, support_bundle};
pub use trove_index::filter::FILTERS;
