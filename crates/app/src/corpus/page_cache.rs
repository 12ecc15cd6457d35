//! Pages shown lately, ready to be looked into: whoever types a word meets mostly the same
//! pages at each key.
//!
//! Kept like the entries: what changed is forgotten with them, and everything when the
//! profile is locked. Not which pages are shown (`search`).

use crate::system::blocking::blocking;
use crate::ui_types::UiError;
use futures::future::try_join_all;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use trove_index::cache::Cache;
use trove_index::text::Text;
use trove_model::Icon;
use trove_store::{DisplayFields, ShownPage, Store};

/// Some five thousand pages of two kilobytes.
const BOUND: usize = 40 << 20;

/// Statements that read at the same time, each on a connection and a thread of its own:
/// reading is decrypting.
const AT_ONCE: usize = 2;
/// Pages below which another statement is not worth it.
const LEAST_SHARE: usize = 8;

/// A page with its texts.
pub struct CachedPage {
    /// The store's number.
    pub key: u64,
    pub display: DisplayFields,
    pub title: Text,
    /// Its properties, then its body.
    pub text: Text,
    /// Bytes of the properties.
    properties: usize,
}

pub struct PageCache {
    pages: Cache<u64, Arc<CachedPage>>,
    /// How often something was forgotten: what was read before that may be old.
    forgotten: Mutex<u64>,
}

impl Default for PageCache {
    fn default() -> Self {
        Self { pages: Cache::new(BOUND), forgotten: Mutex::default() }
    }
}

impl PageCache {
    /// The pages by these numbers, in their order; those that are gone are left out.
    pub async fn get(self: &Arc<Self>, store: &Store, keys: &[u64]) -> Result<Vec<Arc<CachedPage>>, UiError> {
        let mut found: Vec<Option<Arc<CachedPage>>> = keys.iter().map(|key| self.pages.get(*key)).collect();
        let missing: Vec<u64> =
            keys.iter().zip(&found).filter(|(_, page)| page.is_none()).map(|(key, _)| *key).collect();
        if !missing.is_empty() {
            let share = missing.len().div_ceil(AT_ONCE).max(LEAST_SHARE);
            let made = try_join_all(missing.chunks(share).map(|some| self.read(store, some))).await?;
            let made: HashMap<u64, Arc<CachedPage>> =
                made.into_iter().flatten().map(|page| (page.key, page)).collect();
            for (key, place) in keys.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
                *place = made.get(key).cloned();
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    async fn read(self: &Arc<Self>, store: &Store, keys: &[u64]) -> Result<Vec<Arc<CachedPage>>, UiError> {
        let before = *self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        let read = store.shown_pages(keys).await?;
        let lately = Arc::clone(self);
        blocking(move || lately.keep(read, before)).await
    }

    /// These pages changed.
    pub fn forget(&self, keys: impl IntoIterator<Item = u64>) {
        let mut forgotten = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        *forgotten += 1;
        keys.into_iter().for_each(|key| self.pages.forget(key));
    }

    pub fn clear(&self) {
        let mut forgotten = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        *forgotten += 1;
        self.pages.clear();
    }

    fn keep(&self, read: Vec<ShownPage>, before: u64) -> Vec<Arc<CachedPage>> {
        let made: Vec<Arc<CachedPage>> =
            read.into_iter().map(|page| Arc::new(CachedPage::new(page))).collect();
        let forgotten = self.forgotten.lock().unwrap_or_else(PoisonError::into_inner);
        if *forgotten == before {
            for page in &made {
                self.pages.keep(page.key, Arc::clone(page), page.size());
            }
        }
        made
    }
}

impl CachedPage {
    /// The emoji before its title: it is found by that, too.
    pub fn icon(&self) -> &str {
        match &self.display.icon {
            Some(Icon::Emoji(emoji)) => emoji,
            _ => "",
        }
    }

    fn new(page: ShownPage) -> Self {
        let ShownPage { key, title, display, properties, body } = page;
        let length = properties.len();
        let text = Text::new(shown_text(properties, body));
        Self { key, display, title: Text::new(title), text, properties: length }
    }

    /// Whether a range of the folded text is in a property.
    pub fn is_property(&self, folded: &Range<usize>) -> bool {
        self.text.origin(folded.clone()).end <= self.properties
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.title.size() + self.text.size()
    }
}

/// What passages are cut from: a page's properties, then its body.
pub fn shown_text(properties: String, body: String) -> String {
    if properties.is_empty() { body } else { format!("{properties}\n{body}") }
}
