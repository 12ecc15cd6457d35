//! Around every request: log it, strike it with a fault, let it be answered, sign the answer.
//!
//! Which answer, is not decided here (`serve`); nor which request is struck (`faults`).

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use flate2::{Compress, Compression, Crc, FlushCompress};
use futures::stream::{self, StreamExt};
use serde_json::json;
use uuid::Uuid;

use crate::clock;
use crate::damage;
use crate::errors::Answer;
use crate::faults::{self, Action};
use crate::ids;
use crate::log::{self, Logged};
use crate::paging::Bend;
use crate::signed_files;
use crate::state::{Shared, State, lock};

/// Notion takes request bodies up to 500 kB.
const BODY_LIMIT: usize = 500 * 1024;

/// What the middleware found out about a request, for the handlers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bent {
    pub lists: Bend,
    /// How many blocks of Markdown, and whether what is left out is marked.
    pub markdown: Option<(usize, bool)>,
}

/// Around every request: log it, strike it, answer it, sign the answer.
pub async fn around(Extract(shared): Extract<Shared>, request: Request, next: Next) -> Response {
    let request_id = ids::random();
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
        return finished(Answer::error(413, "validation_error", "body too large."), request_id, 0);
    };
    let path = parts.uri.path().to_owned();
    let (number, action) = {
        let mut state = lock(&shared);
        state.weathered();
        let action = state.faults.strike(parts.method.as_str(), &path);
        let entry = entry(&state, &parts, &bytes, action.as_ref());
        (state.log.push(entry), action)
    };
    let mut bent = Bent::default();
    match &action {
        Some(Action::EndlessCursor) => bent.lists.endless = true,
        Some(Action::ShortPages { size }) => bent.lists.cut = Some(*size),
        Some(Action::DeadCursor) => bent.lists.dead_cursor = true,
        Some(Action::Truncated { blocks, marked }) => bent.markdown = Some((*blocks, *marked)),
        Some(Action::Delay { ms }) => tokio::time::sleep(Duration::from_millis(*ms)).await,
        _ => {}
    }
    let response = match struck(action.as_ref()) {
        Some(response) => response,
        None => {
            parts.extensions.insert(bent);
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
    };
    let mut response = match response.extensions().get::<Answer>() {
        Some(answer) => {
            let mut answer = answer.clone();
            let state = lock(&shared);
            state.damaged.apply(&mut answer.body);
            finished(answer, request_id, state.clock.now_ms())
        }
        None => response,
    };
    lock(&shared).log.answered(number, response.status().as_u16());
    if let Some(Action::Cut { bytes }) = action {
        response = cut(response, bytes).await;
    }
    response
}

fn entry(state: &State, parts: &Parts, body: &[u8], action: Option<&Action>) -> Logged {
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let connection = bearer(&parts.headers)
        .and_then(|token| state.connections.find(token))
        .map(|at| &state.connections.list[at]);
    Logged {
        at_ms: state.clock.now_ms(),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        status: 0,
        authorized: parts.headers.contains_key(header::AUTHORIZATION),
        token_kind: connection.map(|connection| connection.kind),
        bot_id: connection.map(|connection| connection.bot_id.to_string()),
        notion_version: header("notion-version"),
        user_agent: header("user-agent"),
        body: log::shown(parts.uri.path(), body),
        fault: action
            .and_then(|action| serde_json::to_value(action).ok())
            .and_then(|value| value["action"].as_str().map(str::to_owned)),
    }
}

/// The faults that replace the answer.
fn struck(action: Option<&Action>) -> Option<Response> {
    Some(match action? {
        Action::Status { status, code, retry_after, reason } => {
            faults::error(*status, code.as_deref(), retry_after.as_ref(), reason.as_deref()).into_response()
        }
        Action::Refusal { status, code, message } => {
            Answer::error(*status, code, message.as_str()).into_response()
        }
        Action::WrongJson => json_text("{\"object\":[1,2,{\"three\":null}]}").into_response(),
        Action::Html { status } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::FORBIDDEN);
            (status, Html("<!doctype html><html><head><title>Attention Required!</title></head><body><h1>Sorry, you have been blocked</h1></body></html>")).into_response()
        }
        Action::Redirect { to } => (StatusCode::FOUND, [(header::LOCATION, to.clone())]).into_response(),
        Action::Empty => json_text("").into_response(),
        Action::EmptyObject => json_text("{}").into_response(),
        Action::GzipBomb { megabytes } => {
            let packed = gzip_of_blanks(*megabytes);
            let encoding = (header::CONTENT_ENCODING, "gzip");
            ([(header::CONTENT_TYPE, "application/json; charset=utf-8"), encoding], packed).into_response()
        }
        Action::Delay { .. }
        | Action::Cut { .. }
        | Action::EndlessCursor
        | Action::ShortPages { .. }
        | Action::DeadCursor
        | Action::Truncated { .. } => return None,
    })
}

fn json_text(body: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body)
}

/// A list of nothing but blanks, packed as one gzip stream (RFC 1952): a megabyte of them is
/// deflated once, up to where a byte is full, and stands there as often as it takes.
fn gzip_of_blanks(megabytes: usize) -> Vec<u8> {
    let blanks = [b' '; 1 << 20];
    let (begin, middle, end) = (
        deflated(b"{\"object\":\"list\",\"results\":[", false),
        deflated(&blanks, false),
        deflated(b"]}", true),
    );
    let mut sum = begin.1;
    (0..megabytes).for_each(|_| sum.combine(&middle.1));
    sum.combine(&end.1);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    packed.extend(begin.0);
    (0..megabytes).for_each(|_| packed.extend(&middle.0));
    packed.extend(end.0);
    packed.extend(sum.sum().to_le_bytes());
    packed.extend(sum.amount().to_le_bytes());
    packed
}

/// A piece of a deflate stream, and what its text adds to the checksum.
fn deflated(text: &[u8], last: bool) -> (Vec<u8>, Crc) {
    let mut packed = Vec::with_capacity(text.len() + 64);
    let flush = if last { FlushCompress::Finish } else { FlushCompress::Full };
    // There is room for all of it, and packing memory does not fail.
    let _ = Compress::new(Compression::best(), false).compress_vec(text, &mut packed, flush);
    let mut sum = Crc::new();
    sum.update(text);
    (packed, sum)
}

/// The last touch: request id in the body and in the header, file addresses signed, `Retry-After`, content type.
fn finished(mut answer: Answer, request_id: Uuid, now_ms: i64) -> Response {
    answer.body["request_id"] = json!(request_id);
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = damage::written(signed_files::sign(answer.body.to_string(), now_ms));
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    if let Ok(id) = HeaderValue::from_str(&request_id.to_string()) {
        headers.insert("x-notion-request-id", id);
    }
    // Of the workspace's clock; left out, the server would add the machine's.
    if let Ok(date) = HeaderValue::from_str(&clock::http_date(now_ms)) {
        headers.insert(header::DATE, date);
    }
    if let Some(told) = answer.retry_after.and_then(|told| HeaderValue::from_str(&told).ok()) {
        headers.insert(header::RETRY_AFTER, told);
    }
    response
}

/// Promises the whole body, sends the beginning, and closes the connection.
async fn cut(response: Response, keep: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let start = bytes.slice(..keep.min(bytes.len()));
    let broken = stream::once(async {
        // Without a pause the connection would be dropped before anything was written to it.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(std::io::Error::other("cut by a fault"))
    });
    Response::from_parts(parts, Body::from_stream(stream::once(async { Ok(start) }).chain(broken)))
}

/// The token of a request, if it has one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
