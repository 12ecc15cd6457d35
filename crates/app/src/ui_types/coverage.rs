//! "Why can't I find it?": what each connection covers, and what became of one page.

use super::connections::ConnectionCard;
use super::preview::{BodyState, ReadFailure};
use super::search::{IndexState, LiveFailure, SearchHit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Per connection, what is covered and what is not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Coverage {
    pub index: IndexState,
    /// How far it is worked out what pages mean; `None` where they are not found so.
    pub meanings: Option<MeaningsCovered>,
    pub connections: Vec<ConnectionCoverage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MeaningsCovered {
    /// Pages and data sources that are found by what they mean.
    pub pages: u32,
    pub of: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ConnectionCoverage {
    pub connection: ConnectionCard,
    pub pages: u32,
    pub data_sources: u32,
    /// Notion's search ended before it had shown everything: what nothing else leads to is
    /// not among the pages.
    pub capped: bool,
    /// As many pages are known as are kept of a workspace at most: the limit.
    pub page_limit: Option<u32>,
    /// As much text is stored as is kept at most: the limit, in megabytes.
    pub text_limit_megabytes: Option<u32>,
    /// The newest of the failures, at most fifty.
    pub failures: Vec<FailedPage>,
    /// Some of what Notion listed and was not understood, and how much there is.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: u32,
    /// Pages of whose text parts are missing, those with most missing first; at most fifty.
    pub partly_read: Vec<PartlyRead>,
}

/// Something that Notion listed and was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftOut {
    /// `None` where not even the id could be read.
    pub id: Option<String>,
    /// Notion's word for what it is.
    pub kind: Option<String>,
    pub parent: Option<String>,
    /// It is stored, and only some of its properties are missing.
    pub is_found_by_title: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PartlyRead {
    pub id: String,
    pub title: String,
    /// Parts that are searched.
    pub read: u32,
    /// Parts that are still to be asked for; behind each there may be more.
    pub left: u32,
    /// Parts that Notion did not give, or that were not understood. They are asked for again.
    pub lost: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FailedPage {
    pub id: String,
    pub title: String,
    pub why: ReadFailure,
}

/// What became of a page that somebody misses.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum LinkVerdict {
    /// The text is no address or id of Notion's.
    NotALink,
    /// Known here; its body says whether its text is searched. An address may name a database,
    /// which may have other data sources.
    Known { hit: SearchHit, others: Vec<SearchHit>, body: BodyState },
    /// Notion shows it to this connection, but it was not listed yet. It is now.
    JustFound { hit: SearchHit, others: Vec<SearchHit> },
    /// In Notion's trash.
    InTrash { workspace: String },
    /// Notion shows it, in a form that this version cannot read.
    NotUnderstood { workspace: String },
    /// No connection sees it: gone, or not shared with these.
    NotVisible { asked: Vec<String> },
    /// Not known here, and these workspaces could not be asked.
    NotAsked { failures: Vec<LiveFailure> },
}
