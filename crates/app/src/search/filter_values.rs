//! What the value of a filter could become while it is typed: names of pages and of people.
//!
//! Not the values that are the same for everybody (the window knows those from `trove-index`'s
//! definition), and not what a name then means (`filter`).

use crate::corpus::page_entries::{PageEntries, PageEntry};
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::UiError;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;
use trove_index::asked::plain;
use trove_index::filter::{FilterKind, named};
use trove_model::Timestamp;

/// More than that are narrowed by more letters.
const MOST: usize = 6;

impl App {
    /// Names that begin so, or have a word that does; those most used first.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn filter_values(&self, filter: &str, typed: &str) -> Result<Vec<String>, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let (now, typed) = (self.inner.clock.wall(), plain(typed));
        let Some(kind) = named(filter).map(|definition| definition.kind) else { return Ok(Vec::new()) };
        blocking(move || {
            let entries = corpus.read();
            match kind {
                FilterKind::In | FilterKind::Similar => titles(&entries, &typed, now),
                FilterKind::By => people(&entries, &typed),
                FilterKind::Workspace | FilterKind::Type | FilterKind::Edited | FilterKind::Created => {
                    Vec::new()
                }
            }
        })
        .await
    }
}

/// How well a name goes with what was typed: from its beginning, or from that of a word.
fn fits(name: &str, typed: &str) -> Option<bool> {
    if name.starts_with(typed) {
        return Some(true);
    }
    let inside = name.match_indices(typed).any(|(at, _)| {
        name.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| !c.is_alphanumeric())
    });
    inside.then_some(false)
}

/// Only what something lies in is worth naming, but every page may come to be that.
fn titles(entries: &PageEntries, typed: &str, now: Timestamp) -> Vec<String> {
    let parents: HashSet<_> = entries.all().filter_map(|entry| entries.parent(entry).id()).collect();
    let order = |from_start: bool, entry: &PageEntry| {
        let signals = entries.known(entry, now).signals;
        // Worth in whole openings: finer differences are no reason for another order.
        let used = signals.frecency.round() as i64;
        let is_empty = !parents.contains(&entry.id);
        (is_empty, !from_start, !signals.pinned, Reverse(used), Reverse(entry.edited()), entry.id)
    };
    let named = entries.all().filter(|entry| !entries.title(entry).is_empty());
    let fitting = named.filter_map(|entry| Some((fits(entries.plain_title(entry), typed)?, entry)));
    let mut found: Vec<_> = fitting.map(|(from_start, entry)| (order(from_start, entry), entry)).collect();
    found.sort_by_key(|(order, _)| *order);
    distinct(found.into_iter().map(|(_, entry)| entries.title(entry)))
}

fn people(entries: &PageEntries, typed: &str) -> Vec<String> {
    let mut found: Vec<(bool, &str)> =
        entries.people().filter_map(|(_, name)| Some((!fits(&plain(name), typed)?, name))).collect();
    found.sort_unstable();
    distinct(found.into_iter().map(|(_, name)| name))
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    names.filter(|name| taken.insert(*name)).take(MOST).map(str::to_owned).collect()
}
