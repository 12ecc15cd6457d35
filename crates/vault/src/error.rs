//! Why the vault could not be read or written.
//!
//! Not here: the words a person reads. Nothing in these errors carries a secret or a path.

use std::io;

/// What went wrong with the vault. After any error the file on disk is what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The file is sealed with another key. Damage to the header's salt or sealed
    /// file key, 65 characters in all, cannot be told from it: a caller whose key is already
    /// verified should read this as "damaged, or another profile's file".
    #[error("the vault is sealed with another key")]
    WrongKey,
    /// A vault, but cut short, altered, or with a cost parameter that Trove never writes.
    #[error("the vault is damaged")]
    Damaged,
    /// Something else lies where the vault should be.
    #[error("the file is not a vault")]
    NotAVault,
    /// A link, pipe, device or folder lies where the vault should be; left untouched.
    #[error("the vault is not a regular file")]
    NotAFile,
    /// Written by a newer version of Trove; left untouched.
    #[error("the vault was written by a newer version")]
    NewerVersion,
    /// No room to write. The change is neither on disk nor in memory.
    #[error("no space left to save the vault")]
    DiskFull,
    #[error("the vault could not be read or written: {0}")]
    Io(io::ErrorKind),
    /// The Stronghold library failed for a reason of its own.
    #[error("the vault's library failed")]
    Library,
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        if trove_private_file::is_not_a_file(&error) {
            return Self::NotAFile;
        }
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            kind => Self::Io(kind),
        }
    }
}
