//! Pages the person keeps at hand: pinned pages come first among equals.

use crate::state::app::App;
use crate::ui_types::UiError;
use std::sync::Arc;
use trove_model::NotionId;

impl App {
    /// # Errors
    /// An id that is not known, or when the database cannot be written.
    pub async fn pin_page(&self, page: &str, pinned: bool) -> Result<(), UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        if pinned {
            corpus.store.pin(id, self.inner.clock.wall()).await?;
        } else {
            corpus.store.unpin(id).await?;
        }
        corpus.write().set_pinned(id, pinned);
        Ok(())
    }
}
