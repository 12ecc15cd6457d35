//! Typo tolerance: the words that are one slip of the finger away from one that no page has.
//!
//! Not when words are corrected (`search`).

use super::segment::{Segment, Segments};
use crate::asked::Correction;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use tantivy::query::FuzzyTermQuery;

/// Words looked for in place of one that no page has.
const NEIGHBOURS: usize = 8;
/// The same, once nothing has been found: common words are not enough then.
const MORE_NEIGHBOURS: usize = 24;
/// A shorter word has too many neighbours to mean any of them.
const SHORTEST_CORRECTED: usize = 4;

/// How much is taken for a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Courage {
    /// Words of letters that no page has.
    Unknown,
    /// Any word: those of two pages may be one page's, mistyped.
    Any,
}

/// The words to look for in place of `word`, which may go on with `open`; `None` where it is
/// left as it is.
pub(super) fn correction(
    index: &Segments,
    word: &str,
    open: bool,
    courage: Courage,
) -> tantivy::Result<Option<Correction>> {
    let any = courage == Courage::Any;
    let corrects =
        word.chars().count() >= SHORTEST_CORRECTED && word.chars().all(|c| any || c.is_alphabetic());
    if !corrects || !any && index.has(word, open)? {
        return Ok(None);
    }
    let near = tantivy::Term::from_field_text(index.fields.body, word);
    let most = if any { MORE_NEIGHBOURS } else { NEIGHBOURS };
    let mut instead = neighbours(&index.all, &near, open, any, most)?;
    // It may well be right, and another one wrong.
    let known = index.has(word, false)?;
    // With another digit it is another number.
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    instead.retain(|instead| instead != word && digits(instead) == digits(word));
    Ok((!instead.is_empty()).then(|| Correction { typed: word.to_owned(), instead, known }))
}

/// Words looked at that start with one and the same slip.
const MOST_OF_A_SLIP: usize = 100;

/// The `most` commonest words that one insertion, deletion, replacement or swap of
/// neighbours makes of the word `term` (or of its beginning, with `prefix`). Unless
/// `any_first`, those with the same first letter, if there are any: a slip there is rare.
fn neighbours(
    segments: &[Segment],
    term: &tantivy::Term,
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
