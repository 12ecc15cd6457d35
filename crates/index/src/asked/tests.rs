//! Typed texts held against texts of pages.

use super::*;
use crate::dates::Today;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn asked(typed: &str) -> Asked {
    let today = Today { now: trove_model::Timestamp(0), zone: jiff::tz::TimeZone::UTC };
    Asked::new(&Query::parse(typed, &today))
}

fn check(typed: &str, text: &str, expected: Expect) {
    let (asked, text) = (asked(typed), Text::new(text));
    let places: Vec<_> = asked
        .places(&text)
        .into_iter()
        .map(|place| {
            format!("{}{}", text.folded().get(place.range).unwrap(), if place.whole { "" } else { "…" })
        })
        .collect();
    let holds = if asked.holds(&[&text]) { "holds" } else { "does not hold" };
    expected.assert_eq(&format!("{} ({holds})", places.join(" | ")));
}

#[test]
fn words() {
    check("road ma", "Road map: the map of roads", expect!["road | ma… | ma… (holds)"]);
    check("ma road", "Road map: the map of roads", expect!["road | road… (does not hold)"]);
    check("oad", "Road", expect![" (does not hold)"]);
    check("resume", "Mon RÉSUMÉ", expect!["resume (holds)"]);
    check("", "anything", expect![" (holds)"]);
    check("wifi", "Wi-Fi, wi fi, wifis", expect!["wi-fi | wi fi | wifi… (holds)"]);
    check("together", "to get her", expect!["to get her (holds)"]);
}

#[test]
fn pieces_of_unspaced_text() {
    check("京都", "東京都の京都", expect!["京都 | 京都 (holds)"]);
    check("東都", "東京都", expect![" (does not hold)"]);
    check("회의", "주간회의록", expect!["회의 (holds)"]);
    check("iphone用 ケース", "iPhone用のケース", expect!["iphone用 | けーす (holds)"]);
}

#[test]
fn phrases() {
    check("\"road map\"", "A map, a road. The road-map!", expect!["road-map (holds)"]);
    check("\"road ma", "road map", expect!["road ma… (holds)"]);
    check("\"road ma\"", "road map", expect![" (does not hold)"]);
    check("\"iphone用の\"", "新しいiPhone用のケース", expect!["iphone用の (holds)"]);
    check("\"の iphone\"", "彼のiPhone", expect!["のiphone (holds)"]);
}

#[test]
fn unwanted() {
    check("road -map", "road map", expect!["road (does not hold)"]);
    check("road -ma", "road map", expect!["road (holds)"]);
    check("road -\"road map\"", "map road", expect!["road (holds)"]);
}

#[test]
fn words_may_stand_in_title_and_body_each() {
    let texts = ["road map", "the budget"].map(Text::new);
    let holds = |typed: &str| asked(typed).holds(&texts.each_ref());
    assert!(holds("road budget"));
    assert!(!holds("\"map the\""));
    assert!(!holds("road -budget"));
}

#[test]
fn what_stands_apart_is_held_less_nearly() {
    for (text, how) in [
        ("We go live on 2024-05-01 at noon.", Some(How::Typed)),
        ("In 2024 we hired 05 people and 01 cook.", Some(How::Apart)),
        ("In 2024 we hired 05 people.", None),
    ] {
        assert_eq!(asked("2024-05-01").how_held(&[&Text::new(text)]), how, "{text}");
    }
}

/// What the index finds by terms of its own making, the text confirms.
#[test]
fn what_is_written_otherwise_is_held() {
    for (typed, text) in [
        ("12 March 1847", "born 12.03.1847"),
        ("2026-03-14", "Thursday 3/14/2026"),
        ("4 May 2026", "2026-05-01 → 2026-05-09"),
        ("june 2026", "on 1 June, 2026"),
        ("june 2026", "2026-06-01"),
        ("1.2.3", "back to v1.2.3"),
        ("1234567", "1.234.567,50"),
        ("5550109988", "+1 (555) 010-9988"),
    ] {
        assert!(asked(typed).holds(&[&Text::new(text)]), "{typed} in {text}");
    }
}

proptest! {
    #[test]
    fn places_are_text(typed in any::<String>(), text in any::<String>()) {
        let text = Text::new(text);
        for place in asked(&typed).places(&text) {
            prop_assert!(text.folded().get(place.range).is_some_and(|part| !part.is_empty()));
        }
    }

    #[test]
    fn titles_are_looked_at_alike_in_both_ways(typed in "[ab\" 東京가x-]{0,9}", title in "[ab 東京가x]{0,12}") {
        let (asked, title) = (asked(&typed), plain(&title));
        let text = Text::new(title.as_str());
        let found = asked.in_title(&title, &title);
        prop_assert_eq!(found.met, asked.met_by(&[&text]));
        prop_assert_eq!(asked.holds(&[&text]), found.met == asked.everything() && !asked.spoils(&title));
    }

    #[test]
    fn a_text_holds_itself(text in "[a-zé東京のㄱ가나 .,]{0,30}") {
        prop_assert!(asked(&text).holds(&[&Text::new(text.as_str())]));
    }
}
