//! Keys that are held in the whole system, and bring the window forward wherever the person is.
//!
//! On X11 by ourselves: the library that Tauri's plugin wraps wakes up twenty times a second to
//! look for keys. Under Wayland programs cannot hold keys; there the desktop's own settings run
//! a command.

use super::keys::Keys;
use crate::window;
use std::sync::{Mutex, PoisonError};
use tauri::AppHandle;
use trove_app::desktop_host::KeysRefused;
use trove_app::ui_types::ShortcutState;

#[cfg(not(target_os = "linux"))]
use plugin::Holder;
#[cfg(target_os = "linux")]
use x11::Holder;

/// What is held, and by what.
pub struct HotKeys {
    window: AppHandle,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    holder: Option<Holder>,
    /// What was asked for last, and what became of it.
    asked: Option<(String, Result<(), KeysRefused>)>,
}

impl HotKeys {
    pub fn new(window: AppHandle) -> Self {
        Self { window, held: Mutex::default() }
    }

    /// Holds these keys in place of those before. Asked for the same twice, it has them still,
    /// or tries again.
    ///
    /// # Errors
    /// Why they cannot be held; those before are held still.
    pub fn hold(&self, keys: Option<&str>) -> Result<(), KeysRefused> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(text) = keys else {
            if let Some(holder) = &held.holder {
                holder.release();
            }
            held.asked = None;
            return Ok(());
        };
        if held.asked.as_ref().is_some_and(|(asked, done)| asked == text && done.is_ok()) {
            return Ok(());
        }
        let done = self.take(&mut held, text);
        // What was held before is what is held, where there was something.
        if done.is_ok() || !held.asked.as_ref().is_some_and(|(_, before)| before.is_ok()) {
            held.asked = Some((text.to_owned(), done));
        }
        done
    }

    fn take(&self, held: &mut Held, text: &str) -> Result<(), KeysRefused> {
        let keys = Keys::parse(text).ok_or(KeysRefused::Unusable)?;
        if is_by_hand() {
            return Err(KeysRefused::ByHand);
        }
        let holder = match held.holder.take() {
            Some(holder) => holder,
            None => {
                let window = self.window.clone();
                Holder::start(&self.window, move |ours| window::toggle(&window, ours))?
            }
        };
        held.holder.insert(holder).hold(keys)
    }

    pub fn state(&self) -> ShortcutState {
        if is_by_hand() {
            return ShortcutState::ByHand { command: by_hand() };
        }
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.asked {
            None => ShortcutState::Off,
            Some((_, Ok(()))) => ShortcutState::On,
            Some((_, Err(_))) => ShortcutState::Taken,
        }
    }
}

/// Whether no program can hold keys here: only an X11 server hands them out.
#[cfg(target_os = "linux")]
fn is_by_hand() -> bool {
    let set = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    set("WAYLAND_DISPLAY") || !set("DISPLAY")
}

#[cfg(not(target_os = "linux"))]
fn is_by_hand() -> bool {
    false
}

#[cfg(target_os = "linux")]
fn by_hand() -> String {
    crate::arguments::summons()
}

#[cfg(not(target_os = "linux"))]
fn by_hand() -> String {
    String::new()
}

#[cfg(target_os = "linux")]
mod x11 {
    //! Grabs keys of the root window (X11 protocol, GrabKey) and sleeps until one comes.

    use super::{Keys, KeysRefused};
    use std::sync::{Arc, Mutex, PoisonError};
    use tauri::AppHandle;
    use x11rb::connection::Connection;
    use x11rb::errors::ReplyError;
    use x11rb::protocol::ErrorKind;
    use x11rb::protocol::Event;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, GrabMode, ModMask, Window};
    use x11rb::rust_connection::RustConnection;

    /// Numbers of X11 begin behind eight that are not used.
    const FIRST_KEY: u8 = 8;

    /// Caps Lock and Num Lock are no part of what a person holds: each way they can stand is a
    /// grab of its own.
    const LOCKS: [u16; 4] = [0, LOCK, NUM_LOCK, LOCK | NUM_LOCK];
    const LOCK: u16 = 2;
    const NUM_LOCK: u16 = 16;

    pub struct Holder {
        server: Arc<RustConnection>,
        root: Window,
        held: Mutex<Option<Keys>>,
    }

    impl Holder {
        /// Its thread ends with the connection to the server, which ends with the program.
        /// It tells whether the window in front is ours: while the key is down, the toolkit takes
        /// the grab for a loss of the focus.
        pub fn start(
            _: &AppHandle,
            pressed: impl Fn(Option<bool>) + Send + 'static,
        ) -> Result<Self, KeysRefused> {
            let (server, screen) = RustConnection::connect(None).map_err(|error| {
                tracing::warn!(%error, "the X11 server does not answer");
                KeysRefused::ByHand
            })?;
            let root = server.setup().roots.get(screen).ok_or(KeysRefused::ByHand)?.root;
            let server = Arc::new(server);
            let events = Arc::clone(&server);
            std::thread::spawn(move || {
                let mut released = None;
                while let Ok(event) = events.wait_for_event() {
                    match event {
                        Event::KeyRelease(key) => released = Some(key.time),
                        // Held down, a key is let go and pressed again in the same moment.
                        Event::KeyPress(key) if released != Some(key.time) => {
                            pressed(is_ours_in_front(&events, root));
                        }
                        _ => {}
                    }
                }
            });
            Ok(Self { server, root, held: Mutex::default() })
        }

        pub fn hold(&self, keys: Keys) -> Result<(), KeysRefused> {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            for lock in LOCKS {
                if let Err(refused) = self.grab(keys, lock) {
                    // Those of the same keys that are held already are the ones before.
                    if *held != Some(keys) {
                        self.let_go(keys);
                    }
                    return Err(refused);
                }
            }
            if let Some(before) = held.replace(keys).filter(|before| *before != keys) {
                self.let_go(before);
            }
            Ok(())
        }

        pub fn release(&self) {
            if let Some(keys) = self.held.lock().unwrap_or_else(PoisonError::into_inner).take() {
                self.let_go(keys);
            }
        }

        fn grab(&self, keys: Keys, lock: u16) -> Result<(), KeysRefused> {
            let key = keys.place.saturating_add(FIRST_KEY);
            let (mode, modifiers) = (GrabMode::ASYNC, ModMask::from(modifiers(keys) | lock));
            let sent = self.server.grab_key(false, self.root, modifiers, key, mode, mode);
            match sent.map_err(ReplyError::from).and_then(|sent| sent.check()) {
                Ok(()) => Ok(()),
                Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => {
                    Err(KeysRefused::Taken)
                }
                Err(error) => {
                    tracing::warn!(%error, "the X11 server does not give keys");
                    Err(KeysRefused::Unusable)
                }
            }
        }

        fn let_go(&self, keys: Keys) {
            let key = keys.place.saturating_add(FIRST_KEY);
            for lock in LOCKS {
                let modifiers = ModMask::from(modifiers(keys) | lock);
                if let Ok(sent) = self.server.ungrab_key(key, self.root, modifiers) {
                    sent.ignore_error();
                }
            }
            let _ = self.server.flush();
        }
    }

    /// Whether this program's window is the active one; `None` where the window manager does not
    /// say (Extended Window Manager Hints, `_NET_ACTIVE_WINDOW` and `_NET_WM_PID`).
    fn is_ours_in_front(server: &RustConnection, root: Window) -> Option<bool> {
        let active = property(server, root, b"_NET_ACTIVE_WINDOW", AtomEnum::WINDOW)?;
        let process = property(server, active, b"_NET_WM_PID", AtomEnum::CARDINAL);
        Some(process == Some(std::process::id()))
    }

    fn property(server: &RustConnection, of: Window, name: &[u8], kind: AtomEnum) -> Option<u32> {
        let name = server.intern_atom(true, name).ok()?.reply().ok()?.atom;
        let value = server.get_property(false, of, name, kind, 0, 1).ok()?.reply().ok()?;
        value.value32()?.next()
    }

    /// Alt and Super are the first and fourth of five modifiers on every keyboard since XKB.
    fn modifiers(keys: Keys) -> u16 {
        [(keys.shift, 1), (keys.control, 4), (keys.alt, 8), (keys.super_key, 64)]
            .iter()
            .filter(|(held, _)| *held)
            .fold(0, |all, (_, bit)| all | bit)
    }
}

/// Windows and macOS, through Tauri's plugin; not run by any test here.
#[cfg(not(target_os = "linux"))]
mod plugin {
    use super::{Keys, KeysRefused};
    use std::sync::Arc;
    use tauri::AppHandle;
    use tauri_plugin_global_shortcut::{GlobalShortcutExt, ShortcutState};

    pub struct Holder {
        app: AppHandle,
        pressed: Arc<dyn Fn(Option<bool>) + Send + Sync>,
        held: std::sync::Mutex<Option<String>>,
    }

    impl Holder {
        pub fn start(
            app: &AppHandle,
            pressed: impl Fn(Option<bool>) + Send + Sync + 'static,
        ) -> Result<Self, KeysRefused> {
            Ok(Self { app: app.clone(), pressed: Arc::new(pressed), held: Default::default() })
        }

        pub fn hold(&self, keys: Keys) -> Result<(), KeysRefused> {
            let names = [
                (keys.control, "Control"),
                (keys.alt, "Alt"),
                (keys.shift, "Shift"),
                (keys.super_key, "Super"),
            ];
            let names = names.iter().filter(|(held, _)| *held).map(|(_, name)| *name);
            let text = names.chain([keys.code]).collect::<Vec<_>>().join("+");
            let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if held.as_ref() == Some(&text) {
                return Ok(());
            }
            let pressed = Arc::clone(&self.pressed);
            let taken = self.app.global_shortcut().on_shortcut(text.as_str(), move |_, _, event| {
                if event.state == ShortcutState::Pressed {
                    pressed(None);
                }
            });
            taken.map_err(|_| KeysRefused::Taken)?;
            if let Some(before) = held.replace(text) {
                let _ = self.app.global_shortcut().unregister(before.as_str());
            }
            Ok(())
        }

        pub fn release(&self) {
            if let Some(text) = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take() {
                let _ = self.app.global_shortcut().unregister(text.as_str());
            }
        }
    }
}
