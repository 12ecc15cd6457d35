//! The public socket: routes, and the checks that every call passes.
//!
//! No rule of Notion's lives here beyond the order of the checks; each is in the room that is named after it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::around::{Bent, around, bearer};
use crate::consent_page::{self, Choice};
use crate::errors::Answer;
use crate::node::Kind;
use crate::oauth::{self, Authorize};
use crate::objects::{self, Version};
use crate::options::Consent;
use crate::paging::{Bend, Paging};
use crate::state::{Shared, State, lock};
use crate::{blocks, ids, markdown, properties, query, search, users};

/// Everything under `/v1`.
pub fn router(shared: Shared) -> Router {
    let no = || async { Answer::restricted() };
    Router::new()
        .route("/v1/oauth/authorize", get(authorize).post(decide))
        .route("/v1/oauth/token", post(token))
        .route("/v1/oauth/introspect", post(introspect))
        .route("/v1/oauth/revoke", post(revoke))
        .route("/v1/users", get(list_users))
        .route("/v1/users/me", get(me))
        .route("/v1/users/{id}", get(one_user))
        .route("/v1/search", post(post_search))
        .route("/v1/pages", post(no))
        .route("/v1/pages/{id}", get(page).patch(no))
        .route("/v1/pages/{id}/move", post(no))
        .route("/v1/pages/{id}/markdown", get(page_markdown).patch(no))
        .route("/v1/pages/{id}/properties/{property}", get(page_property))
        .route("/v1/databases", post(no))
        .route("/v1/databases/{id}", get(database).patch(no))
        .route("/v1/data_sources", post(no))
        .route("/v1/data_sources/{id}", get(data_source).patch(no))
        .route("/v1/data_sources/{id}/query", post(query_data_source))
        .route("/v1/blocks/{id}", get(block).patch(no).delete(no))
        .route("/v1/blocks/{id}/children", get(block_children).patch(no))
        .route("/v1/comments", get(no).post(no))
        .fallback(|| async { Answer::invalid_url() })
        .method_not_allowed_fallback(|| async { Answer::invalid_url() })
        .layer(middleware::from_fn_with_state(shared.clone(), around))
        .with_state(shared)
}

/// A call that has passed the checks: version, token, budget.
struct Caller {
    connection: usize,
    version: Version,
    bend: Bend,
    markdown: Option<(usize, bool)>,
    query: Vec<(String, String)>,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Answer> {
        let mut state = lock(shared);
        let token = bearer(&parts.headers).ok_or_else(Answer::unauthorized)?;
        let connection = state.connections.find(token).ok_or_else(Answer::unauthorized)?;
        let version = match parts.headers.get("notion-version").map(|value| value.to_str().unwrap_or_default()) {
            None => {
                return Err(Answer::error(
                    400,
                    "missing_version",
                    "Notion-Version header failed validation: Notion-Version header should be defined, \
                     instead was `undefined`.",
                ));
            }
            Some(text) => Version::read(text).ok_or_else(|| {
                Answer::invalid(format!(
                    "Notion-Version header failed validation: Notion-Version header should be `\"2026-03-11\"` \
                     or `\"2025-09-03\"`, instead was `\"{text}\"`."
                ))
            })?,
        };
        let now_ms = state.clock.now_ms();
        let limit = state.options.limit;
        state.connections.list[connection]
            .window
            .admit(limit, now_ms)
            .map_err(|seconds| Answer::rate_limited("public_api_request_rate_limit", seconds))?;
        let bent = parts.extensions.get::<Bent>().copied().unwrap_or_default();
        let query = pairs(parts.uri.query());
        Ok(Self { connection, version, bend: bent.lists, markdown: bent.markdown, query })
    }
}

fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

type Reply = Result<Answer, Answer>;

fn path_id(name: &str, text: &str) -> Result<Uuid, Answer> {
    ids::parse(text).ok_or_else(|| Answer::field(&format!("path.{name}"), "a valid uuid", Some(&json!(text))))
}

/// The JSON object in a body; nothing at all counts as an empty one.
fn json_body(bytes: &Bytes) -> Result<Map<String, Value>, Answer> {
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(Answer::field("body", "an object", Some(&other))),
        Err(_) => Err(Answer::error(400, "invalid_json", "Error parsing JSON body.")),
    }
}

async fn me(Extract(shared): Extract<Shared>, caller: Caller) -> Reply {
    let state = lock(&shared);
    Ok(Answer::ok(state.connections.list[caller.connection].bot_json(&state.world)))
}

async fn list_users(Extract(shared): Extract<Shared>, caller: Caller) -> Reply {
    let state = lock(&shared);
    let paging = Paging::from_query(&caller.query, caller.bend)?;
    users::all(&state.world, &state.connections.list[caller.connection], &paging).map(Answer::ok)
}

async fn one_user(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let state = lock(&shared);
    let id = path_id("user_id", &id)?;
    users::one(&state.world, &state.connections.list[caller.connection], id).map(Answer::ok)
}

async fn post_search(Extract(shared): Extract<Shared>, caller: Caller, body: Bytes) -> Reply {
    let body = json_body(&body)?;
    let mut state = lock(&shared);
    let State { world, connections, walks, clock, options, .. } = &mut *state;
    let context = search::Context {
        world,
        connection: &connections.list[caller.connection],
        version: caller.version,
        now_ms: clock.now_ms(),
        lag_ms: i64::try_from(options.search_lag.as_millis()).unwrap_or(i64::MAX / 2),
        cap: options.walk_cap,
        bend: caller.bend,
    };
    search::search(&context, walks, &body).map(Answer::ok)
}

/// Retrieves one object of this kind, or says which kind the id really is.
fn retrieve(state: &State, caller: &Caller, id: Uuid, kind: Kind) -> Result<Value, Answer> {
    let world = &state.world;
    let word = match kind {
        Kind::Page => "page",
        Kind::Database => "database",
        Kind::DataSource => "data_source",
    };
    let at = world
        .find(id)
        .filter(|at| state.connections.list[caller.connection].sees(world, *at))
        .ok_or_else(|| Answer::not_found(word, id))?;
    match (kind, world.node(at).kind) {
        (wanted, found) if wanted == found => Ok(objects::object(world, at, caller.version, None)),
        (Kind::Page, Kind::Database) => Err(Answer::invalid(format!(
            "Provided ID {id} is a database, not a page. Use the retrieve database API instead: \
             https://developers.notion.com/reference/retrieve-a-database"
        ))),
        (Kind::Database, Kind::Page) => Err(Answer::invalid(format!(
            "Provided database_id {id} is a page, not a database. Use the pages API instead, or pass the ID of \
             the database itself: https://developers.notion.com/reference/page."
        ))),
        _ => Err(Answer::not_found(word, id)),
    }
}

async fn page(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("page_id", &id)?;
    let mut page = retrieve(&lock(&shared), &caller, id, Kind::Page)?;
    query::keep_only(&mut page, &caller.query);
    Ok(Answer::ok(page))
}

async fn database(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("database_id", &id)?;
    retrieve(&lock(&shared), &caller, id, Kind::Database).map(Answer::ok)
}

async fn data_source(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("data_source_id", &id)?;
    retrieve(&lock(&shared), &caller, id, Kind::DataSource).map(Answer::ok)
}

async fn page_property(
    Extract(shared): Extract<Shared>,
    caller: Caller,
    Path((id, property)): Path<(String, String)>,
) -> Reply {
    let id = path_id("page_id", &id)?;
    let paging = Paging::from_query(&caller.query, caller.bend)?;
    let state = lock(&shared);
    retrieve(&state, &caller, id, Kind::Page)?;
    let at = state.world.find(id).ok_or_else(|| Answer::not_found("page", id))?;
    properties::item(&state.world, at, &property, &paging).map(Answer::ok)
}

async fn page_markdown(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("page_id", &id)?;
    let state = lock(&shared);
    let connection = &state.connections.list[caller.connection];
    let transcripts =
        caller.query.iter().any(|(name, value)| name == "include_transcript" && value == "true");
    let lasting = state.world.find(id).or_else(|| state.world.home_of_block(id));
    let lasting = lasting.and_then(|page| state.truncated.get(&page).copied());
    let (blocks, marked) = caller.markdown.or(lasting).unwrap_or((state.options.markdown_block_limit, true));
    let extent = markdown::Extent { blocks, marked, transcripts };
    markdown::retrieve(&state.world, connection, id, extent).map(Answer::ok)
}

async fn query_data_source(
    Extract(shared): Extract<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Reply {
    let id = path_id("data_source_id", &id)?;
    let body = json_body(&body)?;
    let mut state = lock(&shared);
    retrieve(&state, &caller, id, Kind::DataSource)?;
    let State { world, connections, walks, options, .. } = &mut *state;
    let at = world.find(id).ok_or_else(|| Answer::not_found("data_source", id))?;
    let connection = &connections.list[caller.connection];
    let paging = Paging::from_body(&body, caller.bend)?;
    let cap = options.walk_cap;
    query::query(world, connection, walks, at, caller.version, &body, &paging, &caller.query, cap)
        .map(Answer::ok)
}

async fn block(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("block_id", &id)?;
    let state = lock(&shared);
    let connection = &state.connections.list[caller.connection];
    blocks::retrieve(&state.world, connection, id, caller.version).map(Answer::ok)
}

async fn block_children(Extract(shared): Extract<Shared>, caller: Caller, Path(id): Path<String>) -> Reply {
    let id = path_id("block_id", &id)?;
    let paging = Paging::from_query(&caller.query, caller.bend)?;
    let state = lock(&shared);
    let connection = &state.connections.list[caller.connection];
    blocks::children(&state.world, connection, id, caller.version, &paging).map(Answer::ok)
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok())
}

async fn token(Extract(shared): Extract<Shared>, headers: HeaderMap, body: Bytes) -> Reply {
    let mut state = lock(&shared);
    let State { oauth, connections, world, clock, .. } = &mut *state;
    oauth.token(authorization(&headers), &body, connections, world, clock.now_ms()).map(Answer::ok)
}

async fn introspect(Extract(shared): Extract<Shared>, headers: HeaderMap, body: Bytes) -> Reply {
    let state = lock(&shared);
    state.oauth.introspect(authorization(&headers), &body, &state.connections).map(Answer::ok)
}

async fn revoke(Extract(shared): Extract<Shared>, headers: HeaderMap, body: Bytes) -> Reply {
    let mut state = lock(&shared);
    let State { oauth, connections, .. } = &mut *state;
    oauth.revoke(authorization(&headers), &body, connections).map(Answer::ok)
}

async fn authorize(Extract(shared): Extract<Shared>, request: Request) -> Response {
    let query = pairs(request.uri().query());
    let mut state = lock(&shared);
    match state.oauth.authorize(&query) {
        Authorize::Refuse(reason) => {
            (StatusCode::BAD_REQUEST, Html(consent_page::refuse(reason))).into_response()
        }
        Authorize::Back(to) => sent_back(&to),
        Authorize::Ask { ticket, pending } => {
            let choices = choices(&state);
            if state.options.consent == Consent::Auto {
                let picked = choices.iter().filter(|choice| choice.picked).map(|choice| choice.id).collect();
                return decided(&mut state, &ticket, Some((0, picked)));
            }
            let people: Vec<&str> =
                state.world.names.people.iter().map(|person| person.name.as_str()).collect();
            let site = url::Url::parse(&pending.redirect_uri).ok().map_or(String::new(), |url| {
                url.host_str().map_or_else(|| format!("{}:", url.scheme()), str::to_owned)
            });
            Html(consent_page::ask(&state.world.names.workspace, &people, &site, &ticket, &choices))
                .into_response()
        }
    }
}

async fn decide(Extract(shared): Extract<Shared>, body: Bytes) -> Response {
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let get = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let allowed = (get("decision") == Some("allow")).then(|| {
        let person = get("person").and_then(|index| index.parse().ok()).unwrap_or(0);
        let pages = fields.iter().filter(|(key, _)| key == "page").filter_map(|(_, id)| ids::parse(id));
        (person, pages.collect())
    });
    decided(&mut lock(&shared), get("ticket").unwrap_or_default(), allowed)
}

fn decided(state: &mut State, ticket: &str, allowed: Option<(usize, Vec<Uuid>)>) -> Response {
    let choice = allowed.map(|(person, pages)| oauth::Choice {
        person: person.min(state.world.names.people.len().saturating_sub(1)),
        roots: pages.into_iter().filter_map(|id| state.world.find(id)).collect(),
    });
    let now_ms = state.clock.now_ms();
    match state.oauth.decide(ticket, choice, now_ms) {
        Some(to) => sent_back(&to),
        None => {
            let page = consent_page::refuse("This page has already been answered.");
            (StatusCode::BAD_REQUEST, Html(page)).into_response()
        }
    }
}

fn sent_back(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::CACHE_CONTROL, "no-store")]).into_response()
}

/// The top of the workspace, as the page picker offers it. A person's private pages are offered but not picked.
fn choices(state: &State) -> Vec<Choice> {
    let world = &state.world;
    world
        .all()
        .filter(|at| world.parent(*at).is_none() && !world.node(*at).trashed)
        .take(200)
        .map(|at| Choice {
            id: world.node(at).id,
            title: world.title_text(at),
            icon: world.written(at).icon["emoji"].as_str().map(str::to_owned),
            picked: !world.private.contains(&at),
        })
        .collect()
}
