//! A value that must not be seen: tokens, codes, passwords, keys, redirect addresses.
//!
//! Not a memory-wiping promise: the value is zeroed when dropped, but copies made by
//! the allocator, the kernel or a library are out of reach.

use std::fmt;
use zeroize::Zeroize;

/// Wraps a secret so that it cannot be printed, serialized or compared by accident.
///
/// There is no `Display`, `Serialize`, `PartialEq` or `Deref`: reading the value
/// takes a visible [`expose`](Secret::expose). Compare in constant time.
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

/// A secret text: a token, a password, a redirect address.
pub type SecretString = Secret<String>;

/// A 256-bit key.
pub type Key32 = Secret<[u8; 32]>;

impl<T: Zeroize> Secret<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The secret itself. Every call is a place to review.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl From<&str> for SecretString {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Check 12.
/// Fails to compile if a secret ever becomes printable or comparable.
///
/// ```compile_fail
/// let secret = trove_model::SecretString::from("x");
/// println!("{secret}");
/// ```
/// ```compile_fail
/// let a = trove_model::SecretString::from("x");
/// let b = trove_model::SecretString::from("x");
/// assert!(a == b);
/// ```
#[allow(dead_code)]
struct CompileTimeChecks;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let secret = SecretString::from("ntn_sentinel");
        assert_eq!(format!("{secret:?} {secret:#?}"), "[redacted] [redacted]");
        assert_eq!(secret.expose(), "ntn_sentinel");
    }
}
