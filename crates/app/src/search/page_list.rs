//! The list of everything, and opening, pinning what stands in it.
//!
//! Not search, and not the order of the list (`page_list`).

use crate::App;
use crate::outside_link::help_address;
use crate::outside_link::page_address;
use crate::search::{blocking, hit};
use crate::ui_types::{HelpPage, HitTier, OpenIn, PageList, PageQuery, PageRow, UiError};
use std::sync::Arc;
use trove_model::NotionId;
use trove_store::Opened;

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn pages(&self, query: PageQuery) -> Result<PageList, UiError> {
        let open = self.open_profile().await?;
        let corpus = Arc::clone(&open.corpus);
        let part = blocking(move || corpus.orders.list(&mut corpus.write(), &query)).await?;
        let looks = open.store.looks(&part.keys).await?;
        let (corpus, origin) = (Arc::clone(&open.corpus), self.inner.origin.clone());
        let rows = blocking(move || {
            let columns = corpus.read();
            let rows = part.keys.iter().filter_map(|key| {
                let hit = hit(*key, looks.get(key)?, &columns, HitTier::Title, &origin)?;
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

    /// Opens a page where the person's setting says, or in the other place; counts as an
    /// opening when answers are ranked.
    ///
    /// # Errors
    /// An id that is not in the list, or no program to open it with.
    pub async fn open_page(&self, page: &str, other: bool) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        let listed = open.store.page(id).await?.ok_or(UiError::LinkRefused)?;
        let place = match (self.profile_settings().await?.open_in, other) {
            (OpenIn::Browser, false) | (OpenIn::NotionApp, true) => OpenIn::Browser,
            (OpenIn::NotionApp, false) | (OpenIn::Browser, true) => OpenIn::NotionApp,
        };
        let origin = listed
            .connections
            .first()
            .and_then(|id| open.links().get(id).map(|link| link.connection.origin.clone()));
        let origin = origin.as_ref().unwrap_or(&self.inner.origin);
        let address = page_address(listed.page.url.as_deref(), &id, origin, place);
        self.inner.host.open(&address).map_err(|_| UiError::BrowserNotOpened)?;
        let frecency = open.corpus.write().opened(id, self.inner.clock.wall());
        // A full disk must not keep anyone from a page that is open already.
        let opened = Opened { page: id, worth: frecency.worth, at: frecency.at };
        if let Err(error) = open.store.put_opened(opened).await {
            tracing::warn!(%error, "an opening was not noted");
        }
        Ok(())
    }

    /// # Errors
    /// An id that is not known, or when the database cannot be written.
    pub async fn pin_page(&self, page: &str, pinned: bool) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        if pinned {
            open.store.pin(id, self.inner.clock.wall()).await?;
        } else {
            open.store.unpin(id).await?;
        }
        open.corpus.write().set_pinned(id, pinned);
        Ok(())
    }

    /// # Errors
    /// When no program could be started for it.
    pub fn open_help(&self, page: HelpPage) -> Result<(), UiError> {
        self.inner.host.open(help_address(page)).map_err(|_| UiError::BrowserNotOpened)
    }
}
