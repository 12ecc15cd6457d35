//! Destroying everything of a profile on this computer.

use super::sign_in::profile_id;
use crate::state::app::App;
use crate::ui_types::UiError;
use trove_model::ProfileId;

impl App {
    /// Destroys everything of a profile on this computer. Possible without its password,
    /// since whoever can start Trove can delete its files as well.
    ///
    /// # Errors
    /// When its files cannot be removed, or another process has it open.
    pub async fn forget_profile(&self, profile: &str) -> Result<(), UiError> {
        let id = profile_id(profile)?;
        if self.open_profile().await.is_ok_and(|open| open.id == id) {
            self.lock().await?;
        }
        self.drop_held_links();
        let remembered = self.is_remembered(profile).await?;
        self.blocking(move |profiles| profiles.forget(id)).await?;
        if remembered {
            self.forget_key(id).await;
        }
        self.forget_cache(id).await;
        Ok(())
    }

    /// Derived data outlives nothing: best effort, since it is useless without its key.
    pub(crate) async fn forget_cache(&self, id: ProfileId) {
        let folder = self.inner.paths.cache.join(id.to_string());
        let _ = tokio::fs::remove_dir_all(folder).await;
    }
}
