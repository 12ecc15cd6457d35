//! What of a typed text is one thing that is wanted: a word, words joined by signs, a phrase, a
//! day that is written out; and what stands for each as it was typed.
//!
//! Not other forms of words, nor words of the index that are near (`search`).

use crate::compound::{SHORTEST_NUMBER, is_number_in_one, joined, signs_after, signs_before};
use crate::fold::fold;
use crate::query::Piece;
use crate::runs::{Run, runs};
use crate::sequence::Sequence;
use crate::wanted::{How, Wanted};
use crate::written_date::{date, days_of, eight_digits, in_words, month, year};
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use jiff::civil::Date;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Signs around a word that belong to the sentence.
const BEFORE: &[char] =
    &['(', '[', '{', '"', '\'', '“', '„', '”', '«', '»', '‘', '’', '¿', '¡', ',', ';', ':', '…'];
const BEHIND: &[char] =
    &[')', ']', '}', '"', '\'', '“', '„', '”', '«', '»', '‘', '’', '.', ',', ';', ':', '!', '?', '…'];

/// What stands before the name of a property that a page has.
const PROPERTY: &str = "prop:";

/// What one piece of a query wants.
pub(crate) fn of_piece(piece: &Piece) -> Wanted {
    let folded = fold(&piece.text);
    let trimmed = match piece.quoted {
        true => folded.trim(),
        false => folded.trim_start_matches(BEFORE).trim_end_matches(BEHIND),
    };
    let text = if trimmed.is_empty() { folded.trim() } else { trimmed };
    let wanted = Wanted::new(text);
    if let Some(name) =
        text.strip_prefix(PROPERTY).filter(|name| !piece.quoted && runs(name).next().is_some())
    {
        let bare: Vec<Sequence> = runs(name).map(|run| Sequence::of_run(&run, false)).collect();
        return wanted.with(How::Typed, Sequence::name_of_property(name)).with(How::Bare, bare);
    }
    // Nothing but characters without a shape stands nowhere.
    let Some(side_by_side) = Sequence::side_by_side(text, piece.open) else { return wanted };
    let runs: Vec<Run<'_>> = runs(text).collect();
    let last = runs.len().saturating_sub(1);
    let signs = side_by_side.asks_signs();
    let wanted = wanted.with(How::Typed, [side_by_side]);
    if piece.quoted || runs.is_empty() {
        return wanted;
    }
    if let [only] = runs.as_slice() {
        let bare = || Sequence::of_run(only, piece.open);
        return match signs {
            true if is_made_by_signs(text, only) => wanted,
            true => {
                let own = Sequence::side_by_side(&text.replace(only.text, " "), false);
                wanted.with(How::Apart, own.into_iter().chain([bare()])).with(How::Bare, [bare()])
            }
            false => match symbols(text) {
                Some(symbols) => {
                    Wanted::new(text).with(How::Typed, [symbols, bare()]).with(How::Bare, [bare()])
                }
                None => spellings(&piece.text, only.text)
                    .iter()
                    .fold(wanted, |wanted, other| wanted.with(How::Form, [Sequence::word(other, piece.open)]))
                    .with(How::Typed, in_groups_of_four(only.text))
                    .with(How::Form, by_times(only.text)),
            },
        };
    }
    let by_signs = runs.iter().any(|run| is_made_by_signs(text, run));
    let in_one = joined(&runs).map(|all| Sequence::word(&all, piece.open)).filter(|_| !by_signs);
    let days = days_of(text, &runs);
    // Parts of a number that stand apart are other numbers.
    let number = days.is_empty() && runs.iter().all(Run::is_number);
    let each = runs.iter().enumerate().filter(|_| !number).filter_map(|(at, run)| {
        let open = piece.open && at == last;
        let signs = signs_before(text, run).map_or(run.start, |signs| signs.start)
            ..signs_after(text, run).map_or(run.end(), |signs| signs.end);
        match is_made_by_signs(text, run) {
            true => Sequence::side_by_side(text.get(signs)?, open),
            false => Some(Sequence::of_run(run, open)),
        }
    });
    let how_in_one = match signs {
        false => How::Typed,
        true if number => How::Apart,
        true => How::Bare,
    };
    // In an address a name stands before it: @example.com.
    let domain = text.strip_prefix('@').and_then(|domain| Sequence::side_by_side(domain, piece.open));
    let by_times = text.contains('×').then(|| Sequence::word(&text.replace('×', "x"), piece.open));
    let in_decimals = in_decimals(text, &runs).map(|number| Sequence::word(&number, false));
    let wanted = wanted.with(How::Typed, domain).with(How::Form, by_times).with(how_in_one, in_one);
    let wanted = wanted.with(How::Form, in_decimals).with(How::Apart, each);
    days.into_iter().fold(wanted, |wanted, day| {
        on_day(wanted.with(How::Typed, [Sequence::word(&eight_digits(day), false)]), day)
    })
}

/// The same number in one, with another zero behind its decimals, or without: 0.5 and 0,50.
fn in_decimals(text: &str, runs: &[Run<'_>]) -> Option<String> {
    let (last, others) = runs.split_last()?;
    let point = others.last().and_then(|before| text.get(before.end()..last.start));
    // Three digits are thousands, or a part of a version.
    let decimals = matches!(point, Some("." | ",")) && (1..=2).contains(&last.text.len());
    let grouped = others.iter().skip(1).all(|group| group.text.len() == 3);
    if !decimals || !grouped || !runs.iter().all(Run::is_number) {
        return None;
    }
    let whole: String = others.iter().map(|run| run.text).collect();
    let other = match last.text.strip_suffix('0') {
        Some(decimal) => format!("{whole}{decimal}"),
        None => format!("{whole}{}0", last.text),
    };
    (other.len() >= SHORTEST_NUMBER).then_some(other)
}

/// What is no letter and not of ASCII at a word that has no sign of its own: `±2`, `🔥incidents`.
fn symbols(text: &str) -> Option<Sequence> {
    let is_symbol = |c: &char| {
        let category = CodePointMapData::<GeneralCategory>::new().get(*c);
        !c.is_ascii() && matches!(category, GeneralCategory::MathSymbol | GeneralCategory::OtherSymbol)
    };
    let symbols: String = text.chars().filter(is_symbol).collect();
    Sequence::side_by_side(&symbols, false)
}

/// `10x15` as *10×15*.
fn by_times(word: &str) -> Option<Sequence> {
    let sides: Vec<&str> = word.split('x').collect();
    let numbers = sides.iter().all(|side| !side.is_empty() && side.bytes().all(|byte| byte.is_ascii_digit()));
    (sides.len() > 1 && numbers).then(|| Sequence::side_by_side(&sides.join("×"), false)).flatten()
}

/// Texts may have a day written out.
fn on_day(wanted: Wanted, day: Date) -> Wanted {
    let with = |wanted: Wanted, words: [String; 3]| {
        wanted.with_text(Sequence::words_of(words.iter().map(String::as_str), false))
    };
    in_words(day).into_iter().fold(wanted, with)
}

/// Letters of a name that says nothing without its signs: `C#`, `F#`, `°C`.
const LONGEST_BY_SIGNS: usize = 2;

/// Whether a word is another one without the signs at it; `=` only stands between two.
fn is_made_by_signs(text: &str, run: &Run<'_>) -> bool {
    let own = |signs: Range<usize>| text.get(signs).is_some_and(|signs| signs != "=");
    let signs = || signs_before(text, run).or_else(|| signs_after(text, run)).is_some_and(own);
    run.text.chars().count() <= LONGEST_BY_SIGNS && run.text.chars().all(char::is_alphabetic) && signs()
}

/// An account's number typed in one, as it is printed: in groups of four (ISO 13616, 6.1).
fn in_groups_of_four(word: &str) -> Option<Sequence> {
    let (country, rest) = word.split_at_checked(2)?;
    let number = country.bytes().all(|letter| letter.is_ascii_lowercase())
        && rest.get(..2)?.bytes().all(|byte| byte.is_ascii_digit())
        && (15..=34).contains(&word.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && rest.bytes().filter(u8::is_ascii_digit).count() * 2 > word.len();
    number.then(|| {
        Sequence::words_of(word.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()), false)
    })
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

/// Words that name a day together, a month of a year, a size, or one number become one thing that is wanted.
pub(crate) fn spans(pieces: Vec<Wanted>) -> Vec<Wanted> {
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
            spans.push(on_day(wanted, day));
            rest = after;
        } else if let Some((month, year)) = named_month {
            let (words, after) = rest.split_at(2);
            let digits = format!("{year:04}{month:02}");
            spans.push(apart(words, |typed| {
                Wanted::new(typed).with(How::Typed, [Sequence::beginning(&digits)])
            }));
            rest = after;
        } else if let Some(size) = size([word(0), word(1), word(2)]) {
            let (words, after) = rest.split_at(3);
            spans.push(apart(words, |typed| {
                let written = Wanted::new(typed).with(How::Typed, [Sequence::word(&size, false)]);
                written.with(How::Typed, by_times(&size))
            }));
            rest = after;
        } else if let Some(count) = groups_of_a_number(rest) {
            let (words, after) = rest.split_at(count);
            let number: String = words.iter().filter_map(Wanted::single).collect();
            spans.push(apart(words, |typed| {
                let wanted = Wanted::new(typed).with(How::Typed, [Sequence::word(&number, false)]);
                wanted.with(How::Typed, in_groups_of_four(&number))
            }));
            rest = after;
        } else {
            spans.push(first.clone());
            rest = others;
        }
    }
    spans
}

/// `10 x 15`, as *10x15*.
fn size(words: [Option<&str>; 3]) -> Option<String> {
    let [Some(first), Some("x"), Some(second)] = words else { return None };
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    (number(first) && number(second)).then(|| format!("{first}x{second}"))
}

/// Digits of a number in groups that are no thousands: of a telephone, an account.
const SHORTEST_IN_GROUPS: usize = 7;

/// How many of the first words are groups of one number: `1 234 567`, `555 010 9988`,
/// `DE89 3704 0044 0532 0130 00`.
fn groups_of_a_number(pieces: &[Wanted]) -> Option<usize> {
    let four = |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let words: Vec<&str> = pieces.iter().map_while(Wanted::single).take_while(four).collect();
    if in_groups_of_four(&words.concat()).is_some() {
        return Some(words.len());
    }
    let digits = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = pieces.iter().map_while(Wanted::single).take_while(digits).collect();
    let (first, others) = groups.split_first()?;
    let thousands =
        first.len() <= 3 && !first.starts_with('0') && others.iter().all(|group| group.len() == 3);
    let all: usize = groups.iter().map(|group| group.len()).sum();
    let long = all >= SHORTEST_IN_GROUPS && groups.iter().all(|group| year(group).is_none());
    (is_number_in_one(groups.len(), all) && (thousands || long)).then_some(groups.len())
}

/// What `made` makes of the words together; or, farther off, each of them anywhere.
fn apart(words: &[Wanted], made: impl Fn(String) -> Wanted) -> Wanted {
    let typed: Vec<&str> = words.iter().map(|wanted| wanted.typed.as_str()).collect();
    let each =
        words.iter().filter_map(|wanted| wanted.alternatives.first()).flat_map(|first| first.all.clone());
    made(typed.join(" ")).with(How::Apart, each)
}

/// The words of what was typed in one, with a number apart from the letters at it: `32km`,
/// `50km/h`, `iphone15`; `None` where there is no such number.
pub(crate) fn with_number_apart(typed: &str) -> Option<Vec<&str>> {
    let digit = |c: char| c.is_ascii_digit();
    let mut words = Vec::new();
    let mut parted = false;
    for run in runs(typed) {
        let ends = run.text.char_indices().zip(run.text.chars().skip(1));
        let mut ends =
            ends.filter(|((_, c), next)| digit(*c) != digit(*next)).map(|((at, c), _)| at + c.len_utf8());
        match (ends.next(), ends.next()) {
            // Letters and digits in turn are a name: C9H8O4.
            (Some(end), None) if run.text.starts_with(digit) || run.text.ends_with(digit) => {
                words.extend([run.text.get(..end)?, run.text.get(end..)?]);
                parted = true;
            }
            _ => words.push(run.text),
        }
    }
    parted.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_apart() {
        let apart = |typed| with_number_apart(typed).map(|words| words.join(" "));
        for (typed, expected) in
            [("32km", "32 km"), ("50km/h", "50 km h"), ("iphone15", "iphone 15"), ("ps5", "ps 5")]
        {
            assert_eq!(apart(typed).as_deref(), Some(expected), "{typed}");
        }
        for typed in ["c9h8o4", "km", "32", "10x400m", "task-7", ""] {
            assert_eq!(apart(typed), None, "{typed}");
        }
    }
}
