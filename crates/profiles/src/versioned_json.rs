//! JSON files that say which version wrote them, in a `version` field.
//!
//! Not here: how bytes get onto the disk (`trove-private-file`).

use crate::{DataFile, ProfilesError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;
use trove_private_file as private_file;

/// One kind of file.
pub struct VersionedJson {
    pub file: DataFile,
    /// The version that is written, and the only one that is read.
    pub version: u32,
    /// In bytes: nothing larger is read, and so nothing larger written.
    pub largest: u64,
}

impl VersionedJson {
    /// The file at `path`; `None` if there is none. The version is looked at before the
    /// rest, which a newer one may have changed altogether.
    ///
    /// # Errors
    /// [`ProfilesError::NewerVersion`], [`ProfilesError::Damaged`], [`ProfilesError::NotAFile`].
    pub fn load<T: DeserializeOwned>(&self, path: &Path) -> Result<Option<T>, ProfilesError> {
        match private_file::read(path, self.largest) {
            Ok(bytes) => bytes.map(|bytes| self.parse(&bytes)).transpose(),
            Err(error) if private_file::is_not_a_file(&error) => Err(ProfilesError::NotAFile(self.file)),
            Err(error) if error.kind() == ErrorKind::InvalidData => Err(ProfilesError::Damaged(self.file)),
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces the file at `path` by `layout`, which carries its version itself.
    ///
    /// # Errors
    /// [`ProfilesError::TooLarge`] if it could not be read again; otherwise what the disk says.
    pub fn save<T: Serialize>(&self, path: &Path, layout: &T) -> Result<(), ProfilesError> {
        let mut bytes = serde_json::to_vec_pretty(layout).map_err(|_| ProfilesError::Crypto)?;
        bytes.push(b'\n');
        if bytes.len() as u64 > self.largest {
            return Err(ProfilesError::TooLarge(self.file));
        }
        Ok(private_file::replace(path, &bytes)?)
    }

    fn parse<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, ProfilesError> {
        let damaged = |_| ProfilesError::Damaged(self.file);
        let found = serde_json::from_slice::<Versioned>(bytes).map_err(damaged)?.version;
        if found > self.version {
            return Err(ProfilesError::NewerVersion(self.file));
        }
        if found < self.version {
            return Err(ProfilesError::Damaged(self.file));
        }
        serde_json::from_slice(bytes).map_err(damaged)
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}
