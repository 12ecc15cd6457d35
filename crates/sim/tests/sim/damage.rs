//! What Notion has been seen to do and no client expects: each as a client meets it.

use std::time::Duration;

use serde_json::{Value, json};
use trove_sim::{Action, Create, Damage, Edit, Fault, RetryAfter};

use crate::{Desk, error_line, title};

const PAGE: &str = "Growing";

impl Desk {
    async fn text(&self, path: &str) -> String {
        let answer = self.raw(reqwest::Method::GET, path, None).await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }
}

#[tokio::test]
async fn a_damaged_object_is_damaged_wherever_it_appears_and_nothing_else_is() {
    let desk = Desk::sample().await;
    let id = desk.sim.id_of(PAGE).unwrap();
    let whole = desk.search(json!({})).await["results"].as_array().unwrap().len();
    let page = format!("/v1/pages/{id}");
    for (damage, sign) in [
        (Damage::LoneSurrogate, "\\ud800"),
        (Damage::Nested { depth: 5_000 }, "[[[[[["),
        (Damage::WrongTypes, "\"properties\":[7]"),
        (Damage::LongText { letters: 100_000 }, "xxxxxx"),
        (Damage::Nul, "\\u0000"),
        (Damage::HugeNumbers, "18446744073709551616, -1e999"),
        (Damage::DuplicateKeys, "\"object\":\"page\",\"object\":\"page\""),
    ] {
        desk.sim.damage(&id, Some(damage)).unwrap();
        assert!(desk.text(&page).await.contains(sign), "{damage:?}");
        let list = desk.raw(reqwest::Method::POST, "/v1/search", Some(&json!({}))).await.unwrap();
        let list = list.text().await.unwrap();
        let whole_text = match damage {
            Damage::LongText { .. } => list.matches("xxxxxx").count() >= 16_666,
            Damage::Nested { .. } => list.matches("[[[[[[").count() == 5_000 / 6,
            _ => list.matches(sign).count() == 1,
        };
        assert!(whole_text && list.contains(&id), "{damage:?}");
        if !matches!(damage, Damage::WrongTypes) {
            assert!(list.contains("Welcome to Fernfield"), "{damage:?}");
        }
    }
    let body = desk.text(&format!("{page}/markdown")).await;
    assert!(body.contains("\"object\":\"page\",\"object\":\"page\""), "Markdown is damaged as well");
    desk.sim.damage(&id, Some(Damage::MissingFields)).unwrap();
    let bare: Value = serde_json::from_str(&desk.text(&page).await).unwrap();
    let names: Vec<_> = bare.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["id", "object", "request_id"]);
    desk.sim.damage(&id, None).unwrap();
    assert_eq!(title(&desk.get(&page).await.body), PAGE);
    assert_eq!(desk.search(json!({})).await["results"].as_array().unwrap().len(), whole);
}

#[tokio::test]
async fn every_so_manieth_cursor_is_dead() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::new(Action::DeadCursor).on("/v1/search").every(4).always());
    let mut seen = Vec::new();
    let mut body = json!({"page_size": 5});
    for _ in 0..8 {
        let answer = desk.post("/v1/search", &body).await;
        seen.push(answer.status);
        if answer.status == 400 {
            assert!(error_line(&answer).contains("The start_cursor provided is invalid"));
            body = json!({"page_size": 5});
        } else {
            body["start_cursor"] = answer.body["next_cursor"].clone();
        }
    }
    assert_eq!(seen, [200, 200, 200, 400, 200, 200, 200, 400]);
    // Without a cursor there is none that could have died.
    for _ in 0..4 {
        assert_eq!(desk.post("/v1/search", &json!({})).await.status, 200);
    }
}

#[tokio::test]
async fn search_leaves_out_what_it_is_told_to_and_the_rest_finds_it() {
    let desk = Desk::sample().await;
    let id = desk.sim.id_of("Chairs that do not squeak").unwrap();
    let listed = async || {
        let found = desk.search_all(json!({})).await.0;
        found.iter().any(|object| object["id"] == json!(id))
    };
    assert!(listed().await);
    desk.sim.list(&id, false).unwrap();
    assert!(!listed().await);
    let page = desk.get(&format!("/v1/pages/{id}")).await.body;
    let source = page["parent"]["data_source_id"].as_str().unwrap();
    let rows = desk.post(&format!("/v1/data_sources/{source}/query"), &json!({})).await.body;
    assert!(rows["results"].as_array().unwrap().iter().any(|row| row["id"] == json!(id)));
    desk.sim.list(&id, true).unwrap();
    assert!(listed().await);
}

#[tokio::test]
async fn an_edit_is_noticed_late_and_stands_behind_newer_ones() {
    let desk = Desk::sample().await;
    let id = desk.sim.id_of(PAGE).unwrap();
    let edit = Edit { title: Some("Raising".into()), late_seconds: 900, ..Edit::default() };
    desk.sim.edit(&id, edit).unwrap();
    desk.sim.advance(Duration::from_secs(600));
    let newer = desk.sim.create(Create { title: "Newer".into(), ..Create::default() }).unwrap();
    desk.sim.reshare(&newer).unwrap();
    let first_two = async || {
        let found = desk.search(json!({"page_size": 2})).await["results"].as_array().unwrap().clone();
        found.iter().map(title).collect::<Vec<_>>()
    };
    let before = first_two().await;
    assert_eq!((before[0].as_str(), before.contains(&"Raising".to_owned())), ("Newer", false));
    desk.sim.advance(Duration::from_secs(301));
    assert_eq!(first_two().await, ["Newer", "Raising"], "its stamp is that of the edit");
}

#[tokio::test]
async fn markdown_leaves_out_what_does_not_fit_with_a_mark_or_without() {
    let desk = Desk::sample().await;
    let id = desk.sim.create(Create { markdown: "a\nb\n- c\n\t- d".into(), ..Create::default() }).unwrap();
    desk.sim.reshare(&id).unwrap();
    let markdown = async |id: &str| desk.get(&format!("/v1/pages/{id}/markdown")).await.body;
    desk.sim.truncate(&id, Some((2, false))).unwrap();
    let cut = markdown(&id).await;
    assert_eq!((&cut["markdown"], &cut["truncated"]), (&json!("a\nb"), &json!(true)));
    let part = cut["unknown_block_ids"][0].as_str().unwrap().to_owned();
    assert_eq!(markdown(&part).await["markdown"], "- c\n\t- d");

    desk.sim.truncate(&id, Some((1, true))).unwrap();
    let text = markdown(&part).await["markdown"].as_str().unwrap().to_owned();
    assert!(text.starts_with("- c\n\t<unknown url="), "{text}");
    desk.sim.truncate(&id, None).unwrap();
    assert_eq!(markdown(&id).await["truncated"], false);
    desk.sim.fault(Fault::new(Action::Truncated { blocks: 1, marked: false }).on("/v1/pages/"));
    assert_eq!(markdown(&id).await["markdown"], "a");
}

/// Seven hundred parts, each in the one before: as deep as the page, one at a time.
#[tokio::test]
async fn parts_hang_from_parts() {
    let desk = Desk::sample().await;
    let markdown: Vec<String> =
        (0..700).map(|depth| format!("{}- part{depth}", "\t".repeat(depth))).collect();
    let id = desk.sim.create(Create { markdown: markdown.join("\n"), ..Create::default() }).unwrap();
    desk.sim.reshare(&id).unwrap();
    desk.sim.truncate(&id, Some((1, true))).unwrap();
    let (mut at, mut parts) = (id, 0);
    loop {
        let answer = desk.get(&format!("/v1/pages/{at}/markdown")).await.body;
        assert!(answer["markdown"].as_str().unwrap().starts_with(&format!("- part{parts}")));
        parts += 1;
        match answer["unknown_block_ids"][0].as_str() {
            Some(next) => at = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(parts, 700);
}

#[tokio::test]
async fn everything_can_be_taken_away_and_given_back() {
    let desk = Desk::sample().await;
    let before = desk.search_all(json!({})).await.0.len();
    let id = desk.sim.id_of(PAGE).unwrap();
    desk.sim.unshare_all();
    assert_eq!(desk.search_all(json!({})).await.0.len(), 0);
    assert_eq!(desk.get(&format!("/v1/pages/{id}")).await.status, 404);
    assert_eq!(desk.get("/v1/users/me").await.status, 200, "the token is good");
    desk.sim.reshare_all();
    assert_eq!(desk.search_all(json!({})).await.0.len(), before);
}

#[tokio::test]
async fn a_retry_after_may_say_anything() {
    let desk = Desk::sample().await;
    let mut told = Vec::new();
    for after in [
        RetryAfter::Seconds(7_200),
        RetryAfter::Text("Fri, 27 Nov 2026 20:00:00 GMT".into()),
        RetryAfter::Text("18446744073709551616".into()),
    ] {
        desk.sim.fault(Fault::told_to_wait(429, after));
        told.push(desk.get("/v1/users/me").await.retry_after.unwrap());
    }
    assert_eq!(told, ["7200", "Fri, 27 Nov 2026 20:00:00 GMT", "18446744073709551616"]);
}

#[tokio::test]
async fn bodies_can_be_an_empty_object_or_a_bomb() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::new(Action::EmptyObject));
    assert_eq!(desk.text("/v1/users/me").await, "{}");
    desk.sim.fault(Fault::new(Action::GzipBomb { megabytes: 40 }));
    let answer = desk.raw(reqwest::Method::GET, "/v1/users/me", None).await.unwrap();
    assert!(answer.headers().get("content-length").is_none(), "the client unpacks it");
    assert!(answer.bytes().await.unwrap().len() > 40 << 20);
}
