//! The rows of data sources, where search ends before everything is listed.
//!
//! Not here: search (`plan`) and storing pages.
//!
//! A query lists 10,000 rows at most, so rows are walked in the order of their creation,
//! and where a list ends too early the next begins with the last row's moment.

use std::collections::HashSet;
use trove_model::Timestamp;

/// How often one walk starts its list over because the cursor went stale.
const RESTARTS: u32 = 2;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Rows created at that moment or later.
    Ask { since: Option<Timestamp>, cursor: Option<String> },
    /// Whether all rows were met.
    Done(bool),
}

/// One data source on its way.
#[derive(Debug)]
pub struct Rows {
    step: Step,
    newest: Option<Timestamp>,
    cursors: HashSet<String>,
    restarts: u32,
}

impl Rows {
    /// From the start, or from where an earlier walk stopped.
    pub fn since(created: Option<Timestamp>) -> Self {
        let step = Step::Ask { since: created, cursor: None };
        Self { step, newest: created, cursors: HashSet::new(), restarts: 0 }
    }

    pub fn step(&self) -> &Step {
        &self.step
    }

    /// When the last row met so far was created.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    /// Notion answered with rows created then.
    pub fn answered(
        &mut self,
        created: impl Iterator<Item = Option<Timestamp>>,
        next: Option<String>,
        incomplete: bool,
    ) {
        let Step::Ask { since, .. } = self.step else { return };
        self.newest = created.flatten().max().max(self.newest);
        self.step = match next {
            Some(cursor) if self.cursors.insert(cursor.clone()) => Step::Ask { since, cursor: Some(cursor) },
            Some(_) => self.next_list(since),
            None if incomplete => self.next_list(since),
            None => Step::Done(true),
        };
    }

    pub fn cursor_went_stale(&mut self) {
        self.restarts += 1;
        self.step = if self.restarts > RESTARTS {
            Step::Done(false)
        } else {
            Step::Ask { since: self.newest, cursor: None }
        };
    }

    /// What was created in one moment and is more than a list holds cannot be told apart.
    fn next_list(&self, since: Option<Timestamp>) -> Step {
        if self.newest > since { Step::Ask { since: self.newest, cursor: None } } else { Step::Done(false) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// The minutes in which rows were created; then `>cursor` for more or `|` for an end
    /// before the end. `stale` alone is a refused cursor.
    fn check(answers: &[&str], expect: Expect) {
        let mut rows = Rows::since(None);
        let mut told = String::new();
        for answer in answers {
            if *answer == "stale" {
                rows.cursor_went_stale();
            } else {
                let words: Vec<&str> = answer.split_whitespace().collect();
                let created = words
                    .iter()
                    .filter_map(|word| word.parse().ok())
                    .map(|minute: i64| Some(Timestamp(minute)));
                let next = words.iter().find_map(|word| word.strip_prefix('>')).map(str::to_owned);
                rows.answered(created, next, words.contains(&"|"));
            }
            told += &match rows.step() {
                Step::Done(all) => format!("{answer} -> {}\n", if *all { "all" } else { "not all" }),
                Step::Ask { since, cursor } => {
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
