//! Titles alone, looked through one by one: for as long as there is no index to ask.
//!
//! While the index is opened or made anew, typing shall answer all the same. Not bodies, and
//! no corrections: both need the index. The order among answers is the same (`ranking`).

use crate::answer::{Answer, Hit, Known};
use crate::asked::{Asked, Met};
use crate::query::Query;
use crate::ranking::{Found, Rank, Tier, in_title, of_title};
use crate::wanted::How;
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
    let needles: Vec<Finder<'_>> =
        asked.needles().into_iter().map(|one| Finder::new(one.as_bytes())).collect();
    // The worst on top.
    let (mut best, mut total): (BinaryHeap<(Rank, u64)>, usize) = (BinaryHeap::new(), 0);
    for (id, page) in pages {
        let stands = |needle: &Finder<'_>| needle.find(page.title.plain.as_bytes()).is_some();
        if !needles.is_empty() && !needles.iter().any(stands) {
            continue;
        }
        // With enough titles that start with what was typed, no other one can get among them.
        let full = best.len() >= limit;
        let worst = best.peek().map(|(worst, _)| worst.tier).filter(|_| full);
        if worst.is_some_and(|worst| worst <= Tier::TitleStart)
            && !page.title.plain.starts_with(asked.plain(How::Typed))
        {
            continue;
        }
        let found = in_title(&asked, page.title);
        if found.met != asked.everything() || asked.spoils(page.title.plain) {
            continue;
        }
        total += 1;
        let rank = of_title(&asked, page.title, &found, &page.signals, &Found::default());
        // What is worse by its tier already needs no closer look.
        if full && worst.is_none_or(|worst| worst < rank.tier) {
            continue;
        }
        best.push((rank, id));
        if full {
            best.pop();
        }
    }
    let unchecked = asked.leaves_out();
    let hit = |(rank, id): (Rank, u64)| Hit { id, rank, lacks: Met::default(), unchecked };
    let hits = best.into_sorted_vec().into_iter().map(hit).collect();
    let left_out = query.without.iter().map(|without| without.piece.text.clone()).collect();
    drop(needles);
    Answer { hits, total, more: true, corrections: Vec::new(), left_out, asked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain_title;
    use crate::dates::Today;
    use crate::ranking::{Signals, Title};
    use trove_model::Timestamp;

    fn titles(typed: &str, titles: &[&str], limit: usize) -> (Vec<u64>, usize) {
        let query = Query::parse(typed, &Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC });
        let plain: Vec<String> = titles.iter().map(|title| plain_title(title)).collect();
        let pages = (0..).zip(plain.iter().zip(titles)).map(|(id, (plain, original))| {
            let signals =
                Signals { edited: Some(Timestamp(-i64::try_from(id).unwrap())), ..Signals::default() };
            (id, Known { title: Title { plain, original }, signals })
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
        assert_eq!(titles("-road", &TITLES, 9), (vec![4, 3, 2, 1], 4));
        assert_eq!(titles("road", &TITLES, 0), (vec![], 4));
    }
}
