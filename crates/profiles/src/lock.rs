//! The locks that keep processes apart, taken with this crate's errors.
//!
//! Not here: the lock itself (`trove-private-file`), and who must hold which (`profiles`).

use crate::{DataFile, FileLock, ProfilesError};
use std::io;
use std::path::Path;
use trove_private_file as private_file;

/// Takes a lock at once or not at all.
///
/// # Errors
/// [`ProfilesError::Busy`] if it is held, in this process or another.
pub fn try_acquire(path: &Path) -> Result<FileLock, ProfilesError> {
    FileLock::try_acquire(path).map_err(unusable)?.ok_or(ProfilesError::Busy)
}

/// Waits for a lock that is held briefly: for a file's rewrite, or one password's check.
///
/// # Errors
/// When it cannot be opened or locked.
pub fn acquire(path: &Path) -> Result<FileLock, ProfilesError> {
    FileLock::acquire(path).map_err(unusable)
}

fn unusable(error: io::Error) -> ProfilesError {
    if private_file::is_not_a_file(&error) { ProfilesError::NotAFile(DataFile::Lock) } else { error.into() }
}
