//! Whether the redirect scheme opens this very program, and making it so.
//!
//! On Linux the app writes its own desktop entry: the plugin quotes the program in
//! `Exec`, which xdg-open 1.1.3 cannot run where there is no desktop environment, and
//! the link is lost without a word. An installed package brings an entry of its own.

use tauri::AppHandle;
#[cfg(not(target_os = "macos"))]
use trove_app::paths::IDENTIFIER;

#[cfg(target_os = "linux")]
pub use linux::{ensure, is_ours};

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use crate::desktop_entry::{exec, own_program, program_of};
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    /// Registers this program for the scheme unless an installed entry already runs it.
    pub fn ensure(_handle: &AppHandle) {
        // Off the start-up path: three small programs run.
        std::thread::spawn(|| {
            if !runs_this() && register().is_none() {
                tracing::warn!("the redirect scheme could not be registered");
            }
        });
    }

    /// Whether the system would start this program for the scheme.
    pub fn is_ours(_handle: &AppHandle) -> bool {
        runs_this()
    }

    fn runs_this() -> bool {
        let Some(entry) = default_entry() else { return false };
        let Some(program) =
            find_entry(&entry).and_then(|file| program_of(&std::fs::read_to_string(file).ok()?))
        else {
            return false;
        };
        let Ok(own) = std::env::current_exe().and_then(|exe| exe.canonicalize()) else { return false };
        locate(&program).and_then(|path| path.canonicalize().ok()).is_some_and(|path| path == own)
    }

    fn default_entry() -> Option<String> {
        let answer = Command::new("xdg-mime")
            .args(["query", "default", &format!("x-scheme-handler/{IDENTIFIER}")])
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let name = String::from_utf8(answer.stdout).ok()?;
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn find_entry(name: &str) -> Option<PathBuf> {
        application_folders().into_iter().map(|folder| folder.join(name)).find(|file| file.is_file())
    }

    /// The user's own folder first, as the desktop entry specification orders them.
    fn application_folders() -> Vec<PathBuf> {
        let shared = std::env::var_os("XDG_DATA_DIRS")
            .filter(|dirs| !dirs.is_empty())
            .unwrap_or_else(|| OsString::from("/usr/local/share:/usr/share"));
        own_applications()
            .into_iter()
            .chain(std::env::split_paths(&shared).map(|folder| folder.join("applications")))
            .collect()
    }

    fn own_applications() -> Option<PathBuf> {
        let dirs = directories::BaseDirs::new()?;
        Some(dirs.data_dir().join("applications"))
    }

    fn locate(program: &Path) -> Option<PathBuf> {
        if program.is_absolute() {
            return Some(program.to_owned());
        }
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    fn register() -> Option<()> {
        let program = own_program()?;
        let folder = own_applications()?;
        std::fs::create_dir_all(&folder).ok()?;
        let name = format!("{IDENTIFIER}.desktop");
        trove_private_file::replace(&folder.join(&name), entry(&program).as_bytes()).ok()?;
        // Desktop environments read the cache; xdg-open alone does without.
        let _ = quiet("update-desktop-database").arg(&folder).status();
        let status = quiet("xdg-mime")
            .args(["default", &name, &format!("x-scheme-handler/{IDENTIFIER}")])
            .status()
            .ok()?;
        status.success().then_some(())
    }

    fn quiet(program: &str) -> Command {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn entry(program: &str) -> String {
        let exec = exec(program);
        format!(
            "[Desktop Entry]\nType=Application\nName=Trove\nExec={exec} %u\nTerminal=false\nNoDisplay=true\n\
             MimeType=x-scheme-handler/{IDENTIFIER};\n"
        )
    }
}

/// In the user's own part of the registry, through the plugin.
#[cfg(windows)]
pub fn ensure(handle: &AppHandle) {
    use tauri_plugin_deep_link::DeepLinkExt;
    if !is_ours(handle) && handle.deep_link().register(IDENTIFIER).is_err() {
        tracing::warn!("the redirect scheme could not be registered");
    }
}

/// Whether the registry, all of it together, names this program.
#[cfg(windows)]
pub fn is_ours(handle: &AppHandle) -> bool {
    use tauri_plugin_deep_link::DeepLinkExt;
    handle.deep_link().is_registered(IDENTIFIER).unwrap_or(false)
}

/// The bundle's Info.plist registers it, which nothing has to be done for and nothing can be
/// asked about.
#[cfg(target_os = "macos")]
pub fn ensure(_handle: &AppHandle) {}

#[cfg(target_os = "macos")]
pub fn is_ours(_handle: &AppHandle) -> bool {
    true
}
