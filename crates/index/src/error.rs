//! Why the index cannot be opened, read or written, and which of it tantivy's errors are.
//!
//! Not what is done about it: whoever opens an index decides when it is made anew.

use crate::encrypted_file::Unreadable;
use std::io;
use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

/// Why an index cannot be used as it is. For each but `Io`: make it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("there is no index")]
    Missing,
    #[error("the index is damaged")]
    Damaged,
    #[error("the index belongs to another store or another key")]
    Foreign,
    #[error("the index was made by another version")]
    OtherVersion,
    #[error("the index cannot be read: {0}")]
    Io(io::ErrorKind),
}

/// Why something did not work with an open index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// Another process, or another writer here, is writing. It is not an error to wait for it.
    #[error("the index is being written by another process")]
    Busy,
    /// To be made anew.
    #[error("the index is damaged")]
    Damaged,
    /// The disk is full, say. What was committed before stays.
    #[error("the index cannot be read or written: {0}")]
    Io(io::ErrorKind),
}

pub(crate) fn open_error(error: &TantivyError) -> OpenError {
    match cause(error) {
        Cause::Unreadable(Unreadable::Damaged) | Cause::Content => OpenError::Damaged,
        Cause::Unreadable(Unreadable::Foreign) => OpenError::Foreign,
        Cause::Unreadable(Unreadable::OtherVersion) | Cause::Version => OpenError::OtherVersion,
        Cause::Busy => OpenError::Io(io::ErrorKind::WouldBlock),
        Cause::Io(kind) => OpenError::Io(kind),
    }
}

pub(crate) fn index_error(error: &TantivyError) -> IndexError {
    match cause(error) {
        Cause::Unreadable(_) | Cause::Content | Cause::Version => IndexError::Damaged,
        Cause::Busy => IndexError::Busy,
        Cause::Io(kind) => IndexError::Io(kind),
    }
}

enum Cause {
    Unreadable(Unreadable),
    Version,
    Content,
    Busy,
    Io(io::ErrorKind),
}

fn cause(error: &TantivyError) -> Cause {
    match error {
        TantivyError::IoError(error) => cause_of_io(error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::LockFailure(LockError::IoError(io_error), _) => cause_of_io(io_error),
        TantivyError::LockFailure(LockError::LockBusy, _) => Cause::Busy,
        TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_))
        | TantivyError::MissingPlugin(_)
        | TantivyError::UnexpectedPlugin(_) => Cause::Version,
        _ => Cause::Content,
    }
}

fn cause_of_io(error: &io::Error) -> Cause {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Unreadable>()) {
        Some(unreadable) => Cause::Unreadable(*unreadable),
        None if matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData) => {
            Cause::Content
        }
        None => Cause::Io(error.kind()),
    }
}
