//! Bodies as tables: what Notion answers, what is asked next, what comes of it.

use super::*;
use expect_test::{Expect, expect};
use serde_json::{Value, json};

fn id(number: u8) -> NotionId {
    NotionId::from_bytes([number; 16])
}

/// As Notion writes a hole.
fn hole(number: u8, alt: &str) -> String {
    let (page, block) = (id(1).bare(), id(number).bare());
    format!(r#"<unknown url="https://app.notion.com/p/{page}#{block}" alt="{alt}"/>"#)
}

fn markdown(text: &str, missing: &[u8]) -> Answer {
    let missing: Vec<String> = missing.iter().map(|number| id(*number).to_string()).collect();
    let answer = json!({"id": id(1).to_string(), "markdown": text, "truncated": !missing.is_empty(), "unknown_block_ids": missing});
    Answer::Markdown(serde_json::from_value(answer).unwrap())
}

fn block(number: u8, kind: &str, text: &str, has_children: bool) -> Value {
    json!({"object": "block", "id": id(number).to_string(), "type": kind, "has_children": has_children,
        kind: {"rich_text": [{"type": "text", "plain_text": text, "text": {"content": text}}]}})
}

fn one(block: Value) -> Answer {
    Answer::Block(serde_json::from_value(block).unwrap())
}

fn children(blocks: &[Value], next: Option<&str>) -> Answer {
    let list = json!({"results": blocks, "next_cursor": next, "has_more": next.is_some()});
    Answer::Children(serde_json::from_value(list).unwrap())
}

fn read(body: Body) -> CompleteBody {
    let document = body.document();
    body.complete(&document)
}

fn named(id: &NotionId) -> u8 {
    id.as_bytes()[0]
}

fn check(skipped: &[u8], answers: Vec<Answer>, expect: Expect) {
    let skipped = Arc::new(skipped.iter().map(|number| id(*number)).collect());
    let mut body = Body::new(id(1), &skipped);
    let mut told = String::new();
    let show = |step: &NextFetch| match step {
        NextFetch::Markdown(id) => format!("markdown {}\n", named(id)),
        NextFetch::Block(id) => format!("block {}\n", named(id)),
        NextFetch::Children(id, cursor) => {
            format!("children {} {}\n", named(id), cursor.as_deref().unwrap_or("from the start"))
        }
        NextFetch::Done => "done\n".to_owned(),
    };
    told += &show(body.next());
    for answer in answers {
        body.answered(answer);
        told += &show(body.next());
    }
    let whole = read(body);
    told += &format!("text {:?}\n", whole.text);
    for (id, part) in &whole.parts {
        told += &format!("part {} {part:?}\n", named(id));
    }
    let ids = |ids: &[NotionId]| ids.iter().map(named).collect::<Vec<_>>();
    told += &format!("denied {:?} links {:?}\n", ids(&whole.denied), ids(&whole.links));
    expect.assert_eq(&told);
}

#[test]
fn one_request_is_enough_for_most() {
    check(
        &[],
        vec![markdown("# A\nb", &[])],
        expect![[r#"
        markdown 1
        done
        text "A\nb\n"
        denied [] links []
    "#]],
    );
    // What Markdown has no words for is not asked for, unless Notion says that it is missing.
    check(
        &[],
        vec![markdown(&format!("a\n{}", hole(9, "bookmark")), &[])],
        expect![[r#"
            markdown 1
            block 9
            text "a\n"
            denied [] links []
        "#]],
    );
}

#[test]
fn what_is_missing_is_asked_for_once_each() {
    let page = format!("a\n{}\n{}\nz", hole(2, "paragraph"), hole(3, "toggle"));
    let part = format!("c\n{}", hole(4, "paragraph"));
    check(
        &[],
        vec![markdown(&page, &[2, 3, 2]), markdown("b", &[]), markdown(&part, &[4, 3]), markdown("d", &[])],
        expect![[r#"
            markdown 1
            markdown 2
            markdown 3
            markdown 4
            done
            text "a\nb\nc\nd\nz\n"
            part 2 "b"
            part 3 "c\n<unknown url=\"https://app.notion.com/p/01010101010101010101010101010101#04040404040404040404040404040404\" alt=\"paragraph\"/>"
            part 4 "d"
            denied [] links []
        "#]],
    );
}

#[test]
fn what_may_not_be_seen_is_remembered_and_not_asked_for_again() {
    let page = format!("a\n{}\n{}", hole(2, "child_page"), hole(3, "paragraph"));
    check(
        &[],
        vec![markdown(&page, &[2, 3]), Answer::Denied, markdown("b", &[])],
        expect![[r#"
        markdown 1
        markdown 2
        markdown 3
        done
        text "a\nb\n"
        part 3 "b"
        denied [2] links []
    "#]],
    );
    check(
        &[2],
        vec![markdown(&page, &[2, 3]), markdown("b", &[])],
        expect![[r#"
        markdown 1
        markdown 3
        done
        text "a\nb\n"
        part 3 "b"
        denied [] links []
    "#]],
    );
    // It is another page that can be seen: its text is not this one's.
    check(
        &[3],
        vec![markdown(&page, &[2, 3]), markdown("another page", &[])],
        expect![[r#"
        markdown 1
        markdown 2
        done
        text "a\n"
        denied [] links [2]
    "#]],
    );
}

#[test]
fn what_has_no_markdown_is_walked_for_its_words() {
    let page = format!("a\n{}", hole(2, "future"));
    let inside = [block(3, "bulleted_list_item", "d", true), block(4, "child_page", "not this", true)];
    check(
        &[],
        vec![
            markdown(&page, &[2]),
            Answer::NotAPage,
            one(block(2, "paragraph", "*b* - <c>", true)),
            children(&inside, Some("c")),
            children(&[block(5, "paragraph", "e", false)], None),
            children(&[block(6, "paragraph", "f", false)], None),
        ],
        expect![[r#"
            markdown 1
            markdown 2
            block 2
            children 2 from the start
            children 2 c
            children 3 from the start
            done
            text "a\n*b* - <c>\nd\nf\ne\n"
            part 2 "\\*b\\* \\- \\<c\\>\nd\nf\ne"
            denied [] links []
        "#]],
    );
    // Notion answers with the hole itself.
    let itself = markdown(&hole(2, "future"), &[]);
    check(
        &[],
        vec![markdown(&page, &[2]), itself, one(block(2, "future", "b", false))],
        expect![[r#"
            markdown 1
            markdown 2
            block 2
            done
            text "a\nb\n"
            part 2 "b"
            denied [] links []
        "#]],
    );
    check(
        &[],
        vec![markdown(&page, &[2]), Answer::NotAPage, Answer::Denied],
        expect![[r#"
        markdown 1
        markdown 2
        block 2
        done
        text "a\n"
        denied [2] links []
    "#]],
    );
    check(
        &[],
        vec![markdown(&page, &[2]), Answer::NotAPage, Answer::Nothing],
        expect![[r#"
        markdown 1
        markdown 2
        block 2
        done
        text "a\n"
        denied [] links []
    "#]],
    );
    check(
        &[],
        vec![markdown(&page, &[2]), Answer::Nothing],
        expect![[r#"
        markdown 1
        markdown 2
        done
        text "a\n"
        denied [] links []
    "#]],
    );
}

/// Check 51.
/// Circles, cursors that repeat, parts in parts without end.
#[test]
fn whatever_notion_answers_it_ends() {
    let circle =
        || children(&[block(2, "paragraph", "x", true), block(3, "paragraph", "y", true)], Some("c"));
    let mut answers =
        vec![markdown(&hole(2, "future"), &[2]), Answer::NotAPage, one(block(2, "paragraph", "start", true))];
    answers.extend((0..20).map(|_| circle()));
    let skipped = Arc::default();
    let mut body = Body::new(id(1), &skipped);
    for answer in answers {
        body.answered(answer);
    }
    assert_eq!(*body.next(), NextFetch::Done);
    let text = read(body).text;
    assert!(text.starts_with("start\nx\n"), "{text}");

    let mut body = Body::new(id(1), &skipped);
    let mut asked = 0_u128;
    while *body.next() != NextFetch::Done {
        asked += 1;
        let next = NotionId::from_bytes((asked + 1).to_be_bytes()).to_string();
        let answer =
            json!({"id": id(1).to_string(), "markdown": "x", "truncated": true, "unknown_block_ids": [next]});
        body.answered(Answer::Markdown(serde_json::from_value(answer).unwrap()));
    }
    assert_eq!(asked, REQUESTS as u128);
    assert_eq!(read(body).left.len(), 1, "for the next sitting");
}

/// Parts in parts are read over several sittings, each going on where the last one stopped.
#[test]
fn many_parts_take_several_sittings() {
    const PARTS: u128 = 1_234;
    let part = |number: u128| NotionId::from_bytes((number << 8 | 1).to_be_bytes());
    let answer = |id: NotionId| {
        let number = if id == part(0) { 0 } else { u128::from_be_bytes(*id.as_bytes()) >> 8 };
        let missing: Vec<String> =
            if number < PARTS { vec![part(number + 1).to_string()] } else { Vec::new() };
        let answer = json!({"markdown": format!("w{number}"), "truncated": !missing.is_empty(), "unknown_block_ids": missing});
        Answer::Markdown(serde_json::from_value(answer).unwrap())
    };
    let skipped = Arc::default();
    let mut body = Body::new(part(0), &skipped);
    let mut sittings = 0;
    let read = loop {
        sittings += 1;
        while let NextFetch::Markdown(id) = *body.next() {
            body.answered(answer(id));
        }
        let read = read(body);
        if read.left.is_empty() {
            break read;
        }
        let stored = (read.markdown, read.parts, read.left);
        body = Body::resumed(part(0), &skipped, stored.0, stored.1, 0, stored.2);
    };
    assert_eq!(sittings, 3);
    let words: Vec<String> = read.text.split_whitespace().map(str::to_owned).collect();
    assert_eq!(words, (0..=PARTS).map(|number| format!("w{number}")).collect::<Vec<_>>());
    assert_eq!(read.lost, 0);
}

/// Check 51.
/// Parts upon parts of many short lines, of which each becomes a block: five hundred of the
/// largest answers were to be held together.
#[test]
fn a_body_weighs_so_much_and_no_more() {
    let lines = "x\n".repeat(20_000);
    let most = HEAVIEST / weight(&lines) + 1;
    let skipped = Arc::default();
    for walked in [false, true] {
        let mut body = Body::new(id(1), &skipped);
        let mut asked = 0_u128;
        loop {
            let next = || NotionId::from_bytes((asked + 100).to_be_bytes()).to_string();
            let answer = match body.next() {
                NextFetch::Done => break,
                NextFetch::Markdown(page) if walked && *page != id(1) => Answer::NotAPage,
                NextFetch::Markdown(_) => {
                    let answer = json!({"markdown": if walked { "x" } else { &lines }, "truncated": true,
                        "unknown_block_ids": [next()]});
                    Answer::Markdown(serde_json::from_value(answer).unwrap())
                }
                NextFetch::Block(_) => one(block(9, "paragraph", "start", true)),
                NextFetch::Children(..) => {
                    let mut long = block(8, "paragraph", &"x".repeat(weight(&lines)), false);
                    long["id"] = next().into();
                    children(&[long], Some(&next()))
                }
            };
            asked += 1;
            body.answered(answer);
            assert!(asked <= most as u128 + 4, "still asking");
        }
        assert!(asked >= most as u128, "{asked}");
        assert!(body.lost > 0 && body.holes.is_empty(), "what is left out is told, and not asked for");
    }
}

/// What Notion names as missing without a mark where it stood follows at the end.
#[test]
fn what_has_no_place_follows_at_the_end() {
    check(
        &[],
        vec![markdown("a\nb", &[2, 3]), markdown("c", &[]), markdown("d", &[])],
        expect![[r#"
            markdown 1
            markdown 2
            markdown 3
            done
            text "a\nb\nc\nd\n"
            part 2 "c"
            part 3 "d"
            denied [] links []
        "#]],
    );
}

/// The hash is of all parts, but not of addresses that are signed anew.
#[test]
fn the_same_body_has_the_same_hash() {
    let hash = |signature: &str, part: &str| {
        let skipped = Arc::default();
        let mut body = Body::new(id(1), &skipped);
        let image = format!("![a](https://s3.example/a.png?X-Amz-Signature={signature})");
        body.answered(markdown(&format!("{image}\n{}", hole(2, "paragraph")), &[2]));
        body.answered(markdown(part, &[]));
        read(body).hash
    };
    assert_eq!(hash("1", "b"), hash("2", "b"));
    assert_ne!(hash("1", "b"), hash("1", "c"));
}

fn bookmark(number: u8, address: &str, caption: &str) -> Value {
    json!({"object": "block", "id": id(number).to_string(), "type": "bookmark", "has_children": false,
        "bookmark": {"url": address, "caption": [{"type": "text", "plain_text": caption, "text": {"content": caption}}]}})
}

/// Markdown only marks where a bookmark stands.
#[test]
fn one_bookmark_is_asked_for_by_itself() {
    check(
        &[],
        vec![
            markdown(&format!("before\n{}\nafter\n{}", hole(2, "bookmark"), hole(3, "breadcrumb")), &[]),
            one(bookmark(2, "https://a.example/x", "A *paper*")),
        ],
        expect![[r#"
            markdown 1
            block 2
            done
            text "before\nA *paper*\thttps://a.example/x\nafter\n"
            part 2 "<bookmark url=\"https://a.example/x\">A \\*paper\\*</bookmark>"
            denied [] links []
        "#]],
    );
}

#[test]
fn several_stand_in_the_list_of_the_pages_blocks() {
    let holes: String = (2..6).map(|number| format!("{}\n", hole(number, "bookmark"))).collect();
    check(
        &[4],
        vec![
            markdown(&holes, &[]),
            children(
                &[block(9, "paragraph", "x", true), bookmark(2, "https://a.example/2", "")],
                Some("more"),
            ),
            children(&[bookmark(5, "https://a.example/5", "five")], Some("still more")),
            // What lies inside another block is asked for by itself.
            one(bookmark(3, "https://a.example/3", "three")),
        ],
        expect![[r#"
            markdown 1
            children 1 from the start
            children 1 more
            block 3
            done
            text "https://a.example/2\nthree\thttps://a.example/3\nfive\thttps://a.example/5\n"
            part 2 "<bookmark url=\"https://a.example/2\"></bookmark>"
            part 5 "<bookmark url=\"https://a.example/5\">five</bookmark>"
            part 3 "<bookmark url=\"https://a.example/3\">three</bookmark>"
            denied [] links []
        "#]],
    );
}

#[test]
fn a_list_of_blocks_that_is_denied_costs_nothing_but_itself() {
    check(
        &[],
        vec![
            markdown(&format!("a\n{}\n{}", hole(2, "embed"), hole(3, "future")), &[]),
            Answer::Denied,
            Answer::Denied,
            one(block(2, "future", "words of it", false)),
        ],
        expect![[r#"
            markdown 1
            children 1 from the start
            block 3
            block 2
            done
            text "a\nwords of it\n"
            part 2 "words of it"
            denied [3] links []
        "#]],
    );
}

#[test]
fn who_and_what_is_mentioned_gets_a_name() {
    let skipped = Arc::default();
    let mut body = Body::new(id(1), &skipped);
    let (page, person) = (id(7).bare(), id(8).bare());
    body.answered(markdown(
        &format!(
            "See <mention-page url=\"https://app.notion.com/p/{page}\"/> and <mention-user url=\"user://{person}\">Ana</mention-user>"
        ),
        &[],
    ));
    let mut document = body.document();
    assert_eq!(document.unnamed(), [id(7)]);
    document.name(&HashMap::from([(id(7), "Team meeting".to_owned())]));
    let whole = body.complete(&document);
    assert_eq!(whole.text, "See Team meeting and @Ana\n");
    assert_eq!(whole.people, [(id(8), "Ana".to_owned())]);
}

/// A list of blocks that goes on for ever and brings nothing new.
#[test]
fn the_same_blocks_under_ever_new_cursors_end() {
    let mut body = Body::new(id(1), &Arc::default());
    body.answered(markdown(&hole(2, "of_tomorrow"), &[2]));
    body.answered(Answer::NotAPage);
    body.answered(one(block(2, "of_tomorrow", "two", true)));
    body.answered(children(&[block(3, "paragraph", "three", false)], Some("a")));
    assert_eq!(*body.next(), NextFetch::Children(id(2), Some("a".to_owned())));
    body.answered(children(&[block(3, "paragraph", "three", false)], Some("b")));
    assert_eq!(*body.next(), NextFetch::Done);
    assert_eq!(read(body).lost, 1, "there may be more behind it");
}
