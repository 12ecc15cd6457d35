//! Opening a page where it is edited, and pages of Notion's that help.
//!
//! Not which addresses may leave the app (`system::outside_link`).

use crate::state::app::App;
use crate::state::profile_settings::profile_settings;
use crate::system::blocking::blocking;
use crate::system::outside_link::{help_address, page_address};
use crate::ui_types::{HelpPage, OpenIn, OpenedPage, UiError};
use std::sync::Arc;
use trove_model::NotionId;
use trove_store::Opened;

impl App {
    /// Opens a page where the person's setting says, or in the other place; counts as an
    /// opening when answers are ranked. Where Notion's app is wanted and there is none, the
    /// browser takes it.
    ///
    /// # Errors
    /// An id that is not in the list, no program to open it with, or [`UiError::OnlyHere`]:
    /// pages of the sample lie nowhere else.
    pub async fn open_page(&self, page: &str, other: bool) -> Result<OpenedPage, UiError> {
        let open = self.open_profile().await?;
        let corpus = Arc::clone(&open.corpus);
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        self.look_later(&open, id);
        let listed = corpus.store.page(id).await?.ok_or(UiError::LinkRefused)?;
        let wanted = match (profile_settings(&corpus.store).await?.open_in, other) {
            (OpenIn::Browser, false) | (OpenIn::NotionApp, true) => OpenIn::Browser,
            (OpenIn::NotionApp, false) | (OpenIn::Browser, true) => OpenIn::NotionApp,
        };
        let is_sample = {
            let entries = corpus.read();
            entries.by_id(&id).is_some_and(|entry| entries.is_sample(entry))
        };
        if is_sample {
            return Err(UiError::OnlyHere);
        }
        let place = match wanted {
            OpenIn::NotionApp if !self.has_notion_app().await? => OpenIn::Browser,
            place => place,
        };
        let address = {
            let entries = corpus.read();
            let origin = entries.origin(entries.by_id(&id).ok_or(UiError::LinkRefused)?);
            page_address(listed.page.url.as_deref(), &id, origin.unwrap_or(&self.inner.origin), place)
        };
        self.inner.host.open(&address).map_err(|_| UiError::BrowserNotOpened)?;
        let frecency = corpus.write().opened(id, self.inner.clock.wall());
        // A full disk must not keep anyone from a page that is open already.
        let opened = Opened { page: id, worth: frecency.worth, at: frecency.at };
        if let Err(error) = corpus.store.put_opened(opened).await {
            tracing::warn!(%error, "an opening was not noted");
        }
        Ok(if place == wanted { OpenedPage::AsWanted } else { OpenedPage::InBrowserInstead })
    }

    async fn has_notion_app(&self) -> Result<bool, UiError> {
        let host = Arc::clone(&self.inner.host);
        blocking(move || host.has_notion_app()).await
    }

    /// # Errors
    /// When no program could be started for it.
    pub fn open_help(&self, page: HelpPage) -> Result<(), UiError> {
        self.inner.host.open(help_address(page)).map_err(|_| UiError::BrowserNotOpened)
    }
}
