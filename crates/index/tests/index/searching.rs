//! What queries find, in which order, and what they say about it.

use crate::world::{World, page, query};
use expect_test::{Expect, expect};
use trove_index::ranking::Class;
use trove_index::text::Text;

fn library() -> World {
    World::new(&[
        ("Road map", "What we plan for the third quarter."),
        ("Road maps of other companies", "Collected by marketing."),
        ("The map of the road", "Printed on paper."),
        ("Roadmap Q3", "Budget and milestones."),
        ("Meeting notes", "We talked about the road map and the budget."),
        ("Résumé of Zoë", "Curriculum vitae."),
        ("東京都の旅行計画", "新幹線で京都へ行く。"),
        ("주간회의록", "다음 주 예산을 논의했다."),
        ("Untitled", "nothing to see"),
    ])
}

fn check(world: &World, typed: &str, expected: Expect) {
    let answer = world.answer(typed, 20);
    let mut lines: Vec<_> = answer
        .hits
        .iter()
        .map(|hit| {
            let lacks: Vec<_> = (0..answer.asked.count())
                .filter(|at| hit.lacks.contains(*at))
                .map(|at| answer.asked.wanted(at))
                .collect();
            let without =
                if lacks.is_empty() { String::new() } else { format!(" (without {})", lacks.join(", ")) };
            let slip = matches!(hit.rank.class, Class::Slip | Class::SlipInTitle);
            format!(
                "{:?}{}: {}{without}",
                hit.rank.tier,
                if slip { "~" } else { "" },
                world.pages.shown[&hit.id]
            )
        })
        .collect();
    lines.extend(answer.corrections.iter().map(|c| format!("{} → {}", c.typed, c.instead.join("|"))));
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn titles_before_bodies() {
    let world = library();
    check(
        &world,
        "road map",
        expect![[r#"
            ExactTitle: Road map
            TitleStart: Road maps of other companies
            TitleWords: The map of the road
            Body: Meeting notes
            TitleWords: Roadmap Q3"#]],
    );
    check(&world, "roadm", expect!["TitleStart: Roadmap Q3"]);
    check(
        &world,
        "budget",
        expect![[r#"
        Body: Meeting notes
        Body: Roadmap Q3"#]],
    );
    check(&world, "resume zoe", expect!["TitleWords: Résumé of Zoë"]);
    check(
        &world,
        "q",
        expect![[r#"
        Title: Roadmap Q3
        Body: Road map"#]],
    );
}

#[test]
fn unspaced_scripts() {
    let world = library();
    check(&world, "京都", expect!["TitleWords: 東京都の旅行計画"]);
    check(&world, "京", expect!["TitleWords: 東京都の旅行計画"]);
    check(&world, "旅行", expect!["TitleWords: 東京都の旅行計画"]);
    check(&world, "회의", expect!["TitleWords: 주간회의록"]);
    check(&world, "논의", expect!["Body: 주간회의록"]);
}

#[test]
fn slips_of_the_finger() {
    let world = library();
    check(
        &world,
        "maeting",
        expect![[r#"
        TitleStart~: Meeting notes
        maeting → meeting"#]],
    );
    check(
        &world,
        "budgte",
        expect![[r#"
            Body~: Meeting notes
            Body~: Roadmap Q3
            budgte → budget"#]],
    );
    check(
        &world,
        "raod map",
        expect![[r#"
            ExactTitle~: Road map
            TitleStart~: Road maps of other companies
            TitleWords~: The map of the road
            Body~: Meeting notes
            raod → road"#]],
    );
    check(&world, "xyzzy", expect![""]);
    let insisted = world.index.searcher().search(&query("maeting"), &world.pages, 20, false).unwrap();
    assert!(insisted.hits.is_empty() && insisted.corrections.is_empty());
}

/// The keyboard was still set to another language.
#[test]
fn a_slip_of_another_alphabet() {
    let world = World::new(&[("تقرير سنوي", ""), ("Годовой отчет", "")]);
    check(
        &world,
        "xقرير",
        expect![[r#"
        TitleStart~: تقرير سنوي
        xقرير → تقرير"#]],
    );
    check(
        &world,
        "gодовой",
        expect![[r#"
        TitleStart~: Годовой отчет
        gодовои → годовои"#]],
    );
}

#[test]
fn exclusions_and_phrases() {
    let world = library();
    check(
        &world,
        "road -budget -paper",
        expect![[r#"
        TitleStart: Road map
        TitleStart: Road maps of other companies"#]],
    );
    check(&world, "\"map of\"", expect!["TitleWords: The map of the road"]);
    // That the title lacks the sign is known, and of a body only its text tells: whoever shows it looks.
    check(
        &world,
        "-road -untitled",
        expect![[r#"
            Body: Meeting notes
            TitleStart: Road map
            TitleStart: Roadmap Q3
            TitleStart: Road maps of other companies
            TitleWords: The map of the road"#]],
    );
    let answer = world.answer("\"the road map\"", 20);
    assert!(answer.asked.holds(&[&Text::new("we talked about the road map")]));
    assert!(!answer.asked.holds(&[&Text::new("the map of the road")]));
}

/// In more than half of the pages, so that counting it twice would count more than there are.
#[test]
fn a_word_typed_twice() {
    let world = World::new(&[("Road", "road map"), ("Other", "the road"), ("Road Road", "")]);
    check(
        &world,
        "road road",
        expect![[r#"
            ExactTitle: Road Road
            TitleWords: Road
            Body: Other"#]],
    );
}

#[test]
fn pages_left_out_make_room() {
    let mut world = library();
    world.hide(1);
    world.hide(2);
    check(
        &world,
        "road map",
        expect![[r#"
            TitleWords: The map of the road
            Body: Meeting notes
            TitleWords: Roadmap Q3"#]],
    );
}

#[test]
fn changes_are_seen_at_once() {
    let mut world = library();
    let before = world.index.searcher();
    world.put(vec![page(1, "Street map", "renamed"), page(10, "Roads", "")]);
    world.remove(2);
    check(
        &world,
        "road",
        expect![[r#"
        TitleStart: Roads
        TitleStart: Roadmap Q3
        TitleWords: The map of the road
        Body: Meeting notes"#]],
    );
    check(&world, "street", expect!["TitleStart: Street map"]);
    assert_eq!((world.index.seq(), world.index.searcher().count()), (12, 9));
    assert_eq!((before.seq(), before.count()), (9, 9), "a searcher does not change under its user");
}

/// Bodies are left alone when titles suffice; the count must not pretend otherwise.
#[test]
fn a_count_without_bodies_is_no_total() {
    let titles: Vec<String> = (0..30).map(|number| format!("Memo {number}")).collect();
    let mut pages: Vec<(&str, &str)> = titles.iter().map(|title| (title.as_str(), "")).collect();
    pages.push(("Letter", "about a memo"));
    let answer = World::new(&pages).answer("memo", 20);
    assert_eq!((answer.total, answer.more), (30, true));
}

#[test]
fn a_common_word_is_bounded_and_says_so() {
    let titles: Vec<String> = (0..500).map(|number| format!("Note {number}")).collect();
    let world = World::new(&titles.iter().map(|title| (title.as_str(), "")).collect::<Vec<_>>());
    for typed in ["n", "note", ""] {
        let answer = world.answer(typed, 20);
        assert_eq!((answer.hits.len(), answer.more), (20, true), "{typed}");
        assert!(answer.total >= 60 && answer.total < 500, "{typed}");
    }
    assert_eq!(world.answer("", 3).hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [500, 499, 498]);
    let one = world.answer("note 77", 20);
    assert_eq!((world.pages.shown[&one.hits[0].id].as_str(), one.total, one.more), ("Note 77", 1, false));
}
