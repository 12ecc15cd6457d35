//! Small private files, replaced in one step: a reader sees the old content or the new,
//! never a part, and so does whoever starts the machine after a power cut.
//!
//! Writers of one file must hold its lock (`file_lock`): the temporary file has a fixed
//! name, so that a killed writer's leftover is overwritten rather than collected.
//!
//! Not here: what the bytes mean.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The content of a regular file of at most `limit` bytes; `None` if there is none.
///
/// # Errors
/// `InvalidData` if it is something else than a regular file, or larger.
pub fn read(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    // Metadata first: opening a pipe would wait for its other end.
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= limit => {}
        Ok(_) => return Err(io::ErrorKind::InvalidData.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Replaces `path` by `bytes`, synced, readable by this user only.
///
/// # Errors
/// If anything failed. The old content then still stands, unless only the last step, the
/// directory's sync, failed.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    let written = write_new(&temporary, bytes).and_then(|()| {
        step()?;
        fs::rename(&temporary, path)
    });
    if let Err(error) = written {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    step()?;
    sync_parent(path)
}

/// Removes what a killed [`replace`] of `path` left behind.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn sweep(path: &Path) -> io::Result<()> {
    remove(&temporary(path))
}

/// Removes a file; it may be gone already.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder, and those above it, that only this user may enter. The folder's own
/// mode is set even if it existed.
///
/// # Errors
/// When it cannot be made.
pub fn private_folder(path: &Path) -> io::Result<()> {
    step()?;
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        builder.mode(0o700).create(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))
    }
    #[cfg(not(unix))]
    builder.create(path)
}

/// Opens a file to lock, making it if need be; it stays empty.
///
/// # Errors
/// When it cannot be opened.
pub fn open_for_lock(path: &Path) -> io::Result<File> {
    private_options().create(true).truncate(false).open(path)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    step()?;
    remove(path)?;
    let mut file = private_options().create_new(true).open(path)?;
    step()?;
    file.write_all(bytes)?;
    step()?;
    file.sync_all()
}

fn private_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

#[cfg(unix)]
fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

/// Elsewhere a directory cannot be opened to be synced.
#[cfg(not(unix))]
fn sync_parent(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(test))]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use faults::step;

/// Makes the nth file operation of this thread fail, or be the last, for tests that try
/// each in turn.
#[cfg(test)]
pub mod faults {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
        static DIE: Cell<bool> = const { Cell::new(false) };
    }

    /// Lets `nth` operations pass and fails the one after. `None` lets all pass.
    pub fn fail_after(nth: Option<usize>) {
        LEFT.set(nth);
    }

    /// Lets `nth` operations pass; the process ends before the one after.
    pub fn die_after(nth: usize) {
        LEFT.set(Some(nth));
        DIE.set(true);
    }

    /// Whether the failure asked for has not come about.
    pub fn still_waiting() -> bool {
        LEFT.get().is_some()
    }

    pub fn step() -> io::Result<()> {
        match LEFT.get() {
            None => Ok(()),
            Some(0) if DIE.get() => std::process::abort(),
            Some(0) => {
                LEFT.set(None);
                Err(io::ErrorKind::StorageFull.into())
            }
            Some(left) => {
                LEFT.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_or_new_and_no_leftovers_whichever_step_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for nth in 0.. {
            fs::write(&path, "old").unwrap();
            faults::fail_after(Some(nth));
            let replaced = replace(&path, b"new");
            if faults::still_waiting() {
                assert!(nth >= 5, "only {nth} steps were tried");
                faults::fail_after(None);
                break;
            }
            assert_eq!(replaced.unwrap_err().kind(), io::ErrorKind::StorageFull);
            let content = read(&path, 100).unwrap().unwrap();
            assert!(content == b"old" || (content == b"new" && nth == 4), "step {nth}: {content:?}");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "step {nth}");
        }
        assert_eq!(read(&path, 100).unwrap().unwrap(), b"new");
    }

    #[test]
    fn only_regular_files_of_modest_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert!(read(&path, 3).unwrap().is_none());
        replace(&path, b"four").unwrap();
        assert_eq!(read(&path, 3).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(read(folder.path(), 1 << 20).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
