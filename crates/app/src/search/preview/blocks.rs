//! Those blocks of a body that lie in a window, with what they lie in.
//!
//! Not here: which window.

use super::runs::{Leads, Styled, cut, places, plain, styled};
use super::window::{PIECE, units};
use crate::to_ui;
use crate::ui_types::{PreviewBlock, PreviewKind, PreviewMedia, PreviewRun};
use std::ops::Range;
use trove_index::asked::Asked;
use trove_notion::markdown::{Address, List, Media, Node, NodeKind, Run};

/// What a block is made with.
pub struct Making<'a> {
    pub asked: &'a Asked,
    pub leads: Leads<'a>,
}

/// The first unit in which something asked for stands.
pub fn first_match(nodes: &[Node], making: &Making<'_>, at: &mut usize) -> Option<usize> {
    for node in nodes {
        let own = match &node.kind {
            NodeKind::Table { rows, .. } => rows.iter().position(|row| {
                row.iter().any(|cell| !places(&styled(cell, making.leads), making.asked).is_empty())
            }),
            kind => places(&making.text(kind), making.asked).first().map(|place| place.start / PIECE),
        };
        if let Some(unit) = own {
            return Some(*at + unit);
        }
        *at += units(&node.kind);
        if let Some(unit) = first_match(&node.children, making, at) {
            return Some(unit);
        }
    }
    None
}

/// The blocks with units in the window. Whatever they lie in comes with them, with the start of
/// its own text. `each` is called after each, with where the units of all so far end.
pub fn blocks(
    nodes: &[Node],
    making: &Making<'_>,
    window: &Range<usize>,
    at: &mut usize,
    each: &mut dyn FnMut(usize),
) -> Vec<PreviewBlock> {
    let mut shown = Vec::new();
    for node in nodes {
        if *at >= window.end {
            break;
        }
        let begin = *at;
        *at += units(&node.kind);
        let own = begin.max(window.start)..(*at).min(window.end);
        let children = blocks(&node.children, making, window, at, &mut |_| {});
        if own.is_empty() && children.is_empty() {
            continue;
        }
        // Units of its own, counted from its first one.
        let own = if own.is_empty() { 0..0 } else { own.start - begin..own.end - begin };
        shown.push(making.block(node, begin, own, children));
        each(*at);
    }
    shown
}

impl Making<'_> {
    fn block(
        &self,
        node: &Node,
        begin: usize,
        own: Range<usize>,
        mut children: Vec<PreviewBlock>,
    ) -> PreviewBlock {
        if let NodeKind::Code { caption, .. } = &node.kind
            && !caption.is_empty()
        {
            let caption = self.whole(caption);
            children.insert(
                0,
                PreviewBlock { kind: PreviewKind::Paragraph, runs: caption, children: Vec::new() },
            );
        }
        let runs = match &node.kind {
            NodeKind::Table { .. } => Vec::new(),
            kind => {
                // What others lie in is named by the start of its text.
                let pieces = if own.is_empty() { 0..1 } else { own.clone() };
                self.cut(self.text(kind), pieces.start * PIECE..pieces.end * PIECE)
            }
        };
        PreviewBlock { kind: self.kind(node, begin, own), runs, children }
    }

    fn kind(&self, node: &Node, begin: usize, own: Range<usize>) -> PreviewKind {
        match &node.kind {
            NodeKind::Paragraph { .. } => PreviewKind::Paragraph,
            NodeKind::Heading { level, .. } => PreviewKind::Heading { level: *level },
            NodeKind::ListItem { list, .. } => match list {
                List::Bulleted => PreviewKind::Bulleted,
                List::Numbered { number } => PreviewKind::Numbered { number: *number },
                List::ToDo { checked } => PreviewKind::ToDo { checked: *checked },
            },
            NodeKind::Quote { .. } => PreviewKind::Quote,
            NodeKind::Callout { icon, .. } => PreviewKind::Callout { icon: icon.clone().map(to_ui::icon) },
            NodeKind::Toggle { .. } => PreviewKind::Toggle,
            NodeKind::Code { language, .. } => PreviewKind::Code { language: language.clone() },
            NodeKind::Equation { .. } => PreviewKind::Equation,
            NodeKind::Table { header_row, header_column, rows } => {
                let row = |row: &Vec<Vec<Run>>| row.iter().map(|cell| self.whole(cell)).collect();
                PreviewKind::Table {
                    // A row further down is no heading of those below it.
                    header_row: *header_row && own.start == 0,
                    header_column: *header_column,
                    rows: rows.get(own).unwrap_or_default().iter().map(row).collect(),
                }
            }
            NodeKind::Columns => PreviewKind::Columns,
            NodeKind::Column => PreviewKind::Column,
            NodeKind::Media { media, address, .. } => PreviewKind::Media {
                media: media_kind(*media),
                image: (*media == Media::Image && address.is_some())
                    .then(|| u32::try_from(begin).ok())
                    .flatten(),
            },
            NodeKind::Page { id, .. } => {
                PreviewKind::Page { id: id.and_then(self.leads).map(|id| id.to_string()) }
            }
            NodeKind::Divider => PreviewKind::Divider,
            NodeKind::Tab { .. }
            | NodeKind::MeetingNotes { .. }
            | NodeKind::Tabs
            | NodeKind::Synced { .. }
            | NodeKind::MeetingPart { .. }
            // They repeat what stands elsewhere.
            | NodeKind::TableOfContents
            | NodeKind::Breadcrumb => PreviewKind::Group,
            NodeKind::Unknown { .. } => PreviewKind::Missing,
        }
    }

    /// What stands in a block itself.
    fn text(&self, kind: &NodeKind) -> Vec<Styled> {
        match kind {
            NodeKind::Code { code, .. } => vec![plain(code)],
            NodeKind::Equation { expression } => vec![plain(expression)],
            NodeKind::Media { name, caption, address, .. } if caption.is_empty() => {
                let shown = name.as_deref().or(match address {
                    Some(Address::External(address)) => Some(address.as_str()),
                    Some(Address::Stored { name, .. }) => Some(name.as_str()),
                    None => None,
                });
                shown.map(plain).into_iter().collect()
            }
            NodeKind::Table { .. } => Vec::new(),
            kind => kind.runs().into_iter().flat_map(|runs| styled(runs, self.leads)).collect(),
        }
    }

    /// A cell or a caption: of a very long one the beginning, and a sign that it goes on.
    fn whole(&self, runs: &[Run]) -> Vec<PreviewRun> {
        let runs = styled(runs, self.leads);
        let goes_on = runs.iter().map(|(_, text)| text.len()).sum::<usize>() > PIECE;
        let mut shown = self.cut(runs, 0..PIECE);
        if goes_on {
            shown.push(PreviewRun { text: "…".to_owned(), ..plain("").0 });
        }
        shown
    }

    fn cut(&self, runs: Vec<Styled>, shown: Range<usize>) -> Vec<PreviewRun> {
        let places = places(&runs, self.asked);
        cut(runs, &places, shown)
    }
}

fn media_kind(media: Media) -> PreviewMedia {
    match media {
        Media::Image => PreviewMedia::Image,
        Media::File | Media::Pdf => PreviewMedia::File,
        Media::Video => PreviewMedia::Video,
        Media::Audio => PreviewMedia::Audio,
        Media::Bookmark | Media::Embed | Media::LinkPreview => PreviewMedia::Bookmark,
    }
}
