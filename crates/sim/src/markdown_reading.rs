//! Reads Notion's enhanced Markdown into the content tree: how the sample handbook is written down, and how the
//! control port says what a page now holds.
//!
//! Not Notion's own importer. Beyond the documented format it takes a few tags for blocks that Markdown cannot
//! carry (`<bookmark>`, `<embed>`, `<link_preview>`, `<link_to_page>`, `<breadcrumb/>`, `<unsupported/>`,
//! `<tab>`), and pipe tables.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::content::{Block, plain_rich_text};
use crate::ids;
use crate::inline_reading::inline;
use crate::names::Names;
use crate::signed_files;

/// Reads a whole text.
pub fn blocks(text: &str, names: &Names) -> Vec<Block> {
    let lines = text
        .lines()
        .map(|line| {
            let body = line.trim_start_matches('\t');
            (line.len() - body.len(), body.trim_end())
        })
        .collect();
    let mut reader = Reader { lines, at: 0, names };
    let mut blocks = reader.level(0);
    while reader.at < reader.lines.len() {
        // A closing tag that nothing opened is passed over.
        reader.at += 1;
        blocks.extend(reader.level(0));
    }
    blocks
}

struct Reader<'a> {
    lines: Vec<(usize, &'a str)>,
    at: usize,
    names: &'a Names,
}

impl<'a> Reader<'a> {
    /// All blocks from here on whose indentation is at least `depth`.
    fn level(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some(&(indent, line)) = self.lines.get(self.at) {
            if line.is_empty() {
                self.at += 1;
                continue;
            }
            if indent < depth || line.starts_with("</") {
                break;
            }
            blocks.push(self.block(indent, line));
        }
        blocks
    }

    fn block(&mut self, indent: usize, line: &'a str) -> Block {
        self.at += 1;
        if let Some(language) = line.strip_prefix("```") {
            return self.code(indent, language);
        }
        if line == "$$" {
            let expression = self.until(indent, "$$");
            return Block::new("equation", json!({"expression": expression}));
        }
        if line == "---" {
            return Block::new("divider", json!({}));
        }
        if line.starts_with('|') {
            self.at -= 1;
            return self.pipe_table();
        }
        if let Some((caption, url)) = line.strip_prefix("![").and_then(|image| image.split_once("](")) {
            return Block::new("image", self.media(caption, url.trim_end_matches(')')));
        }
        if line.starts_with('<')
            && let Some(tag) = Tag::read(line)
            && let Some(block) = self.tagged(indent, &tag)
        {
            return block;
        }
        self.text_block(indent, line)
    }

    fn text_block(&mut self, indent: usize, line: &str) -> Block {
        let (line, attributes) = trailing_attributes(line);
        let color =
            attribute(&attributes, "color").map_or_else(|| "default".to_owned(), |name| api_color(&name));
        for (prefix, kind) in
            [("#### ", "heading_4"), ("### ", "heading_3"), ("## ", "heading_2"), ("# ", "heading_1")]
        {
            if let Some(rest) = line.strip_prefix(prefix) {
                let toggle = attribute(&attributes, "toggle").as_deref() == Some("true");
                let children = if toggle { self.level(indent + 1) } else { Vec::new() };
                let body = json!({"rich_text": self.inline(rest), "is_toggleable": toggle, "color": color});
                return Block::new(kind, body).with(children);
            }
        }
        let (kind, rest, checked) = if let Some(rest) = line.strip_prefix("- [ ] ") {
            ("to_do", rest, Some(false))
        } else if let Some(rest) = line.strip_prefix("- [x] ") {
            ("to_do", rest, Some(true))
        } else if let Some(rest) = line.strip_prefix("- ") {
            ("bulleted_list_item", rest, None)
        } else if let Some(rest) = line.strip_prefix("> ") {
            ("quote", rest, None)
        } else if let Some(rest) = numbered(line) {
            ("numbered_list_item", rest, None)
        } else {
            ("paragraph", line, None)
        };
        let mut body = json!({"rich_text": self.inline(rest), "color": color});
        if let Some(checked) = checked {
            body["checked"] = json!(checked);
        }
        if kind == "paragraph" {
            body["icon"] = Value::Null;
        }
        Block::new(kind, body).with(self.level(indent + 1))
    }

    fn tagged(&mut self, indent: usize, tag: &Tag) -> Option<Block> {
        let color = || tag.attribute("color").map_or_else(|| "default".to_owned(), |name| api_color(&name));
        let url = || tag.attribute("url").or_else(|| tag.attribute("src")).unwrap_or_default();
        let caption = || self.inline(&tag.text);
        let block = match tag.name.as_str() {
            "empty-block" => {
                Block::new("paragraph", json!({"rich_text": [], "color": "default", "icon": null}))
            }
            "table_of_contents" => Block::new("table_of_contents", json!({"color": color()})),
            "breadcrumb" => Block::new("breadcrumb", json!({})),
            "unsupported" => {
                Block::new("unsupported", json!({"block_type": tag.attribute("type").unwrap_or_default()}))
            }
            "bookmark" | "embed" => Block::new(&tag.name, json!({"caption": caption(), "url": url()})),
            "link_preview" => Block::new("link_preview", json!({"url": url()})),
            "link_to_page" => {
                Block::new("link_to_page", json!({"type": "page_id", "page_id": self.names.page(&url())}))
            }
            "template" => Block::new("template", json!({"rich_text": caption()})),
            "file" | "video" | "audio" | "pdf" => {
                let mut body = self.media(&tag.text, &url());
                if tag.name == "file" {
                    body["name"] = json!(url().rsplit('/').next().unwrap_or("file"));
                }
                Block::new(&tag.name, body)
            }
            "page" => self.child("child_page", &url(), &tag.text),
            "database" => self.child("child_database", &url(), &tag.text),
            "callout" => {
                let icon = tag.attribute("icon").map(|emoji| json!({"type": "emoji", "emoji": emoji}));
                let mut children = self.inside(indent, "</callout>");
                let rich_text = take_first_text(&mut children);
                Block::new("callout", json!({"rich_text": rich_text, "icon": icon, "color": color()}))
                    .with(children)
            }
            "details" => {
                let summary = match self.lines.get(self.at) {
                    Some((_, line)) if line.starts_with("<summary>") => {
                        self.at += 1;
                        line.trim_start_matches("<summary>").trim_end_matches("</summary>")
                    }
                    _ => "",
                };
                let body = json!({"rich_text": self.inline(summary), "color": color()});
                Block::new("toggle", body).with(self.inside(indent, "</details>"))
            }
            "columns" => Block::new("column_list", json!({})).with(self.inside(indent, "</columns>")),
            "column" => {
                let width = tag.attribute("width").and_then(|ratio| ratio.parse::<f64>().ok());
                let body = width.map_or_else(|| json!({}), |ratio| json!({"width_ratio": ratio}));
                Block::new("column", body).with(self.inside(indent, "</column>"))
            }
            "tabs" => Block::new("tab", json!({})).with(self.inside(indent, "</tabs>")),
            "synced_block" => {
                let mut block = Block::new("synced_block", json!({"synced_from": null}))
                    .with(self.inside(indent, "</synced_block>"));
                block.id = self.synced_id(&url());
                block
            }
            "synced_block_reference" => {
                let from = json!({"type": "block_id", "block_id": self.synced_id(&url())});
                Block::new("synced_block", json!({"synced_from": from}))
                    .with(self.inside(indent, "</synced_block_reference>"))
            }
            "meeting-notes" => self.meeting_notes(indent),
            "table" => self.table(tag),
            _ => return None,
        };
        Some(block)
    }

    fn child(&self, kind: &str, url: &str, title: &str) -> Block {
        let mut block = Block::new(kind, json!({"title": title}));
        block.id = self.names.page(url);
        block
    }

    fn synced_id(&self, name: &str) -> Uuid {
        let last = name.rsplit(['/', '#']).next().unwrap_or(name);
        ids::parse(last).unwrap_or_else(|| ids::derive(&["synced", &self.names.workspace, name]))
    }

    /// `file:NAME` is a file in Notion's own storage.
    fn media(&self, caption: &str, url: &str) -> Value {
        if let Some(name) = url.strip_prefix("file:") {
            return json!({"caption": self.inline(caption), "type": "file", "file": signed_files::file(name)});
        }
        json!({"caption": self.inline(caption), "type": "external", "external": {"url": url}})
    }

    fn code(&mut self, indent: usize, language: &str) -> Block {
        let (language, caption) = language.split_once(' ').unwrap_or((language, ""));
        let source = self.until(indent, "```");
        let language = if language.is_empty() { "plain text" } else { language };
        Block::new(
            "code",
            json!({"caption": self.inline(caption), "rich_text": plain_rich_text(&source), "language": language}),
        )
    }

    /// Raw lines up to the closing mark, with the block's own indentation taken off.
    fn until(&mut self, indent: usize, close: &str) -> String {
        let mut source: Vec<String> = Vec::new();
        while let Some(&(depth, line)) = self.lines.get(self.at) {
            self.at += 1;
            if line == close {
                break;
            }
            source.push("\t".repeat(depth.saturating_sub(indent)) + line);
        }
        source.join("\n")
    }

    /// The children of a tag and its closing line.
    fn inside(&mut self, indent: usize, close: &str) -> Vec<Block> {
        let children = self.level(indent);
        if self.lines.get(self.at).is_some_and(|(_, line)| *line == close) {
            self.at += 1;
        }
        children
    }

    fn meeting_notes(&mut self, indent: usize) -> Block {
        let children = self.inside(indent, "</meeting-notes>");
        let title = children.first().map_or_else(|| json!([]), |block| block.body["rich_text"].clone());
        Block::new("meeting_notes", json!({"title": title, "status": "notes_ready"}))
            .with(children.into_iter().skip(1).collect())
    }

    fn table(&mut self, tag: &Tag) -> Block {
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        while let Some(&(_, line)) = self.lines.get(self.at) {
            self.at += 1;
            if line == "</table>" {
                break;
            }
            if let Some(cell) = line.strip_prefix("<td>") {
                cells.push(self.inline(cell.trim_end_matches("</td>")));
            } else if line == "</tr>" {
                rows.push(Block::new("table_row", json!({"cells": std::mem::take(&mut cells)})));
            }
        }
        let flag = |name: &str| tag.attribute(name).as_deref() == Some("true");
        table_of(rows, flag("header-row"), flag("header-column"))
    }

    fn pipe_table(&mut self) -> Block {
        let mut rows = Vec::new();
        let mut header = false;
        while let Some(&(_, line)) = self.lines.get(self.at) {
            if !line.starts_with('|') {
                break;
            }
            self.at += 1;
            if line.chars().all(|c| matches!(c, '|' | '-' | ' ' | ':')) {
                header = true;
                continue;
            }
            let cells: Vec<Value> =
                line.trim_matches('|').split('|').map(|cell| self.inline(cell.trim())).collect();
            rows.push(Block::new("table_row", json!({"cells": cells})));
        }
        table_of(rows, header, false)
    }

    fn inline(&self, text: &str) -> Value {
        inline(text, self.names)
    }
}

fn table_of(rows: Vec<Block>, header_row: bool, header_column: bool) -> Block {
    let width = rows.first().and_then(|row| row.body["cells"].as_array().map(Vec::len)).unwrap_or(0);
    Block::new(
        "table",
        json!({"table_width": width, "has_column_header": header_row, "has_row_header": header_column}),
    )
    .with(rows)
}

/// A callout's own words are its first line; only what follows are children.
fn take_first_text(children: &mut Vec<Block>) -> Value {
    match children.first() {
        Some(first) if first.kind == "paragraph" && first.children.is_empty() => {
            children.remove(0).body["rich_text"].take()
        }
        _ => json!([]),
    }
}

fn numbered(line: &str) -> Option<&str> {
    let (digits, rest) = line.split_once(". ")?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}

/// `blue_bg` in Markdown is `blue_background` in the API.
pub fn api_color(name: &str) -> String {
    name.strip_suffix("_bg").map_or_else(|| name.to_owned(), |color| format!("{color}_background"))
}

/// Splits `Text {color="red"}` into the text and what the braces hold.
fn trailing_attributes(line: &str) -> (&str, String) {
    if let Some(inner) = line.strip_suffix("\"}")
        && let Some((text, attributes)) = inner.rsplit_once(" {")
        && attributes.contains("=\"")
    {
        return (text, format!("{attributes}\""));
    }
    (line, String::new())
}

/// The value of `name="…"`.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let padded = format!(" {attributes}");
    let (_, rest) = padded.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// `<name attributes>text</name>`, `<name attributes/>` or `<name attributes>` on a line of its own.
struct Tag {
    name: String,
    attributes: String,
    text: String,
}

impl Tag {
    fn read(line: &str) -> Option<Self> {
        let (head, text) = line.strip_prefix('<')?.split_once('>')?;
        let head = head.trim_end_matches('/');
        let (name, attributes) = head.split_once(' ').unwrap_or((head, ""));
        let text = text.strip_suffix(&format!("</{name}>")).unwrap_or(text);
        Some(Self { name: name.to_owned(), attributes: attributes.to_owned(), text: text.to_owned() })
    }

    fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.attributes, name)
    }
}
