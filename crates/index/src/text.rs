//! A text made ready for being looked into, once for many looks: folded, its words found.
//!
//! Not what is looked for (`asked`), and not what is shown of it (`snippet`).

use crate::fold::Folded;
use crate::runs::{Run, runs};
use std::ops::Range;

/// A text of a page, as it is and as it is searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    original: String,
    folded: Folded,
    words: Vec<Word>,
}

/// A [`Run`] without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    start: u32,
    length: u32,
    paired: bool,
}

impl Text {
    pub fn new(original: impl Into<String>) -> Self {
        let original = original.into();
        let folded = Folded::new(&original);
        let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        let words = runs(folded.text()).map(|run| Word {
            start: offset(run.start),
            length: offset(run.text.len()),
            paired: run.paired,
        });
        let mut words: Vec<Word> = words.collect();
        // It is kept, and looked at often.
        words.shrink_to_fit();
        Self { words, folded, original }
    }

    pub fn original(&self) -> &str {
        &self.original
    }

    pub fn folded(&self) -> &str {
        self.folded.text()
    }

    /// Bytes of memory it takes.
    pub fn size(&self) -> usize {
        self.original.capacity() + self.folded.size() + self.words.capacity() * size_of::<Word>()
    }

    /// Its words in order, as [`runs`] finds them.
    pub(crate) fn runs(&self) -> Vec<Run<'_>> {
        let folded = self.folded();
        let run = |word: &Word| {
            let start = word.start as usize;
            let text = folded.get(start..start + word.length as usize).unwrap_or_default();
            Run { text, start, paired: word.paired }
        };
        self.words.iter().map(run).collect()
    }

    /// The part of the original behind a part of the folded text, see [`Folded::origin`].
    pub fn origin(&self, folded: Range<usize>) -> Range<usize> {
        self.folded.origin(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_of_the_folded_text(original in "[a-zÉß東京の가 .\u{301}-]{0,40}") {
            let (text, folded) = (Text::new(original.as_str()), fold(&original));
            prop_assert_eq!(text.folded(), &folded);
            prop_assert_eq!(text.runs(), runs(&folded).collect::<Vec<_>>());
            prop_assert_eq!(text.original(), original);
        }
    }
}
