//! Pages, data sources and databases as they look on the wire.
//!
//! Not blocks (`blocks`) and not the values of properties (`properties`).

use serde_json::{Map, Value, json};

use crate::clock;
use crate::ids::page_url;
use crate::node::{At, Indexed, Kind};
use crate::people;
use crate::properties;
use crate::world::World;

/// The versions of the API spoken here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Databases split into data sources; `archived` still beside `in_trash`.
    V2025_09_03,
    /// `archived` gone.
    V2026_03_11,
}

impl Version {
    /// Reads the header.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "2025-09-03" => Some(Self::V2025_09_03),
            "2026-03-11" => Some(Self::V2026_03_11),
            _ => None,
        }
    }
}

/// The object that search and the retrieve endpoints give for a node; `as_indexed` is how the search index still
/// sees it.
pub fn object(world: &World, at: At, version: Version, as_indexed: Option<&Indexed>) -> Value {
    let mut value = if let Some(recorded) = world.recorded(at) {
        recorded.object.clone()
    } else {
        match world.node(at).kind {
            Kind::Page => page(world, at),
            Kind::DataSource => data_source(world, at),
            Kind::Database => database(world, at),
        }
    };
    replace(&mut value, &world.written(at).raw);
    let trashed = as_indexed.map_or_else(|| world.in_trash(at), |indexed| indexed.trashed);
    value["in_trash"] = json!(trashed);
    if let Some(indexed) = as_indexed {
        value["last_edited_time"] = json!(clock::minute(indexed.edited_ms));
        retitle(&mut value, &indexed.title);
    }
    match (version, value.as_object_mut()) {
        (Version::V2025_09_03, _) => value["archived"] = json!(trashed),
        (Version::V2026_03_11, Some(fields)) => {
            fields.remove("archived");
        }
        (Version::V2026_03_11, None) => {}
    }
    value
}

/// What was given as it is to look on the wire. Values of properties are for `properties`.
fn replace(value: &mut Value, raw: &Map<String, Value>) {
    for (name, given) in raw.iter().filter(|(name, _)| name.as_str() != "properties") {
        value[name] = given.clone();
    }
}

/// Puts another title into an object, wherever its kind keeps it.
pub fn retitle(object: &mut Value, title: &Value) {
    if object["object"] == "page" {
        let properties = object["properties"].as_object_mut().into_iter().flat_map(Map::values_mut);
        for property in properties.filter(|property| property["type"] == "title") {
            property["title"] = title.clone();
        }
    } else {
        object["title"] = title.clone();
    }
}

fn page(world: &World, at: At) -> Value {
    let node = world.node(at);
    let written = world.written(at);
    json!({
        "object": "page", "id": node.id,
        "created_time": clock::minute(node.created_ms), "last_edited_time": clock::minute(node.edited_ms),
        "created_by": people::partial(written.created_by), "last_edited_by": people::partial(written.edited_by),
        "cover": written.cover, "icon": written.icon, "parent": parent(world, at),
        "in_trash": false, "is_archived": false, "is_locked": written.is_locked,
        "properties": properties::of_page(world, at, properties::References::Cut),
        "url": page_url(node.id), "public_url": written.public_url,
    })
}

fn data_source(world: &World, at: At) -> Value {
    let node = world.node(at);
    let written = world.written(at);
    let database = world.parent(at);
    json!({
        "object": "data_source", "id": node.id, "cover": written.cover, "icon": written.icon,
        "created_time": clock::minute(node.created_ms), "created_by": people::partial(written.created_by),
        "last_edited_by": people::partial(written.edited_by), "last_edited_time": clock::minute(node.edited_ms),
        "title": written.title, "description": written.description, "is_inline": written.is_inline,
        "properties": properties::schema(world, at),
        "parent": parent(world, at),
        "database_parent": database.map(|database| parent(world, database)),
        "url": page_url(database.map_or(node.id, |database| world.node(database).id)),
        "public_url": written.public_url, "in_trash": false,
    })
}

fn database(world: &World, at: At) -> Value {
    let node = world.node(at);
    let written = world.written(at);
    let sources: Vec<Value> = world
        .children(at)
        .filter(|child| world.node(*child).kind == Kind::DataSource)
        .map(|child| json!({"id": world.node(child).id, "name": world.title_text(child)}))
        .collect();
    json!({
        "object": "database", "id": node.id, "title": written.title, "description": written.description,
        "parent": parent(world, at), "is_inline": written.is_inline, "in_trash": false,
        "is_locked": written.is_locked, "created_time": clock::exact(node.created_ms),
        "last_edited_time": clock::exact(node.edited_ms), "data_sources": sources, "icon": written.icon,
        "cover": written.cover, "url": page_url(node.id), "public_url": written.public_url,
    })
}

/// Where an object sits.
pub fn parent(world: &World, at: At) -> Value {
    let Some(above) = world.parent(at) else { return json!({"type": "workspace", "workspace": true}) };
    let node = world.node(above);
    match node.kind {
        Kind::Page => match world.holder(at) {
            Some(block) => json!({"type": "block_id", "block_id": block}),
            None => json!({"type": "page_id", "page_id": node.id}),
        },
        Kind::Database => json!({"type": "database_id", "database_id": node.id}),
        Kind::DataSource => json!({
            "type": "data_source_id", "data_source_id": node.id,
            "database_id": world.parent(above).map(|database| world.node(database).id),
        }),
    }
}
