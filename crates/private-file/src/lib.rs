//! Files and folders for this user alone: the one way in which Trove opens, writes, locks
//! and removes what it keeps.
//!
//! - A file is opened only if it is a regular file: never through a link, never a pipe,
//!   device or folder in its place, and never by waiting for anyone. What is read has a
//!   bound.
//! - A file is made with mode 0600 and a folder with mode 0700, whatever the umask; on Windows
//!   with an access list that has this user and nobody else.
//! - A file is replaced in one step: a temporary file, synced, renamed, folder synced. A
//!   reader sees the old content or the new, and so does whoever starts the machine after a
//!   power cut.
//!
//! On Windows folders cannot be synced, and what somebody holds open for a moment is renamed or
//! removed a moment later.
//!
//! Not here: what the bytes mean, and who must hold which lock.

#[cfg(windows)]
mod access_list;
mod error;
mod faults;
mod file_lock;
mod folder;
mod open;
mod patience;
mod replace;

#[cfg(windows)]
pub use access_list::is_open_to_others;
pub use error::{NotAFile, TooLarge, is_not_a_file};
#[cfg(any(test, feature = "faults"))]
pub use faults::{die_after, fail_after, still_waiting};
pub use file_lock::FileLock;
pub use folder::{folder, move_folder, new_folder, our_folder, remove_folder, sync_folder};
pub use open::{append, is_there, make_private, open, read};
pub use replace::{create, create_new, put_in_place, remove, rename, replace, sweep};

#[cfg(test)]
mod tests;
