//! A page's stored body as the window shows it, with what was asked for marked.
//!
//! A tree of plain text: never HTML, nothing in it is loaded or opened but an image that the
//! person asks for. Not here: passages in the list (`trove-index`'s snippets) and reading bodies
//! from Notion.

mod blocks;
mod image;
mod runs;
mod window;

use self::blocks::{Making, blocks, first_match};
use super::candidates::asked;
use super::hit::hit;
use super::page_lookup::body_state;
use crate::corpus::page_entries::PageEntry;
use crate::state::app::App;
use crate::system::blocking::blocking;
use crate::to_ui;
use crate::ui_types::{HitTier, Preview, PreviewBlock, PreviewProperty, SearchHit, UiError};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use trove_index::asked::Asked;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::NotionId;
use trove_model::connection::cut;
use trove_notion::markdown::{Document, parse as read};
use trove_store::StoredBody;

impl App {
    /// What is stored of a page, with what `text` asks for marked; with `correct`, also the
    /// words that a search finds in place of those that no page has. Of a long page the part
    /// around its first match, or the part that begins `at` this unit, which
    /// [`Preview::earlier`] and [`Preview::later`] name.
    ///
    /// # Errors
    /// [`UiError::Locked`], [`UiError::LinkRefused`] for a page that is not known.
    pub async fn preview(
        &self,
        page: &str,
        text: String,
        correct: bool,
        at: Option<u32>,
    ) -> Result<Preview, UiError> {
        let open = self.open_profile().await?;
        let corpus = Arc::clone(&open.corpus);
        let id: NotionId = page.parse().map_err(|_| UiError::LinkRefused)?;
        self.look_later(&open, id);
        let key = corpus.read().by_id(&id).map(PageEntry::key).ok_or(UiError::LinkRefused)?;
        let page = corpus.store.shown_pages(&[key]).await?.pop().ok_or(UiError::LinkRefused)?;
        let body = corpus.store.body(id).await?;
        let state = body_state(&corpus, id, body.as_ref()).await?;
        let mut document = blocking(move || body.map(|body| document(&body)).unwrap_or_default()).await?;
        let names = corpus.names(&document.unnamed()).await?;
        let (now, origin) = (self.inner.clock.wall(), self.inner.origin.clone());
        blocking(move || {
            document.name(&names);
            let asked = asked(&corpus, &text, correct, now);
            let entries = corpus.read();
            let hit = hit(page.key, &page.display, &entries, HitTier::Body, &origin);
            let hit = hit.ok_or(UiError::LinkRefused)?;
            let title = to_ui::title(snippet::mark(&Text::new(page.title.as_str()), &asked));
            // Each once: a database's data sources are looked for among all pages.
            let met = RefCell::new(HashMap::new());
            let leads = |id| {
                let lead = || entries.behind(&id).first().map(|entry| entry.id);
                *met.borrow_mut().entry(id).or_insert_with(lead)
            };
            let shown = shown(&document, &Making { asked: &asked, leads: &leads }, at);
            Ok(Preview {
                hit: SearchHit { title, ..hit },
                body: state,
                properties: properties(&page.properties, &asked),
                blocks: shown.blocks,
                left_out_before: shown.before,
                left_out_after: shown.after,
                earlier: shown.earlier,
                later: shown.later,
                first_match: shown.first_match,
            })
        })
        .await?
    }
}

/// Properties that are shown at most, and how much of one name and one value, in characters.
const MOST_PROPERTIES: usize = 500;
const LONGEST_PROPERTY_NAME: usize = 200;
const LONGEST_PROPERTY: usize = 4_000;

fn properties(lines: &str, asked: &Asked) -> Vec<PreviewProperty> {
    let shown = property_lines(lines).into_iter().map(|(name, value)| {
        let value = to_ui::segments(snippet::mark(&Text::new(value), asked));
        PreviewProperty { name, value }
    });
    shown.collect()
}

/// One a line: name, tab, value. Where one is cut an ellipsis says so; all of it is found.
pub(super) fn property_lines(lines: &str) -> Vec<(String, String)> {
    let mut lines = lines.lines().filter(|line| !line.trim().is_empty());
    let shown = lines.by_ref().take(MOST_PROPERTIES).map(|line| {
        let (name, value) = line.split_once('\t').unwrap_or(("", line));
        (cut(name.to_owned(), LONGEST_PROPERTY_NAME), cut(value.to_owned(), LONGEST_PROPERTY))
    });
    let mut shown: Vec<_> = shown.collect();
    if lines.next().is_some() {
        shown.push(("…".to_owned(), String::new()));
    }
    shown
}

pub(super) fn document(body: &StoredBody) -> Document {
    let mut document = read(&body.markdown);
    document.fill(body.parts.iter().map(|(block, part)| (*block, read(part))));
    document
}

/// A part of a body.
#[derive(Default)]
struct Shown {
    blocks: Vec<PreviewBlock>,
    /// Units left out.
    before: u32,
    after: u32,
    /// Where the parts beside this one begin.
    earlier: Option<u32>,
    later: Option<u32>,
    first_match: Option<u32>,
}

fn shown(Document { nodes }: &Document, making: &Making<'_>, at: Option<u32>) -> Shown {
    let mut costs = Vec::new();
    window::costs(nodes, &mut costs);
    let wanted = if making.asked.count() == 0 { None } else { first_match(nodes, making, &mut 0) };
    let window = match at {
        Some(at) => window::from(&costs, at as usize),
        None => window::around(&costs, wanted),
    };
    let mut ends = Vec::new();
    let blocks = blocks(nodes, making, &window, &mut 0, &mut |end| ends.push(end));
    let first_match = wanted.filter(|wanted| window.contains(wanted));
    Shown {
        blocks,
        before: count(window.start),
        after: count(costs.len() - window.end),
        earlier: window::before(&costs, &window).map(count),
        later: (window.end < costs.len()).then(|| count(window.end)),
        first_match: first_match.and_then(|wanted| ends.iter().position(|end| wanted < *end)).map(count),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse_words;
    use crate::ui_types::PreviewKind;
    use expect_test::{Expect, expect};
    use trove_model::Timestamp;

    fn body(markdown: &str) -> StoredBody {
        StoredBody { read: Timestamp(0), markdown: markdown.into(), parts: Vec::new() }
    }

    fn shown_at(body: &StoredBody, asked: &Asked, at: Option<u32>) -> Shown {
        super::shown(&document(body), &Making { asked, leads: &|_| None }, at)
    }

    fn shown(body: &StoredBody, asked: &Asked) -> Shown {
        shown_at(body, asked, None)
    }

    /// Everything that a person reads, part after part.
    fn all_of(body: &StoredBody) -> (String, usize) {
        let (document, asked) = (document(body), asked(""));
        let (mut told, mut parts) = (String::new(), 0);
        let mut at = Some(0);
        while let Some(place) = at {
            let shown = super::shown(&document, &Making { asked: &asked, leads: &|_| None }, Some(place));
            assert_eq!(shown.before, place);
            words(&shown.blocks, &mut told);
            assert!(
                told.len() <= (parts + 1) * 2_000_000 && size(&shown.blocks) <= 4_000,
                "what goes to the window is bounded"
            );
            parts += 1;
            at = shown.later;
        }
        (told, parts)
    }

    fn words(blocks: &[PreviewBlock], told: &mut String) {
        for block in blocks {
            told.extend(block.runs.iter().map(|run| run.text.as_str()));
            if let PreviewKind::Table { rows, .. } = &block.kind {
                told.extend(rows.iter().flatten().flatten().map(|run| run.text.as_str()));
            }
            words(&block.children, told);
        }
    }

    /// Elements that the window makes of it, about.
    fn size(blocks: &[PreviewBlock]) -> usize {
        let of = |block: &PreviewBlock| {
            let cells = match &block.kind {
                PreviewKind::Table { rows, .. } => rows.iter().flatten().map(|cell| 1 + cell.len()).sum(),
                _ => 0,
            };
            1 + block.runs.len() + cells + size(&block.children)
        };
        blocks.iter().map(of).sum()
    }

    fn asked(typed: &str) -> Asked {
        Asked::new(&parse_words(typed, Timestamp(0)))
    }

    /// Check 56. A value of four megabytes was one text in the window, ten thousand of them its end.
    #[test]
    fn properties_are_shown_as_far_as_they_can_be_read() {
        let asked = asked("needle");
        let shown = properties(&format!("Notes\tneedle {}", "x".repeat(4 << 20)), &asked);
        let value: String = shown[0].value.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!((shown.len(), value.chars().count()), (1, LONGEST_PROPERTY));
        assert!(value.starts_with("needle xx") && value.ends_with("x…") && shown[0].value[0].marked);
        let many: String = (0..10_000).map(|nth| format!("P{nth}\tv\n")).collect();
        let shown = properties(&many, &asked);
        assert_eq!((shown.len(), shown.last().unwrap().name.as_str()), (MOST_PROPERTIES + 1, "…"));
        assert_eq!(properties("A\tb\nC\td", &asked).len(), 2);
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
                Paragraph The [ro][*ad*] [m*ap]
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

    /// Check 56.
    #[test]
    fn a_table_of_many_rows_is_shown_in_parts_and_none_is_lost() {
        let row = |number: usize| format!("<tr>{}</tr>\n", format!("<td>r{number} </td>").repeat(11));
        let table: String = (0..4_000).map(row).collect();
        let markdown = format!("before\n<table header-row=\"true\">\n{table}</table>\nafter needle");
        let (told, parts) = all_of(&body(&markdown));
        let expected: String = (0..4_000).map(|number| format!("r{number} ").repeat(11)).collect();
        assert!(told == format!("before{expected}after needle"), "{} bytes", told.len());
        assert!(parts > 20, "{parts}");
        let found = shown(&body(&markdown), &asked("r3000"));
        let PreviewKind::Table { rows, header_row, .. } = &found.blocks[0].kind else { panic!() };
        assert!(!header_row && rows.len() < 200, "{}", rows.len());
        assert!(rows.iter().any(|row| row[0][0].marked));
        assert_eq!(found.first_match, Some(0));
        assert_eq!(found.before as usize + found.after as usize + rows.len(), 4_002);
    }

    /// Check 56.
    #[test]
    fn a_long_paragraph_is_shown_in_pieces_and_nothing_is_lost() {
        let text = "wörd ".repeat(100_000);
        let (told, parts) = all_of(&body(&text));
        assert!(told == text.trim_end(), "{} bytes of {}", told.len(), text.len());
        assert!(parts > 3, "{parts}");
        let text = format!("{}needle {}", "wörd ".repeat(100_000), "wörd ".repeat(1_000));
        let found = shown(&body(&text), &asked("needle"));
        assert!(
            found.before > 0 && found.blocks[0].runs.iter().any(|run| run.marked && run.text == "needle")
        );
    }

    #[test]
    fn a_match_deep_inside_is_shown_where_it_is() {
        let mut markdown = "first\n<details>\n<summary>Toggle</summary>\n".to_owned();
        markdown.extend((0..1_000).map(|n| format!("\tline {n}\n")));
        markdown += "</details>\nlast";
        let markdown = markdown.replace("line 900\n", "needle 900\n");
        let found = shown(&body(&markdown), &asked("needle"));
        assert_eq!((found.blocks.len(), found.first_match), (2, Some(0)));
        let toggle = &found.blocks[0];
        assert_eq!((toggle.kind.clone(), toggle.runs[0].text.as_str()), (PreviewKind::Toggle, "Toggle"));
        let marked = toggle.children.iter().position(|child| child.runs.iter().any(|run| run.marked));
        assert_eq!(marked, Some(20));
        assert_eq!(found.blocks[1].runs[0].text, "last");
        let earlier = shown_at(&body(&markdown), &asked("needle"), found.earlier);
        assert_eq!((earlier.later, earlier.first_match), (Some(found.before), None));
    }
}
