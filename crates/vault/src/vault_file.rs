//! The snapshot as a file: what may be loaded, and how a new one takes its place.
//!
//! Stronghold reads the cost of its key derivation from the file before it has
//! authenticated anything: one changed digit makes it take gigabytes and abort the
//! process. So nothing reaches Stronghold that this file has not looked at first. Its
//! save, on the other hand, leaves a world-readable file where the system's mask allows
//! one, a stray temporary file where it fails, and no synced directory; so it saves into
//! a private folder of ours, and the result is moved into place.
//!
//! Not here: the content, for this file never sees a key; and how a file is opened and
//! moved safely (`trove-private-file`).

use crate::VaultError;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use trove_private_file as private_file;

/// log2 of scrypt's cost, the only one we write and the only one we load. Zero because
/// the key is 256 random bits: there is nothing to stretch. (age v1, "scrypt recipient
/// stanza": <https://age-encryption.org/v1>)
pub const WORK_FACTOR: u8 = 0;

/// Far above what tokens need; a file beyond it is not read into memory.
const LARGEST: u64 = 16 << 20;

const MAGIC: &[u8; 5] = b"PARTI";
const VERSION: [u8; 2] = [3, 0];
/// The age header: version line, one scrypt stanza (salt, work factor), the sealed file
/// key, and the header's MAC. Letters stand for themselves; `*` for one base64 digit.
const AGE_HEADER: &[u8] = b"age-encryption.org/v1\n-> scrypt ********************** 0\n\
    *******************************************\n--- *******************************************\n";
/// Stronghold takes anything shorter for no snapshot at all.
const SHORTEST: u64 = 7 + 150 + 16;

/// Whether there is a vault at `path` that is safe to hand to Stronghold.
///
/// # Errors
/// When something is there that must not be loaded.
pub fn check(path: &Path) -> Result<bool, VaultError> {
    let file = match private_file::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let length = file.metadata()?.len();
    let mut start = Vec::with_capacity(7 + AGE_HEADER.len());
    file.take((7 + AGE_HEADER.len()) as u64).read_to_end(&mut start)?;
    check_header(&start)?;
    if (SHORTEST..=LARGEST).contains(&length) { Ok(true) } else { Err(VaultError::Damaged) }
}

/// Judges the first bytes of a file.
fn check_header(start: &[u8]) -> Result<(), VaultError> {
    let (magic, rest) = start.split_at(start.len().min(MAGIC.len()));
    if magic != &MAGIC[..magic.len()] {
        return Err(VaultError::NotAVault);
    }
    let Some((version, age)) = rest.split_first_chunk::<2>() else { return Err(VaultError::Damaged) };
    if version[0] > VERSION[0] {
        return Err(VaultError::NewerVersion);
    }
    let expected = |(byte, pattern): (&u8, &u8)| match pattern {
        b'*' => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'),
        literal => byte == literal,
    };
    let known = *version == VERSION && age.len() >= AGE_HEADER.len();
    if known && age.iter().zip(AGE_HEADER).all(expected) { Ok(()) } else { Err(VaultError::Damaged) }
}

/// A private folder beside the vault in which the next snapshot is written.
pub struct Staging {
    vault: PathBuf,
    folder: PathBuf,
}

impl Staging {
    /// # Errors
    /// When the folder cannot be made.
    pub fn beside(vault: &Path) -> Result<Self, VaultError> {
        sweep(vault)?;
        let folder = staging_folder(vault);
        private_file::our_folder(&folder)?;
        Ok(Self { vault: vault.to_owned(), folder })
    }

    /// Where Stronghold shall save.
    pub fn snapshot(&self) -> PathBuf {
        self.folder.join("snapshot")
    }

    /// Makes the snapshot the vault: checked, private, synced, renamed, folder synced.
    ///
    /// # Errors
    /// When a step failed. Before the rename the old vault stands; if only the last sync
    /// failed, the new one stands but may not outlive a power cut.
    pub fn commit(self) -> Result<(), VaultError> {
        let snapshot = self.snapshot();
        if !check(&snapshot)? {
            return Err(VaultError::Library);
        }
        Ok(private_file::put_in_place(&snapshot, &self.vault)?)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = private_file::remove_folder(&self.folder) {
            tracing::warn!(kind = ?error.kind(), "the vault's saving folder stays until the next start");
        }
    }
}

/// Removes what a killed save left behind.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn sweep(vault: &Path) -> Result<(), VaultError> {
    Ok(private_file::remove_folder(&staging_folder(vault))?)
}

fn staging_folder(vault: &Path) -> PathBuf {
    let mut name = vault.as_os_str().to_owned();
    name.push(".saving");
    name.into()
}
