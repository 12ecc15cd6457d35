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
use trove_model::ConnectionId;
use trove_notion::Notion;
use trove_sync::{Progress, Reading, SyncError};

/// How often Notion is asked what changed while the profile is open.
const POLL: Duration = Duration::from_secs(5 * 60);

/// What changed is shown at most this often.
const REDRAW: Duration = Duration::from_millis(400);

/// Follows one connection until dropped.
pub(crate) struct Follower {
    pub app: WeakApp,
    pub open: Weak<OpenProfile>,
    pub connection: ConnectionId,
    pub notion: Notion,
    pub refresh: Arc<RefreshSignal>,
}

impl Follower {
    pub async fn run(self) {
        loop {
            let everything = self.refresh.take_everything();
            let listed = self.list(everything).await;
            if self.show_outcome(&listed).await.is_none() {
                return;
            }
            let Some(clock) = self.app.upgrade().map(|app| Arc::clone(&app.inner.clock)) else { return };
            // Pages are read until it is time to ask again what changed: the newest edits
            // shall not wait for the last of the old pages.
            let read = async {
                if listed.is_ok() && self.read().await.is_none() {
                    return None;
                }
                clock.sleep(POLL).await;
                Some(())
            };
            tokio::select! {
                going = read => if going.is_none() { return },
                () = clock.sleep(POLL) => {}
                () = self.refresh.requested() => {}
            }
        }
    }

    /// One listing or poll.
    pub async fn list(&self, everything: bool) -> Result<(), UiError> {
        let Some((app, open)) = self.upgrade() else { return Ok(()) };
        let (store, clock) = (open.store.clone(), Arc::clone(&app.inner.clock));
        self.refresh.note_asked(clock.monotonic());
        let last = open.links().get(&self.connection).and_then(|link| link.connection.last_listed);
        self.show(&app, &open, |link| link.listing = Listing::Running { found: 0 }).await;
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
    pub async fn show_outcome(&self, listed: &Result<(), UiError>) -> Option<()> {
        let (app, open) = self.upgrade()?;
        let error = listed.as_ref().err().cloned();
        let revoked = error == Some(UiError::TokenRefused);
        let noted = if revoked {
            app.mark_unusable(&open, self.connection).await
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
        if revoked { None } else { Some(()) }
    }

    /// Reads pages until none waits; `None` when there is nothing left to follow.
    pub async fn read(&self) -> Option<()> {
        let (app, open) = self.upgrade()?;
        let (store, clock) = (open.store.clone(), Arc::clone(&app.inner.clock));
        drop((app, open));
        let (steps, changes) = watch::channel(WalkStep::None);
        let progress = |reading| {
            let _ = steps.send(WalkStep::Read(reading));
        };
        let work = async {
            trove_sync::schedule::let_bodies_be_read_again(&self.notion, &store, self.connection, POLL)
                .await?;
            trove_sync::read_bodies(&self.notion, &store, self.connection, &*clock, &progress).await?;
            Ok(())
        };
        let read = self.redrawing(work, changes).await;
        let (app, open) = self.upgrade()?;
        self.show(&app, &open, |link| link.rate = Rate::default()).await;
        match read {
            Ok(()) => Some(()),
            Err(error) => self.show_outcome(&Err(error)).await,
        }
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

/// The newest step of a walk.
#[derive(Clone, Copy)]
enum WalkStep {
    None,
    Listed(Progress),
    Read(Reading),
}
