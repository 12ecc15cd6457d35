//! The properties of pages and the schemas of data sources, and the endpoint for one property of one page.
//!
//! Not filters over them (`query`).

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock;
use crate::errors::Answer;
use crate::node::At;
use crate::paging::Paging;
use crate::world::World;

/// References (people, relations, mentions) that a page object lists before it cuts.
const REFERENCES_SHOWN: usize = 25;

/// Whether a long list of references is cut, as in page objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum References {
    Cut,
    All,
}

/// The schema with its ids and names.
pub fn schema(world: &World, data_source: At) -> Value {
    if let Some(recorded) = world.recorded(data_source) {
        return recorded.object["properties"].clone();
    }
    Value::Object(world.written(data_source).properties.clone())
}

/// One property's schema: `{id, name, description, type, <type>: settings}`.
pub fn schema_entry(name: &str, id: &str, kind: &str, settings: &Value) -> Value {
    json!({"id": id, "name": name, "description": null, "type": kind, kind: settings})
}

/// All values of a page: a row's by its data source's schema, any other page's title alone.
pub fn of_page(world: &World, at: At, references: References) -> Value {
    if let Some(recorded) = world.recorded(at) {
        return recorded.object["properties"].clone();
    }
    let written = world.written(at);
    if let Some(given) = written.raw.get("properties").and_then(Value::as_object) {
        let entries = given.iter().map(|(name, property)| {
            let kind = property["type"].as_str().unwrap_or("rich_text");
            let value = if kind == "title" { written.title.clone() } else { property[kind].clone() };
            (name.clone(), shown(property["id"].clone(), kind, value, references))
        });
        return Value::Object(entries.collect::<Map<_, _>>());
    }
    let Some(data_source) = world.data_source_of(at) else {
        return json!({"title": {"id": "title", "type": "title", "title": written.title}});
    };
    let schema = schema(world, data_source);
    let entries = schema.as_object().into_iter().flatten().map(|(name, entry)| {
        let kind = entry["type"].as_str().unwrap_or("rich_text");
        let stored = if kind == "title" { Some(&written.title) } else { written.properties.get(name) };
        let value = stored.cloned().unwrap_or_else(|| computed(world, at, kind));
        (name.clone(), shown(entry["id"].clone(), kind, value, references))
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

fn shown(id: Value, kind: &str, value: Value, references: References) -> Value {
    let mut value = value;
    let mut has_more = false;
    if references == References::Cut
        && matches!(kind, "people" | "relation")
        && let Some(items) = value.as_array_mut()
        && items.len() > REFERENCES_SHOWN
    {
        items.truncate(REFERENCES_SHOWN);
        has_more = true;
    }
    let mut property = json!({"id": id, "type": kind, kind: value});
    if kind == "relation" {
        property["has_more"] = json!(has_more);
    }
    property
}

/// What a property holds when nobody has set it.
fn computed(world: &World, at: At, kind: &str) -> Value {
    let node = world.node(at);
    let written = world.written(at);
    let user = |id: Uuid| {
        let person = world.names.people.iter().find(|person| person.id == id);
        person.map_or_else(|| crate::people::partial(id), crate::people::Person::json)
    };
    match kind {
        "created_time" => json!(clock::minute(node.created_ms)),
        "last_edited_time" => json!(clock::minute(node.edited_ms)),
        "created_by" => user(written.created_by),
        "last_edited_by" => user(written.edited_by),
        "rich_text" | "multi_select" | "people" | "files" | "relation" => json!([]),
        "checkbox" => json!(false),
        "button" => json!({}),
        "verification" => json!({"state": "unverified", "verified_by": null, "date": null}),
        "formula" => json!({"type": "string", "string": null}),
        "rollup" => json!({"type": "array", "array": [], "function": "show_original"}),
        _ => Value::Null,
    }
}

/// One property of a page: a single item, or a list where the type can be long.
pub fn item(world: &World, at: At, property_id: &str, paging: &Paging) -> Result<Value, Answer> {
    let all = of_page(world, at, References::All);
    let found = all.as_object().into_iter().flat_map(Map::values).find(|property| {
        property["id"].as_str().is_some_and(|id| id == property_id || decoded(id) == property_id)
    });
    let Some(property) = found else {
        return Err(Answer::error(
            404,
            "object_not_found",
            format!("Could not find property with name or id: {property_id}"),
        ));
    };
    let kind = property["type"].as_str().unwrap_or_default();
    let id = &property["id"];
    if !matches!(kind, "title" | "rich_text" | "relation" | "people") {
        return Ok(json!({"object": "property_item", "type": kind, "id": id, kind: property[kind]}));
    }
    let items = property[kind].as_array().cloned().unwrap_or_default();
    let numbered: Vec<(usize, Value)> = items.into_iter().enumerate().collect();
    let page = world.node(at).id.to_string();
    let (places, next) = paging
        .page(&numbered, |(at, _)| crate::ids::derive(&["property", &page, property_id, &at.to_string()]))?;
    let results: Vec<Value> = places
        .into_iter()
        .map(|at| json!({"object": "property_item", "type": kind, "id": id, kind: numbered[at].1}))
        .collect();
    let next_url = next.as_ref().map(|cursor| {
        format!("https://api.notion.com/v1/pages/{page}/properties/{property_id}?start_cursor={cursor}")
    });
    Ok(json!({
        "object": "list", "results": results, "next_cursor": next, "has_more": next.is_some(),
        "type": "property_item",
        "property_item": {"id": id, "next_url": next_url, "type": kind, kind: {}},
    }))
}

/// A property's id without its percent encoding.
fn decoded(id: &str) -> String {
    url::form_urlencoded::parse(format!("x={}", id.replace('+', "%2B")).as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}
