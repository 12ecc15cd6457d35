//! A page's stored body as the window shows it, with what was asked for marked.
//!
//! A tree of plain text: never HTML, nothing in it is loaded or opened. Not here: passages
//! in the list (`trove-index`'s snippets) and reading bodies from Notion.

use super::hit::hit;
use super::page_lookup::body_state;
use super::query::asked;
use crate::corpus::page_entries::PageEntry;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::to_ui;
use crate::ui_types::{
    HitTier, Preview, PreviewBlock, PreviewKind, PreviewMedia, PreviewRun, SearchHit, UiError,
};
use std::ops::Range;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::NotionId;
use trove_notion::markdown::{
    Content, Document, List, Media, Mention, Mentioned, Node, NodeKind, Run, parse as read,
};
use trove_store::StoredBody;

/// Blocks shown of one page, nested ones counted: more than anyone scrolls through, and
/// little enough to be drawn at once.
const MOST_BLOCKS: usize = 400;

/// Blocks shown before the first match of a page that is longer than that.
const BEFORE: usize = 20;

impl App {
    /// What is stored of a page, with what `text` asks for marked; with `correct`, also the
    /// words that a search finds in place of those that no page has.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::LinkRefused`] for a page that is not known.
    pub async fn preview(&self, page: &str, text: String, correct: bool) -> Result<Preview, UiError> {
        let open = self.open_profile().await?;
        let corpus = Arc::clone(&open.corpus);
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        self.look_later(&open, id);
        let key = corpus.read().by_id(&id).map(PageEntry::key).ok_or(UiError::LinkRefused)?;
        let page = corpus.store.shown_pages(&[key]).await?.pop().ok_or(UiError::LinkRefused)?;
        let body = corpus.store.body(id).await?;
        let state = body_state(&corpus, id, body.as_ref()).await?;
        let (now, origin) = (self.inner.clock.wall(), self.inner.origin.clone());
        blocking(move || {
            let asked = asked(&corpus, &text, correct, now);
            let entries = corpus.read();
            let hit = hit(page.key, &page.looks, &entries, HitTier::Body, &origin);
            let hit = hit.ok_or(UiError::LinkRefused)?;
            let title = to_ui::segments(snippet::mark(&Text::new(page.title.as_str()), &asked));
            let shown = body.map(|body| shown(&body, &asked)).unwrap_or_default();
            Ok(Preview {
                hit: SearchHit { title, ..hit },
                body: state,
                properties: page
                    .properties
                    .lines()
                    .map(|line| to_ui::segments(snippet::mark(&Text::new(line), &asked)))
                    .collect(),
                blocks: shown.blocks,
                left_out_before: shown.before,
                left_out_after: shown.after,
                first_match: shown.first_match,
            })
        })
        .await?
    }
}

#[derive(Default)]
struct VisibleBlocks {
    blocks: Vec<PreviewBlock>,
    before: u32,
    after: u32,
    first_match: Option<u32>,
}

/// A long page is shown from shortly before its first match.
fn shown(body: &StoredBody, asked: &Asked) -> VisibleBlocks {
    let mut document = read(&body.markdown);
    for (block, part) in &body.parts {
        document.fill(*block, read(part));
    }
    let Document { nodes } = document;
    let sizes: Vec<usize> = nodes.iter().map(size).collect();
    let first = if asked.count() == 0 { None } else { nodes.iter().position(|node| has_match(node, asked)) };
    let from = first_shown(&sizes, first.unwrap_or(0));
    let (mut blocks, mut room, mut until) = (Vec::new(), MOST_BLOCKS, from);
    for node in nodes.iter().skip(from) {
        if room == 0 {
            break;
        }
        blocks.push(block(node, asked, &mut room));
        until += 1;
    }
    VisibleBlocks {
        blocks,
        before: count(sizes.iter().take(from).sum()),
        after: count(sizes.iter().skip(until).sum()),
        first_match: first.map(|first| count(first - from)),
    }
}

/// Where to begin so that the block at `wanted` is among those shown.
fn first_shown(sizes: &[usize], wanted: usize) -> usize {
    let through: usize = sizes.iter().take(wanted + 1).sum();
    if through <= MOST_BLOCKS {
        return 0;
    }
    let mut from = wanted;
    let mut before = 0;
    while from > 0 && before + sizes.get(from - 1).copied().unwrap_or(0) <= BEFORE {
        from -= 1;
        before += sizes.get(from).copied().unwrap_or(0);
    }
    from
}

fn size(node: &Node) -> usize {
    1 + node.children.iter().map(size).sum::<usize>()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn has_match(node: &Node, asked: &Asked) -> bool {
    let own = match &node.kind {
        NodeKind::Code { code, .. } => !snippet::places(&Text::new(code.as_str()), asked).is_empty(),
        NodeKind::Equation { expression } => {
            !snippet::places(&Text::new(expression.as_str()), asked).is_empty()
        }
        _ => false,
    };
    own || node.kind.runs().into_iter().any(|runs| marks(runs, asked).iter().any(|run| run.marked))
        || node.children.iter().any(|child| has_match(child, asked))
}

/// Depth is bounded by the tree itself; `room` is how many more blocks are shown.
fn block(node: &Node, asked: &Asked, room: &mut usize) -> PreviewBlock {
    *room = room.saturating_sub(1);
    let runs = |runs: &[Run]| marks(runs, asked);
    let plain = |text: &str| marked(vec![(PreviewRun::plain(text), text.to_owned())], asked);
    let mut first_child = None;
    let (kind, runs) = match &node.kind {
        NodeKind::Paragraph { text } => (PreviewKind::Paragraph, runs(text)),
        NodeKind::Heading { level, text, .. } => (PreviewKind::Heading { level: *level }, runs(text)),
        NodeKind::ListItem { list, text } => {
            let kind = match list {
                List::Bulleted => PreviewKind::Bulleted,
                List::Numbered { number } => PreviewKind::Numbered { number: *number },
                List::ToDo { checked } => PreviewKind::ToDo { checked: *checked },
            };
            (kind, runs(text))
        }
        NodeKind::Quote { text } => (PreviewKind::Quote, runs(text)),
        NodeKind::Callout { icon: shown, text } => {
            (PreviewKind::Callout { icon: shown.clone().map(to_ui::icon) }, runs(text))
        }
        NodeKind::Toggle { summary } => (PreviewKind::Toggle, runs(summary)),
        NodeKind::Code { language, code, caption } => {
            if !caption.is_empty() {
                first_child = Some(PreviewBlock::paragraph(runs(caption)));
            }
            (PreviewKind::Code { language: language.clone() }, plain(code))
        }
        NodeKind::Equation { expression } => (PreviewKind::Equation, plain(expression)),
        NodeKind::Table { header_row, header_column, rows } => {
            let rows = rows.iter().map(|row| row.iter().map(|cell| runs(cell)).collect()).collect();
            let kind = PreviewKind::Table { header_row: *header_row, header_column: *header_column, rows };
            (kind, Vec::new())
        }
        NodeKind::Columns => (PreviewKind::Columns, Vec::new()),
        NodeKind::Column => (PreviewKind::Column, Vec::new()),
        NodeKind::Tab { title } | NodeKind::MeetingNotes { title } => (PreviewKind::Group, runs(title)),
        NodeKind::Tabs | NodeKind::Synced { .. } | NodeKind::MeetingPart { .. } => {
            (PreviewKind::Group, Vec::new())
        }
        NodeKind::Media { media, name, caption, address } => {
            let shown = if !caption.is_empty() {
                runs(caption)
            } else if let Some(name) = name {
                plain(name)
            } else {
                match address {
                    Some(trove_notion::markdown::Address::External(address)) => plain(address),
                    Some(trove_notion::markdown::Address::Stored { name }) => plain(name),
                    _ => Vec::new(),
                }
            };
            (PreviewKind::Media { media: media_kind(*media) }, shown)
        }
        NodeKind::Page { id, title, .. } => {
            (PreviewKind::Page { id: id.map(|id| id.to_string()) }, runs(title))
        }
        NodeKind::Divider => (PreviewKind::Divider, Vec::new()),
        // They repeat what stands elsewhere.
        NodeKind::TableOfContents | NodeKind::Breadcrumb => (PreviewKind::Group, Vec::new()),
        NodeKind::Unknown { .. } => (PreviewKind::Missing, Vec::new()),
    };
    let mut children: Vec<PreviewBlock> = first_child.into_iter().collect();
    for child in &node.children {
        if *room == 0 {
            break;
        }
        children.push(block(child, asked, room));
    }
    PreviewBlock { kind, runs, children }
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

impl PreviewBlock {
    fn paragraph(runs: Vec<PreviewRun>) -> Self {
        Self { kind: PreviewKind::Paragraph, runs, children: Vec::new() }
    }
}

impl PreviewRun {
    fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            marked: false,
            bold: false,
            italic: false,
            strikethrough: false,
            underline: false,
            code: false,
            link: None,
            mention: false,
        }
    }
}

fn marks(runs: &[Run], asked: &Asked) -> Vec<PreviewRun> {
    marked(
        runs.iter()
            .map(|run| {
                let text = match &run.content {
                    Content::Text(text) | Content::Equation(text) => text.clone(),
                    Content::Mention(Mention { of: Mentioned::Person(_), text }) if !text.is_empty() => {
                        format!("@{text}")
                    }
                    Content::Mention(mention) => mention.text.clone(),
                };
                let style = PreviewRun {
                    bold: run.style.bold,
                    italic: run.style.italic,
                    strikethrough: run.style.strikethrough,
                    underline: run.style.underline,
                    code: run.style.code || matches!(run.content, Content::Equation(_)),
                    link: run.link.clone(),
                    mention: matches!(run.content, Content::Mention(_)),
                    ..PreviewRun::plain("")
                };
                (style, text)
            })
            .collect(),
        asked,
    )
}

/// A word may begin in one run and end in the next: marks are looked for in all of them
/// together, then cut at their borders.
fn marked(runs: Vec<(PreviewRun, String)>, asked: &Asked) -> Vec<PreviewRun> {
    let all: String = runs.iter().map(|(_, text)| text.as_str()).collect();
    let places: Vec<Range<usize>> =
        if asked.count() == 0 { Vec::new() } else { snippet::places(&Text::new(all.as_str()), asked) };
    let mut shown: Vec<PreviewRun> = Vec::new();
    let mut start = 0;
    for (style, text) in runs {
        let end = start + text.len();
        let mut at = start;
        for place in &places {
            let (from, to) = (place.start.clamp(at, end), place.end.clamp(at, end));
            if from < to {
                push(&mut shown, &style, all.get(at..from), false);
                push(&mut shown, &style, all.get(from..to), true);
                at = to;
            }
        }
        push(&mut shown, &style, all.get(at..end), false);
        start = end;
    }
    shown
}

fn push(shown: &mut Vec<PreviewRun>, style: &PreviewRun, text: Option<&str>, marked: bool) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        shown.push(PreviewRun { text: text.to_owned(), marked, ..style.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;
    use expect_test::{Expect, expect};
    use trove_model::Timestamp;

    fn body(markdown: &str) -> StoredBody {
        StoredBody { read: Timestamp(0), markdown: markdown.into(), parts: Vec::new() }
    }

    fn asked(typed: &str) -> Asked {
        Asked::new(&parse(typed, Timestamp(0)))
    }

    fn lines(blocks: &[PreviewBlock], depth: usize, told: &mut String) {
        for block in blocks {
            let runs: String = block
                .runs
                .iter()
                .map(|run| {
                    let text = if run.bold { format!("*{}*", run.text) } else { run.text.clone() };
                    if run.marked { format!("[{text}]") } else { text }
                })
                .collect();
            *told += &format!("{}{:?} {runs}\n", "  ".repeat(depth), block.kind);
            lines(&block.children, depth + 1, told);
        }
    }

    fn check(typed: &str, markdown: &str, expected: Expect) {
        let shown = shown(&body(markdown), &asked(typed));
        let mut told =
            format!("{} before, {} after, first {:?}\n", shown.before, shown.after, shown.first_match);
        lines(&shown.blocks, 0, &mut told);
        expected.assert_eq(&told);
    }

    #[test]
    fn blocks_with_marks() {
        check(
            "road map",
            "# Plan\nThe ro**ad** m\\*ap\n- [x] done\n\t- below the road\n```rust\nlet road = 1;\n```\n---\n> quoted",
            expect![[r#"
                0 before, 0 after, first Some(1)
                Heading { level: 1 } Plan
                Paragraph The [ro][*ad*] m*ap
                ToDo { checked: true } done
                  Bulleted below the [road]
                Code { language: Some("rust") } let [road] = 1;
                Divider 
                Quote quoted
            "#]],
        );
    }

    #[test]
    fn a_long_page_is_shown_around_its_first_match() {
        let mut markdown: String = (0..1000).map(|n| format!("line {n}\n")).collect();
        let nothing = shown(&body(&markdown), &asked("absent"));
        assert_eq!((nothing.blocks.len(), nothing.before, nothing.after), (400, 0, 600));
        assert_eq!(nothing.first_match, None);
        markdown = markdown.replace("line 700\n", "needle 700\n");
        let found = shown(&body(&markdown), &asked("needle"));
        assert_eq!((found.before, found.first_match), (680, Some(20)));
        assert_eq!(found.blocks.len() + found.before as usize + found.after as usize, 1000);
    }

    #[test]
    fn what_was_left_out_is_filled_in() {
        let hole = "598337872cf94fdf8782e53db20768a5";
        let own = format!(
            "before\n<unknown url=\"https://app.notion.com/p/{hole}#{hole}\" alt=\"paragraph\"/>\nafter"
        );
        let mut body = body(&own);
        let mut told = String::new();
        lines(&shown(&body, &asked("")).blocks, 0, &mut told);
        assert!(told.contains("Missing"), "{told}");
        body.parts.push((hole.parse().unwrap(), "inside".into()));
        let mut told = String::new();
        lines(&shown(&body, &asked("")).blocks, 0, &mut told);
        expect![[r#"
            Paragraph before
            Paragraph inside
            Paragraph after
        "#]]
        .assert_eq(&told);
    }
}
