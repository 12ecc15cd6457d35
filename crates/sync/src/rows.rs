//! The rows of data sources, where search ends before everything is listed.
//!
//! Not here: search (`plan`) and storing pages.
//!
//! A query lists 10,000 rows at most, so rows are walked in the order of their creation,
//! and where a list ends too early the next begins with the last row's moment.

use crate::plan::{PART_SIZE, larger};
use std::collections::HashSet;
use trove_model::{NotionId, Timestamp};

/// How often one walk starts its list over because the cursor went stale.
const RESTARTS: u32 = 2;
/// How many parts in a row may bring nothing new before a walk counts as endless.
const BARREN_PARTS: u32 = 3;

/// One request for rows: those created at a moment or later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuery {
    pub since: Option<Timestamp>,
    pub cursor: Option<String>,
    pub size: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextRows {
    Ask(RowQuery),
    /// Whether all rows were met.
    Done(bool),
}

/// One data source on its way.
#[derive(Debug)]
pub struct Rows {
    next: NextRows,
    newest: Option<Timestamp>,
    seen: HashSet<NotionId>,
    cursors: HashSet<String>,
    barren: u32,
    restarts: u32,
    /// How many different rows it meets at most.
    most: usize,
}

impl Rows {
    /// From the start, or from where an earlier walk stopped; to `most` different rows.
    pub fn since(created: Option<Timestamp>, most: usize) -> Self {
        Self {
            next: NextRows::Ask(RowQuery { since: created, cursor: None, size: PART_SIZE }),
            newest: created,
            seen: HashSet::new(),
            cursors: HashSet::new(),
            barren: 0,
            restarts: 0,
            most,
        }
    }

    pub fn next(&self) -> &NextRows {
        &self.next
    }

    /// When the last row met so far was created.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    /// Notion answered with these rows, created then.
    pub fn answered(
        &mut self,
        rows: impl Iterator<Item = (NotionId, Option<Timestamp>)>,
        next: Option<String>,
        incomplete: bool,
    ) {
        let NextRows::Ask(mut query) = self.next.clone() else { return };
        query.size = larger(query.size);
        let mut fresh = false;
        for (id, created) in rows {
            fresh |= self.seen.insert(id);
            self.newest = created.max(self.newest);
        }
        self.barren = if fresh { 0 } else { self.barren + 1 };
        self.next = match next {
            Some(_) if self.barren >= BARREN_PARTS || self.seen.len() >= self.most => NextRows::Done(false),
            Some(cursor) if self.cursors.insert(cursor.clone()) => {
                NextRows::Ask(RowQuery { cursor: Some(cursor), ..query })
            }
            Some(_) => self.next_list(&query),
            None if incomplete => self.next_list(&query),
            None => NextRows::Done(true),
        };
    }

    pub fn cursor_went_stale(&mut self) {
        let NextRows::Ask(query) = &self.next else { return };
        self.restarts += 1;
        self.next = if self.restarts > RESTARTS {
            NextRows::Done(false)
        } else {
            NextRows::Ask(RowQuery { since: self.newest, cursor: None, size: query.size })
        };
    }

    /// The answer was larger than is read: fewer at once.
    pub fn was_too_large(&mut self) {
        let NextRows::Ask(query) = &self.next else { return };
        self.next = match query.size {
            0 | 1 => NextRows::Done(false),
            size => NextRows::Ask(RowQuery { size: size / 2, ..query.clone() }),
        };
    }

    /// What was created in one moment and is more than a list holds cannot be told apart.
    fn next_list(&self, query: &RowQuery) -> NextRows {
        if self.newest > query.since {
            NextRows::Ask(RowQuery { since: self.newest, cursor: None, size: query.size })
        } else {
            NextRows::Done(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// The minutes in which rows were created; then `>cursor` for more or `|` for an end
    /// before the end. `stale` alone is a refused cursor.
    fn check(answers: &[&str], expect: Expect) {
        let mut rows = Rows::since(None, 100);
        let (mut told, mut rows_met) = (String::new(), 0_u8);
        for answer in answers {
            if *answer == "stale" {
                rows.cursor_went_stale();
            } else {
                let words: Vec<&str> = answer.split_whitespace().collect();
                let minutes: Vec<i64> = words.iter().filter_map(|word| word.parse().ok()).collect();
                // Each answer shows rows that were not met before.
                let created = minutes.into_iter().map(|minute| {
                    rows_met += 1;
                    (NotionId::from_bytes([rows_met; 16]), Some(Timestamp(minute)))
                });
                let next = words.iter().find_map(|word| word.strip_prefix('>')).map(str::to_owned);
                rows.answered(created, next, words.contains(&"|"));
            }
            told += &match rows.next() {
                NextRows::Done(all) => format!("{answer} -> {}\n", if *all { "all" } else { "not all" }),
                NextRows::Ask(RowQuery { since, cursor, .. }) => {
                    format!(
                        "{answer} -> since {:?} {}\n",
                        since.map(|at| at.0),
                        cursor.as_deref().unwrap_or("from there")
                    )
                }
            };
        }
        expect.assert_eq(&told);
    }

    #[test]
    fn one_list_or_many() {
        check(
            &["1 2 3 >a", "4 5"],
            expect![[r#"
            1 2 3 >a -> since None a
            4 5 -> all
        "#]],
        );
        check(
            &["1 2 >a", "3 4 |", "4 5 >b", "6 |", "6 7"],
            expect![[r#"
            1 2 >a -> since None a
            3 4 | -> since Some(4) from there
            4 5 >b -> since Some(4) b
            6 | -> since Some(6) from there
            6 7 -> all
        "#]],
        );
        check(
            &["none"],
            expect![[r#"
            none -> all
        "#]],
        );
    }

    /// Ever-new rows under ever-new cursors, of which none is kept since all are in the trash.
    #[test]
    fn a_list_of_ever_new_rows_ends() {
        let mut rows = Rows::since(None, 1_000);
        let mut requests = 0_u32;
        while let NextRows::Ask(query) = rows.next().clone() {
            let part = requests;
            let fresh = (0..u32::from(query.size)).map(|nth| {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&(u64::from(part) * 100 + u64::from(nth)).to_be_bytes());
                (NotionId::from_bytes(id), Some(Timestamp(i64::from(part))))
            });
            requests += 1;
            rows.answered(fresh, Some(format!("cursor {requests}")), requests.is_multiple_of(3));
        }
        assert_eq!((requests, rows.next()), (10, &NextRows::Done(false)));
    }

    #[test]
    fn whatever_notion_answers_it_ends() {
        check(
            &["1 1 >a", "1 |", "1 1 >b", "1 |"],
            expect![[r#"
            1 1 >a -> since None a
            1 | -> since Some(1) from there
            1 1 >b -> since Some(1) b
            1 | -> not all
        "#]],
        );
        check(
            &["1 >a", "1 >a", "1 >a"],
            expect![[r#"
            1 >a -> since None a
            1 >a -> since Some(1) from there
            1 >a -> not all
        "#]],
        );
        check(
            &["|"],
            expect![[r#"
            | -> not all
        "#]],
        );
        check(
            &["1 2 >a", "stale", "2 3 >b", "stale", "3 >c", "stale"],
            expect![[r#"
            1 2 >a -> since None a
            stale -> since Some(2) from there
            2 3 >b -> since Some(2) b
            stale -> since Some(3) from there
            3 >c -> since Some(3) c
            stale -> not all
        "#]],
        );
    }
}
