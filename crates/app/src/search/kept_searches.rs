//! Searches that the person made lately, and those they save: what is new in each since they
//! last looked at it.
//!
//! They lie among the profile's settings in its encrypted database. Not how a search is
//! answered (`answer`).

use crate::state::app::App;
use crate::ui_types::{SavedSearch, SearchHit, SearchRequest, SearchSort, Searches, UiError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use trove_store::Store;

/// Under which name they lie there, as JSON.
const NAME: &str = "searches";

const RECENT: usize = 50;
/// In bytes; the window's box takes 1,024 letters.
const LONGEST: usize = 4096;
/// Hits of a saved search that are compared, the newest.
const COMPARED: u32 = 100;

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

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database or the index cannot be read.
    pub async fn searches(&self) -> Result<Searches, UiError> {
        let kept = kept(&self.open_profile().await?.store).await?;
        let mut saved = Vec::new();
        for search in kept.saved {
            let hits = self.newest_hits(&search.text).await?;
            let is_new = |hit: &&SearchHit| search.seen.get(&hit.id) != Some(&hit.edited);
            let new = hits.iter().filter(is_new).count();
            let new = u32::try_from(new).unwrap_or(u32::MAX);
            saved.push(SavedSearch { text: search.text, new, more: new == COMPARED });
        }
        Ok(Searches { recent: kept.recent, saved })
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

    async fn keep(&self, change: impl FnOnce(&mut Kept)) -> Result<(), UiError> {
        let store = &self.open_profile().await?.store;
        // Two windows' worth of keys at once cannot come: there is one window to a profile.
        let mut kept = kept(store).await?;
        change(&mut kept);
        let json = serde_json::to_string(&kept).map_err(|_| UiError::Internal)?;
        Ok(store.put_setting(NAME, &json).await?)
    }
}

fn worth_keeping(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

async fn kept(store: &Store) -> Result<Kept, UiError> {
    let stored = store.get_setting(NAME).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}
