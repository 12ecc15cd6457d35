//! The kinds of blocks: how enhanced Markdown carries each, both ways. A new kind is added in `shape` and in one of
//! the functions that read.
//!
//! Not which blocks an answer holds, nor the kinds that stand for another object, which depend on who asks
//! (`markdown`). Not lines and indentation either (`markdown_reading`).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::content::{Block, plain_rich_text, plain_text};
use crate::ids;
use crate::inline_reading::inline;
use crate::inline_writing::rich_text;
use crate::markdown_tags::{Tag, color, markdown_color, trailing_attributes};
use crate::names::Names;
use crate::signed_files;

/// Beginnings of lines, longest first where one begins like another.
const LINES: [(&str, &str); 9] = [
    ("#### ", "heading_4"),
    ("### ", "heading_3"),
    ("## ", "heading_2"),
    ("# ", "heading_1"),
    ("- [ ] ", "to_do"),
    ("- [x] ", "to_do"),
    ("- ", "bulleted_list_item"),
    ("> ", "quote"),
    ("", "paragraph"),
];

/// Tags whose children stand on lines of their own, before a closing tag.
const CONTAINERS: [&str; 13] = [
    "callout",
    "details",
    "columns",
    "column",
    "tabs",
    "synced_block",
    "synced_block_reference",
    "meeting-notes",
    "summary",
    "notes",
    "transcript",
    "table",
    "tr",
];

/// The parts of meeting notes. The API has no public name for their blocks.
const MEETING_PARTS: [&str; 3] = ["summary", "notes", "transcript"];

/// How one block is written, without its indentation.
#[derive(Debug)]
pub enum Shape {
    /// Lines, then the children one step deeper, then perhaps a closing tag.
    Lines { before: Vec<String>, after: Option<String> },
    /// Lines that hold the children already.
    Whole(Vec<String>),
    /// Markdown cannot carry it: a hole under this name.
    Hole(String),
}

/// How a block is written. `number` is its place in a numbered list; `page` the address of the page it is on.
pub fn shape(block: &Block, number: usize, page: &str) -> Shape {
    let body = &block.body;
    let text = || rich_text(&body["rich_text"]);
    let color = color_attribute(body);
    let braces = if color.is_empty() { String::new() } else { format!(" {{{}}}", color.trim_start()) };
    let line = |line: String| Shape::Lines { before: vec![line], after: None };
    let wrapped = |name: &str, attributes: &str, first: Vec<String>| {
        let mut before = vec![format!("<{name}{attributes}>")];
        before.extend(first);
        Shape::Lines { before, after: Some(format!("</{name}>")) }
    };
    match block.kind.as_str() {
        "paragraph" if body["rich_text"].as_array().is_some_and(Vec::is_empty) => {
            line("<empty-block/>".to_owned())
        }
        "to_do" if body["checked"] == true => line(format!("- [x] {}{braces}", text())),
        "numbered_list_item" => line(format!("{number}. {}{braces}", text())),
        kind @ ("heading_1" | "heading_2" | "heading_3" | "heading_4") if body["is_toggleable"] == true => {
            line(format!("{}{} {{toggle=\"true\"{color}}}", beginning(kind), text()))
        }
        "toggle" => wrapped("details", &color, vec![format!("<summary>{}</summary>", text())]),
        "callout" => {
            let icon = body["icon"]["emoji"].as_str();
            let icon = icon.map_or_else(String::new, |emoji| format!(" icon=\"{emoji}\""));
            wrapped("callout", &format!("{icon}{color}"), vec![format!("\t{}", text())])
        }
        "code" => {
            let language = body["language"].as_str().unwrap_or("plain text");
            Shape::Whole(fenced(&format!("```{language}"), &plain_text(&body["rich_text"]), "```"))
        }
        "equation" => {
            let expression = body["expression"].as_str().unwrap_or_default();
            Shape::Whole(vec!["$$".to_owned(), expression.to_owned(), "$$".to_owned()])
        }
        "divider" => line("---".to_owned()),
        "table_of_contents" => line(format!("<table_of_contents{color}/>")),
        "image" => line(format!("![{}]({})", rich_text(&body["caption"]), media_url(body))),
        kind @ ("file" | "video" | "audio" | "pdf") => {
            let (url, caption) = (media_url(body), rich_text(&body["caption"]));
            line(format!("<{kind} src=\"{url}\">{caption}</{kind}>"))
        }
        "table" => Shape::Whole(table_lines(block)),
        "column_list" => wrapped("columns", "", Vec::new()),
        "column" => {
            let width = body["width_ratio"].as_f64();
            let width = width.map_or_else(String::new, |ratio| format!(" width=\"{ratio}\""));
            wrapped("column", &width, Vec::new())
        }
        "tab" => wrapped("tabs", "", Vec::new()),
        "synced_block" => {
            let (tag, id) = match body["synced_from"]["block_id"].as_str() {
                None => ("synced_block", ids::bare(block.id)),
                Some(id) => ("synced_block_reference", id.replace('-', "")),
            };
            wrapped(tag, &format!(" url=\"{page}#{id}\""), Vec::new())
        }
        "meeting_notes" => wrapped("meeting-notes", "", vec![format!("\t{}", rich_text(&body["title"]))]),
        "unsupported" => match meeting_part(body) {
            Some(part) => wrapped(part, "", Vec::new()),
            None => Shape::Hole(body["block_type"].as_str().unwrap_or("unsupported").to_owned()),
        },
        kind => match LINES.iter().find(|(_, of)| *of == kind) {
            Some((beginning, _)) => line(format!("{beginning}{}{braces}", text())),
            None => Shape::Hole(kind.to_owned()),
        },
    }
}

fn beginning(kind: &str) -> &'static str {
    LINES.iter().find(|(_, of)| *of == kind).map_or("", |(beginning, _)| beginning)
}

fn fenced(open: &str, source: &str, close: &str) -> Vec<String> {
    let lines = source.split('\n').map(str::to_owned);
    [open.to_owned()].into_iter().chain(lines).chain([close.to_owned()]).collect()
}

fn table_lines(block: &Block) -> Vec<String> {
    let mut attributes = String::new();
    if block.body["has_column_header"] == true {
        attributes.push_str(" header-row=\"true\"");
    }
    if block.body["has_row_header"] == true {
        attributes.push_str(" header-column=\"true\"");
    }
    let mut lines = vec![format!("<table{attributes}>")];
    for row in &block.children {
        lines.push("\t<tr>".to_owned());
        let cells = row.body["cells"].as_array().into_iter().flatten();
        lines.extend(cells.map(|cell| format!("\t\t<td>{}</td>", rich_text(cell))));
        lines.push("\t</tr>".to_owned());
    }
    lines.push("</table>".to_owned());
    lines
}

fn media_url(body: &Value) -> &str {
    let kind = body["type"].as_str().unwrap_or("external");
    body[kind]["url"].as_str().unwrap_or_default()
}

fn color_attribute(body: &Value) -> String {
    match body["color"].as_str() {
        None | Some("default") => String::new(),
        Some(color) => format!(" color=\"{}\"", markdown_color(color)),
    }
}

/// The block of a line without a tag, and whether deeper lines belong to it.
pub fn read_line(line: &str, names: &Names) -> (Block, bool) {
    let (line, attributes) = trailing_attributes(line);
    let found = numbered(line).map(|rest| ("", "numbered_list_item", rest)).or_else(|| {
        LINES.iter().find_map(|(beginning, kind)| Some((*beginning, *kind, line.strip_prefix(beginning)?)))
    });
    let (beginning, kind, rest) = found.unwrap_or(("", "paragraph", line));
    let mut body = json!({"rich_text": inline(rest, names), "color": color(&attributes)});
    let mut holds = true;
    match kind {
        "to_do" => body["checked"] = json!(beginning == "- [x] "),
        "paragraph" => body["icon"] = Value::Null,
        "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
            holds = attributes.contains("toggle=\"true\"");
            body["is_toggleable"] = json!(holds);
        }
        _ => {}
    }
    (Block::new(kind, body), holds)
}

fn numbered(line: &str) -> Option<&str> {
    let (digits, rest) = line.split_once(". ")?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}

/// Whether lines up to a closing tag belong to this one.
pub fn holds_lines(tag: &Tag) -> bool {
    !tag.closed && CONTAINERS.contains(&tag.name.as_str())
}

/// The block of a tag with what stands inside it; `None` where the tag means nothing.
pub fn read_tag(tag: &Tag, mut children: Vec<Block>, names: &Names) -> Option<Block> {
    let caption = || inline(&tag.text, names);
    let flag = |name: &str| tag.attribute(name).as_deref() == Some("true");
    let (kind, body) = match tag.name.as_str() {
        "empty-block" => return Some(paragraph(json!([]))),
        "table_of_contents" => return Some(Block::new("table_of_contents", json!({"color": tag.color()}))),
        "breadcrumb" => return Some(Block::new("breadcrumb", json!({}))),
        "unsupported" => return Some(unsupported(&tag.attribute("type").unwrap_or_default())),
        "unknown" => return unknown(tag),
        "bookmark" | "embed" => {
            return Some(Block::new(&tag.name, json!({"caption": caption(), "url": tag.url()})));
        }
        "link_preview" => return Some(Block::new("link_preview", json!({"url": tag.url()}))),
        "link_to_page" => {
            let page = names.page(&tag.url());
            return Some(Block::new("link_to_page", json!({"type": "page_id", "page_id": page})));
        }
        "template" => return Some(Block::new("template", json!({"rich_text": caption()}))),
        "file" | "video" | "audio" | "pdf" => {
            let mut body = media(caption(), &tag.url());
            if tag.name == "file" {
                body["name"] = json!(tag.url().rsplit('/').next().unwrap_or("file"));
            }
            return Some(Block::new(&tag.name, body));
        }
        "page" => return Some(child("child_page", tag, names)),
        "database" => return Some(child("child_database", tag, names)),
        // Cells, and a toggle's own words: `details` and `tr` take them from here.
        "td" | "summary" if tag.closed => return Some(paragraph(caption())),
        "tr" => {
            let cells = children.iter().map(|cell| cell.body["rich_text"].clone()).collect::<Value>();
            return Some(Block::new("table_row", json!({"cells": cells})));
        }
        "table" => return Some(table(children, flag("header-row"), flag("header-column"))),
        "callout" => {
            let icon = tag.attribute("icon").map(|emoji| json!({"type": "emoji", "emoji": emoji}));
            ("callout", json!({"rich_text": own_words(&mut children), "icon": icon, "color": tag.color()}))
        }
        "details" => ("toggle", json!({"rich_text": own_words(&mut children), "color": tag.color()})),
        "columns" => ("column_list", json!({})),
        "column" => {
            let width = tag.attribute("width").and_then(|ratio| ratio.parse::<f64>().ok());
            ("column", width.map_or_else(|| json!({}), |ratio| json!({"width_ratio": ratio})))
        }
        "tabs" => ("tab", json!({})),
        "synced_block" => {
            let mut block = Block::new("synced_block", json!({"synced_from": null})).with(children);
            block.id = synced_id(&tag.url(), names);
            return Some(block);
        }
        "synced_block_reference" => {
            let from = json!({"type": "block_id", "block_id": synced_id(&tag.url(), names)});
            ("synced_block", json!({"synced_from": from}))
        }
        "meeting-notes" => {
            ("meeting_notes", json!({"title": own_words(&mut children), "status": "notes_ready"}))
        }
        part if MEETING_PARTS.contains(&part) => {
            ("unsupported", json!({"block_type": format!("meeting_notes_{part}")}))
        }
        _ => return None,
    };
    Some(Block::new(kind, body).with(children))
}

fn paragraph(text: Value) -> Block {
    Block::new("paragraph", json!({"rich_text": text, "color": "default", "icon": null}))
}

fn unsupported(block_type: &str) -> Block {
    Block::new("unsupported", json!({"block_type": block_type}))
}

/// A hole in Markdown that Notion wrote: the block is there, under the id in the address, but nothing is known of it.
fn unknown(tag: &Tag) -> Option<Block> {
    let mut block = unsupported(&tag.attribute("alt").unwrap_or_default());
    block.id = ids::parse(tag.url().rsplit('#').next()?)?;
    Some(block)
}

fn meeting_part(body: &Value) -> Option<&'static str> {
    let part = body["block_type"].as_str()?.strip_prefix("meeting_notes_")?;
    MEETING_PARTS.into_iter().find(|known| *known == part)
}

fn child(kind: &str, tag: &Tag, names: &Names) -> Block {
    let mut block = Block::new(kind, json!({"title": tag.text}));
    block.id = names.page(&tag.url());
    block
}

fn synced_id(name: &str, names: &Names) -> Uuid {
    let last = name.rsplit(['/', '#']).next().unwrap_or(name);
    ids::parse(last).unwrap_or_else(|| ids::derive(&["synced", &names.workspace, name]))
}

/// Takes out the first line of what stands inside, where that is plain text: a block's own words.
fn own_words(children: &mut Vec<Block>) -> Value {
    match children.first() {
        Some(first) if first.kind == "paragraph" && first.children.is_empty() => {
            children.remove(0).body["rich_text"].take()
        }
        _ => json!([]),
    }
}

/// `![caption](url)`. `file:NAME` is a file in Notion's own storage.
pub fn image(caption: Value, url: &str) -> Block {
    Block::new("image", media(caption, url))
}

fn media(caption: Value, url: &str) -> Value {
    if let Some(name) = url.strip_prefix("file:") {
        return json!({"caption": caption, "type": "file", "file": signed_files::file(name)});
    }
    json!({"caption": caption, "type": "external", "external": {"url": url}})
}

/// What stands between fences. `language` is all that follows the opening one: the language, then perhaps a caption.
pub fn code(language: &str, source: &str, names: &Names) -> Block {
    // `plain text` is one language of two words.
    let (language, caption) = match language.strip_prefix("plain text") {
        Some(rest) => ("plain text", rest.trim_start()),
        None => language.split_once(' ').unwrap_or((language, "")),
    };
    let language = if language.is_empty() { "plain text" } else { language };
    let caption = inline(caption, names);
    Block::new(
        "code",
        json!({"caption": caption, "rich_text": plain_rich_text(source), "language": language}),
    )
}

/// What stands between `$$` and `$$`.
pub fn equation(expression: &str) -> Block {
    Block::new("equation", json!({"expression": expression}))
}

/// `---`.
pub fn divider() -> Block {
    Block::new("divider", json!({}))
}

/// Rows of cells, each of rich text.
pub fn table(rows: Vec<Block>, header_row: bool, header_column: bool) -> Block {
    let width = rows.first().and_then(|row| row.body["cells"].as_array().map(Vec::len)).unwrap_or(0);
    Block::new(
        "table",
        json!({"table_width": width, "has_column_header": header_row, "has_row_header": header_column}),
    )
    .with(rows)
}

/// One row of a table written with `|`.
pub fn pipe_row(line: &str, names: &Names) -> Block {
    let cells: Vec<Value> =
        line.trim_matches('|').split('|').map(|cell| inline(cell.trim(), names)).collect();
    Block::new("table_row", json!({"cells": cells}))
}
