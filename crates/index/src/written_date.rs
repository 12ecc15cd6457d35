//! Days as people write them: `1 June 2026`, `June 1st, 2026`, `1.6.2026`, `6/1/2026`.
//!
//! Each is held as the eight digits that `2026-06-01` is held as, and so is each day of a range.
//! Not spans of days for filters (`dates`).

use crate::compound::{compounds, day_of};
use crate::runs::Run;
use jiff::ToSpan;
use jiff::civil::Date;

/// Names of months in English, German, French and Spanish, folded. Three letters and more
/// stand for the first that begins so.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero"],
    &["february", "februar", "fevrier", "febrero"],
    &["march", "marz", "maerz", "mars", "marzo"],
    &["april", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["june", "juni", "juin", "junio"],
    &["july", "juli", "juillet", "julio"],
    &["august", "aout", "agosto"],
    &["september", "septembre", "septiembre"],
    &["october", "oktober", "octobre", "octubre"],
    &["november", "novembre", "noviembre"],
    &["december", "dezember", "decembre", "diciembre"],
];
/// Shorter beginnings are other words.
const SHORTEST_MONTH: usize = 3;
/// A longer range is no appointment.
const LONGEST_RANGE: i32 = 62;
/// Characters between the words of a date, or the ends of a range.
const LONGEST_GAP: usize = 5;

/// Which month `word` names.
pub(crate) fn month(word: &str) -> Option<i8> {
    if word.len() < SHORTEST_MONTH {
        return None;
    }
    let named =
        |names: &[&str]| names.iter().any(|name| *name == word || word.len() <= 4 && name.starts_with(word));
    MONTHS.iter().position(|names| named(names)).and_then(|at| i8::try_from(at + 1).ok())
}

/// The words that a day is written out in, in either order.
pub(crate) fn in_words(date: Date) -> Vec<[String; 3]> {
    let names =
        usize::try_from(date.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    let short = names.iter().filter_map(|name| name.get(..SHORTEST_MONTH));
    let (day, year) = (date.day().to_string(), date.year().to_string());
    let orders = |name: &str| {
        [[day.clone(), name.to_owned(), year.clone()], [name.to_owned(), day.clone(), year.clone()]]
    };
    let mut words: Vec<[String; 3]> = names.iter().copied().chain(short).flat_map(orders).collect();
    words.sort();
    words.dedup();
    words
}

/// The days that a compound may be: `2026-06-01`, `1.6.2026`.
pub(crate) fn days_of(folded: &str, compound: &[Run<'_>]) -> Vec<Date> {
    let in_numbers = match compound {
        [first, second, third] => in_numbers(folded, [first, second, third]),
        _ => Vec::new(),
    };
    day_of(compound).and_then(|digits| of_eight_digits(&digits)).into_iter().chain(in_numbers).collect()
}

/// `2026`, or a year of long ago.
pub(crate) fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten().filter(|year| (1000..2200).contains(year))
}

/// `1`, `01`, `1st`, `2nd`.
pub(crate) fn day(word: &str) -> Option<i8> {
    let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = word.get(number.len()..)?;
    let fits = (1..=2).contains(&number.len()) && matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er");
    fits.then(|| number.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

/// The day that three neighbouring words name.
pub(crate) fn date(words: [&str; 3]) -> Option<Date> {
    let [first, second, third] = words;
    let year = year(third)?;
    let (month, day) = match (month(first), month(second)) {
        (Some(month), _) => (month, day(second)?),
        (None, Some(month)) => (month, day(first)?),
        (None, None) => return None,
    };
    Date::new(year, month, day).ok()
}

/// As `2026-06-01` is held in one.
pub(crate) fn eight_digits(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Whether a word of the index stands for a day or a month.
pub(crate) fn is_day_or_month(word: &str) -> bool {
    matches!(word.len(), 6 | 8) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_eight_digits(digits: &str) -> Option<Date> {
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Calls `found` with each day that a text writes out, or that lies within a range of it.
pub(crate) fn date_terms(folded: &str, runs: &[Run<'_>], mut found: impl FnMut(&str)) {
    let near = |first: &Run<'_>, second: &Run<'_>| {
        folded.get(first.end()..second.start).is_some_and(|gap| gap.chars().count() <= LONGEST_GAP)
    };
    for words in runs.windows(2) {
        let [name, number] = words else { continue };
        if let (Some(year), Some(month)) = (year(number.text), month(name.text))
            && near(name, number)
        {
            found(&format!("{year:04}{month:02}"));
        }
    }
    for words in runs.windows(3) {
        let [first, second, third] = words else { continue };
        // A year ends each of them: one look rules out nearly every place of a text.
        if year(third.text).is_none() || !near(first, second) || !near(second, third) {
            continue;
        }
        if let Some(date) = date([first.text, second.text, third.text]) {
            found(&eight_digits(date));
        } else {
            in_numbers(folded, [first, second, third]).iter().for_each(|date| found(&eight_digits(*date)));
        }
    }
    let mut before: Option<(Date, usize)> = None;
    for words in compounds(folded, runs) {
        let day = day_of(words).and_then(|day| of_eight_digits(&day));
        let (Some(day), Some(first), Some(last)) = (day, words.first(), words.last()) else { continue };
        if let Some((from, end)) = before
            && folded.get(end..first.start).is_some_and(is_range)
        {
            let mut between = from;
            for _ in 1..LONGEST_RANGE {
                between = between.saturating_add(1.day());
                if between >= day {
                    break;
                }
                found(&eight_digits(between));
            }
        }
        before = Some((day, last.end()));
    }
}

/// `1.6.2026` is the first of June; `6/1/2026` may be either.
fn in_numbers(folded: &str, [first, second, third]: [&Run<'_>; 3]) -> Vec<Date> {
    let sign = |one: &Run<'_>, next: &Run<'_>| folded.get(one.end()..next.start);
    let sign = sign(first, second).filter(|same| sign(second, third) == Some(same));
    let dates = match (sign, day(first.text), day(second.text), year(third.text)) {
        (Some("." | ". " | "-"), Some(day), Some(month), Some(year)) => {
            [Date::new(year, month, day).ok(), None]
        }
        (Some("/"), Some(first), Some(second), Some(year)) => {
            [Date::new(year, first, second).ok(), Date::new(year, second, first).ok()]
        }
        _ => [None, None],
    };
    dates.into_iter().flatten().collect()
}

fn is_range(gap: &str) -> bool {
    gap.chars().count() <= LONGEST_GAP
        && matches!(gap.trim(), "→" | "->" | "-" | "–" | "—" | ".." | "/" | "…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::runs::runs;
    use proptest::prelude::*;

    fn days(text: &str) -> String {
        let folded = fold(text);
        let runs: Vec<_> = runs(&folded).collect();
        let mut found = Vec::new();
        date_terms(&folded, &runs, |day| found.push(day.to_owned()));
        found.join(" ")
    }

    #[test]
    fn as_people_write_them() {
        for (text, expected) in [
            ("on 1 June 2026", "202606 20260601"),
            ("June 1st, 2026", "20260601"),
            ("in June 2026", "202606"),
            ("1. März 2026 / 1er août 2026", "202603 202608 20260301 20260801"),
            ("Jun 1, 2026", "20260601"),
            ("1.6.2026", "20260601"),
            ("6/1/2026", "20260601 20260106"),
            ("31/12/2026", "20261231"),
            ("31 June 2026", "202606"),
            ("in 2026 may", ""),
            ("2026-05-01 → 2026-05-04", "20260502 20260503"),
            ("2026-05-01 and 2026-05-04", ""),
            ("2026-05-04 → 2026-05-01", ""),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
        assert_eq!(days("2020-01-01 → 2026-01-01").split(' ').count(), 61);
    }

    #[test]
    fn months_by_their_beginnings() {
        let named = |word: &str| month(word);
        assert_eq!(
            ["june", "jun", "sept", "ma", "mar", "maybe"].map(named),
            [Some(6), Some(6), Some(9), None, Some(3), None]
        );
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in any::<String>(), near in "(2026|[0-9]{1,2}|june|may|st|[ ./→-]){0,12}") {
            days(&text);
            days(&near);
        }
    }
}
