//! The figures Trove is measured by: each with its peer, its target and how it was taken.
//!
//! Each part of the table is a file in `parts`. Nothing here is a test of right or wrong;
//! what can be counted in seconds is also in `tests`, which every change has to pass.

pub mod answered;
pub mod asked;
pub mod built;
pub mod cases;
pub mod context;
pub mod corpus;
pub mod crawled;
pub mod filled;
pub mod judged;
pub mod machine;
pub mod measured;
pub mod parts;
pub mod peer;
pub mod percentiles;
pub mod queries;
pub mod random;
pub mod report;
pub mod titles;
pub mod understood;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use trove_index::dates::Today;
use trove_index::{Memory, Settings};
use trove_model::{Entropy, EntropyUnavailable, Key32, Timestamp};

/// Why measuring ended early: one sentence for the person at the terminal.
pub struct Stop(pub String);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Stop {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

pub fn index_settings(folder: &Path, memory: Memory) -> Settings<'_> {
    Settings { folder, key: Key32::new([7; 32]), store: [1; 16], memory, entropy: Arc::new(SystemRandom) }
}

pub fn today() -> Today {
    Today { now: Timestamp(1_795_200_000_000), zone: jiff::tz::TimeZone::UTC }
}
