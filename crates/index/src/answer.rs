//! What a query found, and what has to be known of pages to order it.
//!
//! Not how it is found (`search`, `titles`), nor in which order (`ranking`).

use crate::asked::{Asked, Correction};
use crate::ranking::{Signals, Tier};

/// What is known of pages outside the index; all of it in memory.
pub trait Pages {
    /// `None` for a page that is gone or that a filter leaves out.
    fn page(&self, id: u64) -> Option<Known<'_>>;
}

/// What is known of a page outside the index.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// In [`plain`](crate::asked::plain) form.
    pub title: &'a str,
    pub signals: Signals,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Pages found in all, before bodies are checked.
    pub total: usize,
    /// There may be more than `total`: a step met its bound, or was not needed.
    pub more: bool,
    /// Words that no page has, and what was looked for instead.
    pub corrections: Vec<Correction>,
    /// What to mark and to check bodies with: the query, corrected.
    pub asked: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub id: u64,
    pub tier: Tier,
    /// Found with a word replaced.
    pub corrected: bool,
}
