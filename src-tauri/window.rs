//! The one window, and where the webview may go: nowhere but the app's own pages.

use std::path::PathBuf;
use std::sync::Mutex;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

const LABEL: &str = "main";

/// The webview's own cache and storage of this run. Page text could rest there, so it
/// is never kept (an incognito webview would do the same, but cannot be driven by tests).
static WEB_DATA: Mutex<Option<tempfile::TempDir>> = Mutex::new(None);

pub fn open(handle: &AppHandle) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::App("index.html".into()))
        .title("Trove")
        .inner_size(1080.0, 720.0)
        .min_inner_size(480.0, 400.0)
        .center()
        // A title per view, for the task switcher and for screen readers.
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .on_navigation(is_own_page)
        .on_new_window(|_url, _features| NewWindowResponse::Deny);
    if let Some(folder) = web_data() {
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

/// Removes what the webview wrote during this run.
pub fn forget_web_data() {
    if let Ok(mut folder) = WEB_DATA.lock() {
        folder.take();
    }
}

fn web_data() -> Option<PathBuf> {
    let folder = tempfile::Builder::new().prefix("trove-web-").tempdir().ok()?;
    let path = folder.path().to_owned();
    WEB_DATA.lock().ok()?.replace(folder);
    Some(path)
}

/// The app's own origin, in both of the forms that Tauri serves it under.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_webview_stays_at_home() {
        for (address, own) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
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
