//! A workspace made up in a file: every field of its form, and the handed one where it is.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use expect_test::expect;
use serde_json::{Value, json};
use trove_sim::{Edit, Options, Sim, Workspace};

use crate::{Desk, error_line, title};

fn id(number: u32) -> String {
    format!("{number:08x}-0000-4000-8000-000000000000")
}

fn file(folder: &Path, world: &Value) -> PathBuf {
    let path = folder.join("world.json");
    std::fs::write(&path, world.to_string()).unwrap();
    path
}

async fn serving(world: &Value) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::File(file(folder.path(), world));
    let mut desk = Desk::new(Options { workspace, ..Options::default() }).await;
    desk.token = desk.sim.personal_token().to_owned();
    desk
}

#[tokio::test]
async fn every_field_does_what_its_form_says() {
    let text = |plain: &str| json!([{"type": "text", "text": {"content": plain}, "plain_text": plain}]);
    let desk = serving(&json!({
        "people": [{"object": "user", "id": id(90), "type": "person", "name": "Ana", "person": {"email": "ana@example.org"}}],
        "pages": [
            {"kind": "page", "id": id(1), "key": "top", "title": "Top", "age": 2, "md": "a\n<transcript>\n\tsaid\n</transcript>\nb"},
            {"kind": "page", "id": id(2), "title": "Kept away", "parent": id(1), "shared": false},
            {"kind": "page", "id": id(3), "title": "Below that", "parent": id(2)},
            {"kind": "page", "id": id(4), "title": "Shared all the same", "parent": id(2), "shared": true, "age": 0.5},
            {"kind": "page", "id": id(5), "title": "Unlisted", "parent": id(1), "unlisted": true, "md": "word"},
            {"kind": "page", "id": id(6), "title": "Holes", "age": 3, "unknown": [id(60)], "md": format!("<unknown url=\"https://app.notion.com/p/x#{}\" alt=\"form\"/>", id(60))},
            {"kind": "database", "id": id(7), "title": "Things", "parent": id(1)},
            {"kind": "data_source", "id": id(8), "title": "All things", "parent": id(7), "age": 4},
            {"kind": "page", "id": id(9), "title": "Row", "parent": id(8), "age": 5, "raw": {
                "icon": {"type": "emoji", "emoji": "🥑"},
                "properties": {
                    "Titel": {"id": "title", "type": "title", "title": []},
                    "State": {"id": "st", "type": "status", "status": {"name": "Done"}},
                    "Who": {"id": "wh", "type": "people", "people": (0..30).map(|n| json!({"object": "user", "id": id(100 + n)})).collect::<Vec<_>>()},
                }
            }},
            {"kind": "page", "id": id(10), "title": "ignored", "age": 6, "raw": {"title_runs": text("Runs")}},
            {"kind": "page", "id": id(11), "title": "ignored", "age": 7, "raw": {"keep_title": true, "properties": {"title": {"id": "title", "type": "title", "title": text("Kept")}}}},
            {"kind": "page", "id": id(12), "title": "Old", "raw": {"last_edited_time": "2020-02-02T02:02:00.000Z", "in_trash": true}},
        ]
    }))
    .await;
    let (found, _) = desk.search_all(json!({})).await;
    let titles: Vec<String> = found.iter().map(title).collect();
    assert_eq!(titles, ["Shared all the same", "Top", "Holes", "All things", "Row", "Runs", "Kept"]);
    let trashed = desk.search(json!({"filter": {"in_trash": true}})).await;
    assert_eq!(title(&trashed["results"][0]), "Old");
    assert_eq!(trashed["results"][0]["last_edited_time"], "2020-02-02T02:02:00.000Z");

    let body = async |id: u32, query: &str| {
        desk.get(&format!("/v1/pages/{}/markdown{query}", self::id(id))).await.body
    };
    assert_eq!(body(1, "").await["markdown"], "a\nb");
    assert_eq!(
        body(1, "?include_transcript=true").await["markdown"],
        "a\n<transcript>\n\tsaid\n</transcript>\nb"
    );
    assert_eq!(body(5, "").await["markdown"], "word", "search leaves it out, and it can be fetched");
    let holes = body(6, "").await;
    assert_eq!((&holes["truncated"], &holes["unknown_block_ids"]), (&json!(true), &json!([id(60)])));

    let mut refused = Vec::new();
    for path in [
        format!("/v1/pages/{}", id(2)),
        format!("/v1/pages/{}", id(3)),
        format!("/v1/pages/{}/markdown", id(60)),
        format!("/v1/blocks/{}", id(60)),
    ] {
        refused.push(desk.get(&path).await.status);
    }
    assert_eq!(refused, [404; 4]);

    let row = desk.get(&format!("/v1/pages/{}", id(9))).await.body;
    assert_eq!((title(&row), &row["icon"]["emoji"]), ("Row".to_owned(), &json!("🥑")));
    let people = |property: &Value| property["people"].as_array().unwrap().len();
    assert_eq!(people(&row["properties"]["Who"]), 25, "as Notion cuts it");
    let whole = desk.get(&format!("/v1/pages/{}/properties/wh", id(9))).await.body;
    assert_eq!(whole["results"].as_array().unwrap().len(), 30);
    let source = desk.get(&format!("/v1/data_sources/{}", id(8))).await.body;
    let columns: Vec<_> = source["properties"].as_object().unwrap().iter().collect();
    let columns: Vec<_> = columns.iter().map(|(name, column)| format!("{name} {}", column["type"])).collect();
    assert_eq!(columns, ["State \"status\"", "Titel \"title\"", "Who \"people\""]);
    assert_eq!(source["properties"]["State"]["status"]["options"], json!([{"name": "Done"}]));
    let rows = desk.post(&format!("/v1/data_sources/{}/query", id(8)), &json!({})).await.body;
    assert_eq!(rows["results"][0]["id"], json!(id(9)));

    let users = desk.get("/v1/users/me").await.body;
    assert_eq!(users["bot"]["owner"]["user"]["name"], "Ana");
    let edit = Edit { markdown: Some("new".into()), ..Edit::default() };
    desk.sim.edit(&id(1), edit).unwrap();
    assert_eq!(body(1, "").await["markdown"].as_str().unwrap().lines().next(), Some("new"));
}

#[tokio::test]
async fn a_slip_of_the_pen_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    for pages in [
        json!([{"kind": "page", "id": "x"}]),
        json!([{"kind": "page", "id": id(1), "parent": id(2)}]),
        json!([{"kind": "page", "id": id(1), "titel": "x"}]),
        json!([{"kind": "row", "id": id(1)}]),
    ] {
        let workspace = Workspace::File(file(folder.path(), &json!({"pages": pages})));
        let why = Sim::start(Options { workspace, ..Options::default() }).await.unwrap_err().to_string();
        told.push(why.split_once("world.json: ").unwrap().1.to_owned());
    }
    expect![[r#"
        pages[0]: x is no id
        pages[0]: its parent 00000002-0000-4000-8000-000000000000 does not stand before it
        unknown field `titel`, expected one of `kind`, `id`, `key`, `title`, `md`, `parent`, `age`, `raw`, `shared`, `unlisted`, `unknown` at line 1 column 76
        unknown variant `row`, expected one of `page`, `database`, `data_source` at line 1 column 67
    "#]].assert_eq(&(told.join("\n") + "\n"));
}

/// The handed cases: everything in the file is there, as its own words say.
#[tokio::test]
async fn the_handed_world_is_served_whole() {
    let Some(folder) = std::env::var_os("TROVE_CASES").map(PathBuf::from) else {
        println!("skipped: TROVE_CASES names no folder of cases");
        return;
    };
    let path = folder.join("world.json");
    let world: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let mut desk = Desk::new(Options { workspace: Workspace::File(path), ..Options::default() }).await;
    desk.token = desk.sim.personal_token().to_owned();
    let entries = world["pages"].as_array().unwrap();
    let listed = |entry: &&Value| entry["kind"] != "database" && entry["unlisted"] != true;
    let expected: HashSet<&str> =
        entries.iter().filter(listed).map(|entry| entry["id"].as_str().unwrap()).collect();
    let (found, _) = desk.search_all(json!({})).await;
    let found: HashSet<&str> = found.iter().map(|object| object["id"].as_str().unwrap()).collect();
    assert_eq!(found, expected);
    for entry in entries.iter().filter(|entry| entry["kind"] == "page") {
        let at = format!("/v1/pages/{}/markdown?include_transcript=true", entry["id"].as_str().unwrap());
        let answer = desk.get(&at).await;
        assert_eq!(answer.status, 200, "{}", error_line(&answer));
        assert_eq!(answer.body["markdown"], entry["md"], "{}", entry["key"]);
    }
}
