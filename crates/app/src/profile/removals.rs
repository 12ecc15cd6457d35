//! What an administrator removed: carried out when the profile is opened, before anything is
//! answered from it, and while it is open before Notion is asked again. What only the registry
//! says was removed is refused.
//!
//! Not here: marking it (`administration`), whose word it is (`trove-profiles`), and how a
//! connection ends (`connections`).

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Notice, UiError};
use std::sync::Arc;
use trove_model::ConnectionId;
use trove_model::connection::shortened;
use trove_profiles::{ProfileKeys, Profiles, ProfilesError};

/// The connections of a profile that an administrator removed, and nobody carried out yet.
pub(super) fn removals_waiting(
    profiles: &Profiles,
    keys: &ProfileKeys,
) -> Result<Vec<ConnectionId>, ProfilesError> {
    let asked = profiles.removals(keys)?.asked;
    Ok(asked.into_iter().map(|authorization| authorization.connection).collect())
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
        let keys = open.keys()?;
        let removals = self.blocking(move |profiles| {
            let removals = profiles.removals(&keys)?;
            for refused in &removals.refused {
                tracing::warn!("a removal that no administrator asked for is refused");
                profiles.refuse_removal(keys.id(), refused.connection)?;
            }
            Ok::<_, ProfilesError>(removals)
        });
        let removals = removals.await?;
        let mut notices = Vec::new();
        for authorization in removals.asked {
            let revoked = self.disconnect_in(open, authorization.connection).await?;
            let workspace = shortened(&authorization.workspace_name);
            notices.push(Notice::AuthorizationRemoved { workspace, revoked });
        }
        let refused = removals.refused.into_iter();
        let refused = refused.map(|refused| shortened(&refused.workspace_name));
        notices.extend(refused.map(|workspace| Notice::RemovalRefused { workspace }));
        Ok(notices)
    }

    /// Whether who is going to read has to write first.
    pub(super) async fn removals_wait(&self, keys: &Arc<ProfileKeys>) -> Result<bool, UiError> {
        let keys = Arc::clone(keys);
        self.blocking(move |profiles| removals_waiting(profiles, &keys).map(|waiting| !waiting.is_empty()))
            .await
    }
}
