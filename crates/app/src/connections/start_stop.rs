//! Starting and stopping what runs for each connection while its profile is open.
//!
//! Not what runs (`follower`).

use super::follower::Follower;
use super::tokens::Source;
use crate::state::app::App;
use crate::state::link::{Client, Link};
use crate::state::open_profile::OpenProfile;
use crate::state::profile_locks::Access;
use crate::state::task::Task;
use crate::system::host::Sample;
use crate::ui_types::{Listing, UiError};
use std::sync::Arc;
use trove_model::{Connection, ConnectionId, ConnectionStatus, TokenKind};
use trove_notion::Notion;
use trove_vault::{StoredToken, Tokens};

impl App {
    /// Starts the work of every stored connection. The list shows what is stored before
    /// any of it touches the network.
    pub(crate) async fn start_connections(&self, open: &Arc<OpenProfile>) -> Result<(), UiError> {
        let connections = open.store.connections().await?;
        self.settle_records(open, &connections).await?;
        for connection in connections {
            self.try_connection(open, connection).await;
        }
        self.tell_connections(open).await;
        Ok(())
    }

    /// Starts a connection, or shows on it why it could not be: one that does not start
    /// (the sample's server, for instance) keeps nobody from the others.
    pub(crate) async fn try_connection(&self, open: &Arc<OpenProfile>, connection: Connection) {
        let kept = connection.clone();
        if let Err(error) = self.start_connection(open, connection).await {
            tracing::warn!(?error, "a connection did not start");
            let listing = Listing::Failed { error };
            let link = Link { listing, ..Link::new(kept) };
            open.links().insert(link.connection.id, link);
            self.tell_connections(open).await;
        }
    }

    /// Starts, or starts anew, what runs for one connection.
    pub(crate) async fn start_connection(
        &self,
        open: &Arc<OpenProfile>,
        connection: Connection,
    ) -> Result<(), UiError> {
        let id = connection.id;
        if let Some(follower) = self.link_connection(open, connection).await?
            && open.access == Access::Window
        {
            let task = Task::new(self.inner.runtime.spawn(follower.run()));
            if let Some(link) = open.links().get_mut(&id) {
                link.task = Some(task);
            }
        }
        self.tell_connections(open).await;
        Ok(())
    }

    /// Makes a connection ready to be asked; `None` for one that may not be. One that Notion
    /// refused may: it is tried again.
    pub(crate) async fn link_connection(
        &self,
        open: &Arc<OpenProfile>,
        connection: Connection,
    ) -> Result<Option<Follower>, UiError> {
        self.stop_connection(open, connection.id).await;
        let mut connection = connection;
        if connection.kind == TokenKind::Sample {
            self.start_sample(open, &mut connection).await?;
        }
        let client = match connection.status {
            ConnectionStatus::Paused => None,
            ConnectionStatus::Active | ConnectionStatus::NeedsReconnect => {
                self.notion_client(open, &connection).await?
            }
        };
        let (id, status) = (connection.id, connection.status);
        let link = Link { client, ..Link::new(connection) };
        let (refresh, notion) = (Arc::clone(&link.refresh), link.notion());
        open.links().insert(id, link);
        let (app, open_profile) = (self.downgrade(), Arc::downgrade(open));
        match notion {
            Some(notion) => Ok(Some(Follower::new(app, open_profile, id, notion, refresh))),
            None if status == ConnectionStatus::Paused => Ok(None),
            None => {
                self.set_status(open, id, ConnectionStatus::NeedsReconnect).await?;
                Ok(None)
            }
        }
    }

    /// A client with the token that the vault has now, in place of the one before it.
    pub(super) async fn renew_client(&self, open: &OpenProfile, id: ConnectionId) -> Result<Notion, UiError> {
        let (connection, before) = {
            let mut links = open.links();
            let link = links.get_mut(&id).ok_or(UiError::ConnectionNotFound)?;
            (link.connection.clone(), link.client.take())
        };
        // A renewal under way is saved first.
        if let Some(refresher) = before.and_then(|client| client.refresher) {
            refresher.close().await;
        }
        let client = self.notion_client(open, &connection).await?.ok_or(UiError::TokenRefused)?;
        let notion = client.notion.clone();
        if let Some(link) = open.links().get_mut(&id) {
            link.client = Some(client);
        }
        Ok(notion)
    }

    /// `None` where the vault has no token.
    async fn notion_client(
        &self,
        open: &OpenProfile,
        connection: &Connection,
    ) -> Result<Option<Client>, UiError> {
        let source = open.token_source(connection, &self.inner.http.to(&connection.origin)).await?;
        let Some(Source { tokens, refresher }) = source else { return Ok(None) };
        let notion = Notion::new(
            self.inner.http.to(&connection.origin),
            connection.origin.clone(),
            tokens,
            Arc::clone(&self.inner.clock),
            Arc::clone(&self.inner.entropy),
        );
        let notion = notion.within(open.workspace_pause(connection));
        notion.set_pace(open.store.following(connection.id).await?.pace);
        Ok(Some(Client { notion, refresher }))
    }

    /// The sample's server. It ends with its profile: one that was locked while it started is
    /// past the moment at which it would have been ended.
    pub(crate) async fn sample_for(&self, open: &OpenProfile) -> Result<Sample, UiError> {
        let sample = self.inner.host.sample().await.map_err(|_| UiError::Internal)?;
        if let Err(locked) = open.keys() {
            self.inner.host.end_sample().await;
            return Err(locked);
        }
        Ok(sample)
    }

    /// The sample's server came with this run of the app, and so did its address.
    async fn start_sample(&self, open: &OpenProfile, connection: &mut Connection) -> Result<(), UiError> {
        let sample = self.sample_for(open).await?;
        connection.origin = sample.origin.clone();
        open.store.put_connection(connection).await?;
        let (id, origin) = (connection.id, sample.origin);
        let token = StoredToken { access: sample.token, refresh: None, origin, client: None };
        open.vault.with(move |vault| vault.put_token(id, &token)).await
    }

    /// Returns when its token can no longer be renewed.
    pub(crate) async fn stop_connection(&self, open: &OpenProfile, id: ConnectionId) {
        let link = open.links().remove(&id);
        if let Some(link) = link {
            link.close().await;
        }
    }
}
