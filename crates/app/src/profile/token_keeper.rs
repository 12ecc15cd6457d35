//! Which file keeps the open profile's tokens: Stronghold's, or one of our own.
//!
//! Not here: the files, and how everything goes from one to the other (`trove-vault`).

use crate::state::app::App;
use crate::ui_types::UiError;
use trove_vault::Keeper;

impl App {
    /// Lets `vault.sealed` keep the open profile's tokens, or `vault.hold` again. How many secrets
    /// there are. Whoever has to write to do so asks for the profile to write.
    ///
    /// # Errors
    /// [`UiError::Locked`]; [`UiError::ProfileBusy`] where another process writes; damage or a full
    /// disk, after which they lie where they lay.
    pub async fn keep_tokens_sealed(&self, sealed: bool) -> Result<usize, UiError> {
        let open = self.open_profile().await?;
        let key = open.keys()?.vault_key();
        let to = if sealed { Keeper::Sealed } else { Keeper::Stronghold };
        open.vault.change_keeper(&self.inner.profiles.folder(open.id), key, to).await
    }
}
