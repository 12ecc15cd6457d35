//! What `trove saved --json` prints.

use super::Hit;
use serde::Serialize;
use trove_app::NewInSearch;
use trove_app::ui_types::SearchHit;

/// A line of `trove saved list`.
#[derive(Debug, Serialize)]
pub struct SavedSearch {
    pub query: String,
    /// Pages that are new in it, or changed, since somebody looked.
    pub new: usize,
    /// There may be more than that.
    pub more: bool,
}

impl From<NewInSearch> for SavedSearch {
    fn from(search: NewInSearch) -> Self {
        Self { query: search.text, new: search.hits.len(), more: search.more }
    }
}

/// A line of `trove saved new`.
#[derive(Debug, Serialize)]
pub struct NewHit {
    /// The search that it is new in.
    pub saved: String,
    #[serde(flatten)]
    pub hit: Hit,
}

impl NewHit {
    pub fn new(search: &str, hit: SearchHit) -> Self {
        Self { saved: search.to_owned(), hit: hit.into() }
    }
}
