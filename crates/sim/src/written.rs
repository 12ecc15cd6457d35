//! What one object of the workspace holds: written by somebody, or recorded from Notion.
//!
//! Not how it looks on the wire (`objects`, `blocks`, `markdown`).

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::content::Block;

/// What an object holds, by where that came from.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it lies behind a box wherever it is kept")]
pub enum Made {
    Written(Written),
    Recorded(Recorded),
}

/// What somebody wrote: the sample's authors, the synthetic generator, or a test through the control port.
#[derive(Debug, Clone)]
pub struct Written {
    /// Rich text.
    pub title: Value,
    pub description: Value,
    pub icon: Value,
    pub cover: Value,
    /// A row's values, or a data source's schema, by property name.
    pub properties: Map<String, Value>,
    pub blocks: Vec<Block>,
    pub created_by: Uuid,
    pub edited_by: Uuid,
    pub is_inline: bool,
    pub is_locked: bool,
    pub public_url: Value,
    /// Fields of the object on the wire that replace what would be made of the rest.
    pub raw: Map<String, Value>,
    /// The body as Markdown word for word, where it did not come about by writing `blocks` down.
    pub verbatim: Option<Verbatim>,
}

/// A body that is served as it was given.
#[derive(Debug, Clone)]
pub struct Verbatim {
    pub markdown: String,
    /// Blocks that the Markdown names as unknown, and that nobody may see.
    pub unknown: Vec<Uuid>,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            title: json!([]),
            description: json!([]),
            icon: Value::Null,
            cover: Value::Null,
            properties: Map::new(),
            blocks: Vec::new(),
            created_by: Uuid::nil(),
            edited_by: Uuid::nil(),
            is_inline: false,
            is_locked: false,
            public_url: Value::Null,
            raw: Map::new(),
            verbatim: None,
        }
    }
}

/// An object that Notion itself sent once, served as it was.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    pub object: Value,
    pub markdown: Option<Value>,
}
