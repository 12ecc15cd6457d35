//! The stand-in on a real socket, asked by an HTTP client that knows nothing of its insides.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic is a test's report; a skipped one says so"
)]

mod api;
mod binary;
mod control;
mod damage;
mod door;
mod faults;
mod oauth;
mod recorded;
mod sample;
mod world_file;

use reqwest::{Client, Method, Response, redirect};
use serde_json::Value;
use trove_sim::{Options, Sim};

/// A running stand-in and a client with a token.
struct Desk {
    sim: Sim,
    http: Client,
    token: String,
}

/// An answer with its headers taken apart.
#[derive(Debug)]
struct Answer {
    status: u16,
    retry_after: Option<String>,
    body: Value,
}

impl Desk {
    async fn new(options: Options) -> Self {
        let sim = Sim::start(options).await.unwrap();
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        let token = sim.internal_token().to_owned();
        Self { sim, http, token }
    }

    async fn sample() -> Self {
        Self::new(Options::default()).await
    }

    async fn raw(&self, method: Method, path: &str, body: Option<&Value>) -> reqwest::Result<Response> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.sim.origin()))
            .bearer_auth(&self.token)
            .header("Notion-Version", "2026-03-11");
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await
    }

    async fn get(&self, path: &str) -> Answer {
        taken_apart(self.raw(Method::GET, path, None).await.unwrap()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        taken_apart(self.raw(Method::POST, path, Some(body)).await.unwrap()).await
    }

    async fn search(&self, body: Value) -> Value {
        let answer = self.post("/v1/search", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// All results of a search, and how many requests they took.
    async fn search_all(&self, mut body: Value) -> (Vec<Value>, usize) {
        let mut results = Vec::new();
        for requests in 1.. {
            let leaf = self.search(body.clone()).await;
            results.extend(leaf["results"].as_array().unwrap().iter().cloned());
            assert_eq!(leaf["has_more"], !leaf["next_cursor"].is_null());
            if leaf["has_more"] == false {
                return (results, requests);
            }
            body["start_cursor"] = leaf["next_cursor"].clone();
        }
        unreachable!("the loop only returns")
    }
}

async fn taken_apart(response: Response) -> Answer {
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (retry_after, request_id) = (header("retry-after"), header("x-notion-request-id"));
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["request_id"].as_str(), request_id.as_deref(), "the id is in the header and in the body");
    Answer { status, retry_after, body }
}

/// An error as `status code: message`, with ids made alike.
fn error_line(answer: &Answer) -> String {
    assert_eq!(answer.body["object"], "error");
    assert_eq!(answer.body["status"], answer.status);
    let text = |name: &str| answer.body[name].as_str().unwrap_or_default().to_owned();
    format!("{} {}: {}", answer.status, text("code"), text("message"))
}

/// The title of a page or data source, as a client must find it.
fn title(object: &Value) -> String {
    let rich_text = if object["object"] == "page" {
        let properties = object["properties"].as_object().unwrap();
        let titles: Vec<_> = properties.values().filter(|property| property["type"] == "title").collect();
        assert_eq!(titles.len(), 1, "exactly one title: {object}");
        titles[0]["title"].clone()
    } else {
        object["title"].clone()
    };
    rich_text.as_array().unwrap().iter().filter_map(|item| item["plain_text"].as_str()).collect()
}
