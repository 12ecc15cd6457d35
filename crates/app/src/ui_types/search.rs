//! What crosses to the window of search: requests, answers, and the index's state.

use super::Millis;
use super::error::UiError;
use super::pages::{Icon, PageKind};
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
    #[serde(default)]
    pub sort: SearchSort,
}

/// In which order hits are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchSort {
    #[default]
    Relevance,
    /// The newest edit first; what lacks something of what was typed still comes last.
    Edited,
}

/// The best pages for what was typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SearchAnswer {
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// Pages that are near what was typed in meaning, the nearest first, where pages are found so;
    /// none that is among `hits`. Their passage is what is near.
    pub similar: Vec<SearchHit>,
    /// How many of the words.
    pub total: Total,
    /// From the request to the answer, in microseconds.
    pub took_us: u32,
    /// Words that were replaced, which brought something, and by what.
    pub corrections: Vec<Correction>,
    /// What of the text was taken as filters, as typed.
    pub filters: Vec<String>,
    /// What looks like a filter and names nothing known, as typed: it is searched as text.
    pub unknown_names: Vec<String>,
    /// What no hit has, since a hyphen stands before it.
    pub left_out: Vec<String>,
    pub covers: Covers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Correction {
    pub typed: String,
    /// The commonest of the words found in its place.
    pub instead: String,
    /// Pages have the word as typed; none has it with all the others.
    pub known: bool,
}

/// One page that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    /// What was typed and stands in the title, in the text, in its properties, in the names of
    /// what it lies in.
    pub in_title: Vec<String>,
    pub in_text: Vec<String>,
    pub in_properties: Vec<String>,
    pub in_path: Vec<String>,
    /// What was typed and stands nowhere in it. Such hits come after the others.
    pub lacks: Vec<String>,
    /// What was typed and stands in another form, inside of a longer word or mistyped; and how
    /// it stands there.
    pub other_forms: Vec<OtherForm>,
}

/// A word that stands in a page otherwise than it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OtherForm {
    pub typed: String,
    /// As it stands there.
    pub found: String,
}

/// Why a page answers, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HitTier {
    /// What was typed is its address or id.
    Link,
    ExactTitle,
    TitleStart,
    TitleWords,
    Title,
    /// Some words are in the title in another form.
    TitleForms,
    /// Some words are in the names of what it lies in.
    Path,
    Body,
    /// Near in meaning, and without the words.
    Similar,
    /// Found by Notion's own search, and not by ours.
    Live,
}

/// A stretch of text that is marked as a whole, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Segment {
    pub text: String,
    pub marked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Passage {
    pub segments: Vec<Segment>,
    pub cut_before: bool,
    pub cut_after: bool,
}

/// What an answer could have found, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    /// Some connection's listing stops short of its end.
    pub listed_short: bool,
    /// Notion's search ends before it has shown everything of some connection.
    pub capped: bool,
}

/// The full-text index. Titles are searched whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum IndexState {
    /// Being opened.
    Opening,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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
