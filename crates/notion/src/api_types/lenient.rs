//! Reading fields that may be missing, null, or of a form that is not known yet; and noticing
//! that one was of a form that is not Notion's, so that nobody is told that all was read.
//!
//! Not here: the ids of objects; without one nothing can be kept.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;
use std::cell::Cell;
use trove_model::{Icon, NotionId, Parent, Timestamp};

thread_local! {
    /// Something odd was met since the innermost [`noticing`] began. It is no argument because
    /// serde hands none through.
    static ODD: Cell<bool> = const { Cell::new(false) };
}

/// What `read` answers, and whether it met a field of a form that is not Notion's. Whoever
/// reads what this is inside of is told, too.
pub(super) fn noticing<T>(read: impl FnOnce() -> T) -> (T, bool) {
    let before = ODD.replace(false);
    let value = read();
    let odd = ODD.get();
    ODD.set(before || odd);
    (value, odd)
}

fn notice() {
    ODD.set(true);
}

/// The default, of a field that Notion never leaves out.
pub(super) fn missing<T: Default>() -> T {
    notice();
    T::default()
}

pub(super) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NotionId, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
}

/// The value, or the default where it is missing, null or of another form.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok(read(value))
}

pub(super) fn read<T: DeserializeOwned + Default>(value: Value) -> T {
    match value {
        Value::Null => T::default(),
        value => item(value).unwrap_or_default(),
    }
}

fn item<T: DeserializeOwned>(value: Value) -> Option<T> {
    let item = serde_json::from_value(value).ok();
    if item.is_none() {
        notice();
    }
    item
}

/// A list, or a single value in the place of one. Items of another form are left out.
pub(super) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => items.into_iter().filter_map(item).collect(),
        Value::Null => Vec::new(),
        single => item(single).into_iter().collect(),
    })
}

pub(super) fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NotionId>, D::Error> {
    let text: Option<String> = or_default(deserializer)?;
    Ok(text.and_then(parsed))
}

fn parsed<T: std::str::FromStr>(text: String) -> Option<T> {
    let parsed = text.parse().ok();
    if parsed.is_none() {
        notice();
    }
    parsed
}

/// The id of an object of which only that matters, such as a page's last editor.
pub(super) fn object_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NotionId>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let id = id_at(&value, "id");
    if id.is_none() && !value.is_null() {
        notice();
    }
    Ok(id)
}

pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = or_default(deserializer)?;
    let time: Option<jiff::Timestamp> = text.and_then(parsed);
    Ok(time.map(|time| Timestamp(time.as_millisecond())))
}

/// Source: <https://developers.notion.com/reference/parent-object>.
pub(super) fn parent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Parent>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let parent = parent_in(&value);
    let named = |kind: &str| value.get(kind).is_some();
    // A kind that is new is none of ours; one that is known and names nothing is odd.
    let new =
        value.get("type").and_then(Value::as_str).is_some_and(|kind| named(kind) && !PARENTS.contains(&kind));
    if matches!(parent, None | Some(Parent::Unknown)) && !new && !value.is_null() {
        notice();
    }
    Ok(parent)
}

const PARENTS: [&str; 5] = ["workspace", "page_id", "block_id", "database_id", "data_source_id"];

pub(super) fn parent_in(value: &Value) -> Option<Parent> {
    let kind = value.get("type").and_then(Value::as_str)?;
    let id = id_at(value, kind);
    Some(
        match kind {
            "workspace" => Some(Parent::Workspace),
            "page_id" => id.map(Parent::Page),
            "block_id" => id.map(Parent::Block),
            "database_id" => id.map(Parent::Database),
            "data_source_id" => id.map(Parent::DataSource),
            _ => None,
        }
        .unwrap_or(Parent::Unknown),
    )
}

/// Source: <https://developers.notion.com/reference/page>, icon.
/// In bytes. The longest sequences of Unicode 16 have 39.
const LONGEST_EMOJI: usize = 128;
const LONGEST_ICON_ADDRESS: usize = 4096;

pub(super) fn icon<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Icon>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let Some(kind) = value.get("type").and_then(Value::as_str) else {
        if !value.is_null() {
            notice();
        }
        return Ok(None);
    };
    // What is longer is no icon, whatever it calls itself.
    let word =
        |word: &Value, longest: usize| word.as_str().filter(|word| word.len() <= longest).map(str::to_owned);
    let text = |key: &str| word(value.get(kind)?.get(key)?, LONGEST_ICON_ADDRESS);
    Ok(match kind {
        "emoji" => value.get(kind).and_then(|emoji| word(emoji, LONGEST_EMOJI)).map(Icon::Emoji),
        "external" | "custom_emoji" => text("url").map(|url| Icon::Image { url }),
        "file" | "file_upload" => Some(Icon::Uploaded),
        "icon" => text("name").map(|name| Icon::Named { name, color: text("color") }),
        _ => None,
    })
}

pub(super) fn id_at(value: &Value, key: &str) -> Option<NotionId> {
    value.get(key)?.as_str()?.parse().ok()
}
