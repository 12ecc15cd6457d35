//! In which order answers stand. One pure function.
//!
//! Not which pages are candidates (`search`), and no numbers mixed into a score: what
//! matters more is compared first, so that each case can be told in a sentence.

use crate::asked::Asked;
use std::cmp::Reverse;
use trove_model::Timestamp;

/// How well a page fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The title is what was typed; case, accents and punctuation aside.
    ExactTitle,
    /// The title starts with what was typed.
    TitleStart,
    /// Each word typed is a whole word of the title.
    TitleWords,
    /// Each word typed is in the title, the last as the beginning of one.
    Title,
    /// Some word is in the body only.
    Body,
}

/// What is known of a page besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Signals {
    /// Worth of its own openings, now; see [`Frecency::worth`](crate::frecency::Frecency::worth).
    pub frecency: f64,
    pub pinned: bool,
    pub edited: Option<Timestamp>,
}

/// The place of an answer: the smaller one stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Found with a word replaced: after all that has the words as typed.
    pub corrected: bool,
    pub tier: Tier,
    /// In quarters of an opening: finer differences shall not beat what follows.
    opened: Reverse<u32>,
    pinned: Reverse<bool>,
    /// The words typed stand apart in the title, or in another order.
    apart: bool,
    /// Characters of the title; it does not matter for a page found by its body.
    length: usize,
    edited: Reverse<Option<Timestamp>>,
}

/// Ranks a page by its title in [`plain`](crate::asked::plain) form.
pub fn rank(asked: &Asked, title: &str, signals: &Signals, corrected: bool) -> Rank {
    of_tier(tier(asked, title), asked, title, signals, corrected)
}

/// The rank of a page whose tier is known.
pub(crate) fn of_tier(tier: Tier, asked: &Asked, title: &str, signals: &Signals, corrected: bool) -> Rank {
    let in_title = tier < Tier::Body;
    Rank {
        corrected,
        tier,
        opened: Reverse(quarters(signals.frecency)),
        pinned: Reverse(signals.pinned),
        apart: in_title && !title.contains(asked.plain()),
        length: if in_title { title.chars().count() } else { 0 },
        edited: Reverse(signals.edited),
    }
}

/// How well a title in [`plain`](crate::asked::plain) form fits.
pub(crate) fn tier(asked: &Asked, title: &str) -> Tier {
    let typed = asked.plain();
    if typed.is_empty() {
        return Tier::Body;
    }
    if title == typed {
        return Tier::ExactTitle;
    }
    match asked.in_title(title) {
        None => Tier::Body,
        Some(_) if title.starts_with(typed) => Tier::TitleStart,
        Some(true) => Tier::TitleWords,
        Some(false) => Tier::Title,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; NaN becomes zero")]
fn quarters(worth: f64) -> u32 {
    (worth * 4.0).round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain;
    use crate::dates::Today;
    use crate::query::Query;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn asked(typed: &str) -> Asked {
        Asked::new(&Query::parse(typed, &Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC }))
    }

    /// Titles in the order they are ranked, each with its tier.
    fn check(typed: &str, pages: &[(&str, Signals)], expected: Expect) {
        let mut ranked: Vec<_> = pages
            .iter()
            .map(|(title, signals)| (rank(&asked(typed), &plain(title), signals, false), *title))
            .collect();
        ranked.sort();
        let lines: Vec<_> = ranked.iter().map(|(rank, title)| format!("{:?}: {title}", rank.tier)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    fn old() -> Signals {
        edited(1)
    }

    fn edited(at: i64) -> Signals {
        Signals { edited: Some(Timestamp(at)), ..Signals::default() }
    }

    #[test]
    fn a_better_tier_comes_first_whatever_else() {
        let loud = Signals { frecency: 50.0, pinned: true, edited: Some(Timestamp(9)) };
        check(
            "road map",
            &[
                ("Notes of a meeting", loud),
                ("Old road, new mapping", loud),
                ("The map of the road", loud),
                ("Road maps", loud),
                ("Road-Map!", old()),
            ],
            expect![[r#"
                ExactTitle: Road-Map!
                TitleStart: Road maps
                TitleWords: The map of the road
                Title: Old road, new mapping
                Body: Notes of a meeting"#]],
        );
    }

    #[test]
    fn use_then_pins_then_closeness_then_length_then_time() {
        check(
            "map",
            &[
                ("map of newer things", edited(2)),
                ("map of older things", edited(1)),
                ("map of things", edited(1)),
                ("map of pinned things, a long title", Signals { pinned: true, ..old() }),
                ("map of opened things, a longer title still", Signals { frecency: 1.0, ..old() }),
                ("map barely opened, long ago", Signals { frecency: 0.1, ..old() }),
            ],
            expect![[r#"
                TitleStart: map of opened things, a longer title still
                TitleStart: map of pinned things, a long title
                TitleStart: map of things
                TitleStart: map of newer things
                TitleStart: map of older things
                TitleStart: map barely opened, long ago"#]],
        );
        check(
            "road map",
            &[("A map, a road", old()), ("Our longer road map", old())],
            expect![[r#"
            TitleWords: Our longer road map
            TitleWords: A map, a road"#]],
        );
    }

    #[test]
    fn half_typed_words() {
        check(
            "q3 ro",
            &[("Q3 roadmap", old()), ("Roadmap Q3", old()), ("Q3 budget", old())],
            expect![[r#"
            TitleStart: Q3 roadmap
            Title: Roadmap Q3
            Body: Q3 budget"#]],
        );
    }

    #[test]
    fn unspaced_scripts() {
        check(
            "東京",
            &[("東京", old()), ("東京都", old()), ("新東京", old()), ("京都", old())],
            expect![[r#"
            ExactTitle: 東京
            TitleStart: 東京都
            TitleWords: 新東京
            Body: 京都"#]],
        );
    }

    #[test]
    fn odd_signals() {
        for frecency in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
            rank(&asked("a"), "a", &Signals { frecency, ..old() }, false);
        }
        assert!(rank(&asked("a"), "z", &old(), false) < rank(&asked("a"), "a", &old(), true));
    }

    proptest! {
        #[test]
        fn a_title_typed_whole_is_first(title in "[a-zé東京 .,-]{0,20}[a-z]", other in "[a-zé東京 .,-]{0,30}") {
            prop_assume!(plain(&title) != plain(&other) && !title.contains('-'));
            let asked = asked(&title);
            prop_assume!(asked.plain() == plain(&title));
            prop_assert!(rank(&asked, &plain(&title), &old(), false) < rank(&asked, &plain(&other), &edited(9), false));
        }
    }
}
