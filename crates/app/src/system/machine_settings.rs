//! Settings of this computer: a plain file, readable before sign-in.
//!
//! Not the settings of a profile, which lie in its encrypted database.

use crate::ui_types::{DamagedFile, MachineSettings, UiError};
use serde::{Deserialize, Serialize};
use std::path::Path;
use trove_private_file as private_file;

/// The machine file's version; a newer one is left alone and read as the defaults.
const VERSION: u32 = 1;
/// In bytes; a larger file is none of ours.
const LARGEST: u64 = 64 * 1024;

#[derive(Serialize, Deserialize)]
struct MachineFile {
    version: u32,
    settings: MachineSettings,
}

/// The defaults where there is no file, or none that is ours to read.
pub fn machine_settings(path: &Path) -> MachineSettings {
    read(path).unwrap_or_default()
}

/// # Errors
/// When the file cannot be written, or was written by a newer version.
pub fn set_machine_settings(path: &Path, settings: MachineSettings) -> Result<(), UiError> {
    if read(path).is_err() {
        return Err(UiError::NewerVersion { file: DamagedFile::Settings });
    }
    let file = MachineFile { version: VERSION, settings };
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| UiError::Internal)?;
    Ok(private_file::replace(path, &bytes)?)
}

/// Only the version, which every version can read.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Written by a newer version of Trove: left alone.
struct Newer;

/// The defaults where there is no file, or none that is ours.
fn read(path: &Path) -> Result<MachineSettings, Newer> {
    let Ok(Some(bytes)) = private_file::read(path, LARGEST) else { return Ok(MachineSettings::default()) };
    match serde_json::from_slice::<Versioned>(&bytes) {
        Ok(file) if file.version > VERSION => Err(Newer),
        _ => Ok(serde_json::from_slice::<MachineFile>(&bytes).map(|file| file.settings).unwrap_or_default()),
    }
}
