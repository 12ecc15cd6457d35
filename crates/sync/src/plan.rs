//! Deciding: what to ask Notion next, given what it said so far. Pure; nothing here
//! waits, asks or stores.
//!
//! Notion's search is the only listing there is, and not a strict one: parts may be
//! short or empty, pages repeat, cursors go stale in the middle, and after 10,000
//! results it stops. <https://developers.notion.com/reference/post-search>,
//! <https://developers.notion.com/reference/search-optimizations-and-limitations>.

use std::collections::HashSet;
use std::time::Duration;
use trove_model::{NotionId, Timestamp};
use trove_store::Listed;

/// How often a walk starts over because its cursor went stale.
const RESTARTS: u32 = 2;
/// How many parts in a row may bring nothing new before a walk counts as endless.
const BARREN_PARTS: u32 = 20;
/// Notion rounds edits down to the minute and its search lags behind them.
const OVERLAP: Duration = Duration::from_secs(180);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Ask { order: Order, cursor: Option<String> },
    Done(Outcome),
}

/// What a finished walk is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// It met everything it set out for, as far as Notion tells.
    pub complete: bool,
    /// Notion listed as much as it ever does, and there is more.
    pub capped: bool,
    /// The last edit when it began; a later poll looks for what is newer.
    pub newest: Option<Timestamp>,
}

/// One answer of Notion's.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub pages: Vec<Listed>,
    pub next: Option<String>,
    /// The list ends here although there is more.
    pub incomplete: bool,
}

/// What to do with an answer's pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    pub store: Vec<Listed>,
    pub forget: Vec<NotionId>,
}

/// One walk over the search: everything, or what was edited since a moment.
#[derive(Debug)]
pub struct Walk {
    /// Nothing older is looked for.
    until: Option<Timestamp>,
    step: Step,
    seen: HashSet<NotionId>,
    restarts: u32,
    newest: Option<Timestamp>,
    pass: Pass,
    /// How far down the walk from the newest came before Notion stopped it: where the
    /// walk from the oldest meets it.
    boundary: Option<Timestamp>,
    capped: bool,
}

/// One way through the list, from its start.
#[derive(Debug, Default)]
struct Pass {
    seen: HashSet<NotionId>,
    cursors: HashSet<String>,
    barren: u32,
    oldest: Option<Timestamp>,
}

impl Walk {
    pub fn everything() -> Self {
        Self {
            until: None,
            step: Step::Ask { order: Order::NewestFirst, cursor: None },
            seen: HashSet::new(),
            restarts: 0,
            newest: None,
            pass: Pass::default(),
            boundary: None,
            capped: false,
        }
    }

    /// What was edited since `watermark`, and a little before.
    pub fn since(watermark: Timestamp) -> Self {
        let overlap = i64::try_from(OVERLAP.as_millis()).unwrap_or(i64::MAX);
        Self { until: Some(Timestamp(watermark.0.saturating_sub(overlap))), ..Self::everything() }
    }

    pub fn step(&self) -> &Step {
        &self.step
    }

    /// How many different pages it has met.
    pub fn found(&self) -> usize {
        self.seen.len()
    }

    /// Notion answered the current step.
    pub fn answered(&mut self, part: Part) -> Sorted {
        let Step::Ask { order, .. } = self.step else { return Sorted::default() };
        let edits = || part.pages.iter().filter_map(|listed| listed.page.edited);
        // Of the first part of all: what is edited later may hide behind the walk.
        if self.newest.is_none() {
            self.newest = edits().max();
        }
        let oldest = edits().min();
        let newest = edits().max();
        self.pass.oldest = [self.pass.oldest, oldest].into_iter().flatten().min();
        let mut fresh = false;
        for listed in &part.pages {
            fresh |= self.pass.seen.insert(listed.page.id);
        }
        self.pass.barren = if fresh { 0 } else { self.pass.barren + 1 };

        let reached = match order {
            Order::NewestFirst => self.until.is_some_and(|until| oldest.is_some_and(|oldest| oldest < until)),
            // Strictly: within one minute Notion's order is unknown.
            Order::OldestFirst => self.boundary.is_some_and(|low| newest.is_some_and(|newest| newest > low)),
        };
        self.step = if reached {
            self.done(true)
        } else {
            match part.next {
                Some(cursor) if self.goes_on(&cursor) => Step::Ask { order, cursor: Some(cursor) },
                Some(_) => self.cut_off(order, false),
                None if part.incomplete => self.cut_off(order, true),
                None => self.done(true),
            }
        };
        self.sort(part.pages)
    }

    /// Notion no longer knows the cursor of the current step: start over, keeping what
    /// was seen.
    pub fn cursor_went_stale(&mut self) {
        let Step::Ask { order, .. } = self.step else { return };
        self.step = if self.restarts < RESTARTS {
            self.restarts += 1;
            self.pass = Pass::default();
            Step::Ask { order, cursor: None }
        } else {
            self.done(false)
        };
    }

    /// False for a list that runs in circles or brings nothing for ever.
    fn goes_on(&mut self, cursor: &str) -> bool {
        self.pass.barren < BARREN_PARTS && self.pass.cursors.insert(cursor.to_owned())
    }

    /// The list ended too early: from the other side there may be more.
    fn cut_off(&mut self, order: Order, capped: bool) -> Step {
        self.capped |= capped;
        match order {
            // From the oldest up, a poll would meet nothing that it looks for.
            Order::NewestFirst if self.until.is_none() => {
                self.boundary = self.pass.oldest;
                self.pass = Pass::default();
                Step::Ask { order: Order::OldestFirst, cursor: None }
            }
            Order::NewestFirst | Order::OldestFirst => self.done(false),
        }
    }

    fn done(&self, complete: bool) -> Step {
        Step::Done(Outcome { complete, capped: self.capped && !complete, newest: self.newest })
    }

    /// Without repetitions; the last copy in a part counts.
    fn sort(&mut self, pages: Vec<Listed>) -> Sorted {
        let mut sorted = Sorted::default();
        for listed in pages {
            let id = listed.page.id;
            sorted.store.retain(|other| other.page.id != id);
            if listed.page.in_trash {
                self.seen.remove(&id);
                sorted.forget.push(id);
            } else {
                self.seen.insert(id);
                sorted.store.push(listed);
            }
        }
        sorted
    }
}

/// How far back the next poll looks. An edit dated after our own clock is left out of
/// account: believed, it would hide every true edit until then.
pub fn watermark(newest: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    newest.map(|newest| newest.min(now))
}

#[cfg(test)]
mod tests;
