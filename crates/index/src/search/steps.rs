//! One step of the plan: a query to tantivy, and the candidates it brings.

use super::dictionary::{expansions, has, neighbours};
use super::{Correction, Found, Searcher};
use crate::asked::Asked;
use crate::fields::{LONGEST_START, exact};
use crate::query::Query;
use crate::tokenizer::{Term, query_terms};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// Continuations of a longer beginning that are looked for.
const EXPANSIONS: usize = 50;
/// Words looked for in place of one that no page has.
const NEIGHBOURS: usize = 8;
/// A shorter word has too many neighbours to mean any of them.
const SHORTEST_CORRECTED: usize = 4;

type AnyQuery = Box<dyn tantivy::query::Query>;

/// The bits of its score, its place in the index, its page.
type Candidate = (u32, Reverse<(usize, DocId)>, u64);

/// Which candidates a step prefers when it has too many.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Rare words and short texts first.
    Score,
    Newest,
}

/// The terms of a query, with what replaces them.
pub(super) struct Terms {
    wanted: Vec<Wanted>,
    unwanted: Vec<String>,
    /// The title that was typed, if it is one.
    exact: String,
}

struct Wanted {
    term: Term,
    instead: Vec<String>,
}

impl Terms {
    pub(super) fn new(query: &Query, asked: &Asked) -> Self {
        // Of an unwanted phrase the index knows only that its words occur: texts are checked later.
        let unwanted = query.without.iter().map(|phrase| query_terms(&phrase.text, false));
        let unwanted = unwanted.filter_map(|terms| match <[Term; 1]>::try_from(terms) {
            Ok([term]) if !term.prefix => Some(term.text),
            _ => None,
        });
        let wanted = query.terms().into_iter().map(|term| Wanted { term, instead: Vec::new() });
        Self {
            wanted: wanted.collect(),
            unwanted: unwanted.collect(),
            exact: exact(asked.plain()).to_owned(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }
}

impl Searcher {
    /// Every page, where no terms are asked for.
    pub(super) fn all_step(
        &self,
        terms: &Terms,
        asked: &Asked,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let all: AnyQuery = Box::new(AllQuery);
        self.step(self.without(vec![(Occur::Must, all)], terms), Order::Newest, asked, false, found)
    }

    pub(super) fn title_steps(
        &self,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        if !corrected {
            let exact = term_query(self.fields.exact, &terms.exact, IndexRecordOption::Basic);
            let exact = vec![(Occur::Must, exact)];
            self.step(self.without(exact, terms), Order::Newest, asked, corrected, found)?;
        }
        self.word_steps(terms, self.fields.title, self.fields.title_starts, asked, corrected, found)
    }

    pub(super) fn body_steps(
        &self,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        self.word_steps(terms, self.fields.body, self.fields.body_starts, asked, corrected, found)
    }

    /// All words whole, then the open ones as beginnings.
    fn word_steps(
        &self,
        terms: &Terms,
        words: Field,
        starts: Field,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let whole = terms.wanted.iter().map(|wanted| {
            let texts = if wanted.instead.is_empty() {
                std::slice::from_ref(&wanted.term.text)
            } else {
                &wanted.instead
            };
            (Occur::Must, any_of(words, texts))
        });
        self.step(self.without(whole.collect(), terms), Order::Score, asked, corrected, found)?;
        if !terms.wanted.iter().any(|wanted| wanted.term.prefix && wanted.instead.is_empty()) {
            return Ok(());
        }
        let (mut queries, mut order) = (Vec::new(), Order::Score);
        for Wanted { term, instead } in &terms.wanted {
            let query = if !instead.is_empty() {
                any_of(words, instead)
            } else if !term.prefix {
                any_of(words, std::slice::from_ref(&term.text))
            } else if term.text.chars().count() <= LONGEST_START {
                order = Order::Newest;
                term_query(starts, &term.text, IndexRecordOption::Basic)
            } else {
                any_of(words, &expansions(&self.searcher, words, &term.text, EXPANSIONS)?)
            };
            queries.push((Occur::Must, query));
        }
        self.step(self.without(queries, terms), order, asked, corrected, found)
    }

    fn without(&self, mut queries: Vec<(Occur, AnyQuery)>, terms: &Terms) -> Vec<(Occur, AnyQuery)> {
        let unwanted = terms.unwanted.iter();
        queries.extend(
            unwanted
                .map(|term| (Occur::MustNot, term_query(self.fields.body, term, IndexRecordOption::Basic))),
        );
        queries
    }

    /// Replaces words that no page has by those one slip of the finger away. With `boldly`,
    /// words that some page has as well: those of two pages may be one page's, mistyped.
    pub(super) fn correct(&self, terms: &mut Terms, boldly: bool) -> tantivy::Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        for wanted in &mut terms.wanted {
            let text = &wanted.term.text;
            let corrects = text.chars().count() >= SHORTEST_CORRECTED
                && text.chars().all(|c| boldly || c.is_alphabetic());
            if !corrects || !wanted.instead.is_empty() {
                continue;
            }
            if !boldly && has(&self.searcher, self.fields.body, text, wanted.term.prefix)? {
                continue;
            }
            let term = tantivy::Term::from_field_text(self.fields.body, text);
            // The word itself is among them, where some page has it.
            let instead = neighbours(&self.searcher, &term, text, wanted.term.prefix, boldly, NEIGHBOURS)?;
            if instead.iter().any(|instead| instead != text) {
                wanted.instead = instead;
                corrections.push(Correction { typed: text.clone(), instead: wanted.instead.clone() });
            }
        }
        Ok(corrections)
    }

    /// Adds up to `found.most` pages that match all of `queries`.
    fn step(
        &self,
        queries: Vec<(Occur, AnyQuery)>,
        order: Order,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let query: AnyQuery = Box::new(BooleanQuery::new(queries));
        let ids = match order {
            Order::Newest => self.newest(
                query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?.as_ref(),
                found,
            )?,
            Order::Score => self
                .best(query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?.as_ref(), found)?,
        };
        found.more |= ids.len() >= found.most;
        ids.into_iter().for_each(|id| found.add(id, asked, corrected));
        Ok(())
    }

    /// The first of each segment: they lie newest first.
    fn newest(&self, weight: &dyn Weight, found: &Found<'_>) -> tantivy::Result<Vec<u64>> {
        let most = found.most;
        let mut newest = Vec::new();
        for (segment, ids) in self.searcher.segment_readers().iter().zip(&self.ids) {
            let mut documents = weight.scorer(segment, 1.0)?;
            let (mut taken, mut document) = (0, documents.doc());
            while document != TERMINATED && taken < most {
                if let Some(id) = ids.first(document).filter(|_| !segment.is_deleted(document))
                    && let Some(page) = found.known(id)
                {
                    newest.push((Reverse(page.signals.edited), id));
                    taken += 1;
                }
                document = documents.advance();
            }
        }
        newest.sort_unstable();
        Ok(newest.into_iter().take(most).map(|(_, id)| id).collect())
    }

    fn best(&self, weight: &dyn Weight, found: &Found<'_>) -> tantivy::Result<Vec<u64>> {
        let most = found.most;
        // The worst on top. Scores are not negative: their bits are in their order.
        let mut best: BinaryHeap<Reverse<Candidate>> = BinaryHeap::new();
        let mut threshold = Score::MIN;
        for (number, (segment, ids)) in self.searcher.segment_readers().iter().zip(&self.ids).enumerate() {
            weight.for_each_pruning(threshold, segment, &mut |document, score| {
                let id = ids.first(document).filter(|_| !segment.is_deleted(document));
                if let Some(id) = id.filter(|&id| found.known(id).is_some()) {
                    best.push(Reverse((score.to_bits(), Reverse((number, document)), id)));
                    if best.len() > most {
                        best.pop();
                    }
                    if let Some(Reverse((worst, ..))) = best.peek().filter(|_| best.len() == most) {
                        threshold = Score::from_bits(*worst);
                    }
                }
                threshold
            })?;
        }
        Ok(best.into_iter().map(|Reverse((_, _, id))| id).collect())
    }
}

fn any_of(field: Field, texts: &[String]) -> AnyQuery {
    match texts {
        [text] => term_query(field, text, IndexRecordOption::WithFreqs),
        _ => Box::new(BooleanQuery::union(
            texts.iter().map(|text| term_query(field, text, IndexRecordOption::WithFreqs)).collect(),
        )),
    }
}

fn term_query(field: Field, text: &str, option: IndexRecordOption) -> AnyQuery {
    Box::new(TermQuery::new(tantivy::Term::from_field_text(field, text), option))
}
