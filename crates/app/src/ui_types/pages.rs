//! The list of everything.

use super::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One page or data source in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PageRow {
    pub id: String,
    pub kind: PageKind,
    /// Empty where Notion shows "Untitled"; the words are the window's.
    pub title: String,
    pub icon: Option<Icon>,
    /// From the outermost known parent to the nearest; empty at the top of a workspace.
    pub path: Vec<String>,
    /// Every connection that sees it: workspace names, distinct.
    pub workspaces: Vec<String>,
    #[ts(type = "number | null")]
    pub edited: Option<Millis>,
    /// Where it opens, for showing and copying.
    pub url: String,
    /// Seen through the sample workspace only.
    pub sample: bool,
    pub pinned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    Page,
    DataSource,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Icon {
    Emoji {
        emoji: String,
    },
    /// A remote image: never loaded by the window; it shows the kind's own drawing.
    Image,
    /// One of Notion's built-in icons.
    Named {
        name: String,
        color: Option<String>,
    },
}

/// How opening a page went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenedPage {
    AsWanted,
    /// Nothing here opens addresses of Notion's app.
    InBrowserInstead,
}

/// Which part of the list to answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct PageQuery {
    pub kind: Option<PageKind>,
    /// Only the rows of this data source.
    #[serde(default)]
    pub under: Option<String>,
    pub sort: PageSort,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
    /// A BCP 47 tag whose collation orders titles.
    pub locale: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageSort {
    EditedNewest,
    EditedOldest,
    TitleAscending,
    TitleDescending,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PageList {
    /// How many match in all.
    pub total: u32,
    /// How many the profile knows, of whatever kind.
    pub known: u32,
    pub rows: Vec<PageRow>,
}
