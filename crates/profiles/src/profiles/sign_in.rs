//! Passwords tried, checked again, and changed.
//!
//! Not here: how long to wait after wrong ones (`login_throttle`), nor the key file's
//! make (`key_file`).

use super::{Profiles, Unlocked, choose};
use crate::key_file::KeyFile;
use crate::{DataFile, FileLock, ProfileKeys, ProfilesError, lock, password_policy, seal};
use trove_model::{ProfileId, SecretString};
use trove_private_file as private_file;

impl Profiles {
    /// Opens a profile.
    ///
    /// # Errors
    /// [`ProfilesError::WrongPassword`], `TryLater`, `Unclaimed`, `NotFound`, and for the key
    /// file `Damaged`, `NewerVersion`, `WeakKdf`.
    pub fn unlock(&self, id: ProfileId, password: &SecretString) -> Result<Unlocked, ProfilesError> {
        let (_, keys) = self.attempt(id, password)?;
        let mut registry = self.registry.read()?;
        if !registry.row(id)?.claimed {
            // The claim was cut short between key file and registry.
            self.registry.update(|registry| {
                registry.row_mut(id)?.claimed = true;
                Ok(())
            })?;
            registry = self.registry.read()?;
        }
        let registry = seal::check(&registry, &keys);
        self.settle_trust(&keys);
        Ok(Unlocked { keys, registry })
    }

    /// Checks a password again, for a grave act; same delay as [`Self::unlock`].
    ///
    /// # Errors
    /// As [`Self::unlock`].
    pub fn verify(&self, id: ProfileId, password: &SecretString) -> Result<(), ProfilesError> {
        self.attempt(id, password).map(drop)
    }

    /// Wraps the same keys under a new password: what they open stays as it is.
    ///
    /// # Errors
    /// As [`Self::unlock`], and `PasswordRefused`. If it failed, the old password or the new
    /// one works, never both and never none.
    pub fn change_password(
        &self,
        id: ProfileId,
        old: &SecretString,
        new: &SecretString,
    ) -> Result<(), ProfilesError> {
        choose(&self.registry.read()?.row(id)?.name, new)?;
        let (_alone, keys) = self.attempt(id, old)?;
        KeyFile::wrap(&keys, new, &*self.entropy)?.save(&self.key_path(id))
    }

    /// Whether a claimed profile's key file is there and of our making; no password is tried.
    ///
    /// # Errors
    /// For the key file `Damaged`, `NotAFile`, `NewerVersion`, `WeakKdf`.
    pub fn check_keys(&self, id: ProfileId) -> Result<(), ProfilesError> {
        KeyFile::load(&self.key_path(id), id)?.map(drop).ok_or(ProfilesError::Damaged(DataFile::Keys))
    }

    /// One try at a password. The lock in the answer keeps others out until dropped.
    fn attempt(
        &self,
        id: ProfileId,
        password: &SecretString,
    ) -> Result<(FileLock, ProfileKeys), ProfilesError> {
        let row = self.registry.read()?.row(id)?.clone();
        if !self.is_claimed(&row) {
            return Err(ProfilesError::Unclaimed);
        }
        let alone = self.sign_in_lock(id)?;
        let throttle = self.folder(id).join("throttle.json");
        let file = KeyFile::load(&self.key_path(id), id)?;
        let file = file.ok_or(ProfilesError::Damaged(DataFile::Keys))?;
        self.throttle.admit(&throttle, &*self.clock)?;
        // What could never have been chosen need not be hashed.
        let unwrapped = if password.expose().len() > password_policy::LONGEST {
            Err(ProfilesError::WrongPassword)
        } else {
            file.unwrap(password)
        };
        match unwrapped {
            Ok(keys) => {
                self.throttle.passed(&throttle);
                Ok((alone, keys))
            }
            Err(ProfilesError::WrongPassword) => {
                self.throttle.missed(&throttle, &*self.clock)?;
                Err(ProfilesError::WrongPassword)
            }
            Err(other) => Err(other),
        }
    }

    /// Around every use of the key file: one attempt at a time, whoever asks.
    pub(super) fn sign_in_lock(&self, id: ProfileId) -> Result<FileLock, ProfilesError> {
        let lock = match lock::acquire(&self.folder(id).join("sign-in.lock")) {
            // The whole folder is gone.
            Err(ProfilesError::Io(std::io::ErrorKind::NotFound)) => {
                return Err(ProfilesError::Damaged(DataFile::Keys));
            }
            lock => lock?,
        };
        // Under an old password, perhaps.
        private_file::sweep(&self.key_path(id))?;
        Ok(lock)
    }
}
