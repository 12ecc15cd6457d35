//! Inputs that are nearly right: a seed with a few changes, each of a kind that parsers of the
//! world have stumbled over. A seed that is JSON is changed as such, too: fields of another type,
//! gone, twice, elsewhere, deep or many; bytes alone would mostly end it.

use serde_json::{Map, Value, json};

/// `SplitMix64`: the same number, the same inputs, on every machine.
pub struct Random(u64);

impl Random {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`; 0 of nothing.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or_default()
    }
}

/// What means something to one of the readers, or is at the edge of what numbers and text hold.
const WORDS: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\udfff\\ud800",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "null",
    "true",
    "-1",
    "1e999",
    "-0.0",
    "18446744073709551616",
    "9007199254740993",
    "<",
    ">",
    "</",
    "<br>",
    "<table>",
    "<callout>",
    "<mention-page url=\"",
    "<!--",
    "&lt;",
    "`",
    "```",
    "$",
    "$$",
    "**",
    "~~",
    "_",
    "](",
    "![",
    "|",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{fffd}",
    "\u{10ffff}",
    "e\u{301}",
    "ß",
    "İ",
    "ﬃ",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "中文",
    "ま",
    "OR",
    " | ",
    "-",
    "in:",
    "by:",
    "edited:",
    "ws:\"",
    "%",
    "%00",
    "%2f",
    "?",
    "#",
    "@",
    "&",
    "=",
    "://",
    "../",
    "state=",
    "code=",
    "\"object\":\"list\"",
    "\"id\":",
    "\"version\":99",
];

pub fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds.get(random.below(seeds.len())).cloned().unwrap_or_default();
    if random.below(2) == 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&input)
    {
        for _ in 0..=random.below(4) {
            restructure(&mut value, random);
        }
        return value.to_string().into_bytes();
    }
    // One in eight stays as it is: what is right has to go on being taken.
    for _ in 0..random.below(8) {
        change(&mut input, seeds, random);
    }
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len() + 1);
    let end = (at + random.below(32)).min(input.len());
    match random.below(9) {
        0 => flip(input, at, random),
        1 => {
            input.drain(at..end);
        }
        2 => {
            let word = WORDS[random.below(WORDS.len())].as_bytes();
            input.splice(at..at, word.iter().copied());
        }
        3 => {
            let word = WORDS[random.below(WORDS.len())].repeat(1 + random.below(300));
            input.splice(at..at, word.into_bytes());
        }
        4 => input.truncate(at),
        5 => {
            let piece: Vec<u8> = input[at..end].to_vec();
            let times = 1 + random.below(20);
            input.splice(at..at, piece.repeat(times));
        }
        6 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let until = (from + random.below(200)).min(other.len());
            input.splice(at..end, other[from..until].iter().copied());
        }
        7 => {
            let byte = u8::try_from(random.below(256)).unwrap_or_default();
            input.insert(at, byte);
        }
        _ => {
            // Two pieces change places.
            let middle = at + (end - at) / 2;
            input[at..end].rotate_left(middle - at);
        }
    }
}

fn flip(input: &mut [u8], at: usize, random: &mut Random) {
    if let Some(byte) = input.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}

/// Changes one value somewhere in it.
fn restructure(value: &mut Value, random: &mut Random) {
    let (some, other) = (random.below(count(value)), random.below(count(value)));
    let elsewhere = nth(value, &mut { other }).cloned().unwrap_or_default();
    let times = 1 + random.below(60);
    let word = WORDS[random.below(WORDS.len())];
    let Some(found) = nth(value, &mut { some }) else { return };
    match (random.below(8), &mut *found) {
        (0, _) => *found = odd(random, times),
        (1, _) => *found = elsewhere,
        (2, Value::Object(fields)) => {
            if let Some(name) = fields.keys().nth(random.below(fields.len())).cloned() {
                fields.remove(&name);
            }
        }
        (3, Value::Object(fields)) => {
            if let Some(name) = fields.keys().nth(random.below(fields.len())).cloned() {
                let moved = fields.insert(name, elsewhere).unwrap_or_default();
                fields.insert(word.to_owned(), moved);
            }
        }
        (2 | 3, Value::Array(items)) => {
            if let Some(item) = items.get(random.below(items.len())).cloned() {
                items.extend(std::iter::repeat_n(item, times));
            }
        }
        (4, _) => {
            for _ in 0..times * 3 {
                let inner = found.take();
                *found = if times.is_multiple_of(2) { json!([inner]) } else { json!({ "children": inner }) };
            }
        }
        (5, Value::String(text)) => *text = format!("{text}{}{text}", word.repeat(times)),
        (6, Value::String(text)) => {
            let at = random.below(text.chars().count() + 1);
            let at = text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
            text.insert_str(at, word);
        }
        _ => *found = json!([found.take(), elsewhere]),
    }
}

/// What no field expects.
fn odd(random: &mut Random, times: usize) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1.797e308),
        4 => json!(u64::MAX),
        5 => json!(""),
        6 => json!("\u{0}"),
        7 => json!("x".repeat(times * 1_000)),
        8 => json!([]),
        9 => Value::Object(Map::new()),
        10 => json!(["598337872cf94fdf8782e53db20768a5", {"id": "598337872cf94fdf8782e53db20768a5"}]),
        _ => json!(WORDS[random.below(WORDS.len())]),
    }
}

/// How many values there are, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// The nth of them.
fn nth<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, left)),
        _ => None,
    }
}

/// Whatever begins, ends or is part of something in Notion's Markdown.
const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "\n",
    "\n\t",
    "\n\t\t",
    "\r\n",
    "**",
    "*",
    "~~",
    "`",
    "``",
    "```",
    "```rust",
    "$",
    "$$",
    "$`",
    "`$",
    "[",
    "]",
    "[^",
    "](",
    "](https://a.example/x)",
    "(",
    ")",
    "![",
    "\\",
    "\\\\",
    "<",
    ">",
    "</",
    "<br>",
    "# ",
    "## ",
    "- ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "2. ",
    "> ",
    "---",
    "| ",
    ":::",
    "::: callout {icon=\"x\"}",
    "{color=\"red\"}",
    "{",
    "}",
    "<span color=\"red\">",
    "</span>",
    "<mention-user url=\"user://1\">",
    "</mention-user>",
    "<mention-page url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5\"/>",
    "<mention-date start=\"2026-01-01\"/>",
    "<callout icon=\"x\">",
    "</callout>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<table header-row=\"true\">",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "</table>",
    "<columns>",
    "<column>",
    "</column>",
    "</columns>",
    "<page url=\"p\">",
    "</page>",
    "<database url=\"d\">",
    "<file src=\"https://s3.example/a?X-Amz-Signature=1\">",
    "</file>",
    "<bookmark url=\"https://b.example/\">",
    "</bookmark>",
    "<meeting-notes>",
    "<notes>",
    "</notes>",
    "</meeting-notes>",
    "<empty-block/>",
    "<unknown url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5\" alt=\"x\"/>",
    "<future x=\"y\">",
    "</future>",
    "<synced_block url=\"s\">",
    "</synced_block>",
    "://",
    "&lt;",
    "é",
    "\u{202e}",
    "中文",
    "\u{0}",
];

/// A body of some of them, one after the other.
pub fn written_at_random(random: &mut Random) -> String {
    (0..random.below(60)).map(|_| PIECES[random.below(PIECES.len())]).collect()
}
