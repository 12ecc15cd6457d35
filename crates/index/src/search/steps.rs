//! One step of the plan: what is looked up, and the candidates it brings.

use super::dictionary::{expansions, has, neighbours};
use super::segment::{Postings, Segment, Words};
use super::{Correction, Found, Known, Searcher};
use crate::asked::Asked;
use crate::fields::{LONGEST_START, exact};
use crate::query::Query;
use crate::tokenizer::{Term, TermKind, query_terms};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, EnableScoring, Occur, Query as _, Scorer, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, TERMINATED};

/// Continuations of a longer beginning that are looked for.
const EXPANSIONS: usize = 50;
/// Words looked for in place of one that no page has.
const NEIGHBOURS: usize = 8;
/// The same, once nothing has been found: common words are not enough then.
const MORE_NEIGHBOURS: usize = 24;
/// A shorter word has too many neighbours to mean any of them.
const SHORTEST_CORRECTED: usize = 4;
/// Titles of each segment that are compared by length, the newest first.
const COMPARED: usize = 2_000;

type AnyQuery = Box<dyn tantivy::query::Query>;

/// How good it is, its place in the index, its page.
type Candidate = (u32, Reverse<(usize, DocId)>, u64);

/// The terms of a query, with what replaces them.
pub(super) struct Terms {
    wanted: Vec<Wanted>,
    unwanted: Vec<String>,
    /// The number of the title that was typed, if it is one, as a dictionary has it.
    exact: [u8; 8],
}

struct Wanted {
    term: Term,
    instead: Vec<String>,
}

impl Wanted {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let texts =
            if self.instead.is_empty() { std::slice::from_ref(&self.term.text) } else { &self.instead };
        texts.iter().map(String::as_str)
    }

    fn open(&self) -> bool {
        self.term.kind == TermKind::Start && self.instead.is_empty()
    }

    /// Whether its beginning is a term of the index.
    fn short(&self) -> bool {
        self.term.text.chars().count() <= LONGEST_START
    }
}

/// Which texts a step looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Body,
}

impl Part {
    fn of(self, segment: &Segment) -> &Words {
        match self {
            Self::Title => &segment.title,
            Self::Body => &segment.body,
        }
    }
}

impl Terms {
    pub(super) fn new(query: &Query, asked: &Asked) -> Self {
        // Of an unwanted phrase the index knows only that its words occur: texts are checked later.
        let unwanted = query.without.iter().map(|phrase| query_terms(&phrase.text, false));
        let unwanted = unwanted.filter_map(|terms| match <[Term; 1]>::try_from(terms) {
            Ok([term]) if term.kind == TermKind::Whole => Some(term.text),
            _ => None,
        });
        let wanted = query.terms().into_iter().map(|term| Wanted { term, instead: Vec::new() });
        Self {
            wanted: wanted.collect(),
            unwanted: unwanted.collect(),
            exact: exact(asked.plain()).to_be_bytes(),
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
        self.newest_step(|_| Ok(Some(Vec::new())), |_| true, terms, asked, false, found)
    }

    pub(super) fn title_steps(
        &self,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        if !corrected {
            let exact = |segment: &Segment| Ok(all_found([segment.exact.postings([terms.exact])?]));
            // Another title may have the same number.
            let fits = |page: &Known<'_>| page.title == asked.plain();
            self.newest_step(exact, fits, terms, asked, corrected, found)?;
        }
        self.word_steps(terms, Part::Title, asked, corrected, found)
    }

    pub(super) fn body_steps(
        &self,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        self.word_steps(terms, Part::Body, asked, corrected, found)
    }

    /// All words whole, then the open ones as beginnings.
    fn word_steps(
        &self,
        terms: &Terms,
        part: Part,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let postings = |segment: &Segment, open: bool| -> tantivy::Result<Option<Vec<Postings>>> {
            let words = part.of(segment);
            let mut all = Vec::new();
            for wanted in &terms.wanted {
                all.push(if wanted.term.kind == TermKind::Sign {
                    words.starts.postings(wanted.texts())?
                } else if !open || !wanted.open() {
                    words.whole.postings(wanted.texts())?
                } else if wanted.short() {
                    words.starts.postings(wanted.texts())?
                } else {
                    expansions(&words.whole, &wanted.term.text, EXPANSIONS)?
                });
                if all.last().is_some_and(|postings| postings.found.is_empty()) {
                    return Ok(None);
                }
            }
            Ok(Some(all))
        };
        let replaced = terms.wanted.iter().any(|wanted| !wanted.instead.is_empty());
        match part {
            // Scores say little about words that were not typed, and finding the best of
            // several common ones takes long.
            Part::Title if !replaced => self.best_titles_step(terms, asked, corrected, found)?,
            Part::Title => {
                self.shortest_step(|segment| postings(segment, false), terms, asked, corrected, found)?
            }
            Part::Body => self.newest_step(
                |segment| postings(segment, false),
                |_| true,
                terms,
                asked,
                corrected,
                found,
            )?,
        }
        if !terms.wanted.iter().any(Wanted::open) {
            return Ok(());
        }
        // A longer beginning of a title's word says more the shorter the title; a short one
        // says little of any, and bodies are shown newest first.
        let long = terms.wanted.iter().all(|wanted| !wanted.open() || !wanted.short());
        if part == Part::Title && long {
            self.shortest_step(|segment| postings(segment, true), terms, asked, corrected, found)
        } else {
            self.newest_step(|segment| postings(segment, true), |_| true, terms, asked, corrected, found)
        }
    }

    /// Replaces words that no page has by those one slip of the finger away. With `boldly`,
    /// words that some page has as well: those of two pages may be one page's, mistyped.
    pub(super) fn correct(&self, terms: &mut Terms, boldly: bool) -> tantivy::Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        for wanted in &mut terms.wanted {
            let (text, open) = (&wanted.term.text, wanted.term.kind == TermKind::Start);
            let corrects = text.chars().count() >= SHORTEST_CORRECTED
                && text.chars().all(|c| boldly || c.is_alphabetic());
            if !corrects || !boldly && has(&self.segments, text, open)? {
                continue;
            }
            let term = tantivy::Term::from_field_text(self.fields.body, text);
            let most = if boldly { MORE_NEIGHBOURS } else { NEIGHBOURS };
            let mut instead = neighbours(&self.segments, &term, open, boldly, most)?;
            // It may well be right, and another one wrong.
            if has(&self.segments, text, false)? {
                instead.retain(|instead| instead != text);
                instead.insert(0, text.clone());
            }
            if instead.iter().any(|instead| instead != text) {
                wanted.instead = instead;
                corrections.push(Correction { typed: text.clone(), instead: wanted.instead.clone() });
            }
        }
        Ok(corrections)
    }

    /// Adds the best titles that have all words whole, none of them replaced: rare words and
    /// short titles first.
    fn best_titles_step(
        &self,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        // Segments without one of the words have no answer: in most nothing is to be done.
        let mut counts: HashMap<&str, u64> = HashMap::new();
        let mut segments = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            let mut all = true;
            for Wanted { term, .. } in &terms.wanted {
                let dictionary = match term.kind {
                    TermKind::Sign => &segment.title.starts,
                    TermKind::Whole | TermKind::Start => &segment.title.whole,
                };
                let info = dictionary.get(&term.text)?;
                all &= info.is_some();
                *counts.entry(&term.text).or_default() += info.map_or(0, |info| u64::from(info.doc_freq));
            }
            if all {
                segments.push(number);
            }
        }
        if segments.is_empty() {
            return Ok(());
        }
        let query = |field, text: &str, option| -> AnyQuery {
            Box::new(TermQuery::new(tantivy::Term::from_field_text(field, text), option))
        };
        // One word is put as a union of one: only of unions tantivy finds the best without
        // looking at all. With words besides that may not occur it has to be a real one.
        let alone = terms.wanted.len() == 1;
        let (occur, least) =
            if alone { (Occur::Should, usize::from(!terms.unwanted.is_empty())) } else { (Occur::Must, 0) };
        let wanted = terms.wanted.iter().map(|Wanted { term, .. }| {
            let (field, option) = match term.kind {
                TermKind::Sign => (self.fields.title_starts, IndexRecordOption::Basic),
                TermKind::Whole | TermKind::Start => (self.fields.title, IndexRecordOption::WithFreqs),
            };
            (occur, query(field, &term.text, option))
        });
        let unwanted = terms
            .unwanted
            .iter()
            .map(|text| (Occur::MustNot, query(self.fields.body, text, IndexRecordOption::Basic)));
        let queries = wanted.chain(unwanted).collect();
        let query = BooleanQuery::with_minimum_required_clauses(queries, least);
        let statistics = Statistics { searcher: self, counts };
        let weight = query
            .weight(EnableScoring::Enabled { searcher: &self.searcher, statistics_provider: &statistics })?;
        let mut best = Best::new(found.most);
        for number in segments {
            let Some(segment) = self.segments.get(number) else { continue };
            best_of(segment, number, weight.as_ref(), &mut best, found)?;
        }
        found.add_all(best.ids(), asked, corrected);
        Ok(())
    }

    /// Adds the newest pages that have `wanted` and fit. Those of a segment lie newest first.
    fn newest_step(
        &self,
        wanted: impl Fn(&Segment) -> tantivy::Result<Option<Vec<Postings>>>,
        fits: impl Fn(&Known<'_>) -> bool,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let mut newest = Vec::new();
        for segment in &self.segments {
            let Some(mut documents) = matching(segment, wanted(segment)?, terms)? else { continue };
            let (mut taken, mut document) = (0, documents.doc());
            while document != TERMINATED && taken < found.most {
                if let Some(id) = segment.page(document)
                    && let Some(page) = found.known(id).filter(&fits)
                {
                    newest.push((Reverse(page.signals.edited), id));
                    taken += 1;
                }
                document = documents.advance();
            }
        }
        newest.sort_unstable();
        newest.truncate(found.most);
        found.add_all(newest.into_iter().map(|(_, id)| id).collect(), asked, corrected);
        Ok(())
    }

    /// Adds the pages that have `wanted` in the shortest titles.
    fn shortest_step(
        &self,
        wanted: impl Fn(&Segment) -> tantivy::Result<Option<Vec<Postings>>>,
        terms: &Terms,
        asked: &Asked,
        corrected: bool,
        found: &mut Found<'_>,
    ) -> tantivy::Result<()> {
        let mut best = Best::new(found.most);
        for (number, segment) in self.segments.iter().enumerate() {
            let Some(mut documents) = matching(segment, wanted(segment)?, terms)? else { continue };
            let (mut compared, mut document) = (0, documents.doc());
            while document != TERMINATED && compared < COMPARED {
                let shortness = u32::MAX - segment.title_lengths.fieldnorm(document);
                if best.takes(shortness)
                    && let Some(id) = segment.page(document).filter(|&id| found.known(id).is_some())
                {
                    best.add((shortness, Reverse((number, document)), id));
                }
                compared += 1;
                document = documents.advance();
            }
            found.more |= compared == COMPARED;
        }
        found.add_all(best.ids(), asked, corrected);
        Ok(())
    }
}

/// `None` where one of them has not been found.
fn all_found<const N: usize>(postings: [Postings; N]) -> Option<Vec<Postings>> {
    postings.iter().all(|postings| !postings.found.is_empty()).then(|| postings.into())
}

fn matching(
    segment: &Segment,
    wanted: Option<Vec<Postings>>,
    terms: &Terms,
) -> tantivy::Result<Option<Box<dyn Scorer>>> {
    let Some(wanted) = wanted else { return Ok(None) };
    let mut unwanted = Vec::new();
    for text in &terms.unwanted {
        let postings = segment.body.whole.postings([text.as_str()])?;
        if !postings.found.is_empty() {
            unwanted.push(postings);
        }
    }
    segment.matching(wanted, unwanted).map(Some)
}

fn best_of(
    segment: &Segment,
    number: usize,
    weight: &dyn Weight,
    best: &mut Best,
    found: &Found<'_>,
) -> tantivy::Result<()> {
    let threshold = best.threshold();
    weight.for_each_pruning(threshold, &segment.reader, &mut |document, score| {
        if let Some(id) = segment.page(document).filter(|&id| found.known(id).is_some()) {
            // Scores are not negative: their bits are in their order.
            best.add((score.to_bits(), Reverse((number, document)), id));
        }
        best.threshold()
    })
}

/// The best candidates so far.
struct Best {
    most: usize,
    /// The worst on top.
    heap: BinaryHeap<Reverse<Candidate>>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
    }

    fn add(&mut self, candidate: Candidate) {
        self.heap.push(Reverse(candidate));
        if self.heap.len() > self.most {
            self.heap.pop();
        }
    }

    /// How good the worst of them is, if there are no more to be had.
    fn worst(&self) -> Option<u32> {
        self.heap.peek().filter(|_| self.heap.len() == self.most).map(|Reverse((worst, ..))| *worst)
    }

    fn takes(&self, goodness: u32) -> bool {
        self.worst().is_none_or(|worst| worst < goodness)
    }

    /// Scores above this are taken.
    fn threshold(&self) -> Score {
        self.worst().map_or(Score::MIN, Score::from_bits)
    }

    fn ids(self) -> Vec<u64> {
        self.heap.into_iter().map(|Reverse((_, _, id))| id).collect()
    }
}

/// What scores are computed from: counts that were taken while words were looked up.
struct Statistics<'a> {
    searcher: &'a Searcher,
    counts: HashMap<&'a str, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        let segments = self.searcher.segments.iter();
        Ok(segments.map(|segment| segment.title.whole.0.total_num_tokens()).sum())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.segments.iter().map(|segment| u64::from(segment.reader.max_doc())).sum())
    }

    fn doc_freq(&self, term: &tantivy::Term) -> tantivy::Result<u64> {
        // A word that is typed twice, whole and as a beginning, was counted twice.
        let count = term.value().as_str().and_then(|text| self.counts.get(text)).copied().unwrap_or_default();
        Ok(count.min(self.total_num_docs()?))
    }
}
