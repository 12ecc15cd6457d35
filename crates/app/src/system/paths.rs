//! Where Trove keeps things: one answer for the window and the command line.
//!
//! Not here: what lies inside a profile's folder (`trove-profiles` names that).

use std::path::{Path, PathBuf};

/// The app's identifier, its redirect scheme, and the name of its folders.
///
/// RFC 8252 §7.1 asks for a reversed domain name as a private-use scheme.
pub const IDENTIFIER: &str = "net.trovesearch.desktop";

/// Moves all of it, for tests and for people with a second disk.
pub const DATA_DIR_VARIABLE: &str = "TROVE_DATA_DIR";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// What cannot be made again: profiles, vaults, databases, settings.
    pub data: PathBuf,
    /// What can be derived from `data`.
    pub cache: PathBuf,
}

/// This system names no home for application data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this system names no folder for application data; set {DATA_DIR_VARIABLE} to one")]
pub struct NoHome;

impl Paths {
    /// The platform's convention, or `folder` for everything.
    ///
    /// # Errors
    /// When the system knows no home folder and none was given.
    pub fn find(folder: Option<&Path>) -> Result<Self, NoHome> {
        if let Some(folder) = folder {
            return Ok(Self { data: folder.to_owned(), cache: folder.join("cache") });
        }
        // On Linux `~/.local/share/<identifier>`, on macOS `Application Support/<identifier>`,
        // on Windows `AppData\Local\<identifier>`: not the roaming folder, since keys and
        // caches of one computer have no business on another.
        let dirs = directories::BaseDirs::new().ok_or(NoHome)?;
        Ok(Self::in_homes(dirs.data_local_dir(), dirs.cache_dir()))
    }

    /// Windows has one home for both; what can be derived is kept apart all the same.
    fn in_homes(data: &Path, cache: &Path) -> Self {
        let own = data.join(IDENTIFIER);
        let cache = if cache == data { own.join("cache") } else { cache.join(IDENTIFIER) };
        Self { data: own, cache }
    }

    /// As [`find`](Self::find), with the folder taken from the environment.
    ///
    /// # Errors
    /// See [`find`](Self::find).
    pub fn from_environment() -> Result<Self, NoHome> {
        let folder = std::env::var_os(DATA_DIR_VARIABLE).filter(|folder| !folder.is_empty());
        Self::find(folder.as_deref().map(Path::new))
    }

    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// Where programs ask the window to be let in, in a folder of its own.
    #[cfg(unix)]
    pub fn window_socket(&self) -> PathBuf {
        self.data.join("window").join("socket")
    }

    pub fn machine_settings(&self) -> PathBuf {
        self.data.join("machine.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both were one folder on Windows, and whatever asks whether a file is derived was told yes.
    #[test]
    fn what_is_derived_lies_apart_everywhere() {
        for (data, cache, apart) in [
            ("/home/ada/.local/share", "/home/ada/.cache", "/home/ada/.cache/net.trovesearch.desktop"),
            ("/AppData/Local", "/AppData/Local", "/AppData/Local/net.trovesearch.desktop/cache"),
        ] {
            let paths = Paths::in_homes(Path::new(data), Path::new(cache));
            assert_eq!(paths.data, Path::new(data).join(IDENTIFIER));
            assert_eq!(paths.cache, Path::new(apart));
        }
    }
}
