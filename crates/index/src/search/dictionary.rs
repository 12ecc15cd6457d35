//! What the index's own dictionary says about a word: how it goes on, and what is near it.

use super::segment::{Dictionary, Postings, Segment};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;

/// Continuations of a beginning that are looked at. Of four letters there are hundreds in a
/// large index, thousands nowhere but in made-up ones.
const MOST_CONTINUATIONS: usize = 8_000;

/// The `most` commonest words of one segment that start with `beginning`.
pub(super) fn expansions(dictionary: &Dictionary, beginning: &str, most: usize) -> tantivy::Result<Postings> {
    // The rarest on top, each with its place in `found`.
    let mut commonest: BinaryHeap<(Reverse<u32>, usize)> = BinaryHeap::new();
    let mut found: Vec<TermInfo> = Vec::new();
    let mut words = dictionary.0.terms().range().ge(beginning).into_stream()?;
    for _ in 0..MOST_CONTINUATIONS {
        let Some((_, info)) = words.next().filter(|(word, _)| word.starts_with(beginning.as_bytes())) else {
            break;
        };
        if found.len() < most {
            commonest.push((Reverse(info.doc_freq), found.len()));
            found.push(info.clone());
        } else if let Some(mut rarest) = commonest.peek_mut().filter(|rarest| rarest.0.0 < info.doc_freq) {
            rarest.0 = Reverse(info.doc_freq);
            if let Some(found) = found.get_mut(rarest.1) {
                *found = info.clone();
            }
        }
    }
    Ok(Postings { dictionary: dictionary.clone(), found })
}

/// Words looked at that start with one and the same slip.
const MOST_OF_A_SLIP: usize = 100;

/// Whether any page has the word, or one that starts with it.
pub(super) fn has(segments: &[Segment], word: &str, prefix: bool) -> tantivy::Result<bool> {
    for segment in segments {
        let mut words = segment.body.whole.0.terms().range().ge(word).into_stream()?;
        let next = words.next().map(|(found, _)| found);
        if next.is_some_and(|found| found == word.as_bytes() || prefix && found.starts_with(word.as_bytes()))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The `most` commonest words that one insertion, deletion, replacement or swap of
/// neighbours makes of the word `term` (or of its beginning, with `prefix`). Unless
/// `any_first`, those with the same first letter, if there are any: a slip there is rare.
pub(super) fn neighbours(
    segments: &[Segment],
    term: &Term,
    prefix: bool,
    any_first: bool,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let near = if prefix { FuzzyTermQuery::new_prefix } else { FuzzyTermQuery::new }(term.clone(), 1, true);
    let (near, value) = (near.automaton()?, term.value());
    let word = value.as_str().unwrap_or_default();
    let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
    let after = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
    let mut commonest = Commonest::new(most);
    for segment in segments {
        let range = segment.body.whole.0.terms().search(&near);
        let mut words = range.ge(text(first, &mut [0; 4])).lt(text(after, &mut [0; 4])).into_stream()?;
        while let Some((word, info)) = words.next() {
            commonest.add(word, info.doc_freq);
        }
        commonest.end_segment();
    }
    if any_first || commonest.counts.is_empty() {
        // With a slip in the first letter the rest is right: each possible word is looked up,
        // since the automaton would go through the whole dictionary for them.
        let slips = first_slips(word, first);
        for segment in segments {
            for slip in &slips {
                let mut words = segment.body.whole.0.terms().range().ge(slip).into_stream()?;
                for _ in 0..MOST_OF_A_SLIP {
                    let Some((word, info)) = words.next() else { break };
                    let fits = word == slip.as_bytes() || prefix && word.starts_with(slip.as_bytes());
                    if !fits {
                        break;
                    }
                    commonest.add(word, info.doc_freq);
                }
            }
            commonest.end_segment();
        }
    }
    Ok(commonest.words())
}

/// Words that `word`, which starts with `first`, may be meant for with a slip at its beginning.
fn first_slips(word: &str, first: char) -> Vec<String> {
    let rest = word.get(first.len_utf8()..).unwrap_or_default();
    let mut slips = vec![rest.to_owned()];
    if let Some(second) = rest.chars().next() {
        slips.push(format!("{second}{first}{}", rest.get(second.len_utf8()..).unwrap_or_default()));
    }
    // Lower-case letters of an alphabet lie around one of them, and in Latin the digits: around
    // the first, or where that is of another alphabet, around the second.
    let around = |letter: char| u32::from(letter).saturating_sub(48)..u32::from(letter) + 48;
    let letters: BTreeSet<u32> =
        [Some(first), rest.chars().next()].into_iter().flatten().flat_map(around).collect();
    let letters = letters.into_iter().filter_map(char::from_u32);
    for other in letters.filter(|c| c.is_alphanumeric() && !c.is_uppercase()) {
        slips.extend([format!("{other}{rest}"), format!("{other}{word}")]);
    }
    slips
}

fn text(character: char, buffer: &mut [u8; 4]) -> &[u8] {
    character.encode_utf8(buffer).as_bytes()
}

/// The commonest words so far. Counts are exact for words that are among the commonest of
/// each segment they are in, which is near enough to choose by; nothing is kept of others.
struct Commonest {
    most: usize,
    /// Of the segment being read, the rarest on top.
    segment: BinaryHeap<(Reverse<u32>, Vec<u8>)>,
    counts: HashMap<Vec<u8>, u32>,
}

impl Commonest {
    fn new(most: usize) -> Self {
        Self { most, segment: BinaryHeap::new(), counts: HashMap::new() }
    }

    fn add(&mut self, word: &[u8], pages: u32) {
        if self.segment.len() < self.most {
            self.segment.push((Reverse(pages), word.to_owned()));
        } else if let Some(mut rarest) = self.segment.peek_mut().filter(|rarest| rarest.0.0 < pages) {
            rarest.0 = Reverse(pages);
            rarest.1.clear();
            rarest.1.extend_from_slice(word);
        }
    }

    fn end_segment(&mut self) {
        for (Reverse(pages), word) in self.segment.drain() {
            *self.counts.entry(word).or_default() += pages;
        }
    }

    fn words(self) -> Vec<String> {
        let words = self
            .counts
            .into_iter()
            .filter_map(|(word, pages)| Some((Reverse(pages), String::from_utf8(word).ok()?)));
        let mut words: Vec<(Reverse<u32>, String)> = words.collect();
        words.sort_unstable();
        words.truncate(self.most);
        words.into_iter().map(|(_, word)| word).collect()
    }
}
