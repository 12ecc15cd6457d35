//! Words that begin alike, by the index's own dictionary.

use super::segment::Segments;
use std::collections::HashMap;

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
