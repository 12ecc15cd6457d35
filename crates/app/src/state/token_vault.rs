//! The open profile's vault, off the async threads: its calls block and sync.
//!
//! Not here: what lies in it (`trove-vault`), and renewing tokens (`connections`).

use crate::ui_types::UiError;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use trove_model::Key32;
use trove_vault::{Keeper, VaultError};

/// A share of the vault, as far as this process may read it.
#[derive(Clone)]
pub(crate) struct TokenVault(Arc<Mutex<VaultState>>);

enum VaultState {
    Open(Box<dyn trove_vault::TokenVault>),
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
        let folder = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || trove_vault::open(&folder, &key)).await;
        let opened = opened.map_err(|_| UiError::Internal)??;
        let mut state = lock(&self.0);
        if let VaultState::Elsewhere = *state {
            *state = VaultState::Open(opened);
        }
        Ok(())
    }

    /// Lets another file keep the secrets; how many there are.
    pub async fn change_keeper(&self, folder: &Path, key: Key32, to: Keeper) -> Result<usize, UiError> {
        let (vault, folder) = (Arc::clone(&self.0), folder.to_owned());
        let changed = tokio::task::spawn_blocking(move || {
            let mut state = lock(&vault);
            match *state {
                VaultState::Open(_) => *state = VaultState::Elsewhere,
                VaultState::Elsewhere => return Err(UiError::ProfileBusy),
                VaultState::Closed => return Err(UiError::Locked),
            }
            let changed = trove_vault::change_keeper(&folder, &key, to);
            *state = VaultState::Open(trove_vault::open(&folder, &key)?);
            Ok(changed?)
        });
        changed.await.map_err(|_| UiError::Internal)?
    }

    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn trove_vault::TokenVault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, UiError> {
        let vault = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || match &mut *lock(&vault) {
            VaultState::Open(vault) => Ok(work(&mut **vault)?),
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
