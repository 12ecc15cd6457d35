//! Replacing and removing a file, in one step each.
//!
//! Writers of one file must exclude each other ([`crate::FileLock`]): the temporary file has
//! a fixed name, so that what a killed writer left is overwritten rather than collected.

use crate::faults::step;
use crate::folder::sync_folder;
use crate::open::{make_file_private, make_private, open, private};
use crate::patience::patiently;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Opens a new file to write. Whatever else had its name is unlinked rather than written
/// over: someone may be reading it, or it may be a link.
///
/// # Errors
/// When what is there cannot be removed (a folder), or the file cannot be made.
pub fn create(path: &Path) -> io::Result<File> {
    step()?;
    remove(path)?;
    let file = create_new(path)?;
    step()?;
    Ok(file)
}

/// Makes a file to write where nothing lies.
///
/// # Errors
/// `AlreadyExists`, whatever it is; or when the file cannot be made.
pub fn create_new(path: &Path) -> io::Result<File> {
    let file = private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    make_file_private(&file, path)?;
    Ok(file)
}

/// Replaces `path` by `bytes`, synced, readable by this user only.
///
/// # Errors
/// If anything failed. The old content then still stands, unless only the last step, the
/// folder's sync, failed.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    let written = write_new(&temporary, bytes).and_then(|()| rename_in_steps(&temporary, path));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written?;
    sync_parent(path)
}

/// Moves a file that someone else's code wrote to its place, private and synced.
///
/// # Errors
/// [`crate::NotAFile`], or if anything failed. What was at `to` still stands then, unless
/// only the last step, the folder's sync, failed.
pub fn put_in_place(from: &Path, to: &Path) -> io::Result<()> {
    make_private(from)?;
    step()?;
    sync_file(from)?;
    rename_in_steps(from, to)?;
    sync_parent(to)
}

/// Removes what a killed [`replace`] of `path` left behind.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn sweep(path: &Path) -> io::Result<()> {
    remove(&temporary(path))
}

/// Removes a file, or whatever else has its name but a folder; it may be gone already.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match patiently(|| fs::remove_file(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(bytes)?;
    step()?;
    file.sync_all()
}

/// Gives a file another name, in place of what has it; waits a moment for whoever holds one of
/// them. Nothing is synced.
///
/// # Errors
/// When it cannot be renamed.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

fn rename_in_steps(from: &Path, to: &Path) -> io::Result<()> {
    step()?;
    rename(from, to)
}

fn sync_parent(path: &Path) -> io::Result<()> {
    step()?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Windows syncs only what is open for writing.
fn sync_file(path: &Path) -> io::Result<()> {
    if cfg!(windows) { crate::open::append(path)?.sync_all() } else { open(path)?.sync_all() }
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}
