//! The meaning of a typed text for this person, here and now.
//!
//! Not here: how a text is parsed (`trove-index`).

use super::candidates::FilteredEntries;
use crate::corpus::Corpus;
use crate::ui_types::IndexState;
use trove_index::asked::Asked;
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_model::Timestamp;

pub fn parse(text: &str, now: Timestamp) -> Query {
    Query::parse(text, &Today { now, zone: jiff::tz::TimeZone::system() })
}

/// What the words of a text ask for, corrected as an answer would be.
pub fn asked(corpus: &Corpus, text: &str, correct: bool, now: Timestamp) -> Asked {
    let query = parse(text, now);
    let entries = corpus.read();
    let pages = FilteredEntries { entries: &entries, now, lets_in: |_: &_| true };
    let corrected = match (corpus.index(), corpus.index_state()) {
        (Some(index), IndexState::Ready) if correct && !query.terms().is_empty() => {
            index.searcher().search(&query, &pages, 1, true).ok()
        }
        _ => None,
    };
    corrected.map_or_else(|| Asked::new(&query), |answer| answer.asked)
}
