//! Opening a file, or finding out that there is none of ours in its place.
//!
//! Two looks. The path is looked at first, because opening a device may do something by
//! itself. What was opened is looked at again, because the path may have changed between;
//! the flags see to it that this opening follows no link and waits for nobody.
//!
//! Not here: putting another file in its place (`replace`).

use crate::error::{NotAFile, TooLarge};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Whether there is a file at `path`.
///
/// # Errors
/// [`NotAFile`], or when it cannot be found out.
pub fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => Err(not_a_file()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a file to read.
///
/// # Errors
/// [`NotAFile`]; `NotFound`; or when it cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path)
}

/// The content of a file of at most `limit` bytes; `None` if there is none.
///
/// # Errors
/// [`NotAFile`], [`TooLarge`], or when it cannot be read.
pub fn read(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = match open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    // One more than allowed: a file may grow while it is read.
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if read as u64 > limit { Err(io::Error::new(ErrorKind::InvalidData, TooLarge)) } else { Ok(Some(bytes)) }
}

/// Opens a file to write at its end, making it if there is none, and private if it was not.
///
/// # Errors
/// [`NotAFile`], or when it cannot be opened.
pub fn append(path: &Path) -> io::Result<File> {
    let file = open_with(OpenOptions::new().append(true).create(true), path)?;
    make_file_private(&file, path)?;
    Ok(file)
}

/// Makes a file private that was made by someone else's code. There may be none.
///
/// # Errors
/// [`NotAFile`], or when it is there and belongs to somebody else.
pub fn make_private(path: &Path) -> io::Result<()> {
    match open(path) {
        Ok(file) => make_file_private(&file, path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

pub(crate) fn open_with(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    is_there(path)?;
    let file = private(options).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

fn not_a_file() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, NotAFile)
}

/// `NOFOLLOW`: a link is an error. `NONBLOCK`: a pipe does not wait for its other end; it
/// means nothing for regular files. `NOCTTY`: a terminal does not become ours.
#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    options.mode(0o600).custom_flags(flags.bits().cast_signed())
}

/// The link itself is opened, which is then found to be no file.
#[cfg(windows)]
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::windows::fs::OpenOptionsExt;
    /// <https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew>
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT)
}

/// Left alone where it is private already: a file of another user cannot be changed.
#[cfg(unix)]
pub(crate) fn make_file_private(file: &File, _path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if file.metadata()?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(windows)]
pub(crate) fn make_file_private(_file: &File, path: &Path) -> io::Result<()> {
    crate::access_list::only_this_user(path)
}
