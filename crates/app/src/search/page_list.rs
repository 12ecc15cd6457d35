//! The list of everything, shown by *Ctrl B*, or while there is nothing at hand.
//!
//! Not search, and not the order of the list (`corpus::page_order`).

use super::hit::hit;
use crate::corpus::Corpus;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::{HitTier, PageList, PageQuery, PageRow, UiError};
use std::sync::Arc;
use trove_model::Origin;

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn pages(&self, query: PageQuery) -> Result<PageList, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let part = {
            let corpus = Arc::clone(&corpus);
            blocking(move || corpus.orders.list(&mut corpus.write(), &query)).await?
        };
        let rows = rows(&corpus, part.keys, &self.inner.origin).await?;
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(PageList { total: part.total, known: part.known, rows })
    }
}

/// Pages as lists show them, by the store's numbers and in their order; those that are gone
/// are left out.
pub async fn rows(
    corpus: &Arc<Corpus>,
    keys: Vec<u64>,
    origin: &Origin,
) -> Result<Vec<(u64, PageRow)>, UiError> {
    let display = corpus.store.display_fields(&keys).await?;
    let (corpus, origin) = (Arc::clone(corpus), origin.clone());
    blocking(move || {
        let entries = corpus.read();
        let rows = keys.iter().filter_map(|key| {
            let hit = hit(*key, display.get(key)?, &entries, HitTier::Title, &origin)?;
            let row = PageRow {
                id: hit.id,
                kind: hit.kind,
                title: hit.title.into_iter().map(|segment| segment.text).collect(),
                icon: hit.icon,
                path: hit.path,
                workspaces: hit.workspaces,
                edited: hit.edited,
                url: hit.url,
                sample: hit.sample,
                pinned: hit.pinned,
            };
            Some((*key, row))
        });
        rows.collect()
    })
    .await
}
