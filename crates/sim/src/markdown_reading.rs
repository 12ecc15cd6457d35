//! Reads Notion's enhanced Markdown into the content tree, line by line: how the sample handbook is written down, and
//! how the control port says what a page now holds.
//!
//! Not Notion's own importer, and not what a line stands for (`block_kinds`). Beyond the documented format it takes a
//! few tags for blocks that Markdown cannot carry (`<bookmark>`, `<embed>`, `<link_preview>`, `<link_to_page>`,
//! `<breadcrumb/>`, `<unsupported/>`, `<tab>`), and pipe tables.

use crate::block_kinds;
use crate::content::Block;
use crate::inline_reading::inline;
use crate::markdown_tags::Tag;
use crate::names::Names;

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
            let source = self.until(indent, "```");
            return block_kinds::code(language, &source, self.names);
        }
        if line == "$$" {
            return block_kinds::equation(&self.until(indent, "$$"));
        }
        if line == "---" {
            return block_kinds::divider();
        }
        if line.starts_with('|') {
            self.at -= 1;
            return self.pipe_table();
        }
        if let Some((caption, url)) = line.strip_prefix("![").and_then(|image| image.split_once("](")) {
            return block_kinds::image(inline(caption, self.names), url.trim_end_matches(')'));
        }
        if let Some(tag) = Tag::read(line)
            && let Some(block) = self.tagged(indent, &tag)
        {
            return block;
        }
        let (block, holds) = block_kinds::read_line(line, self.names);
        let children = if holds { self.level(indent + 1) } else { Vec::new() };
        block.with(children)
    }

    fn tagged(&mut self, indent: usize, tag: &Tag) -> Option<Block> {
        let children =
            if block_kinds::holds_lines(tag) { self.inside(indent, &tag.name) } else { Vec::new() };
        block_kinds::read_tag(tag, children, self.names)
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
    fn inside(&mut self, indent: usize, name: &str) -> Vec<Block> {
        let children = self.level(indent);
        if self.lines.get(self.at).is_some_and(|(_, line)| *line == format!("</{name}>")) {
            self.at += 1;
        }
        children
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
            } else {
                rows.push(block_kinds::pipe_row(line, self.names));
            }
        }
        block_kinds::table(rows, header, false)
    }
}
