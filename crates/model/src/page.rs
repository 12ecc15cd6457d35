//! What a workspace holds, as Trove knows it: pages and data sources.

use crate::{NotionId, Timestamp};

/// The longest title that is kept, in characters: far above any, and so little that a listing's
/// worth of titles fits what reads them.
pub const LONGEST_TITLE: usize = 5_000;

/// A page or a data source. A database's rows are pages whose parent is a data source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub id: NotionId,
    pub kind: PageKind,
    /// Plain text; empty where Notion shows "Untitled".
    pub title: String,
    pub icon: Option<Icon>,
    pub parent: Parent,
    /// Where Notion says the page opens. Not an identity: addresses change.
    pub url: Option<String>,
    pub created: Option<Timestamp>,
    /// Rounded down to the minute by Notion.
    pub edited: Option<Timestamp>,
    pub edited_by: Option<NotionId>,
    pub in_trash: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    Page,
    DataSource,
}

/// Where a page, data source, database or block sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parent {
    Workspace,
    Page(NotionId),
    Block(NotionId),
    Database(NotionId),
    DataSource(NotionId),
    /// A kind that this version does not know, or none given.
    Unknown,
}

impl Parent {
    pub fn id(&self) -> Option<NotionId> {
        match *self {
            Self::Page(id) | Self::Block(id) | Self::Database(id) | Self::DataSource(id) => Some(id),
            Self::Workspace | Self::Unknown => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Icon {
    Emoji(String),
    /// An address that stays valid: an external image or a custom emoji.
    Image {
        url: String,
    },
    /// An uploaded file: its signed address dies within the hour, so none is kept.
    Uploaded,
    /// One of Notion's built-in icons.
    Named {
        name: String,
        color: Option<String>,
    },
}
