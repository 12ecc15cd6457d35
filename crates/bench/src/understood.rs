//! What people type instead of a title, made from a corpus with a seed, and whether the app finds the page meant.
//!
//! Titles with a word too many, with their parent, in the plural, from the inside of a word, glued, with slips of the
//! finger. What is counted here is the same on every machine. The handed queries are in `cases`.

use crate::corpus::Corpus;
use crate::queries::slip;
use crate::random::Random;
use crate::{Stop, asked, filled};
use std::collections::{BTreeMap, HashSet};
use trove_app::App;
use trove_app::ui_types::{Correction, SearchAnswer};
use trove_model::NotionId;

/// Queries of each kind.
pub const EACH: usize = 60;
/// Letters that a word needs before its inside, four fewer, is a word to look for.
const LONG: usize = 9;
/// What more pages have is looked for by nobody.
const FEW: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    WordNoPageHas,
    WordOfAnother,
    ParentAndTitle,
    Plural,
    InsideOfLongest,
    Glued,
    OneSlip,
    TwoSlips,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::WordNoPageHas,
        Self::WordOfAnother,
        Self::ParentAndTitle,
        Self::Plural,
        Self::InsideOfLongest,
        Self::Glued,
        Self::OneSlip,
        Self::TwoSlips,
    ];

    /// Among how many the page has to be.
    fn within(self) -> usize {
        match self {
            Self::WordNoPageHas | Self::ParentAndTitle => 1,
            Self::WordOfAnother => 5,
            Self::Plural | Self::InsideOfLongest | Self::Glued | Self::OneSlip | Self::TwoSlips => 20,
        }
    }
}

/// A query and the page it is about.
#[derive(Debug, Clone)]
pub struct Asked {
    pub kind: Kind,
    pub text: String,
    pub page: u64,
    /// Another page of that title is as good.
    title: String,
}

/// How the queries of one kind came out.
#[derive(Debug, Default)]
pub struct Outcome {
    pub asked: usize,
    pub right: usize,
    /// Queries with a sentence that is not so: a correction to what was typed, or one that says of a word that pages
    /// have it, or that none has, where it is otherwise.
    pub false_sentences: Vec<String>,
    pub wrong: Vec<String>,
}

/// A page as far as queries are made of it.
struct Titled {
    page: u64,
    title: String,
    words: Vec<String>,
}

/// What the pages have.
pub struct Vocabulary {
    titled: Vec<Titled>,
    /// Every word of a title or a text, in small letters, with the number of pages that have it.
    counts: BTreeMap<String, usize>,
    /// Parts of words that are words as well.
    parts: HashSet<String>,
}

/// Words as everybody would cut them; not the index's own cut, which is on trial.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The parts of a word in which Chinese, Japanese or Korean stands beside letters of other scripts: `python` and `用` of
/// `python用`. Nobody puts a space between them.
fn parts(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    let parts: Vec<String> = letters
        .chunk_by(|one, other| is_east_asian(*one) == is_east_asian(*other))
        .map(String::from_iter)
        .collect();
    parts.into_iter().filter(move |part| part.len() < word.len())
}

/// From the radicals to the end of the syllables, and ideographs of later planes: blocks of Unicode, near enough for
/// texts of these languages.
fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0xD7FF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

impl Vocabulary {
    pub fn of(corpus: &Corpus) -> Self {
        let (mut titled, mut counts, mut within) = (Vec::new(), BTreeMap::new(), HashSet::new());
        for page in corpus.pages() {
            let own: HashSet<String> = words(&page.title).chain(words(&page.body)).collect();
            within.extend(own.iter().flat_map(|word| parts(word)));
            for word in own {
                *counts.entry(word).or_insert(0) += 1;
            }
            titled.push(Titled { page: page.id, words: words(&page.title).collect(), title: page.title });
        }
        Self { titled, counts, parts: within }
    }

    fn has(&self, word: &str) -> bool {
        self.counts.contains_key(word) || self.parts.contains(word)
    }

    /// Queries of every kind. A small corpus may not have as many.
    pub fn queries(&self, seed: u64, each: usize) -> Vec<Asked> {
        let mut queries = Vec::new();
        for (kind, place) in Kind::ALL.into_iter().zip(0..) {
            let random = &mut Random::new(seed, 31, place);
            let mut taken = HashSet::new();
            for _ in 0..each * 400 {
                let Some(titled) = random.pick(&self.titled).filter(|titled| is_typed(titled)) else {
                    continue;
                };
                let Some(text) = self.text(kind, titled, random) else { continue };
                if taken.insert(text.clone()) {
                    queries.push(Asked { kind, text, page: titled.page, title: titled.title.clone() });
                }
                if taken.len() == each {
                    break;
                }
            }
        }
        queries
    }

    fn text(&self, kind: Kind, titled: &Titled, random: &mut Random) -> Option<String> {
        let title = &titled.title;
        match kind {
            Kind::WordNoPageHas => Some(format!("{title} {}", self.word_of_none(random)?)),
            Kind::WordOfAnother => {
                let word = random.pick(&random.clone().pick(&self.titled)?.words)?.clone();
                let foreign = letters(&word) > 3 && !titled.words.contains(&word);
                foreign.then(|| format!("{title} {word}"))
            }
            Kind::ParentAndTitle => {
                let parent = usize::try_from(filled::parent(titled.page)?).ok()?;
                let parent = &self.titled.get(parent)?.title;
                (parent != title).then(|| format!("{parent} {title}"))
            }
            Kind::Plural => {
                let word = titled.words.iter().filter(|word| latin(word)).max_by_key(|word| letters(word))?;
                let plural = plural(word).filter(|plural| !self.has(plural))?;
                Some(replaced(titled, word, &plural))
            }
            Kind::InsideOfLongest => self.inside(titled),
            Kind::Glued => {
                let at = random.below(titled.words.len().checked_sub(1)?);
                let pair = titled.words.get(at..at + 2)?;
                let glued = pair.concat();
                let fits = pair.iter().all(|word| latin(word) && letters(word) > 2) && !self.has(&glued);
                fits.then_some(glued).filter(|_| self.rare_enough(pair))
            }
            Kind::OneSlip => slipped(titled, 1, random),
            Kind::TwoSlips => slipped(titled, 2, random),
        }
    }

    /// Eight consonants, which no language puts side by side.
    fn word_of_none(&self, random: &mut Random) -> Option<String> {
        let letters: Vec<char> = "bcdfghjklmnpqrstvwxz".chars().collect();
        let word: String = (0..8).filter_map(|_| random.pick(&letters)).collect();
        (!self.has(&word)).then_some(word)
    }

    /// The longest word of the title without its beginning and its last letter.
    fn inside(&self, titled: &Titled) -> Option<String> {
        let word = titled.words.iter().filter(|word| latin(word)).max_by_key(|word| letters(word))?;
        // Before all words are gone through: most are short.
        let count = letters(word).checked_sub(4).filter(|_| letters(word) >= LONG)?;
        let inside: String = word.chars().skip(3).take(count).collect();
        let holding = self.counts.iter().filter(|(word, _)| word.contains(&inside));
        let pages: usize = holding.map(|(_, pages)| pages).sum();
        (pages <= FEW).then_some(inside)
    }

    /// Whether few pages have both words: one of them has to be rare.
    fn rare_enough(&self, pair: &[String]) -> bool {
        pair.iter().filter_map(|word| self.counts.get(word)).any(|pages| *pages <= FEW)
    }

    /// A correction that says what is not so: that no page has a word, or that some has it.
    fn contradicted<'a>(&self, answer: &'a SearchAnswer) -> Option<&'a Correction> {
        answer.corrections.iter().find(|correction| {
            let typed = correction.typed.to_lowercase();
            typed == correction.instead.to_lowercase() || self.has(&typed) != correction.known
        })
    }
}

/// Titles that mean nothing else to a search box, and say something.
fn is_typed(titled: &Titled) -> bool {
    let signs = titled.title.contains(['"', '“', '”', '„', '«', '»', ':', '|', '(', ')', '#']);
    let left_out = titled.title.split_whitespace().any(|word| word.starts_with('-'));
    !signs && !left_out && titled.title.chars().count() >= 6 && titled.words.len() >= 2
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

fn latin(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_lowercase())
}

/// English, which most Latin titles are.
fn plural(word: &str) -> Option<String> {
    if letters(word) < 4 || word.ends_with('s') {
        return None;
    }
    Some(match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    })
}

fn replaced(titled: &Titled, word: &str, by: &str) -> String {
    let words: Vec<&str> =
        titled.words.iter().map(|own| if own == word { by } else { own.as_str() }).collect();
    words.join(" ")
}

/// The title with so many slips, each in a word of its own where there are as many long ones.
fn slipped(titled: &Titled, slips: usize, random: &mut Random) -> Option<String> {
    let mut words = titled.words.clone();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words.get(*at).is_some_and(|word| latin(word) && letters(word) >= 6))
        .collect();
    for slip_number in 0..slips {
        let at = *long.get(slip_number % long.len().max(1))?;
        let word = words.get_mut(at)?;
        *word = slip(word, random)?;
    }
    // Two slips in one word may undo each other.
    (words != titled.words).then(|| words.join(" "))
}

/// Asks all of them, of a profile that holds the corpus.
///
/// # Errors
/// The app refuses.
pub async fn outcomes(
    app: &App,
    vocabulary: &Vocabulary,
    queries: &[Asked],
) -> Result<BTreeMap<Kind, Outcome>, Stop> {
    let mut outcomes: BTreeMap<Kind, Outcome> = BTreeMap::new();
    for query in queries {
        let answer = asked::answer(app, &query.text).await?;
        let outcome = outcomes.entry(query.kind).or_default();
        outcome.asked += 1;
        if is_found(query, &answer) {
            outcome.right += 1;
        } else {
            outcome.wrong.push(query.text.clone());
        }
        if let Some(Correction { typed, instead, known }) = vocabulary.contradicted(&answer) {
            let said = if *known { "some page has" } else { "no page has" };
            outcome.false_sentences.push(format!("{}, where {said} {typed} for {instead}", query.text));
        }
    }
    Ok(outcomes)
}

fn is_found(query: &Asked, answer: &SearchAnswer) -> bool {
    let meant = filled::id(query.page);
    answer.hits.iter().take(query.kind.within()).any(|hit| {
        let title: String = hit.title.iter().map(|segment| segment.text.as_str()).collect();
        hit.id.parse::<NotionId>().is_ok_and(|id| id == meant) || title.trim() == query.title.trim()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::made_up;

    const PAGES: usize = 1_500;

    #[test]
    fn words_of_two_scripts_written_together_are_words_each() {
        let found = |word: &str| parts(word).collect::<Vec<_>>();
        assert_eq!(found("python用ライブラリ"), ["python", "用ライブラリ"]);
        assert_eq!(found("第3章"), ["第", "3", "章"]);
        assert!(found("python").is_empty() && found("図書館").is_empty());
    }

    #[test]
    fn every_kind_is_what_it_says() {
        let corpus = Corpus::new(made_up::library(3), PAGES, 3);
        let vocabulary = Vocabulary::of(&corpus);
        let queries = vocabulary.queries(1, 20);
        for kind in Kind::ALL {
            let of_kind: Vec<&Asked> = queries.iter().filter(|query| query.kind == kind).collect();
            // Hardly any word that is made up is long, and fewer have an inside that is theirs alone.
            let least = if kind == Kind::InsideOfLongest { 5 } else { 15 };
            assert!(of_kind.len() >= least, "{kind:?}: {}", of_kind.len());
            for query in of_kind {
                let last = words(&query.text).last().unwrap_or_default();
                let right = match kind {
                    Kind::WordNoPageHas => !vocabulary.has(&last) && query.text.starts_with(&query.title),
                    Kind::WordOfAnother => vocabulary.has(&last) && query.text.starts_with(&query.title),
                    Kind::ParentAndTitle => query.text.ends_with(&query.title),
                    Kind::Plural | Kind::OneSlip | Kind::TwoSlips => {
                        let title: Vec<String> = words(&query.title).collect();
                        let typed: Vec<String> = words(&query.text).collect();
                        let others = title.iter().zip(&typed).filter(|(own, typed)| own != typed).count();
                        title.len() == typed.len() && (1..=2).contains(&others)
                    }
                    Kind::InsideOfLongest => {
                        let inner =
                            |word: String| word.contains(&query.text) && !word.starts_with(&query.text);
                        words(&query.title).any(inner)
                    }
                    Kind::Glued => !vocabulary.has(&query.text),
                };
                assert!(right, "{query:?}");
            }
        }
    }

    #[test]
    fn plurals() {
        let of = |word: &str| plural(word).unwrap_or_default();
        let shown = ["policy", "display", "prefix", "branch", "meeting", "news", "box"].map(of);
        assert_eq!(shown, ["policies", "displays", "prefixes", "branches", "meetings", "", ""]);
    }
}
