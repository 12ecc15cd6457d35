//! The app starts, shows its first screen, and ends with the process.

use crate::profile::idle_lock;
use crate::state::app::{App, Inner};
use crate::state::open_profile::RENEWAL;
use crate::state::task::Task;
use crate::system::clock::SystemClock;
use crate::system::entropy::SystemEntropy;
use crate::system::host::Host;
use crate::system::paths::Paths;
use crate::ui_types::{Session, Start, UiError};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tokio::sync::{RwLock, watch};
use trove_model::{Clock, Entropy, Origin, Seldom};
use trove_profiles::Profiles;

/// Closing takes longer than its longest wait by this at most.
const FAREWELL: Duration = RENEWAL.saturating_add(Duration::from_secs(2));

/// Links that were turned away are named in the log this often at most.
const REFUSALS_APART: Duration = Duration::from_secs(10);

/// Why the app cannot start at all.
#[derive(Debug, thiserror::Error)]
pub enum StartFailed {
    #[error("the data folder cannot be used: {0}")]
    Profiles(#[from] trove_profiles::ProfilesError),
    #[error("the system's certificates cannot be used: {0}")]
    Http(#[from] reqwest::Error),
}

impl App {
    /// Must be called inside a tokio runtime, or with one entered.
    ///
    /// # Errors
    /// When the data folder cannot be made or its registry cannot be read.
    pub fn new(paths: Paths, origin: Origin, host: Arc<dyn Host>) -> Result<Self, StartFailed> {
        Self::with(paths, origin, host, Arc::new(SystemClock::default()), Arc::new(SystemEntropy))
    }

    /// As [`new`](Self::new) with time and randomness given.
    ///
    /// # Errors
    /// See [`new`](Self::new).
    pub fn with(
        paths: Paths,
        origin: Origin,
        host: Arc<dyn Host>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StartFailed> {
        let profiles = Profiles::open(&paths.data, Arc::clone(&clock), Arc::clone(&entropy))?;
        let (http, profiles) = (trove_http::Clients::new()?, Arc::new(profiles));
        Ok(Self::of(paths, origin, host, clock, entropy, http, profiles))
    }

    /// The app once more, with nothing open and without a window: what it opens is seen as by
    /// another process, and ends with what this one has open.
    #[cfg(unix)]
    pub(crate) fn another(&self) -> Self {
        let inner = &self.inner;
        Self::of(
            inner.paths.clone(),
            inner.origin.clone(),
            Arc::new(crate::system::host::NoHost),
            Arc::clone(&inner.clock),
            Arc::clone(&inner.entropy),
            inner.http.clone(),
            Arc::clone(&inner.profiles),
        )
    }

    fn of(
        paths: Paths,
        origin: Origin,
        host: Arc<dyn Host>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        http: trove_http::Clients,
        profiles: Arc<Profiles>,
    ) -> Self {
        let inner = Inner {
            http,
            touched: Mutex::new(clock.boot().elapsed),
            paths,
            origin,
            host,
            clock,
            entropy,
            profiles,
            #[cfg(unix)]
            beside: tokio::sync::Mutex::default(),
            open: RwLock::default(),
            door: Arc::default(),
            locks: watch::Sender::new(()),
            shows: AtomicBool::new(false),
            held: Mutex::default(),
            outside: Mutex::default(),
            tray: Mutex::default(),
            answering: Mutex::default(),
            refused_links: Seldom::new(REFUSALS_APART),
            watchers: Mutex::default(),
            runtime: tokio::runtime::Handle::current(),
            idle: OnceLock::new(),
        };
        let app = Self { inner: Arc::new(inner) };
        let watch = idle_lock::watch(Arc::clone(&app.inner.clock), app.downgrade());
        let _ = app.inner.idle.set(Task::new(app.inner.runtime.spawn(watch)));
        app
    }

    /// What the first screen needs; works before sign-in.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub async fn start(&self) -> Result<Start, UiError> {
        let session = match self.open_profile().await {
            Ok(open) => Some(Session { profile: open.card(), notices: Vec::new() }),
            Err(_) => None,
        };
        let machine = self.machine_settings();
        self.zoom_to(&machine).await;
        self.dress_desktop(&machine.desktop).await;
        Ok(Start {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profiles: self.profile_cards().await?,
            machine,
            other_origin: (!self.inner.origin.is_notion()).then(|| self.inner.origin.to_string()),
            link_waiting: self.link_waiting(),
            session,
        })
    }

    /// As the process ends: as [`lock`](Self::lock), but nobody is told, and nobody is
    /// waited for longer than a person waits for a program to go away.
    pub async fn shut_down(&self) {
        self.watchers().clear();
        let closed = async {
            let _ = self.lock().await;
            drop(self.inner.door.lock().await);
        };
        if tokio::time::timeout(FAREWELL, closed).await.is_err() {
            tracing::warn!("the profile was not closed in time");
        }
    }
}
