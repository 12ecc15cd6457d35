//! Settings of this computer: a plain file, readable before sign-in.
//!
//! Not the settings of a profile, which lie in its encrypted database.

use crate::ui_types::{DamagedFile, MachineSettings, UiError};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;

/// The machine file's version; a newer one is left alone and read as the defaults.
const VERSION: u32 = 1;

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
    Ok(write(path, &MachineFile { version: VERSION, settings })?)
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
    let Ok(bytes) = std::fs::read(path) else { return Ok(MachineSettings::default()) };
    match serde_json::from_slice::<Versioned>(&bytes) {
        Ok(file) if file.version > VERSION => Err(Newer),
        _ => Ok(serde_json::from_slice::<MachineFile>(&bytes).map(|file| file.settings).unwrap_or_default()),
    }
}

fn write(path: &Path, file: &MachineFile) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut temporary, file)?;
    temporary.flush()?;
    temporary.as_file().sync_all()?;
    temporary.persist(path)?;
    Ok(())
}
