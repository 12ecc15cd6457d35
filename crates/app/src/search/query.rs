//! The meaning of a typed text for this person, here and now.
//!
//! Not here: how a text is parsed (`trove-index`), and which pages the filters let in (`filter`).

use super::filter::Names;
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
