//! The client as a whole, on real sockets.
//!
//! Not here: reading answers apart from sending, which `recorded.rs` and the tables in
//! the sources check; and what the log is told (`silence.rs`).
#![cfg(test)]

mod against_sim;
mod connection;
mod hostile_answers;
