//! What the open profile holds of one connection: how far it is, its client, its task.
//!
//! Not here: the task itself (`connections::follower`).

use super::task::Task;
use crate::ui_types::Listing;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use trove_model::{Connection, ConnectionId};
use trove_notion::Notion;
use trove_oauth::TokenRefresher;

/// Polls that a look at the window brings about are at least this far apart.
const POLLS_APART: Duration = Duration::from_secs(60);

pub(crate) struct Link {
    pub connection: Connection,
    pub listing: Listing,
    pub rate: Rate,
    /// None while the connection is paused, or where there is no token.
    pub client: Option<Client>,
    pub task: Option<Task>,
    /// Wakes the task before its time.
    pub refresh: Arc<RefreshSignal>,
}

/// What asks Notion, and what renews its token where that can be done.
pub(crate) struct Client {
    pub notion: Notion,
    pub refresher: Option<Arc<TokenRefresher>>,
}

/// How reading goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rate {
    pub running: bool,
    pub per_minute: u32,
    pub seconds_left: Option<u32>,
}

/// A connection that can be asked now.
pub(crate) struct Reachable {
    pub connection: ConnectionId,
    pub workspace: String,
    pub notion: Notion,
}

/// Asks a connection's task for work before its time.
#[derive(Default)]
pub(crate) struct RefreshSignal {
    everything: AtomicBool,
    /// When Notion was last asked, in milliseconds of the monotonic clock.
    asked: AtomicU64,
    notify: Notify,
}

impl RefreshSignal {
    /// List everything again.
    pub fn everything(&self) {
        self.everything.store(true, Ordering::Relaxed);
        self.notify.notify_one();
    }

    /// Ask what changed, and read on.
    pub fn now(&self) {
        self.notify.notify_one();
    }

    /// Ask what changed, unless that was asked a moment ago.
    pub fn poll(&self, now: Duration) {
        let asked = Duration::from_millis(self.asked.load(Ordering::Relaxed));
        if now.saturating_sub(asked) >= POLLS_APART {
            self.note_asked(now);
            self.notify.notify_one();
        }
    }

    /// Whether everything was to be listed; it is asked once.
    pub fn take_everything(&self) -> bool {
        self.everything.swap(false, Ordering::Relaxed)
    }

    pub fn note_asked(&self, now: Duration) {
        self.asked.store(u64::try_from(now.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub async fn requested(&self) {
        self.notify.notified().await;
    }
}

impl Link {
    pub fn new(connection: Connection) -> Self {
        Self {
            connection,
            listing: Listing::Idle,
            rate: Rate::default(),
            client: None,
            task: None,
            refresh: Arc::default(),
        }
    }

    pub fn notion(&self) -> Option<Notion> {
        self.client.as_ref().map(|client| client.notion.clone())
    }

    /// Waits for a token renewal under way, whose pair would be lost otherwise.
    pub async fn close(mut self) {
        if let Some(task) = self.task.take() {
            task.stop().await;
        }
        if let Some(refresher) = self.client.take().and_then(|client| client.refresher) {
            refresher.close().await;
        }
    }
}
