//! What of a page is shown: marked segments of its title, and up to two passages.
//!
//! Plain text in segments, never markup. Pure; marks are on character boundaries of the
//! original. Not whether the page answers the query: `asked` knows.

use crate::asked::{Asked, Place};
use crate::text::Text;
use std::ops::Range;

/// A stretch of text that is marked as a whole, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub text: String,
    pub marked: bool,
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub segments: Vec<Segment>,
    /// Text precedes it.
    pub cut_before: bool,
    /// Text follows it.
    pub cut_after: bool,
    /// Which of what is asked for is marked in it, in order: numbers below [`Asked::count`].
    pub wanted: Vec<usize>,
}

/// Characters of a passage.
const LENGTH: usize = 160;
/// Characters shown before the first mark.
const BEFORE: usize = 40;
/// Characters given up at either end so that no word is cut.
const SLACK: usize = 20;
const PASSAGES: usize = 2;

/// All of `title`, with what was asked for marked.
pub fn mark(title: &Text, asked: &Asked) -> Vec<Segment> {
    let original = title.original();
    segments(original, 0..original.len(), &places(title, asked))
}

/// Where in `text` something asked for stands, in order, on character boundaries; stretches
/// may overlap.
pub fn places(text: &Text, asked: &Asked) -> Vec<Range<usize>> {
    marks(text, &asked.places(text))
}

/// Up to two passages of `body`, the best first; none if nothing asked for stands in it.
/// The best has the most different words and phrases, then the most marks, then the earliest place.
pub fn passages(body: &Text, asked: &Asked) -> Vec<Passage> {
    passages_at(body, asked, &asked.places(body))
}

/// As [`passages`], where it is known what stands where.
pub fn passages_at(body: &Text, asked: &Asked, places: &[Place]) -> Vec<Passage> {
    let marks = marks(body, places);
    let body = body.original();
    let mut seen = vec![false; asked.count()];
    let mut chosen: Vec<Range<usize>> = Vec::new();
    while chosen.len() < PASSAGES {
        let Some(best) = best_window(places, &marks, &seen, &chosen) else { break };
        for place in places.get(best.clone()).into_iter().flatten() {
            if let Some(seen) = seen.get_mut(place.wanted) {
                *seen = true;
            }
        }
        let Some(first) = marks.get(best.start) else { break };
        chosen.push(around(body, first, chosen.last()));
    }
    chosen
        .into_iter()
        .map(|range| Passage {
            cut_before: body.get(..range.start).is_some_and(|before| !before.trim().is_empty()),
            cut_after: body.get(range.end..).is_some_and(|after| !after.trim().is_empty()),
            wanted: inside(&range, places, &marks),
            segments: segments(body, range, &marks),
        })
        .collect()
}

/// Where in the original each place is.
fn marks(text: &Text, places: &[Place]) -> Vec<Range<usize>> {
    places.iter().map(|place| text.origin(place.range.clone())).collect()
}

/// Which of what is asked for has a mark that is wholly in `range`.
fn inside(range: &Range<usize>, places: &[Place], marks: &[Range<usize>]) -> Vec<usize> {
    let inside = |mark: &Range<usize>| range.start <= mark.start && mark.end <= range.end;
    let wanted = places.iter().zip(marks).filter(|(_, mark)| inside(mark)).map(|(place, _)| place.wanted);
    let mut wanted: Vec<usize> = wanted.collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// The run of places, as indices, that fits one passage and says the most beyond what is
/// `seen`. Places inside passages `chosen` already are left out.
fn best_window(
    places: &[Place],
    marks: &[Range<usize>],
    seen: &[bool],
    chosen: &[Range<usize>],
) -> Option<Range<usize>> {
    let mut best: Option<((usize, usize), Range<usize>)> = None;
    for (start, first) in marks.iter().enumerate() {
        if chosen.iter().any(|range| first.start < range.end && range.start < first.end) {
            continue;
        }
        let reach = first.start + LENGTH - BEFORE;
        let fitting = marks.iter().skip(start).take_while(|mark| mark.end <= reach).count().max(1);
        let mut wanted: Vec<usize> =
            places.iter().skip(start).take(fitting).map(|place| place.wanted).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let new = wanted.iter().filter(|&&wanted| seen.get(wanted) == Some(&false)).count();
        if best.as_ref().is_none_or(|(most, _)| (new, fitting) > *most) {
            best = Some(((new, fitting), start..start + fitting));
        }
    }
    best.map(|(_, window)| window)
}

/// A passage around a mark, not running into the one `beside` it.
fn around(body: &str, mark: &Range<usize>, beside: Option<&Range<usize>>) -> Range<usize> {
    let lowest = beside.filter(|beside| beside.end <= mark.start).map_or(0, |beside| beside.end);
    let highest = beside.filter(|beside| mark.start < beside.start).map_or(body.len(), |beside| beside.start);
    let before = body.get(lowest..mark.start).unwrap_or_default();
    let start = match before.char_indices().rev().nth(BEFORE - 1) {
        None => lowest,
        Some((at, _)) => {
            let cut = before.get(at..).unwrap_or_default();
            // Begin after the first white space, if a word would be cut.
            let space = cut.char_indices().take(SLACK).find(|(_, c)| c.is_whitespace());
            lowest + at + space.map_or(0, |(at, c)| at + c.len_utf8())
        }
    };
    let after = body.get(start..highest).unwrap_or_default();
    let end = match after.char_indices().nth(LENGTH) {
        None => highest,
        Some((at, _)) => {
            let kept = after.get(..at).unwrap_or_default();
            let space = kept.char_indices().rev().take(SLACK).find(|(_, c)| c.is_whitespace());
            start + space.map_or(at, |(at, _)| at)
        }
    };
    // A phrase longer than a passage is shown whole.
    start..end.max(mark.end)
}

/// `range` of `text` as segments: white space of any kind and length is one space.
fn segments(text: &str, range: Range<usize>, marks: &[Range<usize>]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) else { return };
        match segments.last_mut() {
            Some(last) if last.marked == marked => last.text.push_str(part),
            _ => segments.push(Segment { text: part.to_owned(), marked }),
        }
    };
    let mut at = range.start;
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(range.end));
        if start < end {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
    }
    push(at, range.end, false);
    one_space(&mut segments);
    segments
}

fn one_space(segments: &mut Vec<Segment>) {
    let mut space = true;
    for segment in segments.iter_mut() {
        let mut text = String::with_capacity(segment.text.len());
        for c in segment.text.chars() {
            let white = c.is_whitespace();
            if !white {
                text.push(c);
            } else if !space {
                text.push(' ');
            }
            space = white;
        }
        segment.text = text;
    }
    if let Some(last) = segments.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    segments.retain(|segment| !segment.text.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::Today;
    use crate::query::Query;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn asked(typed: &str) -> Asked {
        Asked::new(&Query::parse(
            typed,
            &Today { now: trove_model::Timestamp(0), zone: jiff::tz::TimeZone::UTC },
        ))
    }

    fn shown(segments: &[Segment]) -> String {
        segments.iter().map(|s| if s.marked { format!("[{}]", s.text) } else { s.text.clone() }).collect()
    }

    fn check(typed: &str, body: &str, expected: Expect) {
        let lines: Vec<_> = passages(&Text::new(body), &asked(typed))
            .iter()
            .map(|passage| {
                let (before, after) =
                    (if passage.cut_before { "…" } else { "" }, if passage.cut_after { "…" } else { "" });
                format!("{before}{}{after}", shown(&passage.segments))
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    fn filler(words: usize) -> String {
        (0..words).map(|n| format!(" word{n}")).collect()
    }

    #[test]
    fn titles_are_marked_whole() {
        let marked = |typed: &str, title: &str| shown(&mark(&Text::new(title), &asked(typed)));
        assert_eq!(marked("ro map", "The map of Rome"), "The [map] of Rome");
        assert_eq!(marked("map ro", "The map of Rome"), "The [map] of [Ro]me");
        assert_eq!(marked("resume", "Mon Re\u{301}sume\u{301}!"), "Mon [Re\u{301}sume\u{301}]!");
        assert_eq!(marked("strasse", "Straße 5"), "[Straße] 5");
        assert_eq!(marked("京都", "東京都"), "東[京都]");
        assert_eq!(marked("", "Title"), "Title");
        assert_eq!(marked("x", ""), "");
    }

    #[test]
    fn short_bodies_are_shown_whole() {
        check("map", "A map.\n\n  Of   roads.", expect!["A [map]. Of roads."]);
        check("absent", "A map.", expect![""]);
        check("", "A map.", expect![""]);
    }

    #[test]
    fn the_best_passage_has_most_of_the_words() {
        let body = format!("map {} the road map of roads {} road", filler(60), filler(60));
        check(
            "road map",
            &body,
            expect![[r#"
            …word55 word56 word57 word58 word59 the [road] [map] of roads word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 word14 word15…
            [map] word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 word14 word15 word16 word17 word18 word19 word20 word21 word22…"#]],
        );
    }

    #[test]
    fn the_second_passage_has_what_the_first_lacks() {
        let body = format!("map map map {} road {}", filler(60), filler(60));
        check(
            "road map",
            &body,
            expect![[r#"
            [map] [map] [map] word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 word14 word15 word16 word17 word18 word19 word20 word21…
            …word55 word56 word57 word58 word59 [road] word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 word14 word15 word16 word17…"#]],
        );
    }

    #[test]
    fn only_whole_phrases_are_marked() {
        let body = format!("a map and a road {} the\nroad map {}", filler(60), filler(40));
        check(
            "\"road map\"",
            &body,
            expect![
                "…word55 word56 word57 word58 word59 the [road map] word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12 word13 word14 word15 word16…"
            ],
        );
    }

    #[test]
    fn unspaced_text_is_cut_by_characters() {
        let body = format!("{}京都{}", "東".repeat(100), "都".repeat(300));
        check(
            "京都",
            &body,
            expect![
                "…東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東[京都]都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都都…"
            ],
        );
        check("東都", "東京都", expect![""]);
    }

    proptest! {
        #[test]
        fn a_title_is_never_changed_but_for_white_space(typed in "[a-zéß東京\" -]{0,12}", title in any::<String>()) {
            let text: String = mark(&Text::new(title.as_str()), &asked(&typed)).into_iter().map(|segment| segment.text).collect();
            prop_assert_eq!(text, title.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn passages_are_short_marked_and_from_the_body(
            typed in "[a-c東\" -]{1,8}", body in "[a-cé東京ﬁß \n]{0,900}",
        ) {
            let passages = passages(&Text::new(body.as_str()), &asked(&typed));
            let flat = body.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(passages.len() <= PASSAGES);
            for passage in passages {
                let text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
                prop_assert!(flat.contains(&text), "{text:?}");
                prop_assert!(text.chars().count() <= LENGTH + 64);
                prop_assert!(passage.segments.iter().any(|segment| segment.marked));
                prop_assert!(!passage.wanted.is_empty());
            }
        }
    }
}
