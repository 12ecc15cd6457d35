//! Whether two words are forms of one: their stems, in the languages that Snowball knows.
//!
//! Which language a word is of is not known: forms in any of its script's will do. Not which
//! words there are.

use frostem::{Algorithm, Stemmer};

/// A shorter word has no endings to tell.
const SHORTEST: usize = 4;
/// Letters of a stem that all its forms share.
const SHORTEST_STEM: usize = 3;
/// The same in languages with many endings: of a word of another language they leave little
/// that says anything (`her` of *heron*).
const SHORTEST_STEM_OF_MANY: usize = 5;
/// Letters by which one form is longer than another.
const LONGEST_ENDING: usize = 5;

const LATIN: &[Algorithm] = &[
    Algorithm::English,
    Algorithm::German,
    Algorithm::French,
    Algorithm::Spanish,
    Algorithm::Italian,
    Algorithm::Portuguese,
    Algorithm::Dutch,
    Algorithm::Swedish,
    Algorithm::Norwegian,
    Algorithm::Danish,
];
const LATIN_WITH_MANY_ENDINGS: &[Algorithm] = &[
    Algorithm::Catalan,
    Algorithm::Finnish,
    Algorithm::Polish,
    Algorithm::Czech,
    Algorithm::Hungarian,
    Algorithm::Romanian,
    Algorithm::Turkish,
    Algorithm::Indonesian,
    Algorithm::Irish,
    Algorithm::Lithuanian,
    Algorithm::Estonian,
    Algorithm::Basque,
];
const CYRILLIC: &[Algorithm] = &[Algorithm::Russian, Algorithm::Ukrainian, Algorithm::Serbian];

/// The stems of one word.
pub(crate) struct Stems {
    word: String,
    stems: Vec<(Stemmer, String)>,
    /// Of these, the first so many are of languages with few endings.
    few: usize,
}

impl Stems {
    /// `None` where it has no other forms, or its script no stemmer.
    pub(crate) fn of(word: &str) -> Option<Self> {
        if word.chars().count() < SHORTEST || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let stem = |algorithm: &Algorithm, shortest| {
            let stemmer = Stemmer::new(*algorithm);
            let stem = stemmer.stem(word).into_owned();
            (stem.chars().count() >= shortest).then_some((stemmer, stem))
        };
        let (few, many) = languages(word.chars().next()?);
        let mut stems: Vec<_> = few.iter().filter_map(|language| stem(language, SHORTEST_STEM)).collect();
        let few = stems.len();
        stems.extend(many.iter().filter_map(|language| stem(language, SHORTEST_STEM_OF_MANY)));
        (!stems.is_empty()).then(|| Self { word: word.to_owned(), stems, few })
    }

    /// What all forms begin with.
    pub(crate) fn beginning(&self) -> &str {
        let shared = self.stems.iter().map(|(_, stem)| {
            let same = self.word.chars().zip(stem.chars()).take_while(|(word, stem)| word == stem).count();
            // The last letter of a stem may be another in a form: cities, city.
            let last = usize::from(same > SHORTEST_STEM && same == stem.chars().count());
            (same - last).max(SHORTEST_STEM)
        });
        let shared = shared.min().unwrap_or(usize::MAX);
        self.word.char_indices().nth(shared).and_then(|(end, _)| self.word.get(..end)).unwrap_or(&self.word)
    }

    /// The word without an ending, in a language with few: in one with many, a slip may be an ending.
    pub(crate) fn without_ending(&self) -> Option<&str> {
        let shorter = self.stems.iter().map(|(_, stem)| stem.as_str()).take(self.few);
        let mut shorter = shorter.filter(|stem| stem.len() < self.word.len() && self.word.starts_with(stem));
        shorter.next()
    }

    /// Whether `other` may be a form by its length.
    pub(crate) fn may_be_form(&self, other: &str) -> bool {
        let longest = LONGEST_ENDING.min(self.word.len() / 2 + 1);
        other != self.word && other.len().abs_diff(self.word.len()) <= longest
    }

    pub(crate) fn is_form(&self, other: &str) -> bool {
        self.stems.iter().any(|(stemmer, stem)| *stemmer.stem(other) == **stem)
    }
}

/// Languages that are written with a letter; and those with many endings.
fn languages(letter: char) -> (&'static [Algorithm], &'static [Algorithm]) {
    match letter {
        'a'..='z' | '\u{E0}'..='\u{24F}' => (LATIN, LATIN_WITH_MANY_ENDINGS),
        '\u{400}'..='\u{52F}' => (CYRILLIC, &[]),
        '\u{370}'..='\u{3FF}' => (&[Algorithm::Greek], &[]),
        '\u{531}'..='\u{58F}' => (&[Algorithm::Armenian], &[]),
        '\u{600}'..='\u{6FF}' => (&[Algorithm::Arabic, Algorithm::Persian], &[]),
        '\u{900}'..='\u{97F}' => (&[Algorithm::Hindi], &[]),
        '\u{B80}'..='\u{BFF}' => (&[Algorithm::Tamil], &[]),
        _ => (&[], &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_one_word() {
        for (word, form) in [
            ("meetings", "meeting"),
            ("cities", "city"),
            ("policies", "policy"),
            ("recycle", "recycling"),
            ("release", "releasing"),
            ("rechnungen", "rechnung"),
            ("reunions", "reunion"),
            ("facturas", "factura"),
            ("отчеты", "отчет"),
        ] {
            let stems = Stems::of(word).unwrap();
            assert!(form.starts_with(stems.beginning()), "{word}: {}", stems.beginning());
            assert!(stems.may_be_form(form) && stems.is_form(form), "{word}");
        }
        for (word, other) in [
            ("meeting", "metal"),
            ("policy", "police officer"),
            ("budget", "badge"),
            ("heron", "her"),
            ("oncall", "once"),
            ("handle", "hands"),
        ] {
            assert!(!Stems::of(word).unwrap().is_form(other), "{word}");
        }
        assert!(Stems::of("q3").or_else(|| Stems::of("map")).or_else(|| Stems::of("2026")).is_none());
    }

    proptest! {
        #[test]
        fn no_word_is_too_odd(word in "\\PC{0,20}", other in "\\PC{0,20}") {
            if let Some(stems) = Stems::of(&word) {
                prop_assert!(word.starts_with(stems.beginning()));
                stems.is_form(&other);
            }
        }
    }
}
