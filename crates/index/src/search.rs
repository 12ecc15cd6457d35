//! Which pages answer a query: the plan, from the surest candidates to the least.
//!
//! 1. The title is what was typed. 2. All words in the title, the last one whole, then
//!    3. as a beginning. 4. The same in bodies, if that is few. 5. Words that no page has
//!    replaced by their neighbours, if that is fewer still. 6. Any words, if there is nothing.
//!
//! Each step has a bound, so a keystroke costs the same however common a word is. Not here:
//! the order among candidates (`ranking`), names behind filters, and texts: titles come
//! from [`Pages`], bodies are checked by whoever shows them.

mod candidates;
mod dictionary;
mod segment;
mod steps;
mod terms;
mod typo_tolerance;

use crate::answer::{Answer, Hit, Pages};
use crate::error::{IndexError, index_error};
use crate::fields::Fields;
use crate::query::Query;
use candidates::Candidates;
use segment::Segments;
use steps::Search;
use typo_tolerance::Courage;

/// Candidates that a step may bring, if no more are wanted.
const STEP: usize = 60;
/// Bodies are searched if titles gave fewer.
const FEW: usize = 20;
/// Words are corrected if all that gave fewer.
const VERY_FEW: usize = 5;

/// The index at one moment.
pub struct Searcher {
    segments: Segments,
    seq: u64,
}

impl Searcher {
    pub(crate) fn new(searcher: tantivy::Searcher, fields: Fields, seq: u64) -> tantivy::Result<Self> {
        Ok(Self { segments: Segments::new(searcher, fields)?, seq })
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
    /// Words in paired scripts, phrases and phrases that may not occur are found by their
    /// parts: hits of [`Tier::Body`](crate::ranking::Tier::Body) are to be checked with
    /// [`Asked::holds`](crate::asked::Asked::holds) when their bodies are read.
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
        let mut search = Search::new(&self.segments, query, Candidates::new(pages, STEP.max(limit)));
        let mut corrections = Vec::new();
        if search.asks_nothing() {
            search.all_pages()?;
        } else {
            search.titles()?;
            if search.candidates.count() < FEW.max(limit) {
                search.bodies()?;
            } else {
                // Bodies that were not looked at may hold any number.
                search.candidates.more = true;
            }
            for (few, courage) in [(VERY_FEW, Courage::Unknown), (1, Courage::Any)] {
                if !correct || search.candidates.count() >= few {
                    break;
                }
                let more = search.correct(courage)?;
                if !more.is_empty() {
                    corrections = more;
                    search.titles()?;
                    search.bodies()?;
                }
            }
        }
        let Search { candidates, asked, .. } = search;
        let (total, more) = (candidates.count(), candidates.more);
        let hits = candidates.best(limit).into_iter();
        let hits = hits.map(|(rank, id)| Hit { id, tier: rank.tier, corrected: rank.corrected });
        Ok(Answer { hits: hits.collect(), total, more, corrections, asked })
    }
}
