//! The token endpoints against a server that answers with given bytes: everything that
//! Notion would not send. What it does send is tested against `trove-sim`.

use super::*;
use crate::scripted_server::{GRANT, Server, client, credentials, http, serve};
use expect_test::expect;
use std::time::Duration;
use tokio::net::TcpListener;

async fn exchange(server: &Server) -> Result<Grant, OAuthError> {
    let code = SecretString::from("sentinel-code");
    client(&server.origin).exchange(&credentials(), &code, "net.trovesearch.desktop:/oauth/callback").await
}

/// Check 11.
#[tokio::test]
async fn the_request_to_the_letter() {
    let server = serve(http("200 OK", "", GRANT)).await;
    exchange(&server).await.unwrap();
    let refresh = SecretString::from("sentinel-refresh");
    client(&server.origin).refresh(&credentials(), &refresh).await.unwrap();
    let requests = server.requests().join("\n---\n");
    let requests =
        requests.replace(server.origin.to_string().trim_start_matches("http://"), "HOST").replace('\r', "");
    expect![[r#"
        POST /v1/oauth/token HTTP/1.1
        authorization: Basic dGhlLWlkOnNlbnRpbmVsLXNlY3JldA==
        notion-version: 2026-03-11
        content-type: application/json
        accept: */*
        accept-encoding: gzip
        host: HOST
        content-length: 115

        {"code":"sentinel-code","grant_type":"authorization_code","redirect_uri":"net.trovesearch.desktop:/oauth/callback"}
        ---
        POST /v1/oauth/token HTTP/1.1
        authorization: Basic dGhlLWlkOnNlbnRpbmVsLXNlY3JldA==
        notion-version: 2026-03-11
        content-type: application/json
        accept: */*
        accept-encoding: gzip
        host: HOST
        content-length: 65

        {"grant_type":"refresh_token","refresh_token":"sentinel-refresh"}"#]].assert_eq(&requests);
}

#[tokio::test]
async fn a_grant_is_read_and_shows_no_token() {
    let server = serve(http("200 OK", "", GRANT)).await;
    let grant = exchange(&server).await.unwrap();
    assert_eq!(grant.access.expose(), "sentinel-access");
    assert_eq!(grant.refresh.as_ref().unwrap().expose(), "sentinel-refresh");
    assert!(grant.owner_json.starts_with(r#"{"type":"user","user":{"object":"user","id":"aaaa"#));
    expect![[r#"
        Grant {
            access: [redacted],
            refresh: Some(
                [redacted],
            ),
            bot_id: b3414d65-1111-2222-3333-444455556666,
            workspace_id: 6acdbd34-1111-2222-3333-444455556666,
            workspace_name: Some(
                "Acme",
            ),
            workspace_icon: Some(
                "🌱",
            ),
            owner: Person {
                id: aaaaaaaa-1111-2222-3333-444455556666,
                name: Some(
                    "Ana",
                ),
                email: Some(
                    "ana@example.com",
                ),
            },
            owner_json: "{\"type\":\"user\",\"user\":{\"object\":\"user\",\"id\":\"aaaaaaaa-1111-2222-3333-444455556666\",\"type\":\"person\",\"name\":\"Ana\",\"avatar_url\":null,\"person\":{\"email\":\"ana@example.com\",\"email_verified\":true}}}",
            duplicated_template_id: None,
        }"#]].assert_eq(&format!("{grant:#?}"));
}

#[test]
fn grants_that_are_less_or_more_than_usual() {
    let read = |from: &str, to: &str| {
        assert!(GRANT.contains(from), "{from}");
        Grant::read(GRANT.replace(from, to).as_bytes())
    };
    assert!(read("\"sentinel-refresh\"", "null").unwrap().refresh.is_none());
    assert!(read("\"refresh_token\":\"sentinel-refresh\",", "").unwrap().refresh.is_none());
    assert!(read("\"workspace_name\":\"Acme\",", "").unwrap().workspace_name.is_none());
    assert!(read("\"token_type\":\"bearer\"", "\"token_type\":\"Bearer\"").is_some());
    assert!(
        read(
            "\"duplicated_template_id\":null",
            "\"duplicated_template_id\":\"6acdbd34111122223333444455556666\""
        )
        .unwrap()
        .duplicated_template_id
        .is_some()
    );
    let partial = read(
        r#","name":"Ana","avatar_url":null,"person":{"email":"ana@example.com","email_verified":true}"#,
        "",
    )
    .unwrap();
    assert!(matches!(partial.owner, crate::Owner::Person { name: None, email: None, .. }));
    let empty = read(r#"{"email":"ana@example.com","email_verified":true}"#, "{}").unwrap();
    assert!(matches!(empty.owner, crate::Owner::Person { name: Some(_), email: None, .. }));
    let owner = read(r#"{"type":"user","user":{"object":"user","id":"aaaaaaaa-1111-2222-3333-444455556666","type":"person","name":"Ana","avatar_url":null,"person":{"email":"ana@example.com","email_verified":true}}}"#, r#"{"type":"workspace","workspace":true}"#).unwrap();
    assert_eq!(owner.owner, crate::Owner::Workspace);
    assert_eq!(owner.owner_json, r#"{"type":"workspace","workspace":true}"#);

    for (from, to) in [
        ("\"sentinel-access\"", "\"\""),
        ("\"sentinel-access\"", "null"),
        ("\"token_type\":\"bearer\"", "\"token_type\":\"mac\""),
        ("\"bot_id\":\"b3414d65-", "\"bot_id\":\"../"),
        ("\"workspace_id\":", "\"workspace\":"),
        ("\"request_id\":\"r\"}", "\"request_id\":\"r\""),
    ] {
        assert!(read(from, to).is_none(), "{from} -> {to}");
    }
}

#[tokio::test]
async fn answers_that_are_not_a_grant() {
    let error = |field: &str, code: &str| format!(r#"{{"{field}":"{code}","message":"sentinel-access"}}"#);
    let mut table = String::new();
    for (status, body) in [
        ("400 Bad Request", error("error", "invalid_grant")),
        ("400 Bad Request", error("code", "invalid_grant")),
        ("400 Bad Request", error("error", "invalid_client")),
        ("400 Bad Request", error("error", "unauthorized_client")),
        ("400 Bad Request", error("code", "validation_error")),
        ("400 Bad Request", error("error", "sentinel-access")),
        ("400 Bad Request", error("error", "")),
        ("400 Bad Request", "{\"error\":{\"code\":\"x\"},\"code\":\"invalid_grant\"}".to_owned()),
        ("400 Bad Request", "<html>portal</html>".to_owned()),
        ("401 Unauthorized", error("error", "invalid_client")),
        ("401 Unauthorized", error("code", "unauthorized")),
        ("401 Unauthorized", String::new()),
        ("403 Forbidden", error("code", "test_env_error")),
        ("403 Forbidden", "<html>blocked</html>".to_owned()),
        ("404 Not Found", error("code", "object_not_found")),
        ("407 Proxy Authentication Required", String::new()),
        ("408 Request Timeout", String::new()),
        ("429 Too Many Requests", error("code", "rate_limited")),
        ("500 Internal Server Error", error("code", "internal_server_error")),
        ("502 Bad Gateway", "<html>edge</html>".to_owned()),
        ("503 Service Unavailable", String::new()),
        ("504 Gateway Timeout", String::new()),
        ("529 Overloaded", error("code", "service_overload")),
        ("200 OK", String::new()),
        ("200 OK", "{}".to_owned()),
        ("200 OK", "null".to_owned()),
        ("200 OK", "<html>portal</html>".to_owned()),
        ("200 OK", GRANT.strip_suffix('}').unwrap().to_owned()),
        ("200 OK", "x".repeat(MAX_BODY + 1)),
        ("201 Created", GRANT.to_owned()),
        ("204 No Content", String::new()),
    ] {
        let server = serve(http(status, "", &body)).await;
        let error = exchange(&server).await.unwrap_err();
        let lasting = if error.is_permanent() { "for good" } else { "for now" };
        let shown = if body.len() > 70 { format!("{} bytes", body.len()) } else { body };
        table += &format!("{status} {shown} -> {error} ({lasting})\n");
        assert!(!format!("{error} {error:?}").contains("sentinel"));
    }
    expect![[r#"
        400 Bad Request {"error":"invalid_grant","message":"sentinel-access"} -> Notion refused the code or refresh token (for good)
        400 Bad Request {"code":"invalid_grant","message":"sentinel-access"} -> Notion refused the code or refresh token (for good)
        400 Bad Request {"error":"invalid_client","message":"sentinel-access"} -> Notion refused the client id or secret (for good)
        400 Bad Request {"error":"unauthorized_client","message":"sentinel-access"} -> Notion refused the request: unauthorized_client (for good)
        400 Bad Request {"code":"validation_error","message":"sentinel-access"} -> Notion refused the request: validation_error (for good)
        400 Bad Request {"error":"sentinel-access","message":"sentinel-access"} -> the answer is not Notion's: 400 (for now)
        400 Bad Request {"error":"","message":"sentinel-access"} -> the answer is not Notion's: 400 (for now)
        400 Bad Request {"error":{"code":"x"},"code":"invalid_grant"} -> Notion refused the code or refresh token (for good)
        400 Bad Request <html>portal</html> -> the answer is not Notion's: 400 (for now)
        401 Unauthorized {"error":"invalid_client","message":"sentinel-access"} -> Notion refused the client id or secret (for good)
        401 Unauthorized {"code":"unauthorized","message":"sentinel-access"} -> Notion refused the client id or secret (for good)
        401 Unauthorized  -> the answer is not Notion's: 401 (for now)
        403 Forbidden {"code":"test_env_error","message":"sentinel-access"} -> Notion answered 403: test_env_error (for good)
        403 Forbidden <html>blocked</html> -> the answer is not Notion's: 403 (for now)
        404 Not Found {"code":"object_not_found","message":"sentinel-access"} -> Notion answered 404: object_not_found (for good)
        407 Proxy Authentication Required  -> the answer is not Notion's: 407 (for now)
        408 Request Timeout  -> Notion is not available: 408 (for now)
        429 Too Many Requests {"code":"rate_limited","message":"sentinel-access"} -> Notion is not available: 429 (for now)
        500 Internal Server Error {"code":"internal_server_error","message":"sentinel-access"} -> Notion is not available: 500 (for now)
        502 Bad Gateway <html>edge</html> -> Notion is not available: 502 (for now)
        503 Service Unavailable  -> Notion is not available: 503 (for now)
        504 Gateway Timeout  -> Notion is not available: 504 (for now)
        529 Overloaded {"code":"service_overload","message":"sentinel-access"} -> Notion is not available: 529 (for now)
        200 OK  -> the answer is not Notion's: 200 (for now)
        200 OK {} -> the answer is not Notion's: 200 (for now)
        200 OK null -> the answer is not Notion's: 200 (for now)
        200 OK <html>portal</html> -> the answer is not Notion's: 200 (for now)
        200 OK 482 bytes -> the answer is not Notion's: 200 (for now)
        200 OK 262145 bytes -> the answer is not Notion's: 200 (for now)
        201 Created 483 bytes -> the answer is not Notion's: 201 (for now)
        204 No Content  -> the answer is not Notion's: 204 (for now)
    "#]].assert_eq(&table);
}

/// Check 11.
#[tokio::test]
async fn redirects_are_not_followed() {
    for status in
        ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let elsewhere = serve(http("200 OK", "", GRANT)).await;
        let location = format!("Location: {}/v1/oauth/token\r\n", elsewhere.origin);
        let server = serve(http(status, &location, "")).await;
        let number = status.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(exchange(&server).await.unwrap_err(), OAuthError::NotNotion { status: number });
        assert_eq!(server.requests().len(), 1);
        assert!(elsewhere.requests().is_empty());
    }
}

#[tokio::test]
async fn no_network_and_half_an_answer() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::parse(&format!("http://{}", unused.local_addr().unwrap())).unwrap();
    drop(unused);
    let refresh = SecretString::from("r");
    assert_eq!(
        client(&origin).refresh(&credentials(), &refresh).await.unwrap_err(),
        Unreachable::Offline.into()
    );

    let whole = http("200 OK", "", GRANT);
    for cut in [0, 5, 40, whole.len() - 1] {
        let server = serve(&whole.as_bytes()[..cut]).await;
        assert_eq!(
            exchange(&server).await.unwrap_err(),
            Unreachable::Interrupted.into(),
            "cut after {cut} bytes"
        );
    }
}

#[tokio::test]
async fn a_silent_server_is_a_timeout() {
    // It accepts, in the backlog, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::parse(&format!("http://{}", silent.local_addr().unwrap())).unwrap();
    let http = reqwest::Client::builder().timeout(Duration::from_millis(20)).no_proxy().build().unwrap();
    let client = OAuthClient::new(http, origin);
    let refresh = SecretString::from("r");
    assert_eq!(client.refresh(&credentials(), &refresh).await.unwrap_err(), Unreachable::Timeout.into());
}

#[tokio::test]
async fn introspect_and_revoke() {
    let token = SecretString::from("sentinel-access");
    for (body, active) in [
        (r#"{"active":true,"scope":"x","iat":1,"request_id":"r"}"#, Ok(true)),
        (r#"{"active":false}"#, Ok(false)),
        (r#"{"request_id":"r"}"#, Err(OAuthError::NotNotion { status: 200 })),
    ] {
        let server = serve(http("200 OK", "", body)).await;
        let client = client(&server.origin);
        assert_eq!(client.introspect(&credentials(), &token).await, active);
        assert_eq!(client.revoke(&credentials(), &token).await, Ok(()));
    }
    let portal = serve(http("200 OK", "", "<html>sign in to the network</html>")).await;
    let revoked = client(&portal.origin).revoke(&credentials(), &token).await;
    assert_eq!(revoked, Err(OAuthError::NotNotion { status: 200 }));
}
