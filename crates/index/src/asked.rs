//! A query held against one text: which of its words stand where, and whether all do.
//!
//! The index finds candidates by terms; here their texts are looked at. Pure. Not the
//! order of answers (`ranking`) and not the passages shown (`snippet`).

use crate::fold::fold;
use crate::query::Query;
use crate::text::Text;
use crate::tokenizer::{Run, begins_paired, runs};
use std::ops::Range;

/// What a query asks of a text, as words that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    wanted: Vec<Sequence>,
    unwanted: Vec<Sequence>,
    /// All wanted words, repetitions too, in the order typed, as [`plain`] would have them.
    plain: String,
}

/// Words that must follow each other: a phrase, or one word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sequence {
    words: Vec<Word>,
    /// Whether the last one may go on.
    open: bool,
    /// Words that stand for the only one, which no page has.
    instead: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    paired: bool,
}

/// A word as typed and the words found in its place, the commonest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub typed: String,
    pub instead: Vec<String>,
}

/// A place where a wanted word or phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the folded text, one stretch from the first word to the last.
    pub range: Range<usize>,
    /// Which of the wanted: an index below [`Asked::count`].
    pub wanted: usize,
    /// Whether whole words stand there, rather than the beginning of one.
    pub whole: bool,
}

impl Asked {
    pub fn new(query: &Query) -> Self {
        let last = query.last_word();
        let words = query.words.iter().enumerate().flat_map(|(at, word)| {
            let (folded, open) = (fold(word), Some(at) == last);
            let mut parts: Vec<_> = runs(&folded).map(|run| Sequence::from_run(&run)).collect();
            if let Some(part) = parts.last_mut() {
                part.open = open;
            }
            parts
        });
        let phrases = query.phrases.iter().filter_map(|phrase| Sequence::new(&phrase.text, phrase.open));
        let (mut wanted, mut plain): (Vec<Sequence>, _) = (Vec::new(), Vec::new());
        for sequence in phrases.chain(words) {
            plain.extend(sequence.words.iter().map(|word| word.text.clone()));
            if !wanted.contains(&sequence) {
                wanted.push(sequence);
            }
        }
        let unwanted = query.without.iter().filter_map(|phrase| Sequence::new(&phrase.text, false)).collect();
        Self { plain: plain.join(" "), wanted, unwanted }
    }

    /// How many different words and phrases are wanted.
    pub fn count(&self) -> usize {
        self.wanted.len()
    }

    /// One of them, its words with one space between them.
    pub fn wanted(&self, index: usize) -> String {
        let words = self.wanted.get(index).map_or(&[][..], |sequence| &sequence.words);
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Lets other words stand for those that were corrected.
    pub(crate) fn correct(&mut self, corrections: &[Correction]) {
        for sequence in &mut self.wanted {
            let [word] = sequence.words.as_slice() else { continue };
            if let Some(correction) = corrections.iter().find(|correction| correction.typed == word.text) {
                sequence.instead = correction.instead.clone();
            }
        }
        let words = self.wanted.iter().flat_map(|sequence| match sequence.instead.first() {
            Some(instead) => vec![instead.as_str()],
            None => sequence.words.iter().map(|word| word.text.as_str()).collect(),
        });
        self.plain = words.collect::<Vec<_>>().join(" ");
    }

    pub(crate) fn plain(&self) -> &str {
        &self.plain
    }

    /// Where in `text` wanted words and phrases stand, in order.
    pub fn places(&self, text: &Text) -> Vec<Place> {
        let runs = text.runs();
        let mut places = Vec::new();
        for (wanted, sequence) in
            self.wanted.iter().enumerate().filter(|(_, wanted)| wanted.may_stand_in(text))
        {
            sequence.places(&runs, |range, whole| places.push(Place { range, wanted, whole }));
        }
        places.sort_by_key(|place| (place.range.start, place.range.end));
        places
    }

    /// Whether a title in [`plain`] form has all that is wanted; and then, whether as whole words.
    pub(crate) fn in_title(&self, title: &str) -> Option<bool> {
        let mut whole = true;
        for sequence in &self.wanted {
            whole &= sequence.in_title(title)?;
        }
        Some(whole)
    }

    /// Words that each title with all that is wanted has somewhere: whatever else it lacks,
    /// a title without one of them need not be looked at.
    pub(crate) fn needles(&self) -> impl Iterator<Item = &str> {
        let sequences = self.wanted.iter().filter(|sequence| sequence.instead.is_empty());
        sequences.flat_map(|sequence| &sequence.words).map(|word| word.text.as_str())
    }

    /// Whether a title in [`plain`] form has something that is not wanted.
    pub(crate) fn spoils(&self, title: &str) -> bool {
        self.unwanted.iter().any(|sequence| sequence.in_title(title).is_some())
    }

    /// Whether the texts together have all that is wanted and nothing that is not.
    /// Each phrase stands within one of them.
    pub fn holds(&self, texts: &[&Text]) -> bool {
        let stands = |sequence: &Sequence| texts.iter().any(|text| sequence.stands_in(text));
        self.wanted.iter().all(stands) && !self.unwanted.iter().any(stands)
    }
}

/// `text` folded, its words with one space between them: what titles are compared in.
pub fn plain(text: &str) -> String {
    let folded = fold(text);
    let mut plain = String::with_capacity(folded.len());
    for run in runs(&folded) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(run.text);
    }
    plain
}

impl Sequence {
    fn from_run(run: &Run<'_>) -> Self {
        Self {
            words: vec![Word { text: run.text.to_owned(), paired: run.paired }],
            open: false,
            instead: Vec::new(),
        }
    }

    fn new(text: &str, open: bool) -> Option<Self> {
        let words: Vec<_> =
            runs(&fold(text)).map(|run| Word { text: run.text.to_owned(), paired: run.paired }).collect();
        (!words.is_empty()).then_some(Self { words, open, instead: Vec::new() })
    }

    fn stands_in(&self, text: &Text) -> bool {
        let mut found = false;
        if self.may_stand_in(text) {
            self.places(&text.runs(), |_, _| found = true);
        }
        found
    }

    /// Most texts lack the first word, and looking for its letters is faster than for words.
    fn may_stand_in(&self, text: &Text) -> bool {
        let first = self.words.first().filter(|_| self.instead.is_empty());
        first.is_none_or(|word| text.folded().contains(&word.text))
    }

    /// `None` if it does not stand in `title`, which is in [`plain`] form; else whether in whole words.
    fn in_title(&self, title: &str) -> Option<bool> {
        let mut found = None;
        let [word] = self.words.as_slice() else {
            let runs: Vec<Run<'_>> = runs(title).collect();
            self.places(&runs, |_, whole| found = Some(found == Some(true) || whole));
            return found;
        };
        // This is done for each candidate, or each title there is: without a list of the words.
        for run in title.split(' ') {
            if !self.instead.is_empty() {
                if self.instead.iter().any(|instead| instead == run) {
                    return Some(true);
                }
            } else if word.paired {
                if run.contains(word.text.as_str()) && run.starts_with(begins_paired) {
                    return Some(true);
                }
            } else if run == word.text {
                return Some(true);
            } else if self.open && run.starts_with(word.text.as_str()) {
                found = Some(false);
            }
        }
        found
    }

    fn places(&self, text: &[Run<'_>], mut found: impl FnMut(Range<usize>, bool)) {
        if let [word] = self.words.as_slice() {
            for run in text {
                if !self.instead.is_empty() {
                    if self.instead.iter().any(|instead| instead == run.text) {
                        found(run.start..run.start + run.text.len(), true);
                    }
                } else if word.paired {
                    for (at, part) in run.text.match_indices(word.text.as_str()).filter(|_| run.paired) {
                        found(run.start + at..run.start + at + part.len(), true);
                    }
                } else if !run.paired
                    && (run.text == word.text || self.open && run.text.starts_with(&word.text))
                {
                    found(run.start..run.start + word.text.len(), run.text == word.text);
                }
            }
            return;
        }
        for stretch in text.windows(self.words.len()) {
            if let Some((range, whole)) = self.place_in(stretch) {
                found(range, whole);
            }
        }
    }

    /// Where the sequence stands in as many runs. Paired text is met in the middle of its runs.
    fn place_in(&self, stretch: &[Run<'_>]) -> Option<(Range<usize>, bool)> {
        let last = self.words.len() - 1;
        let (mut start, mut end, mut whole) = (0, 0, true);
        for (at, (word, run)) in self.words.iter().zip(stretch).enumerate() {
            let same = run.text == word.text;
            let fits = word.paired == run.paired
                && match (at == 0, at == last) {
                    (true, _) => same || word.paired && run.text.ends_with(&word.text),
                    (_, true) => same || (word.paired || self.open) && run.text.starts_with(&word.text),
                    _ => same,
                };
            if !fits {
                return None;
            }
            if at == 0 {
                start = run.start + run.text.len() - word.text.len();
            }
            if at == last {
                end = run.start + word.text.len();
                whole = same || word.paired;
            }
        }
        Some((start..end, whole))
    }
}

#[cfg(test)]
mod tests {
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
    }

    #[test]
    fn pieces_of_unspaced_text() {
        check("京都", "東京都の京都", expect!["京都 | 京都 (holds)"]);
        check("東都", "東京都", expect![" (does not hold)"]);
        check("회의", "주간회의록", expect!["회의 (holds)"]);
        check("iphone用 ケース", "iPhone用のケース", expect!["iphone | 用 | ケース (holds)"]);
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
            let mut wholes = vec![None; asked.count()];
            let text = Text::new(title.as_str());
            for place in asked.places(&text) {
                wholes[place.wanted] = Some(wholes[place.wanted] == Some(true) || place.whole);
            }
            let expected = wholes.iter().copied().collect::<Option<Vec<bool>>>();
            prop_assert_eq!(asked.in_title(&title), expected.map(|wholes| wholes.iter().all(|whole| *whole)));
            prop_assert_eq!(asked.holds(&[&text]), asked.in_title(&title).is_some() && !asked.spoils(&title));
            if asked.in_title(&title).is_some() {
                prop_assert!(asked.needles().all(|needle| title.contains(needle)));
            }
        }

        #[test]
        fn a_text_holds_itself(text in "[a-zé東京のㄱ가나 .,]{0,30}") {
            prop_assert!(asked(&text).holds(&[&Text::new(text.as_str())]));
        }
    }
}
