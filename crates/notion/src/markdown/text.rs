//! A tree as plain text, for the index.
//!
//! Not here: properties and the page's title, which stand beside the body.

use super::address::Address;
use super::tree::{Content, Document, Media, Mention, Mentioned, Node, NodeKind, Run};

impl Document {
    /// One line per block, and per row of a table with tabs between its cells: what a
    /// person reads, without tags, marks, bullets and addresses that are signed. Blocks
    /// without words have no line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.walk(|node| lines(node, &mut text));
        text
    }

    /// Every node, each before what lies inside it.
    pub fn walk<'a>(&'a self, mut visit: impl FnMut(&'a Node)) {
        let mut left: Vec<&Node> = self.nodes.iter().rev().collect();
        while let Some(node) = left.pop() {
            visit(node);
            left.extend(node.children.iter().rev());
        }
    }
}

impl NodeKind {
    /// The texts of a node in reading order.
    pub fn runs(&self) -> Vec<&[Run]> {
        match self {
            Self::Paragraph { text }
            | Self::Heading { text, .. }
            | Self::ListItem { text, .. }
            | Self::Quote { text }
            | Self::Callout { text, .. }
            | Self::Toggle { summary: text }
            | Self::Tab { title: text }
            | Self::Page { title: text, .. }
            | Self::MeetingNotes { title: text }
            | Self::Code { caption: text, .. }
            | Self::Media { caption: text, .. } => vec![text],
            Self::Table { rows, .. } => rows.iter().flatten().map(Vec::as_slice).collect(),
            Self::Equation { .. }
            | Self::Columns
            | Self::Column
            | Self::Tabs
            | Self::Divider
            | Self::TableOfContents
            | Self::Breadcrumb
            | Self::Synced { .. }
            | Self::MeetingPart { .. }
            | Self::Unknown { .. } => Vec::new(),
        }
    }
}

fn lines(node: &Node, text: &mut String) {
    let words = |runs: &[Run]| runs.iter().map(|run| shown(&run.content)).collect::<String>();
    match &node.kind {
        NodeKind::Table { rows, .. } => {
            for row in rows {
                line(row.iter().map(|cell| words(cell)), text);
            }
        }
        NodeKind::Code { language, code, caption } => {
            let language = language.as_deref().filter(|language| *language != "plain text");
            line([language.unwrap_or_default().to_owned(), code.clone(), words(caption)], text);
        }
        NodeKind::Equation { expression } => line([expression.clone()], text),
        NodeKind::Media { media, name, caption, address } => {
            let address = match address {
                Some(Address::External(address)) => address.as_str(),
                // An image shows itself and not the name of its file.
                Some(Address::Stored { name: stored }) if *media != Media::Image && name.is_none() => stored,
                _ => "",
            };
            let name = name.clone().unwrap_or_default();
            line([name, words(caption), address.to_owned()], text);
        }
        kind => line(kind.runs().into_iter().map(words), text),
    }
}

/// Parts side by side on one line, and none where all are empty.
fn line(parts: impl IntoIterator<Item = String>, text: &mut String) {
    let mut end = "";
    for part in parts {
        let part = part.trim();
        if !part.is_empty() {
            text.push_str(end);
            text.extend(part.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            end = "\t";
        }
    }
    if !end.is_empty() {
        text.push('\n');
    }
}

fn shown(content: &Content) -> String {
    match content {
        Content::Text(text) | Content::Equation(text) => text.clone(),
        Content::Mention(Mention { of: Mentioned::Person(_), text }) if !text.is_empty() => {
            format!("@{text}")
        }
        Content::Mention(mention) => mention.text.clone(),
    }
}
