//! A token that Notion refuses is asked about again before its connection stops, and a
//! connection that has stopped is asked about now and then: one refusal is not the end.
//!
//! Not here: renewing a token (`trove-oauth`).

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::UiError;
use trove_model::{ConnectionId, ConnectionStatus};
use trove_notion::Notion;

impl App {
    /// Asks Notion whose token this is, with the token as the vault has it now. A client that
    /// works; one whose connection had stopped goes on with that.
    ///
    /// # Errors
    /// [`UiError::TokenRefused`] if Notion refuses it (again), or why it could not be asked.
    pub(super) async fn ask_again(&self, open: &OpenProfile, id: ConnectionId) -> Result<Notion, UiError> {
        let notion = self.renew_client(open, id).await?;
        notion.interactive().me().await?;
        let stopped = |status| status == ConnectionStatus::NeedsReconnect;
        if open.links().get(&id).is_some_and(|link| stopped(link.connection.status)) {
            self.set_status(open, id, ConnectionStatus::Active).await?;
        }
        Ok(notion)
    }
}
