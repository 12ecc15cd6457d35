//! Page sizes and cursors: checked as Notion checks them, and kept per walk.
//!
//! Not the order of a list; whoever asks for a page brings the list.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::errors::Answer;
use crate::ids;
use crate::node::At;

/// The most objects that one page of a list may hold.
pub const PAGE_SIZE: usize = 100;
/// Walks whose cursors are still good; older ones go stale, as they do at Notion.
const WALKS_KEPT: usize = 64;

/// What a fault does to lists while it holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bend {
    /// No page holds more than this.
    pub cut: Option<usize>,
    /// There is always more.
    pub endless: bool,
    /// Whatever cursor is sent has died.
    pub dead_cursor: bool,
}

/// A checked request for one page of a list.
#[derive(Debug)]
pub struct Paging {
    pub size: usize,
    pub cursor: Option<Uuid>,
    pub bend: Bend,
}

impl Paging {
    /// From a JSON body's `page_size` and `start_cursor`.
    pub fn from_body(body: &Map<String, Value>, bend: Bend) -> Result<Self, Answer> {
        let size = match body.get("page_size") {
            None => PAGE_SIZE,
            Some(value) => {
                let number =
                    value.as_f64().ok_or_else(|| Answer::field("body.page_size", "a number", Some(value)))?;
                page_size("body.page_size", number, value)?
            }
        };
        let cursor = match body.get("start_cursor") {
            None => None,
            Some(Value::String(text)) => Some(
                cursor(text)
                    .ok_or_else(|| Answer::field("body.start_cursor", "a valid uuid", Some(&json!(text))))?,
            ),
            Some(other) => return Err(Answer::field("body.start_cursor", "a string", Some(other))),
        };
        Self { size, cursor, bend }.living()
    }

    fn living(self) -> Result<Self, Answer> {
        match self.cursor {
            Some(cursor) if self.bend.dead_cursor => Err(Answer::stale_cursor(&cursor.to_string())),
            _ => Ok(self),
        }
    }

    /// From a query string's `page_size` and `start_cursor`.
    pub fn from_query(query: &[(String, String)], bend: Bend) -> Result<Self, Answer> {
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let size = match find("page_size") {
            None => PAGE_SIZE,
            Some(text) => {
                let value = json!(text);
                let number = text
                    .parse::<f64>()
                    .map_err(|_| Answer::field("query.page_size", "a number", Some(&value)))?;
                page_size("query.page_size", number, &value)?
            }
        };
        let cursor = match find("start_cursor") {
            None => None,
            Some(text) => Some(
                cursor(text)
                    .ok_or_else(|| Answer::field("query.start_cursor", "a valid uuid", Some(&json!(text))))?,
            ),
        };
        Self { size, cursor, bend }.living()
    }

    fn step(&self) -> usize {
        self.bend.cut.map_or(self.size, |cut| cut.clamp(1, self.size))
    }

    /// One page of a short list whose cursors are the items' own ids.
    pub fn page<T>(
        &self,
        items: &[T],
        id: impl Fn(&T) -> Uuid,
    ) -> Result<(Vec<usize>, Option<String>), Answer> {
        let start = match self.cursor {
            None => 0,
            Some(cursor) => items
                .iter()
                .position(|item| id(item) == cursor)
                .ok_or_else(|| Answer::stale_cursor(&cursor.to_string()))?,
        };
        let end = (start + self.step()).min(items.len());
        let next = if self.bend.endless { items.first() } else { items.get(end) };
        Ok(((start..end).collect(), next.map(|item| id(item).to_string())))
    }
}

fn page_size(place: &str, number: f64, value: &Value) -> Result<usize, Answer> {
    if number < 1.0 || number.fract() != 0.0 {
        return Err(Answer::field(place, "≥ `1`", Some(value)));
    }
    if number > 100.0 {
        return Err(Answer::field(place, "≤ `100`", Some(value)));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked: a whole number, 1 to 100"
    )]
    Ok(number as usize)
}

fn cursor(text: &str) -> Option<Uuid> {
    ids::parse(text)
}

/// One answered list, frozen so that its cursors stay good.
#[derive(Debug)]
struct Walk {
    number: u64,
    items: Vec<At>,
    /// More matched than Notion lists.
    capped: bool,
}

/// One page of a walk.
#[derive(Debug)]
pub struct Leaf {
    pub items: Vec<At>,
    pub next: Option<String>,
    /// The walk ends here although more matched.
    pub incomplete: bool,
}

/// The walks in progress. Cursors are opaque and belong to one walk.
#[derive(Debug, Default)]
pub struct Walks {
    kept: VecDeque<Walk>,
    cursors: HashMap<Uuid, (u64, usize)>,
    next_number: u64,
}

impl Walks {
    /// Starts a walk over these items and gives its first page.
    pub fn start(&mut self, items: Vec<At>, capped: bool, paging: &Paging) -> Leaf {
        self.next_number += 1;
        let number = self.next_number;
        if self.kept.len() == WALKS_KEPT
            && let Some(oldest) = self.kept.pop_front()
        {
            self.cursors.retain(|_, (walk, _)| *walk != oldest.number);
        }
        self.kept.push_back(Walk { number, items, capped });
        self.leaf(number, 0, paging)
    }

    /// Goes on from a cursor.
    pub fn go_on(&mut self, cursor: Uuid, paging: &Paging) -> Result<Leaf, Answer> {
        let (number, start) =
            self.cursors.get(&cursor).copied().ok_or_else(|| Answer::stale_cursor(&cursor.to_string()))?;
        Ok(self.leaf(number, start, paging))
    }

    /// Lets every cursor given out so far go stale.
    pub fn expire(&mut self) {
        self.kept.clear();
        self.cursors.clear();
    }

    fn leaf(&mut self, number: u64, start: usize, paging: &Paging) -> Leaf {
        let Some(walk) = self.kept.iter().find(|walk| walk.number == number) else {
            return Leaf { items: Vec::new(), next: None, incomplete: false };
        };
        let end = (start + paging.step()).min(walk.items.len());
        let items = walk.items[start.min(end)..end].to_vec();
        let onward = if paging.bend.endless { Some(0) } else { (end < walk.items.len()).then_some(end) };
        let incomplete = walk.capped && onward.is_none();
        let next = onward.map(|offset| {
            let cursor = ids::random();
            self.cursors.insert(cursor, (number, offset));
            cursor.to_string()
        });
        Leaf { items, next, incomplete }
    }
}

/// The envelope of a list.
pub fn list(kind: &str, results: Vec<Value>, next: Option<String>) -> Value {
    json!({
        "object": "list", "results": results, "next_cursor": next, "has_more": next.is_some(),
        "type": kind, kind: {},
    })
}
