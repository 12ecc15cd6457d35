//! What the index's own dictionary says about a word: how it goes on, and what is near it.

use crate::tokenizer::FIRST_PAIRED;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The `most` commonest words that start with `beginning`.
pub(super) fn expansions(
    searcher: &Searcher,
    field: Field,
    beginning: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let mut commonest = Commonest::new(most);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().range().ge(beginning).into_stream()?;
        while let Some((word, info)) = words.next().filter(|(word, _)| word.starts_with(beginning.as_bytes()))
        {
            commonest.add(word, info.doc_freq);
        }
        commonest.end_segment();
    }
    Ok(commonest.words())
}

/// Whether any page has the word, or one that starts with it.
pub(super) fn has(searcher: &Searcher, field: Field, word: &str, prefix: bool) -> io::Result<bool> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field).map_err(io::Error::other)?;
        let mut words = index.terms().range().ge(word).into_stream()?;
        let next = words.next().map(|(found, _)| found);
        if next.is_some_and(|found| found == word.as_bytes() || prefix && found.starts_with(word.as_bytes()))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The `most` commonest words that one insertion, deletion, replacement or swap of
/// neighbours makes of `word` (or of its beginning, with `prefix`). Unless `any_first`,
/// those with the same first letter, if there are any.
pub(super) fn neighbours(
    searcher: &Searcher,
    term: &Term,
    word: &str,
    prefix: bool,
    any_first: bool,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let near = if prefix { FuzzyTermQuery::new_prefix } else { FuzzyTermQuery::new }(term.clone(), 1, true);
    let near = near.automaton()?;
    let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
    let after = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
    // A slip in the first letter is rare, and any first letter a long way through the
    // dictionary; the longest way, through pairs of Chinese characters, leads nowhere.
    let same = Some((first, after)).filter(|_| !any_first);
    for (from, until) in same.into_iter().chain([('\0', FIRST_PAIRED)]) {
        let mut commonest = Commonest::new(most);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(term.field())?;
            let range = index.terms().search(&near);
            let mut words = range.ge(text(from, &mut [0; 4])).lt(text(until, &mut [0; 4])).into_stream()?;
            while let Some((word, info)) = words.next() {
                commonest.add(word, info.doc_freq);
            }
            commonest.end_segment();
        }
        let words = commonest.words();
        if !words.is_empty() {
            return Ok(words);
        }
    }
    Ok(Vec::new())
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
