//! Reading Notion's Markdown: each construct, everything hostile, what Notion has sent,
//! whole workspaces over a socket.
//!
//! Not here: the client itself (`tests/client`).
#![cfg(test)]

mod blocks;
#[path = "../client/connection.rs"]
#[expect(dead_code, reason = "the client's own tests need more of it")]
mod connection;
mod constructs;
mod hostile;
mod outline;
mod recorded;
mod workspaces;
mod written;
