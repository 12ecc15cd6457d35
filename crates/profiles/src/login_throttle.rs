//! The delay after wrong passwords: from the fifth on 1, 2, 4 … at most 300 seconds.
//!
//! A courtesy against guessing at the keyboard, kept in a small file so that a restart
//! does not clear it. Against someone who copies the files only the cost of the
//! derivation helps.
//!
//! Time is the boot clock's, which nobody can set. Across a restart it is the wall
//! clock's; found before the last miss, it starts the delay anew, so that a clock set
//! back neither clears the delay nor makes it last longer than one.
//!
//! Not here: the lock that lets one attempt at a time through (`profiles`).

use crate::versioned_json::VersionedJson;
use crate::{DataFile, ProfilesError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use trove_model::{Clock, Timestamp};
use trove_private_file as private_file;

const VERSION: u32 = 1;
const FILE: VersionedJson = VersionedJson { file: DataFile::Throttle, version: VERSION, largest: 4096 };

/// Misses that cost nothing: fingers slip.
const FREE: u32 = 4;
const LONGEST_SECONDS: u64 = 300;

/// Wrong passwords since the last right one. Absent file: none.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Misses {
    version: u32,
    count: u32,
    /// When the last one was, on each clock: milliseconds since 1970, then since boot.
    wall: i64,
    boot: Option<String>,
    since_boot: u64,
}

/// The misses of every profile: on disk, and for as long as the process lives those that could
/// not be written there. Else a folder that nobody can write would be a free way to guess.
#[derive(Debug, Default)]
pub struct LoginThrottle {
    unsaved: Mutex<HashMap<PathBuf, Misses>>,
}

impl LoginThrottle {
    /// Whether a password may be tried now.
    ///
    /// # Errors
    /// [`ProfilesError::TryLater`] if not yet.
    pub fn admit(&self, path: &Path, clock: &dyn Clock) -> Result<(), ProfilesError> {
        let Some(misses) = self.load(path, clock)? else { return Ok(()) };
        let delay = delay(misses.count);
        let boot = clock.boot();
        let same_boot = boot.id.is_some() && boot.id == misses.boot;
        let passed = if same_boot {
            boot.elapsed.checked_sub(Duration::from_millis(misses.since_boot))
        } else {
            clock.wall().since(Timestamp(misses.wall))
        };
        let left = match passed {
            Some(passed) => delay.saturating_sub(passed),
            None => {
                self.save(path, stamp(misses.count, clock))?;
                delay
            }
        };
        if left.is_zero() {
            return Ok(());
        }
        // Rounded up, so that who waits as long as told is let through.
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Err(ProfilesError::TryLater { wait: Duration::from_secs(seconds) })
    }

    /// A wrong password was tried.
    ///
    /// # Errors
    /// When the file is damaged in a way that cannot be mended, or a newer version's.
    pub fn missed(&self, path: &Path, clock: &dyn Clock) -> Result<(), ProfilesError> {
        let count = self.load(path, clock)?.map_or(0, |misses| misses.count);
        self.save(path, stamp(count.saturating_add(1), clock))
    }

    /// The right password was tried: earlier misses are forgotten. Where their file cannot be
    /// removed they cost another delay, which is no reason to keep anyone out.
    pub fn passed(&self, path: &Path) {
        self.unsaved().remove(path);
        if let Err(error) = private_file::remove(path) {
            tracing::warn!(kind = ?error.kind(), "wrong passwords are still counted");
        }
    }

    fn load(&self, path: &Path, clock: &dyn Clock) -> Result<Option<Misses>, ProfilesError> {
        let saved = match FILE.load(path) {
            // Damage must neither free the way nor bar it for ever: it counts as the first
            // miss that costs something, now, and is replaced (a folder cannot be).
            Err(damage @ (ProfilesError::Damaged(_) | ProfilesError::NotAFile(_))) => {
                let misses = stamp(FREE + 1, clock);
                FILE.save(path, &misses).map_err(|error| match error {
                    ProfilesError::Io(_) => damage,
                    other => other,
                })?;
                Some(misses)
            }
            read => read?,
        };
        let unsaved = self.unsaved().get(path).cloned();
        Ok([saved, unsaved].into_iter().flatten().max_by_key(|misses| misses.count))
    }

    fn save(&self, path: &Path, misses: Misses) -> Result<(), ProfilesError> {
        match FILE.save(path, &misses) {
            Ok(()) => {
                self.unsaved().remove(path);
            }
            Err(ProfilesError::Io(_)) => {
                self.unsaved().insert(path.to_owned(), misses);
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    fn unsaved(&self) -> MutexGuard<'_, HashMap<PathBuf, Misses>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn delay(misses: u32) -> Duration {
    let Some(doublings) = misses.checked_sub(FREE + 1) else { return Duration::ZERO };
    let seconds = 1_u64.checked_shl(doublings).unwrap_or(LONGEST_SECONDS);
    Duration::from_secs(seconds.min(LONGEST_SECONDS))
}

fn stamp(count: u32, clock: &dyn Clock) -> Misses {
    let boot = clock.boot();
    Misses {
        version: VERSION,
        count,
        wall: clock.wall().0,
        boot: boot.id,
        since_boot: u64::try_from(boot.elapsed.as_millis()).unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use trove_model::clock::ManualClock;

    const MONDAY: Timestamp = Timestamp(1_763_942_400_000);

    fn admit(path: &Path, clock: &ManualClock) -> Result<(), ProfilesError> {
        LoginThrottle::default().admit(path, clock)
    }

    /// By another process than the one before, which knows only what is on disk.
    fn missed(path: &Path, clock: &ManualClock) -> Result<(), ProfilesError> {
        LoginThrottle::default().missed(path, clock)
    }

    fn seconds_left(path: &Path, clock: &ManualClock) -> u64 {
        match admit(path, clock) {
            Ok(()) => 0,
            Err(ProfilesError::TryLater { wait }) => wait.as_secs(),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Check 37.
    #[test]
    fn grows_to_its_ceiling() {
        let delays: Vec<u64> = (0..18).chain([u32::MAX]).map(|misses| delay(misses).as_secs()).collect();
        expect!["[0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300]"]
            .assert_eq(&format!("{delays:?}"));
    }

    /// Check 37.
    #[test]
    fn passes_with_time_and_with_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("throttle.json");
        let clock = ManualClock::at(MONDAY);
        for _ in 0..10 {
            missed(&path, &clock).unwrap();
        }
        assert_eq!(seconds_left(&path, &clock), 32);
        clock.advance(Duration::from_millis(1_500));
        assert_eq!(seconds_left(&path, &clock), 31);
        // The wall clock set, either way, within one boot: no matter.
        clock.set_wall(Timestamp(0));
        assert_eq!(seconds_left(&path, &clock), 31);
        clock.set_wall(Timestamp(MONDAY.0 * 2));
        assert_eq!(seconds_left(&path, &clock), 31);
        clock.suspend(Duration::from_secs(31));
        assert_eq!(seconds_left(&path, &clock), 0);
    }

    /// Check 37.
    #[test]
    fn a_restart_with_the_clock_set_back_starts_the_delay_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("throttle.json");
        let clock = ManualClock::at(MONDAY);
        for _ in 0..7 {
            missed(&path, &clock).unwrap();
        }
        clock.reboot();
        assert_eq!(seconds_left(&path, &clock), 4);
        clock.set_wall(Timestamp(0));
        assert_eq!(seconds_left(&path, &clock), 4);
        clock.advance(Duration::from_secs(3));
        assert_eq!(seconds_left(&path, &clock), 1);
        clock.advance(Duration::from_secs(1));
        assert_eq!(seconds_left(&path, &clock), 0);
    }

    #[test]
    fn damage_costs_one_delay_and_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("throttle.json");
        let clock = ManualClock::at(MONDAY);
        std::fs::write(&path, "{\"count\":").unwrap();
        assert_eq!(seconds_left(&path, &clock), 1);
        clock.advance(Duration::from_secs(1));
        assert_eq!(seconds_left(&path, &clock), 0);

        let newer = r#"{"version":2,"forgiving":true}"#;
        std::fs::write(&path, newer).unwrap();
        let refused = ProfilesError::NewerVersion(DataFile::Throttle);
        assert_eq!(missed(&path, &clock), Err(refused));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), newer);
    }

    /// Check 37.
    /// Where the file could not be written no wrong password was ever counted.
    #[test]
    fn what_cannot_be_written_is_counted_by_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let clock = ManualClock::at(MONDAY);
        let throttle = LoginThrottle::default();
        // As in a folder that cannot be written, also for who may write everywhere.
        let path = folder.path().join("gone").join("throttle.json");
        for _ in 0..6 {
            throttle.missed(&path, &clock).unwrap();
        }
        assert!(!path.exists());
        let later = |seconds| Err(ProfilesError::TryLater { wait: Duration::from_secs(seconds) });
        assert_eq!(throttle.admit(&path, &clock), later(2));
        // What another process wrote meanwhile counts if it is more.
        std::fs::create_dir(folder.path().join("gone")).unwrap();
        for _ in 0..8 {
            missed(&path, &clock).unwrap();
        }
        assert_eq!(throttle.admit(&path, &clock), later(8));
        throttle.passed(&path);
        assert_eq!(throttle.admit(&path, &clock), Ok(()));
    }
}
