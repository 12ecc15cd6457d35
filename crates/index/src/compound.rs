//! What is written as one thing: words joined by signs without white space (`Wi-Fi`, `TASK-7`,
//! `10.0.0.1`, `src/main.rs`), words with a sign of their own (`C++`, `#general`, `--amend`),
//! and numbers in groups (`1,234,567`, `+1 (555) 010-9988`).
//!
//! The index holds the words of a compound each by itself. Beside them it holds a short one
//! without its signs, so that `wifi` and `Wi-Fi` are one word, and for each two neighbours a
//! trace, so that pages where they stand side by side are told from those that have both
//! somewhere. Not dates that are written out (`written_date`).

use crate::runs::Run;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use std::ops::Range;

/// Words of a compound that is held without its signs, and letters of it. Longer ones are
/// addresses and paths: their neighbours tell them.
const MOST_JOINED: usize = 4;
const LONGEST_JOINED: usize = 24;
/// Groups of one number: 978-3-16-148410-0.
const MOST_GROUPS: usize = 6;
/// Digits of a number in groups that are no thousands, if the index holds it in one.
pub(crate) const SHORTEST_NUMBER: usize = 6;
/// Signs between two words of one compound, as in `https://`.
const LONGEST_GAP: usize = 3;
/// Signs after a word that belong to it, as in `C++`.
const MOST_SIGNS: usize = 2;
/// There are two to the power of these traces of neighbours.
const TRACE_BITS: u32 = 16;
/// The first character of the second plane that is for private use.
const FIRST_TRACE: u32 = 0x10_0000;

/// Whether two neighbouring runs of `folded` belong to one compound.
pub(crate) fn are_joined(folded: &str, first: &Run<'_>, second: &Run<'_>) -> bool {
    let gap = gap(folded, first, second);
    let signs = |gap: &str| !gap.contains(char::is_whitespace) && gap.chars().count() <= LONGEST_GAP;
    !gap.is_empty() && (signs(gap) || groups_numbers(gap) && first.is_number() && second.is_number())
}

/// The compounds among the runs of `folded`, each of two words or more.
pub(crate) fn compounds<'a>(folded: &'a str, runs: &'a [Run<'a>]) -> impl Iterator<Item = &'a [Run<'a>]> {
    runs.chunk_by(|first, second| are_joined(folded, first, second)).filter(|runs| runs.len() > 1)
}

/// The words of a compound in one, if it is short enough for the index to hold it so. A few
/// digits are another number without what stands between them: 2:1, 1.5.
pub(crate) fn joined(words: &[Run<'_>]) -> Option<String> {
    let letters: usize = words.iter().map(|word| word.text.len()).sum();
    let number = words.iter().all(Run::is_number);
    let short = number && letters < SHORTEST_NUMBER && !are_thousands(words);
    // As the address of a device has: 00:1B:44:11:3A:B7.
    let groups = number || words.iter().all(|word| word.text.len() == 2);
    let most = if groups { MOST_GROUPS } else { MOST_JOINED };
    let fits = fits_in_one(words.len(), most, letters) && !short && words.iter().all(|word| !word.paired);
    fits.then(|| words.iter().map(|word| word.text).collect())
}

fn are_thousands(words: &[Run<'_>]) -> bool {
    words.iter().skip(1).all(|group| group.text.len() == 3)
}

/// Whether the index holds a number in one that is written in so many groups.
pub(crate) fn is_number_in_one(groups: usize, digits: usize) -> bool {
    fits_in_one(groups, MOST_GROUPS, digits)
}

fn fits_in_one(words: usize, most: usize, letters: usize) -> bool {
    (2..=most).contains(&words) && letters <= LONGEST_JOINED
}

/// Calls `found` with each word that the index holds for the compounds of a text.
pub(crate) fn compound_terms(folded: &str, runs: &[Run<'_>], mut found: impl FnMut(&str)) {
    for words in compounds(folded, runs) {
        joined(words).iter().for_each(|all| found(all));
        // A hyphen or an apostrophe joins closer than what else stands in the compound.
        let close_words = if words.iter().all(Run::is_number) { &[][..] } else { words };
        for close in close_words.chunk_by(|first, second| is_close(gap(folded, first, second))) {
            if close.len() > 1 && close.len() < words.len() {
                joined(close).iter().for_each(|part| found(part));
            }
        }
        numbers(folded, words, &mut found);
        if let Some(version) = words.first().and_then(|word| version(word.text)) {
            found(version);
        }
    }
}

/// Calls `found` with a trace for each two neighbours within the compounds of a text, and for
/// each word with the sign before or after it. Others may leave the same: a trace rules out
/// and does not prove.
pub(crate) fn traces(folded: &str, runs: &[Run<'_>], mut found: impl FnMut(char)) {
    for words in compounds(folded, runs) {
        for pair in words.windows(2) {
            let [first, second] = pair else { continue };
            found(trace([first.text, second.text]));
            if let Some(version) = version(first.text) {
                found(trace([version, second.text]));
            }
        }
    }
    // A property's name and its value.
    for pair in runs.windows(2) {
        if let [name, value] = pair
            && gap(folded, name, value) == "\t"
        {
            found(trace([name.text, value.text]));
        }
    }
    for (at, run) in runs.iter().enumerate() {
        for signs in [signs_before(folded, run), signs_after(folded, run)].into_iter().flatten() {
            let signs = folded.get(signs).unwrap_or_default();
            found(trace([run.text, signs]));
            // What a hyphen leaves out may be text where it follows the same word.
            if signs == "-"
                && let Some(before) = at.checked_sub(1).and_then(|before| runs.get(before))
            {
                found(trace([before.text, signs, run.text]));
            }
        }
    }
}

/// The signs that belong to a word in front of it: `#general`, `--amend`, `.net`, `$10`.
pub(crate) fn signs_before(folded: &str, run: &Run<'_>) -> Option<Range<usize>> {
    let before = folded.get(..run.start)?;
    let signs = before.trim_end_matches(|c: char| belongs(c) || matches!(c, '-' | '.'));
    let own = before.get(signs.len()..)?;
    // A unit stands at its number: 20°C.
    let unit = |c: char| c.is_ascii_digit() && own.chars().all(belongs);
    let apart = signs.chars().next_back().is_none_or(|c| c.is_whitespace() || opens(c) || unit(c));
    // Dots before a word end another sentence, unless it is one alone.
    let fits = (1..=MOST_SIGNS).contains(&own.chars().count()) && own != ".." && apart;
    fits.then_some(signs.len()..run.start)
}

/// The signs that belong to a word behind it: `C++`, `C#`, `50%`.
pub(crate) fn signs_after(folded: &str, run: &Run<'_>) -> Option<Range<usize>> {
    let after = folded.get(run.end()..)?;
    let length: usize = after.chars().take(MOST_SIGNS).take_while(|c| belongs(*c)).map(char::len_utf8).sum();
    (length > 0).then_some(run.end()..run.end() + length)
}

/// Signs that make another word of the one they stand at, where commas and quotation marks do not.
fn belongs(c: char) -> bool {
    match c {
        '+' | '#' | '@' | '$' | '%' | '*' | '=' | '~' | '^' | '\\' | '§' | '°' => true,
        _ if c.is_ascii() => false,
        _ => CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::CurrencySymbol,
    }
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '"' | '\'' | '“' | '„' | '«' | '`')
}

fn gap<'a>(folded: &'a str, first: &Run<'_>, second: &Run<'_>) -> &'a str {
    folded.get(first.end()..second.start).unwrap_or_default()
}

fn is_close(gap: &str) -> bool {
    matches!(gap, "-" | "'" | "’" | "‐" | "\u{2011}" | "_" | "&")
}

/// What stands between the groups of one number, besides signs.
fn groups_numbers(gap: &str) -> bool {
    matches!(gap, " " | ") " | " (" | " - " | " / ")
}

/// A number without the signs between its groups: of thousands, whatever comes behind; of a
/// telephone, also without the country's.
fn numbers(folded: &str, words: &[Run<'_>], found: &mut impl FnMut(&str)) {
    let Some(first) = words.first().filter(|first| first.is_number()) else { return };
    let Some(sign) = words.get(1).map(|second| gap(folded, first, second)) else { return };
    let parts_thousands = matches!(sign, "," | "." | "'" | "’" | " ");
    let thousands = 1 + words
        .windows(2)
        .take_while(|pair| {
            matches!(pair, [before, group] if gap(folded, before, group) == sign && group.is_number() && group.text.len() == 3)
        })
        .count();
    if parts_thousands && first.text.len() <= 3 && thousands > 1 && thousands < words.len() {
        joined(words.get(..thousands).unwrap_or_default()).iter().for_each(|number| found(number));
    }
    let country = folded.get(..first.start).is_some_and(|before| before.ends_with('+'));
    if country && words.len() > 2 && words.iter().all(Run::is_number) {
        joined(words.get(1..).unwrap_or_default()).iter().for_each(|number| found(number));
    }
}

/// `2026-05-01`, as eight digits.
pub(crate) fn day_of(words: &[Run<'_>]) -> Option<String> {
    let [year, month, day] = words else { return None };
    let digits = |run: &Run<'_>, count| run.is_number() && run.text.len() == count;
    let fits = digits(year, 4) && digits(month, 2) && digits(day, 2);
    (fits && month.text <= "12" && day.text <= "31").then(|| [year.text, month.text, day.text].concat())
}

/// The number of `v1`.
pub(crate) fn version(word: &str) -> Option<&str> {
    let number = word.strip_prefix('v')?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn trace<const N: usize>(parts: [&str; N]) -> char {
    // FNV-1a, and of its bits the highest after one more multiplication.
    let bytes = parts.into_iter().flat_map(|part| part.bytes().chain([0xFF]));
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - TRACE_BITS);
    char::from_u32(FIRST_TRACE + u32::try_from(hash).unwrap_or(0)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::runs::runs;
    use proptest::prelude::*;

    fn held(text: &str) -> Vec<String> {
        let folded = fold(text);
        let runs: Vec<_> = runs(&folded).collect();
        let mut terms = Vec::new();
        compound_terms(&folded, &runs, |term| terms.push(term.to_owned()));
        terms
    }

    fn traced(text: &str) -> Vec<char> {
        let folded = fold(text);
        let runs: Vec<_> = runs(&folded).collect();
        let mut found = Vec::new();
        traces(&folded, &runs, |trace| found.push(trace));
        found
    }

    #[test]
    fn held_in_one() {
        for (text, terms) in [
            ("Wi-Fi and e-mail", "wifi email"),
            ("don't O’Brien", "dont obrien"),
            ("COVID-19, CI/CD, U.S.", "covid19 cicd us"),
            ("TASK-7 snake_case", "task7 snakecase"),
            ("https://wi-fi.example.org/x", "wifi"),
            ("1,234,567 and 1.234.567,50", "1234567 123456750 1234567"),
            ("10 000", "10000"),
            ("+1 (555) 010-9988", "15550109988 5550109988"),
            ("2026-05-01T10:00:00.000+02:00", "20260501"),
            ("2024-05-01", "20240501"),
            ("v1.2.3", "v123 1"),
            ("2:1, 1.5, 10.0.0.1", ""),
            ("00:1B:44:11:3A:B7", "001b44113ab7"),
            ("978-3-16-148410-0", "9783161484100"),
            ("plain words, and a sentence. Another", ""),
            ("iPhone用の", ""),
        ] {
            assert_eq!(held(text).join(" "), terms, "{text}");
        }
    }

    #[test]
    fn neighbours_leave_the_traces_that_are_asked_for() {
        for (text, asked) in [
            ("see src/main.rs here", "main.rs"),
            ("v1.2.3", "1.2.3"),
            ("at 10.0.0.1 only", "10.0.0.1"),
            ("2026-05-01T10:00", "2026-05-01"),
            ("C++17", "c++"),
            ("run git commit --amend", "--amend"),
            ("in #general.", "#general"),
            ("Narva Globes -Carded", "globes -carded"),
            (".NET 8", ".net"),
            ("at 20°C", "°c"),
            ("at 20 °C", "°c"),
            ("Status\tDone", "status:done"),
        ] {
            let (held, asked) = (traced(text), traced(asked));
            assert!(!asked.is_empty() && asked.iter().all(|trace| held.contains(trace)), "{text}");
        }
        for (text, asked) in [("rs main src", "src/main.rs"), ("C# C", "c++"), ("road map", "road -map")] {
            let held = traced(text);
            assert!(traced(asked).iter().any(|trace| !held.contains(trace)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in any::<String>(), near in "[a-c1-3 .,/()+#-]{0,20}") {
            for text in [text, near] {
                held(&text);
                traced(&text);
            }
        }
    }
}
