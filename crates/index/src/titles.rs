//! Titles alone, looked through one by one: for as long as there is no index to ask.
//!
//! While the index is opened or made anew, typing shall answer all the same. Not bodies, and
//! no corrections: both need the index. The order among answers is the same (`ranking`).

use crate::answer::{Answer, Hit, Known};
use crate::asked::Asked;
use crate::query::Query;
use crate::ranking::{Rank, Tier, of_tier, tier};
use memchr::memmem::Finder;
use std::collections::BinaryHeap;

/// The `limit` best of `pages` by their titles. Pages that a filter leaves out are not to be
/// among them. There may always be more than its total: bodies were not looked at, nor the
/// rest of the titles once enough start with what was typed.
///
/// A hundred thousand titles are a few milliseconds: most are left out by one search for
/// the bytes of the longest word.
pub fn scan<'a>(query: &Query, pages: impl Iterator<Item = (u64, Known<'a>)>, limit: usize) -> Answer {
    let asked = Asked::new(query);
    let needle =
        asked.needles().max_by_key(|needle| needle.len()).map(|needle| Finder::new(needle.as_bytes()));
    // The worst on top.
    let (mut best, mut total): (BinaryHeap<(Rank, u64)>, usize) = (BinaryHeap::new(), 0);
    for (id, page) in pages {
        if needle.as_ref().is_some_and(|needle| needle.find(page.title.as_bytes()).is_none()) {
            continue;
        }
        // With enough titles that start with what was typed, no other one can get among them.
        let full = best.len() >= limit;
        let worst = best.peek().map(|(worst, _)| worst.tier).filter(|_| full);
        if worst.is_some_and(|worst| worst <= Tier::TitleStart) && !page.title.starts_with(asked.plain()) {
            continue;
        }
        let tier = tier(&asked, page.title);
        if needle.is_some() && tier == Tier::Body || asked.spoils(page.title) {
            continue;
        }
        total += 1;
        // What is worse by its tier already needs no closer look.
        if full && worst.is_none_or(|worst| worst < tier) {
            continue;
        }
        best.push((of_tier(tier, &asked, page.title, &page.signals, false), id));
        if full {
            best.pop();
        }
    }
    let hits = best.into_sorted_vec().into_iter();
    let hits = hits.map(|(rank, id)| Hit { id, tier: rank.tier, corrected: false }).collect();
    drop(needle);
    Answer { hits, total, more: true, corrections: Vec::new(), asked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain;
    use crate::dates::Today;
    use crate::ranking::Signals;
    use trove_model::Timestamp;

    fn titles(typed: &str, titles: &[&str], limit: usize) -> (Vec<u64>, usize) {
        let query = Query::parse(typed, &Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC });
        let plain: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        let pages = (0..).zip(&plain).map(|(id, title)| {
            let signals =
                Signals { edited: Some(Timestamp(-i64::try_from(id).unwrap())), ..Signals::default() };
            (id, Known { title, signals })
        });
        let answer = scan(&query, pages, limit);
        assert!(answer.more);
        (answer.hits.iter().map(|hit| hit.id).collect(), answer.total)
    }

    const TITLES: [&str; 6] =
        ["Notes", "Old road, new mapping", "The map of the road", "Road maps", "Road-Map!", "東京都の道路"];

    #[test]
    fn ranked_as_from_the_index() {
        assert_eq!(titles("road map", &TITLES, 9), (vec![4, 3, 2, 1], 4));
        assert_eq!(titles("road map", &TITLES, 2), (vec![4, 3], 4));
        assert_eq!(titles("\"road map\"", &TITLES, 9), (vec![4], 1));
        assert_eq!(titles("road -old", &TITLES, 9), (vec![4, 3, 2], 3));
        assert_eq!(titles("京都", &TITLES, 9), (vec![5], 1));
        assert_eq!(titles("absent", &TITLES, 9), (vec![], 0));
    }

    #[test]
    fn nothing_typed_is_all_newest_first() {
        assert_eq!(titles("", &TITLES, 3), (vec![0, 1, 2], 6));
        assert_eq!(titles("-road", &TITLES, 9), (vec![0, 5], 2));
        assert_eq!(titles("road", &TITLES, 0), (vec![], 4));
    }
}
