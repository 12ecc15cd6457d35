//! The record of connections outside their profile: what the administrator's list says of
//! them, and what a crash between two files left behind.
//!
//! The database is written first, the registry then, and only then is anything shown; what
//! lies between is made good when the profile next opens.

use crate::state::app::App;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::UiError;
use trove_model::{Connection, ConnectionId, ConnectionStatus, ProfileId, Timestamp};
use trove_profiles::{Authorization, AuthorizationStatus, ProfilesError};
use trove_vault::Tokens;

impl App {
    /// In every record, and then on the card.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(crate) async fn set_status(
        &self,
        open: &OpenProfile,
        id: ConnectionId,
        status: ConnectionStatus,
    ) -> Result<(), UiError> {
        open.store.set_status(id, status).await?;
        let connection = open.links().get(&id).map(|link| link.connection.clone());
        let Some(connection) = connection else { return Ok(()) };
        if let Err(error) = self.register(open, &Connection { status, ..connection }).await {
            tracing::warn!(?error, "the list of authorizations is behind until the profile next opens");
        }
        if let Some(link) = open.links().get_mut(&id) {
            link.connection.status = status;
        }
        Ok(())
    }

    /// The connection answered just now.
    pub(crate) async fn note_used(&self, open: &OpenProfile, id: ConnectionId) -> Result<(), UiError> {
        let connection = open.links().get(&id).map(|link| link.connection.clone());
        let Some(connection) = connection else { return Ok(()) };
        open.store.set_last_used(id, self.inner.clock.wall()).await?;
        self.register(open, &connection).await
    }

    /// Puts the few plain fields of a connection where the administrator's list reads them.
    pub(crate) async fn register(&self, open: &OpenProfile, connection: &Connection) -> Result<(), UiError> {
        let authorization = authorization(open.id, connection, Some(self.inner.clock.wall()));
        self.blocking(move |profiles| profiles.put_authorization(&authorization)).await
    }

    /// After a crash between two files: tokens that nobody knows any more go, and the
    /// administrator's list says what the database does.
    pub(crate) async fn settle_records(
        &self,
        open: &OpenProfile,
        stored: &[Connection],
    ) -> Result<(), UiError> {
        let known = stored.iter().map(|connection| connection.id).collect();
        sweep_vault(open, known).await?;
        if let Err(error) = self.settle_registry(open.id, stored.to_vec()).await {
            tracing::warn!(?error, "the list of authorizations may not be as the database is");
        }
        Ok(())
    }

    async fn settle_registry(&self, profile: ProfileId, stored: Vec<Connection>) -> Result<(), UiError> {
        self.blocking(move |profiles| {
            let mut listed = profiles.authorizations()?;
            listed.retain(|authorization| authorization.profile == profile);
            for gone in &listed {
                if !stored.iter().any(|connection| connection.id == gone.connection) {
                    profiles.clear_authorization(profile, gone.connection)?;
                }
            }
            for connection in &stored {
                let said = listed.iter().find(|said| said.connection == connection.id);
                let last_used = connection.last_used.or(said.and_then(|said| said.last_used));
                let right = authorization(profile, connection, last_used);
                let is_right = |said: &Authorization| {
                    said.status == right.status || said.status == AuthorizationStatus::RemovalWaiting
                };
                if !said.is_some_and(is_right) {
                    profiles.put_authorization(&right)?;
                }
            }
            Ok::<_, ProfilesError>(())
        })
        .await
    }
}

async fn sweep_vault(open: &OpenProfile, known: Vec<ConnectionId>) -> Result<(), UiError> {
    open.vault
        .with(move |vault| {
            for id in vault.token_connections()? {
                if !known.contains(&id) {
                    vault.remove_token(id)?;
                }
            }
            Ok(())
        })
        .await
}

fn authorization(profile: ProfileId, connection: &Connection, last_used: Option<Timestamp>) -> Authorization {
    Authorization {
        connection: connection.id,
        profile,
        workspace_name: connection.workspace_name.clone(),
        workspace_id: connection.workspace_id,
        status: match connection.status {
            ConnectionStatus::NeedsReconnect => AuthorizationStatus::NeedsReconnect,
            ConnectionStatus::Active | ConnectionStatus::Paused => AuthorizationStatus::Active,
        },
        created: connection.created,
        last_used,
    }
}
