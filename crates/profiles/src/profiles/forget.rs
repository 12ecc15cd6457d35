//! Profiles forgotten and removed, with everything of theirs.
//!
//! Two ways. **Forgetting**: from the sign-in screen anyone may forget any profile, the
//! only administrator's too, because a forgotten password must never leave a dead profile
//! behind, and who sits here could delete the files anyway. When no administrator is left,
//! the next one is made as at first start. **Removing**: an administrator may not remove
//! the last one while others remain.
//!
//! Not here: what Notion has granted; only its person can take that back.

use super::Profiles;
use crate::registry::{Role, Row};
use crate::{ProfileKeys, ProfilesError, seal};
use trove_model::ProfileId;
use trove_private_file as private_file;

impl Profiles {
    /// Forgets a profile and unlinks everything of it, from the sign-in screen: nobody's
    /// password is asked for. See this file's head for why this includes administrators.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`] while it is open, `NotFound`.
    pub fn forget(&self, id: ProfileId) -> Result<(), ProfilesError> {
        self.retire(id, |_| Ok(()))
    }

    /// Removes a profile as its administrator; the caller has asked for the password again
    /// ([`Self::verify`]).
    ///
    /// # Errors
    /// [`ProfilesError::NotAdministrator`], `LastAdministrator`, `Busy`, `NotFound`.
    pub fn remove(&self, administrator: &ProfileKeys, id: ProfileId) -> Result<(), ProfilesError> {
        seal::require_administrator(administrator)?;
        self.retire(id, |rows| {
            let administrator = |row: &&Row| row.role == Role::Administrator;
            let another = rows.iter().filter(administrator).any(|row| row.id != id);
            if another || rows.len() == 1 { Ok(()) } else { Err(ProfilesError::LastAdministrator) }
        })
    }

    /// Takes a profile that nobody has open out of the registry, then its files.
    fn retire(
        &self,
        id: ProfileId,
        allowed: impl FnOnce(&[Row]) -> Result<(), ProfilesError>,
    ) -> Result<(), ProfilesError> {
        self.registry.read()?.row(id)?;
        private_file::our_folder(&self.folder(id))?;
        let locks = (self.lock_window(id)?, self.lock_writer(id)?);
        self.registry.update(|registry| {
            allowed(&registry.rows)?;
            registry.forget(id)
        })?;
        drop(locks);
        self.unlink(id)
    }

    pub(super) fn unlink(&self, id: ProfileId) -> Result<(), ProfilesError> {
        Ok(private_file::remove_folder(&self.folder(id))?)
    }
}
