//! The world's strings: both ways of pulling them, and what a client notices.

use std::time::Duration;

use serde_json::{Value, json};
use trove_sim::{Create, Edit, TokenKind};

use crate::{Desk, error_line, title};

impl Desk {
    async fn pull(&self, verb: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}{verb}", self.sim.control().unwrap()))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    async fn newest(&self) -> Value {
        self.search(json!({"page_size": 1})).await["results"][0].clone()
    }
}

#[tokio::test]
async fn an_edit_shows_everywhere() {
    let desk = Desk::sample().await;
    let id = desk.sim.id_of("Mint spreads. Plan for it").unwrap();
    desk.pull("/edit", json!({"id": id, "title": "Mint, *tamed*", "markdown": "- one\n\t- two\n"})).await;
    let newest = desk.newest().await;
    assert_eq!((title(&newest), &newest["id"]), ("Mint, tamed".to_owned(), &json!(id)));
    let markdown = desk.get(&format!("/v1/pages/{id}/markdown")).await.body;
    assert_eq!(markdown["markdown"], "- one\n\t- two");
}

#[tokio::test]
async fn a_new_page_can_be_made_trashed_restored_and_taken_away() {
    let desk = Desk::sample().await;
    let parent = desk.sim.id_of("Growing").unwrap();
    let made = desk
        .pull("/create", json!({"parent": parent, "title": "Chives", "markdown": "Like grass, only better."}))
        .await;
    let id = made["id"].as_str().unwrap();
    let page = format!("/v1/pages/{id}");
    assert_eq!(desk.get(&page).await.body["parent"]["page_id"], json!(parent));
    assert_eq!(
        title(&desk.newest().await),
        "Growing",
        "the parent was touched in the same minute and is older"
    );

    desk.pull("/trash", json!({"id": id})).await;
    assert_eq!(desk.get(&page).await.body["in_trash"], true);
    let trashed = desk.search(json!({"filter": {"in_trash": true}})).await;
    let titles: Vec<_> = trashed["results"].as_array().unwrap().iter().map(title).collect();
    assert_eq!(titles, ["Chives", "Logo drafts from 2023"]);
    desk.pull("/restore", json!({"id": id})).await;
    assert_eq!(desk.get(&page).await.body["in_trash"], false);

    desk.pull("/unshare", json!({"id": id, "kind": "internal"})).await;
    assert_eq!(desk.get(&page).await.status, 404);
    desk.pull("/reshare", json!({"id": id})).await;
    assert_eq!(desk.get(&page).await.status, 200);
}

#[tokio::test]
async fn search_lags_behind_and_a_fetch_does_not() {
    let desk = Desk::sample().await;
    desk.sim.set_search_lag(Duration::from_secs(90));
    let parent = desk.sim.id_of("Growing").unwrap();
    let id = desk.sim.create(Create { title: "Chives".to_owned(), ..Create::default() }).unwrap();
    desk.sim.reshare(&id).unwrap();
    desk.sim.edit(&parent, Edit { title: Some("Raising".to_owned()), ..Edit::default() }).unwrap();
    let found = async |query: &str| {
        let results = desk.search(json!({"query": query})).await["results"].as_array().unwrap().clone();
        results.iter().map(title).collect::<Vec<_>>()
    };
    assert_eq!(found("chives").await, Vec::<String>::new());
    assert_eq!(found("growing").await, ["Growing"], "the index still has the old title");
    assert_eq!(title(&desk.get(&format!("/v1/pages/{parent}")).await.body), "Raising");
    desk.sim.advance(Duration::from_secs(90));
    assert_eq!(found("chives").await, ["Chives"]);
    assert_eq!(found("growing").await, Vec::<String>::new());
}

#[tokio::test]
async fn cursors_go_stale() {
    let desk = Desk::sample().await;
    let cursor = desk.search(json!({"page_size": 5})).await["next_cursor"].clone();
    desk.search(json!({"start_cursor": cursor})).await;
    desk.pull("/stale-cursors", json!({})).await;
    let refused = desk.post("/v1/search", &json!({"start_cursor": cursor})).await;
    assert_eq!(
        error_line(&refused),
        format!("400 validation_error: The start_cursor provided is invalid: {}", cursor.as_str().unwrap())
    );
}

#[tokio::test]
async fn revoking_ends_a_token() {
    let desk = Desk::sample().await;
    desk.pull("/revoke", json!({"kind": "internal"})).await;
    assert_eq!(error_line(&desk.get("/v1/users/me").await), "401 unauthorized: API token is invalid.");
    assert!(desk.sim.revoke(desk.sim.personal_token()));
    assert!(!desk.sim.revoke(desk.sim.personal_token()));
}

#[tokio::test]
async fn the_log_says_who_asked_for_what() {
    let desk = Desk::sample().await;
    desk.search(json!({"query": "basil"})).await;
    desk.get("/v1/pages/nothing?x=1").await;
    let log = desk.sim.log();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (log[0].path.as_str(), log[0].status, log[0].token_kind),
        ("/v1/search", 200, Some(TokenKind::Internal))
    );
    assert_eq!(log[0].body, Some(json!({"query": "basil"})));
    assert_eq!((log[1].status, log[1].query.as_deref()), (400, Some("x=1")));
    let over_http: Value = desk
        .http
        .get(format!("{}/log", desk.sim.control().unwrap()))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(over_http, serde_json::to_value(&log).unwrap());
    assert!(!over_http.to_string().contains(&desk.token));
}

#[tokio::test]
async fn the_world_is_what_the_token_sees() {
    let desk = Desk::sample().await;
    let visible = desk.sim.world(&desk.token).unwrap();
    let (found, _) = desk.search_all(json!({})).await;
    assert_eq!(visible.iter().filter(|object| !object.in_trash).count(), found.len());
    let mint = visible.iter().find(|object| object.title == "Mint spreads. Plan for it").unwrap();
    assert_eq!(mint.path, ["Welcome to Fernfield", "Growing"]);
    assert!(desk.sim.world("ntn_x").is_err());
}

#[tokio::test]
async fn dropping_it_closes_the_door() {
    let Desk { sim, http, .. } = Desk::sample().await;
    let url = format!("{}/v1/users/me", sim.origin());
    assert_eq!(http.get(&url).send().await.unwrap().status(), 401);
    drop(sim);
    // Neither the open connection nor a new one is answered, as soon as the runtime has had its turn.
    while http.get(&url).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
}
