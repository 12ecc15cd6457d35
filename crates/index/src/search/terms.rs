//! What a query asks the index for, term by term.
//!
//! Not what it asks of a text: `asked` looks at those.

use crate::asked::Asked;
use crate::fields::{LONGEST_START, exact};
use crate::query::Query;
use crate::tokenizer::{Term, TermKind, query_terms};

/// The terms of a query, with what replaces them.
pub(super) struct Terms {
    pub wanted: Vec<Wanted>,
    /// Words that may not occur.
    pub unwanted: Vec<String>,
    /// The number of the title that was typed, if it is one, as a dictionary has it.
    pub exact: [u8; 8],
}

/// One term, or what stands for it.
pub(super) struct Wanted {
    pub term: Term,
    pub instead: Vec<String>,
}

impl Wanted {
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let texts =
            if self.instead.is_empty() { std::slice::from_ref(&self.term.text) } else { &self.instead };
        texts.iter().map(String::as_str)
    }

    pub(super) fn open(&self) -> bool {
        self.term.kind == TermKind::Start && self.instead.is_empty()
    }

    /// Whether its beginning is a term of the index.
    pub(super) fn short(&self) -> bool {
        self.term.text.chars().count() <= LONGEST_START
    }
}

impl Terms {
    pub(super) fn new(query: &Query, asked: &Asked) -> Self {
        // Of an unwanted phrase the index knows only that its words occur: texts are checked later.
        let unwanted = query.without.iter().map(|phrase| query_terms(&phrase.text, false));
        let unwanted = unwanted.filter_map(|terms| match <[Term; 1]>::try_from(terms) {
            Ok([term]) if term.kind == TermKind::Whole => Some(term.text),
            _ => None,
        });
        let wanted = query.terms().into_iter().map(|term| Wanted { term, instead: Vec::new() });
        Self {
            wanted: wanted.collect(),
            unwanted: unwanted.collect(),
            exact: exact(asked.plain()).to_be_bytes(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }
}
