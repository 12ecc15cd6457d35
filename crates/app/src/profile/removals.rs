//! What an administrator removed while the profile was closed: carried out before anything is
//! answered from it or asked through it.
//!
//! Not here: marking it (`administration`), and how a connection ends (`connections`).

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Notice, UiError};
use std::sync::Arc;
use trove_model::{ConnectionId, ProfileId};
use trove_profiles::{Authorization, AuthorizationStatus, Profiles, ProfilesError};

/// The connections of a profile that an administrator removed, and nobody carried out yet.
pub(super) fn removals_waiting(
    profiles: &Profiles,
    id: ProfileId,
) -> Result<Vec<ConnectionId>, ProfilesError> {
    Ok(waiting(profiles, id)?.into_iter().map(|authorization| authorization.connection).collect())
}

fn waiting(profiles: &Profiles, id: ProfileId) -> Result<Vec<Authorization>, ProfilesError> {
    let mut waiting = profiles.authorizations()?;
    waiting.retain(|authorization| {
        authorization.profile == id && authorization.status == AuthorizationStatus::RemovalWaiting
    });
    Ok(waiting)
}

impl App {
    /// What an administrator removed since the profile was opened; nothing else is asked of
    /// Notion before.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when files cannot be written.
    pub async fn settle_removals(&self) -> Result<Vec<Notice>, UiError> {
        let open = self.open_profile().await?;
        self.carry_out_removals(&open).await
    }

    pub(super) async fn carry_out_removals(&self, open: &Arc<OpenProfile>) -> Result<Vec<Notice>, UiError> {
        let id = open.id;
        let waiting = self.blocking(move |profiles| waiting(profiles, id)).await?;
        let mut notices = Vec::new();
        for authorization in waiting {
            let revoked = self.disconnect_in(open, authorization.connection).await?;
            notices.push(Notice::AuthorizationRemoved { workspace: authorization.workspace_name, revoked });
        }
        Ok(notices)
    }

    /// Whether who is going to read has to write first.
    pub(super) async fn removals_wait(&self, id: ProfileId) -> Result<bool, UiError> {
        self.blocking(move |profiles| Ok::<_, ProfilesError>(!waiting(profiles, id)?.is_empty())).await
    }
}
