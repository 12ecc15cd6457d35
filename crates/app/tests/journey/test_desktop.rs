//! A desktop made of memory: it does what it is asked, and remembers all of it.

use futures::FutureExt;
use futures::future::BoxFuture;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use trove_app::desktop_host::{Desktop, KeysRefused, NotAtLogin, Sign, TrayFace};
use trove_app::ui_types::*;

/// Does what it is asked in memory, and remembers all of it.
#[derive(Default)]
pub struct TestDesktop {
    zoom: AtomicU16,
    pub summoned: AtomicBool,
    pub hidden: AtomicBool,
    pub looked_at: AtomicBool,
    held: Mutex<Option<String>>,
    pub answers_search: AtomicBool,
    /// Every face the tray showed; `None` where it was taken away.
    pub faces: Mutex<Vec<Option<TrayFace>>>,
    notified: Mutex<Vec<String>>,
    pub progress: Mutex<Vec<Option<u8>>>,
    /// What the person chooses where a folder is asked for.
    pub folder: Mutex<Option<PathBuf>>,
}

/// Held by another program, and by nobody.
pub const TAKEN: &str = "Alt+Space";
pub const UNUSABLE: &str = "KeyA";

impl TestDesktop {
    /// How the window is drawn, in per cent; 0 before anybody said.
    pub fn zoom(&self) -> u16 {
        self.zoom.load(Ordering::Relaxed)
    }

    pub fn held(&self) -> Option<String> {
        self.held.lock().unwrap().clone()
    }

    pub fn face(&self) -> Option<TrayFace> {
        self.faces.lock().unwrap().last().cloned().flatten()
    }

    pub fn sign(&self) -> Option<Sign> {
        self.face().map(|face| face.sign)
    }

    pub fn notified(&self) -> Vec<String> {
        self.notified.lock().unwrap().clone()
    }
}

impl Desktop for TestDesktop {
    fn set_zoom(&self, percent: u16) {
        self.zoom.store(percent, Ordering::Relaxed);
    }

    fn hide(&self) {
        self.hidden.store(true, Ordering::Relaxed);
    }

    fn is_summoned(&self) -> bool {
        self.summoned.load(Ordering::Relaxed)
    }

    fn is_looked_at(&self) -> bool {
        self.looked_at.load(Ordering::Relaxed)
    }

    fn hold_keys(&self, keys: Option<&str>) -> Result<(), KeysRefused> {
        match keys {
            Some(TAKEN) => Err(KeysRefused::Taken),
            Some(UNUSABLE) => Err(KeysRefused::Unusable),
            keys => {
                *self.held.lock().unwrap() = keys.map(str::to_owned);
                Ok(())
            }
        }
    }

    fn show_tray(&self, face: Option<TrayFace>) {
        self.faces.lock().unwrap().push(face);
    }

    fn answer_search(&self, on: bool) {
        self.answers_search.store(on, Ordering::Relaxed);
    }

    fn start_at_login(&self, _: bool) -> Result<(), NotAtLogin> {
        Err(NotAtLogin)
    }

    fn notify(&self, text: &str) {
        self.notified.lock().unwrap().push(text.to_owned());
    }

    fn show_progress(&self, percent: Option<u8>) {
        self.progress.lock().unwrap().push(percent);
    }

    fn state(&self) -> DesktopState {
        DesktopState {
            shortcut: ShortcutState::Off,
            tray: TrayState::Shown,
            start_at_login: None,
            tells_lock: false,
            tells_sleep: false,
            desktop_search: Some(self.answers_search.load(Ordering::Relaxed)),
            draws_safely: None,
        }
    }

    fn choose_folder(&self) -> BoxFuture<'_, Option<PathBuf>> {
        let folder = self.folder.lock().unwrap().clone();
        async { folder }.boxed()
    }

    fn has_drawn(&self) {}

    fn quit(&self) {}
}
