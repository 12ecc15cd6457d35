//! What is shown before a letter is typed: pages at hand, and what others changed since the
//! person last looked.
//!
//! Not the list of everything (`page_list`) and not the searches that are kept (`kept_searches`).

use super::page_list::rows;
use crate::corpus::page_entries::{PageEntries, PageEntry};
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::{Changed, EditedPage, Editor, Home, PageRow, UiError};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use trove_model::{NotionId, Timestamp};
use trove_store::Store;

/// Rows of each list: what fits on a screen beside the others.
const PINNED: usize = 30;
const OPENED: usize = 8;
const CHANGED: usize = 12;
const EDITED: usize = 8;

/// Under which name it lies among the profile's settings, as JSON.
const NAME: &str = "looked";

/// Notion tells edits by the minute, and one may be listed after another that is younger: so
/// long before the last look, pages are told apart by what was shown of them, and not by time.
const UNSURE: i64 = 60 * 60 * 1000;

/// When the person last looked at what others changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Looked {
    at: i64,
    /// Pages edited shortly before, as they were seen then.
    seen: HashMap<String, i64>,
}

impl Looked {
    /// Everything there is counts as seen.
    fn now(entries: &PageEntries, now: Timestamp) -> Self {
        let shortly = newest(entries).take_while(|entry| edited(entry) > now.0 - UNSURE);
        Self { at: now.0, seen: shortly.map(|entry| (entry.id.to_string(), edited(entry))).collect() }
    }

    fn is_new(&self, entry: &PageEntry) -> bool {
        self.seen.get(&entry.id.to_string()) != Some(&edited(entry))
    }
}

/// The lists before their pages are read: the store's numbers.
struct Picked {
    pinned: Vec<u64>,
    opened: Vec<u64>,
    changed: Vec<(u64, Option<String>)>,
    edited: Vec<(u64, Option<String>)>,
    total: u32,
    by: Vec<Editor>,
}

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn home(&self) -> Result<Home, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let (now, pins) = (self.inner.clock.wall(), corpus.store.pins().await?);
        let looked = match looked(&corpus.store).await? {
            Some(looked) => looked,
            // Whoever is here for the first time has missed nothing.
            None => self.looked().await?,
        };
        let since = looked.at;
        let picked = {
            let corpus = Arc::clone(&corpus);
            blocking(move || {
                let mut entries = corpus.write();
                entries.newest_first();
                pick(&entries, &pins, &looked, now)
            })
            .await?
        };
        let keys: Vec<u64> = (picked.pinned.iter().chain(&picked.opened).copied())
            .chain(picked.changed.iter().chain(&picked.edited).map(|(key, _)| *key))
            .collect();
        let rows: HashMap<u64, PageRow> =
            rows(&corpus, keys, &self.inner.origin).await?.into_iter().collect();
        let plain = |keys: Vec<u64>| keys.iter().filter_map(|key| rows.get(key).cloned()).collect();
        let by_someone = |keys: Vec<(u64, Option<String>)>| -> Vec<EditedPage> {
            let edited = |(key, by)| Some(EditedPage { row: rows.get(&key)?.clone(), by });
            keys.into_iter().filter_map(edited).collect()
        };
        Ok(Home {
            pinned: plain(picked.pinned),
            opened: plain(picked.opened),
            changed: Changed { since, pages: by_someone(picked.changed), total: picked.total, by: picked.by },
            edited: by_someone(picked.edited),
        })
    }

    /// What others changed so far counts as seen.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn look_at_changes(&self) -> Result<(), UiError> {
        self.looked().await.map(drop)
    }

    async fn looked(&self) -> Result<Looked, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let now = self.inner.clock.wall();
        let looked = {
            let corpus = Arc::clone(&corpus);
            blocking(move || {
                let mut entries = corpus.write();
                entries.newest_first();
                Looked::now(&entries, now)
            })
            .await?
        };
        let json = serde_json::to_string(&looked).map_err(|_| UiError::Internal)?;
        corpus.store.put_setting(NAME, &json).await?;
        Ok(looked)
    }
}

async fn looked(store: &Store) -> Result<Option<Looked>, UiError> {
    let stored = store.get_setting(NAME).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()))
}

fn newest(entries: &PageEntries) -> impl Iterator<Item = &PageEntry> {
    entries.newest().iter().filter_map(|slot| entries.at(*slot))
}

/// Pages without a date were edited before all others.
fn edited(entry: &PageEntry) -> i64 {
    entry.edited().map_or(i64::MIN, |at| at.0)
}

fn pick(entries: &PageEntries, pins: &[NotionId], looked: &Looked, now: Timestamp) -> Picked {
    let myself: HashSet<NotionId> = entries.connections().map(|connection| connection.account).collect();
    let by_others = |entry: &&PageEntry| entries.edited_by(entry).is_none_or(|id| !myself.contains(&id));
    let editor =
        |entry: &PageEntry| entries.edited_by(entry).and_then(|id| entries.person(&id)).map(str::to_owned);
    let key_of = |id: &NotionId| entries.by_id(id).map(PageEntry::key);
    let pinned: Vec<u64> = pins.iter().filter_map(key_of).take(PINNED).collect();
    let mut taken: HashSet<u64> = pinned.iter().copied().collect();

    let mut changed = Vec::new();
    let mut counts: HashMap<Option<String>, u32> = HashMap::new();
    let mut total = 0;
    let since = looked.at - UNSURE;
    let new = newest(entries)
        .take_while(|entry| edited(entry) > since && edited(entry) != i64::MIN)
        .filter(|entry| edited(entry) > looked.at || looked.is_new(entry))
        .filter(by_others)
        .filter(|entry| entries.last_opened(&entry.id).is_none_or(|at| at.0 <= edited(entry)));
    for entry in new {
        total += 1;
        *counts.entry(editor(entry)).or_default() += 1;
        if changed.len() < CHANGED {
            changed.push((entry.key(), editor(entry)));
        }
    }
    // A pinned page that changed stays where it is looked for, and counts among the changed.
    changed.retain(|(key, _)| !taken.contains(key));
    taken.extend(changed.iter().map(|(key, _)| *key));
    let opened: Vec<u64> = (entries.opened_lately().iter().filter_map(key_of))
        .filter(|key| !taken.contains(key))
        .take(OPENED)
        .collect();
    taken.extend(&opened);
    let edited = newest(entries)
        .filter(|entry| edited(entry) <= now.0 && edited(entry) != i64::MIN)
        .filter(by_others)
        .filter(|entry| !taken.contains(&entry.key()))
        .take(EDITED)
        .map(|entry| (entry.key(), editor(entry)))
        .collect();
    let mut by: Vec<Editor> = counts.into_iter().map(|(name, pages)| Editor { name, pages }).collect();
    by.sort_by(|a, b| b.pages.cmp(&a.pages).then_with(|| a.name.cmp(&b.name)));
    Picked { pinned, opened, changed, edited, total, by }
}
