//! What an administrator may do: see names and dates of everyone's authorizations and
//! remove them; make and remove profiles. Never tokens, owners or pages of others:
//! their keys are not here.

use super::sign_in::profile_id;
use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::to_ui;
use crate::ui_types::{Administration, ProfileCard, Removal, Role, UiError};
use std::collections::HashMap;
use std::sync::Arc;
use trove_model::{ConnectionId, SecretString};
use trove_profiles::ProfilesError;

impl App {
    /// # Errors
    /// [`UiError::Locked`], [`UiError::Forbidden`] for members.
    pub async fn administration(&self) -> Result<Administration, UiError> {
        self.administrator().await?;
        let (profiles, authorizations) =
            self.blocking(|all| Ok::<_, ProfilesError>((all.list()?, all.authorizations()?))).await?;
        let names: HashMap<_, _> =
            profiles.iter().map(|profile| (profile.id, profile.name.clone())).collect();
        let authorizations = authorizations.into_iter().map(|authorization| {
            let name = names.get(&authorization.profile).cloned().unwrap_or_default();
            to_ui::authorization_row(authorization, name)
        });
        Ok(Administration {
            profiles: profiles.into_iter().map(to_ui::profile_row).collect(),
            authorizations: authorizations.collect(),
        })
    }

    /// A profile without a password: its person chooses one when first opening it.
    ///
    /// # Errors
    /// A name that is taken or refused; [`UiError::Forbidden`].
    pub async fn create_profile(&self, name: String, role: Role) -> Result<ProfileCard, UiError> {
        let open = self.administrator().await?;
        let role = to_ui::from_role(role);
        let keys = open.keys()?;
        let made = self.blocking(move |profiles| profiles.create_unclaimed(&keys, &name, role));
        Ok(to_ui::profile(made.await?))
    }

    /// Destroys a profile's files. Its grants at Notion remain, since nobody here can
    /// read its tokens.
    ///
    /// # Errors
    /// A wrong password of the administrator's own, a profile that is open, the last
    /// administrator.
    pub async fn remove_profile(&self, profile: &str, password: SecretString) -> Result<(), UiError> {
        let own = self.confirmed_administrator(password).await?;
        let id = profile_id(profile)?;
        if own.id == id {
            // Its files are in use by this very session.
            return Err(UiError::ProfileBusy);
        }
        let remembered = self.is_remembered(profile).await?;
        let keys = own.keys()?;
        self.blocking(move |profiles| profiles.remove(&keys, id)).await?;
        if remembered {
            self.forget_key(id).await;
        }
        self.forget_cache(id).await;
        Ok(())
    }

    /// The administrator has looked at profiles and roles that something else changed,
    /// and vouches for them as they are.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::Forbidden`].
    pub async fn accept_registry(&self) -> Result<(), UiError> {
        let keys = self.administrator().await?.keys()?;
        self.blocking(move |profiles| profiles.accept_registry(&keys)).await
    }

    /// Removes one authorization: at once if its profile is open here, else when its
    /// person next signs in, because nobody can delete inside files they cannot open.
    ///
    /// # Errors
    /// A wrong password of the administrator's own, or no such authorization.
    pub async fn remove_authorization(
        &self,
        profile: &str,
        connection: &str,
        password: SecretString,
    ) -> Result<Removal, UiError> {
        let own = self.confirmed_administrator(password).await?;
        let id = profile_id(profile)?;
        let connection: ConnectionId = connection.parse().map_err(|_| UiError::ConnectionNotFound)?;
        if own.id == id {
            return Ok(Removal::Now { revoked: self.disconnect_in(&own, connection).await? });
        }
        let keys = own.keys()?;
        match self.blocking(move |profiles| profiles.mark_removed(&keys, id, connection)).await {
            Ok(()) => Ok(Removal::AtNextSignIn),
            Err(UiError::ProfileNotFound) => Err(UiError::ConnectionNotFound),
            Err(error) => Err(error),
        }
    }

    async fn administrator(&self) -> Result<Arc<OpenProfile>, UiError> {
        let open = self.open_profile().await?;
        if open.role == trove_profiles::Role::Administrator { Ok(open) } else { Err(UiError::Forbidden) }
    }

    async fn confirmed_administrator(&self, password: SecretString) -> Result<Arc<OpenProfile>, UiError> {
        let open = self.administrator().await?;
        let id = open.id;
        self.blocking(move |profiles| profiles.verify(id, &password)).await?;
        Ok(open)
    }
}
