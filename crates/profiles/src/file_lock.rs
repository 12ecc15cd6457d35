//! A lock that one process at a time can hold, released when it is dropped and when its
//! process ends, however it ends.
//!
//! Not here: who must hold which lock (`profiles`).

use crate::ProfilesError;
use crate::secure_file;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held until dropped. The file stays: removing it would let two processes hold one name.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock at once or not at all.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`] if it is held, in this process or another.
    pub fn try_acquire(path: &Path) -> Result<Self, ProfilesError> {
        let file = secure_file::open_for_lock(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(ProfilesError::Busy),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Waits for the lock. For locks held briefly: a file's rewrite, one password's check.
    ///
    /// # Errors
    /// When the file cannot be opened or locked.
    pub fn acquire(path: &Path) -> Result<Self, ProfilesError> {
        let file = secure_file::open_for_lock(path)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}
