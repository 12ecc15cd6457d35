//! Opening a profile with a key from the system's keychain instead of its password.
//!
//! Not here: the keychain itself (`trove-app`), and the file (`remembered`).

use super::{Profiles, Unlocked};
use crate::remembered::Remembered;
use crate::{ProfileKeys, ProfilesError, seal};
use std::path::PathBuf;
use trove_model::{Key32, ProfileId};
use trove_private_file as private_file;

impl Profiles {
    /// Makes a key that opens the profile from now on, besides its password. `keep` puts it
    /// into the keychain and says whether that worked; only then is anything written.
    ///
    /// # Errors
    /// What `keep` answers; `Entropy`, or when the file cannot be written.
    pub fn remember<E: From<ProfilesError>>(
        &self,
        keys: &ProfileKeys,
        keep: impl FnOnce(&Key32) -> Result<(), E>,
    ) -> Result<(), E> {
        let id = keys.id();
        let _alone = self.sign_in_lock(id)?;
        let (file, key) = Remembered::wrap(keys, &*self.entropy)?;
        keep(&key)?;
        Ok(file.save(&self.remembered_path(id))?)
    }

    /// The key in the keychain, wherever copies of it are, opens nothing from now on.
    ///
    /// # Errors
    /// When the file is there and cannot be removed.
    pub fn stop_remembering(&self, id: ProfileId) -> Result<(), ProfilesError> {
        let _alone = self.sign_in_lock(id)?;
        Ok(private_file::remove(&self.remembered_path(id))?)
    }

    /// Whether a key in the keychain may open the profile.
    pub fn is_remembered(&self, id: ProfileId) -> bool {
        self.remembered_path(id).symlink_metadata().is_ok()
    }

    /// Opens a profile with the key that [`Self::remember`] made; same delay as
    /// [`Self::unlock`].
    ///
    /// # Errors
    /// [`ProfilesError::NotRemembered`] where there is no such key or it is another,
    /// `TryLater`, `NotFound`, `Damaged`, `NewerVersion`.
    pub fn unlock_with_key(&self, id: ProfileId, key: &Key32) -> Result<Unlocked, ProfilesError> {
        let registry = self.registry.read()?;
        registry.row(id)?;
        let _alone = self.sign_in_lock(id)?;
        let throttle = self.folder(id).join("throttle.json");
        let file = Remembered::load(&self.remembered_path(id), id)?.ok_or(ProfilesError::NotRemembered)?;
        self.throttle.admit(&throttle, &*self.clock)?;
        let Some(keys) = file.unwrap(key)? else {
            self.throttle.missed(&throttle, &*self.clock)?;
            return Err(ProfilesError::NotRemembered);
        };
        self.throttle.passed(&throttle);
        let registry = seal::check(&registry, &keys);
        self.settle_trust(&keys);
        Ok(Unlocked { keys, registry })
    }

    fn remembered_path(&self, id: ProfileId) -> PathBuf {
        self.folder(id).join("remember.json")
    }
}
