//! The use cases: what the window, the command line and the tests call.
//!
//! The only crate that sees all rooms. Not here: windows, commands, words for people;
//! and nothing is spawned without a handle that [`App`] or the open profile owns.

mod administration;
mod at_once;
mod candidate;
mod columns;
mod connecting;
mod connections;
mod corpus;
mod coverage;
mod failure;
mod filter;
mod following;
pub mod hardening;
pub mod host;
mod http;
mod indexing;
mod keychain;
mod live;
pub mod log;
mod notion_origin;
mod open_profile;
mod outside_link;
mod page_list;
mod pages;
pub mod paths;
mod preview;
mod search;
mod settings;
mod shown;
mod sign_in;
mod system;
mod tokens;
pub mod ui_types;

pub use at_once::Synced;
pub use notion_origin::{ORIGIN_VARIABLE, OriginVariable, notion_origin};
pub use open_profile::Access;
pub use paths::Paths;

use crate::connecting::HeldLink;
use crate::host::Host;
use crate::open_profile::{OpenProfile, Task};
use crate::ui_types::{Event, Start, UiError};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::RwLock;
use trove_model::{Clock, Entropy, Origin};
use trove_profiles::Profiles;

/// Enough for a token renewal under way, whose pair would be lost with the process.
const FAREWELL: Duration = Duration::from_secs(5);

type Watcher = Box<dyn Fn(Event) -> bool + Send>;

/// The app without a window. Cheap to clone; the last clone dropped stops everything.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    paths: Paths,
    origin: Origin,
    host: Arc<dyn Host>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    http: reqwest::Client,
    profiles: Profiles,
    /// The open profile. Readers take a share of it and let go of the lock at once.
    open: RwLock<Option<Arc<OpenProfile>>>,
    /// Held while a profile is being opened or closed: one at a time.
    door: tokio::sync::Mutex<()>,
    /// A sign-in link that arrived while no profile was open.
    held: Mutex<Option<HeldLink>>,
    /// Last sign of life from the person, on the boot clock.
    touched: Mutex<Duration>,
    watchers: Mutex<Vec<Watcher>>,
    /// The runtime's handle at creation: deep links arrive on foreign threads.
    runtime: tokio::runtime::Handle,
    /// Locks the profile when nobody is there.
    idle: OnceLock<Task>,
}

impl App {
    /// Must be called inside a tokio runtime, or with one entered.
    ///
    /// # Errors
    /// When the data folder cannot be made or its registry cannot be read.
    pub fn new(paths: Paths, origin: Origin, host: Arc<dyn Host>) -> Result<Self, StartFailed> {
        Self::with(
            paths,
            origin,
            host,
            Arc::new(system::SystemClock::default()),
            Arc::new(system::SystemEntropy),
        )
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
        let inner = Inner {
            http: http::client()?,
            touched: Mutex::new(clock.boot().elapsed),
            paths,
            origin,
            host,
            clock,
            entropy,
            profiles,
            open: RwLock::default(),
            door: tokio::sync::Mutex::default(),
            held: Mutex::default(),
            watchers: Mutex::default(),
            runtime: tokio::runtime::Handle::current(),
            idle: OnceLock::new(),
        };
        let inner = Arc::new(inner);
        let watch = sign_in::watch_idle(Arc::clone(&inner.clock), Arc::downgrade(&inner));
        let _ = inner.idle.set(Task::new(inner.runtime.spawn(watch)));
        Ok(Self { inner })
    }

    /// What the first screen needs; works before sign-in.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub async fn start(&self) -> Result<Start, UiError> {
        let session = match self.open_profile().await {
            Ok(open) => Some(ui_types::Session { profile: open.card(), notices: Vec::new() }),
            Err(_) => None,
        };
        Ok(Start {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profiles: self.profile_cards().await?,
            machine: self.machine_settings(),
            other_origin: (!self.inner.origin.is_notion()).then(|| self.inner.origin.to_string()),
            link_waiting: self.link_waiting(),
            session,
        })
    }

    /// Sends every later event to `watcher` until it answers false.
    pub fn watch(&self, watcher: impl Fn(Event) -> bool + Send + 'static) {
        self.watchers().push(Box::new(watcher));
    }

    /// As the process ends: as [`lock`](Self::lock), but nobody is told, and nobody is
    /// waited for longer than a person waits for a program to go away.
    pub async fn shut_down(&self) {
        self.watchers().clear();
        if tokio::time::timeout(FAREWELL, self.lock()).await.is_err() {
            tracing::warn!("the profile was not closed in time");
        }
    }

    fn emit(&self, event: &Event) {
        self.watchers().retain(|watcher| watcher(event.clone()));
    }

    fn watchers(&self) -> MutexGuard<'_, Vec<Watcher>> {
        self.inner.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open profile, or [`UiError::Locked`].
    async fn open_profile(&self) -> Result<Arc<OpenProfile>, UiError> {
        self.inner.open.read().await.clone().ok_or(UiError::Locked)
    }

    /// Runs what blocks (password hashing, files) away from the async threads.
    async fn blocking<T, E>(
        &self,
        work: impl FnOnce(&Profiles) -> Result<T, E> + Send + 'static,
    ) -> Result<T, UiError>
    where
        T: Send + 'static,
        E: Into<UiError> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        let done = tokio::task::spawn_blocking(move || work(&inner.profiles)).await;
        done.map_err(|_| UiError::Internal)?.map_err(Into::into)
    }
}

/// Why the app cannot start at all.
#[derive(Debug, thiserror::Error)]
pub enum StartFailed {
    #[error("the data folder cannot be used: {0}")]
    Profiles(#[from] trove_profiles::ProfilesError),
    #[error("the system's certificates cannot be used: {0}")]
    Http(#[from] reqwest::Error),
}
