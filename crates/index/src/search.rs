//! Which pages answer a query: the way from what was typed to the order of answers.
//!
//! What was typed is understood by `query`: words, phrases, filters, what is left out. Each thing
//! it wants (`pieces`) has alternatives (`wanted`), from what was typed to what is farther off.
//! Steps bring candidates, the surest first; a later one is taken only while there are few:
//!
//! 1. The title is what was typed.
//! 2. All in the title; as it was typed, then with what was typed as one thing apart.
//! 3. Some in the title, the rest in the names of what the page lies in.
//! 4. All in the body: the newest, and those that are about it.
//! 5. All, some of it in other forms: plurals, other spellings.
//! 6. All, some of it inside of longer words, or in words written together or apart.
//! 7. Words that no page has replaced by those one slip of the finger away; with nothing
//!    found at all, any words; what the keys would have written on another keyboard; and what
//!    titles have that is spelt so, in pinyin or by the initials of syllables.
//! 8. Most of it: pages whose whole title is among what was typed, and others that lack something,
//!    which is said.
//!
//! Where more than a few words are all in some title, steps 3 and 5 to 8 are left out.
//!
//! The order among all of these is `ranking`'s. Each step has a bound, so a keystroke costs the
//! same however common a word is. Not here: names behind filters, and texts: titles come from
//! [`Pages`], bodies are checked by whoever shows them.

mod candidates;
mod corrections;
mod dictionary;
mod lookup;
mod other_words;
mod partial;
mod scores;
mod segment;
mod steps;
mod typo_tolerance;
mod vocabulary;

use crate::answer::{Answer, Hit, Pages};
use crate::asked::Asked;
use crate::error::{IndexError, index_error};
use crate::fields::Fields;
use crate::pieces::with_number_apart;
use crate::query::Query;
use crate::ranking::{Tier, in_title};
use crate::runs::is_syllable;
use crate::sequence::Sequence;
use crate::tokenizer::Term;
use crate::wanted::How;
use candidates::Candidates;
use lookup::{Part, documents};
use other_words::{FREQUENT, forms, outer_words, splits};
use segment::{Segments, all_of};
use steps::Search;

/// Candidates that a step may bring, if no more are wanted.
const STEP: usize = 60;
/// Bodies are searched if titles gave fewer, and other forms if both did.
const FEW: usize = 20;
/// What is farther off is looked for if all that gave fewer.
const VERY_FEW: usize = 5;
/// Syllables of a word that may be two, and of each of these.
const MOST_SYLLABLES: usize = 12;
const FEWEST_SYLLABLES: usize = 2;
/// Of more words than these, a title with all of them is what is meant.
const FEW_WORDS: usize = 3;
/// Words of which each is looked for in other forms.
const FEW_FORMS: usize = 2;
/// Pages that lack something are after the others and apart: not too many of them.
const MOST_LACKING: usize = 20;

/// The index at one moment.
pub struct Searcher {
    segments: Segments,
    seq: u64,
}

impl Searcher {
    /// `before` is the one of a moment ago.
    pub(crate) fn new(
        searcher: tantivy::Searcher,
        fields: Fields,
        seq: u64,
        before: Option<&Self>,
    ) -> tantivy::Result<Self> {
        let segments = Segments::new(searcher, fields, before.map(|before| &before.segments))?;
        Ok(Self { segments, seq })
    }

    /// The highest sequence number of the store that this knows of.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Pages in the index.
    pub fn count(&self) -> u64 {
        self.segments.searcher.num_docs()
    }

    /// The `limit` best answers. With `correct`, words that no page has may be replaced.
    ///
    /// Hits that are `unchecked` were found by their parts: they are to be checked with
    /// [`Asked::holds`] when their bodies are read.
    ///
    /// # Errors
    /// The index cannot be read any more.
    pub fn search(
        &self,
        query: &Query,
        pages: &dyn Pages,
        limit: usize,
        correct: bool,
    ) -> Result<Answer, IndexError> {
        self.answer(query, pages, limit, correct).map_err(|error| index_error(&error))
    }

    fn answer(
        &self,
        query: &Query,
        pages: &dyn Pages,
        limit: usize,
        correct: bool,
    ) -> tantivy::Result<Answer> {
        let query = self.with_hyphens_kept(query)?;
        let mut search = Search {
            index: &self.segments,
            asked: Asked::new(&query),
            candidates: Candidates::new(pages, STEP.max(limit)),
        };
        let (mut corrections, mut guesses) = (Vec::new(), Vec::new());
        if query.asks_nothing() {
            search.all_pages()?;
        } else {
            search.titles_first(limit)?;
            if !search.is_found() {
                search.farther_off()?;
            }
            if correct {
                corrections = search.correct()?;
            }
            if correct && search.candidates.count() == 0 {
                corrections = search.on_another_keyboard(&query, limit)?;
            }
            if correct && search.candidates.count() == 0 {
                guesses = search.guess()?;
            }
            if search.very_few() && !search.is_found() && query.link.is_none() {
                // Words that were typed as one thing, and no page has so, are wanted each as well.
                if search.candidates.count() == 0 && search.asked.is_one_of_words() {
                    search.asked = search.asked.spread();
                }
                if search.asked.count() > 1 {
                    search.lacking()?;
                }
            }
        }
        search.candidates.keep_lacking(MOST_LACKING);
        corrections.extend(search.that_brought_something(guesses));
        let Search { candidates, asked, .. } = search;
        let (total, more) = (candidates.count(), candidates.more);
        let tells = asked.text_tells();
        let hits = candidates.best(limit).into_iter().map(|(id, rank, lacks)| {
            // In a title the index may have met the words only.
            let held =
                || pages.page(id).is_some_and(|page| in_title(&asked, page.title).met == asked.everything());
            let told = rank.tier == Tier::Path || rank.tier < Tier::Path && held();
            let unchecked = tells && (asked.leaves_out() || !told);
            Hit { id, rank, lacks, unchecked }
        });
        let left_out = query.without.iter().map(|without| without.piece.text.clone()).collect();
        Ok(Answer { hits: hits.collect(), total, more, corrections, left_out, asked })
    }

    /// What a hyphen leaves out is text where some page has it side by side with the word
    /// before it, hyphen and all, and the other words besides.
    fn with_hyphens_kept(&self, query: &Query) -> tantivy::Result<Query> {
        let mut query = query.clone();
        let mut at = 0;
        while let Some(without) = query.without.get(at) {
            let before = without.place.checked_sub(1).and_then(|before| query.wanted.get(before));
            let before = before.and_then(|any| any.first()).map(|piece| piece.text.clone());
            let hyphen = format!("{} -{}", before.unwrap_or_default(), without.piece.text);
            let mut kept = query.clone();
            kept.keep(at);
            if self.any_has(&Asked::new(&kept), &hyphen)? { query = kept } else { at += 1 }
        }
        Ok(query)
    }

    /// Whether some page has all that is asked for, and `text` with its signs.
    fn any_has(&self, asked: &Asked, text: &str) -> tantivy::Result<bool> {
        let Some(neighbours) = Sequence::with_hyphen(text) else { return Ok(false) };
        'segments: for segment in &self.segments.all {
            let words = Part::Body.of(segment);
            let Some(hyphen) = lookup::all_terms(words, &neighbours.terms(false))? else { continue };
            let mut all = vec![hyphen];
            for wanted in asked.all() {
                match documents(words, wanted, How::Apart, true)? {
                    Some(found) => all.push(found),
                    None => continue 'segments,
                }
            }
            if let Some(all) = all_of(all)
                && segment.any_left(&all)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Search<'_> {
    fn few(&self) -> bool {
        self.candidates.count() < FEW
    }

    fn very_few(&self) -> bool {
        self.candidates.count() < VERY_FEW
    }

    /// Whether what was typed says enough, and is in some title: what is farther off is not meant.
    fn is_found(&self) -> bool {
        self.asked.count() > FEW_WORDS && self.candidates.any_in_title()
    }

    /// Whether something that is wanted has an alternative so far off, whose words pages have.
    fn has(&self, how: How) -> tantivy::Result<bool> {
        let alternatives = self.asked.all().iter().flat_map(|wanted| &wanted.alternatives);
        for alternative in alternatives.filter(|one| one.how == how && !one.only_text) {
            let terms: Vec<Term> = alternative.all.iter().flat_map(|one| one.terms(true)).collect();
            for segment in &self.index.all {
                if lookup::all_terms(&segment.body, &terms)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Steps 1 to 4.
    fn titles_first(&mut self, limit: usize) -> tantivy::Result<()> {
        self.exact_title()?;
        self.titles(How::Typed)?;
        if self.few() && self.has(How::Apart)? {
            self.titles(How::Apart)?;
        }
        if self.few() && !self.is_found() {
            self.titles_and_paths()?;
        }
        if self.candidates.count() < FEW.max(limit) {
            if self.asked.count() <= FEW_WORDS {
                self.bodies_in_one()?;
            }
            self.bodies(How::Typed)?;
            if self.few() && self.has(How::Apart)? {
                self.bodies(How::Apart)?;
            }
        } else {
            // Bodies that were not looked at may hold any number.
            self.candidates.more = true;
        }
        Ok(())
    }

    /// Steps 5 and 6.
    fn farther_off(&mut self) -> tantivy::Result<()> {
        if self.few() {
            self.allow_forms()?;
            if self.has(How::Form)? {
                self.titles(How::Form)?;
                self.bodies(How::Form)?;
            }
        }
        if self.few() && self.has(How::Bare)? {
            self.titles(How::Bare)?;
            self.bodies(How::Bare)?;
        }
        if self.very_few() {
            self.allow_inside()?;
            if self.has(How::Inside)? {
                self.titles(How::Inside)?;
                self.bodies(How::Inside)?;
            }
        }
        Ok(())
    }

    fn allow_forms(&mut self) -> tantivy::Result<()> {
        let words = self.words();
        for (at, word, _) in &words {
            // Of several words the common ones say little in any form.
            if words.len() > FEW_FORMS && self.index.frequency(word)? >= FREQUENT {
                continue;
            }
            for form in forms(self.index, word)? {
                self.asked.allow(*at, How::Form, vec![Sequence::word(&form, false)]);
            }
        }
        Ok(())
    }

    fn allow_inside(&mut self) -> tantivy::Result<()> {
        let words = self.words();
        for (at, word, open) in &words {
            // What begins words that pages have is not a part of others.
            if words.len() > 1 && self.index.has(word, *open)? {
                continue;
            }
            for outer in outer_words(self.index, word, words.len() == 1)? {
                self.asked.allow(*at, How::Inside, vec![Sequence::word(&outer, false)]);
            }
            for parts in splits(self.index, word, *open)? {
                let parts = parts.iter().map(String::as_str);
                self.asked.allow(*at, How::Inside, vec![Sequence::words_of(parts, *open)]);
            }
        }
        for (at, [first, second]) in self.syllables_apart() {
            self.asked.allow(at, How::Inside, vec![Sequence::words_of([&*first, &*second], false)]);
        }
        for (at, words, open) in self.numbers_apart() {
            let words = || words.iter().map(String::as_str);
            self.asked.allow(at, How::Inside, vec![Sequence::words_of(words(), open)]);
            self.asked.allow(at, How::Inside, words().map(|word| Sequence::word(word, false)).collect());
        }
        // A number and the unit behind it: 2:30 pm.
        for (at, typed, open) in self.numbers_with_units() {
            for at in [at, at + 1] {
                let one = Sequence::side_by_side(&typed, open);
                self.asked.allow(at, How::Inside, one.into_iter().collect());
            }
        }
        // Words typed apart that pages have as one.
        for neighbours in neighbours(&words) {
            let one: String = neighbours.iter().map(|(_, word, _)| word.as_str()).collect();
            let open = neighbours.last().is_some_and(|(.., open)| *open);
            for (at, ..) in neighbours {
                self.asked.allow(*at, How::Inside, vec![Sequence::word(&one, open)]);
            }
        }
        Ok(())
    }

    /// A number with the unit behind it, where one of them is of several words; and where it is wanted.
    fn numbers_with_units(&self) -> Vec<(usize, String, bool)> {
        let pairs = self.asked.all().windows(2).enumerate();
        let with_unit = pairs.filter_map(|(at, pair)| {
            let [number, unit] = pair else { return None };
            let several = number.single().is_none() || unit.single().is_none();
            let fits = several
                && number.typed.ends_with(|c: char| c.is_ascii_digit())
                && unit.typed.starts_with(char::is_alphabetic);
            fits.then(|| (at, format!("{}{}", number.typed, unit.typed), unit.is_open()))
        });
        with_unit.collect()
    }

    /// What was typed with a number in it, its words with that apart.
    fn numbers_apart(&self) -> Vec<(usize, Vec<String>, bool)> {
        let all = self.asked.all().iter().enumerate();
        let apart = all.filter_map(|(at, wanted)| {
            let words = with_number_apart(&wanted.typed)?;
            Some((at, words.into_iter().map(str::to_owned).collect(), wanted.is_open()))
        });
        apart.collect()
    }

    /// Korean words and words in kana in two parts: whether those that stand together have a space or
    /// a middle dot between them is a matter of taste.
    fn syllables_apart(&self) -> Vec<(usize, [String; 2])> {
        let mut apart = Vec::new();
        for (at, wanted) in self.asked.all().iter().enumerate() {
            let Some(text) = wanted.only_word().filter(|text| text.chars().all(is_syllable)) else {
                continue;
            };
            let letters = text.chars().count();
            if letters > MOST_SYLLABLES {
                continue;
            }
            let ends = text.char_indices().skip(FEWEST_SYLLABLES).map(|(at, _)| at);
            for end in ends.take((letters + 1).saturating_sub(2 * FEWEST_SYLLABLES)) {
                let (first, second) = text.split_at(end);
                apart.push((at, [first.to_owned(), second.to_owned()]));
            }
        }
        apart
    }

    /// Words that were typed side by side and may be one thing: two, or one with the numbers
    /// behind it.
    fn typed_side_by_side(&self) -> Vec<Sequence> {
        let words = self.words();
        let mut found = Vec::new();
        for (first, (_, word, _)) in words.iter().enumerate() {
            let behind = words.get(first..).unwrap_or_default();
            let numbers = behind.iter().skip(1).take_while(|word| is_number(word)).count();
            let some = behind.get(..1 + numbers.max(1)).filter(|some| are_neighbours(some));
            if let Some(some) = some.filter(|_| !word.bytes().all(|byte| byte.is_ascii_digit())) {
                found.push(Sequence::in_one(some.iter().map(|(_, word, _)| word.as_str())));
            }
        }
        found
    }

    /// What is wanted and is one word of letters: its place, itself, whether it may go on.
    fn words(&self) -> Vec<Word> {
        let all = self.asked.all().iter().enumerate();
        let words = all.filter_map(|(at, wanted)| Some((at, wanted.single()?.to_owned(), wanted.is_open())));
        words.collect()
    }
}

/// A word that is wanted: its place, itself, whether it may go on.
type Word = (usize, String, bool);

/// Words that may be written as one: `wi fi`, `get user name`.
fn neighbours(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    words.windows(2).chain(words.windows(3)).filter(|some| are_neighbours(some))
}

fn are_neighbours(words: &[Word]) -> bool {
    words.windows(2).all(|pair| matches!(pair, [one, other] if other.0 == one.0 + 1))
}

fn is_number((_, word, _): &Word) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}
