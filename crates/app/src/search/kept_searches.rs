//! Searches that the person made lately, and those they save: what is new in each since they
//! last looked at it.
//!
//! They lie among the profile's settings in its encrypted database. Not how a search is
//! answered (`answer`).

use crate::state::app::App;
use crate::ui_types::{SavedSearch, SearchHit, SearchRequest, SearchSort, Searches, UiError};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use trove_store::Store;

/// Under which name they lie there, as JSON.
const NAME: &str = "searches";

const RECENT: usize = 50;
/// Longer texts are not kept, in bytes; the window's box takes 1,024 letters.
pub const LONGEST: usize = 4096;
/// Hits of a saved search that are compared, the newest.
const COMPARED: u32 = 100;
/// What was seen of it is remembered of so many: some of the compared may go again.
const SEEN: usize = 2 * COMPARED as usize;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    recent: Vec<String>,
    saved: Vec<Saved>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Saved {
    text: String,
    /// Its newest hits when the person last looked, and when each was edited.
    seen: HashMap<String, Option<i64>>,
}

/// A saved search with what is new in it, the newest edit first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInSearch {
    pub text: String,
    pub hits: Vec<SearchHit>,
    /// There may be more than these.
    pub more: bool,
}

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database or the index cannot be read.
    pub async fn searches(&self) -> Result<Searches, UiError> {
        let kept = kept(&self.open_profile().await?.store).await?;
        let mut saved = Vec::new();
        for search in kept.saved {
            let NewInSearch { text, hits, more } = self.new_in(search).await?;
            saved.push(SavedSearch { text, new: u32::try_from(hits.len()).unwrap_or(u32::MAX), more });
        }
        Ok(Searches { recent: kept.recent, saved })
    }

    /// What is saved, in the order in which it was.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn saved_searches(&self) -> Result<Vec<String>, UiError> {
        let kept = kept(&self.open_profile().await?.store).await?;
        Ok(kept.saved.into_iter().map(|search| search.text).collect())
    }

    /// What is new in each saved search, in the order in which they were saved.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database or the index cannot be read.
    pub async fn new_in_searches(&self) -> Result<Vec<NewInSearch>, UiError> {
        let kept = kept(&self.open_profile().await?.store).await?;
        let mut new = Vec::new();
        for search in kept.saved {
            new.push(self.new_in(search).await?);
        }
        Ok(new)
    }

    async fn new_in(&self, search: Saved) -> Result<NewInSearch, UiError> {
        let mut hits = self.newest_hits(&search.text).await?;
        hits.retain(|hit| search.seen.get(&hit.id) != Some(&hit.edited));
        let more = hits.len() == COMPARED as usize;
        Ok(NewInSearch { text: search.text, hits, more })
    }

    /// These count as seen, and nothing that came since.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn saw_in_search(&self, shown: &NewInSearch) -> Result<(), UiError> {
        self.keep(|kept| {
            if let Some(search) = kept.saved.iter_mut().find(|search| search.text == shown.text) {
                search.seen.extend(shown.hits.iter().map(|hit| (hit.id.clone(), hit.edited)));
                search.forget_the_oldest();
            }
        })
        .await
    }

    /// The person found something by it.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn remember_search(&self, text: &str) -> Result<(), UiError> {
        let Some(text) = worth_keeping(text) else { return Ok(()) };
        self.keep(|kept| {
            kept.recent.retain(|other| other != text);
            kept.recent.insert(0, text.to_owned());
            kept.recent.truncate(RECENT);
        })
        .await
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn forget_recent_searches(&self) -> Result<(), UiError> {
        self.keep(|kept| kept.recent.clear()).await
    }

    /// Keeps a search for good, or no longer. One that is kept already counts as looked at.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn save_search(&self, text: &str, saved: bool) -> Result<(), UiError> {
        let Some(text) = worth_keeping(text) else { return Ok(()) };
        if !saved {
            return self.keep(|kept| kept.saved.retain(|other| other.text != text)).await;
        }
        let hits = self.newest_hits(text).await?;
        let seen = hits.into_iter().map(|hit| (hit.id, hit.edited)).collect();
        self.keep(|kept| match kept.saved.iter_mut().find(|other| other.text == text) {
            Some(known) => known.seen = seen,
            None => kept.saved.push(Saved { text: text.to_owned(), seen }),
        })
        .await
    }

    /// What it finds now counts as seen; does nothing for a search that is not saved.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn look_at_search(&self, text: &str) -> Result<(), UiError> {
        let kept = kept(&self.open_profile().await?.store).await?;
        if kept.saved.iter().any(|search| search.text == text.trim()) {
            self.save_search(text, true).await?;
        }
        Ok(())
    }

    async fn newest_hits(&self, text: &str) -> Result<Vec<SearchHit>, UiError> {
        let request = SearchRequest {
            text: text.to_owned(),
            limit: COMPARED,
            correct: false,
            sort: SearchSort::Edited,
        };
        let hits = self.search(request).await?.hits;
        // What lacks something is no answer to what was saved.
        Ok(hits.into_iter().filter(|hit| hit.lacks.is_empty()).collect())
    }

    async fn keep(&self, change: impl FnOnce(&mut Kept) + Send) -> Result<(), UiError> {
        let store = &self.open_profile().await?.store;
        // A command may be keeping another one at the same moment.
        let changed = |stored: Option<String>| {
            let mut kept = read(stored);
            change(&mut kept);
            serde_json::to_string(&kept).ok()
        };
        Ok(store.change_setting(NAME, changed).await?)
    }
}

impl Saved {
    /// Only the newest are compared.
    fn forget_the_oldest(&mut self) {
        let mut seen: Vec<(String, Option<i64>)> = self.seen.drain().collect();
        seen.sort_by_key(|(_, edited)| Reverse(*edited));
        seen.truncate(SEEN);
        self.seen.extend(seen);
    }
}

fn worth_keeping(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

async fn kept(store: &Store) -> Result<Kept, UiError> {
    Ok(read(store.get_setting(NAME).await?))
}

fn read(stored: Option<String>) -> Kept {
    stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}
