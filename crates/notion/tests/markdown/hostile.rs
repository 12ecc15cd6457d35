//! Whatever comes: it ends, and keeps its words. That the work grows with the text and no
//! faster is counted beside the reading itself, in `steps`.

use expect_test::expect;
use proptest::prelude::*;
use std::fmt::Write;
use trove_notion::markdown::{Document, MAX_DEPTH, Node, content_hash, parse};

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

/// Check 56.
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
