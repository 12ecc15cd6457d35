//! A profile in one file, and back.
//!
//! What lies on this computer is copied as it lies, encrypted: keys, tokens, pages. So a backup
//! opens with the password that the profile had on its day, and with no key of a keychain. It can
//! be made while the profile is in use.
//!
//! Not here: the file's form (`archive`), and what a restored profile may be on this computer
//! (`trove-profiles`).

mod archive;
mod error;
mod restoring;

pub use error::BackupError;

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{ProfileCard, UiError};
use archive::{Archive, DATABASE, KEYS, Manifest, Part};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use trove_model::{ProfileId, Timestamp};
use trove_private_file as private_file;
use trove_vault::Keeper;

/// Behind a backup's name until it is whole.
const IN_THE_MAKING: &str = ".part";

/// What a backup says of itself. Anyone can have written it: only the keys inside are proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub name: String,
    /// Milliseconds since 1970.
    pub made: i64,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub profile: ProfileCard,
    /// Milliseconds since 1970.
    pub made: i64,
    pub connections: u32,
    /// Connections of the backup that were removed on this computer since, and stay so.
    pub left_out: u32,
    /// Those that were signed in through the browser: Notion renews their tokens with use, and
    /// may refuse old ones.
    pub signed_in: u32,
    /// It administered the profiles of a computer, and does not administer this one's.
    pub lowered: bool,
}

impl App {
    /// Writes the open profile to `to`; what has its name already is left alone. Answers how many
    /// bytes it is.
    ///
    /// # Errors
    /// See [`BackupError`].
    pub async fn back_up(&self, to: &Path) -> Result<u64, BackupError> {
        let open = self.open_profile().await?;
        let id = open.id;
        let _alone = self.blocking(move |profiles| profiles.lock_backup(id)).await?;
        let (to, part) = (to.to_owned(), beside(to, IN_THE_MAKING));
        if is_left_of(&part, id) {
            private_file::remove(&part)?;
        }
        for path in [&to, &part] {
            if path.symlink_metadata().is_ok() {
                return Err(BackupError::Exists(path.clone()));
            }
        }
        let made = self.inner.clock.wall();
        let done = match self.write_backup(&open, &part, made).await {
            Ok(()) => finish(&part, &to),
            Err(error) => Err(error),
        };
        if done.is_err() {
            // The first error is the one to tell.
            let _ = private_file::remove(&part);
        }
        done
    }

    async fn write_backup(&self, open: &OpenProfile, to: &Path, made: Timestamp) -> Result<(), BackupError> {
        let folder = self.inner.profiles.folder(open.id);
        // What a killed backup left of that name is replaced.
        let copy = folder.join("backup.new");
        let manifest = Manifest { profile: open.id, name: open.name.clone(), made };
        let written = match open.store.copy_to(&copy).await {
            Ok(()) => {
                let (to, copy) = (to.to_owned(), copy.clone());
                let writing = tokio::task::spawn_blocking(move || pack(&to, &manifest, &folder, copy));
                writing.await.map_err(|_| UiError::Internal)?
            }
            Err(error) => Err(UiError::from(error).into()),
        };
        if let Err(error) = private_file::remove(&copy) {
            tracing::warn!(kind = ?error.kind(), "a copy of the database is left over");
        }
        written
    }
}

/// Tokens after pages: one that was renewed between is the one that Notion takes.
fn pack(to: &Path, manifest: &Manifest, folder: &Path, database: PathBuf) -> Result<(), BackupError> {
    let keeper = Keeper::of(folder).map_err(UiError::from)?;
    let parts = [
        Part { name: KEYS, path: folder.join(KEYS), needed: true },
        Part { name: DATABASE, path: database, needed: true },
        Part { name: keeper.file_name(), path: keeper.file(folder), needed: false },
    ];
    Ok(archive::write(to, manifest, &parts)?)
}

/// Whether a backup of this profile was killed there: nobody else makes one now.
fn is_left_of(part: &Path, profile: ProfileId) -> bool {
    let manifest = private_file::open(part).ok().and_then(|file| Archive::open(file).ok());
    manifest.is_some_and(|(manifest, _)| manifest.profile == profile)
}

/// It gets its name once it is whole, unless something took the name meanwhile.
fn finish(part: &Path, to: &Path) -> Result<u64, BackupError> {
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    private_file::put_in_place(part, to)?;
    Ok(to.metadata()?.len())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens what a person names; a link to a backup is followed, as they made it.
fn open(from: &Path) -> Result<std::fs::File, BackupError> {
    let opened = from.canonicalize().and_then(|path| private_file::open(&path));
    opened.map_err(|error| match error.kind() {
        ErrorKind::NotFound => BackupError::NotFound,
        _ if private_file::is_not_a_file(&error) => BackupError::NotAFile,
        _ => error.into(),
    })
}
