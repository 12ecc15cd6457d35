//! The profiles of this computer: listed, made, claimed, locked.
//!
//! A profile is claimed once its key file exists; the registry's word follows. A registry
//! that says claimed where there is no key file is damage: the profile must not look free
//! for the taking.
//!
//! Not here: sessions, and what is inside a profile's folder besides its keys.

mod authorizations;
mod forget;
mod remembering;
mod restoring;
mod sign_in;

pub use restoring::{Restoring, Standing};

use crate::key_file::KeyFile;
use crate::login_throttle::LoginThrottle;
use crate::name::Name;
use crate::registry::{RegistryFile, Role, Row};
use crate::seal::RegistryState;
use crate::{FileLock, ProfileKeys, ProfilesError, lock, password_policy, removal, seal};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use trove_model::{Clock, Entropy, ProfileId, Secret, SecretString, Timestamp};
use trove_private_file as private_file;
use zeroize::Zeroizing;

/// How often, and how long apart, a window's lock is tried for that is held by who only looks.
const LOOKED_AT: u32 = 5;
const A_LOOK: Duration = Duration::from_millis(20);

/// What the sign-in screen shows of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub id: ProfileId,
    pub name: String,
    pub role: Role,
    /// Whether its person has chosen a password yet.
    pub claimed: bool,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
}

/// What a right password opens.
#[derive(Debug)]
pub struct Unlocked {
    pub keys: ProfileKeys,
    pub registry: RegistryState,
}

/// Everything below the data directory that decides who may sign in.
pub struct Profiles {
    folder: PathBuf,
    registry: RegistryFile,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    throttle: LoginThrottle,
}

impl Profiles {
    /// Opens the profiles below `data_dir`, making it and an empty registry at first start.
    ///
    /// # Errors
    /// [`ProfilesError::Damaged`] or [`ProfilesError::NewerVersion`] of the registry, which
    /// stays as it is.
    pub fn open(
        data_dir: &Path,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ProfilesError> {
        let profiles = Self::as_they_lie(data_dir, clock, entropy);
        private_file::folder(data_dir)?;
        private_file::our_folder(&profiles.folder)?;
        // Profiles without a registry are damage, not a first start: an empty one would
        // hide them.
        if !profiles.registry.exists() && fs::read_dir(&profiles.folder)?.next().is_none() {
            profiles.registry.create()?;
        }
        if let Err(error) = profiles.settle_restoring() {
            tracing::warn!(?error, "what a restore left is still there");
        }
        let registry = profiles.registry.read()?;
        // Whoever stands in both lists was not forgotten by us.
        let gone = registry.forgotten.iter().filter(|id| registry.row(**id).is_err());
        for id in gone.copied() {
            // Here again if the files were in use when the profile was forgotten, or if
            // someone put them back.
            if let Err(error) = profiles.unlink(id) {
                tracing::warn!(%id, ?error, "a forgotten profile's files are still there");
            }
        }
        Ok(profiles)
    }

    /// The profiles below `data_dir` for whoever only looks: nothing is made, finished or
    /// removed.
    pub fn as_they_lie(data_dir: &Path, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            folder: data_dir.join("profiles"),
            registry: RegistryFile::new(data_dir),
            clock,
            entropy,
            throttle: LoginThrottle::default(),
        }
    }

    /// Every profile, oldest first.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn list(&self) -> Result<Vec<Profile>, ProfilesError> {
        let rows = self.registry.read()?.rows;
        Ok(rows.into_iter().map(|row| self.profile(row)).collect())
    }

    /// Makes the first administrator: at first start, or when none is left.
    ///
    /// # Errors
    /// [`ProfilesError::AdministratorExists`], `NameRefused`, `NameTaken`, `PasswordRefused`.
    pub fn create_administrator(
        &self,
        name: &str,
        password: &SecretString,
    ) -> Result<ProfileKeys, ProfilesError> {
        let name = Name::parse(name).map_err(ProfilesError::NameRefused)?;
        choose(&name, password)?;
        let mut row = self.new_row(name, Role::Administrator)?;
        let (keys, file) = self.new_keys(row.id, row.role, password)?;
        let id = row.id;
        let created = self.registry.update(|registry| {
            if registry.has_administrator() {
                return Err(ProfilesError::AdministratorExists);
            }
            registry.check_free(&row.name)?;
            row.position = registry.next_position();
            row.claimed = true;
            registry.rows.push(row);
            for row in &mut registry.rows {
                seal::seal(row, &keys);
            }
            removal::settle(registry, &keys)?;
            // Before the registry names it: a profile without keys could be claimed by
            // anyone, keys without a profile are just a few bytes.
            private_file::our_folder(&self.folder(id))?;
            file.save(&self.key_path(id))
        });
        if created.is_err() && !self.registry.read().is_ok_and(|registry| registry.row(id).is_ok()) {
            self.unlink(id)?;
        }
        created.map(|()| keys)
    }

    /// Makes a profile for someone else, who will choose its password.
    ///
    /// # Errors
    /// [`ProfilesError::NotAdministrator`], `NameRefused`, `NameTaken`.
    pub fn create_unclaimed(
        &self,
        administrator: &ProfileKeys,
        name: &str,
        role: Role,
    ) -> Result<Profile, ProfilesError> {
        seal::require_administrator(administrator)?;
        let name = Name::parse(name).map_err(ProfilesError::NameRefused)?;
        let mut row = self.new_row(name, role)?;
        self.registry.update(|registry| {
            registry.row(administrator.id())?;
            registry.check_free(&row.name)?;
            row.position = registry.next_position();
            seal::seal(&mut row, administrator);
            registry.rows.push(row.clone());
            Ok(self.profile(row))
        })
    }

    /// Chooses the password of an unclaimed profile and opens it.
    ///
    /// # Errors
    /// [`ProfilesError::Claimed`], `PasswordRefused`, `NotFound`. If it failed, the profile
    /// is still unclaimed or has this password.
    pub fn claim(&self, id: ProfileId, password: &SecretString) -> Result<ProfileKeys, ProfilesError> {
        let row = self.registry.read()?.row(id)?.clone();
        choose(&row.name, password)?;
        private_file::our_folder(&self.folder(id))?;
        let _alone = self.sign_in_lock(id)?;
        if self.is_claimed(&row) {
            return Err(ProfilesError::Claimed);
        }
        let (keys, file) = self.new_keys(id, row.role, password)?;
        file.save(&self.key_path(id))?;
        self.registry.update(|registry| {
            registry.row_mut(id)?.claimed = true;
            if keys.role() == Role::Administrator {
                // A new administrator starts from what is there.
                registry.rows.iter_mut().for_each(|row| seal::seal(row, &keys));
            }
            removal::settle(registry, &keys).map(drop)
        })?;
        Ok(keys)
    }

    /// Vouches for the registry as it is now, after its administrator has looked at it.
    ///
    /// # Errors
    /// [`ProfilesError::NotAdministrator`].
    pub fn accept_registry(&self, administrator: &ProfileKeys) -> Result<(), ProfilesError> {
        seal::require_administrator(administrator)?;
        self.registry.update(|registry| {
            registry.row_mut(administrator.id())?.role = Role::Administrator;
            if !registry.in_order() {
                (0..).zip(&mut registry.rows).for_each(|(position, row)| row.position = position);
            }
            registry.rows.iter_mut().for_each(|row| seal::seal(row, administrator));
            removal::settle(registry, administrator).map(drop)
        })
    }

    /// Where the profile's other files belong: vault, database. Made, private, when the
    /// profile is claimed.
    pub fn folder(&self, id: ProfileId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Notes that the profile was used now.
    ///
    /// # Errors
    /// [`ProfilesError::NotFound`], or when it cannot be written.
    pub fn touch(&self, id: ProfileId) -> Result<(), ProfilesError> {
        let now = self.clock.wall();
        self.registry.update(|registry| {
            registry.row_mut(id)?.last_used = Some(now);
            Ok(())
        })
    }

    /// Held by the one window that has this profile open.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`].
    pub fn lock_window(&self, id: ProfileId) -> Result<FileLock, ProfilesError> {
        let path = self.folder(id).join("window.lock");
        // Who asks whether it is shown holds it for that moment.
        for _ in 0..LOOKED_AT {
            match lock::try_acquire(&path) {
                Err(ProfilesError::Busy) => std::thread::sleep(A_LOOK),
                taken => return taken,
            }
        }
        lock::try_acquire(&path)
    }

    /// Whether some process shows this profile in a window.
    ///
    /// # Errors
    /// When that cannot be told.
    pub fn is_shown(&self, id: ProfileId) -> Result<bool, ProfilesError> {
        match lock::try_acquire(&self.folder(id).join("window.lock")) {
            Ok(_not_taken) => Ok(false),
            Err(ProfilesError::Busy) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Held by the one process that writes to this profile's vault, database and index.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`].
    pub fn lock_writer(&self, id: ProfileId) -> Result<FileLock, ProfilesError> {
        lock::try_acquire(&self.folder(id).join("writer.lock"))
    }

    /// Held by the one process that makes a backup of this profile.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`].
    pub fn lock_backup(&self, id: ProfileId) -> Result<FileLock, ProfilesError> {
        lock::try_acquire(&self.folder(id).join("backup.lock"))
    }

    /// Notes whom the holder of `keys` trusts to remove connections. A registry that cannot be
    /// written keeps nobody out.
    fn settle_trust(&self, keys: &ProfileKeys) {
        let needed = self.registry.read().and_then(|mut registry| removal::settle(&mut registry, keys));
        let settled = match needed {
            Ok(true) => self.registry.update(|registry| removal::settle(registry, keys)),
            other => other,
        };
        if let Err(error) = settled {
            tracing::warn!(?error, "whom this profile trusts was not noted");
        }
    }

    fn new_row(&self, name: Name, role: Role) -> Result<Row, ProfilesError> {
        let mut id = [0; 16];
        self.entropy.fill(&mut id)?;
        Ok(Row {
            id: ProfileId::from_bytes(id),
            name,
            role,
            position: 0,
            claimed: false,
            created: self.clock.wall(),
            last_used: None,
            seals: BTreeMap::new(),
        })
    }

    fn new_keys(
        &self,
        id: ProfileId,
        role: Role,
        password: &SecretString,
    ) -> Result<(ProfileKeys, KeyFile), ProfilesError> {
        let mut data = Zeroizing::new([0; 32]);
        self.entropy.fill(&mut *data)?;
        let keys = ProfileKeys::new(id, role, Secret::new(*data))?;
        let file = KeyFile::wrap(&keys, password, &*self.entropy)?;
        Ok((keys, file))
    }

    fn profile(&self, row: Row) -> Profile {
        Profile {
            claimed: self.is_claimed(&row),
            id: row.id,
            name: row.name.as_str().to_owned(),
            role: row.role,
            created: row.created,
            last_used: row.last_used,
        }
    }

    fn is_claimed(&self, row: &Row) -> bool {
        row.claimed || self.key_path(row.id).symlink_metadata().is_ok()
    }

    fn key_path(&self, id: ProfileId) -> PathBuf {
        self.folder(id).join("keys.json")
    }
}

fn choose(name: &Name, password: &SecretString) -> Result<(), ProfilesError> {
    match password_policy::password_strength(name.as_str(), password).refused {
        Some(refused) => Err(ProfilesError::PasswordRefused(refused)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
