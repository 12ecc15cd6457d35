//! Randomness as a parameter, so that a test can make the generator fail.

use std::fmt;

/// Fills buffers with bytes fit for keys. The product's source is the operating
/// system's generator.
pub trait Entropy: Send + Sync + 'static {
    /// # Errors
    /// When the system has no randomness to give; nothing may be derived then.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable>;
}

/// The system's generator failed. No key, state or salt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntropyUnavailable;

impl fmt::Display for EntropyUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the system's random generator is not available")
    }
}

impl std::error::Error for EntropyUnavailable {}
