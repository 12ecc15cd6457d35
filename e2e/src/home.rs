//! A throw-away home: every folder a program of the story may write to lies inside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Outcome, set_mode};

pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("trove-story-").tempdir()?;
        let home = Self { folder };
        for name in ["config", "data/applications", "cache", "run", "tmp", "trove"] {
            std::fs::create_dir_all(home.path().join(name))?;
        }
        set_mode(&home.path().join("run"), 0o700)?;
        Ok(home)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What Trove keeps.
    pub fn trove_data(&self) -> PathBuf {
        self.path().join("trove")
    }

    /// No desktop environment is named: links must work without one.
    pub fn environment(&self, command: &mut Command) {
        for (variable, folder) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
            ("TROVE_DATA_DIR", "trove"),
        ] {
            command.env(variable, self.path().join(folder));
        }
        for variable in
            ["XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "BROWSER", "XDG_DATA_DIRS", "WAYLAND_DISPLAY"]
        {
            command.env_remove(variable);
        }
        command.env("LANG", "C.UTF-8").env("NO_AT_BRIDGE", "1");
    }

    /// Makes `entry` (the text of a .desktop file) the default for web addresses.
    pub fn set_browser(&self, entry: &str) -> Outcome {
        std::fs::write(self.path().join("data/applications/story-browser.desktop"), entry)?;
        std::fs::write(
            self.path().join("config/mimeapps.list"),
            "[Default Applications]\nx-scheme-handler/http=story-browser.desktop\n\
             x-scheme-handler/https=story-browser.desktop\ntext/html=story-browser.desktop\n",
        )?;
        Ok(())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // WebKit's helpers notice a moment later that their app is gone, and write until then.
        for _ in 0..50 {
            if std::fs::remove_dir_all(self.path()).is_ok() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(40));
        }
    }
}
