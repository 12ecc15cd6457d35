//! The one window, and where the webview may go: nowhere but the app's own pages.

use crate::arguments::Wanted;
use crate::drawing::{self, Drawing};
use crate::window_place::{self, Place, Screen, Size, Track};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager, PhysicalPosition, PhysicalSize, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};
use trove_app::ui_types::OnClose;
use trove_app::{App, Paths};

const LABEL: &str = "main";

/// The webview's own cache and storage of this run. Page text could rest there, so it is
/// removed at exit, and at the next start after a crash (an incognito webview would do the
/// same, but cannot be driven by tests).
static WEB_DATA: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Whether the window is there because it was summoned, and goes with Esc.
static SUMMONED: AtomicBool = AtomicBool::new(false);

/// Where the window is, and the file that remembers it.
struct Kept {
    file: PathBuf,
    track: Mutex<Track>,
}

/// Makes the window where it was left, and shows it if it is wanted.
///
/// # Errors
/// When this system can make no window.
pub fn open(handle: &AppHandle, paths: &Paths, wanted: Wanted) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::App("index.html".into()))
        .title("Trove")
        .inner_size(1080.0, 720.0)
        .min_inner_size(480.0, 400.0)
        .center()
        .visible(false)
        // A title per view, for the task switcher and for screen readers.
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .on_navigation(is_own_page)
        .on_new_window(|_url, _features| NewWindowResponse::Deny);
    if let Some(folder) = web_data(&paths.cache) {
        window = window.data_directory(folder);
    }
    let window = window.build()?;
    #[cfg(target_os = "linux")]
    crate::text_size::follow(&window);
    let file = paths.data.join("window.json");
    let place = window_place::read(&file).map(|place| place.fitted(&screens(&window)));
    handle.manage(Kept { file, track: Mutex::new(Track::starting_at(place)) });
    if let Some(place) = place {
        window.set_size(PhysicalSize::new(place.width, place.height))?;
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
        if place.maximized {
            window.maximize()?;
        }
    }
    let own = handle.clone();
    window.on_window_event(move |event| follow(&own, event));
    match wanted {
        Wanted::Window => show(handle),
        Wanted::Search => summon(handle),
        Wanted::Nothing => {}
    }
    Ok(())
}

pub fn of(handle: &AppHandle) -> Option<WebviewWindow> {
    handle.get_webview_window(LABEL)
}

/// Brings the window forward as it is.
pub fn show(handle: &AppHandle) {
    SUMMONED.store(false, Ordering::Relaxed);
    bring(handle);
}

/// Brings the window forward at its search box, until Esc.
pub fn summon(handle: &AppHandle) {
    SUMMONED.store(true, Ordering::Relaxed);
    bring(handle);
    // The first start has no core yet: its window opens at the box anyway.
    if let Some(app) = handle.try_state::<App>() {
        app.summoned();
    }
}

/// Brings the window forward with this in its search box. Only Linux has who asks for it.
#[cfg(target_os = "linux")]
pub fn search(handle: &AppHandle, text: String) {
    SUMMONED.store(true, Ordering::Relaxed);
    bring(handle);
    if let Some(app) = handle.try_state::<App>() {
        app.asked_for(text);
    }
}

/// The keys that summon were pressed: away with a window that is looked at. `ours` is whether it
/// is in front, where who heard the keys knows better.
pub fn toggle(handle: &AppHandle, ours: Option<bool>) {
    if ours.unwrap_or_else(|| is_looked_at(handle)) { hide(handle) } else { summon(handle) }
}

/// Hides the window; the system gives the focus to who had it before.
pub fn hide(handle: &AppHandle) {
    SUMMONED.store(false, Ordering::Relaxed);
    remember(handle);
    if let Some(window) = of(handle) {
        let _ = window.hide();
    }
    // There the focus goes with the program, not with its windows.
    #[cfg(target_os = "macos")]
    let _ = handle.hide();
}

pub fn is_summoned() -> bool {
    SUMMONED.load(Ordering::Relaxed)
}

pub fn is_looked_at(handle: &AppHandle) -> bool {
    of(handle).is_some_and(|window| {
        let (visible, focused) = (window.is_visible(), window.is_focused());
        visible.unwrap_or_default() && focused.unwrap_or_default()
    })
}

/// Writes down where the window is.
pub fn remember(handle: &AppHandle) {
    let Some(kept) = handle.try_state::<Kept>() else { return };
    let place = kept.track.lock().unwrap_or_else(PoisonError::into_inner).place();
    if let Some(place) = place {
        window_place::write(&kept.file, place);
    }
}

fn bring(handle: &AppHandle) {
    let Some(window) = of(handle) else { return };
    #[cfg(target_os = "macos")]
    let _ = handle.show();
    // A window that comes anew is placed anew by some systems.
    let was_hidden = !window.is_visible().unwrap_or_default();
    let kept = handle.try_state::<Kept>();
    let place = kept.and_then(|kept| kept.track.lock().unwrap_or_else(PoisonError::into_inner).place());
    if let Some(place) = place.filter(|place| was_hidden && !place.maximized) {
        let _ = window.set_position(PhysicalPosition::new(place.x, place.y));
    }
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
    if handle.state::<Drawing>().shows() {
        watch_drawing(handle.clone());
    }
}

fn watch_drawing(handle: AppHandle) {
    std::thread::spawn(move || {
        std::thread::sleep(drawing::PATIENCE);
        if handle.state::<Drawing>().stays_blank()
            && let Some(app) = handle.try_state::<App>()
        {
            app.draws_nothing();
        }
    });
}

fn follow(handle: &AppHandle, event: &WindowEvent) {
    match event {
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => note_place(handle),
        WindowEvent::Focused(false) => remember(handle),
        WindowEvent::CloseRequested { api, .. } => {
            remember(handle);
            let Some(app) = handle.try_state::<App>() else { return };
            if handle.state::<Drawing>().closes_blank() {
                app.draws_nothing();
            } else if app.on_close() == OnClose::Hide {
                api.prevent_close();
                hide(handle);
            }
        }
        _ => {}
    }
}

/// `None` of it while the window is not on screen: what the system then tells is no place.
fn note_place(handle: &AppHandle) {
    let (Some(window), Some(kept)) = (of(handle), handle.try_state::<Kept>()) else { return };
    if !window.is_visible().unwrap_or_default() || window.is_minimized().unwrap_or_default() {
        return;
    }
    let (Ok(corner), Ok(size)) = (window.outer_position(), window.inner_size()) else { return };
    let maximized = window.is_maximized().unwrap_or_default();
    let place = Place { x: corner.x, y: corner.y, width: size.width, height: size.height, maximized };
    kept.track.lock().unwrap_or_else(PoisonError::into_inner).note(place, Instant::now());
}

/// What each screen has for windows, the first one first.
fn screens(window: &WebviewWindow) -> Vec<Screen> {
    let first = window.primary_monitor().ok().flatten();
    let all = window.available_monitors().unwrap_or_default();
    let screens = first.iter().chain(&all).map(|monitor| {
        let area = monitor.work_area();
        let size = Size { width: area.size.width, height: area.size.height };
        Screen { x: area.position.x, y: area.position.y, size }
    });
    screens.collect()
}

/// Draws everything in the window at so many per cent of its own size. The webview lays the
/// page out anew for the room that is left, as for a smaller window.
pub fn zoom(handle: &AppHandle, percent: u16) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        let _ = window.set_zoom(f64::from(percent) / 100.0);
    }
}

/// Removes what the webview wrote during this run.
pub fn forget_web_data() {
    if let Some(folder) = WEB_DATA.lock().ok().and_then(|mut folder| folder.take()) {
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// Only the holder of the data folder's lock comes here, so what lies there is of no use
/// to anyone.
fn web_data(cache: &Path) -> Option<PathBuf> {
    let folder = cache.join("webview");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).ok()?;
    WEB_DATA.lock().ok()?.replace(folder.clone());
    Some(folder)
}

/// Where Tauri has to serve the app's pages over http. Elsewhere that address is a port of
/// this computer, which anyone may listen on.
const OVER_HTTP: bool = cfg!(any(windows, target_os = "android"));

/// The app's own origin, as Tauri serves it on this system.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => OVER_HTTP && url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a killed run left in its folder stayed there for good.
    #[test]
    fn what_an_earlier_run_left_is_removed() {
        let cache = tempfile::tempdir().unwrap();
        let first = web_data(cache.path()).unwrap();
        std::fs::write(first.join("page text"), "x").unwrap();
        let second = web_data(cache.path()).unwrap();
        assert_eq!(second.read_dir().unwrap().count(), 0);
        forget_web_data();
        assert!(!second.exists());
    }

    /// Check 23.
    #[test]
    fn the_webview_stays_at_home() {
        for (address, own) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", OVER_HTTP),
            ("http://tauri.localhost:8080/", false),
            ("http://tauri.localhost.evil.example/", false),
            ("tauri://evil.example/", false),
            ("https://www.notion.so/", false),
            ("about:blank", false),
            ("data:text/html,x", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_own_page(&address.parse().unwrap()), own, "{address}");
        }
    }
}
