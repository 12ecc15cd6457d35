//! What runs for one connection while its profile is open: list it, read its pages, ask
//! from time to time what changed.
//!
//! Not here: requests and their pace (`trove-notion`), what a walk stores (`trove-sync`).

use crate::state::app::{App, WeakApp};
use crate::state::link::{Link, Rate, RefreshSignal};
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Event, Listing, UiError};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::watch;
use trove_model::{ConnectionId, ConnectionStatus};
use trove_notion::Notion;
use trove_sync::{Progress, Reading, SyncError};

/// How often Notion is asked what changed while the profile is open.
const POLL: Duration = Duration::from_secs(5 * 60);

/// What changed is shown at most this often.
const REDRAW: Duration = Duration::from_millis(400);

/// A refusal is asked about again after this long.
const DOUBT: Duration = Duration::from_secs(2);

/// Refusals in a row that turn out to be none before it is left at that until the next poll.
const STRAY: usize = 3;

/// How often a connection is tried whose token Notion refuses.
const RETRY: Duration = Duration::from_secs(60 * 60);

/// Follows one connection until dropped.
pub(crate) struct Follower {
    app: WeakApp,
    open: Weak<OpenProfile>,
    connection: ConnectionId,
    notion: Notion,
    refresh: Arc<RefreshSignal>,
}

/// Whether Notion takes the connection's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Accepted,
    Refused,
}

impl Follower {
    pub fn new(
        app: WeakApp,
        open: Weak<OpenProfile>,
        connection: ConnectionId,
        notion: Notion,
        refresh: Arc<RefreshSignal>,
    ) -> Self {
        Self { app, open, connection, notion, refresh }
    }

    pub async fn run(mut self) {
        loop {
            let standing = match self.standing() {
                Some(Standing::Accepted) => self.follow().await,
                Some(Standing::Refused) => self.wait_to_try().await,
                None => return,
            };
            if standing.is_none() {
                return;
            }
        }
    }

    /// As far as is known; `None` when there is nothing left to follow.
    pub fn standing(&self) -> Option<Standing> {
        let (_, open) = self.upgrade()?;
        let status = open.links().get(&self.connection)?.connection.status;
        Some(if status == ConnectionStatus::NeedsReconnect { Standing::Refused } else { Standing::Accepted })
    }

    /// Lists, and reads until it is time to ask again.
    async fn follow(&mut self) -> Option<Standing> {
        let everything = self.refresh.take_everything();
        let listed = self.list(everything).await;
        let standing = self.show_outcome(&listed).await?;
        if standing == Standing::Refused {
            return Some(standing);
        }
        let clock = Arc::clone(&self.app.upgrade()?.inner.clock);
        let refresh = Arc::clone(&self.refresh);
        // Pages are read until it is time to ask again what changed: the newest edits
        // shall not wait for the last of the old pages.
        let read = async {
            if listed.is_ok() && self.read().await? == Standing::Refused {
                return Some(Standing::Refused);
            }
            clock.sleep(POLL).await;
            Some(Standing::Accepted)
        };
        tokio::select! {
            standing = read => standing,
            () = clock.sleep(POLL) => Some(Standing::Accepted),
            () = refresh.requested() => Some(Standing::Accepted),
        }
    }

    /// Now and then, and when somebody asks.
    async fn wait_to_try(&mut self) -> Option<Standing> {
        let clock = Arc::clone(&self.app.upgrade()?.inner.clock);
        tokio::select! {
            () = clock.sleep(RETRY) => {}
            () = self.refresh.requested() => {}
        }
        match self.try_again().await {
            Err(error) if error != UiError::TokenRefused => {
                let (app, open) = self.upgrade()?;
                self.show(&app, &open, |link| link.listing = Listing::Failed { error }).await;
            }
            _ => {}
        }
        self.standing()
    }

    /// Asks whose token it is.
    ///
    /// # Errors
    /// [`UiError::TokenRefused`] if Notion refuses it, or why it could not be asked.
    pub async fn try_again(&mut self) -> Result<(), UiError> {
        let (app, open) = self.upgrade().ok_or(UiError::Locked)?;
        if let Some(link) = open.links().get(&self.connection) {
            link.refresh.note_asked(app.inner.clock.monotonic());
        }
        self.notion = app.ask_again(&open, self.connection).await?;
        Ok(())
    }

    /// A token that works may be refused once, by a gateway for instance.
    async fn is_refused(&mut self) -> bool {
        let Some(clock) = self.app.upgrade().map(|app| Arc::clone(&app.inner.clock)) else { return false };
        clock.sleep(DOUBT).await;
        self.try_again().await == Err(UiError::TokenRefused)
    }

    /// One listing or poll. [`UiError::TokenRefused`] was asked about twice.
    pub async fn list(&mut self, everything: bool) -> Result<(), UiError> {
        for _ in 0..STRAY {
            match self.list_once(everything).await {
                Err(UiError::TokenRefused) if !self.is_refused().await => {}
                listed => return listed,
            }
        }
        Err(stray())
    }

    async fn list_once(&self, everything: bool) -> Result<(), UiError> {
        let Some((app, open)) = self.upgrade() else { return Ok(()) };
        let (store, clock) = (open.store.clone(), Arc::clone(&app.inner.clock));
        self.refresh.note_asked(clock.monotonic());
        let last = open.links().get(&self.connection).and_then(|link| link.connection.last_listed);
        self.show(&app, &open, |link| {
            link.listing = Listing::Running { found: 0 };
            // What was read meanwhile was given up for this, and nobody said that it ended.
            link.rate = Rate::default();
        })
        .await;
        drop((app, open));
        let (steps, changes) = watch::channel(WalkStep::None);
        let progress = |progress| {
            let _ = steps.send(WalkStep::Listed(progress));
        };
        let work = async {
            let following = store.following(self.connection).await?;
            let (budget, now) = (self.notion.budget(), clock.wall());
            let due = trove_sync::schedule::is_listing_due(last, &following, budget, now);
            if everything || due {
                trove_sync::list_everything(&self.notion, &store, self.connection, &*clock, &progress)
                    .await?;
                trove_sync::list_people(&self.notion, &store).await?;
            } else {
                trove_sync::refresh(&self.notion, &store, self.connection, &*clock, &progress).await?;
            }
            Ok(())
        };
        self.redrawing(work, changes).await
    }

    /// Notes what became of a listing; `None` when there is nothing left to follow.
    pub async fn show_outcome(&self, listed: &Result<(), UiError>) -> Option<Standing> {
        let (app, open) = self.upgrade()?;
        let error = listed.as_ref().err().cloned();
        let revoked = error == Some(UiError::TokenRefused);
        let noted = if revoked {
            app.set_status(&open, self.connection, ConnectionStatus::NeedsReconnect).await
        } else if error.is_none() {
            app.note_used(&open, self.connection).await
        } else {
            Ok(())
        };
        if let Err(error) = noted {
            tracing::warn!(?error, "what became of a connection was not noted");
        }
        let listed =
            open.store.connections().await.ok().and_then(|all| {
                all.into_iter().find(|connection| connection.id == self.connection)?.last_listed
            });
        // Names of connections and containers may be new with any listing.
        if let Err(error) = open.corpus.read_surroundings().await {
            tracing::warn!(?error, "paths may be shown as they were");
        }
        self.show(&app, &open, |link| {
            link.listing = match error {
                Some(error) => Listing::Failed { error },
                None => Listing::Idle,
            };
            link.connection.last_listed = listed.or(link.connection.last_listed);
        })
        .await;
        Some(if revoked { Standing::Refused } else { Standing::Accepted })
    }

    /// Reads pages until none waits; `None` when there is nothing left to follow.
    pub async fn read(&mut self) -> Option<Standing> {
        let mut read = Err(stray());
        for _ in 0..STRAY {
            match self.read_once().await {
                Err(UiError::TokenRefused) if !self.is_refused().await => {}
                done => {
                    read = done;
                    break;
                }
            }
        }
        let (app, open) = self.upgrade()?;
        self.show(&app, &open, |link| link.rate = Rate::default()).await;
        // Bodies name people and databases.
        if let Err(error) = open.corpus.read_surroundings().await {
            tracing::warn!(?error, "people and databases are known as they were");
        }
        match read {
            Ok(()) => Some(Standing::Accepted),
            Err(error) => self.show_outcome(&Err(error)).await,
        }
    }

    async fn read_once(&self) -> Result<(), UiError> {
        let Some((app, open)) = self.upgrade() else { return Ok(()) };
        let (store, clock) = (open.store.clone(), Arc::clone(&app.inner.clock));
        drop((app, open));
        let (steps, changes) = watch::channel(WalkStep::None);
        let progress = |reading| {
            let _ = steps.send(WalkStep::Read(reading));
        };
        let work = async {
            trove_sync::schedule::look_again_in_turn(&self.notion, &store, self.connection, POLL).await?;
            trove_sync::read_bodies(&self.notion, &store, self.connection, &*clock, &progress).await?;
            Ok(())
        };
        self.redrawing(work, changes).await
    }

    /// Runs `work`, showing what it stores as it goes. Ends with the profile.
    async fn redrawing(
        &self,
        work: impl Future<Output = Result<(), SyncError>> + Send,
        changes: watch::Receiver<WalkStep>,
    ) -> Result<(), UiError> {
        let done = tokio::select! {
            done = work => done.map_err(UiError::from),
            () = self.redraw(changes) => Ok(()),
        };
        if let Some((app, open)) = self.upgrade()
            && open.corpus.follow().await.unwrap_or(false)
        {
            app.emit(&Event::PagesChanged);
        }
        done
    }

    /// Ends with the profile.
    async fn redraw(&self, mut changes: watch::Receiver<WalkStep>) {
        while changes.changed().await.is_ok() {
            let step = *changes.borrow_and_update();
            let Some((app, open)) = self.upgrade() else { return };
            let clock = Arc::clone(&app.inner.clock);
            let changed = open.corpus.follow().await.unwrap_or(false);
            self.show(&app, &open, |link| match step {
                WalkStep::None => {}
                WalkStep::Listed(Progress { found, .. }) => {
                    link.listing = Listing::Running { found: u32::try_from(found).unwrap_or(u32::MAX) };
                }
                WalkStep::Read(Reading { per_minute, left, .. }) => {
                    let seconds = |left: Duration| u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
                    link.rate = Rate { running: true, per_minute, seconds_left: left.map(seconds) };
                }
            })
            .await;
            if changed {
                app.emit(&Event::PagesChanged);
            }
            drop((app, open));
            clock.sleep(REDRAW).await;
        }
        // The work is done; its future ends first.
        std::future::pending().await
    }

    async fn show(&self, app: &App, open: &OpenProfile, change: impl FnOnce(&mut Link)) {
        if let Some(link) = open.links().get_mut(&self.connection) {
            change(link);
        }
        app.tell_connections(open).await;
    }

    fn upgrade(&self) -> Option<(App, Arc<OpenProfile>)> {
        Some((self.app.upgrade()?, self.open.upgrade()?))
    }
}

/// Refused again and again, and each time accepted when asked whose it is.
fn stray() -> UiError {
    UiError::Notion { status: 401, notion_code: "unauthorized".into(), message: String::new() }
}

/// The newest step of a walk.
#[derive(Clone, Copy)]
enum WalkStep {
    None,
    Listed(Progress),
    Read(Reading),
}
