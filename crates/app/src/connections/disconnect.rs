//! Ending a connection: its token revoked where that is possible, everything of it deleted
//! here always.

use super::tokens::credentials;
use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Event, Revocation, UiError};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use trove_model::{ConnectionId, TokenKind};
use trove_oauth::OAuthClient;
use trove_vault::{StoredToken, Tokens};

/// A person who removes a connection does not wait longer for a server that is silent.
const SILENCE: Duration = Duration::from_secs(5);

impl App {
    /// Revokes the token at Notion where that is possible and deletes everything of the
    /// connection here, always.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], or when local files cannot be written.
    pub async fn disconnect(&self, connection: &str) -> Result<Revocation, UiError> {
        let open = self.open_profile().await?;
        let id = connection.parse().map_err(|_| UiError::ConnectionNotFound)?;
        self.disconnect_in(&open, id).await
    }

    pub(crate) async fn disconnect_in(
        &self,
        open: &Arc<OpenProfile>,
        id: ConnectionId,
    ) -> Result<Revocation, UiError> {
        let stored = open.store.connections().await?.into_iter().find(|connection| connection.id == id);
        let _ = timeout(SILENCE, self.stop_connection(open, id)).await;
        let profile = open.id;
        // First, so that no backup brings back what a crash left half removed. Where it cannot be
        // written, removing it here and now is what was asked for.
        if stored.is_some()
            && let Err(error) = self.blocking(move |profiles| profiles.note_removed(profile, id)).await
        {
            tracing::warn!(?error, "a backup may bring a removed connection back");
        }
        // A token that cannot be read cannot be revoked, and is deleted like any other.
        let token = open.vault.with(move |vault| vault.get_token(id)).await.unwrap_or_default();
        let revoked = match (&stored, &token) {
            (Some(connection), Some(token)) if connection.kind == TokenKind::OAuth => {
                self.revoke(token).await
            }
            _ => Revocation::NotPossible,
        };
        open.vault.with(move |vault| vault.remove_token(id)).await?;
        if let Some(connection) = &stored {
            open.store.remove_connection(id).await?;
            if connection.kind == TokenKind::Sample {
                self.inner.host.end_sample().await;
            }
        }
        let listed = self.blocking(move |profiles| profiles.clear_authorization(profile, id)).await?;
        if stored.is_none() {
            // Known to the registry alone: nothing was left to remove, and that is done.
            return if listed { Ok(Revocation::NotPossible) } else { Err(UiError::ConnectionNotFound) };
        }
        open.corpus.read_surroundings().await?;
        open.corpus.follow().await?;
        self.tell_connections(open).await;
        self.emit(&Event::PagesChanged);
        Ok(revoked)
    }

    /// Asks Notion to forget a token, both halves of it.
    pub(crate) async fn revoke(&self, token: &StoredToken) -> Revocation {
        let Some(client) = &token.client else { return Revocation::NotPossible };
        let oauth = OAuthClient::new(self.inner.http.to(&token.origin), token.origin.clone());
        match timeout(SILENCE, oauth.revoke(&credentials(client), &token.access)).await {
            Ok(Ok(())) => return Revocation::Revoked,
            Ok(Err(error)) => tracing::warn!(%error, "a token was not revoked"),
            Err(_) => tracing::warn!("a token was not revoked: no answer"),
        }
        Revocation::Failed
    }
}
