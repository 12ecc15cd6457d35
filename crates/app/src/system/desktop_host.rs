//! What the use cases ask of the desktop that the window is on: to come and go, to hold keys,
//! to show a sign of itself outside of the window.
//!
//! Not the decisions about it: those are in `crate::desktop`.

use crate::ui_types::DesktopState;
use futures::future::BoxFuture;
use std::path::PathBuf;

/// Calls may wait for the system: not from a thread that others wait for.
pub trait Desktop: Send + Sync {
    /// Draws the window at so many per cent of its own size.
    fn set_zoom(&self, percent: u16);

    /// Hides the window and gives the focus back to who had it.
    fn hide(&self);

    /// Whether the window is there because it was summoned.
    fn is_summoned(&self) -> bool;

    /// Whether the person has the window before them.
    fn is_looked_at(&self) -> bool;

    /// Holds these keys (see [`Shortcut`](crate::ui_types::Shortcut)) and lets go of those
    /// before; those before stay where these cannot be held.
    ///
    /// # Errors
    /// Why they cannot.
    fn hold_keys(&self, keys: Option<&str>) -> Result<(), KeysRefused>;

    /// Shows or takes away the item in the tray. Where the desktop has none, the state says so.
    fn show_tray(&self, face: Option<TrayFace>);

    /// Answers the desktop's own search from now on, or no longer. Where it cannot be
    /// answered, the state says so.
    fn answer_search(&self, on: bool);

    /// # Errors
    /// When the system starts nothing at login, or refuses.
    fn start_at_login(&self, on: bool) -> Result<(), NotAtLogin>;

    /// A notification of the system's, under the app's name.
    fn notify(&self, text: &str);

    /// How far long work is, in per cent, as the task bar shows it; `None` while there is none.
    fn show_progress(&self, percent: Option<u8>);

    fn state(&self) -> DesktopState;

    /// Asks the person for a folder, with the system's own dialog; `None` if they chose none.
    fn choose_folder(&self) -> BoxFuture<'_, Option<PathBuf>>;

    /// The window has drawn its first picture.
    fn has_drawn(&self);

    /// Ends the program.
    fn quit(&self);
}

/// The system starts nothing at login, or refuses; the desktop has logged what it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAtLogin;

/// Why keys cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeysRefused {
    /// By another program.
    Taken,
    /// They name no keys, or keys that typing needs.
    Unusable,
    /// No program can hold keys on this desktop.
    ByHand,
}

/// What the item in the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayFace {
    pub sign: Sign,
    /// The sentence for the sign.
    pub text: String,
    pub open: String,
    /// `None` while nothing is open that could be locked.
    pub lock: Option<String>,
    pub quit: String,
}

/// How things are, as far as it may be told outside of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    #[default]
    Locked,
    Reading,
    UpToDate,
    NeedsToken,
}
