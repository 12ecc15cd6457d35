//! The vault: tokens and client credentials at rest, in a Stronghold snapshot, or in a sealed
//! file of our own where the person wants that.
//!
//! Every call blocks, and every change is written and synced before the call returns:
//! callers on an async runtime use its blocking pool. One process at a time may have a
//! vault open; the profile's writer lock sees to that, not this crate.
//!
//! Not here: passwords (the key arrives ready from `trove-profiles`), the webview (the
//! Stronghold plugin is never registered; only its Rust type is used), and the network.

mod error;
mod keeper;
mod sealed_vault;
mod stronghold_vault;
mod tokens;
mod vault_file;

pub use error::VaultError;
pub use keeper::{Keeper, change_keeper, look, open};
pub use sealed_vault::SealedVault;
pub use stronghold_vault::StrongholdVault;
pub use tokens::{ClientCredentials, StoredToken, Tokens};

use trove_model::Secret;

/// A small store of named secrets, replaceable by another keeper than Stronghold.
pub trait TokenVault: Send {
    /// # Errors
    /// [`VaultError::Damaged`] if the value is there but cannot be opened.
    fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError>;

    /// Stores or replaces `name`; on disk when this returns.
    ///
    /// # Errors
    /// When it could not be saved; the former value is then still in place.
    fn put(&mut self, name: &str, value: &Secret<Vec<u8>>) -> Result<(), VaultError>;

    /// Deletes `name`; gone from disk when this returns. `false` if there was none.
    ///
    /// # Errors
    /// When it could not be saved; the value is then still in place.
    fn remove(&mut self, name: &str) -> Result<bool, VaultError>;

    /// Every name, sorted.
    ///
    /// # Errors
    /// [`VaultError::Library`] if Stronghold cannot list them.
    fn names(&self) -> Result<Vec<String>, VaultError>;
}
