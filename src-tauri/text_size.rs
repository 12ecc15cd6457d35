//! The size of text that the person chose for the whole system, told to the webview, in whose
//! `rem` the sheets count. It goes on top of the window's own zoom.
//!
//! Linux only: there WebKitGTK leaves this to the program. Not here: the zoom (`window`).

use gtk::prelude::GtkSettingsExt;
use tauri::WebviewWindow;
use webkit2gtk::{SettingsExt, WebViewExt};

/// Of a webview's text, in pixels, where nothing was chosen.
const USUAL: f64 = 16.0;

/// What GTK calls 96 dots to an inch, which is where nothing was chosen.
const USUAL_DPI: f64 = 96.0 * 1024.0;

/// As far as the window's own zoom goes.
const BOUNDS: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// From now on, also when the person changes it.
pub fn follow(window: &WebviewWindow) {
    let followed = window.with_webview(|webview| {
        let (Some(system), Some(page)) = (gtk::Settings::default(), webview.inner().settings()) else {
            return;
        };
        let tell = move |system: &gtk::Settings| page.set_default_font_size(pixels(system.gtk_xft_dpi()));
        tell(&system);
        system.connect_gtk_xft_dpi_notify(tell);
    });
    if followed.is_err() {
        tracing::warn!("text has its usual size, whatever the system says");
    }
}

/// By the dots to an inch that GTK tells, in 1024ths; -1 where it has no say.
fn pixels(dpi: i32) -> u32 {
    let chosen = if dpi > 0 { f64::from(dpi) / USUAL_DPI } else { 1.0 };
    (USUAL * chosen.clamp(*BOUNDS.start(), *BOUNDS.end())).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_large_as_the_system_says() {
        for (dpi, expected) in
            [(-1, 16), (0, 16), (98_304, 16), (122_880, 20), (196_608, 32), (1, 8), (i32::MAX, 48)]
        {
            assert_eq!(pixels(dpi), expected, "{dpi}");
        }
    }
}
