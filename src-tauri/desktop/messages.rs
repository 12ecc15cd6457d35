//! Notifications and the bar of long work, as the system shows them. What is said is decided
//! in the core.

use tauri::AppHandle;

#[cfg(target_os = "linux")]
pub use linux::{notify, show_progress};
#[cfg(not(target_os = "linux"))]
pub use others::{notify, show_progress};

/// Above every notification.
const NAME: &str = "Trove";

/// Over the session bus, without a library: one call and one signal.
#[cfg(target_os = "linux")]
mod linux {
    use super::{AppHandle, NAME};
    use std::collections::HashMap;
    use std::sync::OnceLock;
    use trove_app::paths::IDENTIFIER;
    use zbus::blocking::Connection;
    use zbus::zvariant::Value;

    /// Kept, as GNOME closes the notifications of who has left the bus. `None` without a bus.
    fn bus() -> Option<&'static Connection> {
        static BUS: OnceLock<Option<Connection>> = OnceLock::new();
        BUS.get_or_init(|| Connection::session().ok()).as_ref()
    }

    /// Desktop Notifications Specification 1.2, `Notify`.
    pub fn notify(_: &AppHandle, text: &str) {
        let Some(bus) = bus() else { return };
        let hints = HashMap::from([("desktop-entry", Value::from(IDENTIFIER))]);
        // No notification of ours replaces another, has buttons, or stays in a way of its own.
        let body = (NAME, 0_u32, "", NAME, text, [""; 0].as_slice(), hints, -1_i32);
        let place = "org.freedesktop.Notifications";
        let told =
            bus.call_method(Some(place), "/org/freedesktop/Notifications", Some(place), "Notify", &body);
        if let Err(error) = told {
            tracing::info!(%error, "this desktop shows no notifications");
        }
    }

    /// What docks of GNOME, KDE and others listen to (Launcher API of Unity): whoever shows
    /// this app's entry.
    pub fn show_progress(_: &AppHandle, percent: Option<u8>) {
        let Some(bus) = bus() else { return };
        let properties = HashMap::from([
            ("progress", Value::from(f64::from(percent.unwrap_or_default()) / 100.0)),
            ("progress-visible", Value::from(percent.is_some())),
        ]);
        let entry = format!("application://{IDENTIFIER}.desktop");
        let place = ("/net/trovesearch/desktop", "com.canonical.Unity.LauncherEntry");
        if let Err(error) = bus.emit_signal(None::<&str>, place.0, place.1, "Update", &(entry, properties)) {
            tracing::debug!(%error, "the bus does not take the signal");
        }
    }
}

/// Windows and macOS; not run by any test here.
#[cfg(not(target_os = "linux"))]
mod others {
    use super::{AppHandle, NAME};
    use tauri::window::{ProgressBarState, ProgressBarStatus};

    pub fn notify(handle: &AppHandle, text: &str) {
        let mut notification = notify_rust::Notification::new();
        notification.summary(NAME).body(text);
        #[cfg(windows)]
        notification.app_id(&handle.config().identifier);
        #[cfg(not(windows))]
        let _ = handle;
        if notification.show().is_err() {
            tracing::info!("this system shows no notifications");
        }
    }

    pub fn show_progress(handle: &AppHandle, percent: Option<u8>) {
        let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
        let state = ProgressBarState { status: Some(status), progress: percent.map(u64::from) };
        if let Some(window) = crate::window::of(handle) {
            let _ = window.set_progress_bar(state);
        }
    }
}
