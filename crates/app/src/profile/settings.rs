//! Settings of the computer (a plain file, readable before sign-in) and of the profile
//! (in its encrypted database), and what the About view shows.

use crate::App;
use crate::ui_types::{
    About, Appearance, DamagedFile, IndexMemory, MachineSettings, OpenIn, ProfileSettings, UiError,
};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use trove_store::Store;

/// Where the open profile's settings lie in its database, as JSON.
const PROFILE_SETTINGS: &str = "profile";

/// The machine file's version; a newer one is left alone and read as the defaults.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct MachineFile {
    version: u32,
    settings: MachineSettings,
}

impl Default for MachineSettings {
    fn default() -> Self {
        Self { appearance: Appearance::System }
    }
}

impl Default for ProfileSettings {
    fn default() -> Self {
        Self { open_in: OpenIn::Browser, lock_after_minutes: 30, index_memory: IndexMemory::Auto }
    }
}

impl App {
    pub(crate) fn machine_settings(&self) -> MachineSettings {
        read(&self.inner.paths.machine_settings()).unwrap_or_default()
    }

    /// # Errors
    /// When the file cannot be written, or was written by a newer version.
    pub async fn set_machine_settings(&self, settings: MachineSettings) -> Result<(), UiError> {
        let path = self.inner.paths.machine_settings();
        self.blocking(move |_| {
            if read(&path).is_err() {
                return Err(UiError::NewerVersion { file: DamagedFile::Settings });
            }
            Ok(write(&path, &MachineFile { version: VERSION, settings })?)
        })
        .await
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn profile_settings(&self) -> Result<ProfileSettings, UiError> {
        let open = self.open_profile().await?;
        profile_settings(&open.store).await
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn set_profile_settings(&self, settings: ProfileSettings) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let json = serde_json::to_string(&settings).map_err(|_| UiError::Internal)?;
        open.store.put_setting(PROFILE_SETTINGS, &json).await?;
        open.set_lock_after(settings.lock_after_minutes);
        Ok(())
    }

    /// # Errors
    /// When the data folder cannot be read.
    pub async fn about(&self) -> Result<About, UiError> {
        let folder = self.inner.paths.data.clone();
        let data_bytes = {
            let folder = folder.clone();
            self.blocking(move |_| size(&folder)).await?
        };
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_folder: folder.display().to_string(),
            data_bytes,
            notices: include_str!("../../../THIRD-PARTY.md").to_owned(),
        })
    }
}

/// The defaults where nothing is stored.
pub(crate) async fn profile_settings(store: &Store) -> Result<ProfileSettings, UiError> {
    let stored = store.get_setting(PROFILE_SETTINGS).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
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

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        bytes += if kind.is_dir() { size(&entry.path())? } else { kind.len() };
    }
    Ok(bytes)
}
