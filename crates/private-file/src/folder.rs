//! Folders that only this user may enter.

use crate::error::NotAFile;
use crate::faults::step;
use crate::patience::patiently;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Makes a folder, and those above it, for this user alone. One that is there already keeps
/// its mode: it may be anybody's, the system's folder for temporary files for instance.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    step()?;
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folder(parent)?;
    }
    match make(path) {
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
        // What is put into it shall not be lost with it.
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// Makes a folder that was not there, for this user alone.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`] where anything has its name, or when it cannot be made.
pub fn new_folder(path: &Path) -> io::Result<()> {
    step()?;
    make(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(windows)]
fn make(path: &Path) -> io::Result<()> {
    fs::create_dir(path)?;
    crate::access_list::only_this_user(path)
}

/// Moves a folder to where nothing is, with everything in it, in one step.
///
/// # Errors
/// When it cannot be moved: on Windows also while something in it is open.
pub fn move_folder(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    patiently(|| fs::rename(from, to))?;
    step()?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// Removes a folder with everything in it; it may be gone already.
///
/// # Errors
/// When it cannot be removed.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    match patiently(|| fs::remove_dir_all(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// As [`folder`], for one that nobody but us makes: it is private afterwards, and a link in
/// its place is refused.
///
/// # Errors
/// When it cannot be made, is not a folder, or belongs to somebody else.
pub fn our_folder(path: &Path) -> io::Result<()> {
    folder(path)?;
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        return Err(io::Error::new(ErrorKind::NotADirectory, NotAFile));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
    }
    #[cfg(windows)]
    crate::access_list::only_this_user(path)?;
    Ok(())
}

/// Makes what was created, renamed or removed in a folder outlast a power cut. Elsewhere
/// than on Unix a folder cannot be opened for it; a rename is durable there by itself.
///
/// # Errors
/// When it cannot be opened or synced.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let here = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(here)?.sync_all()
}
