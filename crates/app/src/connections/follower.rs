//! What runs for one connection while its profile is open: list it, read its pages, ask
//! from time to time what changed.
//!
//! Not here: requests and their pace (`trove-notion`), what a walk stores (`trove-sync`).

use crate::open_profile::{OpenProfile, Task};
use crate::ui_types::{Event, Listing, UiError};
use crate::{App, Inner};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use trove_model::{Connection, ConnectionId};
use trove_notion::Notion;
use trove_oauth::TokenRefresher;
use trove_sync::{Progress, Reading, SyncError};

/// How often Notion is asked what changed while the profile is open.
const POLL: Duration = Duration::from_secs(5 * 60);

/// Polls that a look at the window brings about are at least this far apart.
const LOOK: Duration = Duration::from_secs(60);

/// Everything is listed again this often: polls do not see what vanished.
const SWEEP: Duration = Duration::from_secs(24 * 60 * 60);

/// What changed is shown at most this often.
const REDRAW: Duration = Duration::from_millis(400);

pub(crate) struct Link {
    pub connection: Connection,
    pub listing: Listing,
    pub rate: Rate,
    /// For questions that a person waits for; none while the connection may not be used.
    pub notion: Option<Notion>,
    pub refresher: Option<Arc<TokenRefresher>>,
    pub task: Option<Task>,
    /// Wakes the task before its time.
    pub wishes: Arc<Wishes>,
}

/// How reading goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rate {
    pub running: bool,
    pub per_minute: u32,
    pub seconds_left: Option<u32>,
}

/// What the person wants of a connection before its time.
#[derive(Default)]
pub(crate) struct Wishes {
    everything: AtomicBool,
    /// When Notion was last asked, in milliseconds of the monotonic clock.
    asked: AtomicU64,
    notify: Notify,
}

impl Wishes {
    /// List everything again.
    pub fn everything(&self) {
        self.everything.store(true, Ordering::Relaxed);
        self.notify.notify_one();
    }

    /// Ask what changed, unless that was asked a moment ago.
    pub fn poll(&self, now: Duration) {
        let asked = Duration::from_millis(self.asked.load(Ordering::Relaxed));
        if now.saturating_sub(asked) >= LOOK {
            self.asked(now);
            self.notify.notify_one();
        }
    }

    fn asked(&self, now: Duration) {
        self.asked.store(u64::try_from(now.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Link {
    pub fn new(connection: Connection) -> Self {
        Self {
            connection,
            listing: Listing::Idle,
            rate: Rate::default(),
            notion: None,
            refresher: None,
            task: None,
            wishes: Arc::default(),
        }
    }

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

/// Follows one connection until dropped.
pub(crate) struct Follower {
    pub app: Weak<Inner>,
    pub open: Weak<OpenProfile>,
    pub connection: ConnectionId,
    pub notion: Notion,
    pub wishes: Arc<Wishes>,
}

impl Follower {
    pub async fn run(self) {
        loop {
            let everything = self.wishes.everything.swap(false, Ordering::Relaxed);
            let listed = self.list(everything).await;
            if self.show_outcome(&listed).await.is_none() {
                return;
            }
            let Some(clock) = self.app.upgrade().map(|inner| Arc::clone(&inner.clock)) else { return };
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
                () = self.wishes.notify.notified() => {}
            }
        }
    }

    /// One listing or poll.
    pub async fn list(&self, everything: bool) -> Result<(), UiError> {
        let Some((app, open)) = self.upgrade() else { return Ok(()) };
        let (store, clock) = (open.store.clone(), Arc::clone(&app.inner.clock));
        self.wishes.asked(clock.monotonic());
        let last = open.links().get(&self.connection).and_then(|link| link.connection.last_listed);
        let due = last.is_none_or(|at| clock.wall().since(at).is_none_or(|age| age >= SWEEP));
        self.show(&app, &open, |link| link.listing = Listing::Running { found: 0 }).await;
        drop((app, open));
        let (steps, changes) = watch::channel(Step::None);
        let progress = |progress| {
            let _ = steps.send(Step::Listed(progress));
        };
        let work = async {
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
        let (steps, changes) = watch::channel(Step::None);
        let progress = |reading| {
            let _ = steps.send(Step::Read(reading));
        };
        let work = async {
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
        changes: watch::Receiver<Step>,
    ) -> Result<(), UiError> {
        let done = tokio::select! {
            done = work => done.map_err(UiError::from),
            () = self.redraw(changes) => Ok(()),
        };
        if let Some((app, open)) = self.upgrade()
            && open.follow().await.unwrap_or(false)
        {
            app.emit(&Event::PagesChanged);
        }
        done
    }

    /// Ends with the profile.
    async fn redraw(&self, mut changes: watch::Receiver<Step>) {
        while changes.changed().await.is_ok() {
            let step = *changes.borrow_and_update();
            let Some((app, open)) = self.upgrade() else { return };
            let clock = Arc::clone(&app.inner.clock);
            let changed = open.follow().await.unwrap_or(false);
            self.show(&app, &open, |link| match step {
                Step::None => {}
                Step::Listed(Progress { found, .. }) => {
                    link.listing = Listing::Running { found: u32::try_from(found).unwrap_or(u32::MAX) };
                }
                Step::Read(Reading { per_minute, left, .. }) => {
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
        Some((App { inner: self.app.upgrade()? }, self.open.upgrade()?))
    }
}

/// The newest step of a walk.
#[derive(Clone, Copy)]
enum Step {
    None,
    Listed(Progress),
    Read(Reading),
}
