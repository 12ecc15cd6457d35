//! Pages to search: any number, made from a library of texts and a seed, one at a time.
//!
//! The first pages of a language are the library's own; further ones are its sentences
//! mixed anew. A page is made again whenever it is asked for: a million of them need no
//! memory. Where the texts come from is in `debian`, `synthetic` and `made_up`.

pub mod debian;
pub mod library;
pub mod made_up;
pub mod synthetic;

use crate::random::Random;
use library::{Entry, Language, Library};
use trove_index::Document;
use trove_model::Timestamp;

pub struct Corpus {
    library: Library,
    seed: u64,
    /// Of each page, its language and the how manieth of that it is.
    places: Vec<(u8, u32)>,
    /// Of each language, its entries in no order.
    shuffled: Vec<Vec<u32>>,
}

/// The last edit: 2026-11-20, 17:00 UTC. Each page is a minute older than the one before.
const LAST_EDIT_MS: i64 = 1_795_194_000_000;
/// Bytes of a body, on average; the spread is log-normal, from half to three times as much.
const MEAN_BODY: f64 = 1_700.0;
const SPREAD: f64 = 0.6;
const BODY_BYTES: std::ops::RangeInclusive<f64> = 500.0..=5_000.0;

// What random numbers are for; see `Random::new`.
const LANGUAGES: u64 = 1;
const ORDER: u64 = 2;
const PAGE: u64 = 3;

impl Corpus {
    pub fn new(library: Library, pages: usize, seed: u64) -> Self {
        let mut random = Random::new(seed, LANGUAGES, 0);
        let shares: usize = library.languages.iter().map(|language| language.share).sum();
        let mut counts = vec![0; library.languages.len()];
        let places = (0..pages).map(|_| {
            let mut left = random.below(shares);
            let mut chosen = 0;
            for (number, language) in library.languages.iter().enumerate() {
                chosen = number;
                if left < language.share {
                    break;
                }
                left -= language.share;
            }
            let count = counts.get_mut(chosen).map_or(0, |count: &mut u32| {
                *count += 1;
                *count - 1
            });
            (u8::try_from(chosen).unwrap_or_default(), count)
        });
        let places = places.collect();
        let shuffled = library.languages.iter().zip(0..).map(|(language, number)| {
            let mut order: Vec<u32> = (0..).take(language.entries.len()).collect();
            Random::new(seed, ORDER, number).shuffle(&mut order);
            order
        });
        Self { shuffled: shuffled.collect(), library, seed, places }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn source(&self) -> &'static str {
        self.library.source
    }

    pub fn language(&self, number: usize) -> Option<&Language> {
        let (language, _) = self.places.get(number)?;
        self.library.languages.get(usize::from(*language))
    }

    /// All of them, newest first, as a rebuild goes.
    pub fn pages(&self) -> impl Iterator<Item = Document> + '_ {
        (0..self.len()).filter_map(|number| self.page(number))
    }

    /// Page `number` from 0; its id is the same.
    pub fn page(&self, number: usize) -> Option<Document> {
        let &(language, nth) = self.places.get(number)?;
        let (order, language) =
            (self.shuffled.get(usize::from(language))?, self.library.languages.get(usize::from(language))?);
        let mut random = Random::new(self.seed, PAGE, number as u64);
        let own = order.get(nth as usize).copied();
        let at = own.map_or_else(|| random.below(language.entries.len()), |own| own as usize);
        let entry = language.entries.get(at)?;
        let title = match own {
            Some(_) => entry.title.clone(),
            None => mixed_title(&entry.title, random.pick(&language.entries)?, language.spaced()),
        };
        Some(Document {
            id: number as u64,
            edited: Some(Timestamp(LAST_EDIT_MS - i64::try_from(number).ok()? * 60_000)),
            title,
            icon: None,
            body: body(language, at, own.is_some(), &mut random),
        })
    }
}

/// The first half of one title and the second of another.
fn mixed_title(first: &str, second: &Entry, spaced: bool) -> String {
    let half = |text: &str, front: bool| -> String {
        if spaced {
            let words: Vec<&str> = text.split_whitespace().collect();
            let (start, end) = words.split_at(words.len().div_ceil(2));
            if front { start.join(" ") } else { end.join(" ") }
        } else {
            let middle = text.chars().count().div_ceil(2);
            if front { text.chars().take(middle).collect() } else { text.chars().skip(middle).collect() }
        }
    };
    let between = if spaced { " " } else { "" };
    format!("{}{between}{}", half(first, true), half(&second.title, false)).trim().to_owned()
}

fn body(language: &Language, at: usize, own: bool, random: &mut Random) -> String {
    let bytes = (MEAN_BODY.ln() - SPREAD * SPREAD / 2.0 + SPREAD * random.normal()).exp();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let bytes = bytes.clamp(*BODY_BYTES.start(), *BODY_BYTES.end()) as usize;
    let mut text = String::with_capacity(bytes + 200);
    let between = if language.spaced() { " " } else { "" };
    let mut add = |sentence: &str| {
        text.push_str(sentence);
        text.push_str(between);
        text.len() < bytes
    };
    // What no dictionary has: names, and keys of things elsewhere.
    let mut more = true;
    if random.below(100) < 35 {
        more &= add(&made_up::name(random));
    }
    if random.below(100) < 15 {
        more &= add(&format!("{:08x}", random.number() >> 32));
    }
    if let Some(entry) = language.entries.get(at).filter(|_| own) {
        more &= entry.sentences.iter().all(|sentence| add(sentence));
    }
    while more {
        let entries = language.entries.len();
        // Most from texts about the like: words of a subject stand together.
        let near = (at + random.below(100)).saturating_sub(50).min(entries.saturating_sub(1));
        let from = if random.below(100) < 70 { near } else { random.below(entries) };
        let Some(entry) = language.entries.get(from) else { break };
        let sentence = random.pick(&entry.sentences).unwrap_or(&entry.title);
        more = add(sentence);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_pages_and_another_one_does_not() {
        let texts = |seed| -> Vec<Document> { Corpus::new(made_up::library(7), 50, seed).pages().collect() };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }

    #[test]
    fn pages_are_as_long_as_said_and_of_every_language() {
        let corpus = Corpus::new(made_up::library(7), 2_000, 1);
        let bytes: usize = corpus.pages().map(|page| page.body.len()).sum();
        let mean = bytes / corpus.len();
        assert!((1_500..2_000).contains(&mean), "{mean}");
        for language in &corpus.library.languages {
            let pages = (0..corpus.len())
                .filter(|&page| corpus.language(page).is_some_and(|l| l.code == language.code));
            assert!(pages.count() > 50, "{}", language.code);
        }
    }
}
