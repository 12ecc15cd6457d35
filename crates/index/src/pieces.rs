//! What of a typed text is one thing that is wanted: a word, words joined by signs, a phrase, a
//! day that is written out; and what stands for each as it was typed.
//!
//! Not other forms of words, nor words of the index that are near (`search`).

use crate::compound::joined;
use crate::fold::fold;
use crate::query::Piece;
use crate::runs::{Run, runs};
use crate::sequence::Sequence;
use crate::wanted::{How, Wanted};
use crate::written_date::{date, day_in_words, eight_digits, month, year};
use unicode_normalization::UnicodeNormalization;

/// Signs around a word that belong to the sentence.
const BEFORE: &[char] =
    &['(', '[', '{', '"', '\'', '“', '„', '”', '«', '»', '‘', '’', '¿', '¡', ',', ';', ':', '…'];
const BEHIND: &[char] =
    &[')', ']', '}', '"', '\'', '“', '„', '”', '«', '»', '‘', '’', '.', ',', ';', ':', '!', '?', '…'];

/// What one piece of a query wants.
pub(crate) fn of_piece(piece: &Piece) -> Wanted {
    let folded = fold(&piece.text);
    let trimmed = match piece.quoted {
        true => folded.trim(),
        false => folded.trim_start_matches(BEFORE).trim_end_matches(BEHIND),
    };
    let text = if trimmed.is_empty() { folded.trim() } else { trimmed };
    let wanted = Wanted::new(text);
    // Nothing but characters without a shape stands nowhere.
    let Some(side_by_side) = Sequence::side_by_side(text, piece.open) else { return wanted };
    let runs: Vec<Run<'_>> = runs(text).collect();
    let last = runs.len().saturating_sub(1);
    let each = || runs.iter().enumerate().map(|(at, run)| Sequence::of_run(run, piece.open && at == last));
    let signs = side_by_side.asks_signs();
    let wanted = wanted.with(How::Typed, [side_by_side]);
    if piece.quoted || runs.is_empty() {
        return wanted;
    }
    if runs.len() == 1 && !signs {
        let other = spellings(&piece.text, runs.first().map_or("", |run| run.text));
        return other
            .iter()
            .fold(wanted, |wanted, other| wanted.with(How::Form, [Sequence::word(other, piece.open)]));
    }
    let in_one = joined(&runs).map(|all| Sequence::word(&all, piece.open));
    let wanted = wanted.with(How::Typed, in_one.filter(|_| !signs)).with(How::Apart, each());
    day_in_words(&runs)
        .into_iter()
        .fold(wanted, |wanted, words| wanted.with_text(Sequence::words_of(words.iter().map(String::as_str))))
}

/// Letters that are written as two where a keyboard lacks them.
const AS_TWO: [(char, &str); 5] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('å', "aa"), ('ø', "oe")];

/// Other spellings of a word, which is given as it was typed and folded: `mueller` and *Müller*.
fn spellings(typed: &str, folded: &str) -> Vec<String> {
    let typed: String = typed.nfc().flat_map(char::to_lowercase).collect();
    let two = |c: char| AS_TWO.iter().find(|(one, _)| *one == c).map(|(_, two)| *two);
    let spelt: String = typed.chars().map(|c| two(c).map_or_else(|| c.to_string(), str::to_owned)).collect();
    let spelt = fold(&spelt);
    let as_two = runs(&spelt)
        .next()
        .map(|run| run.text.to_owned())
        .filter(|_| typed.chars().any(|c| two(c).is_some()));
    let as_one = ["ae", "oe", "ue", "aa"]
        .iter()
        .fold(folded.to_owned(), |word, two| word.replace(two, two.get(..1).unwrap_or_default()));
    [as_two, Some(as_one)].into_iter().flatten().filter(|other| other != folded).collect()
}

/// Words that name a day together, or a month of a year, become one thing that is wanted.
pub(crate) fn date_spans(pieces: Vec<Wanted>) -> Vec<Wanted> {
    let mut spans = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let word = |at: usize| rest.get(at).and_then(|wanted: &Wanted| wanted.single());
        let day = match (word(0), word(1), word(2)) {
            (Some(first), Some(second), Some(third)) => date([first, second, third]),
            _ => None,
        };
        let named_month = word(0).and_then(month).zip(word(1).and_then(year));
        if let Some(day) = day {
            let (words, after) = rest.split_at(3);
            let digits = eight_digits(day);
            let wanted =
                apart(words, |typed| Wanted::new(typed).with(How::Typed, [Sequence::word(&digits, false)]));
            let texts = crate::written_date::in_words(day);
            spans.push(texts.into_iter().fold(wanted, |wanted, words| {
                wanted.with_text(Sequence::words_of(words.iter().map(String::as_str)))
            }));
            rest = after;
        } else if let Some((month, year)) = named_month {
            let (words, after) = rest.split_at(2);
            let digits = format!("{year:04}{month:02}");
            spans.push(apart(words, |typed| {
                Wanted::new(typed).with(How::Typed, [Sequence::beginning(&digits)])
            }));
            rest = after;
        } else {
            spans.push(first.clone());
            rest = others;
        }
    }
    spans
}

/// What `made` makes of the words together; or, farther off, each of them anywhere.
fn apart(words: &[Wanted], made: impl Fn(String) -> Wanted) -> Wanted {
    let typed: Vec<&str> = words.iter().map(|wanted| wanted.typed.as_str()).collect();
    let each =
        words.iter().filter_map(|wanted| wanted.alternatives.first()).flat_map(|first| first.all.clone());
    made(typed.join(" ")).with(How::Apart, each)
}
