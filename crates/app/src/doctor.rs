//! What is wrong with this installation: looked at part by part, without a password and without
//! asking Notion; what is derived is mended, if that is wanted.
//!
//! Works where the app itself cannot start. Not here: sentences (the command line's `words`),
//! and what only an open profile can tell (`opened`).

mod files;
mod opened;
mod system;

use crate::system::paths::Paths;
use std::path::{Path, PathBuf};

/// What was looked at, and how it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub part: Part,
    /// Below the data folder or the cache, never with a person's name.
    pub place: Option<String>,
    pub state: State,
    pub mend: Option<Mend>,
    /// The mend was carried out.
    pub mended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    DataFolder,
    Files,
    Registry,
    Keys,
    Vault,
    Database,
    Index,
    Settings,
    Keychain,
    Scheme,
    Clock,
    Proxy,
    Certificates,
    Disk,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Fine,
    /// Worth knowing; nothing is broken.
    Note(Cause),
    Broken(Cause),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    Missing,
    /// A link, pipe, device or folder where a file belongs, or a file where a folder does.
    NotAFile,
    /// Others of this computer may read it; its mode.
    OpenToOthers(u32),
    Damaged,
    NewerVersion,
    NotEncrypted,
    CannotBeRead,
    CannotBeWritten,
    /// A killed process left it.
    LeftOver,
    /// This computer's time is before this program was made.
    ClockBehind,
    /// Its host, without a name and a password.
    ProxySet(String),
    NoKeychain,
    NoCertificates,
    NobodyHandles,
    /// The name of the entry that does.
    AnotherHandles(String),
    /// Free bytes.
    LittleSpace(u64),
    NotLookedAt,
}

/// What would be done about it: to what is derived, or was ours to have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    MakePrivate,
    RemoveLeftOver,
    /// It is made anew from the database when the profile opens.
    RemoveIndex,
}

impl Finding {
    pub(crate) fn fine(part: Part) -> Self {
        Self { part, place: None, state: State::Fine, mend: None, mended: false }
    }

    pub(crate) fn note(part: Part, cause: Cause) -> Self {
        Self { state: State::Note(cause), ..Self::fine(part) }
    }

    pub(crate) fn broken(part: Part, cause: Cause) -> Self {
        Self { state: State::Broken(cause), ..Self::fine(part) }
    }

    pub(crate) fn at(self, place: impl Into<String>) -> Self {
        Self { place: Some(place.into()), ..self }
    }

    pub(crate) fn mend(self, mend: Mend) -> Self {
        Self { mend: Some(mend), ..self }
    }

    /// Whether somebody has to do something still.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Broken(_)) && !self.mended
    }
}

/// Looks at everything that needs no password. Reads files, and starts small programs.
pub fn examine(paths: &Paths) -> Vec<Finding> {
    let mut found = files::examine(paths);
    found.extend(system::examine(&paths.data));
    found
}

/// Carries out what the findings would have done, as far as it can be.
pub fn repair(paths: &Paths, found: &mut [Finding]) {
    for finding in found {
        let (Some(mend), Some(place)) = (finding.mend, &finding.place) else { continue };
        let path = located(paths, place);
        finding.mended = match mend {
            Mend::MakePrivate => files::make_private(&path),
            Mend::RemoveLeftOver => trove_private_file::remove(&path),
            Mend::RemoveIndex => std::fs::remove_dir_all(&path),
        }
        .is_ok();
    }
}

const CACHE: &str = "cache/";

fn shown(paths: &Paths, path: &Path) -> String {
    match (path.strip_prefix(&paths.cache), path.strip_prefix(&paths.data)) {
        (Ok(rest), _) => format!("{CACHE}{}", rest.display()),
        (_, Ok(rest)) => rest.display().to_string(),
        _ => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

fn located(paths: &Paths, place: &str) -> PathBuf {
    match place.strip_prefix(CACHE) {
        Some(rest) => paths.cache.join(rest),
        None => paths.data.join(place),
    }
}

#[cfg(test)]
mod tests;
