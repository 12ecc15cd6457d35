//! Redirects that the operating system hands over. Rust only: the address becomes a
//! secret here and is never emitted to the webview nor logged.

use crate::window;
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;
use trove_app::App;
use trove_model::Secret;

/// Takes the link that started the app, if one did, and every later one.
///
/// A link that started the app fires no event: it came before anyone could listen.
pub fn listen(handle: &AppHandle) {
    if let Ok(Some(urls)) = handle.deep_link().get_current() {
        deliver(handle, urls);
    }
    let later = handle.clone();
    handle.deep_link().on_open_url(move |event| deliver(&later, event.urls()));
}

fn deliver(handle: &AppHandle, urls: Vec<Url>) {
    for url in urls {
        handle.state::<App>().deliver_link(Secret::new(String::from(url)));
    }
    window::show(handle);
}
