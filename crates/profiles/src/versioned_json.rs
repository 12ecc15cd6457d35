//! JSON files that say which version wrote them, in a `version` field.
//!
//! Not here: how they get onto the disk (`secure_file`).

use crate::{DataFile, ProfilesError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads a file of exactly `version`. The version is looked at before the rest, which a
/// newer one may have changed altogether.
///
/// # Errors
/// [`ProfilesError::NewerVersion`], [`ProfilesError::Damaged`].
pub fn parse<T: DeserializeOwned>(bytes: &[u8], version: u32, file: DataFile) -> Result<T, ProfilesError> {
    let damaged = |_| ProfilesError::Damaged(file);
    let found = serde_json::from_slice::<Versioned>(bytes).map_err(damaged)?.version;
    if found > version {
        return Err(ProfilesError::NewerVersion(file));
    }
    if found < version {
        return Err(ProfilesError::Damaged(file));
    }
    serde_json::from_slice(bytes).map_err(damaged)
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}
