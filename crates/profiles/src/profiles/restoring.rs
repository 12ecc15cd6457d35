//! A profile comes back from a backup: what this computer says to that, and how its folder takes
//! its place.
//!
//! What was removed here stays removed: a profile that was forgotten does not come back, and its
//! role is the lower one of what its keys say and what this computer has given it. The new folder
//! is made beside its place and takes it in one step; a restore that is killed leaves the former
//! one, which the next start puts back where it has to.
//!
//! Not here: the archive, and whether vault and database are whole (`trove-app`).

use super::{Profile, Profiles};
use crate::key_file::KeyFile;
use crate::name::Name;
use crate::registry::{Registry, Role, Row};
use crate::{DataFile, FileLock, ProfileKeys, ProfilesError, lock, seal, tombstones};
use std::fs;
use std::path::{Path, PathBuf};
use trove_model::{ConnectionId, ProfileId, SecretString};
use trove_private_file as private_file;

/// Behind a profile's id: its folder in the making, and the former one until that is in place.
const IN_THE_MAKING: &str = ".restoring";
const FORMER: &str = ".former";

/// What this computer knows of a profile that is to come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Unknown,
    /// It is here, and would be replaced.
    Here(Profile),
    /// It was removed here, and does not come back.
    Removed,
}

/// A profile's folder in the making, which nobody else makes. Dropped, it goes with what is in it.
#[derive(Debug)]
pub struct Restoring {
    id: ProfileId,
    folder: PathBuf,
    /// `None` once it is in place.
    alone: Option<FileLock>,
}

impl Restoring {
    /// Where the profile's files are to be laid: keys, vault, database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        // Let go of first: what is open cannot be removed everywhere.
        let in_the_making = self.alone.take().is_some();
        if in_the_making && let Err(error) = private_file::remove_folder(&self.folder) {
            tracing::warn!(kind = ?error.kind(), "a folder in the making stays until the next start");
        }
    }
}

impl Profiles {
    /// # Errors
    /// When the registry cannot be read.
    pub fn standing(&self, id: ProfileId) -> Result<Standing, ProfilesError> {
        let registry = self.registry.read()?;
        Ok(match registry.row(id) {
            Ok(row) => Standing::Here(self.profile(row.clone())),
            Err(_) if registry.forgotten.contains(&id) => Standing::Removed,
            Err(_) => Standing::Unknown,
        })
    }

    /// Connections of the profile that were removed on this computer.
    ///
    /// # Errors
    /// [`ProfilesError::Damaged`], or when it cannot be read.
    pub fn removed_connections(&self, id: ProfileId) -> Result<Vec<ConnectionId>, ProfilesError> {
        tombstones::load(&self.folder(id))
    }

    /// Remembers that a connection was removed, so that no backup brings it back.
    ///
    /// # Errors
    /// As [`Self::removed_connections`], or when it cannot be written.
    pub fn note_removed(&self, id: ProfileId, connection: ConnectionId) -> Result<(), ProfilesError> {
        tombstones::add(&self.folder(id), connection)
    }

    /// Makes an empty folder for the profile.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`] while another process restores it; or when it cannot be made.
    pub fn begin_restoring(&self, id: ProfileId) -> Result<Restoring, ProfilesError> {
        let folder = self.beside(id, IN_THE_MAKING);
        private_file::our_folder(&folder)?;
        let alone = lock::try_acquire(&folder.join("writer.lock"))?;
        for left in fs::read_dir(&folder)?.flatten().map(|entry| entry.path()) {
            match left.is_dir() {
                true => private_file::remove_folder(&left)?,
                false if left.file_name().is_some_and(|name| name == "writer.lock") => {}
                false => private_file::remove(&left)?,
            }
        }
        Ok(Restoring { id, folder, alone: Some(alone) })
    }

    /// Opens the keys that lie in the folder with the password that they were made for.
    ///
    /// # Errors
    /// [`ProfilesError::WrongPassword`]; of the key file `Damaged` (another profile's, or none),
    /// `NewerVersion`, `WeakKdf`.
    pub fn unlock_restored(
        &self,
        restoring: &Restoring,
        password: &SecretString,
    ) -> Result<ProfileKeys, ProfilesError> {
        let file = KeyFile::load(&restoring.folder.join("keys.json"), restoring.id)?;
        file.ok_or(ProfilesError::Damaged(DataFile::Keys))?.unwrap(password)
    }

    /// Puts the folder in its place, where the profile may have been before, and the profile into
    /// the registry. `name` is what it is called where it is not known here.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`] while the profile is open; `NotFound` where it was removed here;
    /// `NameTaken`, `NameRefused`. The profile is then as it was.
    pub fn finish_restoring(
        &self,
        restoring: Restoring,
        keys: &ProfileKeys,
        password: &SecretString,
        name: &str,
    ) -> Result<Profile, ProfilesError> {
        let (id, mut restoring) = (restoring.id, restoring);
        tombstones::carry_over(&self.folder(id), &restoring.folder)?;
        if self.registry.read()?.row(id).is_ok() {
            let _alone = self.registry.alone()?;
            let registry = self.registry.read()?;
            let row = registry.row(id)?.clone();
            self.take_place(&mut restoring, role(&registry, keys), keys, password)?;
            return Ok(self.profile(row));
        }
        let done = self.registry.update(|registry| {
            let role = role(registry, keys);
            let row = self.add(registry, keys, role, name)?;
            self.take_place(&mut restoring, role, keys, password)?;
            Ok(self.profile(row))
        });
        if done.is_err() && restoring.alone.is_none() {
            // It is in its place, and the registry could not be written.
            self.unlink(id)?;
        }
        done
    }

    /// After a restore that was killed: a former folder goes back to its place, or goes; what was
    /// in the making goes, unless somebody is at it.
    pub(super) fn settle_restoring(&self) -> Result<(), ProfilesError> {
        for folder in fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path()) {
            let of = |suffix| folder.file_name()?.to_str()?.strip_suffix(suffix)?.parse::<ProfileId>().ok();
            if let Some(id) = of(FORMER) {
                let _alone = self.registry.alone()?;
                let place = self.folder(id);
                match (folder.is_dir(), place.symlink_metadata().is_ok()) {
                    // Another start was faster.
                    (false, _) => {}
                    (true, true) => private_file::remove_folder(&folder)?,
                    (true, false) => private_file::move_folder(&folder, &place)?,
                }
            } else if of(IN_THE_MAKING).is_some()
                && let Ok(Some(lock)) = FileLock::try_acquire(&folder.join("writer.lock"))
            {
                // What is open cannot be removed everywhere.
                drop(lock);
                private_file::remove_folder(&folder)?;
            }
        }
        Ok(())
    }

    fn add(
        &self,
        registry: &mut Registry,
        keys: &ProfileKeys,
        role: Role,
        name: &str,
    ) -> Result<Row, ProfilesError> {
        if registry.forgotten.contains(&keys.id()) {
            return Err(ProfilesError::NotFound);
        }
        let name = Name::parse(name).map_err(ProfilesError::NameRefused)?;
        registry.check_free(&name)?;
        let row = Row {
            id: keys.id(),
            position: registry.next_position(),
            claimed: true,
            ..self.new_row(name, role)?
        };
        registry.rows.push(row.clone());
        if role == Role::Administrator {
            // As a first administrator does.
            registry.rows.iter_mut().for_each(|row| seal::seal(row, keys));
        }
        Ok(row)
    }

    /// Under the registry's lock, so that nobody takes the moment without a folder for a crash.
    fn take_place(
        &self,
        restoring: &mut Restoring,
        role: Role,
        keys: &ProfileKeys,
        password: &SecretString,
    ) -> Result<(), ProfilesError> {
        if role != keys.role() {
            let lowered = ProfileKeys::new(keys.id(), role, keys.data_key().clone())?;
            let file = KeyFile::wrap(&lowered, password, &*self.entropy)?;
            file.save(&restoring.folder.join("keys.json"))?;
        }
        let place = self.folder(restoring.id);
        let was_here = place.symlink_metadata().is_ok();
        let mut locks = Vec::new();
        if was_here {
            private_file::our_folder(&place)?;
            locks = vec![self.lock_window(restoring.id)?, self.lock_writer(restoring.id)?];
        }
        locks.extend(restoring.alone.take());
        if cfg!(windows) {
            // A folder with an open file does not move there.
            locks.clear();
        }
        let moved = self.swap(restoring, was_here, &place);
        if moved.is_err() {
            let _ = private_file::remove_folder(&restoring.folder);
        }
        moved
    }

    fn swap(&self, restoring: &Restoring, was_here: bool, place: &Path) -> Result<(), ProfilesError> {
        let former = self.beside(restoring.id, FORMER);
        if was_here {
            private_file::move_folder(place, &former)?;
        }
        if let Err(error) = private_file::move_folder(&restoring.folder, place) {
            if was_here {
                private_file::move_folder(&former, place)?;
            }
            return Err(error.into());
        }
        if was_here && let Err(error) = private_file::remove_folder(&former) {
            tracing::warn!(kind = ?error.kind(), "a replaced profile's files stay until the next start");
        }
        Ok(())
    }

    fn beside(&self, id: ProfileId, suffix: &str) -> PathBuf {
        self.folder.join(format!("{id}{suffix}"))
    }
}

/// A role on this computer is given by an administrator of this computer; where there is none,
/// the one that the profile had.
fn role(registry: &Registry, keys: &ProfileKeys) -> Role {
    let given = match registry.row(keys.id()) {
        Ok(row) => row.role,
        Err(_) if registry.has_administrator() => Role::Member,
        Err(_) => keys.role(),
    };
    match (given, keys.role()) {
        (Role::Administrator, Role::Administrator) => Role::Administrator,
        _ => Role::Member,
    }
}
