//! What only an open profile can tell: every page of the database, the vault's content, and the
//! index against both.

use super::files::cause_of_store;
use super::finding::{Cause, Finding, Mend, Part};
use super::place::CACHE;
use crate::state::app::App;
use crate::ui_types::{IndexState, UiError};
use trove_vault::{Keeper, Tokens};

impl App {
    /// Looks through the open profile's database, vault and index.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn examine_profile(&self) -> Result<Vec<Finding>, UiError> {
        let open = self.open_profile().await?;
        let database = match open.store.check_pages().await {
            Ok(0) => Finding::fine(Part::Database),
            Ok(_) => Finding::broken(Part::Database, Cause::Damaged),
            Err(error) => Finding::broken(Part::Database, cause_of_store(&error)),
        };
        let origin = self.inner.origin.clone();
        let vault = match open.vault.with(move |vault| vault.get_client(&origin)).await {
            Ok(_) => Finding::fine(Part::Vault),
            // Another process writes, and with it reads, the tokens.
            Err(UiError::ProfileBusy) => Finding::note(Part::Vault, Cause::NotLookedAt),
            Err(_) => Finding::broken(Part::Vault, Cause::Damaged),
        };
        let index = match self.index_settled().await? {
            IndexState::Ready => Finding::fine(Part::Index),
            IndexState::Opening | IndexState::Building { .. } => {
                Finding::note(Part::Index, Cause::NotLookedAt)
            }
            IndexState::Failed { .. } => Finding::broken(Part::Index, Cause::Damaged).mend(Mend::RemoveIndex),
        };
        let profile = format!("profiles/{}", open.id);
        let keeper = Keeper::of(&self.inner.profiles.folder(open.id)).unwrap_or(Keeper::Stronghold);
        let place = format!("{}{}/index", CACHE, open.id);
        Ok(vec![
            database.at(format!("{profile}/pages.db")),
            vault.at(format!("{profile}/{}", keeper.file_name())),
            index.at(place),
        ])
    }
}
