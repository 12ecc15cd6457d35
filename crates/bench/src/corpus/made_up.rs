//! Texts made from a seed, for tests.
//!
//! Words are syllables put together, the first of a language far commoner than the last,
//! as in real text. Nobody's language: figures of it say less than those of `debian`.

use super::library::{Entry, Language, Library};
use crate::random::Random;

const WORDS: usize = 6_000;
const ENTRIES: usize = 800;
const START: [&str; 20] =
    ["b", "br", "c", "ch", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "v"];
const VOWEL: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const END: [&str; 10] = ["", "", "n", "r", "s", "t", "l", "nd", "ck", "ng"];

pub fn library(seed: u64) -> Library {
    let languages = [("en", 55), ("de", 15), ("ja", 12), ("ko", 9), ("zh", 9)].into_iter().zip(0..);
    let languages = languages.map(|((code, share), number)| {
        let random = &mut Random::new(seed, 11, number);
        let words: Vec<String> = (0..WORDS).map(|_| word(code, random)).collect();
        let entries = (0..ENTRIES).map(|_| entry(code, &words, random)).collect();
        Language { code, share, entries }
    });
    Library { source: "texts made from a seed in five ways of writing", languages: languages.collect() }
}

/// A word that hardly any other page has.
pub fn name(random: &mut Random) -> String {
    (0..3).map(|_| syllable(random)).collect()
}

fn syllable(random: &mut Random) -> String {
    [&START[..], &VOWEL[..], &END[..]].iter().filter_map(|parts| random.pick(parts).copied()).collect()
}

fn word(code: &str, random: &mut Random) -> String {
    let mut from = |first: u32, count: usize| {
        let offset = u32::try_from(random.below(count)).unwrap_or_default();
        char::from_u32(first + offset).unwrap_or('x')
    };
    match code {
        "ja" => match from(0, 3) as u32 {
            0 => (0..4).map(|_| from(0x30A2, 80)).collect(),
            1 => [from(0x4E00, 2_000), from(0x3042, 80)].iter().collect(),
            _ => [from(0x4E00, 2_000), from(0x4E00, 2_000)].iter().collect(),
        },
        "zh" => [from(0x4E00, 3_000), from(0x4E00, 3_000)].iter().collect(),
        "ko" => (0..3).map(|_| from(0xAC00, 4_000)).collect(),
        "de" => (0..3).map(|_| syllable(random)).chain(["ü".to_owned()]).collect(),
        _ => (0..2).map(|_| syllable(random)).collect(),
    }
}

fn entry(code: &str, words: &[String], random: &mut Random) -> Entry {
    let count = 2 + random.below(4);
    let title = phrase(code, words, count, random);
    let sentences = (0..6).map(|_| {
        let count = 6 + random.below(14);
        let end = if matches!(code, "ja" | "zh") { "。" } else { "." };
        format!("{}{end}", phrase(code, words, count, random))
    });
    Entry { sentences: sentences.collect(), title }
}

fn phrase(code: &str, words: &[String], count: usize, random: &mut Random) -> String {
    let between = if matches!(code, "ja" | "zh") { "" } else { " " };
    let chosen: Vec<&str> = (0..count)
        .filter_map(|_| {
            // The product of three shares favours the front, about as Zipf's law does.
            let share = random.share() * random.share() * random.share();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "within the list"
            )]
            let at = (share * words.len() as f64) as usize;
            words.get(at).map(String::as_str)
        })
        .collect();
    chosen.join(between)
}
