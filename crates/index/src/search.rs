//! Which pages answer a query: the plan, from the surest candidates to the least.
//!
//! 1. The title is what was typed. 2. All words in the title, the last one whole, then
//!    3. as a beginning. 4. The same in bodies, if that is few. 5. Words that no page has
//!    replaced by their neighbours, if that is fewer still. 6. Any words, if there is nothing.
//!
//! Each step has a bound, so a keystroke costs the same however common a word is. Not here:
//! the order among candidates (`ranking`), names behind filters, and texts: titles come
//! from [`Pages`], bodies are checked by whoever shows them.

mod dictionary;
mod segment;
mod steps;

use crate::asked::Asked;
use crate::fields::Fields;
use crate::index::{IndexError, index_error};
use crate::query::Query;
use crate::ranking::{Rank, Signals, Tier, rank};
use segment::Segment;
use std::collections::HashMap;
use steps::Terms;

/// Candidates that a step may bring, if no more are wanted.
const STEP: usize = 60;
/// Bodies are searched if titles gave fewer.
const FEW: usize = 20;
/// Words are corrected if all that gave fewer.
const VERY_FEW: usize = 5;

/// What is known of pages outside the index; all of it in memory.
pub trait Pages {
    /// `None` for a page that is gone or that a filter leaves out.
    fn page(&self, id: u64) -> Option<Known<'_>>;
}

/// What is known of a page outside the index.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// In [`plain`](crate::asked::plain) form.
    pub title: &'a str,
    pub signals: Signals,
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Pages found in all, before bodies are checked.
    pub total: usize,
    /// There may be more than `total`: a step met its bound, or was not needed.
    pub more: bool,
    /// Words that no page has, and what was looked for instead.
    pub corrections: Vec<Correction>,
    /// What to mark and to check bodies with: the query, corrected.
    pub asked: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub id: u64,
    pub tier: Tier,
    /// Found with a word replaced.
    pub corrected: bool,
}

/// A word as typed and the words found in its place, the commonest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub typed: String,
    pub instead: Vec<String>,
}

/// The index at one moment.
pub struct Searcher {
    searcher: tantivy::Searcher,
    segments: Vec<Segment>,
    fields: Fields,
    seq: u64,
}

impl Searcher {
    pub(crate) fn new(searcher: tantivy::Searcher, fields: Fields, seq: u64) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(|reader| Segment::new(reader, &fields));
        Ok(Self { segments: segments.collect::<tantivy::Result<_>>()?, searcher, fields, seq })
    }

    /// The highest sequence number of the store that this knows of.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Pages in the index.
    pub fn count(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The `limit` best answers. With `correct`, words that no page has may be replaced.
    ///
    /// Words in paired scripts, phrases and phrases that may not occur are found by their
    /// parts: hits of [`Tier::Body`] are to be checked with [`Asked::holds`] when their
    /// bodies are read.
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
        let mut asked = Asked::new(query);
        let mut found = Found { pages, ranks: HashMap::new(), most: STEP.max(limit), more: false };
        let mut terms = Terms::new(query, &asked);
        let mut corrections = Vec::new();
        if terms.is_empty() {
            self.all_step(&terms, &asked, &mut found)?;
        } else {
            self.title_steps(&terms, &asked, false, &mut found)?;
            if found.ranks.len() < FEW.max(limit) {
                self.body_steps(&terms, &asked, false, &mut found)?;
            } else {
                // Bodies that were not looked at may hold any number.
                found.more = true;
            }
            for boldly in [false, true] {
                let few = if boldly { 1 } else { VERY_FEW };
                let more = if correct && found.ranks.len() < few {
                    self.correct(&mut terms, boldly)?
                } else {
                    Vec::new()
                };
                if !more.is_empty() {
                    asked.correct(&more);
                    corrections = more;
                    self.title_steps(&terms, &asked, true, &mut found)?;
                    self.body_steps(&terms, &asked, true, &mut found)?;
                }
            }
        }
        let (total, more) = (found.ranks.len(), found.more);
        let mut ranked: Vec<(Rank, u64)> = found.ranks.into_iter().map(|(id, rank)| (rank, id)).collect();
        ranked.sort_unstable();
        ranked.truncate(limit);
        let hits =
            ranked.into_iter().map(|(rank, id)| Hit { id, tier: rank.tier, corrected: rank.corrected });
        Ok(Answer { hits: hits.collect(), total, more, corrections, asked })
    }
}

/// Candidates so far.
struct Found<'a> {
    pages: &'a dyn Pages,
    ranks: HashMap<u64, Rank>,
    /// Candidates that a step may bring.
    most: usize,
    /// A step met its bound, or was left out.
    more: bool,
}

impl Found<'_> {
    fn known(&self, id: u64) -> Option<Known<'_>> {
        self.pages.page(id)
    }

    fn add_all(&mut self, ids: Vec<u64>, asked: &Asked, corrected: bool) {
        self.more |= ids.len() >= self.most;
        ids.into_iter().for_each(|id| self.add(id, asked, corrected));
    }

    fn add(&mut self, id: u64, asked: &Asked, corrected: bool) {
        if let Some(page) = self.pages.page(id) {
            self.ranks.entry(id).or_insert_with(|| rank(asked, page.title, &page.signals, corrected));
        }
    }
}
