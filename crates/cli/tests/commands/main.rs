//! The real `trove`, against the local Notion on a real socket; under Wine too, where
//! `cargo xtask cross --test windows` runs these.
//!
//! Not here: what the use cases promise (`crates/app/tests`).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic in a test is its report; a test that is skipped says why"
)]

mod answers;
mod assistants;
#[cfg(unix)]
mod assistants_window;
mod backup;
mod desk;
#[cfg(unix)]
mod doctor;
mod failing;
mod fault_runs;
mod journey;
#[cfg(target_os = "linux")]
mod keychain;
#[cfg(unix)]
mod launchers;
mod official_clients;
mod reaching;
mod saved;
mod storm;
mod talk;
#[cfg(unix)]
mod together;
mod windows;
