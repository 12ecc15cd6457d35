//! Redirects that the operating system hands over. Rust only: the address becomes a
//! secret here and is never emitted to the webview nor logged.
//!
//! On Linux and Windows a link is an argument of a start, ours or a second one's. It is taken
//! from there, as it came: the plugin's event has been through an address parser, which mends
//! what must not be mended (a line end in the middle, say). macOS has the event only.

use tauri::{AppHandle, Manager};
use trove_app::App;
use trove_model::{Secret, SecretString};

/// Takes the link that started the app, if one did; on macOS also every later one.
pub fn listen(handle: &AppHandle) {
    #[cfg(not(target_os = "macos"))]
    deliver(handle, std::env::args_os().filter_map(|argument| argument.into_string().ok()));
    #[cfg(target_os = "macos")]
    {
        use tauri_plugin_deep_link::DeepLinkExt;
        let addresses = |urls: Vec<tauri::Url>| urls.into_iter().map(String::from);
        // A link that started the app fires no event: it came before anyone could listen.
        if let Ok(Some(urls)) = handle.deep_link().get_current() {
            deliver(handle, addresses(urls));
        }
        let later = handle.clone();
        handle.deep_link().on_open_url(move |event| {
            crate::window::show(&later);
            deliver(&later, addresses(event.urls()));
        });
    }
}

/// Hands on the links among a start's arguments.
pub fn deliver(handle: &AppHandle, arguments: impl IntoIterator<Item = String>) {
    for link in links(arguments) {
        handle.state::<App>().deliver_link(link);
    }
}

fn links(arguments: impl IntoIterator<Item = String>) -> impl Iterator<Item = SecretString> {
    let scheme = format!("{}:", trove_app::paths::IDENTIFIER);
    let is_link = move |argument: &String| {
        argument.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(&scheme))
    };
    arguments.into_iter().filter(is_link).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_handed_on_byte_for_byte() {
        let arguments = [
            "/usr/bin/trove-desktop",
            "--flag",
            "net.trovesearch.desktop:/oauth/call\nback?code=1&state=2",
            "NET.TROVESEARCH.DESKTOP:/oauth/callback",
            " net.trovesearch.desktop:/oauth/callback",
            "https://example.com/",
            "net.trove",
            "é",
        ];
        let links: Vec<String> =
            links(arguments.map(str::to_owned)).map(|link| link.expose().clone()).collect();
        assert_eq!(
            links,
            [
                "net.trovesearch.desktop:/oauth/call\nback?code=1&state=2",
                "NET.TROVESEARCH.DESKTOP:/oauth/callback"
            ]
        );
    }
}
