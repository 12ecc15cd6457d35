//! "Password or keychain": a key in the system's keychain opens the profile in place of its
//! password. Off unless the person chooses it.
//!
//! Secret Service on Linux, the Keychain on macOS, the Credential Manager on Windows; the
//! kernel's keyring is gone after a restart and a plain file is no keychain, so where there
//! is none the option is refused. Not here: what the key opens (`trove-profiles`).

use super::sign_in::profile_id;
use crate::state::app::App;
use crate::state::profile_locks::Access;
use crate::system::paths::IDENTIFIER;
use crate::ui_types::{Session, UiError};
use keyring::{Entry, Error};
use std::time::Duration;
use tokio::time::timeout;
use trove_model::{Key32, ProfileId, Secret};
use trove_profiles::Profiles;
use zeroize::Zeroizing;

/// A locked keychain asks its person to unlock it, if it can; where it cannot, nobody answers.
const PATIENCE: Duration = Duration::from_secs(120);

impl App {
    /// Lets the system's keychain open the open profile from now on, or no longer.
    ///
    /// # Errors
    /// [`UiError::Locked`]; [`UiError::NoKeychain`] where there is none to put a key into.
    /// Turning it off works without one: what may be left in it opens nothing.
    pub async fn remember_me(&self, on: bool) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let id = open.id;
        if !on {
            self.blocking(move |profiles| profiles.stop_remembering(id)).await?;
            self.forget_key(id).await;
            return Ok(());
        }
        let keys = open.keys()?;
        let remembering = self.blocking(move |profiles| profiles.remember(&keys, |key| put(id, key)));
        timeout(PATIENCE, remembering).await.map_err(|_| UiError::NoKeychain)?
    }

    /// Whether [`open_from_keychain`](Self::open_from_keychain) is worth a try; no keychain
    /// is asked.
    ///
    /// # Errors
    /// [`UiError::ProfileNotFound`] for what is no id.
    pub async fn is_remembered(&self, profile: &str) -> Result<bool, UiError> {
        let id = profile_id(profile)?;
        self.blocking(move |profiles| Ok::<_, UiError>(profiles.is_remembered(id))).await
    }

    /// Opens a profile without its password.
    ///
    /// # Errors
    /// [`UiError::NotRemembered`], [`UiError::NoKeychain`]: the password is asked for then.
    /// Otherwise as [`sign_in`](Self::sign_in).
    pub async fn open_from_keychain(&self, profile: &str, access: Access) -> Result<Session, UiError> {
        let id = profile_id(profile)?;
        let unlocking = self.blocking(move |profiles: &Profiles| {
            if !profiles.is_remembered(id) {
                return Err(UiError::NotRemembered);
            }
            Ok::<_, UiError>(profiles.unlock_with_key(id, &get(id)?)?)
        });
        let unlocked = timeout(PATIENCE, unlocking).await.map_err(|_| UiError::NoKeychain)??;
        self.open_unlocked(unlocked, access).await
    }

    /// Best effort: without its file the key opens nothing.
    pub(crate) async fn forget_key(&self, id: ProfileId) {
        let forgetting = tokio::task::spawn_blocking(move || entry(id)?.delete_credential().map_err(failure));
        let _ = timeout(PATIENCE, forgetting).await;
    }
}

/// Whether there is a keychain to ask. Nothing is put into it; it may be locked.
pub(crate) fn is_there() -> bool {
    let asked = Entry::new(IDENTIFIER, "doctor").and_then(|entry| entry.get_secret());
    matches!(asked, Ok(_) | Err(Error::NoEntry))
}

fn put(id: ProfileId, key: &Key32) -> Result<(), UiError> {
    entry(id)?.set_secret(key.expose()).map_err(failure)
}

fn get(id: ProfileId) -> Result<Key32, UiError> {
    let kept = Zeroizing::new(entry(id)?.get_secret().map_err(failure)?);
    let key: [u8; 32] = kept.as_slice().try_into().map_err(|_| UiError::NotRemembered)?;
    Ok(Secret::new(key))
}

fn entry(id: ProfileId) -> Result<Entry, UiError> {
    Entry::new(IDENTIFIER, &id.to_string()).map_err(failure)
}

fn failure(error: Error) -> UiError {
    match error {
        Error::NoEntry => UiError::NotRemembered,
        // The kind alone: some of these carry what was stored.
        other => {
            let kind = match other {
                Error::NoDefaultStore => "there is none",
                Error::NoStorageAccess(_) => "it cannot be accessed",
                Error::PlatformFailure(_) => "it failed",
                _ => "it refused",
            };
            tracing::warn!(kind, "the system's keychain cannot be used");
            UiError::NoKeychain
        }
    }
}
