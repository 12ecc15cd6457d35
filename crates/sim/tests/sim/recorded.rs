//! Our objects beside ones that Notion sent: the same keys, and the replay of a whole folder.
//!
//! The folder is named by `TROVE_RECORDED`; without it these tests say so and end.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};
use trove_sim::{Options, Workspace};

use crate::{Desk, title};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TROVE_RECORDED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: TROVE_RECORDED names no folder of recorded answers");
    }
    folder
}

fn read(folder: &std::path::Path, file: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().filter(|key| *key != "request_id").cloned().collect()
}

fn assert_same_keys(ours: &Value, theirs: &Value, what: &str) {
    assert_eq!(keys(ours), keys(theirs), "{what}");
}

#[tokio::test]
async fn our_objects_have_the_keys_of_recorded_ones() {
    let Some(folder) = folder() else { return };
    let desk = Desk::sample().await;
    let recorded = read(&folder, "search/ultimate-notion-mod_md_page-02.json");
    let mut ours = desk.search(json!({"filter": {"property": "object", "value": "page"}})).await;
    // The status of the request is newer than the recordings.
    ours.as_object_mut().unwrap().remove("request_status");
    assert_same_keys(&ours, &recorded, "list");
    let page = &ours["results"][0];
    assert_same_keys(page, &recorded["results"][0], "page");
    let theirs = &recorded["results"][0]["properties"]["title"];
    let top = desk.get(&format!("/v1/pages/{}", desk.sim.id_of("Growing").unwrap())).await.body;
    assert_same_keys(&top["properties"]["title"], theirs, "title");
    assert_same_keys(&top["properties"]["title"]["title"][0], &theirs["title"][0], "rich text");

    let recorded = read(&folder, "search/ultimate-notion-mod_all_props_db-02.json");
    let ours = desk.search(json!({"filter": {"property": "object", "value": "data_source"}})).await;
    assert_same_keys(&ours["results"][0], &recorded["results"][0], "data source");
    let recorded = read(&folder, "databases/ultimate-notion-test_query_formula-01.json");
    let database = ours["results"][0]["parent"]["database_id"].as_str().unwrap();
    let ours = desk.get(&format!("/v1/databases/{database}")).await.body;
    assert_same_keys(&ours, &recorded, "database");

    let recorded =
        read(&folder, "users/ultimate-notion-test_info_command_displays_system_and_notion_info-01.json");
    let ours = desk.get("/v1/users/me").await.body;
    assert_same_keys(&ours, &recorded, "bot user");
    assert_same_keys(&ours["bot"], &recorded["bot"], "bot");
    let recorded = read(&folder, "users/ramnes-test_async_client_request-01.json");
    let ours = desk.get("/v1/users").await.body;
    assert_same_keys(&ours, &recorded, "list of users");
    assert_same_keys(&ours["results"][0], &recorded["results"][0], "person");

    let recorded = read(&folder, "errors/401-ramnes-test_api_response_error-02.json");
    desk.sim.revoke(&desk.token);
    let ours = desk.get("/v1/users").await;
    assert_same_keys(&ours.body, &recorded, "error");
    assert_eq!(ours.body["message"], recorded["message"]);
}

#[tokio::test]
async fn our_properties_and_blocks_have_the_keys_of_recorded_ones() {
    let Some(folder) = folder() else { return };
    let theirs =
        Desk::new(Options { workspace: Workspace::Replay(folder.clone()), ..Options::default() }).await;
    let ours = Desk::sample().await;
    let recorded = shapes(&theirs.search_all(json!({})).await.0);
    let made = shapes(&ours.search_all(json!({})).await.0);
    let mut compared = Vec::new();
    for (kind, shape) in &made {
        // Several versions of the API were recorded; ours has to be among their shapes.
        let known: Vec<_> =
            recorded.iter().filter(|(other, _)| other == kind).map(|(_, shape)| shape).collect();
        if !known.is_empty() {
            assert!(known.contains(&shape), "{kind}: {shape:?} is not among {known:?}");
            compared.push(kind.as_str());
        }
    }
    compared.dedup();
    assert!(compared.len() > 15, "{compared:?}");
}

/// `page/number` → the keys of such a property, for pages and for schemas.
fn shapes(objects: &[Value]) -> BTreeSet<(String, BTreeSet<String>)> {
    objects
        .iter()
        .flat_map(|object| {
            let kind = object["object"].as_str().unwrap().to_owned();
            let properties = object["properties"].as_object().cloned().unwrap_or_default();
            properties.into_iter().filter(|(_, property)| property.is_object()).map(move |(_, property)| {
                (format!("{kind}/{}", property["type"].as_str().unwrap_or_default()), keys(&property))
            })
        })
        .collect()
}

#[tokio::test]
async fn a_folder_can_be_replayed() {
    let Some(folder) = folder() else { return };
    let desk =
        Desk::new(Options { workspace: Workspace::Replay(folder.clone()), ..Options::default() }).await;
    let (all, _) = desk.search_all(json!({})).await;
    assert!(all.len() > 150, "{}", all.len());
    let titled = all.iter().filter(|object| !title_or_empty(object).is_empty()).count();
    assert!(titled > 100, "{titled}");
    // The blocks recorded for a page are served as its children and as its Markdown.
    let page = "38c9ce7b-60a4-811d-9f22-cf71f5b35ee4";
    let children = desk.get(&format!("/v1/blocks/{page}/children")).await;
    assert_eq!(children.status, 200, "{}", children.body);
    assert!(!children.body["results"].as_array().unwrap().is_empty());
}

/// Some recordings hold only the properties that were asked for.
fn title_or_empty(object: &Value) -> String {
    let asked_for = object["properties"]
        .as_object()
        .is_some_and(|properties| properties.values().any(|property| property["type"] == "title"));
    if object["object"] != "page" || asked_for { title(object) } else { String::new() }
}
