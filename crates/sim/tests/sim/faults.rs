//! Every fault, as a client meets it.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use trove_sim::{Action, Fault};

use crate::{Desk, error_line};

#[tokio::test]
async fn error_answers_have_the_usual_code_unless_another_is_given() {
    let desk = Desk::sample().await;
    let mut lines = Vec::new();
    for status in [400, 401, 403, 404, 409, 429, 500, 502, 503, 504, 529] {
        desk.sim.fault(Fault::status(status));
        let answer = desk.get("/v1/users/me").await;
        lines.push(error_line(&answer).split(':').next().unwrap().to_owned());
    }
    assert_eq!(
        lines,
        [
            "400 validation_error",
            "401 unauthorized",
            "403 restricted_resource",
            "404 object_not_found",
            "409 conflict_error",
            "429 rate_limited",
            "500 internal_server_error",
            "502 bad_gateway",
            "503 service_unavailable",
            "504 gateway_timeout",
            "529 service_overload"
        ]
    );
    let rule = json!({"action": "status", "status": 429, "retry_after": 90, "reason": "public_api_space_request_rate_limit"});
    let told =
        desk.http.post(format!("{}/fault", desk.sim.control().unwrap())).json(&rule).send().await.unwrap();
    assert!(told.status().is_success());
    let answer = desk.get("/v1/users/me").await;
    assert_eq!(answer.retry_after.as_deref(), Some("90"));
    let data = json!({"rate_limit_reason": "public_api_space_request_rate_limit", "retry_after": "90"});
    assert_eq!(answer.body["additional_data"], data);
}

#[tokio::test]
async fn a_refusal_is_in_the_words_that_are_given() {
    let desk = Desk::sample().await;
    let message = "Your administrator has turned the API off.".to_owned();
    let code = "restricted_resource".to_owned();
    desk.sim.fault(Fault::new(Action::Refusal { status: 403, code, message }));
    let told = error_line(&desk.get("/v1/users/me").await);
    assert_eq!(told, "403 restricted_resource: Your administrator has turned the API off.");
}

#[tokio::test]
async fn a_rule_strikes_where_and_when_it_says() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::status(500).on("/v1/search").method("POST").after(1).times(2));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(desk.post("/v1/search", &json!({})).await.status);
        assert_eq!(desk.get("/v1/users/me").await.status, 200);
    }
    assert_eq!(seen, [200, 500, 500, 200]);
    desk.sim.fault(Fault::status(500).always());
    assert_eq!(desk.get("/v1/users/me").await.status, 500);
    desk.sim.clear_faults();
    assert_eq!(desk.get("/v1/users/me").await.status, 200);
    assert_eq!(desk.sim.log().iter().filter(|entry| entry.fault.as_deref() == Some("status")).count(), 3);
}

#[tokio::test]
async fn a_cut_answer_breaks_off() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::new(Action::Cut { bytes: 20 }));
    let answer = desk.raw(Method::GET, "/v1/users/me", None).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.content_length().is_some_and(|length| length > 20));
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn bodies_that_are_no_answer() {
    let desk = Desk::sample().await;
    let mut seen = Vec::new();
    for action in [
        Action::Html { status: 403 },
        Action::WrongJson,
        Action::Empty,
        Action::Redirect { to: "https://elsewhere.example/".to_owned() },
    ] {
        desk.sim.fault(Fault::new(action));
        let answer = desk.raw(Method::GET, "/v1/users/me", None).await.unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (kind, location) =
            (header("content-type").unwrap_or_default(), header("location").unwrap_or_default());
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap();
        seen.push(format!("{status} {kind} {location} {}", body.chars().take(16).collect::<String>()));
    }
    assert_eq!(
        seen,
        [
            "403 text/html; charset=utf-8  <!doctype html><",
            "200 application/json; charset=utf-8  {\"object\":[1,2,{",
            "200 application/json; charset=utf-8  ",
            "302  https://elsewhere.example/ ",
        ]
    );
}

#[tokio::test]
async fn lists_can_be_short_or_endless() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::new(Action::ShortPages { size: 3 }).times(1));
    let short = desk.search(json!({})).await;
    assert_eq!((short["results"].as_array().unwrap().len(), &short["has_more"]), (3, &json!(true)));
    let rest = desk.search(json!({"start_cursor": short["next_cursor"]})).await;
    assert_ne!(rest["results"][0]["id"], short["results"][0]["id"], "nothing is lost between the pages");

    desk.sim.fault(Fault::new(Action::EndlessCursor).always());
    let mut body = json!({"page_size": 100});
    let mut cursors = std::collections::HashSet::new();
    for _ in 0..20 {
        let leaf = desk.search(body.clone()).await;
        assert_eq!(leaf["has_more"], true);
        assert!(cursors.insert(leaf["next_cursor"].as_str().unwrap().to_owned()), "each cursor is new");
        body["start_cursor"] = leaf["next_cursor"].clone();
    }
    let page = desk.sim.id_of("Growing").unwrap();
    let children = desk.get(&format!("/v1/blocks/{page}/children")).await.body;
    assert_eq!(children["has_more"], true);
}

#[tokio::test]
async fn an_answer_can_be_late() {
    let desk = Desk::sample().await;
    desk.sim.fault(Fault::new(Action::Delay { ms: 50 }));
    let start = Instant::now();
    assert_eq!(desk.get("/v1/users/me").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(50));
}
