//! `POST /v1/data_sources/{id}/query`: the rows of a data source, filtered and sorted, at most 10,000 in a walk.
//!
//! Not a search across data sources (`search`).

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use crate::clock;
use crate::connections::Connection;
use crate::content;
use crate::errors::Answer;
use crate::node::{At, Kind};
use crate::objects::{self, Version};
use crate::paging::{Paging, Walks, list};
use crate::properties::{self, References};
use crate::search::{refuse_unknown, request_status};
use crate::world::World;

/// Answers one request.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a different part of one call; a struct would only rename them"
)]
pub fn query(
    world: &World,
    connection: &Connection,
    walks: &mut Walks,
    data_source: At,
    version: Version,
    body: &Map<String, Value>,
    paging: &Paging,
    query: &[(String, String)],
    cap: usize,
) -> Result<Value, Answer> {
    const KNOWN: [&str; 8] = [
        "filter",
        "sorts",
        "start_cursor",
        "page_size",
        "result_type",
        "in_trash",
        "is_archived",
        "archived",
    ];
    refuse_unknown("body", body, &KNOWN)?;
    let leaf = if let Some(cursor) = paging.cursor {
        walks.go_on(cursor, paging)?
    } else {
        let rows = matching(world, connection, data_source, body)?;
        let capped = rows.len() > cap;
        walks.start(rows.into_iter().take(cap).collect(), capped, paging)
    };
    let results = leaf
        .items
        .iter()
        .filter(|at| connection.sees(world, **at))
        .map(|at| {
            let mut row = objects::object(world, *at, version, None);
            keep_only(&mut row, query);
            row
        })
        .collect();
    let mut answer = list("page_or_data_source", results, leaf.next);
    answer["request_status"] = request_status(leaf.incomplete);
    Ok(answer)
}

/// Drops the properties that `filter_properties` does not name.
pub fn keep_only(page: &mut Value, query: &[(String, String)]) {
    let wanted: Vec<&str> = query
        .iter()
        .filter(|(key, _)| key == "filter_properties" || key == "filter_properties[]")
        .map(|(_, value)| value.as_str())
        .collect();
    if let (false, Some(properties)) = (wanted.is_empty(), page["properties"].as_object_mut()) {
        properties.retain(|name, property| {
            wanted.iter().any(|want| *want == name || property["id"].as_str().is_some_and(|id| id == *want))
        });
    }
}

fn matching(
    world: &World,
    connection: &Connection,
    data_source: At,
    body: &Map<String, Value>,
) -> Result<Vec<At>, Answer> {
    let in_trash = body.get("in_trash").or_else(|| body.get("archived")).is_some_and(|flag| flag == true);
    let schema = properties::schema(world, data_source);
    let filter = body.get("filter");
    let sorts = read_sorts(body.get("sorts"), &schema)?;
    let reads_properties = filter.is_some_and(mentions_property)
        || sorts.iter().any(|(key, _)| matches!(key, Key::Property(..)));
    let mut rows = Vec::new();
    for at in world.children(data_source) {
        let is_page = world.node(at).kind == Kind::Page;
        if !is_page || world.in_trash(at) != in_trash || !connection.sees(world, at) {
            continue;
        }
        let values =
            if reads_properties { properties::of_page(world, at, References::All) } else { Value::Null };
        let row = Row { world, at, values };
        if filter.map_or(Ok(true), |filter| row.passes(filter, &schema, "body.filter"))? {
            rows.push(row);
        }
    }
    // The newest row first, unless asked otherwise.
    rows.sort_by(|a, b| {
        sorts
            .iter()
            .map(|(key, descending)| {
                let order = key.compare(a, b);
                if *descending { order.reverse() } else { order }
            })
            .find(|order| order.is_ne())
            .unwrap_or(if sorts.is_empty() { b.created().cmp(&a.created()) } else { a.at.cmp(&b.at) })
    });
    Ok(rows.into_iter().map(|row| row.at).collect())
}

fn mentions_property(filter: &Value) -> bool {
    filter.get("property").is_some()
        || ["and", "or"]
            .iter()
            .any(|word| filter[*word].as_array().is_some_and(|parts| parts.iter().any(mentions_property)))
}

/// What a sort goes by.
#[derive(Debug)]
enum Key {
    Created,
    Edited,
    Property(String),
}

impl Key {
    fn compare(&self, a: &Row<'_>, b: &Row<'_>) -> Ordering {
        match self {
            Key::Created => a.created().cmp(&b.created()),
            Key::Edited => a.edited().cmp(&b.edited()),
            Key::Property(name) => {
                let (a, b) = (scalar(&a.values[name]), scalar(&b.values[name]));
                a.as_f64().partial_cmp(&b.as_f64()).filter(|order| order.is_ne()).unwrap_or_else(|| {
                    a.as_str()
                        .unwrap_or_default()
                        .to_lowercase()
                        .cmp(&b.as_str().unwrap_or_default().to_lowercase())
                })
            }
        }
    }
}

fn read_sorts(sorts: Option<&Value>, schema: &Value) -> Result<Vec<(Key, bool)>, Answer> {
    let Some(sorts) = sorts else { return Ok(Vec::new()) };
    let parts = sorts.as_array().ok_or_else(|| Answer::field("body.sorts", "an array", Some(sorts)))?;
    parts
        .iter()
        .enumerate()
        .map(|(at, sort)| {
            let key = match (sort["timestamp"].as_str(), sort["property"].as_str()) {
                (Some("created_time"), _) => Key::Created,
                (Some("last_edited_time"), _) => Key::Edited,
                (None, Some(name)) => Key::Property(property_name(schema, name)?),
                _ => {
                    let place = format!("body.sorts[{at}].timestamp");
                    return Err(Answer::field(
                        &place,
                        "`\"created_time\"` or `\"last_edited_time\"`",
                        sort.get("timestamp"),
                    ));
                }
            };
            match sort["direction"].as_str() {
                Some("ascending") => Ok((key, false)),
                Some("descending") => Ok((key, true)),
                _ => Err(Answer::field(
                    &format!("body.sorts[{at}].direction"),
                    "`\"ascending\"` or `\"descending\"`",
                    sort.get("direction"),
                )),
            }
        })
        .collect()
}

/// The name of a property that a request gives by name or id.
fn property_name(schema: &Value, wanted: &str) -> Result<String, Answer> {
    schema
        .as_object()
        .into_iter()
        .flatten()
        .find(|(name, entry)| *name == wanted || entry["id"] == wanted)
        .map(|(name, _)| name.clone())
        .ok_or_else(|| Answer::invalid(format!("Could not find property with name or id: {wanted}")))
}

struct Row<'a> {
    world: &'a World,
    at: At,
    values: Value,
}

impl Row<'_> {
    fn created(&self) -> i64 {
        self.world.node(self.at).created_ms.div_euclid(60_000)
    }

    fn edited(&self) -> i64 {
        self.world.node(self.at).edited_ms.div_euclid(60_000)
    }

    fn passes(&self, filter: &Value, schema: &Value, place: &str) -> Result<bool, Answer> {
        for (word, all) in [("and", true), ("or", false)] {
            if let Some(parts) = filter[word].as_array() {
                for (at, part) in parts.iter().enumerate() {
                    if self.passes(part, schema, &format!("{place}.{word}[{at}]"))? != all {
                        return Ok(!all);
                    }
                }
                return Ok(all);
            }
        }
        if let Some(timestamp) = filter["timestamp"].as_str() {
            let minutes = match timestamp {
                "created_time" => self.created(),
                "last_edited_time" => self.edited(),
                _ => {
                    return Err(Answer::field(
                        &format!("{place}.timestamp"),
                        "`\"created_time\"` or `\"last_edited_time\"`",
                        filter.get("timestamp"),
                    ));
                }
            };
            return date_passes(Some(minutes * 60_000), &filter[timestamp], &format!("{place}.{timestamp}"));
        }
        let Some(wanted) = filter["property"].as_str() else {
            return Err(Answer::field(&format!("{place}.property"), "defined", None));
        };
        let name = property_name(schema, wanted)?;
        let property = &self.values[&name];
        let Some((kind, test)) = filter
            .as_object()
            .and_then(|fields| fields.iter().find(|(key, _)| !matches!(key.as_str(), "property" | "type")))
        else {
            return Err(Answer::field(
                &format!("{place}.{}", property["type"].as_str().unwrap_or("title")),
                "defined",
                None,
            ));
        };
        let place = format!("{place}.{kind}");
        if kind == "formula" {
            let Some((_, inner)) = test.as_object().and_then(|fields| fields.iter().next()) else {
                return Err(Answer::field(&place, "an object", Some(test)));
            };
            return value_passes(&scalar(property), inner, &place);
        }
        if matches!(kind.as_str(), "date" | "created_time" | "last_edited_time") {
            return date_passes(scalar(property).as_str().and_then(clock::read), test, &place);
        }
        value_passes(&scalar(property), test, &place)
    }
}

/// A property's value as one thing to compare: text, number, flag, a list of names or ids, or null.
fn scalar(property: &Value) -> Value {
    let kind = property["type"].as_str().unwrap_or_default();
    let value = &property[kind];
    match kind {
        "title" | "rich_text" => match content::plain_text(value) {
            text if text.is_empty() => Value::Null,
            text => json!(text),
        },
        "select" | "status" => value["name"].clone(),
        "date" => value["start"].clone(),
        "unique_id" => value["number"].clone(),
        "multi_select" | "files" => names(value, "name"),
        "people" | "relation" => names(value, "id"),
        "created_by" | "last_edited_by" => value["id"].clone(),
        "formula" => {
            let inner = &value[value["type"].as_str().unwrap_or_default()];
            if inner.is_object() { inner["start"].clone() } else { inner.clone() }
        }
        _ => value.clone(),
    }
}

fn names(items: &Value, field: &str) -> Value {
    items.as_array().into_iter().flatten().map(|item| item[field].clone()).collect()
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value == ""
}

fn same(a: &Value, b: &Value) -> bool {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => a == b || (a.replace('-', "") == b.replace('-', "")),
        _ => a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() < f64::EPSILON),
    }
}

fn contains(value: &Value, wanted: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| same(item, wanted)),
        Value::String(text) => {
            wanted.as_str().is_some_and(|wanted| text.to_lowercase().contains(&wanted.to_lowercase()))
        }
        _ => false,
    }
}

fn value_passes(value: &Value, test: &Value, place: &str) -> Result<bool, Answer> {
    let Some((operator, wanted)) = test.as_object().and_then(|fields| fields.iter().next()) else {
        return Err(Answer::field(place, "an object", Some(test)));
    };
    let text = value.as_str().unwrap_or_default();
    let wanted_text = wanted.as_str().unwrap_or_default();
    let number = || value.as_f64().zip(wanted.as_f64());
    let equals = || match wanted {
        Value::Array(options) => options.iter().any(|option| same(value, option)),
        one => same(value, one),
    };
    Ok(match operator.as_str() {
        "equals" => equals(),
        "does_not_equal" => !equals(),
        "contains" => contains(value, wanted),
        "does_not_contain" => !contains(value, wanted),
        "starts_with" => text.to_lowercase().starts_with(&wanted_text.to_lowercase()),
        "ends_with" => text.to_lowercase().ends_with(&wanted_text.to_lowercase()),
        "is_empty" => is_empty(value),
        "is_not_empty" => !is_empty(value),
        "greater_than" => number().is_some_and(|(a, b)| a > b),
        "less_than" => number().is_some_and(|(a, b)| a < b),
        "greater_than_or_equal_to" => number().is_some_and(|(a, b)| a >= b),
        "less_than_or_equal_to" => number().is_some_and(|(a, b)| a <= b),
        _ => return Err(Answer::field(&format!("{place}.{operator}"), "not present", Some(wanted))),
    })
}

fn date_passes(value_ms: Option<i64>, test: &Value, place: &str) -> Result<bool, Answer> {
    let Some((operator, wanted)) = test.as_object().and_then(|fields| fields.iter().next()) else {
        return Err(Answer::field(place, "an object", Some(test)));
    };
    match operator.as_str() {
        "is_empty" => return Ok(value_ms.is_none()),
        "is_not_empty" => return Ok(value_ms.is_some()),
        _ => {}
    }
    let limit = wanted.as_str().and_then(clock::read).ok_or_else(|| {
        Answer::field(&format!("{place}.{operator}"), "a valid ISO 8601 date string", Some(wanted))
    })?;
    let Some(value) = value_ms else { return Ok(false) };
    // Stamps have no seconds, so neither has the comparison.
    let limit = limit - limit.rem_euclid(60_000);
    Ok(match operator.as_str() {
        "equals" => value == limit,
        "before" => value < limit,
        "after" => value > limit,
        "on_or_before" => value <= limit,
        "on_or_after" => value >= limit,
        _ => return Err(Answer::field(&format!("{place}.{operator}"), "not present", Some(wanted))),
    })
}
