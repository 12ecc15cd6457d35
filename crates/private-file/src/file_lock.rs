//! A lock that one process at a time can hold, released when it is dropped and when its
//! process ends, however it ends.

use crate::open::open_with;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held until dropped. The file stays: removing it would let two processes hold one name.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock at once or not at all: `None` if it is held, in this process or another.
    ///
    /// # Errors
    /// [`crate::NotAFile`], or when the file cannot be opened or locked.
    pub fn try_acquire(path: &Path) -> io::Result<Option<Self>> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Waits for the lock. For locks held briefly: a file's rewrite, one password's check.
    ///
    /// # Errors
    /// [`crate::NotAFile`], or when the file cannot be opened or locked.
    pub fn acquire(path: &Path) -> io::Result<Self> {
        let file = open(path)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

/// Made if need be; it stays empty.
fn open(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().write(true).create(true).truncate(false), path)
}
