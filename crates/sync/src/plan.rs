//! Deciding: what to ask Notion's search next, given what it said so far. Pure; nothing
//! here waits, asks or stores.
//!
//! Notion's search is the only listing there is, and not a strict one: parts may be
//! short or empty, pages repeat, cursors go stale in the middle, and after 10,000
//! results it stops. <https://developers.notion.com/reference/post-search>,
//! <https://developers.notion.com/reference/search-optimizations-and-limitations>.
//!
//! So a walk goes through the list several times where once was not enough: from the
//! newest and from the oldest until both have met, then the same for data sources and for
//! pages alone. What even that does not show, rows and links may (`walk`).

use std::collections::{HashMap, HashSet};
use std::time::Duration;
use trove_model::{NotionId, Timestamp};
use trove_notion::ObjectFilter;
use trove_store::Listed;

/// How often one pass starts over because its cursor went stale, as long as it brings
/// something new.
const RESTARTS: u32 = 2;
/// How many parts in a row may bring nothing new before a walk counts as endless.
const BARREN_PARTS: u32 = 10;
/// Notion rounds edits down to the minute and its search lags behind them.
const OVERLAP: Duration = Duration::from_secs(180);
/// How late search may list an edit for a poll to find it.
const LATE: Duration = Duration::from_secs(60 * 60);
/// Parts that a poll looks through for late edits at most: behind a thousand newer ones,
/// they wait for the next whole listing.
const LATE_PARTS: u32 = 10;
/// A list that brings ever-new pages has no end either: more than this are not met in it. Far
/// above what is kept of a connection, since some of what is listed is in the trash.
pub fn most_met(limit: u32) -> usize {
    2 * (limit as usize).max(10_000)
}
/// The most that Notion gives at once.
pub const PART_SIZE: u8 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    NewestFirst,
    OldestFirst,
}

/// One request to search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    pub order: Order,
    pub only: Option<ObjectFilter>,
    pub cursor: Option<String>,
    pub size: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextSearch {
    Ask(Search),
    Done(Outcome),
}

/// What a finished walk is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// It met everything it set out for, as far as Notion tells.
    pub whole: bool,
    /// Notion listed as much as it ever does, and there is more.
    pub capped: bool,
    /// As many pages are kept as the limit allows; the rest was not looked at.
    pub full: bool,
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
    goal: Goal,
    next: NextSearch,
    seen: HashSet<NotionId>,
    newest: Option<Timestamp>,
    pass: Pass,
    /// Kinds of which everything was met, by themselves; `None` stands for all.
    whole: HashSet<Option<ObjectFilter>>,
    /// How far down the newest-first pass of a kind came: where the one from the oldest
    /// meets it.
    reached: HashMap<Option<ObjectFilter>, Option<Timestamp>>,
    capped: bool,
    /// How many are asked for at once.
    size: u8,
    /// How many different pages one pass meets at most: [`most_met`].
    most: usize,
}

#[derive(Debug, Clone, Copy)]
enum Goal {
    Everything,
    /// Nothing older than `sure` is looked for, but for what search may list late.
    Since {
        sure: Timestamp,
        late: Timestamp,
    },
}

/// One way through the list, from its start.
#[derive(Debug, Default)]
struct Pass {
    number: usize,
    seen: HashSet<NotionId>,
    cursors: HashSet<String>,
    parts: u32,
    barren: u32,
    oldest: Option<Timestamp>,
    restarts: u32,
    /// How much the walk had met when this pass began, or began again.
    met_before: usize,
    /// The current request is asked for the second time.
    repeated: bool,
}

/// The passes of a whole listing, until everything was met.
const PASSES: [(Order, Option<ObjectFilter>); 6] = [
    (Order::NewestFirst, None),
    (Order::OldestFirst, None),
    (Order::NewestFirst, Some(ObjectFilter::DataSource)),
    (Order::OldestFirst, Some(ObjectFilter::DataSource)),
    (Order::NewestFirst, Some(ObjectFilter::Page)),
    (Order::OldestFirst, Some(ObjectFilter::Page)),
];

impl Walk {
    pub fn everything(most: usize) -> Self {
        Self {
            goal: Goal::Everything,
            next: NextSearch::Ask(Search {
                order: Order::NewestFirst,
                only: None,
                cursor: None,
                size: PART_SIZE,
            }),
            seen: HashSet::new(),
            newest: None,
            pass: Pass::default(),
            whole: HashSet::new(),
            reached: HashMap::new(),
            capped: false,
            size: PART_SIZE,
            most,
        }
    }

    /// What was edited since `watermark`, and a little before; and what search lists late,
    /// by Notion's clock.
    pub fn since(watermark: Timestamp, now: Timestamp, most: usize) -> Self {
        let before = |at: Timestamp, by: Duration| {
            Timestamp(at.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
        };
        let sure = before(watermark, OVERLAP);
        Self { goal: Goal::Since { sure, late: before(now, LATE).min(sure) }, ..Self::everything(most) }
    }

    pub fn next(&self) -> &NextSearch {
        &self.next
    }

    /// How many different pages it has met.
    pub fn found(&self) -> usize {
        self.seen.len()
    }

    /// Notion answered the current request.
    pub fn answered(&mut self, part: Part) -> Sorted {
        let NextSearch::Ask(mut search) = self.next.clone() else { return Sorted::default() };
        search.size = larger(search.size);
        self.size = search.size;
        let edits = || part.pages.iter().filter_map(|listed| listed.page.edited);
        // Of the first part of all: what is edited later may hide behind the walk.
        if self.newest.is_none() {
            self.newest = edits().max();
        }
        let (oldest, newest) = (edits().min(), edits().max());
        self.pass.oldest = [self.pass.oldest, oldest].into_iter().flatten().min();
        self.pass.parts += 1;
        self.pass.repeated = false;
        let mut fresh = false;
        for listed in &part.pages {
            fresh |= self.pass.seen.insert(listed.page.id);
        }
        self.pass.barren = if fresh { 0 } else { self.pass.barren + 1 };
        let sorted = self.sort(part.pages);
        self.next = if self.has_reached(&search, oldest, newest) {
            self.kind_is_whole(search.only)
        } else {
            match part.next {
                Some(cursor) if self.goes_on(&cursor) => {
                    NextSearch::Ask(Search { cursor: Some(cursor), ..search })
                }
                Some(_) => self.next_pass(),
                None if part.incomplete => {
                    self.capped = true;
                    self.next_pass()
                }
                None => self.kind_is_whole(search.only),
            }
        };
        sorted
    }

    /// Notion no longer knows the cursor of the current request. It is asked for once more;
    /// then the pass starts over as long as that brings something; then another pass begins.
    pub fn cursor_went_stale(&mut self) {
        let NextSearch::Ask(search) = &self.next else { return };
        if !self.pass.repeated {
            self.pass.repeated = true;
            return;
        }
        let search = Search { cursor: None, ..search.clone() };
        let brought = self.seen.len() > self.pass.met_before;
        self.next = if brought && self.pass.restarts < RESTARTS {
            let Pass { number, restarts, oldest, .. } = self.pass;
            // How far down it came stays true.
            self.pass = Pass {
                number,
                restarts: restarts + 1,
                oldest,
                met_before: self.seen.len(),
                ..Pass::default()
            };
            NextSearch::Ask(search)
        } else {
            self.next_pass()
        };
    }

    /// The answer was larger than is read: fewer at once, until one came that was not, and in
    /// the end not this one.
    pub fn was_too_large(&mut self) {
        let NextSearch::Ask(search) = &self.next else { return };
        self.size = (search.size / 2).max(1);
        self.next = match search.size {
            0 | 1 => self.next_pass(),
            _ => NextSearch::Ask(Search { size: self.size, ..search.clone() }),
        };
    }

    /// No more pages are kept: a whole listing ends here, a poll costs no more than ever.
    pub fn no_room_left(&mut self) {
        if matches!(self.goal, Goal::Everything) {
            self.next =
                NextSearch::Done(Outcome { whole: false, capped: false, full: true, newest: self.newest });
        }
    }

    fn has_reached(&self, search: &Search, oldest: Option<Timestamp>, newest: Option<Timestamp>) -> bool {
        match (search.order, self.goal) {
            (Order::NewestFirst, Goal::Everything) => false,
            (Order::NewestFirst, Goal::Since { sure, late }) => {
                oldest.is_some_and(|oldest| oldest < late || (oldest < sure && self.pass.parts >= LATE_PARTS))
            }
            // Strictly: within one minute Notion's order is unknown.
            (Order::OldestFirst, _) => match self.reached.get(&search.only) {
                Some(Some(low)) => newest.is_some_and(|newest| newest > *low),
                _ => false,
            },
        }
    }

    /// False for a list that runs in circles, brings nothing for ever, or ever more.
    fn goes_on(&mut self, cursor: &str) -> bool {
        self.pass.barren < BARREN_PARTS
            && self.pass.seen.len() < self.most
            && self.pass.cursors.insert(cursor.to_owned())
    }

    fn kind_is_whole(&mut self, only: Option<ObjectFilter>) -> NextSearch {
        self.whole.insert(only);
        self.next_pass()
    }

    /// The list ended: where that was too early, there may be more by another way.
    fn next_pass(&mut self) -> NextSearch {
        let (order, only) = PASSES[self.pass.number.min(PASSES.len() - 1)];
        if order == Order::NewestFirst {
            self.reached.insert(only, self.pass.oldest);
        }
        let whole = self.is_whole();
        let mut number = self.pass.number + 1;
        while !whole && matches!(self.goal, Goal::Everything) {
            let Some((order, only)) = PASSES.get(number).copied() else { break };
            // What search ends after 10,000 of, it ends after 10,000 pages of, too.
            let ends_early = self.capped && only == Some(ObjectFilter::Page);
            let worth = !ends_early
                && !self.whole.contains(&only)
                && (order == Order::NewestFirst || self.reached.contains_key(&only));
            if worth {
                self.pass = Pass { number, met_before: self.seen.len(), ..Pass::default() };
                return NextSearch::Ask(Search { order, only, cursor: None, size: self.size });
            }
            number += 1;
        }
        NextSearch::Done(Outcome { whole, capped: self.capped && !whole, full: false, newest: self.newest })
    }

    fn is_whole(&self) -> bool {
        let met = |only| self.whole.contains(&only);
        met(None) || (met(Some(ObjectFilter::DataSource)) && met(Some(ObjectFilter::Page)))
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

/// After an answer that could be read, twice as many are asked for, as many as Notion gives at
/// most.
pub fn larger(size: u8) -> u8 {
    size.saturating_mul(2).min(PART_SIZE)
}

/// How far back the next poll looks. An edit dated after our own clock is left out of
/// account: believed, it would hide every true edit until then.
pub fn watermark(newest: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    newest.map(|newest| newest.min(now))
}

#[cfg(test)]
mod tests;
