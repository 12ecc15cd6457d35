//! Every recorded answer of Notion's, read with the types of its endpoint and compared
//! with what a plain walk over the JSON finds.
//!
//! Not here: the recordings. `TROVE_RECORDED` names their folder; without it this
//! skips and says so.
#![cfg(test)]

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use trove_model::{NotionId, Page, PageKind, Parent, Timestamp};
use trove_notion::api_types::{PropertyItems, plain_text};
use trove_notion::block_text::block_text;
use trove_notion::property_text::property_text;
use trove_notion::{
    Block, DataSource, Database, Found, List, NotionError, PageMarkdown, PageObject, Property, User,
};

struct Recording {
    name: String,
    text: String,
    json: Value,
}

impl Recording {
    fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    fn is_list(&self) -> bool {
        self.json["object"] == "list"
    }
}

#[test]
fn every_recording_is_understood() {
    let Some(folder) = std::env::var_os("TROVE_RECORDED").map(PathBuf::from) else {
        eprintln!("skipped: TROVE_RECORDED does not name a folder of recorded answers");
        return;
    };
    let features = features(&folder);
    let mut read = BTreeSet::new();
    for mut recording in recordings(&folder) {
        give_real_ids(&mut recording);
        let text = check(&recording).unwrap_or_default();
        let told = features.get(&recording.name).unwrap_or_else(|| panic!("{}: not listed", recording.name));
        let holds_text = !plain_texts(&recording.json).concat().trim().is_empty();
        if told.contains("rich:text") && holds_text && carries_text(&recording.name) {
            assert!(!text.trim().is_empty(), "{}: no text found", recording.name);
        }
        read.insert(recording.name);
    }
    let listed: BTreeSet<String> = features.into_keys().collect();
    assert_eq!(read, listed, "the files on disk are those that the manifest lists");
    assert!(read.len() > 100, "only {} recordings in {}", read.len(), folder.display());
    eprintln!("read {} recordings", read.len());
}

/// Test data of other clients, unlike real answers, has ids such as `some_id`. Such an
/// object is refused or, in a list, left out and counted; with a real id it is read
/// like any other.
fn give_real_ids(recording: &mut Recording) {
    let objects: Vec<&mut Value> = match recording.json.get_mut("results") {
        Some(Value::Array(results)) => results.iter_mut().collect(),
        _ => vec![&mut recording.json],
    };
    let mut invented = 0;
    for object in objects {
        let known = ["page", "data_source", "database", "block", "user"]
            .iter()
            .any(|kind| object["object"] == **kind);
        if known && object["id"].as_str().is_none_or(|id| id.parse::<NotionId>().is_err()) {
            object["id"] = "00000000-0000-4000-8000-0000000000ff".into();
            invented += 1;
        }
    }
    if invented == 0 {
        return;
    }
    match recording.name.split('/').next().unwrap() {
        "blocks" => assert!(serde_json::from_str::<Block>(&recording.text).is_err()),
        "databases" => assert!(serde_json::from_str::<Database>(&recording.text).is_err()),
        "pages" => assert!(serde_json::from_str::<PageObject>(&recording.text).is_err()),
        "users" => assert_eq!(recording.read::<List<User>>().left_out.len(), invented),
        "databases_query" => assert_eq!(recording.read::<List<Found>>().left_out.len(), invented),
        // The other one is a database, of which a search knows nothing.
        "search" => assert_eq!(recording.read::<List<Found>>().left_out.len(), invented - 1),
        _ => panic!("{}: an id that is none", recording.name),
    }
    recording.text = recording.json.to_string();
}

/// File name to features, from the manifest's columns of those names.
fn features(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut lines = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name| header.iter().position(|column| *column == name).unwrap();
    let (file, features) = (column("file"), column("features"));
    lines
        .map(|line| (line[file].to_owned(), line[features].split(' ').map(str::to_owned).collect()))
        .collect()
}

fn recordings(folder: &Path) -> impl Iterator<Item = Recording> {
    let folders =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let folder = folder.to_owned();
    files.map(move |path| {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Recording { name, text, json }
    })
}

fn carries_text(name: &str) -> bool {
    let endpoint = name.split('/').next().unwrap();
    !matches!(endpoint, "comments" | "errors" | "users" | "views" | "data_source_templates" | "file_uploads")
}

/// Compares one recording and returns the text found in it, or `None` for endpoints
/// that the client has no types for.
fn check(recording: &Recording) -> Option<String> {
    let Recording { name, json, .. } = recording;
    Some(match name.split('/').next().unwrap() {
        "search" | "data_sources_query" | "databases_query" => {
            list(recording, |found: &Found, json| check_found(name, found, json))
        }
        "pages" => check_page(name, &recording.read(), json),
        "data_sources" => check_data_source(name, &recording.read(), json),
        "databases" if recording.is_list() => {
            list(recording, |database: &Database, json| check_database(name, database, json))
        }
        "databases" => check_database(name, &recording.read(), json),
        "blocks" => check_block(name, &recording.read(), json),
        "blocks_children" | "blocks_children_append" => {
            list(recording, |block: &Block, json| check_block(name, block, json))
        }
        "users" if recording.is_list() => list(recording, |user: &User, json| check_user(name, user, json)),
        "users" => check_user(name, &recording.read(), json),
        "page_properties" => check_property_items(recording),
        "markdown" => {
            let page: PageMarkdown = recording.read();
            assert_eq!(Some(page.markdown.as_str()), json["markdown"].as_str(), "{name}");
            assert_eq!(page.truncated, json["truncated"] == true, "{name}");
            assert_eq!(page.unknown_block_ids.len(), json["unknown_block_ids"].as_array().unwrap().len());
            page.markdown
        }
        "errors" => return check_error(recording),
        _ if recording.is_list() => {
            return list(recording, |_: &Value, _| String::new()).is_empty().then(String::new);
        }
        _ => {
            assert!(json.is_object(), "{name}");
            return None;
        }
    })
}

fn list<T: DeserializeOwned>(recording: &Recording, mut check: impl FnMut(&T, &Value) -> String) -> String {
    let Recording { name, json, .. } = recording;
    let list: List<T> = recording.read();
    let items = json["results"].as_array().unwrap();
    assert_eq!((list.results.len(), list.left_out.len()), (items.len(), 0), "{name}");
    assert_eq!(list.has_more, json["has_more"] == true, "{name}");
    assert_eq!(list.next_cursor.as_deref(), json["next_cursor"].as_str(), "{name}");
    assert_eq!(list.is_incomplete(), json["request_status"]["type"] == "incomplete", "{name}");
    list.results.iter().zip(items).map(|(item, json)| check(item, json)).collect::<Vec<_>>().join("\n")
}

fn check_found(name: &str, found: &Found, json: &Value) -> String {
    match (found, json["object"].as_str()) {
        (Found::Page(page), Some("page")) => check_page(name, page, json),
        (Found::DataSource(source), Some("data_source")) => check_data_source(name, source, json),
        // Versions before 2025-09-03 found databases.
        (Found::Other(_), Some("database")) => plain_texts(json).concat(),
        (found, object) => panic!("{name}: {object:?} read as {found:?}"),
    }
}

fn check_page(name: &str, object: &PageObject, json: &Value) -> String {
    let properties = json["properties"].as_object();
    let title = properties
        .and_then(|properties| properties.values().find(|property| property["type"] == "title"))
        .map(|property| runs(&property["title"]))
        .unwrap_or_default();
    check_about(name, object.clone().into(), PageKind::Page, &title, &json["parent"], json);
    assert_eq!(object.properties.len(), properties.map_or(0, serde_json::Map::len), "{name}");
    let mut text = String::new();
    for (key, property) in &object.properties {
        text += &check_property(&format!("{name} {key}"), property, &json["properties"][key]);
        text.push('\n');
    }
    text
}

fn check_data_source(name: &str, object: &DataSource, json: &Value) -> String {
    let in_database = json["parent"]["type"] == "database_id";
    let above = &json["database_parent"];
    let parent = if above.is_object() && !in_database { above } else { &json["parent"] };
    check_about(name, object.clone().into(), PageKind::DataSource, &runs(&json["title"]), parent, json);
    assert_eq!(plain_text(&object.description), runs(&json["description"]), "{name}");
    object.title() + &plain_text(&object.description)
}

fn check_about(name: &str, page: Page, kind: PageKind, title: &str, parent: &Value, json: &Value) {
    assert_eq!(page.id, id(json), "{name}");
    assert_eq!(page.kind, kind, "{name}");
    assert_eq!(page.title, title, "{name}");
    assert_eq!(page.url.as_deref(), json["url"].as_str(), "{name}");
    assert_eq!(page.in_trash, json["in_trash"] == true || json["archived"] == true, "{name}");
    assert_eq!(page.icon.is_some(), json["icon"].is_object(), "{name}");
    assert_eq!(page.edited_by, optional_id(&json["last_edited_by"]), "{name}");
    check_time(name, page.created, &json["created_time"]);
    check_time(name, page.edited, &json["last_edited_time"]);
    check_parent(name, page.parent, parent);
}

fn check_parent(name: &str, parent: Parent, json: &Value) {
    let (word, id) = match parent {
        Parent::Workspace => ("workspace", None),
        Parent::Page(id) => ("page_id", Some(id)),
        Parent::Block(id) => ("block_id", Some(id)),
        Parent::Database(id) => ("database_id", Some(id)),
        Parent::DataSource(id) => ("data_source_id", Some(id)),
        Parent::Unknown => {
            let id = json["type"].as_str().and_then(|kind| json[kind].as_str());
            assert!(id.is_none_or(|id| id.parse::<NotionId>().is_err()), "{name}: {json} was not understood");
            return;
        }
    };
    assert_eq!(json["type"], word, "{name}");
    if let Some(id) = id {
        let sent = json[word].as_str();
        assert_eq!(sent.unwrap().replace('-', "").to_lowercase(), id.bare(), "{name}");
    }
}

fn check_time(name: &str, time: Option<Timestamp>, json: &Value) {
    let shown = time.map(|time| {
        jiff::Timestamp::from_millisecond(time.0)
            .unwrap()
            .strftime("%FT%T.%3fZ")
            .to_string()
            .replace(".000", "")
    });
    let expected = json.as_str().map(|text| text.replace("+00:00", "Z").replace(".000", ""));
    assert_eq!(shown, expected, "{name}");
}

fn check_database(name: &str, database: &Database, json: &Value) -> String {
    assert_eq!(database.id, id(json), "{name}");
    assert_eq!(database.title(), runs(&json["title"]), "{name}");
    assert_eq!(database.url(), json["url"].as_str(), "{name}");
    check_parent(name, database.parent(), &json["parent"]);
    check_time(name, database.edited(), &json["last_edited_time"]);
    let sources = json["data_sources"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert_eq!(database.data_sources.len(), sources.len(), "{name}");
    for (source, json) in database.data_sources.iter().zip(sources) {
        assert_eq!(source.id, id(json), "{name}");
        assert_eq!(source.name.as_deref(), json["name"].as_str(), "{name}");
    }
    database.title() + &plain_text(&database.description)
}

fn check_block(name: &str, block: &Block, json: &Value) -> String {
    assert_eq!(block.id, id(json), "{name}");
    assert_eq!(Some(block.kind.as_str()), json["type"].as_str(), "{name}");
    assert_eq!(block.has_children, json["has_children"] == true, "{name}");
    assert_eq!(block.in_trash, json["in_trash"] == true || json["archived"] == true, "{name}");
    check_parent(name, block.parent, &json["parent"]);
    check_time(name, block.edited, &json["last_edited_time"]);
    let text = block_text(block);
    let content = json[&block.kind].as_object().unwrap();
    let mut expected = plain_texts(&json[&block.kind]);
    for field in ["title", "expression", "name", "url"] {
        expected.extend(content.get(field).and_then(Value::as_str).map(str::to_owned));
    }
    expected.extend(content.get("external").and_then(|external| external["url"].as_str()).map(str::to_owned));
    for expected in expected.iter().filter(|expected| !expected.trim().is_empty()) {
        assert!(text.contains(expected), "{name}: {expected:?} is missing in {text:?}");
    }
    text
}

fn check_property_items(recording: &Recording) -> String {
    let Recording { name, json, .. } = recording;
    if recording.is_list() {
        return list(recording, |property: &Property, json| check_property(name, property, json));
    }
    let items: List<Property> = recording.read::<PropertyItems>().into();
    assert_eq!(items.results.len(), 1, "{name}");
    check_property(name, &items.results[0], json)
}

fn check_property(name: &str, property: &Property, json: &Value) -> String {
    use trove_notion::PropertyValue as V;
    assert_eq!(property.id.as_deref(), json["id"].as_str(), "{name}");
    let Some(kind) = json["type"].as_str().filter(|kind| json.get(kind).is_some()) else {
        assert_eq!(property.value, V::Other, "{name}");
        return String::new();
    };
    let payload = &json[kind];
    assert_ne!(property.value, V::Other, "{name}: {json}");
    let text = property_text(&property.value);
    let named = |item: &Value| item["name"].as_str().map(str::to_owned);
    let mut expected = plain_texts(payload);
    match kind {
        "select" | "status" | "created_by" | "last_edited_by" | "place" => expected.extend(named(payload)),
        "multi_select" | "people" | "files" => match payload {
            Value::Array(items) => expected.extend(items.iter().filter_map(named)),
            item => expected.extend(named(item)),
        },
        "number" | "url" | "email" | "phone_number" | "created_time" | "last_edited_time" => {
            expected.extend((!payload.is_null()).then(|| match payload {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }));
        }
        "date" => expected.extend([&payload["start"], &payload["end"]].into_iter().filter_map(owned)),
        "unique_id" => expected.extend((!payload["number"].is_null()).then(|| payload["number"].to_string())),
        "formula" | "rollup" => {
            let value = &payload[payload["type"].as_str().unwrap()];
            expected.extend(owned(value));
            expected.extend(value.is_number().then(|| value.to_string()));
            expected.extend(owned(&value["start"]));
        }
        "relation" => {
            let V::Relation { relation } = &property.value else { panic!("{name}: {property:?}") };
            let ids = if payload.is_array() {
                payload.as_array().unwrap().iter().map(id).collect()
            } else {
                vec![id(payload)]
            };
            assert_eq!(relation.iter().map(|relation| relation.id).collect::<Vec<_>>(), ids, "{name}");
        }
        "title" | "rich_text" | "checkbox" | "button" | "verification" => {}
        other => panic!("{name}: a property of type {other} that nothing here compares"),
    }
    for expected in expected.iter().filter(|expected| !expected.is_empty()) {
        // A moment's day is a word of its own.
        let day = expected.split_once('T').filter(|(day, _)| day.parse::<jiff::civil::Date>().is_ok());
        let expected = day.map_or(expected.as_str(), |(day, _)| day);
        assert!(text.contains(expected), "{name}: {expected:?} is missing in {text:?}");
    }
    text
}

fn check_user(name: &str, user: &User, json: &Value) -> String {
    assert_eq!(user.id, id(json), "{name}");
    assert_eq!(user.name.as_deref(), json["name"].as_str(), "{name}");
    assert_eq!(user.email.as_deref(), json["person"]["email"].as_str(), "{name}");
    assert_eq!(user.workspace_name.as_deref(), json["bot"]["workspace_name"].as_str(), "{name}");
    let kind = match json["type"].as_str() {
        Some("person") => trove_notion::UserKind::Person,
        Some("bot") => trove_notion::UserKind::Bot,
        _ => trove_notion::UserKind::Other,
    };
    assert_eq!(user.kind, kind, "{name}");
    assert_eq!(user.owner.is_some(), json["bot"]["owner"].is_object(), "{name}");
    let owner: Option<Value> = user.owner_json.as_deref().map(|owner| serde_json::from_str(owner).unwrap());
    assert_eq!(owner.as_ref(), json["bot"].get("owner"), "{name}");
    user.name.clone().unwrap_or_default()
}

fn check_error(recording: &Recording) -> Option<String> {
    let Recording { name, text, json } = recording;
    let status = json["status"].as_u64().map_or(400, |status| u16::try_from(status).unwrap());
    let error =
        NotionError::from_answer(status, &reqwest::header::HeaderMap::new(), text.as_bytes(), Timestamp(0));
    if json["object"] != "error" {
        assert_eq!(error, NotionError::NotNotion { status }, "{name}");
        return None;
    }
    let reply = error.reply().unwrap_or_else(|| panic!("{name}: {error:?}"));
    assert_eq!(reply.status, status, "{name}");
    assert_eq!(reply.code, json["code"].as_str().unwrap(), "{name}");
    assert_eq!(
        reply.message,
        json["message"].as_str().unwrap().replace('\n', " ").chars().take(300).collect::<String>()
    );
    assert_eq!(reply.request_id.as_deref(), json["request_id"].as_str(), "{name}");
    let kind = match status {
        400 => matches!(error, NotionError::Refused(_)),
        401 => matches!(error, NotionError::Unauthorized(_)),
        403 => matches!(error, NotionError::Restricted(_)),
        404 => matches!(error, NotionError::NotFound(_)),
        429 => matches!(error, NotionError::RateLimited { retry_after: None, .. }),
        _ => matches!(error, NotionError::Server(_)),
    };
    assert!(kind, "{name}: {error:?}");
    Some(String::new())
}

/// Every `plain_text` inside, in any depth, but for what is not the object's own: the
/// children and pages that a client put in beside Notion's fields.
fn plain_texts(json: &Value) -> Vec<String> {
    let foreign = ["children", "parents", "page", "database", "site_meta", "oembed"];
    match json {
        Value::Object(fields) => {
            let own = fields.get("plain_text").and_then(owned);
            let inside = fields.iter().filter(|(name, _)| !foreign.contains(&name.as_str()));
            own.into_iter().chain(inside.flat_map(|(_, value)| plain_texts(value))).collect()
        }
        Value::Array(items) => items.iter().flat_map(plain_texts).collect(),
        _ => Vec::new(),
    }
}

/// The runs of one rich text, joined.
fn runs(json: &Value) -> String {
    let items = json.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|run| run["plain_text"].as_str()).collect()
}

fn owned(json: &Value) -> Option<String> {
    json.as_str().map(str::to_owned)
}

fn id(json: &Value) -> NotionId {
    optional_id(json).unwrap()
}

fn optional_id(json: &Value) -> Option<NotionId> {
    json["id"].as_str()?.parse().ok()
}
