//! A page as the preview shows it: a tree of plain text.

use super::Millis;
use super::pages::Icon;
use super::search::{SearchHit, Segment};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page as the preview shows it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Preview {
    pub hit: SearchHit,
    pub body: BodyState,
    pub properties: Vec<PreviewProperty>,
    pub blocks: Vec<PreviewBlock>,
    /// Blocks, rows of tables and pieces of long texts left out before and after those above.
    pub left_out_before: u32,
    pub left_out_after: u32,
    /// Where the parts before and after this one begin, to be asked for as `at`.
    pub earlier: Option<u32>,
    pub later: Option<u32>,
    /// The index in `blocks` of the first one, or of the one that holds it, that has a mark.
    pub first_match: Option<u32>,
}

/// A property with its value, marked; what describes a database has no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PreviewProperty {
    pub name: String,
    pub value: Vec<Segment>,
}

/// What is stored of a page's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum BodyState {
    /// Data sources have no body; their rows are pages.
    None,
    Read {
        #[ts(type = "number")]
        at: Millis,
        /// What of the page is not searched all the same.
        gap: Option<BodyGap>,
    },
    Waiting,
    Failed {
        why: ReadFailure,
    },
}

/// What of a page that was read is not searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "gap", rename_all = "snake_case")]
pub enum BodyGap {
    /// It was edited since, and is read again in its turn.
    Newer,
    /// So many parts of its text are still to be read.
    Parts { left: u32 },
    /// So many parts of it Notion did not give, or they were not understood.
    Lost { parts: u32 },
    /// It could not be read any more: its text is searched as it was when it could.
    Outdated { why: ReadFailure },
    /// Some of its properties were not understood.
    Properties,
}

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadFailure {
    /// 404: the listing shows it, yet it may not be read.
    NotShared,
    /// 403: the connection lacks the right to read content.
    Restricted,
    /// The answer is too large or was not understood.
    NotUnderstood,
    /// Notion failed each time it was asked.
    Trouble,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PreviewBlock {
    pub kind: PreviewKind,
    pub runs: Vec<PreviewRun>,
    pub children: Vec<PreviewBlock>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PreviewKind {
    Paragraph,
    Heading {
        level: u8,
    },
    Bulleted,
    Numbered {
        number: u32,
    },
    ToDo {
        checked: bool,
    },
    Quote,
    Callout {
        icon: Option<Icon>,
    },
    Toggle,
    /// Its runs are the code; a caption is its child.
    Code {
        language: Option<String>,
    },
    Equation,
    /// Cells of rows of runs.
    Table {
        header_row: bool,
        header_column: bool,
        rows: Vec<Vec<Vec<PreviewRun>>>,
    },
    Columns,
    Column,
    /// Its runs are the caption, else the name or address.
    Media {
        media: PreviewMedia,
        /// Of an image: what the core knows it by, to fetch it when the person asks.
        image: Option<u32>,
    },
    /// A page or database that stands here; with an id where it is known here and can be shown.
    Page {
        id: Option<String>,
    },
    Divider,
    /// Synced content, tabs, meeting notes: a box around its children, named by its runs.
    Group,
    /// Content that Notion does not give.
    Missing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PreviewMedia {
    Image,
    File,
    Video,
    Audio,
    Bookmark,
}

/// An image that the person asked for.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PageImage {
    /// `source` is a `data:` address (RFC 2397), its kind checked by its bytes.
    Shown {
        source: String,
        width: u32,
        height: u32,
    },
    Refused {
        why: ImageRefusal,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImageRefusal {
    /// It lies where everybody between could look at it.
    NotHttps,
    /// It lies, or leads, into a private network or onto this computer.
    NotPublic,
    /// The address that Notion gave has died, and no new one could be had.
    Expired,
    /// The page or the server has it no more, or not for anybody.
    NotThere,
    TooLarge,
    /// Or of a kind that is not shown, such as SVG.
    NotAnImage,
    Unreachable,
}

/// Text that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PreviewRun {
    pub text: String,
    pub marked: bool,
    pub bold: bool,
    pub italic: bool,
    pub strikethrough: bool,
    pub underline: bool,
    pub code: bool,
    /// It leads somewhere; where to, for showing. Nothing in a page opens by itself.
    pub link: Option<String>,
    /// The page that it leads to, where that is known here and can be shown.
    pub page: Option<String>,
    /// A person, a page or a date that is mentioned.
    pub mention: bool,
}
