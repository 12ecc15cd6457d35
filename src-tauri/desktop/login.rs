//! Starting at login, hidden. What the system says is what counts: there is no setting of ours.
//!
//! On Linux by an entry of our own (Desktop Application Autostart Specification): the library
//! that Tauri's plugin wraps does not quote the program.

use tauri::AppHandle;
use trove_app::desktop_host::NotAtLogin;

#[cfg(target_os = "linux")]
mod linux {
    use super::{AppHandle, NotAtLogin};
    use crate::arguments::HIDDEN;
    use crate::desktop_entry::{exec, own_program, program_of};
    use std::io::ErrorKind;
    use std::path::{Path, PathBuf};
    use trove_app::paths::IDENTIFIER;

    pub fn is_on(_: &AppHandle) -> Option<bool> {
        Some(starts(&file()?, &own_program()?))
    }

    pub fn set(_: &AppHandle, on: bool) -> Result<(), NotAtLogin> {
        let file = file().ok_or(NotAtLogin)?;
        let done = match on {
            true => write(&file, &own_program().ok_or(NotAtLogin)?),
            false => remove(&file),
        };
        done.map_err(|error| {
            tracing::warn!(%error, "the start at login could not be changed");
            NotAtLogin
        })
    }

    fn file() -> Option<PathBuf> {
        let dirs = directories::BaseDirs::new()?;
        Some(dirs.config_dir().join("autostart").join(format!("{IDENTIFIER}.desktop")))
    }

    /// Whether an entry is there that starts this very program and is not turned off.
    fn starts(file: &Path, program: &str) -> bool {
        let Ok(text) = std::fs::read_to_string(file) else { return false };
        let off =
            text.lines().any(|line| matches!(line.trim(), "Hidden=true" | "X-GNOME-Autostart-enabled=false"));
        !off && program_of(&text).as_deref() == Some(Path::new(program))
    }

    fn write(file: &Path, program: &str) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let exec = exec(program);
        trove_private_file::replace(
            file,
            format!(
                "[Desktop Entry]\nType=Application\nName=Trove\nExec={exec} {HIDDEN}\nTerminal=false\n\
                 NoDisplay=true\n"
            )
            .as_bytes(),
        )
    }

    fn remove(file: &Path) -> std::io::Result<()> {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_entry_is_read_as_the_system_reads_it() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("not there yet/trove.desktop");
            let program = "/home/a b/trove-desktop";
            assert!(!starts(&file, program));
            write(&file, program).unwrap();
            assert!(starts(&file, program));
            assert!(!starts(&file, "/usr/bin/trove-desktop"), "it starts another");
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.contains("Exec=\"/home/a b/trove-desktop\" --hidden\n"), "{text}");
            // Desktops turn an entry off without removing it.
            for off in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
                std::fs::write(&file, format!("{text}{off}\n")).unwrap();
                assert!(!starts(&file, program), "{off}");
            }
            remove(&file).unwrap();
            remove(&file).unwrap();
            assert!(!starts(&file, program));
        }
    }
}

#[cfg(target_os = "linux")]
pub use linux::{is_on, set};

/// Windows and macOS, through Tauri's plugin; not run by any test here.
#[cfg(not(target_os = "linux"))]
pub fn is_on(handle: &AppHandle) -> Option<bool> {
    use tauri_plugin_autostart::ManagerExt;
    handle.autolaunch().is_enabled().ok()
}

#[cfg(not(target_os = "linux"))]
pub fn set(handle: &AppHandle, on: bool) -> Result<(), NotAtLogin> {
    use tauri_plugin_autostart::ManagerExt;
    let login = handle.autolaunch();
    if on { login.enable() } else { login.disable() }.map_err(|_| NotAtLogin)
}
