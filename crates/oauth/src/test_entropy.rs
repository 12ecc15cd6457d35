//! Sources of bytes for tests: one that counts, one that fails.
//!
//! Not a generator of anything: the counting one is as predictable as can be.

use std::sync::atomic::{AtomicU64, Ordering};
use trove_model::{Entropy, EntropyUnavailable};

/// 0, 1, 2 … 255, 0 …: every buffer differs from the last, and a test knows them all.
#[derive(Default)]
pub(crate) struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        let round = self.0.fetch_add(1, Ordering::Relaxed);
        for (at, byte) in buffer.iter_mut().enumerate() {
            *byte = at as u8;
        }
        for (byte, add) in buffer.iter_mut().zip(round.to_le_bytes()) {
            *byte = byte.wrapping_add(add);
        }
        Ok(())
    }
}

pub(crate) struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
        Err(EntropyUnavailable)
    }
}
