//! Blocks: what stands on a page.
//!
//! Not here: a block as text ([`crate::block_text`]) and its children, which are
//! fetched one level at a time.

use super::lenient;
use super::rich_text::{RichText, plain_text};
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::Value;
use trove_model::{Icon, NotionId, Parent, Timestamp};

/// Source: <https://developers.notion.com/reference/block>.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Block {
    pub id: NotionId,
    /// Notion's word, such as `heading_1`. New ones appear at any time.
    pub kind: String,
    pub parent: Parent,
    pub has_children: bool,
    pub in_trash: bool,
    pub edited: Option<Timestamp>,
    pub content: BlockContent,
    /// Something in it was not understood.
    pub damaged: bool,
}

/// The fields of all kinds of block in one: a kind that this version does not know
/// still shows the text that it carries under a known name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct BlockContent {
    #[serde(default, alias = "text", deserialize_with = "lenient::one_or_many")]
    pub rich_text: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub caption: Vec<RichText>,
    /// Of a child page or database, or of meeting notes.
    #[serde(default, deserialize_with = "title")]
    pub title: Option<String>,
    /// Of a table's row.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub cells: Vec<Vec<RichText>>,
    /// Of an equation.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub expression: Option<String>,
    /// Of a bookmark, an embed or a link's preview.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub url: Option<String>,
    /// An image, file, video or sound that lies elsewhere.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub external: Option<External>,
    /// One that lies in Notion's storage, at an address that is signed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub file: Option<External>,
    /// Of a file.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
    /// Of a to-do.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub checked: Option<bool>,
    /// Of code.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub language: Option<String>,
    /// Of a callout.
    #[serde(default, deserialize_with = "lenient::icon")]
    pub icon: Option<Icon>,
    /// `default`, `blue`, `blue_background`, …
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub color: Option<String>,
    /// Of a heading.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_toggleable: bool,
    /// Of a table.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_column_header: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub has_row_header: bool,
    /// Of a link that fills a block.
    #[serde(default, deserialize_with = "lenient::optional_id")]
    pub page_id: Option<NotionId>,
    #[serde(default, deserialize_with = "lenient::optional_id")]
    pub database_id: Option<NotionId>,
    /// Of a copy: the block that holds the text.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub synced_from: Option<SyncedFrom>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct External {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct SyncedFrom {
    #[serde(default, deserialize_with = "lenient::optional_id")]
    pub block_id: Option<NotionId>,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(deserialize_with = "lenient::id")]
    id: NotionId,
    #[serde(default, rename = "type", deserialize_with = "lenient::or_default")]
    kind: String,
    #[serde(default, deserialize_with = "lenient::parent")]
    parent: Option<Parent>,
    #[serde(default)]
    has_children: Value,
    #[serde(default, deserialize_with = "lenient::or_default")]
    in_trash: Option<bool>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    archived: Option<bool>,
    #[serde(default, deserialize_with = "lenient::time")]
    last_edited_time: Option<Timestamp>,
}

impl Block {
    /// Whether it stands for a page or database of its own, whose content is not this
    /// page's.
    pub fn is_another_page(&self) -> bool {
        matches!(self.kind.as_str(), "child_page" | "child_database")
    }
}

impl TryFrom<Value> for Block {
    type Error = serde_json::Error;

    fn try_from(mut value: Value) -> Result<Self, Self::Error> {
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let content = value.get_mut(&kind).map(Value::take).unwrap_or_default();
        let (read, damaged) = lenient::noticing(|| (serde_json::from_value(value), lenient::read(content)));
        let (wire, content): (serde_json::Result<Wire>, BlockContent) = read;
        let wire = wire?;
        Ok(Self {
            id: wire.id,
            kind: wire.kind,
            parent: wire.parent.unwrap_or(Parent::Unknown),
            // Where that cannot be read, asking costs a request and not asking may cost text.
            has_children: !matches!(wire.has_children, Value::Null | Value::Bool(false)),
            in_trash: wire.in_trash.or(wire.archived).unwrap_or(false),
            edited: wire.last_edited_time,
            content,
            damaged,
        })
    }
}

/// Text in one form for child pages and in another for meeting notes.
fn title<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        runs @ Value::Array(_) => {
            Some(plain_text(&lenient::one_or_many::<_, RichText>(runs).unwrap_or_default()))
        }
        text => lenient::read(text),
    })
}
