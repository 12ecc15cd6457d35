//! Whether this computer has a program for addresses of Notion's app. Asked before one is
//! opened: what opens addresses says nothing where nobody takes them.
//!
//! Not which addresses those are (`outside_link`).

/// May wait for the system.
#[cfg(target_os = "linux")]
pub fn is_here() -> bool {
    use std::process::{Command, Stdio};
    let mut query = Command::new("xdg-mime");
    query.args(["query", "default", "x-scheme-handler/notion"]).stdin(Stdio::null()).stderr(Stdio::null());
    let Ok(answer) = query.output() else { return false };
    let entry = String::from_utf8_lossy(&answer.stdout);
    let entry = entry.trim();
    // What was uninstalled may still be named.
    !entry.is_empty() && data_folders().any(|folder| folder.join("applications").join(entry).is_file())
}

/// The user's own first, as the desktop entry specification orders them.
#[cfg(target_os = "linux")]
fn data_folders() -> impl Iterator<Item = std::path::PathBuf> {
    let shared = std::env::var_os("XDG_DATA_DIRS").filter(|folders| !folders.is_empty());
    let shared = shared.unwrap_or_else(|| "/usr/local/share:/usr/share".into());
    let own = directories::BaseDirs::new().map(|dirs| dirs.data_dir().to_owned());
    let shared: Vec<_> = std::env::split_paths(&shared).collect();
    own.into_iter().chain(shared)
}

/// Untested: no list of schemes can be read without the system's own libraries, so the app's
/// usual places are looked at.
#[cfg(target_os = "macos")]
pub fn is_here() -> bool {
    let own = directories::BaseDirs::new().map(|dirs| dirs.home_dir().join("Applications/Notion.app"));
    own.into_iter().chain([std::path::PathBuf::from("/Applications/Notion.app")]).any(|app| app.is_dir())
}

/// Untested: schemes are in the registry.
#[cfg(windows)]
pub fn is_here() -> bool {
    use std::process::{Command, Stdio};
    let mut query = Command::new("reg");
    query.args(["query", r"HKEY_CLASSES_ROOT\notion", "/ve"]);
    query.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    query.status().is_ok_and(|status| status.success())
}
