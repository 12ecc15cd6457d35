//! Writes rich text as inline enhanced Markdown: marks, links, mentions, equations.
//!
//! Not blocks; those are in `block_kinds`. Reading is `inline_reading`.

use serde_json::Value;

use crate::content::Marks;
use crate::markdown_tags::markdown_color;

/// A rich text array as inline Markdown.
pub fn rich_text(items: &Value) -> String {
    items.as_array().into_iter().flatten().map(span).collect()
}

fn span(item: &Value) -> String {
    let marks = Marks::of(item);
    let plain = item["plain_text"].as_str().unwrap_or_default();
    let mut text = match item["type"].as_str() {
        Some("equation") => format!("$`{}`$", item["equation"]["expression"].as_str().unwrap_or_default()),
        Some("mention") => mention(item, plain),
        _ if marks.code => format!("`{plain}`"),
        _ => escaped(plain),
    };
    // Marks hug the words: Markdown does not take ** before a space.
    let core = text.trim();
    if core.is_empty() {
        return text;
    }
    let mut marked = core.to_owned();
    if marks.strikethrough {
        marked = format!("~~{marked}~~");
    }
    if marks.italic {
        marked = format!("*{marked}*");
    }
    if marks.bold {
        marked = format!("**{marked}**");
    }
    if marks.underline {
        marked = format!("<span underline=\"true\">{marked}</span>");
    }
    if marks.color != "default" {
        marked = format!("<span color=\"{}\">{marked}</span>", markdown_color(&marks.color));
    }
    if let Some(link) = &marks.link {
        marked = format!("[{marked}]({link})");
    }
    if marked != core {
        let start: String = text.chars().take_while(|c| c.is_whitespace()).collect();
        let end: String = text.chars().rev().take_while(|c| c.is_whitespace()).collect();
        text = format!("{start}{marked}{end}");
    }
    text
}

fn mention(item: &Value, plain: &str) -> String {
    let mention = &item["mention"];
    let word = escaped(plain);
    match mention["type"].as_str() {
        Some(kind @ ("page" | "database")) => {
            let id = mention[kind]["id"].as_str().unwrap_or_default().replace('-', "");
            format!("<mention-{kind} url=\"https://app.notion.com/p/{id}\">{word}</mention-{kind}>")
        }
        Some("user") => {
            let id = mention["user"]["id"].as_str().unwrap_or_default();
            format!("<mention-user url=\"user://{id}\">{}</mention-user>", word.trim_start_matches('@'))
        }
        Some("date") => {
            let attribute = |name: &str| {
                let value = mention["date"][name].as_str();
                value.map_or_else(String::new, |value| format!(" {name}=\"{value}\""))
            };
            format!("<mention-date{}{}/>", attribute("start"), attribute("end"))
        }
        Some("link_mention") => {
            let href = mention["link_mention"]["href"].as_str().unwrap_or_default();
            format!("<mention-link url=\"{href}\">{word}</mention-link>")
        }
        _ => plain.to_owned(),
    }
}

/// Backslashes before everything that the format gives a meaning; a line break becomes `<br>`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '*' | '~' | '`' | '$' | '[' | ']' | '<' | '>' | '{' | '}' | '|' | '^' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("<br>"),
            _ => out.push(letter),
        }
    }
    out
}
