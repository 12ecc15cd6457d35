//! The one window, and where the webview may go: nowhere but the app's own pages.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

const LABEL: &str = "main";

/// The webview's own cache and storage of this run. Page text could rest there, so it is
/// removed at exit, and at the next start after a crash (an incognito webview would do the
/// same, but cannot be driven by tests).
static WEB_DATA: Mutex<Option<PathBuf>> = Mutex::new(None);

pub fn open(handle: &AppHandle, cache: &Path) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::App("index.html".into()))
        .title("Trove")
        .inner_size(1080.0, 720.0)
        .min_inner_size(480.0, 400.0)
        .center()
        // A title per view, for the task switcher and for screen readers.
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .on_navigation(is_own_page)
        .on_new_window(|_url, _features| NewWindowResponse::Deny);
    if let Some(folder) = web_data(cache) {
        window = window.data_directory(folder);
    }
    window.build()?;
    Ok(())
}

/// Brings the window forward.
pub fn show(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
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
