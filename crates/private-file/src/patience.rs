//! Waiting for whoever holds a file open for a moment. On Windows a virus scanner or an indexer
//! looks into what was just written, and until it lets go nobody can rename or remove it.
//!
//! Elsewhere names are free of who has a file open, and nothing is waited for.

use std::io;
use std::time::Duration;

/// Two seconds in all, in growing steps: a scanner takes less, and a person does not wait longer.
const WAITS: [u64; 8] = [10, 20, 40, 80, 160, 320, 640, 730];

/// Windows' codes for a file that is open elsewhere: access denied, sharing violation, lock
/// violation (<https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499->).
const HELD: [i32; 3] = [5, 32, 33];

/// Does `change`, again where somebody holds the file.
///
/// # Errors
/// That of the last attempt.
pub(crate) fn patiently<T>(change: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    attempt(change, |error| cfg!(windows) && is_held(error), std::thread::sleep)
}

fn is_held(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| HELD.contains(&code))
}

fn attempt<T>(
    mut change: impl FnMut() -> io::Result<T>,
    again: impl Fn(&io::Error) -> bool,
    mut wait: impl FnMut(Duration),
) -> io::Result<T> {
    for millis in WAITS {
        match change() {
            Err(error) if again(&error) => wait(Duration::from_millis(millis)),
            done => return done,
        }
    }
    change()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> io::Error {
        io::Error::from_raw_os_error(32)
    }

    #[test]
    fn a_file_that_is_let_go_is_changed_and_one_that_is_kept_is_told() {
        for lets_go_after in 0..WAITS.len() + 3 {
            let (mut tried, mut waited) = (0, Duration::ZERO);
            let done = attempt(
                || {
                    tried += 1;
                    if tried > lets_go_after { Ok(()) } else { Err(held()) }
                },
                is_held,
                |time| waited += time,
            );
            assert_eq!(done.is_ok(), lets_go_after <= WAITS.len(), "{lets_go_after}");
            assert_eq!(tried, (lets_go_after + 1).min(WAITS.len() + 1));
            assert_eq!(waited == Duration::from_secs(2), lets_go_after >= WAITS.len(), "{waited:?}");
        }
    }

    #[test]
    fn what_is_wrong_otherwise_is_told_at_once() {
        let mut tried = 0;
        let done: io::Result<()> = attempt(
            || {
                tried += 1;
                Err(io::ErrorKind::NotFound.into())
            },
            is_held,
            |_| panic!("waited"),
        );
        assert_eq!((done.unwrap_err().kind(), tried), (io::ErrorKind::NotFound, 1));
    }

    /// As a scanner does it: opened without letting anyone rename or remove it.
    #[cfg(windows)]
    #[test]
    fn a_file_held_for_half_a_second_is_replaced_and_removed() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("held");
        for remove in [false, true] {
            crate::replace(&path, b"old").unwrap();
            let scanner = std::fs::OpenOptions::new().read(true).share_mode(1).open(&path).unwrap();
            let letting_go = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(500));
                drop(scanner);
            });
            if remove { crate::remove(&path) } else { crate::replace(&path, b"new") }.unwrap();
            letting_go.join().unwrap();
            assert_eq!(crate::read(&path, 10).unwrap().as_deref(), (!remove).then_some(&b"new"[..]));
        }
    }
}
