//! Files and folders: there, of the right kind, private, and readable as what they are.

use super::finding::{Cause, Finding, Mend, Part};
use super::place::shown;
use crate::system::clock::SystemClock;
use crate::system::entropy::SystemEntropy;
use crate::system::paths::Paths;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use trove_model::ProfileId;
use trove_private_file as private_file;
use trove_profiles::{Profiles, ProfilesError};
use trove_store::StoreError;
use trove_vault::{Keeper, VaultError};

/// What is ours in the data folder, which may be anybody's folder.
const OURS: [&str; 8] = [
    "registry.json",
    "registry.lock",
    "machine.json",
    "window.json",
    "window",
    "app.lock",
    "profiles",
    "logs",
];
/// Deeper than anything we write, and more.
const DEEPEST: usize = 6;
const MOST: usize = 100_000;
/// Settings are a few dozen bytes.
const LARGEST_SETTINGS: u64 = 64 * 1024;

pub fn examine(paths: &Paths) -> Vec<Finding> {
    match fs::metadata(&paths.data) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return vec![Finding::note(Part::DataFolder, Cause::Missing)];
        }
        Err(_) => return vec![Finding::broken(Part::DataFolder, Cause::CannotBeRead)],
        Ok(metadata) if !metadata.is_dir() => {
            return vec![Finding::broken(Part::DataFolder, Cause::NotAFile)];
        }
        Ok(metadata) if metadata.permissions().readonly() => {
            return vec![Finding::broken(Part::DataFolder, Cause::CannotBeWritten)];
        }
        Ok(_) => {}
    }
    let mut found = vec![Finding::fine(Part::DataFolder)];
    let mut walk = Walk { paths, found: Vec::new(), left: MOST };
    OURS.iter().for_each(|name| walk.look(&paths.data.join(name), DEEPEST));
    walk.look(&paths.cache, DEEPEST);
    if walk.found.is_empty() {
        walk.found.push(Finding::fine(Part::Files));
    }
    found.append(&mut walk.found);
    found.push(settings(paths));
    found.extend(profiles(paths));
    found
}

struct Walk<'a> {
    paths: &'a Paths,
    found: Vec<Finding>,
    left: usize,
}

impl Walk<'_> {
    fn look(&mut self, path: &Path, depth: usize) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        let Ok(metadata) = fs::symlink_metadata(path) else { return };
        let place = shown(self.paths, path);
        if !(metadata.is_dir() || metadata.is_file() || is_window_socket(self.paths, path, &metadata)) {
            self.found.push(Finding::broken(Part::Files, Cause::NotAFile).at(place));
            return;
        }
        if let Some(cause) = open_to_others(path, &metadata) {
            self.found.push(Finding::broken(Part::Files, cause).at(&*place).mend(Mend::MakePrivate));
        }
        if metadata.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            if depth > 0 {
                entries.for_each(|entry| self.look(&entry.path(), depth - 1));
            }
        } else if path.extension().is_some_and(|ending| ending == "new") {
            self.found.push(Finding::note(Part::Files, Cause::LeftOver).at(place).mend(Mend::RemoveLeftOver));
        }
    }
}

/// The one thing of ours that is no file.
#[cfg(unix)]
fn is_window_socket(paths: &Paths, path: &Path, metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_socket() && path == paths.window_socket()
}

#[cfg(windows)]
fn is_window_socket(_paths: &Paths, _path: &Path, _metadata: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn open_to_others(_path: &Path, metadata: &Metadata) -> Option<Cause> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 > 0).then_some(Cause::OpenToOthers(Some(mode)))
}

#[cfg(windows)]
fn open_to_others(path: &Path, _metadata: &Metadata) -> Option<Cause> {
    match private_file::is_open_to_others(path) {
        Ok(open) => open.then_some(Cause::OpenToOthers(None)),
        Err(_) => Some(Cause::CannotBeRead),
    }
}

pub fn make_private(path: &Path) -> std::io::Result<()> {
    if path.is_dir() { private_file::our_folder(path) } else { private_file::make_private(path) }
}

/// A damaged one means defaults until it is written again.
fn settings(paths: &Paths) -> Finding {
    let part = Part::Settings;
    match private_file::read(&paths.machine_settings(), LARGEST_SETTINGS) {
        Ok(None) => Finding::fine(part),
        Ok(Some(bytes)) if serde_json::from_slice::<serde_json::Value>(&bytes).is_ok() => Finding::fine(part),
        Ok(Some(_)) => Finding::note(part, Cause::Damaged),
        Err(error) if private_file::is_not_a_file(&error) => Finding::broken(part, Cause::NotAFile),
        Err(_) => Finding::broken(part, Cause::CannotBeRead),
    }
}

fn profiles(paths: &Paths) -> Vec<Finding> {
    if matches!(private_file::is_there(&paths.data.join("registry.json")), Ok(false)) {
        let any = paths.data.join("profiles").read_dir().is_ok_and(|mut folders| folders.next().is_some());
        let cause = Finding::note(Part::Registry, Cause::Missing);
        return vec![if any { Finding::broken(Part::Registry, Cause::Missing) } else { cause }];
    }
    let (clock, entropy) = (Arc::new(SystemClock::default()), Arc::new(SystemEntropy));
    let profiles = Profiles::as_they_lie(&paths.data, clock, entropy);
    let list = match profiles.list() {
        Ok(list) => list,
        Err(error) => return vec![Finding::broken(Part::Registry, cause_of_profiles(&error))],
    };
    let mut found = vec![Finding::fine(Part::Registry)];
    for profile in list.into_iter().filter(|profile| profile.claimed) {
        found.extend(of_a_profile(paths, &profiles, profile.id));
    }
    found
}

fn of_a_profile(paths: &Paths, profiles: &Profiles, id: ProfileId) -> [Finding; 4] {
    let folder = profiles.folder(id);
    let vault = Keeper::of(&folder).unwrap_or(Keeper::Stronghold).file_name();
    let judged = |part, name: &str, looked: Result<bool, Cause>| {
        let finding = match looked {
            Ok(true) => Finding::fine(part),
            // Made when it is first needed.
            Ok(false) => Finding::note(part, Cause::Missing),
            Err(cause) => Finding::broken(part, cause),
        };
        finding.at(shown(paths, &folder.join(name)))
    };
    let index = paths.cache.join(id.to_string()).join("index");
    let index_state = match fs::symlink_metadata(&index) {
        Ok(there) if !there.is_dir() => Finding::broken(Part::Index, Cause::NotAFile),
        Ok(_) => Finding::fine(Part::Index),
        Err(_) => Finding::note(Part::Index, Cause::Missing),
    };
    [
        judged(
            Part::Keys,
            "keys.json",
            profiles.check_keys(id).map(|()| true).map_err(|error| cause_of_profiles(&error)),
        ),
        judged(Part::Vault, vault, trove_vault::look(&folder).map_err(|error| cause_of_vault(&error))),
        judged(
            Part::Database,
            "pages.db",
            trove_store::look(&folder.join("pages.db")).map_err(|error| cause_of_store(&error)),
        ),
        index_state.at(shown(paths, &index)),
    ]
}

fn cause_of_profiles(error: &ProfilesError) -> Cause {
    match error {
        ProfilesError::NotAFile(_) => Cause::NotAFile,
        ProfilesError::NewerVersion(_) => Cause::NewerVersion,
        ProfilesError::Io(_) => Cause::CannotBeRead,
        _ => Cause::Damaged,
    }
}

fn cause_of_vault(error: &VaultError) -> Cause {
    match error {
        VaultError::NotAFile => Cause::NotAFile,
        VaultError::NewerVersion => Cause::NewerVersion,
        VaultError::Io(_) => Cause::CannotBeRead,
        _ => Cause::Damaged,
    }
}

pub(super) fn cause_of_store(error: &StoreError) -> Cause {
    match error {
        StoreError::NotAFile => Cause::NotAFile,
        StoreError::NotEncrypted => Cause::NotEncrypted,
        StoreError::NewerVersion => Cause::NewerVersion,
        StoreError::Io(_) => Cause::CannotBeRead,
        _ => Cause::Damaged,
    }
}
