//! Whole workspaces read twice over a socket: as Markdown and as blocks. Both say the
//! same words in the same order.
//!
//! Not here: single constructs.

use crate::connection::{Tokens, notion};
use expect_test::{Expect, expect};
use std::collections::{BTreeMap, HashMap};
use trove_model::NotionId;
use trove_model::clock::ManualClock;
use trove_notion::api_types::{Block, RichText, plain_text};
use trove_notion::markdown::{Document, NodeKind, content_hash, from_blocks, parse};
use trove_notion::{Found, Notion, SearchRequest};
use trove_sim::{Options, Sim, Workspace};

async fn page_ids(notion: &Notion) -> Vec<NotionId> {
    let mut request = SearchRequest { page_size: Some(100), ..SearchRequest::default() };
    let mut ids = Vec::new();
    loop {
        let part = notion.search(&request).await.unwrap();
        ids.extend(part.results.iter().filter_map(|found| match found {
            Found::Page(page) => Some(page.id),
            _ => None,
        }));
        match part.next() {
            Some(cursor) => request.start_cursor = Some(cursor.to_owned()),
            None => return ids,
        }
    }
}

/// All levels below a page, each by the block it lies in.
async fn all_children(notion: &Notion, page: NotionId) -> HashMap<NotionId, Vec<Block>> {
    let mut children = HashMap::new();
    let mut left = vec![page];
    while let Some(id) = left.pop() {
        let (mut blocks, mut cursor) = (Vec::new(), None);
        loop {
            let part = notion.block_children(&id, cursor.as_deref()).await.unwrap();
            cursor = part.next().map(str::to_owned);
            blocks.extend(part.results);
            if cursor.is_none() {
                break;
            }
        }
        left.extend(
            blocks
                .iter()
                .filter(|block| block.has_children && !block.is_another_page())
                .map(|block| block.id),
        );
        children.insert(id, blocks);
    }
    children
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What stands on the page, found without the code under test: blocks before what lies
/// in them, with their kind.
fn said<'a>(id: NotionId, children: &'a HashMap<NotionId, Vec<Block>>, found: &mut Vec<(&'a str, String)>) {
    for block in children.get(&id).into_iter().flatten() {
        let content = &block.content;
        let runs = |runs: &[RichText]| plain_text(runs);
        let cells = content.cells.iter().map(|cell| runs(cell)).collect::<Vec<_>>().join(" ");
        let expression = content.expression.clone().unwrap_or_default();
        let title = content.title.clone().unwrap_or_default();
        let text = [title, runs(&content.rich_text), cells, expression].join(" ");
        found.push((&block.kind, text));
        found.push((
            if block.kind == "code" { "caption of code" } else { &block.kind },
            runs(&content.caption),
        ));
        if !block.is_another_page() {
            said(block.id, children, found);
        }
    }
}

/// What is missing of `expected` in `text`, which must hold it in order.
fn missing<'a>(text: &str, expected: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut have = words(text);
    expected.into_iter().find(|word| !have.any(|other| other == *word))
}

async fn check(workspace: Workspace, token: fn(&Sim) -> &str, expected: Expect) {
    let sim = Sim::start(Options { workspace, ..Options::default() }).await.unwrap();
    let notion = notion(sim.origin(), Tokens::only(token(&sim)), ManualClock::default());
    let (mut pages, mut blocks, mut compared) = (0, 0, 0);
    let (mut lost, mut differ) = (BTreeMap::new(), Vec::new());
    for id in page_ids(&notion).await {
        let answer = notion.page_markdown(&id).await.unwrap();
        let again = notion.page_markdown(&id).await.unwrap();
        assert_eq!(content_hash(&answer.markdown), content_hash(&again.markdown));
        let document = parse(&answer.markdown);
        let text = document.text();
        assert!(!text.contains("X-Amz"), "{text}");
        let children = all_children(&notion, id).await;
        let built = from_blocks(id, &children);
        let mut on_page = Vec::new();
        said(id, &children, &mut on_page);
        blocks += children.values().map(Vec::len).sum::<usize>();
        pages += 1;

        // Blocks lose nothing, Markdown only what Notion leaves out of it.
        let all = on_page.iter().flat_map(|(_, text)| words(text));
        assert_eq!(missing(&built.text(), all), None, "{}", built.text());
        let left_out = |kind: &str| {
            matches!(
                kind,
                "bookmark" | "embed" | "link_preview" | "template" | "unsupported" | "caption of code"
            )
        };
        let shown = on_page.iter().filter(|(kind, _)| !left_out(kind)).flat_map(|(_, text)| words(text));
        assert_eq!(missing(&text, shown), None, "{}\n---\n{text}", answer.markdown);
        for (kind, text) in on_page.iter().filter(|(kind, _)| left_out(kind)) {
            *lost.entry((*kind).to_owned()).or_insert(0) += words(text).count();
        }
        if document.missing().is_empty()
            && on_page.iter().all(|(kind, text)| !left_out(kind) || text.is_empty())
        {
            compared += 1;
            let blocks = built.text();
            let lines = text.lines().zip(blocks.lines()).filter(|(markdown, blocks)| markdown != blocks);
            differ.extend(lines.map(|(markdown, blocks)| format!("{markdown}\n{blocks}\n")));
            assert_eq!(text.lines().count(), blocks.lines().count());
            assert_eq!(shape(&document), shape(&built), "{}", answer.markdown);
            // Markdown alone knows whom the title of a child page mentions.
            let linked = document.linked_pages();
            assert!(built.linked_pages().iter().all(|page| linked.contains(page)), "{}", answer.markdown);
        }
    }
    let lost: Vec<String> = lost.iter().map(|(kind, words)| format!("{kind} {words}")).collect();
    expected.assert_eq(&format!(
        "{pages} pages, {blocks} blocks; words not in Markdown: {}; {compared} compared\n{}",
        lost.join(", "),
        differ.concat(),
    ));
}

/// The kinds of nodes in order.
fn shape(document: &Document) -> Vec<std::mem::Discriminant<NodeKind>> {
    let mut shape = Vec::new();
    document.walk(|node| shape.push(std::mem::discriminant(&node.kind)));
    shape
}

#[tokio::test]
async fn the_sample_workspace_loses_no_word() {
    check(Workspace::Sample, |sim| sim.personal_token(), expect![[r#"
        77 pages, 286 blocks; words not in Markdown: bookmark 4, caption of code 9, embed 0, link_preview 0, template 3, unsupported 0; 72 compared
        Trap counts 2026	https://files.example.com/trap-counts-2026.csv
        trap-counts-2026.csv	Trap counts 2026	https://files.example.com/trap-counts-2026.csv
    "#]]).await;
}

#[tokio::test]
async fn a_synthetic_workspace_loses_no_word() {
    check(
        Workspace::Synthetic { pages: 150, seed: 11 },
        |sim| sim.personal_token(),
        expect![[r#"
        150 pages, 2316 blocks; words not in Markdown: caption of code 0; 150 compared
    "#]],
    )
    .await;
}
