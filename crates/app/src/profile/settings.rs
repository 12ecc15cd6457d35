//! Settings of the computer and of the open profile, and what the About view shows.
//!
//! Not where they lie (`system::machine_settings`, `state::profile_settings`).

use crate::state::app::App;
use crate::state::profile_settings::{profile_settings, put_profile_settings};
use crate::system::machine_settings::{machine_settings, set_machine_settings};
use crate::ui_types::{About, MachineSettings, PREVIEW, ProfileSettings, UiError, ZOOM};
use std::path::Path;
use std::sync::Arc;

impl App {
    pub(crate) fn machine_settings(&self) -> MachineSettings {
        machine_settings(&self.inner.paths.machine_settings())
    }

    pub(crate) async fn zoom_to(&self, settings: &MachineSettings) {
        let percent = settings.zoom_percent.clamp(*ZOOM.start(), *ZOOM.end());
        let zoomed = self.on_desktop(move |desktop| {
            desktop.set_zoom(percent);
            Ok(())
        });
        let _ = zoomed.await;
    }

    /// # Errors
    /// When the file cannot be written, or was written by a newer version;
    /// [`UiError::ShortcutTaken`] and [`UiError::ShortcutRefused`], and nothing is changed.
    pub async fn set_machine_settings(&self, mut settings: MachineSettings) -> Result<(), UiError> {
        settings.preview_percent = settings.preview_percent.clamp(*PREVIEW.start(), *PREVIEW.end());
        let path = self.inner.paths.machine_settings();
        let before = self.machine_settings();
        let shortcut = settings.desktop.shortcut.as_ref();
        if shortcut != before.desktop.shortcut.as_ref() {
            self.hold_keys(shortcut).await?;
        }
        let written = settings.clone();
        if let Err(error) = self.blocking(move |_| set_machine_settings(&path, written)).await {
            let _ = self.hold_keys(before.desktop.shortcut.as_ref()).await;
            return Err(error);
        }
        self.zoom_to(&settings).await;
        if settings.desktop.tray != before.desktop.tray {
            self.show_tray().await?;
        }
        if settings.desktop.answer_search != before.desktop.answer_search {
            self.answer_search().await?;
        }
        Ok(())
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
        put_profile_settings(&open.store, settings).await?;
        open.set_lock_after(settings.lock_after_minutes);
        open.corpus.meanings.want(settings.meanings);
        Ok(())
    }

    /// # Errors
    /// When the data folder cannot be read.
    pub async fn about(&self) -> Result<About, UiError> {
        let folder = self.inner.paths.data.clone();
        let inner = Arc::clone(&self.inner);
        let has_model =
            self.blocking(move |_| Ok::<_, UiError>(inner.host.model(&inner.paths).is_some())).await?;
        let data_bytes = {
            let folder = folder.clone();
            self.blocking(move |_| size(&folder)).await?
        };
        Ok(About {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_folder: folder.display().to_string(),
            data_bytes,
            has_model,
            notices: include_str!("../../../../THIRD-PARTY.md").to_owned(),
        })
    }
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
