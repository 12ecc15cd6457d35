//! Other words in place of those that no page has, and what a person is told of it: only what
//! changed something and brought something.
//!
//! Not which words are near (`typo_tolerance`), what other keyboards write (`keyboards`) nor what
//! is spelt so (`phonetic_input`).

use super::lookup::documents;
use super::steps::Search;
use super::typo_tolerance::{Courage, correction};
use super::{VERY_FEW, Word};
use crate::asked::{Asked, Correction};
use crate::keyboards::Keyboard;
use crate::phonetic_input::PhoneticInput;
use crate::query::{Piece, Query};
use crate::runs::begins_paired;
use crate::wanted::{How, Wanted};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Different pieces of titles that are counted, and those of them that are looked for.
const MOST_COUNTED: usize = 500;
const MOST_SPELT: usize = 8;
/// Letters that may mean something on another keyboard.
const SHORTEST_REWRITTEN: usize = 3;

/// The place of a word that is wanted, and what stands for it.
pub(super) type Guess = (usize, Correction);

impl Search<'_> {
    /// Looks for pages that have all, with words replaced. Returns what was replaced.
    pub(super) fn correct(&mut self) -> tantivy::Result<Vec<Correction>> {
        // Some page has all: no word is mistyped.
        if self.candidates.as_typed() > 0 {
            return Ok(Vec::new());
        }
        for (few, courage) in [(VERY_FEW, Courage::Unknown), (1, Courage::Any)] {
            if self.candidates.count() >= few {
                break;
            }
            // Those that no page has in any form first: without one of them there is no answer.
            let mut words = Vec::new();
            for (at, word, open) in self.words() {
                words.push((self.is_somewhere(at)?, at, word, open));
            }
            words.sort();
            let mut corrections = Vec::new();
            for (somewhere, at, word, open) in words {
                match correction(self.index, &word, open, courage)? {
                    Some(correction) => corrections.push((at, correction)),
                    None if !somewhere && courage == Courage::Any => return Ok(Vec::new()),
                    None => {}
                }
            }
            // One word is mistyped more often than several; only what was is told.
            let alone = corrections.chunks(1).filter(|_| corrections.len() > 1 && courage == Courage::Any);
            for some in alone.chain([corrections.as_slice()]).filter(|some| !some.is_empty()) {
                some.iter().for_each(|(at, correction)| self.asked.correct(*at, correction));
                self.titles(How::Slip)?;
                self.bodies(How::Slip)?;
                if self.candidates.corrected() > 0 {
                    return Ok(some.iter().map(|(_, correction)| correction.clone()).collect());
                }
                self.asked.insist();
            }
        }
        Ok(Vec::new())
    }

    /// Looks for what the keys would have written on another keyboard, in place of what no page
    /// has. Returns what was replaced.
    pub(super) fn on_another_keyboard(
        &mut self,
        query: &Query,
        limit: usize,
    ) -> tantivy::Result<Vec<Correction>> {
        let mut unknown = Vec::new();
        for piece in query.wanted.iter().filter_map(|any| any.first()) {
            unknown.push(if self.any_has(&Asked::of(piece))? { None } else { Some(piece) });
        }
        for keyboard in Keyboard::all() {
            let mut other = query.clone();
            let mut corrections = Vec::new();
            for (wanted, piece) in other.wanted.iter_mut().zip(&unknown) {
                let rewritten = piece.and_then(|piece| Some((piece, keyboard.rewritten(&piece.text)?)));
                if let Some((piece, instead)) = rewritten {
                    *wanted = vec![Piece { text: instead.clone(), ..piece.clone() }];
                    corrections.push(Correction {
                        typed: piece.text.clone(),
                        instead: vec![instead],
                        known: false,
                    });
                }
            }
            let letters: usize = corrections.iter().map(|one| one.typed.chars().count()).sum();
            let asked = Asked::new(&other);
            if letters < SHORTEST_REWRITTEN || !self.each_is_somewhere(&asked)? {
                continue;
            }
            let typed = std::mem::replace(&mut self.asked, asked);
            self.titles_first(limit)?;
            if self.candidates.count() > 0 {
                return Ok(corrections);
            }
            self.asked = typed;
        }
        Ok(Vec::new())
    }

    /// Lets other words stand for those that no page has: near ones, or those of titles that are
    /// spelt so. What all pages lack together, some may have in part: that is looked for next.
    pub(super) fn guess(&mut self) -> tantivy::Result<Vec<Guess>> {
        let mut guesses = Vec::new();
        for (at, word, open) in self.unknown_words()? {
            let near = match word.starts_with(begins_paired) {
                true => None,
                false => correction(self.index, &word, open, Courage::Unknown)?,
            };
            let guess = if near.is_some() { near } else { self.spelt_so(&word)? };
            if let Some(correction) = guess {
                self.asked.correct(at, &correction);
                guesses.push((at, correction));
            }
        }
        if !guesses.is_empty() {
            self.titles(How::Slip)?;
            self.bodies(How::Slip)?;
        }
        Ok(guesses)
    }

    /// Pieces of titles that are spelt so, the commonest first.
    fn spelt_so(&self, word: &str) -> tantivy::Result<Option<Correction>> {
        // First, since the readings of all characters are put together for the first word that is asked about.
        if !self.index.has_between(PhoneticInput::characters(word))? {
            return Ok(None);
        }
        // Letters beside other words are seldom initials, and looking for those takes longest.
        let alone = self.asked.count() == 1;
        let Some(spelt) = PhoneticInput::of(word).filter(|spelt| alone || !spelt.may_be_initials()) else {
            return Ok(None);
        };
        let mut counts: HashMap<String, u32> = HashMap::new();
        self.candidates.titles(&mut |title| {
            spelt.pieces(title, |piece| {
                if let Some(count) = counts.get_mut(piece) {
                    *count += 1;
                } else if counts.len() < MOST_COUNTED {
                    counts.insert(piece.to_owned(), 1);
                }
            });
        });
        let mut pieces: Vec<(Reverse<u32>, String)> =
            counts.into_iter().map(|(piece, count)| (Reverse(count), piece)).collect();
        pieces.sort_unstable();
        pieces.truncate(MOST_SPELT);
        let mut instead: Vec<String> = pieces.into_iter().map(|(_, piece)| piece).collect();
        if instead.is_empty() {
            instead.extend(PhoneticInput::without_last_initial(word).map(str::to_owned));
        }
        let correction = Correction { typed: word.to_owned(), instead, known: false };
        Ok(Some(correction).filter(|correction| !correction.instead.is_empty()))
    }

    /// Words of any script that no page has, in any form.
    fn unknown_words(&self) -> tantivy::Result<Vec<Word>> {
        let mut words = Vec::new();
        for (at, wanted) in self.asked.all().iter().enumerate() {
            if let Some(word) = wanted.only_word()
                && !self.is_somewhere(at)?
            {
                words.push((at, word.to_owned(), wanted.is_open()));
            }
        }
        Ok(words)
    }

    /// Of guesses those that some candidate has; the others are taken back.
    pub(super) fn that_brought_something(&mut self, guesses: Vec<Guess>) -> Vec<Correction> {
        let mut brought = Vec::new();
        for (at, correction) in guesses {
            match self.candidates.any_has(at) {
                true => brought.push(correction),
                false => self.asked.insist_on(at),
            }
        }
        brought
    }

    fn each_is_somewhere(&self, asked: &Asked) -> tantivy::Result<bool> {
        for wanted in asked.all() {
            if !self.has_some(wanted)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn any_has(&self, asked: &Asked) -> tantivy::Result<bool> {
        for wanted in asked.all() {
            if self.has_some(wanted)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether some page has this of what is wanted.
    fn is_somewhere(&self, wanted: usize) -> tantivy::Result<bool> {
        self.asked.all().get(wanted).map_or(Ok(false), |wanted| self.has_some(wanted))
    }

    fn has_some(&self, wanted: &Wanted) -> tantivy::Result<bool> {
        for segment in &self.index.all {
            if let Some(found) = documents(&segment.body, wanted, How::Slip, true)?
                && segment.any_left(&found)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
