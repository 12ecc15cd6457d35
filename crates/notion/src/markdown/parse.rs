//! Reads Markdown into a tree, line by line.
//!
//! Not here: what one line of text is ([`super::line`]), what a tag stands for
//! ([`super::block_tag`]) and the text inside a block ([`super::inline`]).
//!
//! Open blocks lie on a stack. A line closes the blocks that are indented as far as
//! itself, a closing tag all that was opened since its opening one. Every line and tag
//! is put on the stack and taken off once, so the time taken grows with the text.

use super::block_tag::{self, Leaf, Meaning};
use super::code_span::{Unclosed, code_span};
use super::inline;
use super::line::{self, Line};
use super::steps;
use super::tag::{Attributes, Form, Tag};
use super::tree::{Color, Document, List, MAX_DEPTH, Node, NodeKind, Run};
use std::collections::HashMap;

/// Never fails: what is not understood is text, and what is not balanced is closed at
/// the end.
pub fn parse(markdown: &str) -> Document {
    let mut parser = Parser::default();
    for line in markdown.split('\n') {
        parser.line(line.strip_suffix('\r').unwrap_or(line));
    }
    parser.end()
}

#[derive(Default)]
struct Parser<'a> {
    /// The finished blocks of the top level.
    finished: Vec<Node>,
    frames: Vec<Frame<'a>>,
    /// The nodes of those frames that have their own.
    open: Vec<Node>,
    /// How many frames each tag has opened.
    tags: HashMap<&'a str, usize>,
    leaf: Option<OpenLeaf<'a>>,
    cell: Option<String>,
    raw: Option<Raw>,
}

/// A block that may still get children.
struct Frame<'a> {
    /// In tabs.
    indent: usize,
    /// What closes it, unless that is indentation.
    tag: Option<&'a str>,
    /// Too deep frames have no node: what lies inside follows their node.
    has_node: bool,
}

/// A tag that holds nothing but text and ends with its line at the latest.
struct OpenLeaf<'a> {
    name: &'a str,
    leaf: Leaf,
    color: Option<Color>,
    text: String,
}

/// Code or an equation: lines that are taken as they are.
struct Raw {
    indent: usize,
    /// How many backticks close it, none for an equation.
    fence: usize,
    language: String,
    lines: Vec<String>,
}

impl<'a> Parser<'a> {
    fn line(&mut self, line: &'a str) {
        steps::take(line.len());
        let text = line.trim_start_matches('\t');
        let indent = line.len() - text.len();
        let text = text.trim();
        if let Some(raw) = &mut self.raw {
            if raw.is_closed_by(indent, text) {
                self.end_raw();
            } else {
                raw.push(line);
            }
            return;
        }
        if self.cell.is_none()
            && let Some(raw) = Raw::opened_by(indent, text)
        {
            self.begin(indent);
            self.raw = Some(raw);
            return;
        }
        if let Some(tag) = Tag::fenced(text) {
            return self.tag(indent, tag);
        }
        let mut rest = text;
        let mut unclosed = Unclosed::default();
        while let Some((before, tag, after)) = next_block_tag(rest, &mut unclosed) {
            self.text(indent, before);
            self.tag(indent, tag);
            rest = after;
        }
        self.text(indent, rest);
        self.end_leaf();
    }

    fn text(&mut self, indent: usize, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(open) = self.leaf.as_mut().map(|leaf| &mut leaf.text).or(self.cell.as_mut()) {
            if !open.is_empty() {
                open.push_str("<br>");
            }
            return open.push_str(text);
        }
        self.begin(indent);
        let before = self.open.last().map_or(&self.finished, |parent| &parent.children).last();
        let previous = match before.map(|node| &node.kind) {
            Some(NodeKind::ListItem { list: List::Numbered { number }, .. }) => Some(*number),
            _ => None,
        };
        let Line { kind, color } = line::read(text, previous);
        let NodeKind::Paragraph { text } = kind else {
            return self.push(Node { color, ..Node::new(kind) }, indent, None);
        };
        if text.is_empty() {
            // Nothing but tags of tomorrow.
        } else if let Some(wanting) = self.wanting() {
            *wanting = text;
        } else {
            self.push(Node { color, ..Node::new(NodeKind::Paragraph { text }) }, indent, None);
        }
    }

    /// The own text of a tag that was just opened: its first line.
    fn wanting(&mut self) -> Option<&mut Vec<Run>> {
        let frame = self.frames.last()?;
        if frame.tag.is_none() || !frame.has_node {
            return None;
        }
        let node = self.open.last_mut()?;
        let text = match &mut node.kind {
            NodeKind::Callout { text, .. }
            | NodeKind::Quote { text }
            | NodeKind::Paragraph { text }
            | NodeKind::Tab { title: text }
            | NodeKind::MeetingNotes { title: text } => text,
            _ => return None,
        };
        (text.is_empty() && node.children.is_empty()).then_some(text)
    }

    fn tag(&mut self, indent: usize, tag: Tag<'a>) {
        let is_own_end = |leaf: &OpenLeaf<'_>| tag.form == Form::Close && leaf.name == tag.name;
        let ended_leaf = self.leaf.as_ref().is_some_and(is_own_end);
        self.end_leaf();
        if ended_leaf {
            return;
        }
        let in_meeting = self.tags.get("meeting-notes").is_some_and(|open| *open > 0);
        let color = tag.attribute("color").and_then(Color::named);
        let Some(meaning) = block_tag::meaning(&tag, in_meeting) else { return };
        match (meaning, tag.form) {
            (Meaning::Cell, form) => {
                self.end_cell();
                if form == Form::Open {
                    self.cell = Some(String::new());
                }
            }
            (Meaning::Row, form) => {
                self.end_cell();
                if form == Form::Open
                    && let Some(rows) = self.rows()
                {
                    rows.push(Vec::new());
                }
            }
            (Meaning::Around, _) => {}
            (_, Form::Close) => {
                self.end_cell();
                self.close(tag.name);
            }
            (Meaning::Leaf(leaf), form) => {
                self.end_cell();
                self.begin(indent);
                self.leaf = Some(OpenLeaf { name: tag.name, leaf, color, text: String::new() });
                if form == Form::Whole {
                    self.end_leaf();
                }
            }
            (Meaning::Container(kind), form) => {
                self.end_cell();
                self.begin(indent);
                let name = (form == Form::Open).then_some(tag.name);
                self.push(Node { color, ..Node::new(kind) }, indent, name);
            }
        }
    }

    /// Closes what a block at this indentation does not lie in.
    fn begin(&mut self, indent: usize) {
        while let Some(frame) = self.frames.last() {
            let outside = if frame.tag.is_some() { indent < frame.indent } else { indent <= frame.indent };
            if !outside {
                break;
            }
            self.pop();
        }
    }

    fn close(&mut self, name: &str) {
        if self.tags.get(name).is_none_or(|open| *open == 0) {
            return;
        }
        while let Some(frame) = self.frames.last() {
            let found = frame.tag == Some(name);
            self.pop();
            if found {
                break;
            }
        }
    }

    fn push(&mut self, node: Node, indent: usize, tag: Option<&'a str>) {
        let has_node = self.open.len() + 1 < MAX_DEPTH;
        if has_node {
            self.open.push(node);
        } else {
            self.attach(node);
        }
        if let Some(tag) = tag {
            *self.tags.entry(tag).or_default() += 1;
        }
        self.frames.push(Frame { indent, tag, has_node });
    }

    fn pop(&mut self) {
        steps::take(1);
        let Some(frame) = self.frames.pop() else { return };
        if let Some(open) = frame.tag.and_then(|tag| self.tags.get_mut(tag)) {
            *open -= 1;
        }
        if frame.has_node
            && let Some(node) = self.open.pop()
        {
            self.attach(node);
        }
    }

    fn attach(&mut self, node: Node) {
        steps::take(1);
        self.open.last_mut().map_or(&mut self.finished, |parent| &mut parent.children).push(node);
    }

    /// The rows of the table that is open. Text between its cells is a child of its own.
    fn rows(&mut self) -> Option<&mut Vec<Vec<Vec<Run>>>> {
        while self.frames.last()?.tag.is_none() {
            self.pop();
        }
        let frame = self.frames.last().filter(|frame| frame.has_node)?;
        match &mut self.open.last_mut()?.kind {
            NodeKind::Table { rows, .. } if frame.tag == Some("table") => Some(rows),
            _ => None,
        }
    }

    fn end_cell(&mut self) {
        let Some(text) = self.cell.take() else { return };
        let cell = inline::runs(&text);
        match self.rows() {
            Some(rows) => match rows.last_mut() {
                Some(row) => row.push(cell),
                None => rows.push(vec![cell]),
            },
            None if cell.is_empty() => {}
            None => self.attach(Node::new(NodeKind::Paragraph { text: cell })),
        }
    }

    fn end_leaf(&mut self) {
        let Some(OpenLeaf { leaf, color, text, .. }) = self.leaf.take() else { return };
        let runs = inline::runs(&text);
        let kind = match leaf {
            Leaf::Summary => {
                let frame = self.frames.last().is_some_and(|frame| frame.has_node && frame.tag.is_some());
                match self.open.last_mut().map(|node| &mut node.kind) {
                    Some(NodeKind::Toggle { summary }) if frame && summary.is_empty() => {
                        return *summary = runs;
                    }
                    _ if runs.is_empty() => return,
                    _ => NodeKind::Paragraph { text: runs },
                }
            }
            Leaf::Page { object, id } => NodeKind::Page { object, id, title: runs },
            Leaf::Media { media, address } => NodeKind::Media { media, name: None, caption: runs, address },
            Leaf::Whole(kind) => {
                self.attach(Node { color, ..Node::new(kind) });
                if !runs.is_empty() {
                    self.attach(Node::new(NodeKind::Paragraph { text: runs }));
                }
                return;
            }
        };
        self.attach(Node { color, ..Node::new(kind) });
    }

    fn end_raw(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        let body = raw.lines.join("\n");
        let (language, attributes) = Attributes::at_end_of(&raw.language);
        let kind = if raw.fence == 0 {
            NodeKind::Equation { expression: body }
        } else {
            let language = Some(language.trim()).filter(|language| !language.is_empty());
            NodeKind::Code { language: language.map(str::to_owned), code: body, caption: Vec::new() }
        };
        let color = attributes.get("color").and_then(Color::named);
        self.attach(Node { color, ..Node::new(kind) });
    }

    fn end(mut self) -> Document {
        self.end_raw();
        self.end_leaf();
        self.end_cell();
        while !self.frames.is_empty() {
            self.pop();
        }
        Document { nodes: self.finished }
    }
}

impl Raw {
    fn opened_by(indent: usize, text: &str) -> Option<Self> {
        let of =
            |fence, language: &str| Self { indent, fence, language: language.to_owned(), lines: Vec::new() };
        if text == "$$" {
            return Some(of(0, ""));
        }
        let language = text.trim_start_matches('`');
        let fence = text.len() - language.len();
        (fence >= 3 && !language.contains('`')).then(|| of(fence, language))
    }

    /// The lines of an equation may be indented less than their block: Notion indents
    /// the first one only.
    fn is_closed_by(&self, indent: usize, text: &str) -> bool {
        match self.fence {
            0 => text == "$$",
            fence => indent <= self.indent && text.len() >= fence && text.bytes().all(|byte| byte == b'`'),
        }
    }

    /// Without the block's own indentation.
    fn push(&mut self, line: &str) {
        let own = line.bytes().take(self.indent).take_while(|byte| *byte == b'\t').count();
        self.lines.push(line.get(own..).unwrap_or_default().to_owned());
    }
}

/// Splits at the first tag that makes a block. Tags in code are text.
fn next_block_tag<'a>(text: &'a str, unclosed: &mut Unclosed) -> Option<(&'a str, Tag<'a>, &'a str)> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        at += steps::looked(rest, rest.find(['\\', '`', '<']))?;
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '`' => at = code_span(text, at, unclosed).map_or_else(|end| end, |span| span.end),
            '<' => match Tag::read(rest) {
                Some((tag, after)) if block_tag::is_block(tag.name) => {
                    return Some((text.get(..at)?, tag, after));
                }
                _ => at += 1,
            },
            _ => at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
        }
    }
}
