//! From a backup to a profile: each part is opened by the keys before anything takes its place.

use super::archive::{Archive, DATABASE, Manifest};
use super::error::BackupError;
use super::{Backup, Restored, open};
use crate::state::app::App;
use crate::to_ui;
use crate::ui_types::{DamagedFile, Role, UiError};
use std::path::Path;
use trove_model::{ConnectionId, SecretString, TokenKind};
use trove_profiles::{ProfileKeys, Profiles, ProfilesError, Standing};
use trove_store::{Store, StoreError};
use trove_vault::{Tokens, VaultError};

impl App {
    /// Whose backup `from` is and whether it may be restored on this computer; no password is
    /// asked for, and nothing is changed.
    ///
    /// # Errors
    /// See [`BackupError`]; [`BackupError::AlreadyHere`] unless `replace`.
    pub async fn look_at_backup(&self, from: &Path, replace: bool) -> Result<Backup, BackupError> {
        let (manifest, _) = read_manifest(from).await?;
        self.may_come_back(&manifest, replace).await?;
        Ok(Backup { name: manifest.name, made: manifest.made.0 })
    }

    /// Brings a profile back as it was, by the password that it had then. `name` is what it is
    /// called where it is not known here; with `replace` it takes the place of what is here.
    ///
    /// # Errors
    /// See [`BackupError`].
    pub async fn restore(
        &self,
        from: &Path,
        password: SecretString,
        name: Option<String>,
        replace: bool,
    ) -> Result<Restored, BackupError> {
        let (manifest, mut archive) = read_manifest(from).await?;
        self.may_come_back(&manifest, replace).await?;
        let id = manifest.profile;
        let restoring = self.blocking(move |profiles| profiles.begin_restoring(id)).await?;
        // The password before gigabytes.
        let (restoring, archive) = apart(move || {
            archive.keys(restoring.folder())?;
            Ok((restoring, archive))
        })
        .await?;
        let own = password.clone();
        let unlocking = self.blocking(move |profiles| {
            let keys = profiles.unlock_restored(&restoring, &own)?;
            Ok::<_, ProfilesError>((restoring, keys, profiles.removed_connections(id)))
        });
        let (restoring, keys, removed) = unlocking.await.map_err(of_the_backup)?;
        let removed = removed.map_err(UiError::from)?;
        let restoring = apart(move || {
            archive.rest(restoring.folder())?;
            Ok(restoring)
        })
        .await?;
        let content = examine(restoring.folder(), &keys, removed).await.map_err(of_the_backup)?;
        let name = name.unwrap_or(manifest.name);
        let was = keys.role();
        let remembered = self.is_remembered(&id.to_string()).await?;
        let finish = move |profiles: &Profiles| profiles.finish_restoring(restoring, &keys, &password, &name);
        let profile = to_ui::profile(self.blocking(finish).await?);
        if remembered {
            self.forget_key(id).await;
        }
        // Made of the pages before.
        self.forget_cache(id).await;
        let lowered = was == trove_profiles::Role::Administrator && profile.role == Role::Member;
        let Content { connections, left_out, signed_in } = content;
        Ok(Restored { profile, made: manifest.made.0, connections, left_out, signed_in, lowered })
    }

    async fn may_come_back(&self, manifest: &Manifest, replace: bool) -> Result<(), BackupError> {
        let id = manifest.profile;
        match self.blocking(move |profiles| profiles.standing(id)).await? {
            Standing::Removed => Err(BackupError::RemovedHere),
            Standing::Here(profile) if !replace => Err(BackupError::AlreadyHere { name: profile.name }),
            Standing::Here(_) | Standing::Unknown => Ok(()),
        }
    }
}

async fn read_manifest(from: &Path) -> Result<(Manifest, Archive), BackupError> {
    let from = from.to_owned();
    apart(move || Archive::open(open(&from)?)).await
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| UiError::Internal)?
}

struct Content {
    connections: u32,
    left_out: u32,
    signed_in: u32,
}

/// Opens vault and database, looks through every page, and takes out what was removed here.
async fn examine(folder: &Path, keys: &ProfileKeys, removed: Vec<ConnectionId>) -> Result<Content, UiError> {
    let store = Store::open(&folder.join(DATABASE), &keys.store_key()).await.map_err(of_the_database)?;
    let looked = look_through(&store, &removed).await;
    store.close().await;
    let content = looked.map_err(of_the_database)?;
    let (folder, key) = (folder.to_owned(), keys.vault_key());
    let opening = tokio::task::spawn_blocking(move || {
        // A profile without tokens gets an empty vault, as at its first start.
        let mut vault = trove_vault::open(&folder, &key)?;
        for connection in removed {
            vault.remove_token(connection)?;
        }
        Ok::<_, VaultError>(())
    });
    opening.await.map_err(|_| UiError::Internal)??;
    Ok(content)
}

async fn look_through(store: &Store, removed: &[ConnectionId]) -> Result<Content, StoreError> {
    if store.check_pages().await? > 0 {
        return Err(StoreError::Damaged);
    }
    let (gone, stay): (Vec<_>, Vec<_>) =
        store.connections().await?.into_iter().partition(|connection| removed.contains(&connection.id));
    for connection in &gone {
        store.remove_connection(connection.id).await?;
    }
    let signed_in = stay.iter().filter(|connection| connection.kind == TokenKind::OAuth);
    Ok(Content { connections: count(stay.iter()), left_out: count(gone.iter()), signed_in: count(signed_in) })
}

fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// A statement that does not fit a database is a bug of ours, unless the database is somebody's.
fn of_the_database(error: StoreError) -> UiError {
    match error {
        StoreError::Sql(_) => UiError::Damaged { file: DamagedFile::Database },
        error => error.into(),
    }
}

/// What is wrong with a part is wrong with the backup it came from.
fn of_the_backup(error: UiError) -> BackupError {
    match error {
        UiError::Damaged { .. } | UiError::NotAVault | UiError::NotAFile { .. } => BackupError::Damaged,
        UiError::NewerVersion { .. } => BackupError::NewerVersion,
        error => BackupError::App(error),
    }
}
