//! Replay: serves bodies that Notion sent once, from a folder of JSON files.
//!
//! The folder is read whole and by content, not by file name: pages, data sources and databases wherever they
//! appear, lists of blocks under their parent, Markdown by page. `requests.jsonl` (lines with `file` and `path`), when
//! there, says which block's children a list is. What is no JSON, or has no proper id, is passed over.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use uuid::Uuid;

use crate::clock;
use crate::ids;
use crate::node::Kind;
use crate::world::World;
use crate::written::Recorded;

/// Reads the folder.
pub fn world(name: &str, folder: &Path) -> io::Result<World> {
    let mut found = Found::default();
    let paths = request_paths(folder);
    let mut files = Vec::new();
    json_files(folder, &mut files)?;
    files.sort();
    for file in files {
        let Ok(value) = serde_json::from_slice::<Value>(&fs::read(&file)?) else { continue };
        let relative = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        found.take(&value, paths.get(&relative).map(String::as_str));
    }
    Ok(found.into_world(name))
}

fn json_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            json_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// Which path each file answered, where that is known.
fn request_paths(folder: &Path) -> HashMap<String, String> {
    let text = fs::read_to_string(folder.join("requests.jsonl")).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|line| Some((line["file"].as_str()?.to_owned(), line["path"].as_str()?.to_owned())))
        .collect()
}

#[derive(Debug, Default)]
struct Found {
    objects: BTreeMap<Uuid, Value>,
    children: HashMap<Uuid, Vec<Value>>,
    markdown: HashMap<Uuid, Value>,
    users: BTreeMap<Uuid, Value>,
}

impl Found {
    fn take(&mut self, value: &Value, path: Option<&str>) {
        match value["object"].as_str() {
            Some("list") => {
                if value["results"][0]["object"] == "block" {
                    self.take_children(value, path);
                }
                for item in value["results"].as_array().into_iter().flatten() {
                    self.take(item, None);
                }
            }
            // A full object has a parent; a partial one is only an id.
            Some("page" | "data_source" | "database") if value["parent"].is_object() => {
                self.take_object(value)
            }
            Some("page_markdown") => {
                if let Some(id) = id_of(value) {
                    self.markdown.insert(id, without_request_id(value));
                }
            }
            Some("user") if value["type"] == "person" => {
                if let Some(id) = id_of(value) {
                    self.users.insert(id, without_request_id(value));
                }
            }
            _ => {}
        }
    }

    /// Of two recordings of one object the later state counts.
    fn take_object(&mut self, value: &Value) {
        let Some(id) = id_of(value) else { return };
        let stamp = |value: &Value| value["last_edited_time"].as_str().and_then(clock::read);
        if self.objects.get(&id).is_none_or(|known| stamp(known) <= stamp(value)) {
            self.objects.insert(id, without_request_id(value));
        }
    }

    fn take_children(&mut self, list: &Value, path: Option<&str>) {
        let by_path =
            path.and_then(|path| ids::parse(path.strip_prefix("/v1/blocks/")?.strip_suffix("/children")?));
        let first = &list["results"][0]["parent"];
        let by_parent = first["type"].as_str().and_then(|kind| ids::parse(first[kind].as_str()?));
        let blocks = list["results"].as_array().cloned().unwrap_or_default();
        if let Some(parent) = by_path.or(by_parent) {
            let known = self.children.entry(parent).or_default();
            // The answer to an append holds only the new blocks; a listing holds more.
            if blocks.len() > known.len() {
                *known = blocks;
            }
        }
    }

    fn into_world(self, name: &str) -> World {
        let mut world = World::new(name, Vec::new());
        world.recorded_users = self.users.into_values().collect();
        world.recorded_children = self.children;
        let mut waiting: Vec<(Uuid, Value)> = self.objects.into_iter().collect();
        // Parents first; what remains when nothing moves any more stands at the top.
        loop {
            let before = waiting.len();
            let known: Vec<Uuid> = waiting.iter().map(|(id, _)| *id).collect();
            waiting.retain(|(id, object)| {
                let above = parent_of(object);
                if above.is_some_and(|above| {
                    above != *id && known.contains(&above) && world.find(above).is_none()
                }) {
                    return true;
                }
                place(&mut world, *id, object, above, &self.markdown);
                false
            });
            if waiting.len() == before {
                break;
            }
        }
        for (id, object) in waiting {
            place(&mut world, id, &object, None, &self.markdown);
        }
        world
    }
}

fn place(world: &mut World, id: Uuid, object: &Value, above: Option<Uuid>, markdown: &HashMap<Uuid, Value>) {
    let kind = match object["object"].as_str() {
        Some("database") => Kind::Database,
        Some("data_source") => Kind::DataSource,
        _ => Kind::Page,
    };
    let stamp = |name: &str| object[name].as_str().and_then(clock::read).unwrap_or_default();
    let parent = above.and_then(|above| world.find(above));
    let at = world.add(id, kind, parent, stamp("created_time"), stamp("last_edited_time"));
    world.nodes[at as usize].trashed = object["in_trash"] == true || object["archived"] == true;
    world.record(at, Recorded { object: object.clone(), markdown: markdown.get(&id).cloned() });
}

fn parent_of(object: &Value) -> Option<Uuid> {
    let parent = &object["parent"];
    ids::parse(parent[parent["type"].as_str()?].as_str()?)
}

fn id_of(value: &Value) -> Option<Uuid> {
    value["id"].as_str().and_then(ids::parse)
}

fn without_request_id(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("request_id");
    }
    value
}
