//! The database as a file: what may be handed to SQLCipher, and how a new one comes about.
//!
//! A new one is made beside its place and moved there whole. So a database is never half
//! made, and an empty file where one should be is damage: it is not quietly made a new one.
//!
//! Not here: keys and tables (`open`); how a file is opened safely (`trove-private-file`).

use crate::StoreError;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use trove_private_file::{self as private_file, FileLock};

const PLAIN_HEADER: &[u8] = b"SQLite format 3\0";
/// What SQLite looks for beside a file: its log, that log's index, and the journal of another
/// mode than ours, which it would read before it knows the mode.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Whether there is a database at `path` that may be opened. It is made private then, and so
/// are the files beside it, to which SQLite gives the mode of the file itself, past the umask.
///
/// # Errors
/// [`StoreError::NotAFile`] of any of them; [`StoreError::NotEncrypted`] of a plain database,
/// which with one wrong step would be written; [`StoreError::Damaged`] of an empty file.
pub(crate) fn is_there(path: &Path) -> Result<bool, StoreError> {
    if !look(path)? {
        return Ok(false);
    }
    private_file::make_private(path)?;
    for suffix in BESIDE {
        private_file::make_private(&with_suffix(path, suffix))?;
    }
    Ok(true)
}

/// Whether there is a database at `path` that may be opened; nothing is changed.
///
/// # Errors
/// As for a database that is opened: [`StoreError::NotAFile`], [`StoreError::NotEncrypted`],
/// [`StoreError::Damaged`] of an empty file.
pub fn look(path: &Path) -> Result<bool, StoreError> {
    let file = match private_file::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let mut start = Vec::with_capacity(PLAIN_HEADER.len());
    file.take(PLAIN_HEADER.len() as u64).read_to_end(&mut start)?;
    if start.is_empty() {
        return Err(StoreError::Damaged);
    }
    if start == PLAIN_HEADER {
        return Err(StoreError::NotEncrypted);
    }
    Ok(true)
}

/// A database in the making.
pub(crate) struct NewDatabase {
    place: PathBuf,
    /// One process at a time makes one.
    lock: PathBuf,
    _alone: FileLock,
}

impl NewDatabase {
    /// Waits for whoever is making it; `None` if it is there then.
    ///
    /// # Errors
    /// See [`is_there`]; or when files cannot be made in its folder.
    pub(crate) fn begin(place: &Path) -> Result<Option<Self>, StoreError> {
        let lock = with_suffix(place, ".lock");
        let alone = FileLock::acquire(&lock)?;
        if is_there(place)? {
            return Ok(None);
        }
        let new = Self { place: place.to_owned(), lock, _alone: alone };
        new.sweep()?;
        // The log of a database that is gone would be taken for the new one's.
        for suffix in BESIDE {
            private_file::remove(&with_suffix(place, suffix))?;
        }
        private_file::create(&new.path())?;
        Ok(Some(new))
    }

    /// Where it is to be made: an empty, private file.
    pub(crate) fn path(&self) -> PathBuf {
        with_suffix(&self.place, ".new")
    }

    /// Moves it to its place. It must be closed.
    ///
    /// # Errors
    /// When it cannot be synced or moved.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        private_file::put_in_place(&self.path(), &self.place)?;
        // Whoever waits for the lock finds the database, so the file is of no more use.
        private_file::remove(&self.lock)?;
        Ok(())
    }

    /// Removes what a killed process, or a failed attempt, made.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub(crate) fn sweep(&self) -> Result<(), StoreError> {
        private_file::remove(&self.path())?;
        for suffix in BESIDE {
            private_file::remove(&with_suffix(&self.path(), suffix))?;
        }
        Ok(())
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
