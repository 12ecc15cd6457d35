//! The tree of a body: what the preview shows and everything else is made of.
//!
//! Not here: how it is read ([`super::parse`], [`super::from_blocks`]) and its text
//! ([`super::Document::text`]).

use super::address::Address;
use std::sync::Arc;
use trove_model::{Icon, NotionId};

/// How deep nodes lie at most. What would lie deeper follows its ancestor at this depth,
/// with its text: so everything that walks a tree, dropping it included, may recurse.
pub const MAX_DEPTH: usize = 64;

/// What Notion writes for the title of a page that has none, or whose title it does not know
/// when it writes. A person never wrote it.
pub(super) const UNTITLED: &str = "Untitled";

/// A page's body, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    pub nodes: Vec<Node>,
}

/// One block with what lies inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// Of the whole block. Runs of text have their own.
    pub color: Option<Color>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    Paragraph {
        text: Vec<Run>,
    },
    /// `level` is 1 to 4. The children of a toggle can be folded.
    Heading {
        level: u8,
        toggle: bool,
        text: Vec<Run>,
    },
    ListItem {
        list: List,
        text: Vec<Run>,
    },
    Quote {
        text: Vec<Run>,
    },
    Callout {
        icon: Option<Icon>,
        text: Vec<Run>,
    },
    Toggle {
        summary: Vec<Run>,
    },
    /// The caption is known from blocks only; Markdown has no place for it.
    Code {
        language: Option<String>,
        code: String,
        caption: Vec<Run>,
    },
    Equation {
        expression: String,
    },
    Table {
        header_row: bool,
        header_column: bool,
        rows: Vec<Vec<Cell>>,
    },
    /// Its children are [`NodeKind::Column`]s.
    Columns,
    Column,
    Tabs,
    Tab {
        title: Vec<Run>,
    },
    Media {
        media: Media,
        /// Of a file; from Markdown it is known as part of the address only.
        name: Option<String>,
        caption: Vec<Run>,
        address: Option<Address>,
    },
    /// A page or database that stands here, or a link to one that fills a block.
    Page {
        object: Object,
        id: Option<NotionId>,
        title: Vec<Run>,
    },
    Divider,
    TableOfContents,
    Breadcrumb,
    /// `source` is the block whose content this shows; a copy shows another's.
    Synced {
        copy: bool,
        source: Option<NotionId>,
    },
    MeetingNotes {
        title: Vec<Run>,
    },
    /// A part of meeting notes.
    MeetingPart {
        part: MeetingPart,
    },
    /// Content that is missing here. With an id it can be asked for.
    Unknown {
        kind: String,
        id: Option<NotionId>,
    },
}

pub type Cell = Vec<Run>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Bulleted,
    Numbered { number: u32 },
    ToDo { checked: bool },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Image,
    File,
    Video,
    Audio,
    Pdf,
    Bookmark,
    Embed,
    LinkPreview,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Object {
    Page,
    Database,
    DataSource,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingPart {
    Summary,
    Notes,
    Transcript,
}

/// A run of text that looks the same throughout. A line break is `\n`, as in Notion's
/// rich text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub content: Content,
    pub style: Style,
    /// Where it leads, as it was written: not checked in any way. The runs of one link share it.
    pub link: Option<Arc<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// In TeX.
    Equation(String),
    Mention(Mention),
}

/// Somebody or something named in a text. Markdown may leave out the name of what it
/// mentions; then `text` is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub of: Mentioned,
    /// Without the @ of people.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mentioned {
    Person(Option<NotionId>),
    Object(Object, Option<NotionId>),
    Date,
    /// An agent, a preview of a link, or what a later version of Notion knows.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub strikethrough: bool,
    pub underline: bool,
    pub code: bool,
    pub color: Option<Color>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    pub hue: Hue,
    pub background: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    Gray,
    Brown,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
}

impl Node {
    pub(super) fn new(kind: NodeKind) -> Self {
        Self { kind, color: None, children: Vec::new() }
    }
}

impl Run {
    /// The links of runs side by side, each once.
    pub(super) fn links<'a>(runs: impl IntoIterator<Item = &'a Run>) -> impl Iterator<Item = &'a Run> {
        let mut before: Option<&Arc<str>> = None;
        runs.into_iter().filter(move |run| {
            let same = before.zip(run.link.as_ref()).is_some_and(|(one, other)| Arc::ptr_eq(one, other));
            before = run.link.as_ref();
            run.link.is_some() && !same
        })
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { content: Content::Text(text.into()), style: Style::default(), link: None }
    }
}

impl Color {
    /// `blue`, and for the background `blue_bg` in Markdown, `blue_background` in
    /// blocks. `default` and colors of tomorrow are none.
    pub(super) fn named(name: &str) -> Option<Self> {
        let plain = name.strip_suffix("_bg").or_else(|| name.strip_suffix("_background"));
        let hue = match plain.unwrap_or(name) {
            "gray" => Hue::Gray,
            "brown" => Hue::Brown,
            "orange" => Hue::Orange,
            "yellow" => Hue::Yellow,
            "green" => Hue::Green,
            "blue" => Hue::Blue,
            "purple" => Hue::Purple,
            "pink" => Hue::Pink,
            "red" => Hue::Red,
            _ => return None,
        };
        Some(Self { hue, background: plain.is_some() })
    }
}

impl Media {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "image" => Self::Image,
            "file" => Self::File,
            "video" => Self::Video,
            "audio" => Self::Audio,
            "pdf" => Self::Pdf,
            "bookmark" => Self::Bookmark,
            "embed" => Self::Embed,
            "link_preview" => Self::LinkPreview,
            _ => return None,
        })
    }
}

impl Object {
    /// Markdown writes `data-source`, blocks `data_source`.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "page" => Self::Page,
            "database" => Self::Database,
            "data-source" | "data_source" => Self::DataSource,
            _ => return None,
        })
    }
}
