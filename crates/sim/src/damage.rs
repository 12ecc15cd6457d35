//! Objects that are damaged wherever they appear: what JSON may carry and no client expects.
//!
//! Not requests that go wrong (`faults`): here the answer is right but for one object in it, and for as long as the
//! damage lasts. JSON that `serde_json` would never write is put in as a placeholder and replaced in the text.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::ids;

/// What is wrong with one object: a page, data source, database, block, or a page's Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "damage", rename_all = "snake_case")]
pub enum Damage {
    /// Half of a surrogate pair (`"\ud800"`) in its title or text, as broken emoji leave it.
    LoneSurrogate,
    /// A field that is nested so deep.
    Nested { depth: usize },
    /// Fields of another type than theirs.
    WrongTypes,
    /// Nothing but its kind and id.
    MissingFields,
    /// So many more letters in its title or text.
    LongText { letters: usize },
    /// U+0000 in its title or text.
    Nul,
    /// Numbers that neither 64 bits nor a double can hold.
    HugeNumbers,
    /// The same key more than once.
    DuplicateKeys,
}

/// Damaged objects, by id.
#[derive(Debug, Default)]
pub struct Damaged(HashMap<Uuid, Damage>);

const SURROGATE: char = '\u{F0001}';
const NESTED: char = '\u{F0002}';
const HUGE: char = '\u{F0003}';
const DUPLICATE: char = '\u{F0004}';

impl Damaged {
    /// Damages an object, or mends it.
    pub fn set(&mut self, id: Uuid, damage: Option<Damage>) {
        match damage {
            Some(damage) => self.0.insert(id, damage),
            None => self.0.remove(&id),
        };
    }

    /// Damages the answer itself, or the elements of its list.
    pub fn apply(&self, answer: &mut Value) {
        if self.0.is_empty() {
            return;
        }
        if let Some(results) = answer["results"].as_array_mut() {
            results.iter_mut().for_each(|element| self.apply_to_one(element));
        } else {
            self.apply_to_one(answer);
        }
    }

    fn apply_to_one(&self, object: &mut Value) {
        let id = object["id"].as_str().and_then(ids::parse);
        let Some(damage) = id.and_then(|id| self.0.get(&id)) else { return };
        match *damage {
            Damage::LoneSurrogate => add_text(object, &SURROGATE.to_string()),
            Damage::Nul => add_text(object, "\0"),
            Damage::LongText { letters } => add_text(object, &"x".repeat(letters)),
            Damage::Nested { depth } => object["nested"] = json!(format!("{NESTED}{depth}{NESTED}")),
            Damage::HugeNumbers => object["huge"] = json!(HUGE.to_string()),
            Damage::DuplicateKeys => object[DUPLICATE.to_string()] = json!(null),
            Damage::WrongTypes => {
                for name in ["properties", "title", "markdown", "parent", "last_edited_time", "type"] {
                    if let Some(field) = object.get_mut(name) {
                        *field = json!([7]);
                    }
                }
            }
            Damage::MissingFields => {
                let kept = |name: &str| matches!(name, "object" | "id");
                let fields = object.as_object_mut().map(std::mem::take).unwrap_or_default();
                *object =
                    Value::Object(fields.into_iter().filter(|(name, _)| kept(name)).collect::<Map<_, _>>());
            }
        }
    }
}

/// Puts text at the end of the Markdown, or else of the first text in the object.
fn add_text(object: &mut Value, text: &str) {
    if let Some(Value::String(markdown)) = object.get_mut("markdown") {
        markdown.push_str(text);
    } else {
        add_to_first(object, text);
    }
}

fn add_to_first(value: &mut Value, text: &str) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().any(|item| add_to_first(item, text)),
        Value::Object(fields) => {
            if let Some(Value::String(plain)) = fields.get_mut("plain_text") {
                plain.push_str(text);
                return true;
            }
            fields.values_mut().any(|field| add_to_first(field, text))
        }
        _ => false,
    }
}

/// Puts what the placeholders stand for into an answer's text.
pub fn written(mut text: String) -> String {
    if !text.contains([SURROGATE, NESTED, HUGE, DUPLICATE]) {
        return text;
    }
    text = text.replace(SURROGATE, "\\ud800");
    text = text.replace(&format!("\"{HUGE}\""), "[18446744073709551616, -1e999, 1e999]");
    text = text.replace(&format!("\"{DUPLICATE}\":null"), "\"object\":\"page\",\"object\":\"page\"");
    while let Some((before, (depth, after))) = nested(&text) {
        text = format!("{before}{}{}{after}", "[".repeat(depth), "]".repeat(depth));
    }
    text
}

/// The text before and after the first placeholder of a nesting, and its depth.
fn nested(text: &str) -> Option<(&str, (usize, &str))> {
    let mark = format!("\"{NESTED}");
    let (before, rest) = text.split_once(&mark)?;
    let (depth, after) = rest.split_once(&format!("{NESTED}\""))?;
    Some((before, (depth.parse().unwrap_or(0), after)))
}
