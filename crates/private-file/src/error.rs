//! What lies where a file of ours belongs, if it is none of ours.

use std::io;

/// A link, pipe, socket, device or folder lies where a file of ours belongs. Inside an
/// [`io::Error`] of kind `InvalidData`; see [`is_not_a_file`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a regular file")]
pub struct NotAFile;

/// A file is larger than it can be if we wrote it. Inside an [`io::Error`] of kind
/// `InvalidData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("larger than any file of ours")]
pub struct TooLarge;

/// Whether `error` says that something else than a regular file lies at the path.
pub fn is_not_a_file(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|cause| cause.is::<NotAFile>())
}
