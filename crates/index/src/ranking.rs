//! In which order answers stand. One pure function.
//!
//! Not which pages are candidates (`search`), and no numbers mixed into a score: what
//! matters more is compared first, so that each case can be told in a sentence.

use crate::asked::{Asked, InTitle, Met};
use crate::fold::fold;
use crate::wanted::How;
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
    /// Each word typed is in the title, some in another form.
    TitleForms,
    /// Some word is a word of what the page lies in, the others are in its title.
    Path,
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

/// A page's title, as ranking sees it.
#[derive(Debug, Clone, Copy)]
pub struct Title<'a> {
    /// In [`plain_title`](crate::asked::plain_title) form.
    pub plain: &'a str,
    pub original: &'a str,
}

/// How a page was found, as far as its title does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    pub how: How,
    /// The index has it in the title, or in the page's icon.
    pub in_title: bool,
    /// What its title lacks is in what the page lies in.
    pub in_path: bool,
    /// The last word was met as the beginning of one only.
    pub begun: bool,
    /// The words come often for how long it is.
    pub about: bool,
    /// What it lacks of what is wanted, and how much that weighs, in thousandths.
    pub lacks: Met,
    pub lacking: u16,
}

/// What matters most: how far off a page is from having all that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It has all.
    All,
    /// What was typed as one thing stands apart.
    Apart,
    /// It stands without its signs.
    Bare,
    /// Inside of longer words, or in words written together or apart.
    Inside,
    /// A slip of the finger away, in its title.
    SlipInTitle,
    /// It lacks something, but its whole title was typed.
    WholeTitle,
    /// A slip of the finger away.
    Slip,
    /// It lacks something.
    Lacking,
}

/// The place of an answer: the smaller one stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub class: Class,
    /// Thousandths of the weight of what was typed; of a title typed whole, the words beside it.
    lacking: u16,
    pub tier: Tier,
    /// Another form of a word, in the body.
    form: bool,
    begun: bool,
    /// In quarters of an opening: finer differences shall not beat what follows.
    opened: Reverse<u32>,
    pinned: Reverse<bool>,
    about: Reverse<bool>,
    /// The words typed stand apart in the title, or in another order.
    apart: bool,
    /// Characters of the title; it does not matter for a page found by its body.
    length: usize,
    edited: Reverse<Option<Timestamp>>,
}

impl Rank {
    /// The place of the same page, whose text tells that what was typed stands in it so.
    #[must_use]
    pub fn held(self, how: How) -> Self {
        Self { class: self.class.max(class(how, self.tier)), ..self }
    }
}

/// Ranks a page that was found so.
pub fn rank(asked: &Asked, title: Title<'_>, signals: &Signals, found: &Found) -> Rank {
    let in_title = in_title(asked, title);
    of_title(asked, title, &in_title, signals, found)
}

/// What of what is wanted stands in the title.
pub(crate) fn in_title(asked: &Asked, title: Title<'_>) -> InTitle {
    if asked.asks_signs() {
        asked.in_title(title.plain, &fold(title.original))
    } else {
        asked.in_title(title.plain, "")
    }
}

/// As [`rank`], where it is known what stands in the title.
pub(crate) fn of_title(
    asked: &Asked,
    title: Title<'_>,
    in_title: &InTitle,
    signals: &Signals,
    found: &Found,
) -> Rank {
    let all = asked.count() > 0 && in_title.met == asked.everything();
    let how = if all { in_title.how } else { found.how };
    let tier = match (tier(asked, title.plain, in_title, how), found) {
        (Tier::Body, Found { in_title: true, .. }) => Tier::Title,
        (Tier::Body, Found { in_path: true, .. }) => Tier::Path,
        (tier, _) => tier,
    };
    let lacking = found.lacks != Met::default();
    let class = match lacking {
        true if is_typed_whole(asked, title.plain, found.lacks) => Class::WholeTitle,
        true => Class::Lacking,
        false => class(how, tier),
    };
    let shown = tier < Tier::Path;
    Rank {
        class,
        lacking: if class == Class::WholeTitle { beside(asked, title.plain) } else { found.lacking },
        tier,
        form: how == How::Form && !shown,
        begun: found.begun && !shown,
        opened: Reverse(quarters(signals.frecency)),
        pinned: Reverse(signals.pinned),
        about: Reverse(found.about && !shown),
        apart: match class {
            Class::WholeTitle => !asked.plain(how).contains(title.plain),
            _ => shown && !title.plain.contains(asked.plain(how)),
        },
        length: if shown || class == Class::WholeTitle { title.plain.chars().count() } else { 0 },
        edited: Reverse(signals.edited),
    }
}

/// The class of a page that has all, so far off.
fn class(how: How, tier: Tier) -> Class {
    match how {
        How::Typed | How::Form => Class::All,
        How::Apart => Class::Apart,
        How::Bare => Class::Bare,
        How::Inside => Class::Inside,
        How::Slip if tier < Tier::Path => Class::SlipInTitle,
        How::Slip => Class::Slip,
    }
}

/// How well a title fits that has what `in_title` says.
fn tier(asked: &Asked, title: &str, in_title: &InTitle, how: How) -> Tier {
    let typed = asked.plain(how);
    if asked.count() == 0 {
        return Tier::Body;
    }
    if title == typed && !asked.asks_signs() {
        return Tier::ExactTitle;
    }
    let all = in_title.met == asked.everything();
    match how {
        _ if !all => Tier::Body,
        _ if title == typed => Tier::ExactTitle,
        How::Form => Tier::TitleForms,
        _ if !typed.is_empty() && title.starts_with(typed) => Tier::TitleStart,
        _ if in_title.whole => Tier::TitleWords,
        _ => Tier::Title,
    }
}

/// Whether each word of the title was typed, and with them at least half of what was typed.
fn is_typed_whole(asked: &Asked, title: &str, lacks: Met) -> bool {
    let typed_in = |how| {
        let mut left: Vec<&str> = asked.plain(how).split(' ').collect();
        let mut take = |word: &str| {
            let at = left.iter().position(|typed| *typed == word)?;
            Some(left.swap_remove(at))
        };
        title.split(' ').all(|word| take(word).is_some())
    };
    2 * lacks.count() <= asked.count() && !title.is_empty() && (typed_in(How::Typed) || typed_in(How::Slip))
}

/// Words that were typed beside those of the title.
fn beside(asked: &Asked, title: &str) -> u16 {
    let words = |text: &str| text.split(' ').count();
    u16::try_from(words(asked.plain(How::Typed)).saturating_sub(words(title))).unwrap_or(u16::MAX)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; NaN becomes zero")]
fn quarters(worth: f64) -> u32 {
    (worth * 4.0).round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain_title;
    use crate::dates::Today;
    use crate::query::Query;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn asked(typed: &str) -> Asked {
        Asked::new(&Query::parse(typed, &Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC }))
    }

    fn ranked(asked: &Asked, original: &str, signals: &Signals, found: &Found) -> Rank {
        rank(asked, Title { plain: &plain_title(original), original }, signals, found)
    }

    /// Titles in the order they are ranked, each with its tier.
    fn check(typed: &str, pages: &[(&str, Signals)], expected: Expect) {
        let mut ranked: Vec<_> = pages
            .iter()
            .map(|(title, signals)| (ranked(&asked(typed), title, signals, &Found::default()), *title))
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
    fn signs_and_joints() {
        check(
            "C++ style",
            &[("C# style guide", edited(9)), ("C++ style guide", old()), ("Style of C++", old())],
            expect![[r#"
                TitleStart: C++ style guide
                TitleWords: Style of C++
                Body: C# style guide"#]],
        );
        check(
            "wifi password",
            &[("Wi-Fi password", old()), ("The wifi password", old()), ("A wifi, a password", old())],
            expect![[r#"
                TitleWords: The wifi password
                TitleWords: Wi-Fi password
                TitleWords: A wifi, a password"#]],
        );
        check(
            "untitled",
            &[("Untitled notes", edited(9)), ("", old())],
            expect![[r#"
                ExactTitle: 
                TitleStart: Untitled notes"#]],
        );
    }

    #[test]
    fn what_is_lacking_comes_last_but_for_a_title_typed_whole() {
        let asked = asked("meeting notes zebra");
        let lacks = |wanted: &[usize], lacking| {
            let mut lacks = Met::default();
            wanted.iter().for_each(|wanted| lacks.insert(*wanted));
            Found { lacks, lacking, ..Found::default() }
        };
        let slip = Found { how: How::Slip, ..Found::default() };
        let mut places = [
            ("all", ranked(&asked, "x", &old(), &Found::default())),
            ("apart", ranked(&asked, "x", &old(), &Found { how: How::Apart, ..Found::default() })),
            ("whole title", ranked(&asked, "Meeting notes", &old(), &lacks(&[2], 600))),
            ("slip", ranked(&asked, "x", &edited(9), &slip)),
            ("lacks little", ranked(&asked, "x", &old(), &lacks(&[0], 100))),
            ("lacks much", ranked(&asked, "Notes", &edited(9), &lacks(&[0, 2], 800))),
        ];
        let expected = places.map(|(name, _)| name);
        places.reverse();
        places.sort_by_key(|(_, rank)| *rank);
        assert_eq!(places.map(|(name, _)| name), expected);
    }

    #[test]
    fn whole_words_then_what_it_is_about_then_time() {
        let asked = asked("kubernetes");
        let found = |begun, about| Found { begun, about, ..Found::default() };
        let place = |at, begun, about| ranked(&asked, "x", &edited(at), &found(begun, about));
        assert!(place(1, false, true) < place(9, false, false));
        assert!(place(9, false, false) < place(8, false, false));
        assert!(place(1, false, false) < place(9, true, true));
    }

    #[test]
    fn odd_signals() {
        for frecency in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
            ranked(&asked("a"), "a", &Signals { frecency, ..old() }, &Found::default());
        }
    }

    proptest! {
        #[test]
        fn a_title_typed_whole_is_first(title in "[a-zé東京 .,-]{0,20}[a-z]", other in "[a-zé東京 .,-]{0,30}") {
            prop_assume!(plain_title(&title) != plain_title(&other));
            let asked = asked(&title);
            prop_assume!(asked.plain(How::Typed) == plain_title(&title));
            let place = |title: &str, at| ranked(&asked, title, &edited(at), &Found::default());
            prop_assert!(place(&title, 1) < place(&other, 9));
        }
    }
}
