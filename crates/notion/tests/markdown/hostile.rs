//! Whatever comes: it ends, in time that grows with the text, and keeps its words.

use expect_test::expect;
use proptest::prelude::*;
use std::fmt::Write;
use trove_notion::markdown::{Document, MAX_DEPTH, Node, content_hash, parse};

/// Long enough that reading takes longer than starting to.
const SHORT: usize = 16 << 10;

pub fn depth(document: &Document) -> usize {
    let mut deepest = 0;
    let mut left: Vec<(&Node, usize)> = document.nodes.iter().map(|node| (node, 1)).collect();
    while let Some((node, depth)) = left.pop() {
        deepest = deepest.max(depth);
        left.extend(node.children.iter().map(|child| (child, depth + 1)));
    }
    deepest
}

fn size(document: &Document) -> usize {
    let mut nodes = 0;
    document.walk(|_| nodes += 1);
    nodes
}

#[test]
fn depth_is_bounded_and_no_word_is_lost() {
    let levels = 5_000;
    let nested = |open: &str, close: &str| {
        let mut text = String::new();
        for level in 0..levels {
            writeln!(text, "{open}\nword{level}").unwrap();
        }
        text + &close.repeat(levels)
    };
    let mut indented = String::new();
    for level in 0..levels {
        writeln!(indented, "{}- word{level}", "\t".repeat(level)).unwrap();
    }
    let expected: String = (0..levels).map(|level| format!("word{level}\n")).collect();
    let mut table = String::new();
    for (name, markdown) in [
        ("indented", indented),
        ("callouts", nested("<callout>", "</callout>\n")),
        ("fenced callouts", nested("::: callout", ":::\n")),
        ("never closed", nested("<details>", "")),
        ("columns on one line", nested("<columns><column>", "</column></columns>")),
        ("tables", nested("<table><tr><td></td></tr>", "</table>\n")),
        ("spans", nested("<span color=\"red\">", "</span>")),
    ] {
        let document = parse(&markdown);
        let deepest = depth(&document);
        assert!(deepest <= MAX_DEPTH, "{name}: {deepest}");
        assert_eq!(document.text(), expected, "{name}");
        writeln!(table, "{name}: {deepest} deep, {} nodes", size(&document)).unwrap();
        // Neither copying nor comparing nor dropping may recurse without bound either.
        assert_eq!(document.clone(), document);
    }
    expect![[r#"
        indented: 64 deep, 5000 nodes
        callouts: 64 deep, 9937 nodes
        fenced callouts: 64 deep, 9937 nodes
        never closed: 64 deep, 10000 nodes
        columns on one line: 64 deep, 15000 nodes
        tables: 64 deep, 10000 nodes
        spans: 1 deep, 5000 nodes
    "#]]
    .assert_eq(&table);
}

/// Each of these takes the square of its length where something looks ahead from every
/// place.
#[test]
fn eight_times_the_text_takes_no_square_of_the_time() {
    let repeated = [
        "[",
        "](",
        "[](",
        "[a](b)",
        "`",
        "```` ` ",
        "``a` ",
        "$",
        "$`",
        "$a",
        "*",
        "**",
        "~~",
        "\\",
        "<",
        "<a ",
        "<a \"",
        "<a b=\"c\" ",
        "</td>",
        "<td>",
        "<td",
        "<page url=\"x\">",
        "<mention-user url=\"x\">",
        "<mention-user>a</mention-page>",
        "<span>",
        "</span>",
        "<callout>",
        "<details><summary>",
        "[^",
        "[^]",
        "(",
        ")",
        "](a ",
        "{",
        "{a=\"b\"}",
        "<br>",
        "- ",
        "# ",
        "> ",
        "1. ",
        "\t",
        "\n",
        "\t\n",
        "$$\n",
        "```\n",
        ":::\n",
        "::: callout\n",
        "<callout>\n",
        "</callout>\n",
        "é",
        "](\u{301}",
    ];
    let nested = [
        ("[", "](b)"),
        ("(", ")"),
        ("](", ")"),
        ("<span>", "</span>"),
        ("<callout>", "</callout>"),
        ("<callout>", "</details>"),
        ("<tr>", "</table>"),
        ("- a\n", "</td>"),
        ("[^", "]"),
    ];
    for (open, close) in repeated.map(|piece| (piece, "")).into_iter().chain(nested) {
        let of = |size: usize| {
            let count = size / (open.len() + close.len());
            open.repeat(count) + &close.repeat(count)
        };
        let (short, long) = (of(SHORT), of(8 * SHORT));
        let ratio = || time(&long) / time(&short);
        // 8 where it is linear, 64 where it is not; another process may get in between once.
        let ratios: Vec<f64> = std::iter::repeat_with(ratio)
            .take(5)
            .scan(true, |wanted, ratio| std::mem::replace(wanted, ratio > 24.0).then_some(ratio))
            .collect();
        assert!(ratios.last().is_some_and(|ratio| *ratio <= 24.0), "{open:?} {close:?}: {ratios:?}");
    }
}

/// In one run and against each other only.
fn time(markdown: &str) -> f64 {
    let begin = std::time::Instant::now();
    let document = parse(markdown);
    assert!(depth(&document) <= MAX_DEPTH);
    assert!(document.text().len() <= 2 * markdown.len());
    document.linked_pages();
    content_hash(markdown);
    begin.elapsed().as_secs_f64()
}

#[test]
fn a_line_of_five_megabytes_is_one_block() {
    let words = "word ".repeat((5 << 20) / 5);
    let document = parse(&words);
    assert_eq!(size(&document), 1);
    assert_eq!(document.text().trim_end(), words.trim_end());
}

/// Words that stand alone between anything that the format gives a meaning.
fn soup() -> impl Strategy<Value = (String, Vec<String>)> {
    let mark = prop::sample::select(vec![
        "*",
        "**",
        "~~",
        "`",
        "``",
        "$",
        "$`",
        "`$",
        "[",
        "]",
        "](",
        ")",
        "\\",
        "<",
        ">",
        "<br>",
        "<span underline=\"true\">",
        "</span>",
        "<callout icon=\"x\">",
        "</callout>",
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</tr>",
        "</table>",
        "<columns>",
        "<column>",
        "</columns>",
        "<mention-user url=\"u\">",
        "</mention-user>",
        "<page url=\"p\">",
        "</page>",
        "<file src=\"\">",
        "</file>",
        "<meeting-notes>",
        "<notes>",
        "</meeting-notes>",
        "<empty-block/>",
        "<unknown url=\"u\" alt=\"a\"/>",
        "<future>",
        "</future>",
        "\n",
        "\n\t",
        "\n\t\t",
        "\t",
        "\n# ",
        "\n- ",
        "\n- [ ] ",
        "\n- [x] ",
        "\n1. ",
        "\n> ",
        "\n---\n",
        "\n```\n",
        "\n$$\n",
        "\n::: callout\n",
        "\n:::\n",
        "![",
        "{",
        "}",
        "{color=\"red\"}",
        ":::",
        "|",
    ]);
    prop::collection::vec((mark, prop::option::weighted(0.6, 0..1_000_u32)), 0..60).prop_map(|parts| {
        let (mut text, mut words) = (String::new(), Vec::new());
        for (mark, word) in parts {
            text.push_str(mark);
            if let Some(word) = word {
                let word = format!("wörd{word}漢");
                write!(text, " {word} ").unwrap();
                words.push(word);
            }
        }
        (text, words)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(text in "(?s).{0,200}") {
        parse(&text).linked_pages();
        content_hash(&text);
    }

    #[test]
    fn no_word_is_lost_among_marks((markdown, words) in soup()) {
        let text = parse(&markdown).text();
        let mut found: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with("wörd")).collect();
        let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
        found.sort_unstable();
        words.sort_unstable();
        prop_assert_eq!(found, words, "in {}", text);
    }
}
