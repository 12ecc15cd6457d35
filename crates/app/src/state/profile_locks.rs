//! Who may do what with a profile's files: one process at a time shows it in a window, one
//! at a time writes what comes from Notion. Reading needs neither.
//!
//! Not here: how a lock is kept on disk (`trove-profiles`).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use trove_model::ProfileId;
use trove_profiles::{FileLock, Profiles, ProfilesError};

/// What a process wants of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// A window, which writes as soon as nobody else does.
    Window,
    /// A command that asks Notion: vault, listing, bodies, index.
    Write,
    /// A command that looks things up.
    Read,
    /// A command that looks things up and keeps what is the person's own: a setting, a search
    /// that is saved.
    Keep,
    /// A program that speaks for an assistant: as [`Keep`](Self::Keep), and sees no more than the
    /// person allows.
    Assistant,
}

impl Access {
    /// Whether it asks nobody, and leaves what comes from Notion to others.
    pub fn looks_only(self) -> bool {
        matches!(self, Self::Read | Self::Keep | Self::Assistant)
    }

    /// Whether it waits for somebody, who may have gone.
    pub fn waits(self) -> bool {
        matches!(self, Self::Window | Self::Assistant)
    }
}

/// Window and writer, as far as they are held.
pub(crate) struct ProfileLocks {
    held: Mutex<Vec<FileLock>>,
    writes: Arc<AtomicBool>,
}

impl ProfileLocks {
    /// Takes what `access` needs; a window does without the writer's while that is taken.
    ///
    /// # Errors
    /// [`ProfilesError::Busy`] where another process has what cannot be done without.
    pub fn take(profiles: &Profiles, id: ProfileId, access: Access) -> Result<Self, ProfilesError> {
        let (held, writes) = match access {
            Access::Window => {
                let window = profiles.lock_window(id)?;
                match profiles.lock_writer(id) {
                    Ok(writer) => (vec![window, writer], true),
                    Err(ProfilesError::Busy) => (vec![window], false),
                    Err(error) => return Err(error),
                }
            }
            Access::Write => (vec![profiles.lock_writer(id)?], true),
            Access::Read | Access::Keep | Access::Assistant => (Vec::new(), false),
        };
        Ok(Self { held: Mutex::new(held), writes: Arc::new(AtomicBool::new(writes)) })
    }

    /// Whether this process is the one that writes what comes from Notion.
    pub fn writes(&self) -> bool {
        self.writes.load(Ordering::Acquire)
    }

    /// The same, for work that does not hold the profile.
    pub fn writes_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.writes)
    }

    /// The writer's lock was free after all.
    pub fn start_writing(&self, writer: FileLock) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).push(writer);
        self.writes.store(true, Ordering::Release);
    }

    /// Let go when the files are closed, since a command that still waits for Notion may
    /// hold a share of the profile much longer.
    pub fn let_go(&self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
