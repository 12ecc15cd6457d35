//! The control port: the world's strings, as JSON over HTTP on a socket of its own. The same verbs as `Sim`'s methods.
//!
//! Not part of Notion; nothing that an app is pointed at leads here.

use std::time::Duration;

use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::connections::TokenKind;
use crate::damage::Damage;
use crate::faults::Fault;
use crate::state::{Create, Edit, Shared, Unknown, lock};
use crate::storm::{Storm, Trouble};

/// All verbs.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/log", get(log))
        .route("/tokens", get(tokens))
        .route("/log/clear", post(clear_log))
        .route("/world", get(world))
        .route("/edit", post(edit))
        .route("/create", post(create))
        .route("/move", post(move_to))
        .route("/trash", post(trash))
        .route("/restore", post(restore))
        .route("/unshare", post(unshare))
        .route("/reshare", post(reshare))
        .route("/unshare-all", post(unshare_all))
        .route("/reshare-all", post(reshare_all))
        .route("/list", post(list))
        .route("/damage", post(damage))
        .route("/mend", post(mend))
        .route("/truncate", post(truncate))
        .route("/storm", post(storm))
        .route("/calm", post(calm))
        .route("/revoke", post(revoke))
        .route("/stale-cursors", post(stale_cursors))
        .route("/advance", post(advance))
        .route("/search-lag", post(search_lag))
        .route("/fault", post(fault))
        .route("/faults/clear", post(clear_faults))
        .with_state(shared)
}

impl IntoResponse for Unknown {
    fn into_response(self) -> Response {
        (StatusCode::NOT_FOUND, Json(json!({"error": self.to_string()}))).into_response()
    }
}

type Done = Result<Json<Value>, Unknown>;

fn done() -> Done {
    Ok(Json(json!({"ok": true})))
}

async fn log(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(json!(lock(&shared).log.entries()))
}

async fn clear_log(Extract(shared): Extract<Shared>) -> Done {
    lock(&shared).log.clear();
    done()
}

/// Every token ever given out, dead ones included: what a search for leaks looks for.
async fn tokens(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(json!(lock(&shared).connections.given()))
}

#[derive(Deserialize)]
struct WhoseWorld {
    token: Option<String>,
    #[serde(default)]
    markdown: bool,
}

/// Without a token: what the person's own token sees, which is everything.
async fn world(Extract(shared): Extract<Shared>, Query(whose): Query<WhoseWorld>) -> Done {
    let state = lock(&shared);
    let token = whose.token.as_deref().unwrap_or(&state.personal_token);
    Ok(Json(json!(state.world_of(token, whose.markdown)?)))
}

#[derive(Deserialize)]
struct EditOf {
    id: String,
    #[serde(flatten)]
    edit: Edit,
}

async fn edit(Extract(shared): Extract<Shared>, Json(body): Json<EditOf>) -> Done {
    lock(&shared).edit(&body.id, body.edit)?;
    done()
}

async fn create(Extract(shared): Extract<Shared>, Json(body): Json<Create>) -> Done {
    let id = lock(&shared).create(body)?;
    Ok(Json(json!({"id": id})))
}

#[derive(Deserialize)]
struct Which {
    id: String,
    /// Only for connections of this kind; without it for all.
    kind: Option<TokenKind>,
}

#[derive(Deserialize)]
struct Where {
    id: String,
    parent: String,
}

async fn move_to(Extract(shared): Extract<Shared>, Json(to): Json<Where>) -> Done {
    lock(&shared).move_to(&to.id, &to.parent)?;
    done()
}

async fn trash(Extract(shared): Extract<Shared>, Json(which): Json<Which>) -> Done {
    lock(&shared).trash(&which.id, true)?;
    done()
}

async fn restore(Extract(shared): Extract<Shared>, Json(which): Json<Which>) -> Done {
    lock(&shared).trash(&which.id, false)?;
    done()
}

async fn unshare(Extract(shared): Extract<Shared>, Json(which): Json<Which>) -> Done {
    lock(&shared).share(&which.id, which.kind, false)?;
    done()
}

async fn reshare(Extract(shared): Extract<Shared>, Json(which): Json<Which>) -> Done {
    lock(&shared).share(&which.id, which.kind, true)?;
    done()
}

/// Only for connections of this kind; without it for all.
#[derive(Deserialize)]
struct Whose {
    kind: Option<TokenKind>,
}

async fn unshare_all(Extract(shared): Extract<Shared>, Json(whose): Json<Whose>) -> Done {
    lock(&shared).blind(whose.kind, true);
    done()
}

async fn reshare_all(Extract(shared): Extract<Shared>, Json(whose): Json<Whose>) -> Done {
    lock(&shared).blind(whose.kind, false);
    done()
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    listed: bool,
}

async fn list(Extract(shared): Extract<Shared>, Json(one): Json<Listed>) -> Done {
    lock(&shared).list(&one.id, one.listed)?;
    done()
}

#[derive(Deserialize)]
struct DamageOf {
    id: String,
    #[serde(flatten)]
    damage: Damage,
}

async fn damage(Extract(shared): Extract<Shared>, Json(one): Json<DamageOf>) -> Done {
    lock(&shared).damage(&one.id, Some(one.damage))?;
    done()
}

async fn mend(Extract(shared): Extract<Shared>, Json(which): Json<Which>) -> Done {
    lock(&shared).damage(&which.id, None)?;
    done()
}

/// Without `blocks` the page is whole again.
#[derive(Deserialize)]
struct Extent {
    id: String,
    blocks: Option<usize>,
    #[serde(default)]
    marked: bool,
}

async fn truncate(Extract(shared): Extract<Shared>, Json(page): Json<Extent>) -> Done {
    lock(&shared).truncate(&page.id, page.blocks.map(|blocks| (blocks, page.marked)))?;
    done()
}

#[derive(Deserialize)]
struct Brewing {
    seed: u64,
    #[serde(default)]
    pages: usize,
    #[serde(default = "all_troubles")]
    troubles: Vec<Trouble>,
}

fn all_troubles() -> Vec<Trouble> {
    Trouble::ALL.to_vec()
}

async fn storm(Extract(shared): Extract<Shared>, Json(brewing): Json<Brewing>) -> Done {
    Storm::begin(&mut lock(&shared), brewing.seed, brewing.pages, &brewing.troubles)?;
    done()
}

async fn calm(Extract(shared): Extract<Shared>) -> Json<Value> {
    Json(json!(lock(&shared).calm()))
}

/// Either one token or every token of one kind.
#[derive(Deserialize)]
struct WhichToken {
    token: Option<String>,
    kind: Option<TokenKind>,
}

async fn revoke(Extract(shared): Extract<Shared>, Json(which): Json<WhichToken>) -> Done {
    let mut state = lock(&shared);
    if let Some(kind) = which.kind {
        state.connections.revoke_kind(kind);
    }
    match which.token {
        Some(token) if !state.connections.revoke(&token) => Err(Unknown("token".to_owned())),
        _ => done(),
    }
}

async fn stale_cursors(Extract(shared): Extract<Shared>) -> Done {
    lock(&shared).walks.expire();
    done()
}

#[derive(Deserialize)]
struct Seconds {
    seconds: f64,
}

impl Seconds {
    fn duration(&self) -> Result<Duration, Unknown> {
        Duration::try_from_secs_f64(self.seconds).map_err(|_| Unknown(format!("{} seconds", self.seconds)))
    }
}

async fn advance(Extract(shared): Extract<Shared>, Json(by): Json<Seconds>) -> Done {
    lock(&shared).clock.advance(by.duration()?);
    done()
}

async fn search_lag(Extract(shared): Extract<Shared>, Json(by): Json<Seconds>) -> Done {
    lock(&shared).options.search_lag = by.duration()?;
    done()
}

async fn fault(Extract(shared): Extract<Shared>, Json(fault): Json<Fault>) -> Done {
    lock(&shared).faults.add(fault);
    done()
}

async fn clear_faults(Extract(shared): Extract<Shared>) -> Done {
    lock(&shared).faults.clear();
    done()
}
