//! The open profile's vault, off the async threads: its calls block and sync.
//!
//! Not here: what lies in it (`trove-vault`), and renewing tokens (`connections`).

use crate::ui_types::UiError;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use trove_model::Key32;
use trove_vault::{StrongholdVault, VaultError};

/// A share of the vault, as far as this process may read it.
#[derive(Clone)]
pub(crate) struct TokenVault(Arc<Mutex<VaultState>>);

enum VaultState {
    Open(Box<StrongholdVault>),
    /// Another process writes, and with it reads, this profile's tokens.
    Elsewhere,
    Closed,
}

impl TokenVault {
    pub async fn open(folder: &Path, key: Key32) -> Result<Self, UiError> {
        let vault = Self::elsewhere();
        vault.reopen(folder, key).await?;
        Ok(vault)
    }

    pub fn elsewhere() -> Self {
        Self(Arc::new(Mutex::new(VaultState::Elsewhere)))
    }

    /// Opens it as it is on disk now, unless it was closed meanwhile.
    pub async fn reopen(&self, folder: &Path, key: Key32) -> Result<(), UiError> {
        let path = folder.join("vault.hold");
        let opened = tokio::task::spawn_blocking(move || StrongholdVault::open(&path, &key)).await;
        let opened = opened.map_err(|_| UiError::Internal)??;
        let mut state = lock(&self.0);
        if let VaultState::Elsewhere = *state {
            *state = VaultState::Open(Box::new(opened));
        }
        Ok(())
    }

    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut StrongholdVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, UiError> {
        let vault = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || match &mut *lock(&vault) {
            VaultState::Open(vault) => Ok(work(vault)?),
            VaultState::Elsewhere => Err(UiError::ProfileBusy),
            VaultState::Closed => Err(UiError::Locked),
        });
        done.await.map_err(|_| UiError::Internal)?
    }

    pub async fn close(&self) {
        let vault = Arc::clone(&self.0);
        let _ = tokio::task::spawn_blocking(move || *lock(&vault) = VaultState::Closed).await;
    }
}

fn lock(vault: &Mutex<VaultState>) -> MutexGuard<'_, VaultState> {
    vault.lock().unwrap_or_else(PoisonError::into_inner)
}
