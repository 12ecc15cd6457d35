//! `POST /v1/search`: titles only, newest edit first, at most 10,000 results in a walk.
//!
//! Not a search of contents: Notion's does not look there either.

use serde_json::{Map, Value, json};

use crate::connections::Connection;
use crate::content;
use crate::errors::Answer;
use crate::node::{At, Indexed, Kind};
use crate::objects::{self, Version};
use crate::paging::{Bend, Paging, Walks, list};
use crate::world::World;

/// Notion's cap on the results of one walk.
pub const WALK_CAP: usize = 10_000;

/// How the index sees one object at this moment.
#[derive(Debug)]
pub enum Seen<'a> {
    Now,
    Earlier(&'a Indexed),
    NotYet,
}

/// Applies the search lag to a node.
pub fn seen(world: &World, at: At, now_ms: i64, lag_ms: i64) -> Seen<'_> {
    match world.node(at).lagging.as_deref() {
        Some(lagging) if now_ms < lagging.noticed_ms(lag_ms) => {
            lagging.before.as_ref().map_or(Seen::NotYet, Seen::Earlier)
        }
        _ => Seen::Now,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Newest,
    Oldest,
    Relevance,
}

#[derive(Debug)]
struct Request {
    query: String,
    order: Order,
    kind: Option<Kind>,
    in_trash: bool,
    paging: Paging,
}

/// What the endpoint needs to know besides the request.
#[derive(Debug)]
pub struct Context<'a> {
    pub world: &'a World,
    pub connection: &'a Connection,
    pub version: Version,
    pub now_ms: i64,
    pub lag_ms: i64,
    pub cap: usize,
    pub bend: Bend,
}

/// Answers one request.
pub fn search(context: &Context<'_>, walks: &mut Walks, body: &Map<String, Value>) -> Result<Value, Answer> {
    let request = read(body, context.bend)?;
    let leaf = if let Some(cursor) = request.paging.cursor {
        walks.go_on(cursor, &request.paging)?
    } else {
        let (items, capped) = matching(context, &request);
        walks.start(items, capped, &request.paging)
    };
    let results = leaf
        .items
        .iter()
        .filter(|at| context.connection.sees(context.world, **at))
        .filter_map(|at| match seen(context.world, *at, context.now_ms, context.lag_ms) {
            Seen::Now => Some(objects::object(context.world, *at, context.version, None)),
            Seen::Earlier(indexed) => {
                Some(objects::object(context.world, *at, context.version, Some(indexed)))
            }
            Seen::NotYet => None,
        })
        .collect();
    let mut answer = list("page_or_data_source", results, leaf.next);
    answer["request_status"] = request_status(leaf.incomplete);
    Ok(answer)
}

/// Tells a complete walk from one that ran into the cap.
pub fn request_status(incomplete: bool) -> Value {
    if incomplete {
        json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"})
    } else {
        json!({"type": "complete"})
    }
}

fn matching(context: &Context<'_>, request: &Request) -> (Vec<At>, bool) {
    let world = context.world;
    let query = request.query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    // A fresh grant is indexed with the same delay as a fresh page.
    let fresh_grant = context.connection.kind == crate::connections::TokenKind::Oauth
        && context.now_ms < context.connection.granted_ms + context.lag_ms;
    if fresh_grant {
        return (Vec::new(), false);
    }
    let visible = context.connection.sees_each(world);
    let in_trash = world.inherited(false, |at| world.node(at).trashed.then_some(true));
    let mut found: Vec<(u32, i64, At)> = Vec::new();
    for at in world.all() {
        let node = world.node(at);
        let wanted = match request.kind {
            Some(kind) => node.kind == kind,
            None => node.kind != Kind::Database,
        };
        if !wanted || !visible[at as usize] || world.unlisted.contains(&at) {
            continue;
        }
        let (edited_ms, trashed, earlier) = match seen(world, at, context.now_ms, context.lag_ms) {
            Seen::Now => (node.edited_ms, in_trash[at as usize], None),
            Seen::Earlier(indexed) => (indexed.edited_ms, indexed.trashed, Some(&indexed.title)),
            Seen::NotYet => continue,
        };
        if trashed != request.in_trash {
            continue;
        }
        let score = if words.is_empty() {
            0
        } else {
            let title = earlier.map_or_else(|| world.title_text(at), content::plain_text).to_lowercase();
            match relevance(&title, &query, &words) {
                0 => continue,
                score => score,
            }
        };
        let minute = edited_ms.div_euclid(60_000);
        found.push((score, minute, at));
    }
    let capped = found.len() > context.cap;
    let key = |entry: &(u32, i64, At)| {
        let (score, minute, at) = *entry;
        match request.order {
            Order::Newest => (0, -minute, at),
            Order::Oldest => (0, minute, at),
            Order::Relevance => (-i64::from(score), -minute, at),
        }
    };
    if capped {
        found.select_nth_unstable_by_key(context.cap.saturating_sub(1), key);
        found.truncate(context.cap);
    }
    found.sort_unstable_by_key(key);
    (found.into_iter().map(|(_, _, at)| at).collect(), capped)
}

/// Any word of the query somewhere in the title is a match; more and better ones come first.
fn relevance(title: &str, query: &str, words: &[&str]) -> u32 {
    let whole = if title == query.trim() {
        100
    } else if title.starts_with(query.trim()) {
        50
    } else if title.contains(query.trim()) {
        25
    } else {
        0
    };
    let single: u32 = words.iter().map(|word| u32::from(title.contains(word))).sum();
    whole + single
}

fn read(body: &Map<String, Value>, bend: Bend) -> Result<Request, Answer> {
    const KNOWN: [&str; 5] = ["query", "sort", "filter", "start_cursor", "page_size"];
    refuse_unknown("body", body, &KNOWN)?;
    let query = match body.get("query") {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => return Err(Answer::field("body.query", "a string", Some(other))),
    };
    let order = match body.get("sort") {
        None => Order::Newest,
        Some(sort) => read_sort(sort)?,
    };
    let (kind, in_trash) = match body.get("filter") {
        None => (None, false),
        Some(filter) => read_filter(filter)?,
    };
    Ok(Request { query, order, kind, in_trash, paging: Paging::from_body(body, bend)? })
}

fn read_sort(sort: &Value) -> Result<Order, Answer> {
    let fields = sort.as_object().ok_or_else(|| Answer::field("body.sort", "an object", Some(sort)))?;
    if let Some(property) = fields.get("property") {
        refuse_unknown("body.sort", fields, &["property"])?;
        return if property == "relevance" {
            Ok(Order::Relevance)
        } else {
            Err(Answer::field("body.sort.property", "`\"relevance\"`", Some(property)))
        };
    }
    refuse_unknown("body.sort", fields, &["timestamp", "direction"])?;
    if fields.get("timestamp").is_none_or(|timestamp| timestamp != "last_edited_time") {
        return Err(Answer::field("body.sort.timestamp", "`\"last_edited_time\"`", fields.get("timestamp")));
    }
    match fields.get("direction").and_then(Value::as_str) {
        Some("ascending") => Ok(Order::Oldest),
        Some("descending") => Ok(Order::Newest),
        _ => Err(Answer::field(
            "body.sort.direction",
            "`\"ascending\"` or `\"descending\"`",
            fields.get("direction"),
        )),
    }
}

fn read_filter(filter: &Value) -> Result<(Option<Kind>, bool), Answer> {
    let fields = filter.as_object().ok_or_else(|| Answer::field("body.filter", "an object", Some(filter)))?;
    refuse_unknown("body.filter", fields, &["property", "value", "in_trash"])?;
    let in_trash = match fields.get("in_trash") {
        None => false,
        Some(Value::Bool(flag)) => *flag,
        Some(other) => return Err(Answer::field("body.filter.in_trash", "a boolean", Some(other))),
    };
    if fields.contains_key("in_trash") && !fields.contains_key("property") && !fields.contains_key("value") {
        return Ok((None, in_trash));
    }
    if fields.get("property").is_none_or(|property| property != "object") {
        return Err(Answer::field("body.filter.property", "`\"object\"`", fields.get("property")));
    }
    match fields.get("value").and_then(Value::as_str) {
        Some("page") => Ok((Some(Kind::Page), in_trash)),
        Some("data_source") => Ok((Some(Kind::DataSource), in_trash)),
        _ => Err(Answer::field("body.filter.value", "`\"page\"` or `\"data_source\"`", fields.get("value"))),
    }
}

/// 400 on the first key that the endpoint does not know.
pub fn refuse_unknown(place: &str, fields: &Map<String, Value>, known: &[&str]) -> Result<(), Answer> {
    match fields.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        Some((key, value)) => Err(Answer::field(&format!("{place}.{key}"), "not present", Some(value))),
        None => Ok(()),
    }
}
