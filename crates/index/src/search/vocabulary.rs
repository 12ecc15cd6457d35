//! The words of a segment, one after the other in memory, to be looked into: the dictionary
//! itself finds words by their beginnings only.
//!
//! A search through all of them is a search for bytes: 250,000 words are two megabytes.

use crate::runs::begins_paired;
use memchr::memmem::Finder;
use memchr::{memchr, memrchr};
use tantivy::InvertedIndexReader;

/// Shorter words are not inside of others, and have nothing inside.
const SHORTEST: usize = 5;
const LONGEST: usize = 48;
/// Words looked at that have the same inside.
const MOST: usize = 300;

#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Each word between two ends of line.
    words: String,
}

impl Vocabulary {
    pub(super) fn new(dictionary: &InvertedIndexReader) -> tantivy::Result<Self> {
        let mut words = String::from("\n");
        let mut all = dictionary.terms().stream()?;
        while let Some((word, _)) = all.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let fits = (SHORTEST..=LONGEST).contains(&word.len())
                && !word.starts_with(begins_paired)
                && word.chars().any(char::is_alphabetic);
            if fits {
                words.push_str(word);
                words.push('\n');
            }
        }
        words.shrink_to_fit();
        Ok(Self { words })
    }

    /// Calls `found` with words that have `part` in them and are longer.
    pub(super) fn with_inside(&self, part: &str, mut found: impl FnMut(&str)) {
        let finder = Finder::new(part.as_bytes());
        let mut end = 0;
        for at in finder.find_iter(self.words.as_bytes()).take(MOST) {
            // A word may have it twice.
            if at < end {
                continue;
            }
            let words = self.words.as_bytes();
            let start = words.get(..at).and_then(|before| memrchr(b'\n', before)).map_or(0, |line| line + 1);
            let line = words.get(at..).and_then(|rest| memchr(b'\n', rest));
            end = line.map_or(words.len(), |line| at + line);
            if let Some(word) = self.words.get(start..end).filter(|word| word.len() > part.len()) {
                found(word);
            }
        }
    }
}
