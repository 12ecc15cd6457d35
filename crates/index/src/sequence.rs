//! Words that follow each other, or signs, and where in a text they stand.
//!
//! A word also stands where its letters are parted (`wifi` in *Wi-Fi*). Not what is wanted of
//! a page (`asked`).

use crate::compound::{signs_after, signs_before, traces, version};
use crate::fold::fold;
use crate::runs::{Run, begins_paired, is_word, runs};
use crate::text::Text;
use crate::tokenizer::{Term, TermKind, signs, word_terms};
use crate::written_date::{date_terms, is_day_or_month};
use memchr::memchr;
use std::collections::BTreeSet;
use std::ops::Range;

/// Words that must follow each other: several, or one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sequence {
    words: Vec<Word>,
    /// Whether the last one may go on.
    open: bool,
    /// Whether it may go on even where whole words are looked for.
    always_open: bool,
    /// What has to stand there to the letter, where its signs matter.
    literal: Option<String>,
    /// What the index holds of the neighbours; and the same, but for the last word.
    traces: BTreeSet<char>,
    open_traces: BTreeSet<char>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    paired: bool,
}

impl Word {
    fn of(run: &Run<'_>) -> Self {
        Self { text: run.text.to_owned(), paired: run.paired }
    }
}

impl Sequence {
    /// One word of letters, as the index holds it.
    pub(crate) fn word(text: &str, open: bool) -> Self {
        Self {
            words: vec![Word { text: text.to_owned(), paired: text.starts_with(begins_paired) }],
            open,
            ..Self::default()
        }
    }

    pub(crate) fn of_run(run: &Run<'_>, open: bool) -> Self {
        Self { words: vec![Word::of(run)], open, ..Self::default() }
    }

    /// Any word that begins so.
    pub(crate) fn beginning(text: &str) -> Self {
        Self { always_open: true, ..Self::word(text, true) }
    }

    /// The words given, side by side. With `open`, the last one may go on.
    pub(crate) fn words_of<'a>(words: impl IntoIterator<Item = &'a str>, open: bool) -> Self {
        let words = words.into_iter().flat_map(|word| Self::word(word, false).words).collect();
        Self { words, open, ..Self::default() }
    }

    /// The words of a folded text, side by side; `None` where it has none and no signs either.
    pub(crate) fn side_by_side(folded: &str, open: bool) -> Option<Self> {
        let runs: Vec<Run<'_>> = runs(folded).collect();
        let Some(last) = runs.last() else {
            let signs: BTreeSet<char> = signs(folded).collect();
            let literal = Some(folded.to_owned());
            return (!signs.is_empty()).then(|| Self {
                literal,
                open_traces: signs.clone(),
                traces: signs,
                ..Self::default()
            });
        };
        // Only what is written without white space leaves traces everywhere it stands.
        let in_one = !folded.contains(char::is_whitespace);
        let traced = |folded: &str, runs: &[Run<'_>]| {
            let mut found = BTreeSet::new();
            if in_one {
                traces(folded, runs, |trace| {
                    found.insert(trace);
                });
            }
            found
        };
        let with_signs =
            |run: &Run<'_>| signs_before(folded, run).or_else(|| signs_after(folded, run)).is_some();
        let before_last = runs.len() - 1;
        Some(Self {
            words: runs.iter().map(Word::of).collect(),
            // A sign behind a word is its end.
            open: open && signs_after(folded, last).is_none(),
            always_open: false,
            literal: runs.iter().any(with_signs).then(|| folded.to_owned()),
            traces: traced(folded, &runs),
            open_traces: traced(
                folded.get(..last.start).unwrap_or_default(),
                runs.get(..before_last).unwrap_or_default(),
            ),
        })
    }

    /// The name of a property, which a tab parts from its value.
    pub(crate) fn name_of_property(folded: &str) -> Option<Self> {
        let name = Self::side_by_side(folded.trim(), false)?;
        let literal = Some(format!("{}\t", folded.trim()));
        Some(Self { literal, traces: BTreeSet::new(), open_traces: BTreeSet::new(), ..name })
    }

    /// Words joined by signs, whichever: only what the index holds of that.
    pub(crate) fn in_one<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let joined = words.into_iter().collect::<Vec<_>>().join("-");
        let (runs, mut found): (Vec<Run<'_>>, _) = (runs(&joined).collect(), BTreeSet::new());
        traces(&joined, &runs, |trace| {
            found.insert(trace);
        });
        Self { traces: found, ..Self::default() }
    }

    /// A word with a hyphen before it, behind another word: only what the index holds of that.
    pub(crate) fn with_hyphen(text: &str) -> Option<Self> {
        let folded = fold(text);
        let runs: Vec<Run<'_>> = runs(&folded).collect();
        let mut found = BTreeSet::new();
        traces(&folded, &runs, |trace| {
            found.insert(trace);
        });
        (!found.is_empty()).then(|| Self { traces: found, ..Self::default() })
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    pub(crate) fn asks_signs(&self) -> bool {
        self.literal.is_some()
    }

    /// Whether its terms may all be in a text that it does not stand in.
    pub(crate) fn text_tells(&self) -> bool {
        let signs =
            self.literal.as_ref().is_some_and(|literal| self.words.is_empty() && literal.chars().count() > 1);
        // What is half typed leaves no trace with what stands before it.
        let name = self.literal.as_ref().is_some_and(|literal| literal.ends_with('\t'));
        signs
            || name
            || self.open && self.open_traces != self.traces && (self.literal.is_some() || self.is_number())
            || self.traces.is_empty() && self.words.len() > 1
            || self.words.iter().any(|word| word.paired && word.text.chars().count() > 2)
    }

    fn is_number(&self) -> bool {
        self.words().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Its only word, if that is one of letters.
    pub(crate) fn single(&self) -> Option<&str> {
        match self.words.as_slice() {
            [word] if !word.paired && self.literal.is_none() => Some(&word.text),
            _ => None,
        }
    }

    /// The terms that the index has for a text with it. With `open`, the last word may go on
    /// if it may at all; not that of a compound, which leaves no trace with what stands before it
    /// until it is whole: what is half typed is found as the beginning of all in one. Few numbers
    /// are held so.
    pub(crate) fn terms(&self, open: bool) -> Vec<Term> {
        let compound = self.words.len() > 1 && self.open_traces != self.traces && !self.is_number();
        let open = open && self.open && !compound || self.always_open;
        let last = self.words.len().saturating_sub(1);
        let words = self.words.iter().enumerate();
        let words = words.flat_map(|(at, word)| word_terms(&word.text, word.paired, open && at == last));
        let traces = if open { &self.open_traces } else { &self.traces };
        let traces = traces.iter().map(|trace| Term { text: trace.to_string(), kind: TermKind::Trace });
        let mut terms: Vec<Term> = Vec::new();
        for term in words.chain(traces) {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        terms
    }

    pub(crate) fn stands_in(&self, text: &Text) -> bool {
        let mut found = false;
        if self.may_stand_in(text) {
            let runs = text.runs();
            self.places(text.folded(), &runs, |_, _| found = true);
            // A day may be written in any way, or lie within a range.
            if let Some(day) = self.single().filter(|word| !found && is_day_or_month(word)) {
                let fits = |term: &str| if self.always_open { term.starts_with(day) } else { term == day };
                date_terms(text.folded(), &runs, |term| found |= fits(term));
            }
        }
        found
    }

    /// Most texts lack the first letters, and looking for those is faster than for words.
    pub(crate) fn may_stand_in(&self, text: &Text) -> bool {
        match (&self.literal, self.words.as_slice()) {
            (Some(literal), _) => text.folded().contains(literal.as_str()),
            (None, [first, _, ..]) => text.folded().contains(&first.text),
            (None, [word]) if word.paired => text.folded().contains(&word.text),
            _ => true,
        }
    }

    /// `None` if it does not stand in a title; else whether in whole words. The title is given
    /// as its words with one space between them, and as all that it is.
    pub(crate) fn in_title(&self, plain: &str, folded: &str) -> Option<bool> {
        let mut found = None;
        if self.literal.is_some() || self.words.len() != 1 {
            let text = if self.literal.is_some() { folded } else { plain };
            let runs: Vec<Run<'_>> = runs(text).collect();
            self.places(text, &runs, |_, whole| found = Some(found == Some(true) || whole));
            return found;
        }
        let word = self.words.first()?;
        // This is done for each candidate, or each title there is: without a list of the words.
        if word.paired {
            let runs = plain.split(' ').filter(|run| run.starts_with(begins_paired));
            return runs.into_iter().any(|run| run.contains(word.text.as_str())).then_some(true);
        }
        let mut start = 0;
        while let Some(rest) = plain.get(start..).filter(|rest| !rest.is_empty()) {
            match begins(rest, &word.text, self.open) {
                Some(true) => return Some(true),
                other => found = found.or(other),
            }
            start += memchr(b' ', rest.as_bytes()).map_or(rest.len(), |space| space + 1);
        }
        found
    }

    pub(crate) fn places(&self, folded: &str, text: &[Run<'_>], mut found: impl FnMut(Range<usize>, bool)) {
        if let Some(literal) = &self.literal {
            literal_places(folded, literal, self.open, found);
            return;
        }
        let [word] = self.words.as_slice() else {
            for stretch in text.windows(self.words.len().max(1)) {
                if let Some((range, whole)) = self.place_in(stretch) {
                    found(range, whole);
                }
            }
            return;
        };
        for (at, run) in text.iter().enumerate() {
            if word.paired {
                for (at, part) in run.text.match_indices(word.text.as_str()).filter(|_| run.paired) {
                    found(run.start + at..run.start + at + part.len(), true);
                }
            } else if !run.paired
                // Most words begin otherwise, and this is asked of each in a text.
                && run.text.as_bytes().first() == word.text.as_bytes().first()
                && let Some((range, whole)) =
                    parted(text.get(at..).unwrap_or_default(), &word.text, self.open)
            {
                found(range, whole);
            }
        }
    }

    /// Where the sequence stands in as many runs. Paired text is met in the middle of its runs.
    fn place_in(&self, stretch: &[Run<'_>]) -> Option<(Range<usize>, bool)> {
        let last = self.words.len().checked_sub(1)?;
        let (mut start, mut end, mut whole) = (0, 0, true);
        for (at, (word, run)) in self.words.iter().zip(stretch).enumerate() {
            let same = run.text == word.text;
            let fits = word.paired == run.paired
                && match (at == 0, at == last) {
                    (true, _) => {
                        same || stands_behind_v(run, word) || word.paired && run.text.ends_with(&word.text)
                    }
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

/// As the index holds it: `1.2.3` of *v1.2.3*.
fn stands_behind_v(run: &Run<'_>, word: &Word) -> bool {
    version(run.text) == Some(word.text.as_str())
}

/// Whether `rest` begins with the letters of `word`, spaces between them aside; and then,
/// whether a word ends there.
fn begins(rest: &str, word: &str, open: bool) -> Option<bool> {
    let (mut rest, mut word) = (rest.as_bytes(), word.as_bytes());
    let mut parted = false;
    while let Some((letter, others)) = word.split_first() {
        if let Some((b' ', after)) = rest.split_first() {
            (rest, parted) = (after, true);
        }
        let (next, after) = rest.split_first()?;
        if next != letter {
            return None;
        }
        (rest, word) = (after, others);
    }
    let whole = rest.first().is_none_or(|next| *next == b' ');
    // The beginning of a word is not sought across several.
    (whole || open && !parted).then_some(whole)
}

/// Where the letters of `word` stand at the beginning of `runs`, in one or in several.
fn parted(runs: &[Run<'_>], word: &str, open: bool) -> Option<(Range<usize>, bool)> {
    let first = runs.first()?;
    if first.text == word || open && first.text.starts_with(word) {
        return Some((first.start..first.start + word.len(), first.text == word));
    }
    let mut rest = word;
    for run in runs.iter().take_while(|run| !run.paired) {
        rest = rest.strip_prefix(run.text)?;
        if rest.is_empty() {
            return Some((first.start..run.end(), true));
        }
    }
    None
}

/// Where `literal` stands to the letter, and does not go on.
fn literal_places(folded: &str, literal: &str, open: bool, mut found: impl FnMut(Range<usize>, bool)) {
    let goes_on = |one: Option<char>, other: Option<char>| match (one, other) {
        (Some(one), Some(other)) => is_word(one) && is_word(other) || one == other && !is_word(one),
        _ => false,
    };
    for (at, part) in folded.match_indices(literal) {
        let before = folded.get(..at).and_then(|before| before.chars().next_back());
        let after = folded.get(at + part.len()..).and_then(|after| after.chars().next());
        let whole = !goes_on(part.chars().next_back(), after);
        if !goes_on(before, part.chars().next()) && (whole || open) {
            found(at..at + part.len(), whole);
        }
    }
}
