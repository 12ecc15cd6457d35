//! The few plain fields of each connection that the administration view lists.
//!
//! Not here: tokens and everything else about a connection; those are encrypted.

use super::Profiles;
use crate::registry::{Authorization, AuthorizationStatus};
use crate::removal::{self, Removals};
use crate::{ProfileKeys, ProfilesError, seal};
use trove_model::{ConnectionId, ProfileId};

impl Profiles {
    /// Every connection of every profile.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn authorizations(&self) -> Result<Vec<Authorization>, ProfilesError> {
        Ok(self.registry.read()?.authorizations)
    }

    /// Adds or updates one connection. A waiting removal stays waiting: only
    /// [`Self::clear_authorization`] ends it.
    ///
    /// # Errors
    /// [`ProfilesError::NotFound`] if there is no such profile.
    pub fn put_authorization(&self, authorization: &Authorization) -> Result<(), ProfilesError> {
        let mut authorization = authorization.clone();
        self.registry.update(|registry| {
            registry.row(authorization.profile)?;
            let same = |known: &&mut Authorization| known.connection == authorization.connection;
            match registry.authorizations.iter_mut().find(same) {
                Some(known) => {
                    if known.status == AuthorizationStatus::RemovalWaiting {
                        authorization.status = AuthorizationStatus::RemovalWaiting;
                    }
                    *known = authorization;
                }
                None => registry.authorizations.push(authorization),
            }
            Ok(())
        })
    }

    /// An administrator removes a connection: carried out when its profile next opens.
    ///
    /// # Errors
    /// [`ProfilesError::NotAdministrator`]; [`ProfilesError::NotFound`] if this profile has no
    /// such connection.
    pub fn mark_removed(
        &self,
        administrator: &ProfileKeys,
        profile: ProfileId,
        connection: ConnectionId,
    ) -> Result<(), ProfilesError> {
        seal::require_administrator(administrator)?;
        self.registry.update(|registry| {
            let mut known = registry.authorizations.iter_mut();
            let authorization =
                known.find(|known| (known.profile, known.connection) == (profile, connection));
            authorization.ok_or(ProfilesError::NotFound)?.status = AuthorizationStatus::RemovalWaiting;
            removal::ask(registry, administrator, profile, connection)
        })
    }

    /// What administrators removed of the holder's connections, and what only the registry says
    /// they did.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn removals(&self, keys: &ProfileKeys) -> Result<Removals, ProfilesError> {
        Ok(removal::waiting(&self.registry.read()?, keys))
    }

    /// A removal that no administrator asked for: the connection stays.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn refuse_removal(&self, profile: ProfileId, connection: ConnectionId) -> Result<(), ProfilesError> {
        self.registry.update(|registry| {
            for known in &mut registry.authorizations {
                if (known.profile, known.connection) == (profile, connection) {
                    known.status = AuthorizationStatus::Active;
                }
            }
            removal::forget(registry, profile, connection);
            Ok(())
        })
    }

    /// The connection of this profile is gone; false if it was so already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn clear_authorization(
        &self,
        profile: ProfileId,
        connection: ConnectionId,
    ) -> Result<bool, ProfilesError> {
        self.registry.update(|registry| {
            let before = registry.authorizations.len();
            registry
                .authorizations
                .retain(|known| (known.profile, known.connection) != (profile, connection));
            removal::forget(registry, profile, connection);
            Ok(registry.authorizations.len() < before)
        })
    }
}
