//! The app without a window: what every use case starts from.
//!
//! Its methods lie beside what a person does, one `impl App` in each file. Not here: making
//! one (`start`), and what exists only while a profile is open (`open_profile`).

use super::held_link::HeldLinks;
use super::open_profile::OpenProfile;
use super::outside::Outside;
use super::task::Task;
use crate::system::host::Host;
use crate::system::paths::Paths;
use crate::ui_types::{Event, UiError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{RwLock, watch};
use trove_model::{Clock, Entropy, Origin, Seldom};
use trove_profiles::Profiles;

pub(crate) type Watcher = Box<dyn Fn(Event) -> bool + Send>;

/// The app without a window. Cheap to clone; the last clone dropped stops everything.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub paths: Paths,
    pub origin: Origin,
    pub host: Arc<dyn Host>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub http: trove_http::Clients,
    pub profiles: Arc<Profiles>,
    /// The same profile once more, for the programs that its window has let in.
    #[cfg(unix)]
    pub beside: tokio::sync::Mutex<Option<App>>,
    /// The open profile. Readers take a share of it and let go of the lock at once.
    pub open: RwLock<Option<Arc<OpenProfile>>>,
    /// Held while a profile is being opened or closed: one at a time.
    pub door: Arc<tokio::sync::Mutex<()>>,
    /// Somebody locks: a profile that is being opened is not.
    pub locks: watch::Sender<()>,
    /// Whether the window may be told of what a profile holds.
    pub shows: AtomicBool,
    /// Sign-in links that arrived while no profile was open.
    pub held: Mutex<HeldLinks>,
    /// How often the log may name links that were turned away.
    pub refused_links: Seldom,
    /// Last sign of life from the person, on the boot clock.
    pub touched: Mutex<Duration>,
    pub watchers: Mutex<Vec<Watcher>>,
    /// What stands outside of the window.
    pub outside: Mutex<Outside>,
    /// Held while the tray is being shown.
    pub tray: Mutex<()>,
    /// Held while the desktop is told whether its own search is answered.
    pub answering: Mutex<()>,
    /// The runtime's handle at creation: deep links arrive on foreign threads.
    pub runtime: tokio::runtime::Handle,
    /// Locks the profile when nobody is there.
    pub idle: OnceLock<Task>,
}

/// For tasks that outlive nothing: it keeps neither the app nor its profile.
#[derive(Clone)]
pub(crate) struct WeakApp(Weak<Inner>);

impl WeakApp {
    pub fn upgrade(&self) -> Option<App> {
        Some(App { inner: self.0.upgrade()? })
    }
}

impl App {
    pub(crate) fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.inner))
    }

    /// Sends every later event to `watcher` until it answers false.
    pub fn watch(&self, watcher: impl Fn(Event) -> bool + Send + 'static) {
        self.watchers().push(Box::new(watcher));
    }

    /// What a locked profile's last task still has to say, nobody hears.
    pub(crate) fn emit(&self, event: &Event) {
        let of_a_profile =
            !matches!(event, Event::Locked | Event::LinkWaiting | Event::Summoned | Event::AskedFor(_));
        if of_a_profile && !self.inner.shows.load(Ordering::Acquire) {
            return;
        }
        self.watchers().retain(|watcher| watcher(event.clone()));
    }

    pub(crate) fn watchers(&self) -> MutexGuard<'_, Vec<Watcher>> {
        self.inner.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anybody is signed in, now.
    pub async fn has_open_profile(&self) -> bool {
        self.inner.open.read().await.is_some()
    }

    /// The open profile, or [`UiError::Locked`].
    pub(crate) async fn open_profile(&self) -> Result<Arc<OpenProfile>, UiError> {
        self.inner.open.read().await.clone().ok_or(UiError::Locked)
    }

    /// Runs what blocks (password hashing, files) away from the async threads.
    pub(crate) async fn blocking<T, E>(
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
