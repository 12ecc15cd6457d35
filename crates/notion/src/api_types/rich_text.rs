//! Rich text: what it says and how it looks.
//!
//! Not here: the insides of dates and of other mentions, of which the plain text is used.

use super::lenient;
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::Value;
use trove_model::NotionId;
use trove_model::connection::cut;
use trove_model::page::LONGEST_TITLE;

/// One run of text. Source: <https://developers.notion.com/reference/rich-text>.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct RichText {
    /// For a mention its title or name, for an equation its expression.
    #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
    pub plain_text: String,
    /// `text`, `mention` or `equation`.
    #[serde(default, rename = "type", deserialize_with = "lenient::or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub href: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub annotations: Annotations,
    #[serde(default, deserialize_with = "mentioned")]
    pub mention: Option<MentionObject>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Annotations {
    pub bold: bool,
    pub italic: bool,
    pub strikethrough: bool,
    pub underline: bool,
    pub code: bool,
    /// `default`, `blue`, `blue_background`, …
    pub color: String,
}

/// What a mention is of: `page`, `user`, `date`, … with its id where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MentionObject {
    pub kind: String,
    pub id: Option<NotionId>,
}

/// The runs joined, as they stand side by side on the page.
pub fn plain_text(runs: &[RichText]) -> String {
    runs.iter().map(|run| run.plain_text.as_str()).collect()
}

/// The runs joined, as far as a title is kept; an ellipsis says where it is not.
pub fn title(runs: &[RichText]) -> String {
    cut(plain_text(runs), LONGEST_TITLE)
}

fn mentioned<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<MentionObject>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let Some(kind) = value.get("type").and_then(Value::as_str) else { return Ok(None) };
    let id = value.get(kind).and_then(|object| lenient::id_at(object, "id"));
    Ok(Some(MentionObject { kind: kind.to_owned(), id }))
}
