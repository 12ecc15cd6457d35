//! The client as a whole, on real sockets.
//!
//! Not here: reading answers apart from sending, which `recorded.rs` and the tables in
//! the sources check.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod against_sim;
mod connection;
mod hostile_answers;
mod silence;
