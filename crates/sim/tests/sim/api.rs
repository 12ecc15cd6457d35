//! The endpoints of a reader, right and wrong.

use std::collections::HashSet;
use std::time::Duration;

use expect_test::expect;
use reqwest::Method;
use serde_json::{Value, json};
use trove_sim::{Limit, Options, Workspace};

use crate::{Desk, error_line, taken_apart, title};

#[tokio::test]
async fn refusals_have_notions_words() {
    let desk = Desk::sample().await;
    let page = desk.sim.id_of("Growing").unwrap();
    let board = desk.sim.id_of("Board notes").unwrap();
    let database =
        desk.get(&format!("/v1/pages/{}", desk.sim.id_of("Chairs that do not squeak").unwrap())).await;
    let database = database.body["parent"]["database_id"].as_str().unwrap().to_owned();
    let mut lines = Vec::new();
    for path in [
        "/v1/invalid".to_owned(),
        "/v1/pages/unknown".to_owned(),
        "/v1/pages/12345678-1234-1234-1234-123456789abc".to_owned(),
        "/v1/blocks/AAA".to_owned(),
        "/v1/pages/38c9ce7b-60a4-8156-a1b7-cf948b230f66".to_owned(),
        "/v1/databases/38c9ce7b60a48156a1b7cf948b230f66".to_owned(),
        format!("/v1/pages/{board}"),
        format!("/v1/pages/{board}/markdown"),
        format!("/v1/blocks/{board}/children"),
        format!("/v1/pages/{database}"),
        format!("/v1/databases/{page}"),
        format!("/v1/data_sources/{page}"),
        format!("/v1/blocks/{page}/children?page_size=101"),
        format!("/v1/blocks/{page}/children?start_cursor=x"),
        format!("/v1/blocks/{page}/children?start_cursor=38c9ce7b-60a4-8156-a1b7-cf948b230f66"),
        format!("/v1/pages/{page}/properties/nothing"),
        format!("/v1/comments?block_id={page}"),
    ] {
        lines.push(
            error_line(&desk.get(&path).await)
                .replace(&board, "BOARD")
                .replace(&page, "PAGE")
                .replace(&database, "DATABASE"),
        );
    }
    for body in [
        json!({"page_size": 0}),
        json!({"page_size": 101}),
        json!({"page_size": "5"}),
        json!({"start_cursor": null}),
        json!({"start_cursor": ""}),
        json!({"start_cursor": "38c9ce7b-60a4-8156-a1b7-cf948b230f66"}),
        json!({"filter": {"property": "object", "value": "database"}}),
        json!({"filter": {"value": "page"}}),
        json!({"sort": {"timestamp": "created_time", "direction": "ascending"}}),
        json!({"sort": {"timestamp": "last_edited_time"}}),
        json!({"sort": {"property": "title"}}),
        json!({"limit": 3}),
        json!({"query": 7}),
    ] {
        lines.push(error_line(&desk.post("/v1/search", &body).await));
    }
    expect![[r#"
        400 invalid_request_url: Invalid request URL.
        400 validation_error: path failed validation: path.page_id should be a valid uuid, instead was `"unknown"`.
        400 validation_error: path failed validation: path.page_id should be a valid uuid, instead was `"12345678-1234-1234-1234-123456789abc"`.
        400 validation_error: path failed validation: path.block_id should be a valid uuid, instead was `"AAA"`.
        404 object_not_found: Could not find page with ID: 38c9ce7b-60a4-8156-a1b7-cf948b230f66. Make sure the relevant pages and databases are shared with your integration.
        404 object_not_found: Could not find database with ID: 38c9ce7b-60a4-8156-a1b7-cf948b230f66. Make sure the relevant pages and databases are shared with your integration.
        404 object_not_found: Could not find page with ID: BOARD. Make sure the relevant pages and databases are shared with your integration.
        404 object_not_found: Could not find page with ID: BOARD. Make sure the relevant pages and databases are shared with your integration.
        404 object_not_found: Could not find block with ID: BOARD. Make sure the relevant pages and databases are shared with your integration.
        400 validation_error: Provided ID DATABASE is a database, not a page. Use the retrieve database API instead: https://developers.notion.com/reference/retrieve-a-database
        400 validation_error: Provided database_id PAGE is a page, not a database. Use the pages API instead, or pass the ID of the database itself: https://developers.notion.com/reference/page.
        404 object_not_found: Could not find data_source with ID: PAGE. Make sure the relevant pages and databases are shared with your integration.
        400 validation_error: query failed validation: query.page_size should be ≤ `100`, instead was `"101"`.
        400 validation_error: query failed validation: query.start_cursor should be a valid uuid, instead was `"x"`.
        400 validation_error: The start_cursor provided is invalid: 38c9ce7b-60a4-8156-a1b7-cf948b230f66
        404 object_not_found: Could not find property with name or id: nothing
        403 restricted_resource: Insufficient permissions for this endpoint.
        400 validation_error: body failed validation: body.page_size should be ≥ `1`, instead was `0`.
        400 validation_error: body failed validation: body.page_size should be ≤ `100`, instead was `101`.
        400 validation_error: body failed validation: body.page_size should be a number, instead was `"5"`.
        400 validation_error: body failed validation: body.start_cursor should be a string, instead was `null`.
        400 validation_error: body failed validation: body.start_cursor should be a valid uuid, instead was `""`.
        400 validation_error: The start_cursor provided is invalid: 38c9ce7b-60a4-8156-a1b7-cf948b230f66
        400 validation_error: body failed validation: body.filter.value should be `"page"` or `"data_source"`, instead was `"database"`.
        400 validation_error: body failed validation: body.filter.property should be `"object"`, instead was `undefined`.
        400 validation_error: body failed validation: body.sort.timestamp should be `"last_edited_time"`, instead was `"created_time"`.
        400 validation_error: body failed validation: body.sort.direction should be `"ascending"` or `"descending"`, instead was `undefined`.
        400 validation_error: body failed validation: body.sort.property should be `"relevance"`, instead was `"title"`.
        400 validation_error: body failed validation: body.limit should be not present, instead was `3`.
        400 validation_error: body failed validation: body.query should be a string, instead was `7`."#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn every_call_needs_a_token_and_a_version() {
    let desk = Desk::sample().await;
    let url = format!("{}/v1/users/me", desk.sim.origin());
    let mut lines = Vec::new();
    for (token, version) in [
        (None, Some("2026-03-11")),
        (Some("ntn_wrong"), Some("2026-03-11")),
        (Some(desk.sim.internal_token()), None),
        (Some(desk.sim.internal_token()), Some("2019-01-01")),
        (Some(desk.sim.client_secret()), Some("2026-03-11")),
    ] {
        let mut request = desk.http.get(&url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(version) = version {
            request = request.header("Notion-Version", version);
        }
        lines.push(error_line(&taken_apart(request.send().await.unwrap()).await));
    }
    let broken = desk
        .http
        .post(format!("{}/v1/search", desk.sim.origin()))
        .bearer_auth(&desk.token)
        .header("Notion-Version", "2026-03-11")
        .body("{\"query\":");
    lines.push(error_line(&taken_apart(broken.send().await.unwrap()).await));
    expect![[r#"
        401 unauthorized: API token is invalid.
        401 unauthorized: API token is invalid.
        400 missing_version: Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.
        400 validation_error: Notion-Version header failed validation: Notion-Version header should be `"2026-03-11"` or `"2025-09-03"`, instead was `"2019-01-01"`.
        401 unauthorized: API token is invalid.
        400 invalid_json: Error parsing JSON body."#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn search_lists_by_edit_and_matches_titles_only() {
    let desk = Desk::sample().await;
    let (all, requests) = desk.search_all(json!({"page_size": 7})).await;
    assert_eq!(requests, all.len().div_ceil(7));
    let ids: HashSet<_> = all.iter().map(|object| object["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len(), "nothing twice");
    let stamps: Vec<_> = all.iter().map(|object| object["last_edited_time"].as_str().unwrap()).collect();
    assert!(stamps.is_sorted_by(|a, b| a >= b), "newest first");
    assert!(stamps.iter().all(|stamp| stamp.ends_with(":00.000Z")), "whole minutes");

    let ascending = json!({"sort": {"timestamp": "last_edited_time", "direction": "ascending"}});
    let (oldest, _) = desk.search_all(ascending).await;
    assert_eq!(oldest.len(), all.len());
    assert_eq!(title(&oldest[0]), "Handbook 2024 (archived)");

    let of_kind = |kind: &str| json!({"filter": {"property": "object", "value": kind}});
    let (pages, _) = desk.search_all(of_kind("page")).await;
    let (sources, _) = desk.search_all(of_kind("data_source")).await;
    assert_eq!(pages.len() + sources.len(), all.len());
    assert_eq!(sources.len(), 5);

    let titles = |query: &str| {
        let body = json!({"query": query, "sort": {"property": "relevance"}, "page_size": 4});
        async { desk.search(body).await["results"].as_array().unwrap().iter().map(title).collect::<Vec<_>>() }
    };
    expect![[r#"
        [
            "Basil: light and water",
            "A search that knows basil in nine languages",
            "<b>Not bold</b> & <script>alert(\"basil\")</script> <img src=x onerror=alert(1)>",
            "Notes for @あいこ about Basil: light and water, 2026-11-24 :robot-fern:",
        ]
    "#]]
    .assert_debug_eq(&titles("basil").await);
    expect![[r#"
        [
            "温室参观须知",
        ]
    "#]]
    .assert_debug_eq(&titles("温室").await);
    assert_eq!(titles("lemongrass").await, Vec::<String>::new(), "it is only in a text");
}

#[tokio::test]
async fn an_earlier_version_still_says_archived() {
    let desk = Desk::sample().await;
    let url = format!("{}/v1/pages/{}", desk.sim.origin(), desk.sim.id_of("Growing").unwrap());
    let request = desk.http.get(url).bearer_auth(&desk.token).header("Notion-Version", "2025-09-03");
    let page = taken_apart(request.send().await.unwrap()).await.body;
    assert_eq!((&page["archived"], &page["in_trash"]), (&json!(false), &json!(false)));
}

#[tokio::test]
async fn children_come_one_level_at_a_time() {
    let desk = Desk::sample().await;
    let page = desk.sim.id_of("Welcome to Fernfield").unwrap();
    let mut lines = Vec::new();
    outline(&desk, &page, 0, &mut lines).await;
    expect![[r#"
        callout New here? Read this page, then your firs
        paragraph Fernfield grows herbs and salad indoors,
        table_of_contents 
        heading_2 What we promise
        bulleted_list_item Leaves on the plate within nine hours of
        bulleted_list_item No pesticide, ever. Not “hardly any”
        bulleted_list_item Every customer can walk through the gree
          bulleted_list_item in Hamburg on any Thursday
          bulleted_list_item in Lyon by appointment
        heading_2 How to use this handbook
        numbered_list_item Search before you ask
        numbered_list_item Ask before you guess
        numbered_list_item Write down what you learned
        quote A handbook is a garden: it grows where s
        divider 
        column_list 
          column 
            heading_3 People
            child_page People and teams
            child_page Your first week
          column 
            heading_3 Work
            child_page Growing
            child_page Engineering
        toggle Old versions of this handbook
          child_page Handbook 2024 (archived)
        paragraph Last read through by @Mira on 2026-11-18"#]]
    .assert_eq(&lines.join("\n"));
}

async fn outline(desk: &Desk, id: &str, depth: usize, lines: &mut Vec<String>) {
    let mut cursor = String::new();
    loop {
        let leaf = desk.get(&format!("/v1/blocks/{id}/children?page_size=5{cursor}")).await.body;
        for block in leaf["results"].as_array().unwrap() {
            let kind = block["type"].as_str().unwrap();
            let parent = &block["parent"];
            let above = parent["type"].as_str().unwrap();
            assert_eq!(parent[above], id);
            let words: String = block[kind]["rich_text"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|item| item["plain_text"].as_str().unwrap())
                .collect();
            let words = block[kind]["title"].as_str().unwrap_or(&words).chars().take(40).collect::<String>();
            lines.push(format!("{}{kind} {words}", "  ".repeat(depth)));
            if block["has_children"] == true && !kind.starts_with("child_") {
                Box::pin(outline(desk, block["id"].as_str().unwrap(), depth + 1, lines)).await;
            }
        }
        match leaf["next_cursor"].as_str() {
            Some(next) => cursor = format!("&start_cursor={next}"),
            None => return,
        }
    }
}

#[tokio::test]
async fn a_page_in_a_toggle_says_so() {
    let desk = Desk::sample().await;
    let page =
        desk.get(&format!("/v1/pages/{}", desk.sim.id_of("Handbook 2024 (archived)").unwrap())).await.body;
    assert_eq!(page["parent"]["type"], "block_id");
    let block = desk.get(&format!("/v1/blocks/{}", page["parent"]["block_id"].as_str().unwrap())).await.body;
    assert_eq!(block["type"], "toggle");
    assert_eq!(block["parent"]["page_id"], desk.sim.id_of("Welcome to Fernfield").unwrap());
}

#[tokio::test]
async fn markdown_says_what_it_left_out() {
    let desk = Desk::new(Options { markdown_block_limit: 8, ..Options::default() }).await;
    let page = desk.sim.id_of("Basil: light and water").unwrap();
    let whole = desk.get(&format!("/v1/pages/{page}/markdown")).await.body;
    assert_eq!(whole["truncated"], true);
    let missing = whole["unknown_block_ids"].as_array().unwrap();
    assert!(!missing.is_empty());
    let rest = desk.get(&format!("/v1/pages/{}/markdown", missing[0].as_str().unwrap())).await;
    assert_eq!(
        (rest.status, &rest.body["truncated"]),
        (200, &json!(false)),
        "a block's id gives its subtree"
    );

    // Unshared child pages are left out in the same way, but asking for them is refused.
    let desk = Desk::sample().await;
    let child = desk.sim.id_of("Growing").unwrap();
    desk.sim.unshare(&child).unwrap();
    let parent = desk.sim.id_of("Welcome to Fernfield").unwrap();
    let whole = desk.get(&format!("/v1/pages/{parent}/markdown")).await.body;
    assert_eq!((&whole["truncated"], &whole["unknown_block_ids"]), (&json!(true), &json!([child])));
    assert_eq!(desk.get(&format!("/v1/pages/{child}/markdown")).await.status, 404);
}

#[tokio::test]
async fn rows_can_be_filtered_sorted_and_windowed() {
    let desk = Desk::sample().await;
    let row =
        desk.get(&format!("/v1/pages/{}", desk.sim.id_of("Chairs that do not squeak").unwrap())).await.body;
    let source = row["parent"]["data_source_id"].as_str().unwrap();
    let ask = |body: Value| {
        let desk = &desk;
        async move {
            let answer = desk.post(&format!("/v1/data_sources/{source}/query"), &body).await;
            match answer.status {
                200 => answer.body["results"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(title)
                    .collect::<Vec<_>>()
                    .join(" | "),
                _ => error_line(&answer),
            }
        }
    };
    let lines = [
        ask(json!({"sorts": [{"timestamp": "last_edited_time", "direction": "ascending"}]})).await,
        ask(json!({"filter": {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": "2026-11-20T16:05:59Z"}}})).await,
        ask(json!({"filter": {"property": "Status", "status": {"equals": "Done"}}})).await,
        ask(json!({"filter": {"and": [{"property": "Tags", "multi_select": {"contains": "money"}}, {"property": "Budget", "number": {"is_not_empty": true}}]}})).await,
        ask(json!({"filter": {"or": [{"property": "Project", "title": {"starts_with": "waste"}}, {"property": "Confirmed", "checkbox": {"equals": false}}]}, "sorts": [{"property": "Project", "direction": "descending"}]})).await,
        ask(json!({"filter": {"property": "Nope", "title": {"equals": "x"}}})).await,
        ask(json!({"sorts": [{"property": "Project", "direction": "up"}]})).await,
        ask(json!({"order": 1})).await,
    ];
    expect![[r#"
        Chairs that do not squeak | Waste below three per cent | A search that knows basil in nine languages | Open the greenhouse in Busan | 
        Open the greenhouse in Busan | 
        Chairs that do not squeak
        Open the greenhouse in Busan
        Waste below three per cent | A search that knows basil in nine languages | 
        400 validation_error: Could not find property with name or id: Nope
        400 validation_error: body failed validation: body.sorts[0].direction should be `"ascending"` or `"descending"`, instead was `"up"`.
        400 validation_error: body failed validation: body.order should be not present, instead was `1`."#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn a_walk_ends_at_ten_thousand_and_says_so() {
    let workspace = Workspace::Synthetic { pages: 30_000, seed: 3 };
    let desk = Desk::new(Options { workspace, ..Options::default() }).await;
    let pages = json!({"filter": {"property": "object", "value": "page"}});
    let mut body = pages.clone();
    let mut seen = 0;
    let last = loop {
        let leaf = desk.search(body.clone()).await;
        seen += leaf["results"].as_array().unwrap().len();
        if leaf["has_more"] == false {
            break leaf;
        }
        assert_eq!(leaf["request_status"], json!({"type": "complete"}));
        body["start_cursor"] = leaf["next_cursor"].clone();
    };
    assert_eq!(seen, 10_000);
    let incomplete = json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
    assert_eq!(last["request_status"], incomplete);
}

#[tokio::test]
async fn the_budget_is_a_window_of_a_minute_for_each_connection() {
    let desk = Desk::new(Options { limit: Limit::PerMinute(2), ..Options::default() }).await;
    let status = async || desk.get("/v1/users/me").await.status;
    assert_eq!([status().await, status().await], [200, 200]);
    let refused = desk.get("/v1/users/me").await;
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.retry_after.unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    expect![[r#"
        Object {
            "rate_limit_reason": String("public_api_request_rate_limit"),
            "retry_after": String("N"),
        }
    "#]]
    .assert_debug_eq(
        &serde_json::from_str::<Value>(
            &refused.body["additional_data"].to_string().replace(&format!("\"{seconds}\""), "\"N\""),
        )
        .unwrap(),
    );
    let other = desk
        .http
        .get(format!("{}/v1/users/me", desk.sim.origin()))
        .bearer_auth(desk.sim.personal_token())
        .header("Notion-Version", "2026-03-11");
    assert_eq!(other.send().await.unwrap().status(), 200, "another connection has its own");
    desk.sim.advance(Duration::from_secs(60));
    assert_eq!(status().await, 200);
}

#[tokio::test]
async fn users_are_listed_for_connections_but_not_for_a_persons_own_token() {
    let mut desk = Desk::sample().await;
    let users = desk.get("/v1/users?page_size=3").await.body;
    assert_eq!((users["results"].as_array().unwrap().len(), &users["has_more"]), (3, &json!(true)));
    desk.token = desk.sim.personal_token().to_owned();
    assert_eq!(
        error_line(&desk.get("/v1/users").await),
        "403 restricted_resource: Insufficient permissions for this endpoint."
    );
    let me = desk.get("/v1/users/me").await.body;
    assert_eq!((&me["type"], &me["bot"]["owner"]["type"]), (&json!("bot"), &json!("user")));
    assert_eq!(me["bot"]["owner"]["user"]["person"]["email"], "mira@fernfield.example");
}

#[tokio::test]
async fn writing_is_not_among_the_capabilities() {
    let desk = Desk::sample().await;
    let page = format!("/v1/pages/{}", desk.sim.id_of("Growing").unwrap());
    let answer = taken_apart(desk.raw(Method::PATCH, &page, Some(&json!({}))).await.unwrap()).await;
    assert_eq!(error_line(&answer), "403 restricted_resource: Insufficient permissions for this endpoint.");
}

#[tokio::test]
async fn long_properties_are_cut_in_the_page_and_whole_on_their_own() {
    let desk = Desk::sample().await;
    let id = desk.sim.id_of("Open the greenhouse in Busan").unwrap();
    let many: Vec<Value> = (0..30).map(|_| json!({"id": desk.sim.id_of("Growing").unwrap()})).collect();
    let properties = json!({"Experiments": many}).as_object().cloned().unwrap();
    desk.sim.edit(&id, trove_sim::Edit { properties, ..Default::default() }).unwrap();
    let page = desk.get(&format!("/v1/pages/{id}")).await.body;
    let relation = &page["properties"]["Experiments"];
    assert_eq!((relation["relation"].as_array().unwrap().len(), &relation["has_more"]), (25, &json!(true)));
    let property = relation["id"].as_str().unwrap();
    let whole = desk.get(&format!("/v1/pages/{id}/properties/{property}")).await.body;
    assert_eq!(whole["results"].as_array().unwrap().len(), 30);
    let first = desk.get(&format!("/v1/pages/{id}/properties/{property}?page_size=20")).await.body;
    let next = first["next_cursor"].as_str().unwrap();
    let second = desk.get(&format!("/v1/pages/{id}/properties/{property}?start_cursor={next}")).await.body;
    assert_eq!(second["results"].as_array().unwrap().len(), 10);
}
