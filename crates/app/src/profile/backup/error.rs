//! What keeps a backup from being made, or a profile from coming back.
//!
//! Not here: the sentences for it (the command line's).

use crate::ui_types::UiError;
use std::path::PathBuf;

/// Why there is no backup, or nothing came back from one. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupError {
    /// Something lies where the backup, or its beginning, would be written.
    Exists(PathBuf),
    /// There is nothing of that name.
    NotFound,
    /// A pipe, a device or a folder.
    NotAFile,
    /// None of Trove's: something is missing in it, or there is more.
    NotABackup,
    /// It is one, and not as it was written: cut off, changed, or another profile's parts.
    Damaged,
    /// Written by a newer version of Trove.
    NewerVersion,
    /// The profile was removed on this computer, and stays so.
    RemovedHere,
    /// The profile is on this computer, by that name.
    AlreadyHere {
        name: String,
    },
    App(UiError),
}

impl From<UiError> for BackupError {
    fn from(error: UiError) -> Self {
        Self::App(error)
    }
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::App(error.into())
    }
}
