//! Other words in place of those that no page has, and what a person is told of it: only what
//! changed something and brought something.
//!
//! Not which words are near (`typo_tolerance`).

use super::lookup::documents;
use super::steps::Search;
use super::typo_tolerance::{Courage, correction};
use super::{How, VERY_FEW};
use crate::asked::Correction;

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

    /// Lets other words stand for those that no page has, where pages that lack something are
    /// looked for next.
    pub(super) fn guess(&mut self) -> tantivy::Result<Vec<Guess>> {
        let mut guesses = Vec::new();
        for (at, word, open) in self.words() {
            if !self.is_somewhere(at)?
                && let Some(correction) = correction(self.index, &word, open, Courage::Unknown)?
            {
                self.asked.correct(at, &correction);
                guesses.push((at, correction));
            }
        }
        Ok(guesses)
    }

    /// Of guesses those that some candidate has; the others are taken back.
    pub(super) fn that_brought_something(&mut self, guesses: Vec<Guess>) -> Vec<Correction> {
        if guesses.iter().all(|(at, _)| !self.candidates.any_has(*at)) {
            self.asked.insist();
            return Vec::new();
        }
        let brought = guesses.into_iter().filter(|(at, _)| self.candidates.any_has(*at));
        brought.map(|(_, correction)| correction).collect()
    }

    /// Whether some page has this of what is wanted.
    fn is_somewhere(&self, wanted: usize) -> tantivy::Result<bool> {
        let Some(wanted) = self.asked.all().get(wanted) else { return Ok(false) };
        for segment in &self.index.all {
            let found = documents(&segment.body, wanted, How::Slip, true)?;
            if found.is_some_and(|found| segment.any_left(&found).unwrap_or(true)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
