//! The tags that make blocks, and what each stands for.
//!
//! Not here: tags inside a text (`<span>`, `<br>`, mentions), which [`super::inline`]
//! reads, and where a block ends.

use super::address::{Address, block_id, object_id};
use super::tag::Tag;
use super::tree::{Media, MeetingPart, NodeKind, Object};
use trove_model::Icon;

pub(super) enum Meaning {
    /// Holds blocks.
    Container(NodeKind),
    Leaf(Leaf),
    Row,
    Cell,
    /// Only stands around others.
    Around,
}

/// Holds text alone.
pub(super) enum Leaf {
    Summary,
    Page {
        object: Object,
        id: Option<trove_model::NotionId>,
    },
    Media {
        media: Media,
        address: Option<Address>,
    },
    /// Holds nothing.
    Whole(NodeKind),
}

/// `in_meeting`: a summary of meeting notes holds blocks, that of a toggle is its text.
pub(super) fn meaning(tag: &Tag<'_>, in_meeting: bool) -> Option<Meaning> {
    let url = tag.attribute("url").or_else(|| tag.attribute("src")).or_else(|| tag.attribute("href"));
    let url = url.unwrap_or_default();
    let container = |kind| Some(Meaning::Container(kind));
    let whole = |kind| Some(Meaning::Leaf(Leaf::Whole(kind)));
    match tag.name {
        "callout" => {
            container(NodeKind::Callout { icon: tag.attribute("icon").and_then(icon), text: Vec::new() })
        }
        "details" | "toggle" => container(NodeKind::Toggle { summary: Vec::new() }),
        "quote" => container(NodeKind::Quote { text: Vec::new() }),
        "p" => container(NodeKind::Paragraph { text: Vec::new() }),
        "columns" => container(NodeKind::Columns),
        "column" => container(NodeKind::Column),
        "tabs" => container(NodeKind::Tabs),
        "tab" => container(NodeKind::Tab { title: Vec::new() }),
        "synced_block" => container(NodeKind::Synced { copy: false, source: block_id(url) }),
        "synced_block_reference" => container(NodeKind::Synced { copy: true, source: block_id(url) }),
        "meeting-notes" => container(NodeKind::MeetingNotes { title: Vec::new() }),
        "notes" => container(NodeKind::MeetingPart { part: MeetingPart::Notes }),
        "transcript" => container(NodeKind::MeetingPart { part: MeetingPart::Transcript }),
        "summary" if in_meeting => container(NodeKind::MeetingPart { part: MeetingPart::Summary }),
        "summary" => Some(Meaning::Leaf(Leaf::Summary)),
        "table" => container(NodeKind::Table {
            header_row: tag.is_set("header-row"),
            header_column: tag.is_set("header-column"),
            rows: Vec::new(),
        }),
        "tr" => Some(Meaning::Row),
        "td" | "th" => Some(Meaning::Cell),
        "thead" | "tbody" | "colgroup" | "col" => Some(Meaning::Around),
        "page" | "database" => {
            let source = tag.attribute("data-source-url").filter(|_| url.is_empty());
            let (object, id) = match (source, tag.name) {
                (Some(source), _) => (Object::DataSource, object_id(source)),
                (None, "page") => (Object::Page, object_id(url)),
                (None, _) => (Object::Database, object_id(url)),
            };
            Some(Meaning::Leaf(Leaf::Page { object, id }))
        }
        "table_of_contents" => whole(NodeKind::TableOfContents),
        "breadcrumb" => whole(NodeKind::Breadcrumb),
        // Others may lie inside it, as in any paragraph.
        "empty-block" => container(NodeKind::Paragraph { text: Vec::new() }),
        "unknown" => {
            let kind = tag.attribute("alt").unwrap_or_default().to_owned();
            whole(NodeKind::Unknown { kind, id: block_id(url) })
        }
        name => {
            let media = Media::named(name)?;
            Some(Meaning::Leaf(Leaf::Media { media, address: Address::new(url) }))
        }
    }
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "callout"
            | "details"
            | "toggle"
            | "quote"
            | "p"
            | "columns"
            | "column"
            | "tabs"
            | "tab"
            | "synced_block"
            | "synced_block_reference"
            | "meeting-notes"
            | "notes"
            | "transcript"
            | "summary"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "colgroup"
            | "col"
            | "page"
            | "database"
            | "table_of_contents"
            | "breadcrumb"
            | "empty-block"
            | "unknown"
    ) || Media::named(name).is_some()
}

/// An emoji, an address, or the name of one of Notion's own: `icons/document_gray`.
fn icon(written: &str) -> Option<Icon> {
    if written.is_empty() {
        return None;
    }
    if let Some(name) = written.strip_prefix("icons/").or_else(|| written.strip_prefix("/icons/")) {
        let (name, color) = name.rsplit_once('_').map_or((name, None), |(name, color)| (name, Some(color)));
        return Some(Icon::Named { name: name.to_owned(), color: color.map(str::to_owned) });
    }
    if !written.contains("://") && !written.contains("%3A") && !written.starts_with("attachment:") {
        return Some(Icon::Emoji(written.to_owned()));
    }
    Some(match Address::new(written)? {
        Address::External(url) => Icon::Image { url },
        Address::Stored { .. } => Icon::Uploaded,
    })
}
