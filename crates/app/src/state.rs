//! What the app holds while it runs, and what exists only while a profile is open.
//!
//! Data and the locks around it; what acts on it lies beside what a person does
//! (`profile`, `connections`, `search`).

pub mod access_requests;
pub mod app;
pub mod assistant_settings;
pub mod candidate;
pub mod connecting;
pub mod held_link;
pub mod link;
pub mod looks;
pub mod open_profile;
pub mod outside;
pub mod profile_locks;
pub mod profile_settings;
pub mod task;
pub mod token_vault;
