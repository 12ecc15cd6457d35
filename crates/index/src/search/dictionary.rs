//! What the index's own dictionary says about a word: how it goes on, and what is near it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Words counted in the pages that have them.
type Counts = HashMap<String, u32>;

/// The `most` commonest words that start with `beginning`.
pub(super) fn expansions(
    searcher: &Searcher,
    field: Field,
    beginning: &str,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let mut counts = Counts::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().range().ge(beginning).into_stream()?;
        while let Some((word, info)) = words.next().filter(|(word, _)| word.starts_with(beginning.as_bytes()))
        {
            count(&mut counts, word, info.doc_freq);
        }
    }
    Ok(commonest(counts, most))
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
/// neighbours makes of `word` (or of its beginning, with `prefix`); those with the same
/// first letter, if there are any.
pub(super) fn neighbours(
    searcher: &Searcher,
    term: &Term,
    word: &str,
    prefix: bool,
    most: usize,
) -> tantivy::Result<Vec<String>> {
    let near = if prefix { FuzzyTermQuery::new_prefix } else { FuzzyTermQuery::new }(term.clone(), 1, true);
    let mut counts = Counts::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(term.field())?;
        let mut words = index.terms().search(near.automaton()?).into_stream()?;
        while let Some((word, info)) = words.next() {
            count(&mut counts, word, info.doc_freq);
        }
    }
    let first = word.chars().next();
    if counts.keys().any(|found| found.chars().next() == first) {
        counts.retain(|found, _| found.chars().next() == first);
    }
    Ok(commonest(counts, most))
}

fn count(counts: &mut Counts, word: &[u8], pages: u32) {
    let Ok(word) = std::str::from_utf8(word) else { return };
    match counts.get_mut(word) {
        Some(count) => *count += pages,
        None => {
            counts.insert(word.to_owned(), pages);
        }
    }
}

fn commonest(counts: Counts, most: usize) -> Vec<String> {
    let mut words: Vec<(Reverse<u32>, String)> =
        counts.into_iter().map(|(word, count)| (Reverse(count), word)).collect();
    words.sort_unstable();
    words.truncate(most);
    words.into_iter().map(|(_, word)| word).collect()
}
