//! Connections as the window shows them, and what is done with them.

use super::Millis;
use super::error::UiError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What became of a token at Notion when its connection was removed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    /// Notion confirmed.
    Revoked,
    /// Pasted tokens can be revoked only at Notion, by their owner.
    NotPossible,
    /// Notion could not be reached or refused; the person can remove it there.
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    #[serde(rename = "oauth")]
    OAuth,
    Pasted,
    Sample,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConnectionCard {
    pub id: String,
    pub workspace: String,
    pub workspace_id: Option<String>,
    pub workspace_icon: Option<String>,
    pub account: String,
    pub account_detail: Option<String>,
    pub kind: ConnectionKind,
    pub status: ConnectionStatus,
    /// Pages and data sources seen through it.
    pub pages: u32,
    pub listing: Listing,
    pub reading: Reading,
    pub pace: Pace,
    pub limits: Limits,
    #[ts(type = "number")]
    pub created: Millis,
    #[ts(type = "number | null")]
    pub last_listed: Option<Millis>,
    /// When Notion last answered that nothing newer is there.
    #[ts(type = "number | null")]
    pub last_checked: Option<Millis>,
    /// Since when no listing has come to its end: what is missing may be there.
    #[ts(type = "number | null")]
    pub short_since: Option<Millis>,
    /// Pages that vanished all at once.
    pub missing: Option<MissingPages>,
}

/// Pages that Notion does not show any more, so many at once that it may be a mistake. They
/// are kept and searched until that is confirmed or the person lets them go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MissingPages {
    pub pages: u32,
    #[ts(type = "number")]
    pub since: Millis,
}

/// How far the bodies of a connection's pages are read. Data sources have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Reading {
    /// Bodies stored as the pages are now.
    pub read: u32,
    /// Bodies to read, or to read again.
    pub waiting: u32,
    /// Bodies that Notion would not give; they are tried again later.
    pub failed: u32,
    /// Whether bodies are being read at this moment.
    pub running: bool,
    /// Requests in the last minute.
    pub per_minute: u32,
    /// From the rate of the last minutes; `None` while that is unknown.
    pub seconds_left: Option<u32>,
}

/// How fast a connection asks Notion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "pace", rename_all = "snake_case")]
pub enum Pace {
    /// 180 requests a minute, and more where the workspace's plan turns out to allow it.
    #[default]
    Auto,
    PerMinute {
        requests: u32,
    },
    /// As fast as Notion answers, heeding its limits.
    Max,
}

/// How much of one workspace is kept at most. A lower limit deletes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Limits {
    /// Pages and databases.
    pub pages: u32,
    /// Of text, each 1,048,576 bytes.
    pub megabytes: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStatus {
    Active,
    NeedsReconnect,
    Paused,
}

/// What a connection's listing is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Listing {
    Idle,
    Running { found: u32 },
    Failed { error: UiError },
}
