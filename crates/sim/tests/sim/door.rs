//! The sample as a product brings it: one person's, whoever else is on the computer.

use reqwest::header::{HOST, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use trove_sim::{Door, Options};

use crate::Desk;

/// Check 61. Another user of the computer read the searches and planted pages through the control port; any page could sign
/// itself in at the consent page.
#[tokio::test]
async fn it_answers_its_own_token_under_a_name_of_this_computer_and_nothing_else() {
    let desk = Desk::new(Options { door: Door::OwnToken, ..Options::default() }).await;
    assert_eq!(desk.sim.control(), None, "nobody pulls strings in a product");
    let token = desk.sim.personal_token().to_owned();
    let port = desk.sim.origin().rsplit(':').next().unwrap().to_owned();
    let ask = async |method: Method, path: &str, token: Option<&str>, host: Option<String>| {
        let mut headers = HeaderMap::new();
        headers.insert("notion-version", HeaderValue::from_static("2026-03-11"));
        if let Some(host) = host {
            headers.insert(HOST, host.parse().unwrap());
        }
        let mut request = desk.http.request(method, format!("{}{path}", desk.sim.origin())).headers(headers);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let me = "/v1/users/me";
    for host in [None, Some(format!("localhost:{port}")), Some(format!("[::1]:{port}"))] {
        assert_eq!(ask(Method::GET, me, Some(&token), host).await.0, StatusCode::OK);
    }
    desk.sim.clear_log();
    let refused = (StatusCode::FORBIDDEN, String::new());
    for host in ["evil.example", "localhost.evil.example", "192.168.1.5", ""] {
        assert_eq!(
            ask(Method::GET, me, Some(&token), Some(format!("{host}:{port}"))).await,
            refused,
            "{host}"
        );
    }
    // The internal token is alive where the door is open.
    for token in [None, Some(desk.sim.internal_token()), Some("ntn_"), Some("")] {
        for (method, path) in [
            (Method::GET, me),
            (Method::POST, "/v1/search"),
            (Method::GET, "/v1/oauth/authorize?client_id=x"),
            (Method::POST, "/v1/oauth/authorize"),
            (Method::POST, "/v1/oauth/token"),
            (Method::GET, "/log"),
            (Method::POST, "/create"),
            (Method::GET, "/"),
        ] {
            assert_eq!(ask(method.clone(), path, token, None).await, refused, "{method} {path} {token:?}");
        }
    }
    assert!(desk.sim.log().is_empty(), "what was turned away is not kept either");
}
