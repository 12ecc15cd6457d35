//! The meaning of a typed text for this person, here and now.
//!
//! Not here: how a text is parsed (`trove-index`), and which pages the filters let in (`filter`).

use super::candidates::FilteredEntries;
use super::filter::Names;
use crate::corpus::Corpus;
use crate::ui_types::IndexState;
use trove_index::asked::Asked;
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_model::Timestamp;

/// A filter whose value names nothing is text.
pub fn parse(text: &str, now: Timestamp, names: &Names<'_>) -> Query {
    Query::parse_knowing(text, &today(now), &|kind, value| names.any(kind, value))
}

/// Only what the words of a text ask for: its filters are not looked up.
pub fn parse_words(text: &str, now: Timestamp) -> Query {
    Query::parse(text, &today(now))
}

fn today(now: Timestamp) -> Today {
    Today { now, zone: jiff::tz::TimeZone::system() }
}

/// What the words of a text ask for, with what an answer would let stand for them.
pub fn asked(corpus: &Corpus, text: &str, correct: bool, now: Timestamp) -> Asked {
    let entries = corpus.read();
    let query = parse(text, now, &Names::new(&entries));
    let pages = FilteredEntries { entries: &entries, now, lets_in: |_: &_| true };
    let answer = match (corpus.index(), corpus.index_state()) {
        (Some(index), IndexState::Ready) if !query.asks_nothing() => {
            index.searcher().search(&query, &pages, 1, correct).ok()
        }
        _ => None,
    };
    answer.map_or_else(|| Asked::new(&query), |answer| answer.asked)
}
