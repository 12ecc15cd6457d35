//! Deciding: what to ask Notion next, given what it said so far. Pure; nothing here
//! waits, asks or stores.
//!
//! Notion's search is the only listing there is, and not a strict one: parts may be
//! short or empty, pages repeat, cursors go stale in the middle, and after 10,000
//! results it stops. <https://developers.notion.com/reference/post-search>,
//! <https://developers.notion.com/reference/search-optimizations-and-limitations>.

use std::collections::HashSet;
use std::time::Duration;
use trove_model::{NotionId, Page, Timestamp};

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
    /// The last edit when it began; a later poll looks for what is newer.
    pub newest: Option<Timestamp>,
}

/// One answer of Notion's.
#[derive(Debug, Clone, Default)]
pub struct Part {
    pub pages: Vec<Page>,
    pub next: Option<String>,
    /// The list ends here although there is more.
    pub incomplete: bool,
}

/// What to do with an answer's pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    pub store: Vec<Page>,
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
        let edits = || part.pages.iter().filter_map(|page| page.edited);
        // Of the first part of all: what is edited later may hide behind the walk.
        if self.newest.is_none() {
            self.newest = edits().max();
        }
        let oldest = edits().min();
        let newest = edits().max();
        self.pass.oldest = [self.pass.oldest, oldest].into_iter().flatten().min();
        let mut fresh = false;
        for page in &part.pages {
            fresh |= self.pass.seen.insert(page.id);
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
                Some(_) => self.cut_off(order),
                None if part.incomplete => self.cut_off(order),
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
    fn cut_off(&mut self, order: Order) -> Step {
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
        Step::Done(Outcome { complete, newest: self.newest })
    }

    /// Without repetitions; the last copy in a part counts.
    fn sort(&mut self, pages: Vec<Page>) -> Sorted {
        let mut sorted = Sorted::default();
        for page in pages {
            sorted.store.retain(|other| other.id != page.id);
            if page.in_trash {
                self.seen.remove(&page.id);
                sorted.forget.push(page.id);
            } else {
                self.seen.insert(page.id);
                sorted.store.push(page);
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
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use trove_model::{PageKind, Parent};

    fn page(number: u8, minute: i64) -> Page {
        Page {
            id: NotionId::from_bytes([number; 16]),
            kind: PageKind::Page,
            title: String::new(),
            icon: None,
            parent: Parent::Workspace,
            url: None,
            created: None,
            edited: Some(Timestamp(minute * 60_000)),
            edited_by: None,
            in_trash: false,
        }
    }

    /// `id@minute` separated by spaces, `!` after one in the trash; then `>cursor` for
    /// more or `|` for an end before the end. `stale` alone is a refused cursor.
    fn check(mut walk: Walk, answers: &[&str], expect: Expect) {
        let mut told = format!("{:?}\n", walk.step());
        for answer in answers {
            if *answer == "stale" {
                walk.cursor_went_stale();
                told += &format!("stale -> {}\n", show(walk.step()));
                continue;
            }
            let mut part = Part::default();
            for word in answer.split_whitespace() {
                if let Some(cursor) = word.strip_prefix('>') {
                    part.next = Some(cursor.to_owned());
                } else if word == "|" {
                    part.incomplete = true;
                } else {
                    let (number, minute) = word.trim_end_matches('!').split_once('@').unwrap();
                    let page = page(number.parse().unwrap(), minute.parse().unwrap());
                    part.pages.push(Page { in_trash: word.ends_with('!'), ..page });
                }
            }
            let sorted = walk.answered(part);
            let forget = sorted.forget.len();
            told += &format!(
                "{answer} -> store {}, forget {forget}, {}\n",
                sorted.store.len(),
                show(walk.step())
            );
        }
        told += &format!("found {}\n", walk.found());
        expect.assert_eq(&told);
    }

    fn show(step: &Step) -> String {
        match step {
            Step::Ask { order, cursor } => {
                format!("ask {order:?} {}", cursor.as_deref().unwrap_or("from the start"))
            }
            Step::Done(outcome) => format!(
                "{} newest {:?}",
                if outcome.complete { "complete," } else { "incomplete," },
                outcome.newest.map(|newest| newest.0 / 60_000)
            ),
        }
    }

    #[test]
    fn short_and_empty_parts_are_not_the_end() {
        check(
            Walk::everything(),
            &["1@9 2@8 >a", ">b", "2@8 3@8 3@8 >c", "4@1"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@9 2@8 >a -> store 2, forget 0, ask NewestFirst a
            >b -> store 0, forget 0, ask NewestFirst b
            2@8 3@8 3@8 >c -> store 2, forget 0, ask NewestFirst c
            4@1 -> store 1, forget 0, complete, newest Some(9)
            found 4
        "#]],
        );
    }

    #[test]
    fn nothing_shared() {
        check(
            Walk::everything(),
            &[""],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
             -> store 0, forget 0, complete, newest None
            found 0
        "#]],
        );
    }

    #[test]
    fn the_trash_is_forgotten() {
        check(
            Walk::everything(),
            &["1@9 2@8! 1@9!"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@9 2@8! 1@9! -> store 0, forget 2, complete, newest Some(9)
            found 0
        "#]],
        );
    }

    #[test]
    fn a_stale_cursor_starts_over_twice() {
        check(
            Walk::everything(),
            &["1@9 >a", "stale", "1@9 >b", "2@8 >c", "stale", "1@9 2@8"],
            expect![[r#"
                Ask { order: NewestFirst, cursor: None }
                1@9 >a -> store 1, forget 0, ask NewestFirst a
                stale -> ask NewestFirst from the start
                1@9 >b -> store 1, forget 0, ask NewestFirst b
                2@8 >c -> store 1, forget 0, ask NewestFirst c
                stale -> ask NewestFirst from the start
                1@9 2@8 -> store 2, forget 0, complete, newest Some(9)
                found 2
            "#]],
        );
        check(
            Walk::everything(),
            &["1@9 >a", "stale", "stale", "stale"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@9 >a -> store 1, forget 0, ask NewestFirst a
            stale -> ask NewestFirst from the start
            stale -> ask NewestFirst from the start
            stale -> incomplete, newest Some(9)
            found 1
        "#]],
        );
    }

    #[test]
    fn stopped_by_notion_it_goes_on_from_the_other_end() {
        check(
            Walk::everything(),
            &["1@9 2@8 >a", "3@7 4@6 |", "9@1 8@2 >b", "5@6 >c", "4@6 3@7 >d"],
            expect![[r#"
                Ask { order: NewestFirst, cursor: None }
                1@9 2@8 >a -> store 2, forget 0, ask NewestFirst a
                3@7 4@6 | -> store 2, forget 0, ask OldestFirst from the start
                9@1 8@2 >b -> store 2, forget 0, ask OldestFirst b
                5@6 >c -> store 1, forget 0, ask OldestFirst c
                4@6 3@7 >d -> store 2, forget 0, complete, newest Some(9)
                found 7
            "#]],
        );
        check(
            Walk::everything(),
            &["1@9 2@8 |", "9@1 8@2 |"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@9 2@8 | -> store 2, forget 0, ask OldestFirst from the start
            9@1 8@2 | -> store 2, forget 0, incomplete, newest Some(9)
            found 4
        "#]],
        );
    }

    #[test]
    fn a_circle_of_cursors_ends() {
        check(
            Walk::everything(),
            &["1@9 >a", "2@8 >b", "1@9 >a", "3@7 >x", "3@7 >x"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@9 >a -> store 1, forget 0, ask NewestFirst a
            2@8 >b -> store 1, forget 0, ask NewestFirst b
            1@9 >a -> store 1, forget 0, ask OldestFirst from the start
            3@7 >x -> store 1, forget 0, ask OldestFirst x
            3@7 >x -> store 1, forget 0, incomplete, newest Some(9)
            found 3
        "#]],
        );
    }

    #[test]
    fn endless_repetition_ends() {
        let mut walk = Walk::everything();
        for request in 0.. {
            assert!(request < 100, "still going");
            if let Step::Done(outcome) = walk.step() {
                assert!(!outcome.complete);
                break;
            }
            walk.answered(Part {
                pages: vec![page(1, 1)],
                next: Some(request.to_string()),
                incomplete: false,
            });
        }
        assert_eq!(walk.found(), 1);
    }

    #[test]
    fn a_poll_stops_three_minutes_before_the_watermark() {
        let since = || Walk::since(Timestamp(10 * 60_000));
        check(
            since(),
            &["1@10 2@8 3@7 4@6 >a"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@10 2@8 3@7 4@6 >a -> store 4, forget 0, complete, newest Some(10)
            found 4
        "#]],
        );
        check(
            since(),
            &["1@12 2@11 >a", "3@7 >b", "4@6 >c"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@12 2@11 >a -> store 2, forget 0, ask NewestFirst a
            3@7 >b -> store 1, forget 0, ask NewestFirst b
            4@6 >c -> store 1, forget 0, complete, newest Some(12)
            found 4
        "#]],
        );
        check(
            since(),
            &["1@10"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@10 -> store 1, forget 0, complete, newest Some(10)
            found 1
        "#]],
        );
        check(
            since(),
            &["1@12 2@11 |"],
            expect![[r#"
            Ask { order: NewestFirst, cursor: None }
            1@12 2@11 | -> store 2, forget 0, incomplete, newest Some(12)
            found 2
        "#]],
        );
    }

    /// An edit stamped in the future would hide every edit until then.
    #[test]
    fn the_watermark_is_never_ahead_of_the_clock() {
        let now = Timestamp(100);
        assert_eq!(watermark(Some(Timestamp(60)), now), Some(Timestamp(60)));
        assert_eq!(watermark(Some(Timestamp(i64::MAX)), now), Some(now));
        assert_eq!(watermark(None, now), None);
    }
}
