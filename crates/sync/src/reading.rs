//! How far reading bodies has come, how fast it goes, and how long it will take.
//!
//! Not here: reading; and words for a person.

use crate::storing::Stored;
use std::collections::VecDeque;
use std::time::Duration;
use trove_store::BodyCounts;

/// Something was read, or could not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Pages and data sources of this connection.
    pub known: u32,
    /// Bodies that are stored, old ones too.
    pub read: u32,
    /// To be read now, or again.
    pub waiting: u32,
    pub failed: u32,
    /// How many bodies just stored differ from before; with 0 an index is still right.
    pub changed: usize,
    /// Requests in the last minute.
    pub per_minute: u32,
    /// At the rate so far; `None` while that is unknown.
    pub left: Option<Duration>,
}

/// What was counted, adjusted with each page rather than counted again.
#[derive(Debug, Clone, Copy)]
pub struct Tally(pub BodyCounts);

impl Tally {
    /// What one transaction stored.
    pub fn stored(&mut self, stored: &Stored) {
        for page in &stored.read {
            if stored.unfinished.contains(&page.page) {
                // It waits for its next sitting.
                self.0.read += u32::from(page.hash.is_none());
            } else {
                self.read(page.hash.is_none(), page.failed);
            }
        }
        self.0.bytes += stored.bytes;
        for page in &stored.failed {
            self.failed(page.failed);
        }
        for page in &stored.gone {
            self.gone(page.hash.is_none(), page.failed);
        }
    }

    /// `first` if there was no body before, `failed` if the last attempt had failed.
    fn read(&mut self, first: bool, failed: bool) {
        self.0.read += u32::from(first);
        self.done(failed);
    }

    fn failed(&mut self, failed: bool) {
        self.done(failed);
        self.0.failed += 1;
    }

    /// The page itself is gone.
    fn gone(&mut self, first: bool, failed: bool) {
        self.0.known = self.0.known.saturating_sub(1);
        self.0.read = self.0.read.saturating_sub(u32::from(!first));
        self.done(failed);
    }

    fn done(&mut self, failed: bool) {
        self.0.waiting = self.0.waiting.saturating_sub(1);
        self.0.failed = self.0.failed.saturating_sub(u32::from(failed));
    }
}

/// How much of the past says how fast it goes: some windows of Notion's, since the budget
/// of each may be spent at its start.
const PAST: Duration = Duration::from_secs(180);
/// Too short to say anything.
const SHORT: Duration = Duration::from_secs(5);

/// How fast pages are finished.
#[derive(Debug, Default)]
pub struct Rate {
    /// When, and how many until then.
    finished: VecDeque<(Duration, u32)>,
    total: u32,
}

impl Rate {
    /// Begins now, with nothing finished.
    pub fn since(now: Duration) -> Self {
        Self { finished: VecDeque::from([(now, 0)]), total: 0 }
    }

    pub fn finished(&mut self, now: Duration, pages: u32) {
        self.total += pages;
        self.finished.push_back((now, self.total));
        // One from before the past stays, so that all of it is covered.
        while self.finished.get(1).is_some_and(|(at, _)| now.saturating_sub(*at) >= PAST) {
            self.finished.pop_front();
        }
    }

    /// The time that `waiting` pages will take: never less than the budget allows, however
    /// fast the start was.
    pub fn left(&self, now: Duration, waiting: u32, budget: Option<u32>) -> Option<Duration> {
        let (since, before) = *self.finished.front()?;
        let (elapsed, pages) = (now.saturating_sub(since), self.total - before);
        if waiting == 0 {
            return Some(Duration::ZERO);
        }
        if elapsed < SHORT || pages == 0 {
            return None;
        }
        let seconds = elapsed.as_secs_f64() * f64::from(waiting) / f64::from(pages);
        let least = budget.map_or(0.0, |budget| f64::from(waiting) * 60.0 / f64::from(budget.max(1)));
        Some(Duration::from_secs_f64(seconds.max(least).ceil()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_time_left_follows_the_real_rate() {
        let mut table = String::new();
        for (what, steps, waiting, budget) in [
            ("nothing yet", vec![(0, 0)], 100, Some(180)),
            ("too early", vec![(2, 100)], 100, Some(180)),
            ("even, as the budget allows", vec![(20, 60), (20, 60), (20, 60)], 1_800, Some(180)),
            ("a burst at the start", vec![(5, 170)], 1_800, Some(180)),
            (
                "bursts, then pauses",
                vec![(5, 177), (55, 0), (5, 177), (55, 0), (5, 177), (55, 0)],
                1_800,
                Some(180),
            ),
            ("slower than allowed", vec![(60, 30), (60, 30)], 60, Some(180)),
            ("no budget", vec![(10, 5_000)], 50_000, None),
            ("stuck for a while", vec![(60, 180), (120, 0)], 180, Some(180)),
            ("the distant past is forgotten", vec![(600, 1), (180, 90)], 30, Some(180)),
            ("all done", vec![(60, 180)], 0, Some(180)),
        ] {
            let mut now = Duration::from_secs(1_000);
            let mut rate = Rate::since(now);
            for (seconds, pages) in steps {
                now += Duration::from_secs(seconds);
                rate.finished(now, pages);
            }
            table += &format!("{what}: {:?}\n", rate.left(now, waiting, budget));
        }
        expect![[r#"
            nothing yet: None
            too early: None
            even, as the budget allows: Some(600s)
            a burst at the start: Some(600s)
            bursts, then pauses: Some(611s)
            slower than allowed: Some(120s)
            no budget: Some(100s)
            stuck for a while: Some(180s)
            the distant past is forgotten: Some(60s)
            all done: Some(0ns)
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn counts_are_adjusted() {
        let counts = BodyCounts { known: 9, data_sources: 1, read: 2, waiting: 5, failed: 1, bytes: 0 };
        let mut tally = Tally(counts);
        tally.read(true, false);
        tally.read(false, true);
        tally.failed(false);
        tally.gone(true, false);
        assert_eq!(
            tally.0,
            BodyCounts { known: 8, data_sources: 1, read: 3, waiting: 1, failed: 1, bytes: 0 }
        );
        tally.failed(true);
        tally.failed(true);
        assert_eq!((tally.0.waiting, tally.0.failed), (0, 1));
    }
}
