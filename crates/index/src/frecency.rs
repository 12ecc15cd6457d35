//! How much a page is used: every opening counts one, and half as much after each [`HALF_LIFE`].
//!
//! Pure numbers; where they are kept, and for whom, is not decided here.

use std::time::Duration;
use trove_model::Timestamp;

pub const HALF_LIFE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The openings of one page in two numbers, however many there were.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Frecency {
    /// Worth at the moment `at`.
    pub worth: f64,
    pub at: Timestamp,
}

impl Frecency {
    /// With one more opening at `now`.
    #[must_use]
    pub fn opened(self, now: Timestamp) -> Self {
        Self { worth: self.worth(now) + 1.0, at: self.at.max(now) }
    }

    /// A clock that was set back adds nothing.
    pub fn worth(self, now: Timestamp) -> f64 {
        let age = now.since(self.at).unwrap_or_default();
        self.worth * 0.5_f64.powf(age.as_secs_f64() / HALF_LIFE.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> Timestamp {
        Timestamp(number * 24 * 60 * 60 * 1000)
    }

    #[test]
    fn use_fades() {
        let once = Frecency::default().opened(day(100));
        assert_eq!(once.worth(day(100)), 1.0);
        assert_eq!(once.worth(day(114)), 0.5);
        assert_eq!(once.opened(day(114)).worth(day(114)), 1.5);
        assert!(once.worth(day(2000)) < 1e-30);
    }

    #[test]
    fn a_clock_set_back_neither_fades_nor_grows() {
        let opened = Frecency::default().opened(day(100)).opened(day(50));
        assert_eq!((opened.worth(day(50)), opened.at), (2.0, day(100)));
    }
}
