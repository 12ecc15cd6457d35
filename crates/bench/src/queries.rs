//! What is typed: words, titles, slips of the finger and pieces of unspaced text, drawn
//! from a corpus with a seed.

use crate::corpus::Corpus;
use crate::random::Random;
use std::collections::{BTreeMap, HashSet};
use trove_index::fold::fold;
use trove_index::runs::runs;

/// The seed that thresholds may be chosen by.
pub const SEED: u64 = 1;
/// The seed of queries that nobody looks at while choosing.
pub const HELD_OUT: u64 = 2;

/// Pages that queries are drawn from.
const SAMPLE: usize = 4_000;
/// Letters of a word that a slip is put into.
const SHORTEST_SLIPPED: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Frequent,
    Rare,
    TwoWords,
    ThreeWords,
    ExactTitle,
    /// One to three words of a title, one of them with one edit.
    Slip,
    German,
    /// A piece of one to five characters out of the middle of a text.
    Piece,
}

#[derive(Debug, Clone)]
pub struct Query {
    pub kind: Kind,
    pub text: String,
    /// What was meant, where that is something else.
    pub meant: Option<String>,
    /// The page that the words are from.
    pub page: u64,
}

struct Sampled {
    page: u64,
    language: &'static str,
    title: String,
    title_words: Vec<String>,
    body_words: Vec<String>,
}

/// About 240 queries of all kinds.
pub fn draw(corpus: &Corpus, seed: u64) -> Vec<Query> {
    let random = &mut Random::new(seed, 21, 0);
    let sample = sample(corpus, random);
    let mut drawn = Drawn { random, sample: &sample, queries: Vec::new(), taken: HashSet::new() };
    let (frequent, rare) = words_by_count(&sample);
    drawn.words(Kind::Frequent, 20, &frequent);
    drawn.words(Kind::Rare, 25, &rare);
    drawn.combinations(Kind::TwoWords, 40, 2);
    drawn.combinations(Kind::ThreeWords, 30, 3);
    drawn.titles(30);
    drawn.slips(40);
    drawn.german(15);
    for (language, count) in [("ja", 15), ("zh", 12), ("ko", 13)] {
        drawn.pieces(language, count);
    }
    drawn.queries
}

/// Pieces of unspaced text only, for counting what is found of them.
pub fn draw_pieces(corpus: &Corpus, seed: u64, count: usize) -> Vec<Query> {
    let random = &mut Random::new(seed, 22, 0);
    let sample = sample(corpus, random);
    let mut drawn = Drawn { random, sample: &sample, queries: Vec::new(), taken: HashSet::new() };
    for language in ["ja", "zh", "ko"] {
        drawn.pieces(language, count / 3);
    }
    drawn.queries
}

/// Titles only.
pub fn draw_titles(corpus: &Corpus, seed: u64, count: usize) -> Vec<Query> {
    let random = &mut Random::new(seed, 23, 0);
    let sample = sample(corpus, random);
    let mut drawn = Drawn { random, sample: &sample, queries: Vec::new(), taken: HashSet::new() };
    drawn.titles(count);
    drawn.queries
}

/// Slips only.
pub fn draw_slips(corpus: &Corpus, seed: u64, count: usize) -> Vec<Query> {
    let random = &mut Random::new(seed, 24, 0);
    let sample = sample(corpus, random);
    let mut drawn = Drawn { random, sample: &sample, queries: Vec::new(), taken: HashSet::new() };
    drawn.slips(count);
    drawn.queries
}

/// What the box holds after each key, up to the whole text. A blank at the end asks nothing new.
pub fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter_map(|end| text.get(..end)).filter(|typed| !typed.ends_with(char::is_whitespace))
}

struct Drawn<'a> {
    random: &'a mut Random,
    sample: &'a [Sampled],
    queries: Vec<Query>,
    taken: HashSet<String>,
}

impl Drawn<'_> {
    fn add(&mut self, query: Query) -> bool {
        let new = !query.text.is_empty() && self.taken.insert(query.text.clone());
        if new {
            self.queries.push(query);
        }
        new
    }

    /// Tries until there are `count` more; a small corpus may not have as many.
    fn fill(&mut self, count: usize, mut next: impl FnMut(&mut Random, &Sampled) -> Option<Query>) {
        let (mut left, mut tries) = (count, count * 200);
        while left > 0 && tries > 0 {
            tries -= 1;
            let Some(sampled) = self.random.pick(self.sample) else { return };
            if let Some(query) = next(self.random, sampled)
                && self.add(query)
            {
                left -= 1;
            }
        }
    }

    fn words(&mut self, kind: Kind, count: usize, words: &[(String, u64)]) {
        self.fill(count, |random, _| {
            let (word, page) = random.pick(words)?.clone();
            Some(Query { kind, text: word, meant: None, page })
        });
    }

    /// Words of one page, in any order: most from its title, some from its body.
    fn combinations(&mut self, kind: Kind, count: usize, words: usize) {
        self.fill(count, |random, sampled| {
            let from = if random.below(100) < 60 { &sampled.title_words } else { &sampled.body_words };
            let text = some_of(from, words, random)?.join(" ");
            Some(Query { kind, text, meant: None, page: sampled.page })
        });
    }

    fn titles(&mut self, count: usize) {
        self.fill(count, |_, sampled| {
            let long = sampled.title.chars().count() >= 6;
            long.then(|| Query {
                kind: Kind::ExactTitle,
                text: as_typed(&sampled.title),
                meant: None,
                page: sampled.page,
            })
        });
    }

    fn slips(&mut self, count: usize) {
        self.fill(count, |random, sampled| {
            let words = 1 + random.below(3);
            let mut chosen = some_of(&sampled.title_words, words, random)?;
            let meant = chosen.join(" ");
            let slipped = chosen.iter_mut().find(|word| word.chars().count() >= SHORTEST_SLIPPED)?;
            *slipped = slip(slipped, random)?;
            let text = chosen.join(" ");
            Some(Query { kind: Kind::Slip, text, meant: Some(meant), page: sampled.page })
        });
    }

    fn german(&mut self, count: usize) {
        self.fill(count, |random, sampled| {
            let words = 1 + random.below(3);
            let from = if random.below(2) == 0 { &sampled.title_words } else { &sampled.body_words };
            let text = some_of(from, words, random).filter(|_| sampled.language == "de")?.join(" ");
            Some(Query { kind: Kind::German, text, meant: None, page: sampled.page })
        });
    }

    fn pieces(&mut self, language: &str, count: usize) {
        self.fill(count, |random, sampled| {
            let text = fold(&sampled.title);
            let run = runs(&text).filter(|run| run.paired).max_by_key(|run| run.text.len())?;
            let (length, characters) = (1 + random.below(5), run.text.chars().count());
            let from = random.below((characters + 1).saturating_sub(length));
            let piece: String = run.text.chars().skip(from).take(length).collect();
            let whole = sampled.language == language && piece.chars().count() == length;
            whole.then_some(Query { kind: Kind::Piece, text: piece, meant: None, page: sampled.page })
        });
    }
}

/// A title that means something else to the search box goes between quotation marks.
fn as_typed(title: &str) -> String {
    let means_else =
        |word: &str| word.len() > 1 && word.starts_with('-') || word.starts_with(['"', '“', '„', '«']);
    if title.split_whitespace().any(means_else) {
        format!("\"{}\"", title.replace(['"', '“', '”', '„', '«', '»'], " "))
    } else {
        title.to_owned()
    }
}

/// `count` different words, in no order.
fn some_of(words: &[String], count: usize, random: &mut Random) -> Option<Vec<String>> {
    let mut words: Vec<String> = words.to_vec();
    words.sort_unstable();
    words.dedup();
    random.shuffle(&mut words);
    words.truncate(count);
    (words.len() == count).then_some(words)
}

/// `word` with one edit: two letters swapped, one left out, one put in, one replaced.
pub(crate) fn slip(word: &str, random: &mut Random) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len() - 1);
    let other = *random.pick(&['a', 'e', 'i', 'n', 'r', 's', 't', 'm', 'l', 'o'])?;
    match random.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, other),
        _ => *letters.get_mut(at)? = other,
    }
    let slipped: String = letters.into_iter().collect();
    (slipped != word).then_some(slipped)
}

fn sample(corpus: &Corpus, random: &mut Random) -> Vec<Sampled> {
    let count = SAMPLE.min(corpus.len());
    let numbers = (0..count).map(|_| random.below(corpus.len()));
    let sampled = numbers.filter_map(|number| {
        let (page, language) = (corpus.page(number)?, corpus.language(number)?);
        let words = |text: &str| -> Vec<String> {
            let folded = fold(text);
            let words = runs(&folded).filter(|run| !run.paired && run.text.chars().count() > 1);
            words.map(|run| run.text.to_owned()).collect()
        };
        Some(Sampled {
            page: page.id,
            language: language.code,
            title_words: words(&page.title),
            body_words: words(&page.body),
            title: page.title,
        })
    });
    sampled.collect()
}

/// Words, each with a page that has it.
type WordsOfPages = Vec<(String, u64)>;

/// The hundred words that most sampled pages have, and those that one or two have.
fn words_by_count(sample: &[Sampled]) -> (WordsOfPages, WordsOfPages) {
    let mut counts: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for sampled in sample {
        let words: HashSet<&str> =
            sampled.title_words.iter().chain(&sampled.body_words).map(String::as_str).collect();
        for word in words {
            counts.entry(word).or_insert((0, sampled.page)).0 += 1;
        }
    }
    let mut words: Vec<(usize, &str, u64)> =
        counts.into_iter().map(|(word, (count, page))| (count, word, page)).collect();
    words.sort_unstable_by(|a, b| b.cmp(a));
    let owned = |(_, word, page): &(usize, &str, u64)| ((*word).to_owned(), *page);
    let frequent = words.iter().take(100).map(owned).collect();
    let rare =
        words.iter().filter(|(count, word, _)| *count <= 2 && word.chars().count() > 3).map(owned).collect();
    (frequent, rare)
}
