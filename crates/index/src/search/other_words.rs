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
const COMPARED: usize = 16;
/// Other words that stand for one.
const MOST_FORMS: usize = 8;
const MOST_OUTER: usize = 40;
const MOST_SPLITS: usize = 3;

/// So many pages with a word are enough.
pub(super) const FREQUENT: u64 = 20;
/// Less of a word is inside of too many.
const SHORTEST_INSIDE: usize = 3;
const SHORTEST_INSIDE_OF_OTHERS: usize = 5;
/// Letters of a word that is made of several, and of each of these.
const SHORTEST_SPLIT: usize = 6;
const LONGEST_SPLIT: usize = 40;
const SHORTEST_PART: usize = 2;

/// Forms of `word` that pages have, the commonest first.
pub(super) fn forms(index: &Segments, word: &str) -> tantivy::Result<Vec<String>> {
    let Some(stems) = Stems::of(word) else { return Ok(Vec::new()) };
    let known = index.has(word, false)?;
    let mut found = Vec::new();
    for (other, _) in words_with(index, stems.beginning(), COMPARED, |other| stems.may_be_form(other))? {
        // Some language has an ending for nearly every slip.
        let slip = !known && is_slip(word, &other);
        if found.len() < MOST_FORMS && !slip && stems.is_form(&other) {
            found.push(other);
        }
    }
    Ok(found)
}

/// Whether one of two words is the other with a slip before its last letter.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char], skipped: usize| word.get(same + skipped..).unwrap_or_default().to_vec();
    let (left, right) = (rest(short, 0), rest(long, 0));
    match long.len() - short.len() {
        0 if left.len() < 2 => false,
        0 => {
            let swapped = left.first() == right.get(1) && left.get(1) == right.first();
            swapped && rest(short, 2) == rest(long, 2) || rest(short, 1) == rest(long, 1)
        }
        1 => !left.is_empty() && left == rest(long, 1),
        _ => false,
    }
}

/// Longer words that have `word` in them, the commonest first. A word that pages have is seldom
/// meant as a part of another; nor is a short one beside others, or as it says something itself.
pub(super) fn outer_words(index: &Segments, word: &str, alone: bool) -> tantivy::Result<Vec<String>> {
    let (letters, pages) = (word.chars().count(), index.frequency(word)?);
    let shortest = if alone && pages == 0 { SHORTEST_INSIDE } else { SHORTEST_INSIDE_OF_OTHERS };
    if letters < shortest || pages >= FREQUENT {
        return Ok(Vec::new());
    }
    let mut found: HashSet<String> = HashSet::new();
    // Then without its ending: protokolle in *Besprechungsprotokoll*.
    let stems = Stems::of(word);
    let shorter = stems.as_ref().and_then(Stems::without_ending);
    let shorter = shorter.filter(|word| word.chars().count() >= SHORTEST_INSIDE_OF_OTHERS);
    for part in [word].into_iter().chain(shorter) {
        if !found.is_empty() {
            break;
        }
        for segment in &index.all {
            segment.vocabulary()?.with_inside(part, |outer| {
                found.insert(outer.to_owned());
            });
        }
    }
    let mut counted = Vec::new();
    for outer in found {
        counted.push((Reverse(index.frequency(&outer)?), outer));
    }
    counted.sort_unstable();
    counted.truncate(MOST_OUTER);
    Ok(counted.into_iter().map(|(_, outer)| outer).collect())
}

/// The words that `word` is made of, each of which pages have: `login form` of `loginform`. With
/// `open` the last one may be half typed. The likeliest first: the one whose rarest word is the
/// commonest.
pub(super) fn splits(index: &Segments, word: &str, open: bool) -> tantivy::Result<Vec<Vec<String>>> {
    if !(SHORTEST_SPLIT..=LONGEST_SPLIT).contains(&word.chars().count()) || index.frequency(word)? >= FREQUENT
    {
        return Ok(Vec::new());
    }
    let mut splitting =
        Splitting { index, open, pages: BTreeMap::new(), before: Vec::new(), found: Vec::new() };
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
    open: bool,
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

    /// Whether `rest` is a word, or the beginning of one.
    fn ends_with(&mut self, rest: &'a str) -> tantivy::Result<bool> {
        let begins = self.open && rest.chars().count() > SHORTEST_PART;
        Ok(self.pages(rest)? > 0 || begins && self.index.has(rest, true)?)
    }

    fn split(&mut self, rest: &'a str) -> tantivy::Result<()> {
        if !self.before.is_empty() && self.ends_with(rest)? {
            let words: Vec<&str> = self.before.iter().copied().chain([rest]).collect();
            // What is half typed says nothing of how common the word is.
            let pages = words.iter().filter_map(|word| self.pages.get(word).copied());
            let rarest = pages.filter(|pages| *pages > 0).min();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_endings() {
        for (word, slip) in [
            ("kitchen", "kitchn"),
            ("kitchen", "kitchne"),
            ("budget", "budgte"),
            ("calendar", "calender"),
            ("отпуск", "отпсук"),
        ] {
            assert!(is_slip(word, slip) && is_slip(slip, word), "{slip}");
        }
        for (word, form) in [
            ("meeting", "meetings"),
            ("city", "cities"),
            ("libro", "libri"),
            ("книга", "книги"),
            ("release", "releasing"),
            ("map", "map"),
        ] {
            assert!(!is_slip(word, form) && !is_slip(form, word), "{form}");
        }
    }
}
