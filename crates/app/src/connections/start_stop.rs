//! The open profile's connections: the Connections view, and starting and ending each.
//!
//! Not what runs for one while it is there (`following`).

use crate::App;
use crate::following::{Follower, Link, Rate};
use crate::open_profile::{Access, OpenProfile, Task};
use crate::tokens::Source;
use crate::ui_types::{
    ConnectionCard, ConnectionKind, ConnectionStatus, Event, Listing, Pace, Reading, Revocation, UiError,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use trove_model::{Account, Connection, ConnectionId, ProfileId, TokenKind};
use trove_notion::Notion;
use trove_oauth::{Credentials, OAuthClient};
use trove_profiles::{Authorization, AuthorizationStatus};
use trove_store::Following;
use trove_vault::Tokens;

/// A person who removes a connection does not wait longer for a server that is silent.
const SILENCE: Duration = Duration::from_secs(5);

impl App {
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn connections(&self) -> Result<Vec<ConnectionCard>, UiError> {
        let open = self.open_profile().await?;
        self.cards(&open).await
    }

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

    /// Lists one connection again, or all of them, and tries again what failed.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::ConnectionNotFound`].
    pub async fn refresh(&self, connection: Option<&str>) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let one: Option<ConnectionId> =
            connection.map(|id| id.parse().map_err(|_| UiError::ConnectionNotFound)).transpose()?;
        let chosen: Vec<ConnectionId> =
            open.links().keys().copied().filter(|id| one.is_none_or(|one| *id == one)).collect();
        if one.is_some() && chosen.is_empty() {
            return Err(UiError::ConnectionNotFound);
        }
        for id in chosen {
            open.store.retry_bodies(id).await?;
            let dormant = match open.links().get(&id) {
                Some(link) if link.task.is_none() => Some(link.connection.clone()),
                Some(link) => {
                    link.wishes.everything();
                    None
                }
                None => None,
            };
            if let Some(connection) = dormant {
                self.try_connection(&open, connection).await;
            }
        }
        Ok(())
    }

    /// The window has the person's attention: asks what changed, unless that was asked
    /// within the last minute.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn focused(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let now = self.inner.clock.monotonic();
        open.links().values().for_each(|link| link.wishes.poll(now));
        Ok(())
    }

    /// Stops asking Notion for this connection, or goes on. What was read stays either way.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], or when the database cannot be written.
    pub async fn pause_connection(&self, connection: &str, paused: bool) -> Result<(), UiError> {
        use trove_model::ConnectionStatus::{Active, Paused};
        let open = self.open_profile().await?;
        let (id, connection) = linked(&open, connection)?;
        let status = match (connection.status, paused) {
            (Active, true) => Paused,
            (Paused, false) => Active,
            _ => return Ok(()),
        };
        if paused {
            self.stop_connection(&open, id).await;
        }
        open.store.set_status(id, status).await?;
        self.start_connection(&open, Connection { status, ..connection }).await
    }

    /// How fast a connection asks Notion, from the next request on.
    ///
    /// # Errors
    /// [`UiError::ConnectionNotFound`], or when the database cannot be written.
    pub async fn set_pace(&self, connection: &str, pace: Pace) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let (id, _) = linked(&open, connection)?;
        let pace = match pace {
            Pace::Auto => trove_model::Pace::Auto,
            Pace::PerMinute { requests } => trove_model::Pace::PerMinute(requests.max(1)),
            Pace::Max => trove_model::Pace::Max,
        };
        open.store.set_pace(id, pace).await?;
        if let Some(notion) = open.links().get(&id).and_then(|link| link.notion.clone()) {
            notion.set_pace(pace);
        }
        self.tell_connections(&open).await;
        Ok(())
    }

    /// Starts the work of every stored connection. The list shows what is stored before
    /// any of it touches the network.
    pub(crate) async fn start_connections(&self, open: &Arc<OpenProfile>) -> Result<(), UiError> {
        let connections = open.store.connections().await?;
        let known: Vec<ConnectionId> = connections.iter().map(|connection| connection.id).collect();
        self.sweep_vault(open, known.clone()).await?;
        if let Err(error) = self.sweep_registry(open.id, known).await {
            tracing::warn!(?error, "the list of authorizations may name one that is gone");
        }
        for connection in connections {
            self.try_connection(open, connection).await;
        }
        self.tell_connections(open).await;
        Ok(())
    }

    /// Starts a connection, or shows on it why it could not be: one that does not start
    /// (the sample's server, for instance) keeps nobody from the others.
    async fn try_connection(&self, open: &Arc<OpenProfile>, connection: Connection) {
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

    /// Makes a connection ready to be asked; `None` for one that may not be.
    pub(crate) async fn link_connection(
        &self,
        open: &Arc<OpenProfile>,
        connection: Connection,
    ) -> Result<Option<Follower>, UiError> {
        self.stop_connection(open, connection.id).await;
        let mut connection = connection;
        if connection.kind == TokenKind::Sample {
            // Its server came with this run of the app, and so did its address.
            let sample = self.inner.host.sample().await.map_err(|_| UiError::Internal)?;
            connection.origin = sample.origin.clone();
            open.store.put_connection(&connection).await?;
            let token = trove_vault::StoredToken {
                access: sample.token,
                refresh: None,
                origin: sample.origin,
                client: None,
            };
            let id = connection.id;
            open.vault.with(move |vault| vault.put_token(id, &token)).await?;
        }
        let source = open.token_source(&connection, &self.inner.http).await?;
        let (refresher, notion) = match source {
            Some(Source { tokens, refresher }) => {
                let notion = Notion::new(
                    self.inner.http.clone(),
                    connection.origin.clone(),
                    tokens,
                    Arc::clone(&self.inner.clock),
                    Arc::clone(&self.inner.entropy),
                );
                let notion = notion.within(open.workspace_pause(&connection));
                (refresher, Some(notion))
            }
            None => (None, None),
        };
        let id = connection.id;
        let pace = open.store.following(id).await?.pace;
        let usable = connection.status == trove_model::ConnectionStatus::Active;
        let link = Link { refresher, notion: notion.clone().filter(|_| usable), ..Link::new(connection) };
        let wishes = Arc::clone(&link.wishes);
        open.links().insert(id, link);
        match notion {
            Some(notion) if usable => {
                notion.set_pace(pace);
                Ok(Some(Follower {
                    app: Arc::downgrade(&self.inner),
                    open: Arc::downgrade(open),
                    connection: id,
                    notion,
                    wishes,
                }))
            }
            Some(_) => Ok(None),
            None => {
                self.mark_unusable(open, id).await?;
                Ok(None)
            }
        }
    }

    /// Returns when its token can no longer be renewed.
    pub(crate) async fn stop_connection(&self, open: &OpenProfile, id: ConnectionId) {
        let link = open.links().remove(&id);
        if let Some(link) = link {
            link.close().await;
        }
    }

    pub(crate) async fn disconnect_in(
        &self,
        open: &Arc<OpenProfile>,
        id: ConnectionId,
    ) -> Result<Revocation, UiError> {
        let stored = open.store.connections().await?.into_iter().find(|connection| connection.id == id);
        let _ = timeout(SILENCE, self.stop_connection(open, id)).await;
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
        let profile = open.id;
        let listed = self.blocking(move |profiles| profiles.clear_authorization(profile, id)).await?;
        if stored.is_none() {
            // Known to the registry alone: nothing was left to remove, and that is done.
            return if listed { Ok(Revocation::NotPossible) } else { Err(UiError::ConnectionNotFound) };
        }
        open.corpus.read_surroundings().await?;
        open.follow().await?;
        self.tell_connections(open).await;
        self.emit(&Event::PagesChanged);
        Ok(revoked)
    }

    /// Asks Notion to forget a token, both halves of it.
    pub(crate) async fn revoke(&self, token: &trove_vault::StoredToken) -> Revocation {
        let Some(client) = &token.client else { return Revocation::NotPossible };
        let credentials = Credentials { client_id: client.client_id.clone(), secret: client.secret.clone() };
        let oauth = OAuthClient::new(self.inner.http.clone(), token.origin.clone());
        match timeout(SILENCE, oauth.revoke(&credentials, &token.access)).await {
            Ok(Ok(())) => return Revocation::Revoked,
            Ok(Err(error)) => tracing::warn!(%error, "a token was not revoked"),
            Err(_) => tracing::warn!("a token was not revoked: no answer"),
        }
        Revocation::Failed
    }

    pub(crate) async fn tell_connections(&self, open: &OpenProfile) {
        if let Ok(cards) = self.cards(open).await {
            self.emit(&Event::Connections(cards));
        }
    }

    pub(crate) async fn cards(&self, open: &OpenProfile) -> Result<Vec<ConnectionCard>, UiError> {
        let mut stored = Vec::new();
        for connection in open.store.connections().await? {
            let following = open.store.following(connection.id).await?;
            stored.push((connection, following));
        }
        // At one moment, and the newest: a listing that has ended is told with its pages.
        let links = open.links();
        let (_, counts) = open.corpus.read().counts();
        let cards = stored.into_iter().map(|(connection, following)| {
            let counts = counts.get(&connection.id).copied().unwrap_or_default();
            let (listing, rate) = links
                .get(&connection.id)
                .map_or((Listing::Idle, Rate::default()), |link| (link.listing.clone(), link.rate));
            let reading = Reading {
                read: counts.read,
                waiting: counts.unread + counts.stale,
                failed: counts.failed,
                running: rate.running,
                per_minute: rate.per_minute,
                seconds_left: rate.seconds_left,
            };
            card(connection, counts.known(), listing, reading, &following)
        });
        Ok(cards.collect())
    }

    /// Tokens of connections that nobody knows any more: what a crash between two files
    /// left behind.
    async fn sweep_vault(&self, open: &OpenProfile, known: Vec<ConnectionId>) -> Result<(), UiError> {
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

    /// What the administrator's list says of connections that are gone: left behind by a
    /// crash, or by a note about one while it was removed.
    async fn sweep_registry(&self, profile: ProfileId, known: Vec<ConnectionId>) -> Result<(), UiError> {
        self.blocking(move |profiles| {
            for authorization in profiles.authorizations()? {
                if authorization.profile == profile && !known.contains(&authorization.connection) {
                    profiles.clear_authorization(profile, authorization.connection)?;
                }
            }
            Ok::<_, trove_profiles::ProfilesError>(())
        })
        .await
    }

    /// Notion refuses the token for good: this connection stops, what was read stays.
    pub(crate) async fn mark_unusable(&self, open: &OpenProfile, id: ConnectionId) -> Result<(), UiError> {
        open.store.set_status(id, trove_model::ConnectionStatus::NeedsReconnect).await?;
        let connection = open.links().get_mut(&id).map(|link| {
            link.connection.status = trove_model::ConnectionStatus::NeedsReconnect;
            link.connection.clone()
        });
        match connection {
            Some(connection) => self.register(open, &connection).await,
            None => Ok(()),
        }
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
        let authorization = Authorization {
            connection: connection.id,
            profile: open.id,
            workspace_name: connection.workspace_name.clone(),
            workspace_id: connection.workspace_id,
            status: match connection.status {
                trove_model::ConnectionStatus::NeedsReconnect => AuthorizationStatus::NeedsReconnect,
                _ => AuthorizationStatus::Active,
            },
            created: connection.created,
            last_used: Some(self.inner.clock.wall()),
        };
        self.blocking(move |profiles| profiles.put_authorization(&authorization)).await
    }
}

/// The connection of an id that came from the window.
fn linked(open: &OpenProfile, id: &str) -> Result<(ConnectionId, Connection), UiError> {
    let id: ConnectionId = id.parse().map_err(|_| UiError::ConnectionNotFound)?;
    let connection = open.links().get(&id).map(|link| link.connection.clone());
    Ok((id, connection.ok_or(UiError::ConnectionNotFound)?))
}

fn card(
    connection: Connection,
    pages: u32,
    listing: Listing,
    reading: Reading,
    following: &Following,
) -> ConnectionCard {
    let (account, account_detail) = account(&connection.account);
    ConnectionCard {
        id: connection.id.to_string(),
        workspace: connection.workspace_name,
        workspace_id: connection.workspace_id.map(|id| id.to_string()),
        workspace_icon: connection.workspace_icon.filter(|icon| !icon.contains(':')),
        account,
        account_detail,
        kind: kind(connection.kind),
        status: match connection.status {
            trove_model::ConnectionStatus::Active => ConnectionStatus::Active,
            trove_model::ConnectionStatus::NeedsReconnect => ConnectionStatus::NeedsReconnect,
            trove_model::ConnectionStatus::Paused => ConnectionStatus::Paused,
            trove_model::ConnectionStatus::Removed => ConnectionStatus::Removed,
        },
        pages,
        listing,
        reading,
        pace: match following.pace {
            trove_model::Pace::Auto => Pace::Auto,
            trove_model::Pace::PerMinute(requests) => Pace::PerMinute { requests },
            trove_model::Pace::Max => Pace::Max,
        },
        last_checked: following.last_checked.map(|at| at.0),
        created: connection.created.0,
        last_listed: connection.last_listed.map(|at| at.0),
    }
}

pub(crate) fn kind(kind: TokenKind) -> ConnectionKind {
    match kind {
        TokenKind::OAuth => ConnectionKind::OAuth,
        TokenKind::Pasted => ConnectionKind::Pasted,
        TokenKind::Sample => ConnectionKind::Sample,
    }
}

/// Name and, where there is more to say, e-mail address.
pub(crate) fn account(account: &Account) -> (String, Option<String>) {
    match account {
        Account::Person { id, name, email } => match (name, email) {
            (Some(name), email) => (name.clone(), email.clone()),
            (None, Some(email)) => (email.clone(), None),
            (None, None) => (id.to_string(), None),
        },
        Account::Bot { id, name } => (name.clone().unwrap_or_else(|| id.to_string()), None),
    }
}
