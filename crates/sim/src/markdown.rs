//! `GET /v1/pages/{id}/markdown`: a page, or one block's subtree, as enhanced Markdown.
//!
//! Properties and the page's title are not part of it. Reading Markdown is `markdown_reading`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::blocks;
use crate::connections::Connection;
use crate::content::{Block, Marks};
use crate::errors::Answer;
use crate::world::{World, page_url};

/// Ids that Notion lists at most when it leaves content out.
const UNKNOWN_IDS_LISTED: usize = 100;

/// Answers the endpoint. `block_limit` is how many blocks one answer may hold (Notion's is about 20,000).
pub fn retrieve(
    world: &World,
    connection: &Connection,
    id: Uuid,
    block_limit: usize,
) -> Result<Value, Answer> {
    let found = blocks::find(world, connection, id).ok_or_else(|| Answer::not_found("page", id))?;
    if let Some(markdown) = world.recorded(found.page).and_then(|recorded| recorded.markdown.clone()) {
        return Ok(markdown);
    }
    if found.block.kind == "child_database" {
        return Err(Answer::invalid(format!(
            "Provided ID {id} is a database, not a page. Use the retrieve database API instead: \
             https://developers.notion.com/reference/retrieve-a-database"
        )));
    }
    let top = if found.block.kind == "child_page" { world.body(found.page) } else { vec![found.block] };
    let mut writer = Writer {
        world,
        connection: Some(connection),
        page: page_url(world.node(found.page).id),
        left: block_limit,
        truncated: false,
        unknown: Vec::new(),
    };
    let markdown = writer.level(&top, 0).join("\n");
    writer.unknown.truncate(UNKNOWN_IDS_LISTED);
    Ok(json!({
        "object": "page_markdown", "id": id, "markdown": markdown, "truncated": writer.truncated,
        "unknown_block_ids": writer.unknown,
    }))
}

/// The Markdown of a tree, whole and whoever may see it.
pub fn render(world: &World, blocks: &[Block]) -> String {
    let mut writer = Writer {
        world,
        connection: None,
        page: String::new(),
        left: usize::MAX,
        truncated: false,
        unknown: Vec::new(),
    };
    writer.level(blocks, 0).join("\n")
}

struct Writer<'a> {
    world: &'a World,
    connection: Option<&'a Connection>,
    page: String,
    left: usize,
    truncated: bool,
    unknown: Vec<Uuid>,
}

impl Writer<'_> {
    fn level(&mut self, blocks: &[Block], depth: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut number = 0;
        for block in blocks {
            number = if block.kind == "numbered_list_item" { number + 1 } else { 0 };
            if self.left == 0 {
                lines.push(self.left_out(block, depth));
                continue;
            }
            self.left -= 1;
            self.block(block, depth, number, &mut lines);
        }
        lines
    }

    /// Stands for content that is not in this answer; the reader asks for it by id.
    fn left_out(&mut self, block: &Block, depth: usize) -> String {
        self.truncated = true;
        self.unknown.push(block.id);
        format!("{}{}", tabs(depth), self.unknown_tag(block, &block.kind))
    }

    fn unknown_tag(&self, block: &Block, alt: &str) -> String {
        format!("<unknown url=\"{}#{}\" alt=\"{alt}\"/>", self.page, block.id.simple())
    }

    fn block(&mut self, block: &Block, depth: usize, number: usize, lines: &mut Vec<String>) {
        let indent = tabs(depth);
        let text = || rich_text(&block.body["rich_text"]);
        let caption = || rich_text(&block.body["caption"]);
        let color = color_attribute(&block.body);
        let braces = if color.is_empty() { String::new() } else { format!(" {{{}}}", color.trim_start()) };
        let plain = |lines: &mut Vec<String>, this: &mut Self, head: String| {
            lines.push(format!("{indent}{head}"));
            lines.extend(this.level(&block.children, depth + 1));
        };
        match block.kind.as_str() {
            "paragraph" if block.body["rich_text"].as_array().is_some_and(Vec::is_empty) => {
                plain(lines, self, "<empty-block/>".to_owned());
            }
            "paragraph" => plain(lines, self, format!("{}{braces}", text())),
            "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
                let level = block.kind.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or(1);
                let marks = "#".repeat(level as usize);
                let toggle = block.body["is_toggleable"] == true;
                let attributes = match (toggle, color.is_empty()) {
                    (true, _) => format!(" {{toggle=\"true\"{color}}}"),
                    (false, _) => braces,
                };
                plain(lines, self, format!("{marks} {}{attributes}", text()));
            }
            "bulleted_list_item" => plain(lines, self, format!("- {}{braces}", text())),
            "numbered_list_item" => plain(lines, self, format!("{number}. {}{braces}", text())),
            "to_do" => {
                let mark = if block.body["checked"] == true { "x" } else { " " };
                plain(lines, self, format!("- [{mark}] {}{braces}", text()));
            }
            "quote" => plain(lines, self, format!("> {}{braces}", text())),
            "template" => plain(lines, self, self.unknown_tag(block, "template")),
            "toggle" => {
                lines.push(format!("{indent}<details{color}>"));
                lines.push(format!("{indent}<summary>{}</summary>", text()));
                lines.extend(self.level(&block.children, depth + 1));
                lines.push(format!("{indent}</details>"));
            }
            "callout" => {
                let icon = block.body["icon"]["emoji"].as_str();
                let icon = icon.map_or_else(String::new, |emoji| format!(" icon=\"{emoji}\""));
                lines.push(format!("{indent}<callout{icon}{color}>"));
                lines.push(format!("{indent}\t{}", text()));
                lines.extend(self.level(&block.children, depth + 1));
                lines.push(format!("{indent}</callout>"));
            }
            "code" => {
                let language = block.body["language"].as_str().unwrap_or("plain text");
                lines.push(format!("{indent}```{language}"));
                let source = crate::content::plain_text(&block.body["rich_text"]);
                lines.extend(source.split('\n').map(|line| format!("{indent}{line}")));
                lines.push(format!("{indent}```"));
            }
            "equation" => {
                lines.push(format!("{indent}$$"));
                lines.push(format!("{indent}{}", block.body["expression"].as_str().unwrap_or_default()));
                lines.push(format!("{indent}$$"));
            }
            "divider" => lines.push(format!("{indent}---")),
            "table_of_contents" => lines.push(format!("{indent}<table_of_contents{color}/>")),
            "image" => {
                lines.push(format!("{indent}![{}]({})", caption(), media_url(&block.body)));
            }
            "file" | "video" | "audio" | "pdf" => {
                let kind = &block.kind;
                lines.push(format!(
                    "{indent}<{kind} src=\"{}\">{}</{kind}>",
                    media_url(&block.body),
                    caption()
                ));
            }
            "table" => self.table(block, &indent, lines),
            "column_list" => self.wrapped("columns", "", block, depth, lines),
            "column" => {
                let width = block.body["width_ratio"].as_f64();
                let width = width.map_or_else(String::new, |ratio| format!(" width=\"{ratio}\""));
                self.wrapped("column", &width, block, depth, lines);
            }
            "tab" => self.wrapped("tabs", "", block, depth, lines),
            "synced_block" => {
                let source = block.body["synced_from"]["block_id"].as_str();
                let (tag, id) = match source {
                    None => ("synced_block", block.id.simple().to_string()),
                    Some(id) => ("synced_block_reference", id.replace('-', "")),
                };
                let url = format!(" url=\"{}#{id}\"", self.page);
                self.wrapped(tag, &url, block, depth, lines);
            }
            "meeting_notes" => {
                lines.push(format!("{indent}<meeting-notes>"));
                lines.push(format!("{indent}\t{}", rich_text(&block.body["title"])));
                lines.extend(self.level(&block.children, depth + 1));
                lines.push(format!("{indent}</meeting-notes>"));
            }
            "child_page" | "child_database" => lines.extend(self.child(block, &indent)),
            "link_to_page" => {
                let target = block.body["page_id"].as_str().and_then(crate::ids::parse);
                let shown = target.and_then(|id| self.shown(id));
                lines.push(match (target, shown) {
                    (Some(id), Some(title)) => {
                        format!("{indent}<page url=\"{}\">{title}</page>", page_url(id))
                    }
                    _ => format!("{indent}{}", self.unknown_tag(block, "alias")),
                });
            }
            other => lines.push(format!("{indent}{}", self.unknown_tag(block, other))),
        }
    }

    fn wrapped(&mut self, tag: &str, attributes: &str, block: &Block, depth: usize, lines: &mut Vec<String>) {
        let indent = tabs(depth);
        lines.push(format!("{indent}<{tag}{attributes}>"));
        lines.extend(self.level(&block.children, depth + 1));
        lines.push(format!("{indent}</{tag}>"));
    }

    fn table(&mut self, block: &Block, indent: &str, lines: &mut Vec<String>) {
        let mut attributes = String::new();
        if block.body["has_column_header"] == true {
            attributes.push_str(" header-row=\"true\"");
        }
        if block.body["has_row_header"] == true {
            attributes.push_str(" header-column=\"true\"");
        }
        lines.push(format!("{indent}<table{attributes}>"));
        for row in &block.children {
            lines.push(format!("{indent}\t<tr>"));
            for cell in row.body["cells"].as_array().into_iter().flatten() {
                lines.push(format!("{indent}\t\t<td>{}</td>", rich_text(cell)));
            }
            lines.push(format!("{indent}\t</tr>"));
        }
        lines.push(format!("{indent}</table>"));
        self.left = self.left.saturating_sub(block.children.len());
    }

    /// A child page or database: its link, or a hole when this connection may not see it.
    fn child(&mut self, block: &Block, indent: &str) -> Option<String> {
        let at = self.world.find(block.id);
        if at.is_some_and(|at| self.world.node(at).trashed) {
            return None;
        }
        let Some(title) = self.shown(block.id) else {
            self.truncated = true;
            self.unknown.push(block.id);
            return Some(format!("{indent}{}", self.unknown_tag(block, &block.kind)));
        };
        let url = page_url(block.id);
        Some(if block.kind == "child_page" {
            format!("{indent}<page url=\"{url}\">{title}</page>")
        } else {
            let inline = at.is_some_and(|at| self.world.written(at).is_inline);
            format!("{indent}<database url=\"{url}\" inline=\"{inline}\">{title}</database>")
        })
    }

    fn shown(&self, id: Uuid) -> Option<String> {
        let at = self.world.find(id)?;
        let seen = self.connection.is_none_or(|connection| connection.sees(self.world, at));
        seen.then(|| rich_text(&self.world.title(at)))
    }
}

fn tabs(depth: usize) -> String {
    "\t".repeat(depth)
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

fn markdown_color(color: &str) -> String {
    color.strip_suffix("_background").map_or_else(|| color.to_owned(), |name| format!("{name}_bg"))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown_reading, sample, synthetic};

    /// What we write we can read: once read, a text is written the same for ever after.
    #[test]
    fn every_body_survives_a_round_trip() {
        let worlds = [sample::world(sample::WORKSPACE), synthetic::world("w", 300, 5)];
        for world in &worlds {
            for at in world.all() {
                let first = render(world, &world.body(at));
                let holes = |line: &&str| !line.trim_start().starts_with("<unknown");
                let text: Vec<&str> = first.lines().filter(holes).collect();
                let again = render(world, &markdown_reading::blocks(&text.join("\n"), &world.names));
                assert_eq!(carried(&first), carried(&again), "{}", world.title_text(at));
            }
        }
    }

    /// All but the holes that stand for what Markdown cannot carry, and the blocks whose id is in their address.
    fn carried(text: &str) -> String {
        let own_id = |line: &&str| {
            let line = line.trim_start();
            !line.starts_with("<unknown") && !line.starts_with("<synced_block")
        };
        text.lines().filter(own_id).fold(String::new(), |text, line| text + line + "\n")
    }
}
