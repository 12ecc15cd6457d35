//! The tree from blocks, and holes in Markdown filled with it.

use crate::outline::outline;
use expect_test::expect;
use serde_json::{Value, json};
use std::collections::HashMap;
use trove_model::NotionId;
use trove_notion::markdown::{Document, MAX_DEPTH, from_blocks, parse};

fn id(n: usize) -> NotionId {
    format!("00000000000040008000{n:012}").parse().unwrap()
}

fn run(text: &str) -> Value {
    json!([{"type": "text", "plain_text": text, "annotations": {"bold": text.starts_with('B')}}])
}

fn build(blocks: &[(usize, usize, &str, Value)]) -> Document {
    let mut children: HashMap<NotionId, Vec<_>> = HashMap::new();
    for (parent, own, kind, content) in blocks {
        let json = json!({"object": "block", "id": id(*own).to_string(), "type": kind, *kind: content});
        children.entry(id(*parent)).or_default().push(serde_json::from_value(json).unwrap());
    }
    from_blocks(id(0), &children)
}

#[test]
fn every_kind_has_its_node() {
    let text = |text: &str| json!({"rich_text": run(text), "color": "blue_background"});
    let document = build(&[
        (0, 1, "paragraph", text("Bold")),
        (1, 2, "heading_2", json!({"rich_text": run("in"), "is_toggleable": true})),
        (0, 3, "numbered_list_item", text("one")),
        (0, 4, "numbered_list_item", text("two")),
        (0, 5, "to_do", json!({"rich_text": run("do"), "checked": true})),
        (0, 6, "callout", json!({"rich_text": run("look"), "icon": {"type": "emoji", "emoji": "💡"}})),
        (0, 7, "toggle", text("more")),
        (7, 8, "quote", text("said")),
        (0, 9, "code", json!({"rich_text": run("fn"), "language": "rust", "caption": run("Fig")})),
        (0, 10, "equation", json!({"expression": "e^x"})),
        (0, 11, "table", json!({"has_column_header": true})),
        (11, 12, "table_row", json!({"cells": [run("a"), [], run("b")]})),
        (0, 13, "column_list", json!({})),
        (13, 14, "column", json!({})),
        (
            14,
            15,
            "image",
            json!({"type": "file", "file": {"url": "https://s3.example/x.png?X-Amz-Signature=s"}, "caption": run("pic")}),
        ),
        (0, 16, "bookmark", json!({"url": "https://b.example", "caption": run("Read")})),
        (
            0,
            17,
            "file",
            json!({"name": "a.pdf", "type": "external", "external": {"url": "https://c.example/a.pdf"}}),
        ),
        (0, 18, "child_page", json!({"title": "Plans"})),
        (18, 19, "paragraph", text("another page's")),
        (0, 20, "link_to_page", json!({"type": "database_id", "database_id": id(99).to_string()})),
        (0, 21, "synced_block", json!({"synced_from": {"block_id": id(22).to_string()}})),
        (22, 23, "paragraph", text("shared")),
        (0, 24, "meeting_notes", json!({"title": run("Stand-up")})),
        (0, 25, "divider", json!({})),
        (0, 26, "a_kind_of_tomorrow", json!({"rich_text": run("kept"), "caption": run("too")})),
        (0, 27, "unsupported", json!({})),
        (
            0,
            28,
            "paragraph",
            json!({"rich_text": [
                {"type": "mention", "plain_text": "@Mira", "mention": {"type": "user", "user": {"id": id(7).to_string()}}},
                {"type": "mention", "plain_text": "Basil", "href": "https://app.notion.com/p/x", "mention": {"type": "page", "page": {"id": id(8).to_string()}}},
                {"type": "equation", "plain_text": "x^2", "equation": {"expression": "x^2"}},
                {"type": "text", "plain_text": "link", "href": "https://a.example", "annotations": {"code": true, "color": "red"}}
            ]}),
        ),
    ]);
    expect![[r#"
        Paragraph "Bold"(b) Blue behind
          Heading 2 toggle "in"
        Numbered { number: 1 } "one" Blue behind
        Numbered { number: 2 } "two" Blue behind
        ToDo { checked: true } "do"
        Callout Some(Emoji("💡")) "look"
        Toggle "more" Blue behind
          Quote "said" Blue behind
        Code Some("rust") "fn" "Fig"
        Equation { expression: "e^x" }
        Table true false / "a" |  | "b"
        Columns
          Column
            Image None "pic" Some(Stored { name: "x.png" })
        Bookmark None "Read" Some(External("https://b.example"))
        File Some("a.pdf")  Some(External("https://c.example/a.pdf"))
        Page 0000 "Plans"
        Database 0000 
        Synced copy of 0000
          Paragraph "shared" Blue behind
        MeetingNotes "Stand-up"
        Divider
        Paragraph "kept"+"\n"+"too"
        Unknown unsupported -
        Paragraph @Mira 0000+→Basil Page 0000(⇒https://app.notion.com/p/x)+$x^2$+"link"(c Red ⇒https://a.example)
        ---
        Bold
        in
        one
        two
        do
        look
        more
        said
        rust	fn	Fig
        e^x
        a	b
        pic	x.png
        Read	https://b.example
        a.pdf	https://c.example/a.pdf
        Plans
        shared
        Stand-up
        kept too
        @MiraBasilx^2link	https://app.notion.com/p/x	https://a.example
    "#]].assert_eq(&format!("{}---\n{}", outline(&document), document.text()));
}

#[test]
fn circles_end_and_depth_is_bounded() {
    let item = |text: &str| json!({"rich_text": run(text)});
    let circle = build(&[
        (0, 1, "paragraph", item("a")),
        (1, 2, "paragraph", item("b")),
        (2, 0, "paragraph", item("c")),
        (2, 1, "paragraph", item("d")),
    ]);
    assert_eq!(circle.text(), "a\nb\nc\nd\n");
    let deep: Vec<_> = (0..5_000).map(|n| (n, n + 1, "paragraph", item(&format!("word{n}")))).collect();
    let deep = build(&deep);
    let expected: String = (0..5_000).map(|n| format!("word{n}\n")).collect();
    assert_eq!(deep.text(), expected);
    assert_eq!(crate::hostile::depth(&deep), MAX_DEPTH);
}

#[test]
fn holes_are_filled_in_place() {
    let hole = |n: usize| {
        format!(
            "<unknown url=\"https://app.notion.com/p/{}#{}\" alt=\"paragraph\"/>",
            id(1).bare(),
            id(n).bare()
        )
    };
    let mut document = parse(&format!("before\n- item\n\t{}\n{}\nafter", hole(2), hole(3)));
    assert_eq!(document.missing(), [id(2), id(3)]);
    let unmarked = document.fill([
        (id(2), parse("one\n\ttwo")),
        (id(5), parse("behind")),
        (id(3), Document::default()),
        (id(4), parse(&format!("at the end\n{}", hole(5)))),
    ]);
    assert_eq!(unmarked, 2);
    expect![[r#"
        Paragraph "before"
        Bulleted "item"
          Paragraph "one"
            Paragraph "two"
        Paragraph "after"
        Paragraph "behind"
        Paragraph "at the end"
        Unknown paragraph 0000
    "#]]
    .assert_eq(&outline(&document));

    // Each part is the only way to the next, whichever is told first.
    let chain = |n: usize| (id(n), parse(&format!("part {n}\n{}", hole(n + 1))));
    for reversed in [false, true] {
        let mut parts: Vec<_> = (2..5_000).map(chain).collect();
        if reversed {
            parts.reverse();
        }
        let mut document = parse(&hole(2));
        assert_eq!(document.fill(parts), 0);
        assert_eq!(document.text().lines().count(), 4_998);
    }

    // Parts inside parts stay within the depth that everything relies on.
    let mut nested = String::new();
    for level in 0..MAX_DEPTH {
        nested += &format!("{}- word\n", "\t".repeat(level));
    }
    let part = parse(&format!("{nested}{}{}", "\t".repeat(MAX_DEPTH - 2), hole(2)));
    let mut document = part.clone();
    for _ in 0..20 {
        assert_eq!(document.fill([(id(2), part.clone())]), 0);
        assert_eq!(crate::hostile::depth(&document), MAX_DEPTH);
    }
    assert_eq!(document.text().lines().count(), 21 * MAX_DEPTH);
}
