//! Makes the nth change on disk of this thread fail, or be the process's last, for tests
//! that try each in turn. Without the feature `faults` no step ever fails.

use std::io;

#[cfg(not(any(test, feature = "faults")))]
pub(crate) fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(any(test, feature = "faults"))]
pub(crate) use counted::step;
#[cfg(any(test, feature = "faults"))]
pub use counted::{die_after, fail_after, still_waiting};

#[cfg(any(test, feature = "faults"))]
mod counted {
    use super::io;
    use std::cell::Cell;

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

    pub(crate) fn step() -> io::Result<()> {
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
