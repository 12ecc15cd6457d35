//! The window among the others of this computer: what a person chose, what the system can
//! do, and the words that stand outside of the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Part of the settings of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DesktopSettings {
    /// What summons the window from wherever the person is; none unless they chose one.
    pub shortcut: Option<Shortcut>,
    pub escape: EscapeHides,
    pub close: OnClose,
    /// An item in the tray or menu bar.
    pub tray: bool,
    /// Notifications of the system's.
    pub notify: bool,
    /// Answers to the desktop's own search, with titles: every program of the session can ask.
    /// Linux only.
    pub answer_search: bool,
    /// Draws without what leaves windows blank on some machines. Linux only.
    pub draw_safely: bool,
}

/// Keys that are held anywhere in the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shortcut {
    /// Modifiers and one key by its place: `Control+Alt+KeyT`. Modifiers are `Control`, `Alt`,
    /// `Shift` and `Super`; places are the codes of UI Events §5.
    pub keys: String,
    /// What that key says on the keyboard it was chosen with.
    pub name: String,
}

/// When Esc with nothing left to clear hides the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EscapeHides {
    /// While it is there because it was summoned.
    #[default]
    WhenSummoned,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnClose {
    #[default]
    Quit,
    Hide,
}

/// What this system does of what was chosen, now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DesktopState {
    pub shortcut: ShortcutState,
    pub tray: TrayState,
    /// `None` where this system starts nothing at login, or does not say.
    pub start_at_login: Option<bool>,
    /// Whether the system tells when it locks.
    pub tells_lock: bool,
    /// Whether the system tells before it sleeps.
    pub tells_sleep: bool,
    /// Whether the desktop's own search is answered; `None` where it asks no programs.
    pub desktop_search: Option<bool>,
    /// Whether this run draws safely; `None` where there is one way to draw.
    pub draws_safely: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ShortcutState {
    Off,
    On,
    /// Another program holds these keys.
    Taken,
    /// No program can hold keys here: the desktop's own settings can run this command.
    ByHand {
        command: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrayState {
    Off,
    Shown,
    /// This desktop has none.
    NotHere,
}

/// What stands outside of the window, in the window's language: in the tray and in
/// notifications.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct DesktopWords {
    pub open: String,
    pub lock: String,
    pub quit: String,
    pub locked: String,
    pub reading: String,
    pub up_to_date: String,
    pub needs_token: String,
    pub first_reading_done: String,
}
