//! What the window is told without asking.

use super::assistants::AccessRequest;
use super::connecting::ConnectState;
use super::connections::ConnectionCard;
use super::export::Exporting;
use super::search::IndexState;
use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// Keys are dropped; the view must be emptied.
    Locked,
    /// The window came forward for a search.
    Summoned,
    /// The window came forward to search for this.
    AskedFor(String),
    /// A sign-in link arrived and waits for sign-in.
    LinkWaiting,
    Connect(ConnectState),
    /// The list may differ from what was last read.
    PagesChanged,
    Connections(Vec<ConnectionCard>),
    /// The index has opened, is being made anew, or cannot be used.
    Index(IndexState),
    /// A program asks to be let in; nothing where it does so no longer.
    AccessRequest(Option<AccessRequest>),
    /// An export goes on.
    Exporting(Exporting),
}
