//! The same tree from blocks, where Markdown leaves content out.
//!
//! Not here: fetching them, and deciding which. What blocks know and Markdown does not
//! (a bookmark's address, the caption of code) is kept.

use super::address::Address;
use super::tree::{
    Cell, Color, Content, Document, List, MAX_DEPTH, Media, Mention, Mentioned, Node, NodeKind, Object, Run,
    Style,
};
use crate::api_types::{Block, BlockContent, RichText};
use crate::date_text;
use std::collections::{HashMap, HashSet};
use trove_model::NotionId;

/// `children` holds what was fetched, in order, by the block or page that it lies in.
/// The tree begins with the children of `root`; each list is used once, so that answers
/// that run in a circle end.
pub fn from_blocks(root: NotionId, children: &HashMap<NotionId, Vec<Block>>) -> Document {
    let mut builder = Builder { children, used: HashSet::new() };
    let mut finished = Vec::new();
    let mut levels = vec![(None, builder.below(root))];
    while let Some((_, blocks)) = levels.last_mut() {
        let Some((block, number)) = blocks.next() else {
            let Some((node, _)) = levels.pop() else { break };
            attach(&mut levels, &mut finished, node);
            continue;
        };
        let node = builder.node(block, number);
        let inside = builder.inside(block);
        // Too deep: what lies inside follows its block.
        if levels.len() < MAX_DEPTH {
            levels.push((Some(node), inside));
        } else {
            attach(&mut levels, &mut finished, Some(node));
            if let Some((_, blocks)) = levels.last_mut() {
                blocks.before(inside);
            }
        }
    }
    Document { nodes: finished }
}

fn attach(levels: &mut [(Option<Node>, Blocks<'_>)], finished: &mut Vec<Node>, node: Option<Node>) {
    let siblings = match levels.last_mut() {
        Some((Some(parent), _)) => &mut parent.children,
        _ => finished,
    };
    siblings.extend(node);
}

struct Builder<'a> {
    children: &'a HashMap<NotionId, Vec<Block>>,
    used: HashSet<NotionId>,
}

/// The blocks of one level, with the numbers of those that are counted.
#[derive(Default)]
struct Blocks<'a> {
    /// The next one last.
    lists: Vec<std::slice::Iter<'a, Block>>,
    number: u32,
}

impl<'a> Blocks<'a> {
    fn next(&mut self) -> Option<(&'a Block, u32)> {
        let block = loop {
            match self.lists.last_mut()?.next() {
                Some(block) => break block,
                None => self.lists.pop(),
            };
        };
        self.number = if block.kind == "numbered_list_item" { self.number + 1 } else { 0 };
        Some((block, self.number))
    }

    fn before(&mut self, others: Self) {
        self.lists.extend(others.lists);
    }
}

impl<'a> Builder<'a> {
    fn below(&mut self, id: NotionId) -> Blocks<'a> {
        let children = if self.used.insert(id) { self.children.get(&id) } else { None };
        Blocks { lists: children.into_iter().map(|blocks| blocks.iter()).collect(), number: 0 }
    }

    /// A page's content is its own, and a table's rows are part of its node. A copy shows
    /// its source's children where none came under its own id.
    fn inside(&mut self, block: &Block) -> Blocks<'a> {
        if block.is_another_page() || block.kind == "table" {
            return Blocks::default();
        }
        let source = block.content.synced_from.as_ref().and_then(|from| from.block_id);
        match source {
            Some(source) if !self.children.contains_key(&block.id) => self.below(source),
            _ => self.below(block.id),
        }
    }

    fn node(&mut self, block: &Block, number: u32) -> Node {
        let content = &block.content;
        let color = content.color.as_deref().and_then(Color::named);
        let kind = match block.kind.as_str() {
            "table" => NodeKind::Table {
                header_row: content.has_column_header,
                header_column: content.has_row_header,
                rows: self.rows(block.id),
            },
            _ => kind(block, number),
        };
        Node { color, ..Node::new(kind) }
    }

    fn rows(&mut self, table: NotionId) -> Vec<Vec<Cell>> {
        let mut below = self.below(table);
        std::iter::from_fn(|| below.next())
            .map(|(row, _)| match row.kind.as_str() {
                "table_row" => row.content.cells.iter().map(|cell| runs(cell)).collect(),
                _ => vec![runs(&row.content.rich_text)],
            })
            .collect()
    }
}

fn kind(block: &Block, number: u32) -> NodeKind {
    let content = &block.content;
    let text = runs(&content.rich_text);
    let title = || Some(Run::text(content.title.clone().filter(|title| !title.is_empty())?));
    let titled = || title().into_iter().collect::<Vec<_>>();
    let page = |object, id| NodeKind::Page { object, id, title: titled() };
    match block.kind.as_str() {
        "paragraph" => NodeKind::Paragraph { text },
        "heading_1" => heading(1, content, text),
        "heading_2" => heading(2, content, text),
        "heading_3" => heading(3, content, text),
        "heading_4" => heading(4, content, text),
        "bulleted_list_item" => NodeKind::ListItem { list: List::Bulleted, text },
        "numbered_list_item" => NodeKind::ListItem { list: List::Numbered { number }, text },
        "to_do" => {
            let checked = content.checked.unwrap_or_default();
            NodeKind::ListItem { list: List::ToDo { checked }, text }
        }
        "quote" => NodeKind::Quote { text },
        "callout" => NodeKind::Callout { icon: content.icon.clone(), text },
        "toggle" => NodeKind::Toggle { summary: text },
        "code" => NodeKind::Code {
            language: content.language.clone(),
            code: text.into_iter().map(|run| run.content.into_text()).collect(),
            caption: runs(&content.caption),
        },
        "equation" => NodeKind::Equation { expression: content.expression.clone().unwrap_or_default() },
        "column_list" => NodeKind::Columns,
        "column" => NodeKind::Column,
        "tab" => NodeKind::Tabs,
        "divider" => NodeKind::Divider,
        "table_of_contents" => NodeKind::TableOfContents,
        "breadcrumb" => NodeKind::Breadcrumb,
        "child_page" => page(Object::Page, Some(block.id)),
        "child_database" => page(Object::Database, Some(block.id)),
        "link_to_page" if content.page_id.is_some() => page(Object::Page, content.page_id),
        "link_to_page" if content.database_id.is_some() => page(Object::Database, content.database_id),
        "synced_block" => {
            let source = content.synced_from.as_ref().and_then(|from| from.block_id);
            NodeKind::Synced { copy: source.is_some(), source: source.or(Some(block.id)) }
        }
        "meeting_notes" | "transcription" => NodeKind::MeetingNotes { title: titled() },
        other => match Media::named(other) {
            Some(media) => {
                let stored = content.file.as_ref().and_then(|file| file.url.as_deref());
                let external = content.external.as_ref().and_then(|external| external.url.as_deref());
                let address = external.or(content.url.as_deref()).or(stored);
                NodeKind::Media {
                    media,
                    name: content.name.clone(),
                    caption: runs(&content.caption),
                    address: address.and_then(Address::new),
                }
            }
            None => unknown(block, text),
        },
    }
}

fn heading(level: u8, content: &BlockContent, text: Vec<Run>) -> NodeKind {
    NodeKind::Heading { level, toggle: content.is_toggleable, text }
}

/// A kind of tomorrow: all its words, or a hole without an id, as there is no more of it.
fn unknown(block: &Block, mut text: Vec<Run>) -> NodeKind {
    let content = &block.content;
    let cells = content.cells.iter().flat_map(|cell| runs(cell));
    let words = [&content.title, &content.name, &content.expression, &content.url];
    let words =
        words.into_iter().flatten().filter(|word| !word.is_empty()).map(|word| Run::text(word.as_str()));
    let others: Vec<Run> = words.chain(cells).chain(runs(&content.caption)).collect();
    for run in others {
        if !text.is_empty() {
            text.push(Run::text("\n"));
        }
        text.push(run);
    }
    if text.is_empty() {
        return NodeKind::Unknown { kind: block.kind.clone(), id: None };
    }
    NodeKind::Paragraph { text }
}

fn runs(rich_text: &[RichText]) -> Vec<Run> {
    rich_text.iter().filter(|run| !run.plain_text.is_empty() || run.mention.is_some()).map(run).collect()
}

fn run(rich_text: &RichText) -> Run {
    let annotations = &rich_text.annotations;
    let text = rich_text.plain_text.clone();
    let content = match (rich_text.kind.as_str(), &rich_text.mention) {
        ("equation", _) => Content::Equation(text),
        ("mention", Some(mention)) => {
            let of = match (mention.kind.as_str(), Object::named(&mention.kind)) {
                (_, Some(object)) => Mentioned::Object(object, mention.id),
                ("user", _) => Mentioned::Person(mention.id),
                ("date", _) => Mentioned::Date,
                _ => Mentioned::Other,
            };
            let text = match of {
                Mentioned::Person(_) => text.strip_prefix('@').map(str::to_owned).unwrap_or(text),
                Mentioned::Date => {
                    let ends: Vec<String> = text.split(" → ").map(date_text::moment).collect();
                    ends.join(" → ")
                }
                _ => text,
            };
            Content::Mention(Mention { of, text })
        }
        _ => Content::Text(text),
    };
    let style = Style {
        bold: annotations.bold,
        italic: annotations.italic,
        strikethrough: annotations.strikethrough,
        underline: annotations.underline,
        code: annotations.code,
        color: Color::named(&annotations.color),
    };
    Run { content, style, link: rich_text.href.as_deref().map(Into::into) }
}
