//! A tree as plain text, for the index.
//!
//! Not here: properties and the page's title, which stand beside the body.

use super::address::Address;
use super::steps;
use super::tree::{Content, Document, Mention, Mentioned, Node, NodeKind, Run, UNTITLED};
use std::collections::HashSet;

impl Document {
    /// One line per block, and per row of a table with tabs between its cells: what a
    /// person reads and behind it where links lead, without tags, marks, bullets and
    /// addresses that are signed. Blocks without words have no line.
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

    pub(super) fn runs_mut(&mut self) -> Vec<&mut Vec<Run>> {
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
            Self::Table { rows, .. } => rows.iter_mut().flatten().collect(),
            _ => Vec::new(),
        }
    }
}

fn lines(node: &Node, text: &mut String) {
    match &node.kind {
        NodeKind::Table { rows, .. } => {
            for row in rows {
                line(row.iter().map(|cell| words(cell)).chain(addresses(row.iter().flatten())), text);
            }
        }
        NodeKind::Code { language, code, caption } => {
            let language = language.as_deref().filter(|language| *language != "plain text");
            let parts = [language.unwrap_or_default().to_owned(), code.clone(), words(caption)];
            line(parts.into_iter().chain(addresses(caption)), text);
        }
        NodeKind::Equation { expression } => line([expression.clone()], text),
        NodeKind::Media { name, caption, address, .. } => {
            let address = match address {
                Some(Address::External(address)) => address.as_str(),
                Some(Address::Stored { name: stored, .. }) if name.is_none() => stored,
                _ => "",
            };
            let parts = [name.clone().unwrap_or_default(), words(caption), address.to_owned()];
            line(parts.into_iter().chain(addresses(caption)), text);
        }
        NodeKind::Page { title, .. } => line([titled(words(title))], text),
        kind => {
            let runs = kind.runs();
            let said = runs.iter().map(|runs| words(runs));
            line(said.chain(addresses(runs.iter().copied().flatten())), text);
        }
    }
}

pub(super) fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| shown(&run.content)).collect()
}

/// Where links lead, each once: behind the text, as an address in its midst would part words
/// that a person reads side by side. One that is its own text is there already.
fn addresses<'a>(runs: impl IntoIterator<Item = &'a Run>) -> impl Iterator<Item = String> {
    let mut met = HashSet::new();
    Run::links(runs).filter_map(move |run| {
        let link = run.link.as_deref()?;
        steps::take(link.len());
        let address = Address::findable(link)?;
        (met.insert(address) && !said(&run.content).contains(address)).then(|| address.to_owned())
    })
}

/// Parts side by side on one line, and none where all are empty.
fn line(parts: impl IntoIterator<Item = String>, text: &mut String) {
    let mut end = "";
    for part in parts {
        let part = part.trim();
        if !part.is_empty() {
            text.push_str(end);
            steps::take(part.len());
            text.extend(part.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            end = "\t";
        }
    }
    if !end.is_empty() {
        text.push('\n');
    }
}

fn said(content: &Content) -> &str {
    match content {
        Content::Text(text) | Content::Equation(text) => text,
        Content::Mention(mention) => &mention.text,
    }
}

fn shown(content: &Content) -> String {
    match content {
        Content::Mention(Mention { of: Mentioned::Person(_), text }) if !text.is_empty() => {
            format!("@{text}")
        }
        Content::Mention(Mention { of: Mentioned::Object(..), text }) => titled(text.clone()),
        content => said(content).to_owned(),
    }
}

/// A title, unless it is Notion's word for having none.
fn titled(title: String) -> String {
    if title == UNTITLED { String::new() } else { title }
}
