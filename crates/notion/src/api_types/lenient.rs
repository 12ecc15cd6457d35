//! Reading fields that may be missing, null, or of a form that is not known yet.
//!
//! Not here: the ids of objects; without one nothing can be kept.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;
use trove_model::{Icon, NotionId, Parent, Timestamp};

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
        value => serde_json::from_value(value).unwrap_or_default(),
    }
}

/// A list, or a single value in the place of one. Items of another form are left out.
pub(super) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => {
            items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect()
        }
        Value::Null => Vec::new(),
        single => serde_json::from_value(single).into_iter().collect(),
    })
}

pub(super) fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NotionId>, D::Error> {
    let text: Option<String> = or_default(deserializer)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// The id of an object of which only that matters, such as a page's last editor.
pub(super) fn object_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NotionId>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(id_at(&value, "id"))
}

pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = or_default(deserializer)?;
    Ok(text
        .and_then(|text| text.parse::<jiff::Timestamp>().ok())
        .map(|time| Timestamp(time.as_millisecond())))
}

/// Source: <https://developers.notion.com/reference/parent-object>.
pub(super) fn parent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Parent>, D::Error> {
    Ok(parent_in(&Value::deserialize(deserializer)?))
}

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
pub(super) fn icon<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Icon>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let Some(kind) = value.get("type").and_then(Value::as_str) else { return Ok(None) };
    let text = |key: &str| value.get(kind)?.get(key)?.as_str().map(str::to_owned);
    Ok(match kind {
        "emoji" => value.get(kind).and_then(Value::as_str).map(|emoji| Icon::Emoji(emoji.to_owned())),
        "external" | "custom_emoji" => text("url").map(|url| Icon::Image { url }),
        "file" | "file_upload" => Some(Icon::Uploaded),
        "icon" => text("name").map(|name| Icon::Named { name, color: text("color") }),
        _ => None,
    })
}

pub(super) fn id_at(value: &Value, key: &str) -> Option<NotionId> {
    value.get(key)?.as_str()?.parse().ok()
}
