//! Time as a parameter: wall, monotonic and boot clocks, and sleep.
//!
//! Not here: the system's clock itself (in `trove-app`) and any calendar; dates
//! become words at the edges.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A moment in UTC, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The time from `earlier` to `self`, or `None` if `self` is before it.
    pub fn since(self, earlier: Timestamp) -> Option<Duration> {
        u64::try_from(self.0.checked_sub(earlier.0)?).ok().map(Duration::from_millis)
    }
}

/// Where this boot of the machine stands: a clock that keeps counting through
/// suspend and cannot be set, valid only within one boot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boot {
    /// Names this boot; `None` where the system does not tell.
    pub id: Option<String>,
    /// Time since this boot, suspend included.
    pub elapsed: Duration,
}

/// The future of a [`Clock::sleep`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The only source of time in the rooms below the shell.
pub trait Clock: Send + Sync + 'static {
    /// The wall clock. A person may set it back or forward at any moment.
    fn wall(&self) -> Timestamp;
    /// Never goes back; may stand still while the machine is suspended.
    fn monotonic(&self) -> Duration;
    /// Time since boot, suspend included.
    fn boot(&self) -> Boot;
    /// Completes when the monotonic clock has advanced by `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// A clock for tests: it moves when told to, and a sleep moves it at once.
///
/// tokio's paused time is no substitute beside real sockets: it jumps while a reply
/// is in flight.
#[derive(Clone, Default)]
pub struct ManualClock {
    inner: Arc<Mutex<Manual>>,
}

#[derive(Default)]
struct Manual {
    wall: i64,
    monotonic: Duration,
    boot: Duration,
    boot_number: u64,
    slept: Vec<Duration>,
}

impl ManualClock {
    pub fn at(wall: Timestamp) -> Self {
        let clock = Self::default();
        clock.manual().wall = wall.0;
        clock
    }

    fn manual(&self) -> MutexGuard<'_, Manual> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time passes on all three clocks.
    pub fn advance(&self, by: Duration) {
        let mut manual = self.manual();
        manual.wall = manual.wall.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        manual.monotonic += by;
        manual.boot += by;
    }

    /// The machine was suspended: the monotonic clock stood still.
    pub fn suspend(&self, by: Duration) {
        let mut manual = self.manual();
        manual.wall = manual.wall.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        manual.boot += by;
    }

    /// Someone set the wall clock.
    pub fn set_wall(&self, wall: Timestamp) {
        self.manual().wall = wall.0;
    }

    /// The machine was restarted.
    pub fn reboot(&self) {
        let mut manual = self.manual();
        manual.boot = Duration::ZERO;
        manual.boot_number += 1;
    }

    /// Every sleep asked for so far, in order.
    pub fn slept(&self) -> Vec<Duration> {
        self.manual().slept.clone()
    }
}

impl Clock for ManualClock {
    fn wall(&self) -> Timestamp {
        Timestamp(self.manual().wall)
    }

    fn monotonic(&self) -> Duration {
        self.manual().monotonic
    }

    fn boot(&self) -> Boot {
        let manual = self.manual();
        Boot { id: Some(format!("boot-{}", manual.boot_number)), elapsed: manual.boot }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.manual().slept.push(duration);
        self.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suspend_stops_the_monotonic_clock_only() {
        let clock = ManualClock::at(Timestamp(1_000));
        clock.advance(Duration::from_secs(1));
        clock.suspend(Duration::from_secs(60));
        assert_eq!(clock.wall(), Timestamp(62_000));
        assert_eq!(clock.monotonic(), Duration::from_secs(1));
        assert_eq!(clock.boot().elapsed, Duration::from_secs(61));
    }

    #[test]
    fn since_refuses_to_go_back() {
        assert_eq!(Timestamp(5).since(Timestamp(3)), Some(Duration::from_millis(2)));
        assert_eq!(Timestamp(3).since(Timestamp(5)), None);
        assert_eq!(Timestamp(i64::MIN).since(Timestamp(1)), None);
    }
}
