//! Numbers of the walks that look for everything.
//!
//! Not the walks (`trove-sync`), nor what they store (`listing`).

/// Numbers the full walks of one connection; a later walk has a greater number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SweepId(pub(crate) i64);
