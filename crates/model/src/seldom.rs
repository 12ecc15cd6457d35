//! What may happen once in a while only, however often it is called for.
//!
//! Not a queue: what comes too early is dropped.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Lets something through, and then nothing for a while.
#[derive(Debug)]
pub struct Seldom {
    apart: Duration,
    last: Mutex<Option<Duration>>,
}

impl Seldom {
    pub const fn new(apart: Duration) -> Self {
        Self { apart, last: Mutex::new(None) }
    }

    /// Whether it may happen now, by a clock that does not go back. Then it has happened.
    pub fn may(&self, now: Duration) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|last| now.saturating_sub(last) >= self.apart);
        if due {
            *last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_calls_a_second_are_one_in_ten() {
        let seldom = Seldom::new(Duration::from_secs(10));
        let happened = (0..60_000).filter(|ms| seldom.may(Duration::from_millis(*ms))).count();
        assert_eq!(happened, 6);
    }
}
