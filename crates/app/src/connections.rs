//! The open profile's connections: making one, following Notion through it, ending it.
//!
//! Not here: requests and their pace (`trove-notion`), what a walk stores (`trove-sync`).

pub mod authorizations;
mod cards;
mod connecting;
mod controls;
pub mod coverage;
mod disconnect;
mod follower;
mod refusal;
mod start_stop;
pub mod sync_now;
mod tokens;
