//! Opening a profile's files behind its locks: vault and database side by side, then what the
//! first answers need, with the index beside it.

use crate::corpus::Corpus;
use crate::corpus::index_place::IndexPlace;
use crate::corpus::visible_connections::VisibleConnections;
use crate::profile::removals::removals_waiting;
use crate::state::app::App;
use crate::state::assistant_settings::{allowed_connections, assistant_settings};
use crate::state::open_profile::{OpenProfile, Opened};
use crate::state::profile_locks::{Access, ProfileLocks};
use crate::state::profile_settings::profile_settings;
use crate::state::token_vault::TokenVault;
use crate::ui_types::{AssistantSettings, UiError};
use std::path::Path;
use std::sync::Arc;
use trove_model::{ConnectionId, Key32, ProfileId};
use trove_profiles::{ProfileKeys, ProfilesError};
use trove_store::{Store, StoreError};

impl App {
    pub(super) async fn open_files(
        &self,
        keys: Arc<ProfileKeys>,
        access: Access,
    ) -> Result<Arc<OpenProfile>, UiError> {
        let id = keys.id();
        let own = Arc::clone(&keys);
        let (locks, profile, removed) = self
            .blocking(move |profiles| {
                let locks = ProfileLocks::take(profiles, id, access)?;
                let profile = profiles.list()?.into_iter().find(|profile| profile.id == id);
                let removed = removals_waiting(profiles, &own)?;
                Ok::<_, ProfilesError>((locks, profile, removed))
            })
            .await?;
        let profile = profile.ok_or(UiError::ProfileNotFound)?;
        let folder = self.inner.profiles.folder(id);
        let database = folder.join("pages.db");
        // The two files open side by side; neither waits for the other.
        let (vault, store) = tokio::join!(
            open_vault(&folder, &keys, &locks),
            self.open_store(id, &database, keys.store_key(), access),
        );
        let (vault, store) = (vault?, store?);
        let read = async {
            let settings = profile_settings(&store).await?;
            let index = IndexPlace {
                folder: self.inner.paths.cache.join(id.to_string()).join("index"),
                key: keys.index_key(),
                store: store.identity().await?,
                memory: settings.index_memory,
                entropy: Arc::clone(&self.inner.entropy),
            };
            let index = index.start_opening();
            // Who writes carries them out before anything is answered; who cannot answers without.
            let hidden = if locks.writes() { Vec::new() } else { removed };
            let (seen, assistants) = seen(&store, access, hidden).await?;
            let corpus = Arc::new(Corpus::load(store.clone(), seen).await?);
            corpus.meanings.want(settings.meanings);
            Ok((corpus, settings.lock_after_minutes, index, assistants))
        };
        let (corpus, lock_after_minutes, index, assistants) = match read.await {
            Ok(read) => read,
            Err(error) => {
                vault.close().await;
                store.close().await;
                return Err(error);
            }
        };
        let name = profile.name;
        let opened = Opened {
            id,
            name,
            keys,
            access,
            assistants,
            store,
            vault,
            corpus,
            locks,
            lock_after_minutes,
            index,
        };
        Ok(Arc::new(OpenProfile::new(opened)))
    }

    async fn open_store(
        &self,
        id: ProfileId,
        database: &Path,
        key: Key32,
        access: Access,
    ) -> Result<Store, UiError> {
        Ok(match access {
            Access::Window | Access::Write | Access::Keep | Access::Assistant => {
                Store::open(database, &key).await?
            }
            Access::Read => match Store::open_read_only(database, &key).await {
                Err(StoreError::OlderVersion) => {
                    self.bring_up_to_date(id, database, &key).await?;
                    Store::open_read_only(database, &key).await?
                }
                opened => opened?,
            },
        })
    }

    /// After an update the first to open a profile may be a command that only reads.
    async fn bring_up_to_date(&self, id: ProfileId, database: &Path, key: &Key32) -> Result<(), UiError> {
        let _writer = self.blocking(move |profiles| profiles.lock_writer(id)).await?;
        Store::open(database, key).await?.close().await;
        Ok(())
    }
}

/// Which connections are seen without those `hidden`; where assistants ask, what the person
/// allowed them when the profile was opened.
async fn seen(
    store: &Store,
    access: Access,
    hidden: Vec<ConnectionId>,
) -> Result<(VisibleConnections, Option<AssistantSettings>), UiError> {
    if access != Access::Assistant {
        return Ok((VisibleConnections::Except(hidden), None));
    }
    let settings = assistant_settings(store).await?;
    let mut allowed = allowed_connections(&settings, &store.connections().await?);
    allowed.retain(|id| !hidden.contains(id));
    Ok((VisibleConnections::Only(allowed), Some(settings)))
}

/// Only who writes reads tokens.
async fn open_vault(folder: &Path, keys: &ProfileKeys, locks: &ProfileLocks) -> Result<TokenVault, UiError> {
    if locks.writes() {
        TokenVault::open(folder, keys.vault_key()).await
    } else {
        Ok(TokenVault::elsewhere())
    }
}
