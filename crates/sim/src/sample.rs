//! The sample workspace: a small company's handbook, read from the texts in `sample/`.
//!
//! A text holds several entries. An entry begins with `=== key`, then `name: value` lines, then a line `---`, then
//! the body as enhanced Markdown. Lines that begin with `@` are a row's values, lines that begin with `#` in the
//! head are a data source's columns.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock;
use crate::content::plain_rich_text;
use crate::ids;
use crate::inline_reading;
use crate::markdown_reading;
use crate::names::Names;
use crate::node::{At, Kind};
use crate::people::Person;
use crate::properties::schema_entry;
use crate::signed_files;
use crate::world::World;
use crate::written::Written;

/// The name of the sample company.
pub const WORKSPACE: &str = "Fernfield Handbook";

const TEXTS: &[&str] = &[
    include_str!("../sample/company.md"),
    include_str!("../sample/databases.md"),
    include_str!("../sample/languages.md"),
    include_str!("../sample/odd_titles.md"),
];

/// The people of the sample: first names only, invented.
const PEOPLE: &[(&str, &str)] = &[
    ("mira", "Mira"),
    ("jonas", "Jonas"),
    ("aiko", "あいこ"),
    ("wei", "伟"),
    ("minseo", "민서"),
    ("layla", "ليلى"),
    ("chloe", "Chloé"),
];

/// Builds the workspace under this name; everything in it has ids that depend on the name.
pub fn world(workspace: &str) -> World {
    let people = PEOPLE
        .iter()
        .map(|(key, name)| Person {
            id: ids::derive(&["person", workspace, key]),
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            email: format!("{key}@fernfield.example"),
        })
        .collect();
    let mut world = World::new(workspace, people);
    world.icon = json!("🌿");
    for text in TEXTS {
        for entry in text.split("\n=== ").map(|entry| entry.trim_start_matches("=== ")) {
            add(&mut world, entry);
        }
    }
    world
}

/// One entry's head, line by line.
struct Head<'a> {
    lines: Vec<&'a str>,
}

impl<'a> Head<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::trim_end))
    }

    fn pairs(&self, mark: char) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.lines.iter().filter_map(move |line| line.strip_prefix(mark)?.split_once(": "))
    }
}

fn add(world: &mut World, entry: &str) {
    let (head, body) = entry.split_once("\n---").unwrap_or((entry, ""));
    let mut lines = head.lines();
    let Some(key) = lines.next().map(str::trim).filter(|key| !key.is_empty()) else { return };
    let head = Head { lines: lines.collect() };
    let id = ids::derive(&["page", &world.names.workspace, key]);
    let kind = match head.get("kind") {
        Some("database") => Kind::Database,
        Some("data_source") => Kind::DataSource,
        _ => Kind::Page,
    };
    let parent = head.get("parent").filter(|parent| *parent != "workspace");
    let parent = parent.and_then(|parent| world.find(world.names.page(parent)));
    let stamp = |name: &str| head.get(name).and_then(clock::read);
    let created = stamp("created").unwrap_or_else(|| default_created(key));
    let edited = stamp("edited").unwrap_or_else(|| default_edited(key).max(created));
    let at = world.add(id, kind, parent, created, edited);
    world.nodes[at as usize].trashed = head.get("trashed").is_some();
    if head.get("private").is_some() {
        world.private.push(at);
    }
    let written = written(world, at, &head, body);
    world.write(at, written);
}

/// Entries without a date were made in the company's first spring …
fn default_created(key: &str) -> i64 {
    const MARCH_2024_MS: i64 = 1_711_000_000_000;
    MARCH_2024_MS + minutes(key, 60 * 24 * 200)
}

/// … and last edited some time in the two years after.
fn default_edited(key: &str) -> i64 {
    const FEBRUARY_2025_MS: i64 = 1_738_400_000_000;
    FEBRUARY_2025_MS + minutes(key, 60 * 24 * 600)
}

/// A number of minutes below the limit that depends on the key alone, in milliseconds.
fn minutes(key: &str, limit: u64) -> i64 {
    i64::try_from(ids::digest(&["minutes", key]) % limit).unwrap_or(0) * 60_000
}

fn written(world: &World, at: At, head: &Head<'_>, body: &str) -> Written {
    let names = &world.names;
    let person = |name: &str| {
        let key = head.get(name).unwrap_or("mira");
        names.people.iter().find(|person| person.key == key).map_or(Uuid::nil(), |person| person.id)
    };
    let properties = match world.node(at).kind {
        Kind::DataSource => columns(head, names),
        Kind::Database => Map::new(),
        Kind::Page => values(world, at, head),
    };
    Written {
        title: inline_reading::inline(&head.get("title").unwrap_or_default().replace('␠', " "), names),
        description: inline_reading::inline(head.get("description").unwrap_or_default(), names),
        icon: head.get("icon").map_or(Value::Null, |icon| read_icon(icon, names)),
        cover: head
            .get("cover")
            .map_or(Value::Null, |url| json!({"type": "external", "external": {"url": url}})),
        properties,
        blocks: markdown_reading::blocks(body, names),
        created_by: person("by"),
        edited_by: if head.get("edited_by").is_some() { person("edited_by") } else { person("by") },
        is_inline: head.get("inline").is_some(),
        is_locked: head.get("locked").is_some(),
        public_url: head.get("public").map_or(Value::Null, |url| json!(url)),
        ..Written::default()
    }
}

/// `emoji 🌿`, `external URL`, `file NAME`, `custom_emoji NAME`, `icon NAME COLOR`.
fn read_icon(text: &str, names: &Names) -> Value {
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    match kind {
        "emoji" => json!({"type": "emoji", "emoji": rest}),
        "external" => json!({"type": "external", "external": {"url": rest}}),
        "file" => json!({"type": "file", "file": signed_files::file(rest)}),
        "custom_emoji" => json!({"type": "custom_emoji", "custom_emoji": names.custom_emoji(rest)}),
        "icon" => {
            let (name, color) = rest.split_once(' ').unwrap_or((rest, "gray"));
            json!({"type": "icon", "icon": {"name": name, "color": color}})
        }
        _ => Value::Null,
    }
}

/// `#Name: type | option, option`.
fn columns(head: &Head<'_>, names: &Names) -> Map<String, Value> {
    head.pairs('#')
        .map(|(name, column)| {
            let (kind, rest) = column.split_once(" | ").unwrap_or((column, ""));
            let id = if kind == "title" { "title".to_owned() } else { property_id(name) };
            let settings = match kind {
                "select" | "multi_select" => json!({"options": options(rest)}),
                "status" => {
                    let options = options(rest);
                    let ids: Vec<Value> = options.iter().map(|option| option["id"].clone()).collect();
                    let group = json!({"id": ids::derive(&["group", name]), "name": "All", "color": "gray", "option_ids": ids});
                    json!({"options": options, "groups": [group]})
                }
                "number" => json!({"format": if rest.is_empty() { "number" } else { rest }}),
                "unique_id" => json!({"prefix": rest}),
                "formula" => json!({"expression": rest}),
                "relation" => {
                    let (source, database) = rest.split_once(" in ").unwrap_or((rest, rest));
                    json!({
                        "database_id": names.page(database), "data_source_id": names.page(source),
                        "type": "single_property", "single_property": {},
                    })
                }
                "rollup" => {
                    let (relation, property) = rest.split_once(" → ").unwrap_or((rest, ""));
                    json!({
                        "relation_property_name": relation, "rollup_property_name": property,
                        "relation_property_id": property_id(relation), "rollup_property_id": property_id(property),
                        "function": "show_original",
                    })
                }
                _ => json!({}),
            };
            (name.to_owned(), schema_entry(name, &id, kind, &settings))
        })
        .collect()
}

/// Four letters, some of which an address must encode, as Notion's own.
fn property_id(name: &str) -> String {
    const LETTERS: [&str; 12] = ["a", "%3A", "k", "%5B", "Q", "%7C", "t", "_", "%3F", "z", "%40", "M"];
    let digest = ids::digest(&["property", name]);
    (0..4).map(|at| LETTERS[usize::try_from((digest >> (at * 8)) % 12).unwrap_or(0)]).collect()
}

const COLORS: [&str; 9] = ["blue", "green", "yellow", "red", "purple", "orange", "pink", "brown", "gray"];

fn options(list: &str) -> Vec<Value> {
    list.split(", ")
        .filter(|name| !name.is_empty())
        .enumerate()
        .map(|(at, name)| {
            let mut option = option(name, COLORS[at % COLORS.len()]);
            option["description"] = Value::Null;
            option
        })
        .collect()
}

fn option(name: &str, color: &str) -> Value {
    json!({"id": ids::derive(&["option", name]), "name": name, "color": color})
}

/// `@Name: value`, read by the column's type.
fn values(world: &World, at: At, head: &Head<'_>) -> Map<String, Value> {
    let Some(data_source) = world.data_source_of(at) else { return Map::new() };
    let schema = world.written(data_source).properties.clone();
    head.pairs('@')
        .filter_map(|(name, text)| {
            let column = schema.get(name)?;
            Some((name.to_owned(), value(world, column, text)))
        })
        .collect()
}

fn value(world: &World, column: &Value, text: &str) -> Value {
    let names = &world.names;
    let kind = column["type"].as_str().unwrap_or_default();
    let person = |key: &str| names.people.iter().find(|person| person.key == key).map(Person::json);
    let chosen = |name: &str| {
        let options = column[kind]["options"].as_array();
        let found = options.into_iter().flatten().find(|option| option["name"] == name);
        option(name, found.and_then(|option| option["color"].as_str()).unwrap_or("default"))
    };
    let parts = || text.split(", ");
    match kind {
        "rich_text" => inline_reading::inline(text, names),
        "number" => text.parse::<f64>().map_or(Value::Null, |number| {
            if number.fract() == 0.0 { json!(text.parse::<i64>().unwrap_or_default()) } else { json!(number) }
        }),
        "select" | "status" => chosen(text),
        "multi_select" => parts().map(chosen).collect(),
        "date" => date(text),
        "people" => parts().filter_map(person).collect(),
        "files" => parts()
            .map(|name| json!({"name": name, "type": "file", "file": signed_files::file(name)}))
            .collect(),
        "checkbox" => json!(text == "yes"),
        "relation" => parts().map(|key| json!({"id": names.page(key)})).collect(),
        "unique_id" => {
            json!({"prefix": column["unique_id"]["prefix"], "number": text.parse::<i64>().unwrap_or_default()})
        }
        "formula" => typed(text),
        "rollup" if text.starts_with("number ") => {
            let mut result = typed(text);
            result["function"] = json!("sum");
            result
        }
        "rollup" => {
            let items: Vec<Value> = parts()
                .map(|word| json!({"type": "rich_text", "rich_text": plain_rich_text(word)}))
                .collect();
            json!({"type": "array", "array": items, "function": "show_original"})
        }
        "verification" => json!({
            "state": "verified", "verified_by": person(text), "date": {"start": "2026-09-01T08:00:00.000Z", "end": null, "time_zone": null},
        }),
        "place" => {
            let mut fields = text.split(" | ");
            let mut next = || fields.next().unwrap_or_default();
            let (name, address) = (next(), next());
            json!({
                "lat": next().parse::<f64>().unwrap_or_default(), "lon": next().parse::<f64>().unwrap_or_default(),
                "name": name, "address": address, "aws_place_id": null, "google_place_id": null,
            })
        }
        _ => json!(text),
    }
}

/// `2026-07-01` or `2026-07-01 → 2026-07-05`.
fn date(text: &str) -> Value {
    let (start, end) = text.split_once(" → ").map_or((text, None), |(start, end)| (start, Some(end)));
    json!({"start": start, "end": end, "time_zone": null})
}

/// A formula's result: `number 12`, `boolean true`, `date 2026-07-01`, `string words`.
fn typed(text: &str) -> Value {
    let (kind, rest) = text.split_once(' ').unwrap_or(("string", text));
    match kind {
        "number" => json!({"type": "number", "number": rest.parse::<f64>().unwrap_or_default()}),
        "boolean" => json!({"type": "boolean", "boolean": rest == "true"}),
        "date" => json!({"type": "date", "date": date(rest)}),
        _ => json!({"type": "string", "string": rest}),
    }
}
