//! The authorization server, from the authorize address to a dead token.

use std::time::Duration;

use expect_test::expect;
use serde_json::{Value, json};
use trove_sim::{Consent, DEEP_LINK_REDIRECT, LOOPBACK_REDIRECT, Options};
use url::Url;

use crate::{Answer, Desk, error_line, taken_apart};

fn authorize_url(desk: &Desk, changes: &[(&str, Option<&str>)]) -> Url {
    let mut fields = vec![
        ("client_id", desk.sim.client_id()),
        ("redirect_uri", LOOPBACK_REDIRECT),
        ("response_type", "code"),
        ("owner", "user"),
        ("state", "st ate/é"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.extend(value.map(|value| (*name, value)));
    }
    Url::parse_with_params(&format!("{}/v1/oauth/authorize", desk.sim.origin()), fields).unwrap()
}

/// Opens the consent page and answers it as its form would.
async fn consent(desk: &Desk, decision: &str, pages: Option<&[String]>) -> Url {
    consent_of(desk, "0", LOOPBACK_REDIRECT, decision, pages).await
}

async fn consent_of(
    desk: &Desk,
    person: &str,
    redirect_uri: &str,
    decision: &str,
    pages: Option<&[String]>,
) -> Url {
    let address = authorize_url(desk, &[("redirect_uri", Some(redirect_uri))]);
    let page = desk.http.get(address).send().await.unwrap().text().await.unwrap();
    let after = |mark: &str, text: &str| -> Option<String> {
        text.split_once(mark)?.1.split_once('"').map(|(value, _)| value.to_owned())
    };
    let ticket = after("name=\"ticket\" value=\"", &page).unwrap();
    let offered: Vec<String> = page
        .lines()
        .filter(|line| line.contains("checked"))
        .filter_map(|line| after("name=\"page\" value=\"", line))
        .collect();
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("ticket", &ticket).append_pair("decision", decision).append_pair("person", person);
    for id in pages.unwrap_or(&offered) {
        form.append_pair("page", id);
    }
    let answer = desk
        .http
        .post(format!("{}/v1/oauth/authorize", desk.sim.origin()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.finish())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 303);
    Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
}

fn field(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn call(desk: &Desk, endpoint: &str, body: &Value) -> Answer {
    let request = desk
        .http
        .post(format!("{}/v1/oauth/{endpoint}", desk.sim.origin()))
        .basic_auth(desk.sim.client_id(), Some(desk.sim.client_secret()))
        .json(body);
    taken_apart(request.send().await.unwrap()).await
}

async fn exchange(desk: &Desk, code: &str) -> Answer {
    let body = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": LOOPBACK_REDIRECT});
    call(desk, "token", &body).await
}

async fn granted(desk: &Desk, pages: Option<&[String]>) -> Value {
    let back = consent(desk, "allow", pages).await;
    let answer = exchange(desk, &field(&back, "code").unwrap()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn allow_gives_a_code_and_the_code_a_pair_of_tokens() {
    let mut desk = Desk::sample().await;
    let back = consent(&desk, "allow", None).await;
    assert_eq!(field(&back, "state").as_deref(), Some("st ate/é"));
    let code = field(&back, "code").unwrap();
    let grant = exchange(&desk, &code).await.body;
    let keys: Vec<_> = grant.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "access_token",
            "bot_id",
            "duplicated_template_id",
            "owner",
            "refresh_token",
            "request_id",
            "token_type",
            "workspace_icon",
            "workspace_id",
            "workspace_name"
        ]
    );
    assert_eq!(
        error_line(&exchange(&desk, &code).await),
        "400 invalid_grant: Invalid code: this code has been revoked."
    );
    desk.token = grant["access_token"].as_str().unwrap().to_owned();
    let me = desk.get("/v1/users/me").await.body;
    assert_eq!((&me["id"], &me["bot"]["workspace_id"]), (&grant["bot_id"], &grant["workspace_id"]));
    assert_eq!(me["bot"]["owner"]["user"], grant["owner"]["user"]);
}

#[tokio::test]
async fn the_pages_picked_are_the_pages_seen() {
    let mut desk = Desk::sample().await;
    let kitchen = desk.sim.id_of("Kitchen desk").unwrap();
    let grant = granted(&desk, Some(&[kitchen])).await;
    desk.token = grant["access_token"].as_str().unwrap().to_owned();
    let (seen, _) = desk.search_all(json!({})).await;
    let mut titles: Vec<_> = seen.iter().map(crate::title).collect();
    titles.sort();
    expect![[r#"
        [
            "Chez Odette & Fils",
            "Complaints we learned from",
            "Customers",
            "Kitchen desk",
            "Menu ideas from customers 🍝🍸🥗",
            "Zur Hafenmöwe",
            "居酒屋 みどり",
        ]
    "#]]
    .assert_debug_eq(&titles);

    let nothing = granted(&desk, Some(&[])).await;
    assert_eq!(nothing["bot_id"], grant["bot_id"], "the same person is the same bot");
    desk.token = nothing["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.search_all(json!({})).await.0, Vec::<Value>::new());
    assert!(
        !desk.sim.is_live(grant["refresh_token"].as_str().unwrap()),
        "a new grant ends the old refresh token"
    );
}

#[tokio::test]
async fn cancel_and_requests_that_are_wrong_but_trusted_come_back_with_an_error() {
    let desk = Desk::sample().await;
    let back = consent(&desk, "cancel", None).await;
    assert_eq!(
        back.as_str(),
        "http://localhost:27463/oauth/callback?error=access_denied&state=st+ate%2F%C3%A9"
    );
    let wrong = authorize_url(&desk, &[("response_type", Some("token"))]);
    let answer = desk.http.get(wrong).send().await.unwrap();
    let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(field(&back, "error").as_deref(), Some("unsupported_response_type"));
}

#[tokio::test]
async fn an_address_that_is_not_registered_is_never_sent_to() {
    let desk = Desk::sample().await;
    for changes in [
        ("redirect_uri", None),
        ("redirect_uri", Some("http://localhost:27463/oauth/callback/")),
        ("redirect_uri", Some("http://127.0.0.1:27463/oauth/callback")),
        ("client_id", Some("somebody")),
    ] {
        let answer = desk.http.get(authorize_url(&desk, &[changes])).send().await.unwrap();
        assert_eq!(answer.status(), 400);
        assert!(answer.headers().get("location").is_none());
        assert!(answer.text().await.unwrap().contains("Missing or invalid"));
    }
}

#[tokio::test]
async fn the_token_endpoint_refuses_what_it_should() {
    let desk = Desk::sample().await;
    let code = field(&consent(&desk, "allow", None).await, "code").unwrap();
    let mut lines = Vec::new();
    for body in [
        json!({"grant_type": "authorization_code", "code": code}),
        json!({"grant_type": "authorization_code", "code": code, "redirect_uri": "http://localhost:27463/"}),
        json!({"grant_type": "authorization_code", "code": "x", "redirect_uri": LOOPBACK_REDIRECT}),
        json!({"grant_type": "password"}),
        json!({}),
        json!({"grant_type": "refresh_token", "refresh_token": "nrt_x"}),
    ] {
        lines.push(error_line(&call(&desk, "token", &body).await));
    }
    let url = format!("{}/v1/oauth/token", desk.sim.origin());
    let form = desk
        .http
        .post(&url)
        .basic_auth(desk.sim.client_id(), Some(desk.sim.client_secret()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("grant_type=authorization_code&code={code}"));
    lines.push(error_line(&taken_apart(form.send().await.unwrap()).await));
    let stranger = desk.http.post(&url).basic_auth(desk.sim.client_id(), Some("x")).json(&json!({}));
    lines.push(error_line(&taken_apart(stranger.send().await.unwrap()).await));
    desk.sim.advance(Duration::from_secs(600));
    lines.push(error_line(&exchange(&desk, &code).await));
    expect![[r#"
        400 invalid_request: body.redirect_uri should be defined, instead was `undefined`.
        400 invalid_grant: Invalid redirect_uri: it does not match the authorization request.
        400 invalid_grant: Invalid code.
        400 unsupported_grant_type: Unsupported grant type.
        400 invalid_request: body.grant_type should be defined, instead was `undefined`.
        400 invalid_grant: Invalid refresh token.
        400 invalid_request: Error parsing JSON body.
        401 invalid_client: Client authentication failed.
        400 invalid_grant: Invalid code: this code has expired."#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn refreshing_gives_a_new_pair_and_kills_the_old_one() {
    let desk = Desk::sample().await;
    let first = granted(&desk, None).await;
    let token = |grant: &Value, name: &str| grant[name].as_str().unwrap().to_owned();
    let body = json!({"grant_type": "refresh_token", "refresh_token": token(&first, "refresh_token")});
    let second = call(&desk, "token", &body).await.body;
    assert!(!desk.sim.is_live(&token(&first, "access_token")));
    assert!(desk.sim.is_live(&token(&second, "access_token")));
    let again = call(&desk, "token", &body).await;
    assert_eq!(error_line(&again), "400 invalid_grant: Invalid refresh token.");

    let introspected =
        call(&desk, "introspect", &json!({"token": token(&second, "access_token")})).await.body;
    assert_eq!(introspected["active"], true);
    let revoked = call(&desk, "revoke", &json!({"token": token(&second, "access_token")})).await;
    assert_eq!(revoked.status, 200);
    assert!(!desk.sim.is_live(&token(&second, "refresh_token")), "the pair dies together");
    let introspected =
        call(&desk, "introspect", &json!({"token": token(&second, "access_token")})).await.body;
    assert_eq!(introspected["active"], false);
}

#[tokio::test]
async fn scripts_are_let_in_at_once() {
    let desk = Desk::new(Options { consent: Consent::Auto, ..Options::default() }).await;
    let answer = desk.http.get(authorize_url(&desk, &[])).send().await.unwrap();
    let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(exchange(&desk, &field(&back, "code").unwrap()).await.status, 200);
    let log = serde_json::to_string(&desk.sim.log()).unwrap();
    assert!(!log.contains(&field(&back, "code").unwrap()), "the log holds no code");
    assert!(!log.contains(desk.sim.client_secret()));
}

#[tokio::test]
async fn a_deep_link_comes_back_as_one() {
    let desk = Desk::sample().await;
    let back = consent_of(&desk, "0", DEEP_LINK_REDIRECT, "allow", None).await;
    assert!(back.as_str().starts_with("net.trovesearch.desktop:/oauth/callback?code=03"), "{back}");
    let code = field(&back, "code").unwrap();
    let elsewhere = exchange(&desk, &code).await;
    assert_eq!(elsewhere.status, 400, "a code is for the address it was sent to");
    let body = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": DEEP_LINK_REDIRECT});
    assert_eq!(call(&desk, "token", &body).await.status, 200);
}

#[tokio::test]
async fn two_people_are_two_connections_in_one_workspace() {
    let desk = Desk::sample().await;
    let mut grants = Vec::new();
    for person in ["0", "2"] {
        let back = consent_of(&desk, person, LOOPBACK_REDIRECT, "allow", None).await;
        grants.push(exchange(&desk, &field(&back, "code").unwrap()).await.body);
    }
    assert_eq!(grants[0]["workspace_id"], grants[1]["workspace_id"]);
    assert_ne!(grants[0]["bot_id"], grants[1]["bot_id"]);
    assert_eq!(grants[1]["owner"]["user"]["name"], "あいこ");
    assert!(desk.sim.is_live(grants[0]["refresh_token"].as_str().unwrap()));
}

#[tokio::test]
async fn a_fresh_grant_is_indexed_with_a_delay_but_can_be_fetched_at_once() {
    let mut desk = Desk::new(Options { search_lag: Duration::from_secs(30), ..Options::default() }).await;
    let kitchen = desk.sim.id_of("Kitchen desk").unwrap();
    let grant = granted(&desk, Some(std::slice::from_ref(&kitchen))).await;
    desk.token = grant["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.search_all(json!({})).await.0.len(), 0);
    assert_eq!(desk.get(&format!("/v1/pages/{kitchen}")).await.status, 200);
    desk.sim.advance(Duration::from_secs(30));
    assert_eq!(desk.search_all(json!({})).await.0.len(), 7);
}
