//! What is said of saved searches.

use super::plain;
use trove_app::{LONGEST_SEARCH, NewInSearch};

pub const NOTHING_SAVED: &str = "No search is saved yet. Save one: trove saved add QUERY";
pub const EMPTY_SEARCH: &str = "There is nothing to save. Say what to look for: trove saved add QUERY";

pub fn long_search() -> String {
    format!("This is too long to be saved. Shorten it to {LONGEST_SEARCH} bytes.")
}

pub fn saved(query: &str) -> String {
    format!("Saved: {}. What is new in it from now on: trove saved new", plain(query))
}

pub fn no_longer_saved(query: &str) -> String {
    format!("No longer saved: {}", plain(query))
}

pub fn not_saved(query: &str) -> String {
    format!("There is no saved search {query:?}. These are there: trove saved list")
}

/// Only so many of the newest are compared.
pub fn more_new(search: &NewInSearch) -> String {
    format!(
        "In {} at least {} are new; the newest are shown, and those before them are not told apart.",
        plain(&search.text),
        search.hits.len()
    )
}

pub fn new_in(search: &NewInSearch) -> String {
    let new = match search.hits.len() {
        0 => "nothing new".to_owned(),
        count if search.more => format!("at least {count} new"),
        count => format!("{count} new"),
    };
    format!("{}: {new}", plain(&search.text))
}
