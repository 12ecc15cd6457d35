//! The content tree: blocks and rich text, from which both the block endpoints and the page's Markdown are made.
//!
//! Not the tree of pages (`world`): a child page appears here only as the block that stands for it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::ids;

/// One block. `body` is the value under the block's type key; children are inline.
#[derive(Debug, Clone)]
pub struct Block {
    pub id: Uuid,
    pub kind: String,
    pub body: Value,
    pub children: Vec<Block>,
}

impl Block {
    /// A block without an id yet; `number` gives it one.
    pub fn new(kind: &str, body: Value) -> Self {
        Self { id: Uuid::nil(), kind: kind.to_owned(), body, children: Vec::new() }
    }

    /// The same with children.
    pub fn with(mut self, children: Vec<Block>) -> Self {
        self.children = children;
        self
    }

    /// True for the blocks that stand for another object of the workspace.
    pub fn is_child_object(&self) -> bool {
        matches!(self.kind.as_str(), "child_page" | "child_database")
    }
}

/// Gives every block without an id the one its place in the page earns it, so the same page has the same ids.
pub fn number(blocks: &mut [Block], page: Uuid) {
    fn walk(blocks: &mut [Block], seed: &str) {
        for (at, block) in blocks.iter_mut().enumerate() {
            let place = format!("{seed}.{at}");
            if block.id.is_nil() {
                block.id = ids::derive(&["block", &place]);
            }
            walk(&mut block.children, &place);
        }
    }
    walk(blocks, &ids::bare(page));
}

/// Finds a block anywhere in the tree.
pub fn find(blocks: &[Block], id: Uuid) -> Option<&Block> {
    blocks.iter().find_map(|block| if block.id == id { Some(block) } else { find(&block.children, id) })
}

/// How a run of text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks {
    pub bold: bool,
    pub italic: bool,
    pub strikethrough: bool,
    pub underline: bool,
    pub code: bool,
    pub color: String,
    pub link: Option<String>,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            bold: false,
            italic: false,
            strikethrough: false,
            underline: false,
            code: false,
            color: "default".to_owned(),
            link: None,
        }
    }
}

impl Marks {
    /// The `annotations` object.
    pub fn annotations(&self) -> Value {
        json!({
            "bold": self.bold, "italic": self.italic, "strikethrough": self.strikethrough,
            "underline": self.underline, "code": self.code, "color": self.color,
        })
    }

    /// Reads the marks of a rich text item.
    pub fn of(item: &Value) -> Self {
        let flag = |name: &str| item["annotations"][name].as_bool().unwrap_or(false);
        Self {
            bold: flag("bold"),
            italic: flag("italic"),
            strikethrough: flag("strikethrough"),
            underline: flag("underline"),
            code: flag("code"),
            color: item["annotations"]["color"].as_str().unwrap_or("default").to_owned(),
            link: item["text"]["link"]["url"].as_str().map(str::to_owned),
        }
    }
}

/// A rich text item of type `text`.
pub fn text_item(content: &str, marks: &Marks) -> Value {
    let link = marks.link.as_ref().map(|url| json!({"url": url}));
    json!({
        "type": "text",
        "text": {"content": content, "link": link},
        "annotations": marks.annotations(),
        "plain_text": content,
        "href": marks.link,
    })
}

/// A rich text item of type `equation`.
pub fn equation_item(expression: &str, marks: &Marks) -> Value {
    json!({
        "type": "equation",
        "equation": {"expression": expression},
        "annotations": marks.annotations(),
        "plain_text": expression,
        "href": null,
    })
}

/// A rich text item of type `mention`. `mention` is the whole object with its type.
pub fn mention_item(mention: &Value, plain: &str, href: Option<String>, marks: &Marks) -> Value {
    json!({
        "type": "mention",
        "mention": mention,
        "annotations": marks.annotations(),
        "plain_text": plain,
        "href": href,
    })
}

/// Unmarked text as a rich text array; empty text is an empty array.
pub fn plain_rich_text(text: &str) -> Value {
    if text.is_empty() { json!([]) } else { json!([text_item(text, &Marks::default())]) }
}

/// The words of a rich text array.
pub fn plain_text(rich_text: &Value) -> String {
    rich_text.as_array().into_iter().flatten().filter_map(|item| item["plain_text"].as_str()).collect()
}
