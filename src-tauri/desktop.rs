//! The desktop that the window is on, as the core asks for it. What it does is in the files
//! beside it, one for each.

#[cfg(target_os = "linux")]
mod desktop_search;
mod folder_choice;
mod hot_keys;
mod keys;
mod login;
mod messages;
mod system_lock;
mod tray;

use crate::drawing::{self, Drawing};
use crate::window;
#[cfg(target_os = "linux")]
use desktop_search::DesktopSearch;
use futures::FutureExt;
use futures::future::BoxFuture;
use hot_keys::HotKeys;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
#[cfg(target_os = "linux")]
use std::sync::{Mutex, PoisonError};
use system_lock::Tells;
use tauri::{AppHandle, Manager};
use tray::Tray;
use trove_app::App;
use trove_app::desktop_host::{Desktop, KeysRefused, NotAtLogin, TrayFace};
use trove_app::ui_types::DesktopState;
#[cfg(target_os = "linux")]
use trove_app::ui_types::Event;

pub struct OwnDesktop {
    window: AppHandle,
    hot_keys: HotKeys,
    tray: Tray,
    tells: Arc<Tells>,
    #[cfg(target_os = "linux")]
    search: Arc<Mutex<Option<DesktopSearch>>>,
}

impl OwnDesktop {
    pub fn new(window: AppHandle) -> Self {
        Self {
            hot_keys: HotKeys::new(window.clone()),
            tray: Tray::new(window.clone()),
            tells: Arc::default(),
            #[cfg(target_os = "linux")]
            search: Arc::default(),
            window,
        }
    }

    /// Brings the window forward as it is.
    pub fn bring_forward(&self) {
        window::show(&self.window);
    }

    /// What the desktop's search was answered goes when the profile is locked.
    #[cfg(target_os = "linux")]
    fn forget_when_locked(&self, app: &App) {
        let search = Arc::clone(&self.search);
        app.watch(move |event| {
            if event == Event::Locked
                && let Some(search) = &*search.lock().unwrap_or_else(PoisonError::into_inner)
            {
                search.forget();
            }
            true
        });
    }

    /// Locks with the system from now on, as far as it tells, and leaves nothing outside then.
    pub fn listen_to_system(&self, app: &App) {
        #[cfg(target_os = "linux")]
        {
            self.forget_when_locked(app);
            let (tells, app) = (Arc::clone(&self.tells), app.clone());
            tauri::async_runtime::spawn(system_lock::listen(tells, async move || app.system_locks().await));
        }
        #[cfg(not(target_os = "linux"))]
        let _ = app;
    }
}

impl OwnDesktop {
    #[cfg(target_os = "linux")]
    fn answers_search(&self) -> Option<bool> {
        Some(self.search.lock().unwrap_or_else(PoisonError::into_inner).is_some())
    }

    #[cfg(not(target_os = "linux"))]
    fn answers_search(&self) -> Option<bool> {
        None
    }
}

impl Desktop for OwnDesktop {
    fn set_zoom(&self, percent: u16) {
        window::zoom(&self.window, percent);
    }

    fn hide(&self) {
        window::hide(&self.window);
    }

    fn is_summoned(&self) -> bool {
        window::is_summoned()
    }

    fn is_looked_at(&self) -> bool {
        window::is_looked_at(&self.window)
    }

    fn hold_keys(&self, keys: Option<&str>) -> Result<(), KeysRefused> {
        self.hot_keys.hold(keys)
    }

    fn show_tray(&self, face: Option<TrayFace>) {
        self.tray.show(face);
    }

    fn answer_search(&self, on: bool) {
        #[cfg(target_os = "linux")]
        {
            if on && self.answers_search() == Some(true) {
                return;
            }
            // Not while the lock is held: locking the profile waits for that, and the bus may wait.
            let started = on.then(|| DesktopSearch::start(&self.window)).flatten();
            let mut search = self.search.lock().unwrap_or_else(PoisonError::into_inner);
            let before = std::mem::replace(&mut *search, started);
            drop(search);
            drop(before);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = on;
    }

    fn start_at_login(&self, on: bool) -> Result<(), NotAtLogin> {
        login::set(&self.window, on)
    }

    fn notify(&self, text: &str) {
        messages::notify(&self.window, text);
    }

    fn show_progress(&self, percent: Option<u8>) {
        messages::show_progress(&self.window, percent);
    }

    fn state(&self) -> DesktopState {
        DesktopState {
            shortcut: self.hot_keys.state(),
            tray: self.tray.state(),
            start_at_login: login::is_on(&self.window),
            tells_lock: self.tells.lock.load(Ordering::Relaxed),
            tells_sleep: self.tells.sleep.load(Ordering::Relaxed),
            draws_safely: drawing::draws_safely(),
            desktop_search: self.answers_search(),
        }
    }

    fn choose_folder(&self) -> BoxFuture<'_, Option<PathBuf>> {
        folder_choice::ask(&self.window).boxed()
    }

    fn has_drawn(&self) {
        self.window.state::<Drawing>().has_drawn();
    }

    fn quit(&self) {
        self.window.exit(0);
    }
}
