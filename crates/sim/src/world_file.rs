//! A made-up workspace from a JSON file, whose form is described in `crates/sim/WORLD.md`.
//!
//! Not a recording of Notion's (`replay`): the file says what there is, and the objects are made of it.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock;
use crate::content::plain_rich_text;
use crate::ids;
use crate::markdown_reading;
use crate::node::{At, Kind};
use crate::people::Person;
use crate::properties::schema_entry;
use crate::world::World;
use crate::written::{Verbatim, Written};

const DAY_MS: f64 = 86_400_000.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "unnamed")]
    name: String,
    #[serde(default)]
    people: Vec<Value>,
    pages: Vec<Entry>,
}

fn unnamed() -> String {
    "Made up".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: EntryKind,
    id: String,
    /// What tests call it; nothing on the wire.
    #[serde(rename = "key", default)]
    _key: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    md: String,
    parent: Option<String>,
    #[serde(default)]
    age: f64,
    #[serde(default)]
    raw: Map<String, Value>,
    shared: Option<bool>,
    #[serde(default)]
    unlisted: bool,
    #[serde(default)]
    unknown: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum EntryKind {
    Page,
    Database,
    DataSource,
}

/// Reads the file. `name` takes the place of the file's own; `now_ms` is what ages count back from.
pub fn world(name: Option<&str>, path: &Path, now_ms: i64) -> io::Result<World> {
    read(name, &fs::read(path)?, now_ms)
        .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {why}", path.display())))
}

/// One person and one database without rows, for whoever makes the pages while it runs.
pub fn empty(name: Option<&str>, now_ms: i64) -> io::Result<World> {
    read(name, include_bytes!("../sample/empty.json"), now_ms).map_err(io::Error::other)
}

fn read(name: Option<&str>, text: &[u8], now_ms: i64) -> Result<World, String> {
    let file: File = serde_json::from_slice(text).map_err(|why| why.to_string())?;
    let mut world = World::new(name.unwrap_or(&file.name), Vec::new());
    for user in file.people {
        match person(&user) {
            Some(person) => world.names.people.push(person),
            None => world.recorded_users.push(user),
        }
    }
    for (number, entry) in file.pages.into_iter().enumerate() {
        add(&mut world, entry, now_ms).map_err(|why| format!("pages[{number}]: {why}"))?;
    }
    let sources: Vec<At> = world.all().filter(|at| world.node(*at).kind == Kind::DataSource).collect();
    for source in sources {
        let mut written = world.written(source).into_owned();
        written.properties = schema(&world, source);
        world.write(source, written);
    }
    Ok(world)
}

/// A member. A bot, or what is no full user, is served as it is.
fn person(user: &Value) -> Option<Person> {
    let id = ids::parse(user["id"].as_str()?).filter(|_| user["type"] == "person")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Some(Person { id, key: id.to_string(), name: text(&user["name"]), email: text(&user["person"]["email"]) })
}

fn add(world: &mut World, entry: Entry, now_ms: i64) -> Result<(), String> {
    let id = read_id(&entry.id)?;
    let parent = match &entry.parent {
        None => None,
        Some(parent) => {
            let found = world.find(read_id(parent)?);
            Some(found.ok_or_else(|| format!("its parent {parent} does not stand before it"))?)
        }
    };
    let kind = match entry.kind {
        EntryKind::Page => Kind::Page,
        EntryKind::Database => Kind::Database,
        EntryKind::DataSource => Kind::DataSource,
    };
    let stamp = |name: &str| entry.raw.get(name).and_then(Value::as_str).and_then(clock::read);
    #[expect(clippy::cast_possible_truncation, reason = "saturates; nothing is that old")]
    let edited = stamp("last_edited_time").unwrap_or(now_ms - (entry.age * DAY_MS) as i64);
    let at = world.add(id, kind, parent, stamp("created_time").unwrap_or(edited), edited);
    world.nodes[at as usize].trashed = entry.raw.get("in_trash") == Some(&json!(true));
    world.sharing.extend(entry.shared.map(|shared| (at, shared)));
    if entry.unlisted {
        world.unlisted.insert(at);
    }
    let written = written(world, entry)?;
    world.write(at, written);
    Ok(())
}

fn read_id(text: &str) -> Result<Uuid, String> {
    ids::parse(text).ok_or_else(|| format!("{text} is no id"))
}

fn written(world: &World, entry: Entry) -> Result<Written, String> {
    let Entry { title, md, mut raw, unknown, .. } = entry;
    let runs = raw.remove("title_runs");
    let kept = raw.remove("keep_title").filter(|keep| *keep == true).and_then(|_| title_of(&raw).cloned());
    let author = world.names.people.first().map_or(Uuid::nil(), |person| person.id);
    Ok(Written {
        title: runs.or(kept).unwrap_or_else(|| plain_rich_text(&title)),
        blocks: markdown_reading::blocks(&md, &world.names),
        created_by: author,
        edited_by: author,
        raw,
        verbatim: Some(Verbatim {
            markdown: md,
            unknown: unknown.iter().map(|id| read_id(id)).collect::<Result<_, _>>()?,
        }),
        ..Written::default()
    })
}

/// The rich text of the one property whose type is title.
fn title_of(raw: &Map<String, Value>) -> Option<&Value> {
    let mut properties = raw.get("properties")?.as_object()?.values();
    Some(&properties.find(|property| property["type"] == "title")?["title"])
}

/// The columns of a data source: what its own entry says, or all that its rows have.
fn schema(world: &World, source: At) -> Map<String, Value> {
    if let Some(given) = world.written(source).raw.get("properties").and_then(Value::as_object) {
        return given.clone();
    }
    let mut columns = Map::new();
    for row in world.children(source) {
        let written = world.written(row);
        let values = written.raw.get("properties").and_then(Value::as_object);
        for (name, value) in values.into_iter().flatten() {
            let (id, kind) = (value["id"].as_str(), value["type"].as_str());
            let (id, kind) = (id.unwrap_or(name), kind.unwrap_or("rich_text"));
            let column = columns.entry(name).or_insert_with(|| schema_entry(name, id, kind, &settings(kind)));
            offer(column, kind, &value[kind]);
        }
    }
    let has_title = columns.values().any(|column| column["type"] == "title");
    if !has_title {
        columns.insert("Name".to_owned(), schema_entry("Name", "title", "title", &json!({})));
    }
    columns
}

fn settings(kind: &str) -> Value {
    match kind {
        "select" | "multi_select" => json!({"options": []}),
        "status" => json!({"options": [], "groups": []}),
        _ => json!({}),
    }
}

/// Puts what a row has chosen among a column's options.
fn offer(column: &mut Value, kind: &str, chosen: &Value) {
    let Some(options) = column[kind]["options"].as_array_mut() else { return };
    let chosen = chosen.as_array().map_or(std::slice::from_ref(chosen), Vec::as_slice);
    for option in chosen.iter().filter(|option| option["name"].is_string()) {
        if !options.iter().any(|known| known["name"] == option["name"]) {
            options.push(option.clone());
        }
    }
}
