//! Reading Notion's Markdown: each construct, everything hostile, what Notion has sent.
//!
//! Not here: the sample workspace over a socket (`tests/client`).
#![cfg(test)]

mod blocks;
mod constructs;
mod hostile;
mod outline;
mod recorded;
mod written;
