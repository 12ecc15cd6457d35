//! An answer's body, read up to a bound.

use crate::Unreachable;
use reqwest::Response;
use zeroize::Zeroizing;

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// Longer than the bound. What was read of it is gone.
    TooLarge,
    Unreachable(Unreachable),
}

/// The body, unpacked, as long as it stays within `limit` bytes: what a server says about
/// its length, and how small it packed it, is not believed. Zeroed when dropped, since it
/// may hold a token.
///
/// # Errors
/// See [`NoAnswer`].
pub async fn read(mut response: Response, limit: usize) -> Result<Zeroizing<Vec<u8>>, NoAnswer> {
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) =
        response.chunk().await.map_err(|error| NoAnswer::Unreachable(Unreachable::of(&error)))?
    {
        if body.len() + chunk.len() > limit {
            return Err(NoAnswer::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
