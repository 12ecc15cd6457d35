//! What a query found, and what has to be known of pages to order it.
//!
//! Not how it is found (`search`, `titles`), nor in which order (`ranking`).

use crate::asked::{Asked, Correction, Met};
use crate::ranking::{Rank, Signals, Title};

/// What is known of pages outside the index; all of it in memory.
pub trait Pages {
    /// `None` for a page that is gone or that a filter leaves out.
    fn page(&self, id: u64) -> Option<Known<'_>>;

    /// Calls `found` with the name of each thing that the page lies in: pages, databases,
    /// workspaces.
    fn path(&self, id: u64, found: &mut dyn FnMut(Title<'_>)) {
        let _ = (id, found);
    }

    /// Calls `found` with the title of each page that no filter leaves out, in
    /// [`plain_title`](crate::asked::plain_title) form.
    fn titles(&self, found: &mut dyn FnMut(&str)) {
        let _ = found;
    }
}

/// What is known of a page outside the index.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub title: Title<'a>,
    pub signals: Signals,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Best first; those that lack something of what was typed come after those that do not,
    /// but for titles that were typed whole.
    pub hits: Vec<Hit>,
    /// Pages found in all, before bodies are checked; those that lack something are counted,
    /// too, where there are few others.
    pub total: usize,
    /// There may be more than `total`: a step met its bound, or was not needed.
    pub more: bool,
    /// Words that no page has, and what was found instead.
    pub corrections: Vec<Correction>,
    /// What was left out, as it was typed.
    pub left_out: Vec<String>,
    /// What to mark and to check bodies with: the query, and what else stands for its words.
    pub asked: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub id: u64,
    pub rank: Rank,
    /// Which of what is wanted it lacks.
    pub lacks: Met,
    /// Only its text tells whether it has all that it was found for.
    pub unchecked: bool,
}
