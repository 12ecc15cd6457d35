//! Words of the index that stand for one that was typed: other forms of it, longer words that
//! it is inside of, the words that it is made of, what it makes with its neighbour.
//!
//! Not words that are a slip of the finger away (`typo_tolerance`).

use super::dictionary::words_with;
use super::segment::Segments;
use crate::stems::Stems;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// Words of the same beginning that are compared by their stems, the commonest first.
const COMPARED: usize = 24;
/// Other words that stand for one.
const MOST_FORMS: usize = 8;
const MOST_OUTER: usize = 40;
const MOST_SPLITS: usize = 3;

/// So many pages with a word are enough.
const FREQUENT: u64 = 20;
/// Less of a word is inside of too many.
const SHORTEST_INSIDE: usize = 3;
/// Letters of a word that is made of several, and of each of these.
const SHORTEST_SPLIT: usize = 6;
const LONGEST_SPLIT: usize = 40;
const SHORTEST_PART: usize = 2;

/// Forms of `word` that pages have, the commonest first.
pub(super) fn forms(index: &Segments, word: &str) -> tantivy::Result<Vec<String>> {
    let Some(stems) = Stems::of(word) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (other, _) in words_with(index, stems.beginning(), COMPARED, |other| stems.may_be_form(other))? {
        if found.len() < MOST_FORMS && stems.is_form(&other) {
            found.push(other);
        }
    }
    Ok(found)
}

/// Longer words that have `word` in them, the commonest first. A word that pages have is seldom
/// meant as a part of another.
pub(super) fn outer_words(index: &Segments, word: &str) -> tantivy::Result<Vec<String>> {
    if word.chars().count() < SHORTEST_INSIDE || index.frequency(word)? >= FREQUENT {
        return Ok(Vec::new());
    }
    let mut found: HashSet<String> = HashSet::new();
    for segment in &index.all {
        segment.vocabulary()?.with_inside(word, |outer| {
            found.insert(outer.to_owned());
        });
    }
    let mut counted = Vec::new();
    for outer in found {
        counted.push((Reverse(index.frequency(&outer)?), outer));
    }
    counted.sort_unstable();
    counted.truncate(MOST_OUTER);
    Ok(counted.into_iter().map(|(_, outer)| outer).collect())
}

/// The words that `word` is made of, each of which pages have: `login form` of `loginform`.
/// The likeliest first: the one whose rarest word is the commonest.
pub(super) fn splits(index: &Segments, word: &str) -> tantivy::Result<Vec<Vec<String>>> {
    if !(SHORTEST_SPLIT..=LONGEST_SPLIT).contains(&word.chars().count()) || index.frequency(word)? >= FREQUENT
    {
        return Ok(Vec::new());
    }
    let mut splitting = Splitting { index, pages: BTreeMap::new(), before: Vec::new(), found: Vec::new() };
    splitting.split(word)?;
    let mut found = splitting.found;
    found.sort_unstable_by_key(|(words, rarest): &(Vec<String>, u64)| (words.len(), Reverse(*rarest)));
    found.truncate(MOST_SPLITS);
    Ok(found.into_iter().map(|(words, _)| words).collect())
}

/// Words that one typed together may be made of.
const MOST_PARTS: usize = 4;

/// A word that is taken apart.
struct Splitting<'a> {
    index: &'a Segments,
    /// How many pages have what was looked up.
    pages: BTreeMap<&'a str, u64>,
    before: Vec<&'a str>,
    found: Vec<(Vec<String>, u64)>,
}

impl<'a> Splitting<'a> {
    fn pages(&mut self, word: &'a str) -> tantivy::Result<u64> {
        if let Some(pages) = self.pages.get(word) {
            return Ok(*pages);
        }
        let pages = self.index.frequency(word)?;
        self.pages.insert(word, pages);
        Ok(pages)
    }

    fn split(&mut self, rest: &'a str) -> tantivy::Result<()> {
        if !self.before.is_empty() && self.pages(rest)? > 0 {
            let words: Vec<&str> = self.before.iter().copied().chain([rest]).collect();
            let rarest = words.iter().filter_map(|word| self.pages.get(word)).min().copied();
            self.found.push((words.into_iter().map(str::to_owned).collect(), rarest.unwrap_or(0)));
        }
        if self.before.len() + 1 >= MOST_PARTS {
            return Ok(());
        }
        // Of three words and more each has three letters: of shorter ones nearly any word is made.
        let shortest = if self.before.is_empty() { SHORTEST_PART } else { SHORTEST_PART + 1 };
        for (at, _) in rest.char_indices().skip(shortest) {
            let (first, others) = rest.split_at(at);
            if others.chars().count() < SHORTEST_PART {
                break;
            }
            if self.pages(first)? > 0 {
                self.before.push(first);
                self.split(others)?;
                self.before.pop();
            }
        }
        Ok(())
    }
}
