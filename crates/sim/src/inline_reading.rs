//! Reads inline enhanced Markdown (marks, links, mentions, equations) into rich text.
//!
//! Not blocks; those are in `markdown_reading`. Writing is `inline_writing`.

use serde_json::{Value, json};

use crate::content::{Marks, equation_item, mention_item, text_item};
use crate::ids::page_url;
use crate::markdown_tags::{api_color, attribute};
use crate::names::Names;

/// Reads one line of inline text into a rich text array.
pub fn inline(text: &str, names: &Names) -> Value {
    let mut items = Vec::new();
    spans(text, &Marks::default(), names, &mut items);
    Value::Array(items)
}

/// Reads inline text into items, starting from the marks that already hold.
fn spans(text: &str, start: &Marks, names: &Names, items: &mut Vec<Value>) {
    let mut marks = start.clone();
    let mut run = String::new();
    let mut rest = text;
    let flush = |run: &mut String, marks: &Marks, items: &mut Vec<Value>| {
        if !run.is_empty() {
            items.push(text_item(run, marks));
            run.clear();
        }
    };
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix('\\') {
            let mut chars = after.chars();
            run.extend(chars.next());
            rest = chars.as_str();
        } else if let Some(after) = rest.strip_prefix("<br>") {
            run.push('\n');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("**") {
            flush(&mut run, &marks, items);
            marks.bold = !marks.bold;
            rest = after;
        } else if let Some(after) = rest.strip_prefix("~~") {
            flush(&mut run, &marks, items);
            marks.strikethrough = !marks.strikethrough;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            flush(&mut run, &marks, items);
            marks.italic = !marks.italic;
            rest = after;
        } else if let Some((expression, after)) =
            rest.strip_prefix("$`").and_then(|inner| inner.split_once("`$"))
        {
            flush(&mut run, &marks, items);
            items.push(equation_item(expression, &marks));
            rest = after;
        } else if let Some((code, after)) = rest.strip_prefix('`').and_then(|inner| inner.split_once('`')) {
            flush(&mut run, &marks, items);
            items.push(text_item(code, &Marks { code: true, ..marks.clone() }));
            rest = after;
        } else if let Some((label, (url, after))) = rest
            .strip_prefix('[')
            .and_then(|inner| inner.split_once("]("))
            .and_then(|(label, tail)| Some((label, tail.split_once(')')?)))
        {
            flush(&mut run, &marks, items);
            spans(label, &Marks { link: Some(names.address(url)), ..marks.clone() }, names, items);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("</span>") {
            flush(&mut run, &marks, items);
            marks.underline = start.underline;
            marks.color.clone_from(&start.color);
            rest = after;
        } else if let Some((head, after)) =
            rest.strip_prefix("<span ").and_then(|inner| inner.split_once('>'))
        {
            flush(&mut run, &marks, items);
            marks.underline |= attribute(head, "underline").as_deref() == Some("true");
            if let Some(color) = attribute(head, "color") {
                marks.color = api_color(&color);
            }
            rest = after;
        } else if let Some((item, after)) = mention(rest, &marks, names) {
            flush(&mut run, &marks, items);
            items.push(item);
            rest = after;
        } else {
            run.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    flush(&mut run, &marks, items);
}

/// `<mention-… …/>` or `<mention-… …>text</mention-…>` at the start of `rest`.
fn mention<'a>(rest: &'a str, marks: &Marks, names: &Names) -> Option<(Value, &'a str)> {
    let (head, after) = rest.strip_prefix("<mention-")?.split_once('>')?;
    let (kind, attributes) = head.split_once(' ').unwrap_or((head, ""));
    let (label, after) =
        if head.ends_with('/') { ("", after) } else { after.split_once(&format!("</mention-{kind}>"))? };
    let url = attribute(attributes, "url").unwrap_or_default();
    let page = |object: &str| {
        let id = names.page(&url);
        mention_item(&json!({"type": object, object: {"id": id}}), label, Some(page_url(id)), marks)
    };
    let item = match kind {
        "page" => page("page"),
        "database" => page("database"),
        "user" => {
            let person = names.person(url.trim_start_matches("user://"))?;
            let plain = format!("@{}", person.name);
            mention_item(&json!({"type": "user", "user": person.json()}), &plain, None, marks)
        }
        "date" => {
            let start = attribute(attributes, "start")?;
            let end = attribute(attributes, "end");
            let plain = end.as_ref().map_or_else(|| start.clone(), |end| format!("{start} → {end}"));
            let date = json!({"start": start, "end": end, "time_zone": null});
            mention_item(&json!({"type": "date", "date": date}), &plain, None, marks)
        }
        "emoji" => {
            let emoji = names.custom_emoji(&url);
            mention_item(
                &json!({"type": "custom_emoji", "custom_emoji": emoji}),
                &format!(":{url}:"),
                None,
                marks,
            )
        }
        "link" => mention_item(
            &json!({"type": "link_mention", "link_mention": {"href": url, "title": label}}),
            label,
            Some(url.clone()),
            marks,
        ),
        _ => return None,
    };
    Some((item, after))
}
