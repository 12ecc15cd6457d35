//! The list of everything, shown while nothing is typed.
//!
//! Not search, and not the order of the list (`corpus::page_order`).

use super::hit::hit;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::ui_types::{HitTier, PageList, PageQuery, PageRow, UiError};
use std::sync::Arc;

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn pages(&self, query: PageQuery) -> Result<PageList, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let part = {
            let corpus = Arc::clone(&corpus);
            blocking(move || corpus.orders.list(&mut corpus.write(), &query)).await?
        };
        let display = corpus.store.display_fields(&part.keys).await?;
        let origin = self.inner.origin.clone();
        let rows = blocking(move || {
            let entries = corpus.read();
            let rows = part.keys.iter().filter_map(|key| {
                let hit = hit(*key, display.get(key)?, &entries, HitTier::Title, &origin)?;
                Some(PageRow {
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
                })
            });
            rows.collect()
        });
        Ok(PageList { total: part.total, known: part.known, rows: rows.await? })
    }
}
