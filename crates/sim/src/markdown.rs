//! `GET /v1/pages/{id}/markdown`: a page, or one block's subtree, as enhanced Markdown.
//!
//! Properties and the page's title are not part of it. Reading Markdown is `markdown_reading`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::block_kinds::{self, Shape};
use crate::blocks;
use crate::connections::Connection;
use crate::content::Block;
use crate::errors::Answer;
use crate::ids::{self, page_url};
use crate::inline_writing::rich_text;
use crate::node::At;
use crate::world::World;

/// Ids that Notion lists at most when it leaves content out.
const UNKNOWN_IDS_LISTED: usize = 100;

/// How much of a page one answer holds.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Blocks at most; Notion's limit is about 20,000.
    pub blocks: usize,
    /// Whether what was left out has a mark where it stood. Otherwise only `unknown_block_ids` names it.
    pub marked: bool,
    /// Whether transcripts of meetings are among it (`include_transcript=true`).
    pub transcripts: bool,
}

/// Answers the endpoint.
pub fn retrieve(world: &World, connection: &Connection, id: Uuid, extent: Extent) -> Result<Value, Answer> {
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
    let whole = found.block.kind == "child_page";
    let top = if whole { world.body(found.page) } else { vec![found.block] };
    let written = world.written(found.page);
    let (markdown, unknown) = match &written.verbatim {
        Some(verbatim) if whole && count(&top) <= extent.blocks => {
            (verbatim.markdown.clone(), verbatim.unknown.clone())
        }
        _ => {
            let mut writer = Writer::new(world, found.page, Some(connection), extent);
            (writer.level(&top, 0).join("\n"), writer.unknown)
        }
    };
    let markdown = if extent.transcripts { markdown } else { without_transcripts(&markdown) };
    let listed = unknown.get(..UNKNOWN_IDS_LISTED).unwrap_or(&unknown);
    Ok(json!({
        "object": "page_markdown", "id": id, "markdown": markdown, "truncated": !unknown.is_empty(),
        "unknown_block_ids": listed,
    }))
}

fn count(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| 1 + count(&block.children)).sum()
}

/// Leaves out the `<transcript>` parts, each on lines of its own.
fn without_transcripts(markdown: &str) -> String {
    let mut within = false;
    let kept = markdown.split('\n').filter(|line| {
        let tag = line.trim();
        let out = within || tag == "<transcript>";
        within = out && tag != "</transcript>";
        !out
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// The Markdown of a page, whole and whoever may see it.
pub fn whole(world: &World, at: At) -> String {
    match &world.written(at).verbatim {
        Some(verbatim) => verbatim.markdown.clone(),
        None => render(world, at, &world.body(at)),
    }
}

fn render(world: &World, at: At, blocks: &[Block]) -> String {
    let extent = Extent { blocks: usize::MAX, marked: true, transcripts: true };
    Writer::new(world, at, None, extent).level(blocks, 0).join("\n")
}

struct Writer<'a> {
    world: &'a World,
    connection: Option<&'a Connection>,
    /// The address of the page.
    page: String,
    left: usize,
    marked: bool,
    unknown: Vec<Uuid>,
}

impl<'a> Writer<'a> {
    fn new(world: &'a World, page: At, connection: Option<&'a Connection>, extent: Extent) -> Self {
        let page = page_url(world.node(page).id);
        Self { world, connection, page, left: extent.blocks, marked: extent.marked, unknown: Vec::new() }
    }

    fn level(&mut self, blocks: &[Block], depth: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut number = 0;
        for block in blocks {
            number = if block.kind == "numbered_list_item" { number + 1 } else { 0 };
            if self.left == 0 {
                lines.extend(self.left_out(block, depth));
                continue;
            }
            self.left -= 1;
            self.block(block, depth, number, &mut lines);
        }
        lines
    }

    /// Stands for content that is not in this answer; the reader asks for it by id.
    fn left_out(&mut self, block: &Block, depth: usize) -> Option<String> {
        self.unknown.push(block.id);
        self.marked.then(|| format!("{}{}", tabs(depth), self.hole(block, &block.kind)))
    }

    fn hole(&self, block: &Block, alt: &str) -> String {
        format!("<unknown url=\"{}#{}\" alt=\"{alt}\"/>", self.page, block.id.simple())
    }

    fn block(&mut self, block: &Block, depth: usize, number: usize, lines: &mut Vec<String>) {
        let indent = tabs(depth);
        if block.is_child_object() {
            lines.extend(self.child(block).map(|line| indent + &line));
            return;
        }
        if block.kind == "link_to_page" {
            lines.push(indent + &self.link(block));
            return;
        }
        let (before, after) = match block_kinds::shape(block, number, &self.page) {
            Shape::Lines { before, after } => (before, after),
            Shape::Hole(alt) => (vec![self.hole(block, &alt)], None),
            Shape::Whole(whole) => {
                self.left = self.left.saturating_sub(block.children.len());
                lines.extend(whole.into_iter().map(|line| indent.clone() + &line));
                return;
            }
        };
        lines.extend(before.into_iter().map(|line| indent.clone() + &line));
        lines.extend(self.level(&block.children, depth + 1));
        lines.extend(after.map(|line| indent + &line));
    }

    /// A child page or database: its link, or a hole when this connection may not see it.
    fn child(&mut self, block: &Block) -> Option<String> {
        let at = self.world.find(block.id);
        if at.is_some_and(|at| self.world.node(at).trashed) {
            return None;
        }
        let Some(title) = self.shown(block.id) else {
            self.unknown.push(block.id);
            return Some(self.hole(block, &block.kind));
        };
        let url = page_url(block.id);
        Some(if block.kind == "child_page" {
            format!("<page url=\"{url}\">{title}</page>")
        } else {
            let inline = at.is_some_and(|at| self.world.written(at).is_inline);
            format!("<database url=\"{url}\" inline=\"{inline}\">{title}</database>")
        })
    }

    fn link(&self, block: &Block) -> String {
        let target = block.body["page_id"].as_str().and_then(ids::parse);
        match target.and_then(|id| Some((id, self.shown(id)?))) {
            Some((id, title)) => format!("<page url=\"{}\">{title}</page>", page_url(id)),
            None => self.hole(block, "alias"),
        }
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
                let first = whole(world, at);
                let holes = |line: &&str| !line.trim_start().starts_with("<unknown");
                let text: Vec<&str> = first.lines().filter(holes).collect();
                let again = render(world, at, &markdown_reading::blocks(&text.join("\n"), &world.names));
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
