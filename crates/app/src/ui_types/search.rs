//! What crosses to the window of search: answers, previews, coverage.

use super::{ConnectionCard, Icon, Millis, PageKind, UiError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was typed, and how much of the answer is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct SearchRequest {
    pub text: String,
    /// At most 100.
    pub limit: u32,
    /// Whether words that no page has may be replaced by their neighbours; false when the
    /// person insists on what they typed.
    pub correct: bool,
}

/// The best pages for what was typed.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SearchAnswer {
    /// Best first.
    pub hits: Vec<SearchHit>,
    pub total: Total,
    /// From the request to the answer, in microseconds.
    pub took_us: u32,
    /// Words that no page has, and what was looked for instead.
    pub corrections: Vec<Correction>,
    /// `ws:`, `in:` and `by:` values that name nothing known; their filter holds nobody out.
    pub unknown_names: Vec<String>,
    pub covers: Covers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "count", rename_all = "snake_case")]
pub enum Total {
    Exactly {
        pages: u32,
    },
    /// Counting stopped: there are at least so many.
    Many {
        at_least: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Correction {
    pub typed: String,
    /// The commonest of the words found in its place.
    pub instead: String,
}

/// One page that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SearchHit {
    pub id: String,
    pub kind: PageKind,
    pub icon: Option<Icon>,
    /// Empty where Notion shows "Untitled".
    pub title: Vec<Segment>,
    /// Up to two, the best first.
    pub passages: Vec<Passage>,
    /// From the outermost known parent to the nearest.
    pub path: Vec<String>,
    /// Every connection that sees it: workspace names, distinct.
    pub workspaces: Vec<String>,
    /// Ids of those connections.
    pub connections: Vec<String>,
    #[ts(type = "number | null")]
    pub edited: Option<Millis>,
    pub url: String,
    /// Seen through the sample workspace only.
    pub sample: bool,
    pub pinned: bool,
    pub tier: HitTier,
    /// Words and phrases typed that stand in the title, and those that stand in the text.
    pub in_title: Vec<String>,
    pub in_text: Vec<String>,
}

/// Why a page answers, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HitTier {
    /// What was typed is its address or id.
    Link,
    ExactTitle,
    TitleStart,
    TitleWords,
    Title,
    Body,
    /// Found by Notion's own search, and not by ours.
    Live,
}

/// A stretch of text that is marked as a whole, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Segment {
    pub text: String,
    pub marked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Passage {
    pub segments: Vec<Segment>,
    pub cut_before: bool,
    pub cut_after: bool,
}

/// What an answer could have found, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Covers {
    /// Pages and data sources whose titles are searched.
    pub known: u32,
    /// Pages whose text is searched.
    pub read: u32,
    /// Pages whose text is not read yet, or not again since they changed.
    pub waiting: u32,
    pub failed: u32,
    pub index: IndexState,
    /// Some connection has not yet listed everything once.
    pub first_listing: bool,
}

/// The full-text index. Titles are searched whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum IndexState {
    /// Being opened.
    Opening,
    /// There is none yet, and the process that may write one is another.
    Absent,
    Ready,
    /// Being made anew from what is stored.
    Building {
        done: u32,
        of: u32,
    },
    /// It cannot be written; titles alone are searched.
    Failed {
        error: IndexFailure,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IndexFailure {
    DiskFull,
    Disk,
}

/// What Notion's own search found, without what the window says it shows already.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LiveAnswer {
    pub hits: Vec<SearchHit>,
    /// Workspaces that did not answer, and why.
    pub failures: Vec<LiveFailure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LiveFailure {
    pub workspace: String,
    pub error: UiError,
}

/// A page as the preview shows it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Preview {
    pub hit: SearchHit,
    pub body: BodyState,
    /// Values of the page's properties, one each; marked.
    pub properties: Vec<Vec<Segment>>,
    pub blocks: Vec<PreviewBlock>,
    /// Blocks left out before and after those above, in a very long page.
    pub left_out_before: u32,
    pub left_out_after: u32,
    /// The index in `blocks` of the first one, or of the one that holds it, that has a mark.
    pub first_match: Option<u32>,
}

/// What is stored of a page's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum BodyState {
    /// Data sources have no body; their rows are pages.
    None,
    Read {
        #[ts(type = "number")]
        at: Millis,
    },
    Waiting,
    Failed {
        why: ReadFailure,
    },
}

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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
    },
    /// A page or database that stands here.
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
    /// A person, a page or a date that is mentioned.
    pub mention: bool,
}

/// Per connection, what is covered and what is not.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Coverage {
    pub index: IndexState,
    pub connections: Vec<ConnectionCoverage>,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ConnectionCoverage {
    pub connection: ConnectionCard,
    pub pages: u32,
    pub data_sources: u32,
    /// Notion's search ended before it had shown everything: what nothing else leads to is
    /// not among the pages.
    pub capped: bool,
    /// The newest of the failures, at most fifty.
    pub failures: Vec<FailedPage>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
    /// Known here; its body says whether its text is searched.
    Known { hit: SearchHit, body: BodyState },
    /// Notion shows it to this connection, but it was not listed yet. It is now.
    JustFound { hit: SearchHit },
    /// In Notion's trash.
    InTrash { workspace: String },
    /// No connection sees it: gone, or not shared with these.
    NotVisible { asked: Vec<String> },
    /// Not known here, and these workspaces could not be asked.
    NotAsked { failures: Vec<LiveFailure> },
}
