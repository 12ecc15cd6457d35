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
use std::path::Path;
use std::time::Duration;
use trove_model::{Clock, Timestamp};
use trove_private_file as private_file;

const VERSION: u32 = 1;
const FILE: VersionedJson = VersionedJson { file: DataFile::Throttle, version: VERSION, largest: 4096 };

/// Misses that cost nothing: fingers slip.
const FREE: u32 = 4;
const LONGEST_SECONDS: u64 = 300;

/// Wrong passwords since the last right one. Absent file: none.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Misses {
    version: u32,
    count: u32,
    /// When the last one was, on each clock: milliseconds since 1970, then since boot.
    wall: i64,
    boot: Option<String>,
    since_boot: u64,
}

/// Whether a password may be tried now.
///
/// # Errors
/// [`ProfilesError::TryLater`] if not yet.
pub fn admit(path: &Path, clock: &dyn Clock) -> Result<(), ProfilesError> {
    let Some(misses) = load(path, clock)? else { return Ok(()) };
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
            stamp(misses.count, clock).save(path)?;
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
/// When it cannot be noted down.
pub fn missed(path: &Path, clock: &dyn Clock) -> Result<(), ProfilesError> {
    let count = load(path, clock)?.map_or(0, |misses| misses.count);
    stamp(count.saturating_add(1), clock).save(path)
}

/// The right password was tried: earlier misses are forgotten.
///
/// # Errors
/// When the file is there and cannot be removed.
pub fn passed(path: &Path) -> Result<(), ProfilesError> {
    Ok(private_file::remove(path)?)
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

fn load(path: &Path, clock: &dyn Clock) -> Result<Option<Misses>, ProfilesError> {
    match FILE.load(path) {
        // Damage must neither free the way nor bar it for ever: it counts as the first
        // miss that costs something, now, and is replaced (a folder cannot be).
        Err(damage @ (ProfilesError::Damaged(_) | ProfilesError::NotAFile(_))) => {
            let misses = stamp(FREE + 1, clock);
            misses.save(path).map_err(|error| match error {
                ProfilesError::Io(_) => damage,
                other => other,
            })?;
            Ok(Some(misses))
        }
        read => read,
    }
}

impl Misses {
    fn save(&self, path: &Path) -> Result<(), ProfilesError> {
        FILE.save(path, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use trove_model::clock::ManualClock;

    const MONDAY: Timestamp = Timestamp(1_763_942_400_000);

    fn seconds_left(path: &Path, clock: &ManualClock) -> u64 {
        match admit(path, clock) {
            Ok(()) => 0,
            Err(ProfilesError::TryLater { wait }) => wait.as_secs(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn grows_to_its_ceiling() {
        let delays: Vec<u64> = (0..18).chain([u32::MAX]).map(|misses| delay(misses).as_secs()).collect();
        expect!["[0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300]"]
            .assert_eq(&format!("{delays:?}"));
    }

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
}
