//! How a beginning goes on, by the index's own dictionary.

use super::segment::{Dictionary, Segments};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use tantivy::postings::TermInfo;

/// Continuations of a beginning that are looked at. Of four letters there are hundreds in a
/// large index, thousands nowhere but in made-up ones.
const MOST_CONTINUATIONS: usize = 8_000;

/// The `most` commonest words of one segment that start with `beginning`.
pub(super) fn expansions(
    dictionary: &Dictionary,
    beginning: &str,
    most: usize,
) -> tantivy::Result<Vec<TermInfo>> {
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
    Ok(found)
}

/// Words of one beginning that are looked at one by one.
const MOST_COMPARED: usize = 600;

/// The `most` commonest words of all segments that start with `beginning` and fit, each with
/// the number of its pages.
pub(super) fn words_with(
    index: &Segments,
    beginning: &str,
    most: usize,
    fits: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<(String, u64)>> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for segment in &index.all {
        let mut words = segment.body.whole.0.terms().range().ge(beginning).into_stream()?;
        for _ in 0..MOST_COMPARED {
            let Some((word, info)) = words.next().filter(|(word, _)| word.starts_with(beginning.as_bytes()))
            else {
                break;
            };
            if let Ok(word) = std::str::from_utf8(word)
                && fits(word)
            {
                match counts.get_mut(word) {
                    Some(count) => *count += u64::from(info.doc_freq),
                    None => drop(counts.insert(word.to_owned(), info.doc_freq.into())),
                }
            }
        }
    }
    let mut words: Vec<(String, u64)> = counts.into_iter().collect();
    words.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    words.truncate(most);
    Ok(words)
}
