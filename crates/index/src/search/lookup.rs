//! What is wanted, as the index has it: which documents of a segment have it.
//!
//! Not which alternatives are tried when (`search`), and no texts: `asked` looks at those.

use super::segment::{Dictionary, Documents, Segment, Words, all_of, any_of};
use crate::fields::LONGEST_START;
use crate::sequence::Sequence;
use crate::tokenizer::{Term, TermKind};
use crate::wanted::{How, Wanted};

/// Which texts of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    /// Title and body.
    Body,
}

impl Part {
    pub(super) fn of(self, segment: &Segment) -> &Words {
        match self {
            Self::Title => &segment.title,
            Self::Body => &segment.body,
        }
    }
}

/// The documents that have some alternative of `wanted`, up to a distance from what was typed.
/// With `open`, a word that may go on does. `None` where there are none.
pub(super) fn documents(
    words: &Words,
    wanted: &Wanted,
    up_to: How,
    open: bool,
) -> tantivy::Result<Option<Documents>> {
    let mut alternatives = Vec::new();
    for alternative in &wanted.alternatives {
        if alternative.how > up_to || alternative.only_text {
            continue;
        }
        let terms: Vec<Term> = alternative.all.iter().flat_map(|sequence| sequence.terms(open)).collect();
        alternatives.extend(all_terms(words, &terms)?);
    }
    Ok(any_of(alternatives))
}

/// The documents that have all terms.
pub(super) fn all_terms(words: &Words, terms: &[Term]) -> tantivy::Result<Option<Documents>> {
    let mut all = Vec::new();
    for term in terms {
        let Some(documents) = of_term(words, term)? else { return Ok(None) };
        all.push(documents);
    }
    Ok(all_of(all))
}

fn of_term(words: &Words, Term { text, kind }: &Term) -> tantivy::Result<Option<Documents>> {
    let leaf = |dictionary: &Dictionary| -> tantivy::Result<Option<Documents>> {
        Ok(dictionary.get(text)?.map(|info| dictionary.documents(info)))
    };
    match kind {
        TermKind::Whole => leaf(&words.whole),
        TermKind::Trace => leaf(&words.starts),
        // Its beginning is a term of the index.
        TermKind::Start if text.chars().count() <= LONGEST_START => leaf(&words.starts),
        TermKind::Start => {
            let found = words.continued(text)?;
            Ok(any_of(found.into_iter().map(|info| words.whole.documents(info)).collect()))
        }
    }
}

/// The documents that have something that is not wanted, as far as words tell: of several
/// that stand side by side the index knows only that they occur, and texts are checked later.
pub(super) fn unwanted(words: &Words, sequences: &[Sequence]) -> tantivy::Result<Vec<Documents>> {
    let mut found = Vec::new();
    for word in sequences.iter().filter_map(Sequence::single) {
        found.extend(words.whole.get(word)?.map(|info| words.whole.documents(info)));
    }
    Ok(found)
}
