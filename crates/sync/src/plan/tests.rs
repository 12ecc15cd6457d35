//! Walks as tables: what Notion answers, what is stored, what is asked next.

use super::*;
use expect_test::{Expect, expect};
use trove_model::{Page, PageKind, Parent};

fn page(number: u8, minute: i64) -> Page {
    Page {
        id: NotionId::from_bytes([number; 16]),
        kind: PageKind::Page,
        title: String::new(),
        icon: None,
        parent: Parent::Workspace,
        url: None,
        created: None,
        edited: Some(Timestamp(minute * 60_000)),
        edited_by: None,
        in_trash: false,
    }
}

fn everything() -> Walk {
    Walk::everything(most_met(0))
}

/// `id@minute` separated by spaces, `!` after one in the trash; then `>cursor` for
/// more or `|` for an end before the end. `stale` alone is a refused cursor.
fn check(mut walk: Walk, answers: &[&str], expect: Expect) {
    let mut told = format!("{}\n", show(walk.next()));
    for answer in answers {
        if *answer == "stale" {
            walk.cursor_went_stale();
            told += &format!("stale -> {}\n", show(walk.next()));
            continue;
        }
        let mut part = Part::default();
        for word in answer.split_whitespace() {
            if let Some(cursor) = word.strip_prefix('>') {
                part.next = Some(cursor.to_owned());
            } else if word == "|" {
                part.incomplete = true;
            } else {
                let (number, minute) = word.trim_end_matches('!').split_once('@').unwrap();
                let page = page(number.parse().unwrap(), minute.parse().unwrap());
                part.pages.push(Page { in_trash: word.ends_with('!'), ..page }.into());
            }
        }
        let sorted = walk.answered(part);
        let forget = sorted.forget.len();
        told +=
            &format!("{answer} -> store {}, forget {forget}, {}\n", sorted.store.len(), show(walk.next()));
    }
    told += &format!("found {}\n", walk.found());
    expect.assert_eq(&told);
}

fn show(next: &NextSearch) -> String {
    match next {
        NextSearch::Ask(Search { order, only, cursor, .. }) => {
            let only = only.map(|only| format!(" {only:?}")).unwrap_or_default();
            format!("ask {order:?}{only} {}", cursor.as_deref().unwrap_or("from the start"))
        }
        NextSearch::Done(outcome) => format!(
            "{} newest {:?}",
            match outcome {
                Outcome { whole: true, .. } => "whole,",
                Outcome { capped: true, .. } => "capped,",
                _ => "incomplete,",
            },
            outcome.newest.map(|newest| newest.0 / 60_000)
        ),
    }
}

#[test]
fn short_and_empty_parts_are_not_the_end() {
    check(
        everything(),
        &["1@9 2@8 >a", ">b", "2@8 3@8 3@8 >c", "4@1"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 2@8 >a -> store 2, forget 0, ask NewestFirst a
            >b -> store 0, forget 0, ask NewestFirst b
            2@8 3@8 3@8 >c -> store 2, forget 0, ask NewestFirst c
            4@1 -> store 1, forget 0, whole, newest Some(9)
            found 4
        "#]],
    );
}

#[test]
fn nothing_shared() {
    check(
        everything(),
        &[""],
        expect![[r#"
            ask NewestFirst from the start
             -> store 0, forget 0, whole, newest None
            found 0
        "#]],
    );
}

#[test]
fn the_trash_is_forgotten() {
    check(
        everything(),
        &["1@9 2@8! 1@9!"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 2@8! 1@9! -> store 0, forget 2, whole, newest Some(9)
            found 0
        "#]],
    );
}

#[test]
fn a_stale_cursor_starts_over_twice() {
    check(
        everything(),
        &["1@9 >a", "stale", "1@9 >b", "2@8 >c", "stale", "1@9 2@8"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 >a -> store 1, forget 0, ask NewestFirst a
            stale -> ask NewestFirst a
            1@9 >b -> store 1, forget 0, ask NewestFirst b
            2@8 >c -> store 1, forget 0, ask NewestFirst c
            stale -> ask NewestFirst c
            1@9 2@8 -> store 2, forget 0, whole, newest Some(9)
            found 2
        "#]],
    );
    check(
        everything(),
        &["1@9 >a", "stale", "stale", "stale", "stale", ""],
        expect![[r#"
            ask NewestFirst from the start
            1@9 >a -> store 1, forget 0, ask NewestFirst a
            stale -> ask NewestFirst a
            stale -> ask NewestFirst from the start
            stale -> ask NewestFirst from the start
            stale -> ask OldestFirst from the start
             -> store 0, forget 0, whole, newest Some(9)
            found 1
        "#]],
    );
}

#[test]
fn stopped_by_notion_it_goes_on_from_the_other_end() {
    check(
        everything(),
        &["1@9 2@8 >a", "3@7 4@6 |", "9@1 8@2 >b", "5@6 >c", "4@6 3@7 >d"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 2@8 >a -> store 2, forget 0, ask NewestFirst a
            3@7 4@6 | -> store 2, forget 0, ask OldestFirst from the start
            9@1 8@2 >b -> store 2, forget 0, ask OldestFirst b
            5@6 >c -> store 1, forget 0, ask OldestFirst c
            4@6 3@7 >d -> store 2, forget 0, whole, newest Some(9)
            found 7
        "#]],
    );
    check(
        everything(),
        &["1@9 2@8 |", "9@1 8@2 |"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 2@8 | -> store 2, forget 0, ask OldestFirst from the start
            9@1 8@2 | -> store 2, forget 0, ask NewestFirst DataSource from the start
            found 4
        "#]],
    );
}

#[test]
fn a_circle_of_cursors_ends() {
    check(
        everything(),
        &["1@9 >a", "2@8 >b", "1@9 >a", "3@7 >x", "3@7 >x"],
        expect![[r#"
            ask NewestFirst from the start
            1@9 >a -> store 1, forget 0, ask NewestFirst a
            2@8 >b -> store 1, forget 0, ask NewestFirst b
            1@9 >a -> store 1, forget 0, ask OldestFirst from the start
            3@7 >x -> store 1, forget 0, ask OldestFirst x
            3@7 >x -> store 1, forget 0, ask NewestFirst DataSource from the start
            found 3
        "#]],
    );
}

/// Check 51.
#[test]
fn endless_repetition_ends() {
    let mut walk = everything();
    for request in 0.. {
        assert!(request < 100, "still going");
        if let NextSearch::Done(outcome) = walk.next() {
            assert!(!outcome.whole);
            break;
        }
        walk.answered(Part {
            pages: vec![page(1, 1).into()],
            next: Some(request.to_string()),
            incomplete: false,
        });
    }
    assert_eq!(walk.found(), 1);
}

/// Check 51.
/// Ever-new pages, all edited just now and in the trash: nothing is stored, so no limit on what
/// is kept was ever reached, and neither a listing nor a poll came to an end.
#[test]
fn endless_news_ends() {
    const MOST: usize = 500;
    let poll = Walk::since(Timestamp(0), Timestamp(70 * 60_000), MOST);
    for (mut walk, passes) in [(poll, 1), (Walk::everything(MOST), 6)] {
        let mut requests = 0_usize;
        while let NextSearch::Ask(_) = walk.next() {
            assert!(requests < 100, "still going");
            let fresh = (0..100).map(|nth| {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&(requests * 100 + nth).to_be_bytes());
                Page { id: NotionId::from_bytes(id), in_trash: true, ..page(0, 70) }.into()
            });
            let pages = fresh.collect();
            requests += 1;
            walk.answered(Part { pages, next: Some(requests.to_string()), incomplete: false });
        }
        let NextSearch::Done(outcome) = walk.next() else { unreachable!() };
        assert!(!outcome.whole && !outcome.capped, "{outcome:?}");
        assert_eq!(requests, passes * MOST / 100);
    }
}

#[test]
fn a_poll_stops_three_minutes_before_the_watermark() {
    let since = || Walk::since(Timestamp(10 * 60_000), Timestamp(70 * 60_000), most_met(0));
    check(
        since(),
        &["1@10 2@8 3@7 4@6 >a"],
        expect![[r#"
            ask NewestFirst from the start
            1@10 2@8 3@7 4@6 >a -> store 4, forget 0, whole, newest Some(10)
            found 4
        "#]],
    );
    check(
        since(),
        &["1@12 2@11 >a", "3@7 >b", "4@6 >c"],
        expect![[r#"
            ask NewestFirst from the start
            1@12 2@11 >a -> store 2, forget 0, ask NewestFirst a
            3@7 >b -> store 1, forget 0, ask NewestFirst b
            4@6 >c -> store 1, forget 0, whole, newest Some(12)
            found 4
        "#]],
    );
    check(
        since(),
        &["1@10"],
        expect![[r#"
            ask NewestFirst from the start
            1@10 -> store 1, forget 0, whole, newest Some(10)
            found 1
        "#]],
    );
    check(
        since(),
        &["1@12 2@11 |"],
        expect![[r#"
            ask NewestFirst from the start
            1@12 2@11 | -> store 2, forget 0, capped, newest Some(12)
            found 2
        "#]],
    );
}

/// What search lists late is met by the polls of the next hour, behind newer ones.
#[test]
fn a_poll_looks_for_what_is_listed_late() {
    let since = || Walk::since(Timestamp(100 * 60_000), Timestamp(101 * 60_000), most_met(0));
    check(
        since(),
        &["1@100 2@99 >a", "3@60 >b", "4@40 >c"],
        expect![[r#"
        ask NewestFirst from the start
        1@100 2@99 >a -> store 2, forget 0, ask NewestFirst a
        3@60 >b -> store 1, forget 0, ask NewestFirst b
        4@40 >c -> store 1, forget 0, whole, newest Some(100)
        found 4
    "#]],
    );
    // Not for ever.
    let mut walk = since();
    let mut parts = 0;
    while let NextSearch::Ask(_) = walk.next() {
        parts += 1;
        let page = Page { id: NotionId::from_bytes([parts; 16]), ..page(1, 90) };
        walk.answered(Part { pages: vec![page.into()], next: Some(parts.to_string()), incomplete: false });
    }
    assert_eq!(u32::from(parts), LATE_PARTS);
    assert!(matches!(walk.next(), NextSearch::Done(Outcome { whole: true, .. })));
}

/// Dead cursors: both ends, then each kind by itself, and in the end it says so.
#[test]
fn cursors_that_die_lead_to_every_other_way() {
    check(
        everything(),
        &[
            "1@9 2@8 >a",
            "stale",
            "stale",
            "1@9 2@8 >b",
            "stale",
            "stale",
            "9@1 8@2 >c",
            "stale",
            "stale",
            "9@1 8@2 >d",
            "stale",
            "stale",
            "7@4",
            "1@9 2@8 >e",
            "stale",
            "stale",
            "9@1 8@2 6@3 >f",
            "stale",
            "stale",
            "9@1 >g",
            "stale",
            "stale",
        ],
        expect![[r#"
            ask NewestFirst from the start
            1@9 2@8 >a -> store 2, forget 0, ask NewestFirst a
            stale -> ask NewestFirst a
            stale -> ask NewestFirst from the start
            1@9 2@8 >b -> store 2, forget 0, ask NewestFirst b
            stale -> ask NewestFirst b
            stale -> ask OldestFirst from the start
            9@1 8@2 >c -> store 2, forget 0, ask OldestFirst c
            stale -> ask OldestFirst c
            stale -> ask OldestFirst from the start
            9@1 8@2 >d -> store 2, forget 0, ask OldestFirst d
            stale -> ask OldestFirst d
            stale -> ask NewestFirst DataSource from the start
            7@4 -> store 1, forget 0, ask NewestFirst Page from the start
            1@9 2@8 >e -> store 2, forget 0, ask NewestFirst Page e
            stale -> ask NewestFirst Page e
            stale -> ask OldestFirst Page from the start
            9@1 8@2 6@3 >f -> store 3, forget 0, ask OldestFirst Page f
            stale -> ask OldestFirst Page f
            stale -> ask OldestFirst Page from the start
            9@1 >g -> store 1, forget 0, ask OldestFirst Page g
            stale -> ask OldestFirst Page g
            stale -> incomplete, newest Some(9)
            found 6
        "#]],
    );
}

/// Fewer at once where they are too large together; one that is too large alone is passed by.
#[test]
fn what_is_too_large_is_asked_for_in_smaller_parts() {
    let mut walk = everything();
    let mut sizes = Vec::new();
    while let NextSearch::Ask(search) = walk.next().clone() {
        sizes.push(search.size);
        if search.order == Order::NewestFirst && search.only.is_none() {
            walk.was_too_large();
        } else {
            walk.answered(Part { pages: vec![page(1, 1).into()], next: None, incomplete: false });
        }
    }
    assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1, 1]);
    assert!(matches!(walk.next(), NextSearch::Done(Outcome { whole: true, .. })));
}

/// What was too large is behind: the rest does not go on in small parts.
#[test]
fn after_what_was_too_large_parts_grow_again() {
    let mut walk = everything();
    let (mut sizes, mut met) = (Vec::new(), 0);
    while let NextSearch::Ask(search) = walk.next().clone() {
        sizes.push(search.size);
        if sizes.len() < 4 {
            walk.was_too_large();
        } else {
            met += 1;
            let next = (met < 5).then(|| met.to_string());
            walk.answered(Part { pages: vec![page(met, 1).into()], next, incomplete: false });
        }
    }
    assert_eq!(sizes, [100, 50, 25, 12, 24, 48, 96, 100]);
}

/// An edit stamped in the future would hide every edit until then.
#[test]
fn the_watermark_is_never_ahead_of_the_clock() {
    let now = Timestamp(100);
    assert_eq!(watermark(Some(Timestamp(60)), now), Some(Timestamp(60)));
    assert_eq!(watermark(Some(Timestamp(i64::MAX)), now), Some(now));
    assert_eq!(watermark(None, now), None);
}
