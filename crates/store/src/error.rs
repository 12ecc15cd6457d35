//! What can go wrong with the database, and what helps. No variant carries text from
//! the database library: its messages may quote data.

use std::io::ErrorKind;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No page of the file verifies under this key: the key is another file's, or the
    /// first 16 bytes (the salt) are damaged. The two cannot be told apart, and neither
    /// can a file of a single page.
    #[error("the database does not open with this key")]
    WrongKey,
    /// Some or all of the file is not what was written.
    #[error("the database is damaged")]
    Damaged,
    /// The file, or the library this program was built with, does not encrypt. Nothing
    /// was written.
    #[error("the database is not encrypted")]
    NotEncrypted,
    /// A link, pipe, device or folder lies where the database, or what SQLite keeps beside
    /// it, belongs. It was not touched.
    #[error("the database is not a regular file")]
    NotAFile,
    /// Written by a newer version of Trove.
    #[error("the database was written by a newer version")]
    NewerVersion,
    /// Written by an older version; a read-only opening cannot bring it up to date.
    #[error("the database was written by an older version and is opened for reading only")]
    OlderVersion,
    #[error("the disk is full")]
    DiskFull,
    /// Another process held the database for longer than the time-out.
    #[error("the database is in use")]
    Busy,
    /// The store was closed: its profile is locked.
    #[error("the database is closed")]
    Closed,
    /// A connection that is not, or no longer, stored.
    #[error("no such connection")]
    NoSuchConnection,
    #[error("the database file could not be read or written ({0})")]
    Io(ErrorKind),
    /// Any other result code of SQLite (<https://www.sqlite.org/rescode.html>): a bug.
    #[error("the database answered with code {0}")]
    Sql(i32),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                from_code(error.code().and_then(|code| code.parse().ok()).unwrap_or_default())
            }
            sqlx::Error::Io(error) => error.into(),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Closed,
            // Its thread ended; the next call gets another.
            sqlx::Error::WorkerCrashed => Self::Io(ErrorKind::BrokenPipe),
            // A value outside its column's domain: not written by any version of ours.
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Self::Damaged,
            _ => Self::Sql(0),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if trove_private_file::is_not_a_file(&error) {
            return Self::NotAFile;
        }
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io(kind),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(_) => Self::NewerVersion,
            _ => Self::Damaged,
        }
    }
}

/// The low byte is the primary code (<https://www.sqlite.org/rescode.html>).
fn from_code(code: i32) -> StoreError {
    match code & 0xff {
        5 | 6 => StoreError::Busy,
        8 => StoreError::Io(ErrorKind::ReadOnlyFilesystem),
        10 => StoreError::Io(ErrorKind::Other),
        11 | 26 => StoreError::Damaged,
        13 => StoreError::DiskFull,
        14 => StoreError::Io(ErrorKind::NotFound),
        _ => StoreError::Sql(code),
    }
}
