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
        handle.deep_link().on_open_url(move |event| deliver(&later, addresses(event.urls())));
    }
}

/// Longer than any answer of Notion's.
const LONGEST: usize = 8 * 1024;

/// Hands on the link of a start, if its arguments have one. The window does not come forward
/// for it: that is the app's to say, once it knows whose it is.
pub fn deliver(handle: &AppHandle, arguments: impl IntoIterator<Item = String>) {
    if let Some(link) = link(arguments) {
        handle.state::<App>().deliver_link(link);
    }
}

/// A system hands over one link at a time, so the first is all there is.
pub fn link(arguments: impl IntoIterator<Item = String>) -> Option<SecretString> {
    let scheme = format!("{}:", trove_app::paths::IDENTIFIER);
    let is_link = move |argument: &String| {
        argument.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(&scheme))
    };
    arguments.into_iter().filter(|argument| argument.len() <= LONGEST).find(is_link).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 9. A line end in the middle was mended away before the address was compared.
    #[test]
    fn a_link_is_handed_on_byte_for_byte() {
        let handed_on = |arguments: &[&str]| {
            link(arguments.iter().map(ToString::to_string)).map(|link| link.expose().clone())
        };
        for whole in [
            "net.trovesearch.desktop:/oauth/call\nback?code=1&state=2",
            "net.trovesearch.desktop:/oauth/callback?code=1\t&state=2\r\n",
            "NET.TROVESEARCH.DESKTOP:/oauth/callback",
            "net.trovesearch.desktop:/oauth/../oauth/callback?code=%31",
        ] {
            let started = ["/usr/bin/trove-desktop", "--flag", whole, "net.trovesearch.desktop:/second"];
            assert_eq!(handed_on(&started).as_deref(), Some(whole));
        }
        let long = format!("net.trovesearch.desktop:/{}", "x".repeat(LONGEST));
        for none in
            [" net.trovesearch.desktop:/oauth/callback", "https://example.com/", "net.trove", "é", &long]
        {
            assert_eq!(handed_on(&["/usr/bin/trove-desktop", none]), None, "{none}");
        }
    }
}
