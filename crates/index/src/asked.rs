//! A query held against a text: which of what is wanted stands where, and whether all does.
//!
//! The index finds candidates by terms; here their texts are looked at. Pure. Not which terms
//! are looked up (`search`), not the order of answers (`ranking`) and not the passages shown
//! (`snippet`).

use crate::fold::fold;
use crate::pieces::{of_piece, spans};
use crate::query::{Piece, Query};
use crate::runs::runs;
use crate::sequence::Sequence;
use crate::text::Text;
use crate::wanted::{Alternative, How, Wanted, by_nearness};
use std::ops::Range;

/// What is wanted beyond so many things is not looked for: nobody types as many.
pub const MOST_WANTED: usize = 48;

/// What a nameless page is called, and found by.
pub const UNTITLED: &str = "untitled";

/// What a query asks of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    wanted: Vec<Wanted>,
    unwanted: Vec<Sequence>,
    /// All wanted words, repetitions too, in the order typed, as [`plain`] would have them.
    plain: String,
    /// The same, with other words in place of those that were mistyped.
    corrected: String,
}

/// A word as typed and the words found in its place, the commonest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub typed: String,
    pub instead: Vec<String>,
    /// Pages have the word as typed; none has it with all the others.
    pub known: bool,
}

/// A place where something wanted stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the folded text, one stretch from the first word to the last.
    pub range: Range<usize>,
    /// Which of the wanted: an index below [`Asked::count`].
    pub wanted: usize,
    /// Whether whole words stand there, rather than the beginning of one.
    pub whole: bool,
    pub how: How,
}

/// What a title has of what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct InTitle {
    pub met: Met,
    /// How the farthest of what is met stands in it.
    pub how: How,
    /// Whether all that is met stands in whole words.
    pub whole: bool,
}

/// Some of what is wanted, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Met(u64);

impl Met {
    pub fn insert(&mut self, wanted: usize) {
        self.0 |= 1 << (wanted % 64);
    }

    pub fn contains(self, wanted: usize) -> bool {
        self.0 >> (wanted % 64) & 1 == 1
    }

    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// What either has.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl Asked {
    pub fn new(query: &Query) -> Self {
        let mut asked = Self::default();
        let mut plain = Vec::new();
        let mut pieces: Vec<Wanted> = Vec::new();
        for any in query.wanted.iter().take(MOST_WANTED) {
            plain.extend(any.first().map(|piece| self::plain(&piece.text)).filter(|text| !text.is_empty()));
            pieces.extend(any.iter().map(of_piece).reduce(Wanted::or));
        }
        for wanted in spans(pieces) {
            if !asked.wanted.contains(&wanted) {
                asked.wanted.push(wanted);
            }
        }
        asked.plain = plain.join(" ");
        asked.corrected.clone_from(&asked.plain);
        asked.unwanted = query
            .without
            .iter()
            .filter_map(|without| Sequence::side_by_side(&fold(&without.piece.text), false))
            .collect();
        asked
    }

    /// What one piece of a query wants.
    pub(crate) fn of(piece: &Piece) -> Self {
        Self::new(&Query { wanted: vec![vec![piece.clone()]], ..Query::default() })
    }

    /// How many different things are wanted.
    pub fn count(&self) -> usize {
        self.wanted.len()
    }

    /// One of them, as it was typed.
    pub fn wanted(&self, index: usize) -> &str {
        self.wanted.get(index).map_or("", |wanted| &wanted.typed)
    }

    pub(crate) fn all(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Everything that is wanted.
    pub(crate) fn everything(&self) -> Met {
        let mut met = Met::default();
        (0..self.count()).for_each(|wanted| met.insert(wanted));
        met
    }

    pub(crate) fn unwanted(&self) -> &[Sequence] {
        &self.unwanted
    }

    /// The same, where each part of what was typed as one thing is wanted by itself.
    pub(crate) fn spread(&self) -> Self {
        let parts = |wanted: &Wanted| match wanted.alternatives.iter().find(|one| one.how == How::Apart) {
            Some(apart) => {
                let part = |sequence: &Sequence| {
                    let typed = sequence.words().collect::<Vec<_>>().join(" ");
                    Wanted::new(typed).with(How::Typed, [sequence.clone()])
                };
                apart.all.iter().map(part).collect()
            }
            None => vec![wanted.clone()],
        };
        Self { wanted: self.wanted.iter().flat_map(parts).take(MOST_WANTED).collect(), ..self.clone() }
    }

    /// Whether it is one thing of several words, which may well stand apart; not a date, a number
    /// or a name that is a number but for one word.
    pub(crate) fn is_one_of_words(&self) -> bool {
        let [wanted] = self.wanted.as_slice() else { return false };
        let apart = wanted.alternatives.iter().filter(|one| one.how == How::Apart).flat_map(|one| &one.all);
        let words = apart.flat_map(Sequence::words);
        words.filter(|word| word.chars().all(char::is_alphabetic)).count() > 1
    }

    /// Lets something else stand for what is wanted, too.
    pub(crate) fn allow(&mut self, wanted: usize, how: How, all: Vec<Sequence>) {
        let alternative = Alternative { how, all, only_text: false };
        if let Some(wanted) = self.wanted.get_mut(wanted)
            && wanted.alternatives.iter().all(|known| known.all != alternative.all)
        {
            wanted.alternatives.push(alternative);
        }
    }

    /// Lets other words stand for one that was mistyped.
    pub(crate) fn correct(&mut self, wanted: usize, correction: &Correction) {
        for instead in &correction.instead {
            self.allow(wanted, How::Slip, vec![Sequence::word(instead, false)]);
        }
        let instead = correction.instead.first().map_or("", String::as_str);
        let words: Vec<&str> = self.corrected.split(' ').collect();
        let words = words.into_iter().map(|word| if word == correction.typed { instead } else { word });
        self.corrected = words.collect::<Vec<_>>().join(" ");
    }

    /// Takes other words back: they brought nothing.
    pub(crate) fn insist(&mut self) {
        for wanted in &mut self.wanted {
            wanted.alternatives.retain(|alternative| alternative.how != How::Slip);
        }
        self.corrected.clone_from(&self.plain);
    }

    /// The same of one.
    pub(crate) fn insist_on(&mut self, wanted: usize) {
        if let Some(wanted) = self.wanted.get_mut(wanted) {
            wanted.alternatives.retain(|alternative| alternative.how != How::Slip);
        }
    }

    /// What was typed, in [`plain`] form; corrected where `how` says that it was mistyped.
    pub(crate) fn plain(&self, how: How) -> &str {
        if how == How::Slip { &self.corrected } else { &self.plain }
    }

    /// Whether signs are asked for, which a title in [`plain`] form does not show.
    pub(crate) fn asks_signs(&self) -> bool {
        let sequences = self.wanted.iter().flat_map(|wanted| &wanted.alternatives).flat_map(|one| &one.all);
        sequences.into_iter().any(Sequence::asks_signs)
    }

    /// Whether the terms of the index do not tell, so that a text has to be looked at: words
    /// that have to stand side by side, or must not occur.
    pub fn text_tells(&self) -> bool {
        let alternatives = self.wanted.iter().flat_map(|wanted| &wanted.alternatives);
        let mut sequences = alternatives.filter(|one| !one.only_text).flat_map(|one| &one.all);
        !self.unwanted.is_empty() || sequences.any(Sequence::text_tells)
    }

    /// Whether titles do not tell either: something must not stand in any text.
    pub fn leaves_out(&self) -> bool {
        !self.unwanted.is_empty()
    }

    /// Where in `text` something wanted stands, in order: of each the nearest to what was typed.
    pub fn places(&self, text: &Text) -> Vec<Place> {
        let runs = text.runs();
        let mut places = Vec::new();
        for (wanted, Wanted { alternatives, .. }) in self.wanted.iter().enumerate() {
            let mut nearest: Option<How> = None;
            for alternative in by_nearness(alternatives) {
                if nearest.is_some_and(|nearest| nearest < alternative.how) {
                    break;
                }
                let how = alternative.how;
                for sequence in alternative.all.iter().filter(|sequence| sequence.may_stand_in(text)) {
                    sequence.places(text.folded(), &runs, |range, whole| {
                        nearest = Some(how);
                        places.push(Place { range, wanted, whole, how });
                    });
                }
            }
        }
        places.sort_by_key(|place| (place.range.start, place.range.end, place.wanted));
        places.dedup_by_key(|place| (place.range.clone(), place.wanted));
        places
    }

    /// What a title has of it. `plain` is the title in [`plain`] form, `folded` all of it.
    pub(crate) fn in_title(&self, plain: &str, folded: &str) -> InTitle {
        let mut found = InTitle { whole: true, ..InTitle::default() };
        for (at, wanted) in self.wanted.iter().enumerate() {
            let stands = |sequence: &Sequence| sequence.in_title(plain, folded);
            let best = wanted.alternatives.iter().filter_map(|alternative| {
                let whole =
                    alternative.all.iter().map(stands).try_fold(true, |whole, next| Some(whole & next?))?;
                Some((alternative.how, !whole))
            });
            if let Some((how, begun)) = best.min() {
                found.met.insert(at);
                found.how = found.how.max(how);
                found.whole &= !begun;
            }
        }
        found
    }

    /// Words one of which each title with all that is wanted has somewhere: a title without any of
    /// them need not be looked at. The fewest titles have them; none where nothing can be said.
    pub(crate) fn needles(&self) -> Vec<&str> {
        fn longest(one: &Alternative) -> Option<&str> {
            one.all.iter().flat_map(Sequence::words).max_by_key(|word| word.len())
        }
        let of_one = self.wanted.iter().map(|wanted| wanted.alternatives.iter().map(longest).collect());
        let needles = of_one.flat_map(|words: Option<Vec<&str>>| words).filter(|words| !words.is_empty());
        needles.max_by_key(|words| words.iter().map(|word| word.len()).min()).unwrap_or_default()
    }

    /// Whether a title in [`plain`] form has something that is not wanted.
    pub(crate) fn spoils(&self, title: &str) -> bool {
        self.unwanted.iter().any(|sequence| sequence.in_title(title, "").is_some())
    }

    /// Which of what is wanted the texts have together. What has to stand side by side does
    /// so within one of them.
    pub fn met_by(&self, texts: &[&Text]) -> Met {
        let stands = |sequence: &Sequence| texts.iter().any(|text| sequence.stands_in(text));
        let mut met = Met::default();
        for (at, wanted) in self.wanted.iter().enumerate() {
            if wanted.alternatives.iter().any(|alternative| alternative.all.iter().all(stands)) {
                met.insert(at);
            }
        }
        met
    }

    /// Whether the texts have something that is not wanted.
    pub fn spoiled_by(&self, texts: &[&Text]) -> bool {
        self.unwanted.iter().any(|sequence| texts.iter().any(|text| sequence.stands_in(text)))
    }

    /// How far off the texts together are from what was typed; `None` where they do not [hold](Self::holds) it.
    pub fn how_held(&self, texts: &[&Text]) -> Option<How> {
        let stands = |sequence: &Sequence| texts.iter().any(|text| sequence.stands_in(text));
        let nearest = |wanted: &Wanted| {
            let mut nearest_first = by_nearness(&wanted.alternatives);
            nearest_first.find(|alternative| alternative.all.iter().all(stands)).map(|held| held.how)
        };
        let farthest =
            self.wanted.iter().try_fold(How::Typed, |farthest, wanted| Some(farthest.max(nearest(wanted)?)));
        farthest.filter(|_| !self.spoiled_by(texts))
    }

    /// Whether the texts together have all that is wanted and nothing that is not.
    pub fn holds(&self, texts: &[&Text]) -> bool {
        self.how_held(texts).is_some()
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

/// A title in [`plain`] form, where a nameless page has the name it is shown with.
pub fn plain_title(title: &str) -> String {
    if title.trim().is_empty() { UNTITLED.to_owned() } else { plain(title) }
}

#[cfg(test)]
mod tests;
