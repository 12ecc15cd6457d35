//! How a beginning goes on, by the index's own dictionary.

use super::segment::{Dictionary, Postings};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::postings::TermInfo;

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
