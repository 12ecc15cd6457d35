//! The whole journey without a window: real files, a real socket, the local Notion.
//!
//! Not here: what a room proves by itself, and what only a real window can show (`e2e`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a panic in a test is its report"
)]

mod administration;
#[cfg(unix)]
mod assistants;
mod backup;
mod before_typing;
mod connecting;
mod data_tree;
mod desk;
mod desktop;
mod exporting;
mod fault_runs;
mod hostile_calls;
mod idle_lock;
mod images;
mod listing;
mod locking;
mod meaning;
mod older_versions;
mod searching;
#[cfg(unix)]
mod special_files;
mod storm;
mod test_desktop;
