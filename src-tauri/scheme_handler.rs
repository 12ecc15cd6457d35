//! Whether the redirect scheme opens this very program, and making it so.
//!
//! On Linux the app writes its own desktop entry: the plugin quotes the program in
//! `Exec`, which xdg-open 1.1.3 cannot run where there is no desktop environment, and
//! the link is lost without a word. An installed package brings an entry of its own.

use tauri::AppHandle;
use trove_app::paths::IDENTIFIER;

#[cfg(target_os = "linux")]
pub use linux::{ensure, is_ours};

#[cfg(target_os = "linux")]
mod linux {
    use super::*;
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    /// Registers this program for the scheme unless an installed entry already runs it.
    pub fn ensure(_handle: &AppHandle) {
        // Off the start-up path: three small programs run.
        std::thread::spawn(|| {
            if !is_ours() && register().is_none() {
                tracing::warn!("the redirect scheme could not be registered");
            }
        });
    }

    /// Whether the system would start this program for the scheme.
    pub fn is_ours() -> bool {
        let Some(entry) = default_entry() else { return false };
        let Some(program) = find_entry(&entry).and_then(|file| program_of(&file)) else { return false };
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

    /// The program named by the entry's `Exec` line, quoted or not.
    fn program_of(entry: &Path) -> Option<PathBuf> {
        let text = std::fs::read_to_string(entry).ok()?;
        let exec = text.lines().find_map(|line| line.strip_prefix("Exec="))?.replace("\\\\", "\\");
        let Some(quoted) = exec.strip_prefix('"') else {
            return exec.split_whitespace().next().map(|program| program.replace("%%", "%").into());
        };
        let mut program = String::new();
        let mut rest = quoted.chars();
        loop {
            match rest.next()? {
                '"' => return Some(program.replace("%%", "%").into()),
                '\\' => program.push(rest.next()?),
                plain => program.push(plain),
            }
        }
    }

    fn locate(program: &Path) -> Option<PathBuf> {
        if program.is_absolute() {
            return Some(program.to_owned());
        }
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    fn register() -> Option<()> {
        let program = std::env::current_exe().ok()?;
        // A line break in the path would start another line of the entry.
        let program = program.to_str().filter(|program| !program.contains(char::is_control))?;
        let folder = own_applications()?;
        std::fs::create_dir_all(&folder).ok()?;
        let name = format!("{IDENTIFIER}.desktop");
        std::fs::write(folder.join(&name), entry(program)).ok()?;
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

    /// Unquoted where the path allows; where it does not, quoting is right and only
    /// xdg-open's generic mode fails.
    ///
    /// Desktop Entry Specification, "The Exec key": quoting first, then the escape of
    /// backslashes that every string value has, and `%` doubled.
    fn entry(program: &str) -> String {
        let plain = program.chars().all(|c| c.is_alphanumeric() || "/._-+".contains(c));
        let exec = if plain {
            program.to_owned()
        } else {
            let mut quoted = String::from('"');
            for c in program.chars() {
                match c {
                    '\\' => quoted.push_str(r"\\\\"),
                    '"' | '`' | '$' => quoted.extend([r"\\", c.encode_utf8(&mut [0; 4])]),
                    '%' => quoted.push_str("%%"),
                    c => quoted.push(c),
                }
            }
            quoted + "\""
        };
        format!(
            "[Desktop Entry]\nType=Application\nName=Trove\nExec={exec} %u\nTerminal=false\nNoDisplay=true\n\
             MimeType=x-scheme-handler/{IDENTIFIER};\n"
        )
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_entry_is_quoted_only_where_it_must_be() {
            assert!(entry("/usr/bin/trove-desktop").contains("\nExec=/usr/bin/trove-desktop %u\n"));
            assert!(entry("/home/josé/trove").contains("\nExec=/home/josé/trove %u\n"));
            assert!(entry("/home/a b/$x").contains(r#"Exec="/home/a b/\\$x" %u"#));
            assert!(entry(r"/a\b/100%").contains(r#"Exec="/a\\\\b/100%%" %u"#));
        }

        #[test]
        fn the_program_is_read_back_from_either_form() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("x.desktop");
            for program in ["/usr/bin/trove-desktop", "/home/a b/trove", r#"/a\b/100% "$`'/trove"#] {
                std::fs::write(&file, entry(program)).unwrap();
                assert_eq!(program_of(&file), Some(PathBuf::from(program)));
            }
        }
    }
}

/// Windows: the user's registry; macOS: the bundle's Info.plist. Through the plugin.
#[cfg(not(target_os = "linux"))]
pub fn ensure(handle: &AppHandle) {
    use tauri_plugin_deep_link::DeepLinkExt;
    let registered = handle.deep_link().is_registered(IDENTIFIER).unwrap_or(false);
    if !registered && handle.deep_link().register(IDENTIFIER).is_err() {
        tracing::warn!("the redirect scheme could not be registered");
    }
}

/// Untested outside Linux: the bundle registers the scheme there.
#[cfg(not(target_os = "linux"))]
pub fn is_ours() -> bool {
    true
}
