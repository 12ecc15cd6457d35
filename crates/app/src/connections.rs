//! The open profile's connections: what runs for each, and the Connections and Pages views.

use crate::open_profile::{OpenProfile, Task};
use crate::outside_link::{help_address, page_address};
use crate::tokens::Source;
use crate::ui_types::{
    ConnectionCard, ConnectionKind, ConnectionStatus, Event, HelpPage, Listing, OpenIn, Pace, PageList,
    PageQuery, Reading, Revocation, UiError,
};
use crate::{App, Inner};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::time::timeout;
use trove_model::{Account, Connection, ConnectionId, NotionId, ProfileId, TokenKind};
use trove_notion::Notion;
use trove_oauth::{Credentials, OAuthClient, TokenRefresher};
use trove_profiles::{Authorization, AuthorizationStatus};
use trove_sync::Progress;
use trove_vault::Tokens;

/// How often Notion is asked what changed while the profile is open.
const POLL: Duration = Duration::from_secs(5 * 60);

/// The list is read again at most this often while a listing runs.
const REDRAW: Duration = Duration::from_millis(400);

/// Reading a list of a hundred thousand again takes most of a second: a tenth of the time
/// at most goes into it.
fn pause(reading: Duration) -> Duration {
    REDRAW.max(reading * 9)
}

/// A person who removes a connection does not wait longer for a server that is silent.
const SILENCE: Duration = Duration::from_secs(5);

/// What runs for one connection while its profile is open.
pub(crate) struct Link {
    pub connection: Connection,
    pub listing: Listing,
    pub refresher: Option<Arc<TokenRefresher>>,
    pub task: Option<Task>,
    /// Wakes the task before its time.
    pub now: Arc<tokio::sync::Notify>,
}

impl Link {
    /// Waits for a token renewal under way, whose pair would be lost otherwise.
    pub async fn close(mut self) {
        if let Some(task) = self.task.take() {
            task.stop().await;
        }
        if let Some(refresher) = self.refresher.take() {
            refresher.close().await;
        }
    }
}

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

    /// Lists one connection again, or all of them.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::ConnectionNotFound`].
    pub async fn refresh(&self, connection: Option<&str>) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let one: Option<ConnectionId> =
            connection.map(|id| id.parse().map_err(|_| UiError::ConnectionNotFound)).transpose()?;
        let mut dormant = Vec::new();
        {
            let links = open.links();
            let chosen: Vec<&Link> =
                links.values().filter(|link| one.is_none_or(|one| link.connection.id == one)).collect();
            if one.is_some() && chosen.is_empty() {
                return Err(UiError::ConnectionNotFound);
            }
            for link in chosen {
                match link.task {
                    Some(_) => link.now.notify_one(),
                    None => dormant.push(link.connection.clone()),
                }
            }
        }
        for connection in dormant {
            self.try_connection(&open, connection).await;
        }
        Ok(())
    }

    /// # Errors
    /// [`UiError::Locked`].
    pub async fn pages(&self, query: PageQuery) -> Result<PageList, UiError> {
        let catalog = self.open_profile().await?.catalog();
        tokio::task::spawn_blocking(move || catalog.list(&query)).await.map_err(|_| UiError::Internal)
    }

    /// Opens a page where the person's setting says, or in the other place.
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
        let address = page_address(
            listed.page.url.as_deref(),
            &id,
            origin.as_ref().unwrap_or(&self.inner.origin),
            place,
        );
        self.inner.host.open(&address).map_err(|_| UiError::BrowserNotOpened)
    }

    /// # Errors
    /// When no program could be started for it.
    pub fn open_help(&self, page: HelpPage) -> Result<(), UiError> {
        self.inner.host.open(help_address(page)).map_err(|_| UiError::BrowserNotOpened)
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
        open.reload(&self.inner.origin).await
    }

    /// Starts a connection, or shows on it why it could not be: one that does not start
    /// (the sample's server, for instance) keeps nobody from the others.
    async fn try_connection(&self, open: &Arc<OpenProfile>, connection: Connection) {
        let kept = connection.clone();
        if let Err(error) = self.start_connection(open, connection).await {
            tracing::warn!(?error, "a connection did not start");
            let listing = Listing::Failed { error };
            let link = Link { connection: kept, listing, refresher: None, task: None, now: Arc::default() };
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
                (refresher, Some(notion))
            }
            None => (None, None),
        };
        let id = connection.id;
        let now = Arc::new(tokio::sync::Notify::new());
        let usable = connection.status == trove_model::ConnectionStatus::Active;
        let link = Link { connection, listing: Listing::Idle, refresher, task: None, now: Arc::clone(&now) };
        open.links().insert(id, link);
        match notion {
            Some(notion) if usable => {
                let follower = Follower {
                    app: Arc::downgrade(&self.inner),
                    open: Arc::downgrade(open),
                    connection: id,
                    notion,
                    now,
                };
                let task = Task::new(self.inner.runtime.spawn(follower.run()));
                if let Some(link) = open.links().get_mut(&id) {
                    link.task = Some(task);
                }
            }
            Some(_) => {}
            None => self.mark_unusable(open, id).await?,
        }
        self.tell_connections(open).await;
        Ok(())
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
        open.reload(&self.inner.origin).await?;
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

    async fn cards(&self, open: &OpenProfile) -> Result<Vec<ConnectionCard>, UiError> {
        let mut cards = Vec::new();
        for connection in open.store.connections().await? {
            let pages = open.store.page_count(connection.id).await?;
            let listing = open.links().get(&connection.id).map_or(Listing::Idle, |link| link.listing.clone());
            cards.push(card(connection, pages, listing));
        }
        Ok(cards)
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
    async fn mark_unusable(&self, open: &OpenProfile, id: ConnectionId) -> Result<(), UiError> {
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
    async fn note_used(&self, open: &OpenProfile, id: ConnectionId) -> Result<(), UiError> {
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

/// Follows one connection: lists it, then asks what changed, until dropped.
struct Follower {
    app: Weak<Inner>,
    open: Weak<OpenProfile>,
    connection: ConnectionId,
    notion: Notion,
    now: Arc<tokio::sync::Notify>,
}

impl Follower {
    async fn run(self) {
        let mut asked = false;
        loop {
            if !self.once(asked).await {
                return;
            }
            let Some(clock) = self.app.upgrade().map(|inner| Arc::clone(&inner.clock)) else { return };
            tokio::select! {
                () = clock.sleep(POLL) => asked = false,
                () = self.now.notified() => asked = true,
            }
        }
    }

    /// One listing or poll; false when there is nothing left to follow.
    async fn once(&self, asked: bool) -> bool {
        let Some((app, open)) = self.upgrade() else { return false };
        let store = open.store.clone();
        let seen_before = store.watermark(self.connection).await.is_ok_and(|watermark| watermark.is_some());
        self.show(&app, &open, Listing::Running { found: 0 }).await;
        drop((app, open));

        let (result, changed) = self.list(&store, asked || !seen_before).await;

        let Some((app, open)) = self.upgrade() else { return false };
        let listing = match &result {
            Ok(()) => Listing::Idle,
            Err(error) => Listing::Failed { error: error.clone() },
        };
        // Most polls find nothing new, and a large list is dear to read again.
        if changed && open.reload(&app.inner.origin).await.is_ok() {
            app.emit(&Event::PagesChanged);
        }
        let revoked = matches!(result, Err(UiError::TokenRefused));
        // What Notion said goes on the screen either way; these notes can wait for the next poll.
        let noted = if revoked {
            app.mark_unusable(&open, self.connection).await
        } else if result.is_ok() {
            app.note_used(&open, self.connection).await
        } else {
            Ok(())
        };
        if let Err(error) = noted {
            tracing::warn!(?error, "what became of a connection was not noted");
        }
        self.show(&app, &open, listing).await;
        !revoked
    }

    /// One walk, and whether it changed anything in the store before it ended.
    async fn list(&self, store: &trove_store::Store, everything: bool) -> (Result<(), UiError>, bool) {
        let Some(clock) = self.app.upgrade().map(|inner| Arc::clone(&inner.clock)) else {
            return (Err(UiError::Locked), false);
        };
        let changed = AtomicBool::new(false);
        let (found, changes) = tokio::sync::watch::channel(0);
        let progress = |progress: Progress| {
            if progress.changed > 0 {
                changed.store(true, Ordering::Relaxed);
                let _ = found.send(progress.found);
            }
        };
        let walk = async {
            if everything {
                trove_sync::list_everything(&self.notion, store, self.connection, &*clock, &progress).await
            } else {
                trove_sync::refresh(&self.notion, store, self.connection, &*clock, &progress).await
            }
        };
        let result = tokio::select! {
            walked = walk => walked.map(drop).map_err(UiError::from),
            () = self.redraw(changes) => Err(UiError::Locked),
        };
        (result, changed.load(Ordering::Relaxed))
    }

    /// Keeps the window's list growing while a walk runs; ends with the profile.
    async fn redraw(&self, mut changes: tokio::sync::watch::Receiver<usize>) {
        while changes.changed().await.is_ok() {
            let found = u32::try_from(*changes.borrow_and_update()).unwrap_or(u32::MAX);
            let Some((app, open)) = self.upgrade() else { return };
            let clock = Arc::clone(&app.inner.clock);
            let began = clock.monotonic();
            if open.reload(&app.inner.origin).await.is_ok() {
                self.show(&app, &open, Listing::Running { found }).await;
                app.emit(&Event::PagesChanged);
            }
            drop((app, open));
            clock.sleep(pause(clock.monotonic().saturating_sub(began))).await;
        }
    }

    async fn show(&self, app: &App, open: &OpenProfile, listing: Listing) {
        if let Some(link) = open.links().get_mut(&self.connection) {
            link.listing = listing;
        }
        app.tell_connections(open).await;
    }

    fn upgrade(&self) -> Option<(App, Arc<OpenProfile>)> {
        Some((App { inner: self.app.upgrade()? }, self.open.upgrade()?))
    }
}

fn card(connection: Connection, pages: u32, listing: Listing) -> ConnectionCard {
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
        reading: Reading::default(),
        pace: Pace::default(),
        last_checked: None,
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
