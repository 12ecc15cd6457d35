//! A search under way: its steps, and the candidates that each of them brings.
//!
//! Not which steps are taken (`search`).

use super::candidates::{Best, Candidates};
use super::dictionary::expansions;
use super::segment::{Postings, Segment, Segments, Words};
use super::terms::{Terms, Wanted};
use super::typo_tolerance::{Courage, correction};
use crate::answer::Known;
use crate::asked::{Asked, Correction};
use crate::query::Query;
use crate::tokenizer::TermKind;
use std::cmp::Reverse;
use std::collections::HashMap;
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, EnableScoring, Occur, Query as _, Scorer, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

/// Continuations of a longer beginning that are looked for.
const EXPANSIONS: usize = 50;
/// Titles of each segment that are compared by length, the newest first.
const COMPARED: usize = 2_000;

type AnyQuery = Box<dyn tantivy::query::Query>;

/// A search under way.
pub(super) struct Search<'a> {
    index: &'a Segments,
    terms: Terms,
    pub asked: Asked,
    pub candidates: Candidates<'a>,
    /// Words have been replaced: what is found from now on is found with others.
    corrected: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(index: &'a Segments, query: &Query, candidates: Candidates<'a>) -> Self {
        let asked = Asked::new(query);
        Self { index, terms: Terms::new(query, &asked), asked, candidates, corrected: false }
    }

    /// Whether no terms are asked for, so that only filters and unwanted words tell.
    pub(super) fn asks_nothing(&self) -> bool {
        self.terms.is_empty()
    }

    /// Every page without unwanted words.
    pub(super) fn all_pages(&mut self) -> tantivy::Result<()> {
        self.newest(|_, _| Ok(Some(Vec::new())), |_, _| true)
    }

    /// The title that was typed, then titles with all words.
    pub(super) fn titles(&mut self) -> tantivy::Result<()> {
        if !self.corrected {
            let exact =
                |terms: &Terms, segment: &Segment| Ok(all_found([segment.exact.postings([terms.exact])?]));
            // Another title may have the same number.
            self.newest(exact, |asked, page| page.title == asked.plain())?;
        }
        // Scores say little about words that were not typed, and finding the best of
        // several common ones takes long.
        if self.terms.wanted.iter().all(|wanted| wanted.instead.is_empty()) {
            self.best_titles()?;
        } else {
            self.shortest_titles(|terms, segment| whole_words(terms, &segment.title))?;
        }
        // A longer beginning of a word says more the shorter the title; a short one says
        // little of any.
        let unfinished = |terms: &Terms, segment: &Segment| beginnings(terms, &segment.title);
        let mut open = self.terms.wanted.iter().filter(|wanted| wanted.open()).peekable();
        match (open.peek().is_some(), open.all(|wanted| !wanted.short())) {
            (false, _) => Ok(()),
            (true, true) => self.shortest_titles(unfinished),
            (true, false) => self.newest(unfinished, |_, _| true),
        }
    }

    /// Bodies with all words, the newest: they are shown in that order.
    pub(super) fn bodies(&mut self) -> tantivy::Result<()> {
        self.newest(|terms, segment| whole_words(terms, &segment.body), |_, _| true)?;
        if self.terms.wanted.iter().any(Wanted::open) {
            self.newest(|terms, segment| beginnings(terms, &segment.body), |_, _| true)?;
        }
        Ok(())
    }

    /// Replaces words that no page has by those one slip of the finger away, and says which;
    /// titles and bodies are then looked for with these.
    pub(super) fn correct(&mut self, courage: Courage) -> tantivy::Result<Vec<Correction>> {
        let mut corrections = Vec::new();
        for wanted in &mut self.terms.wanted {
            let found = correction(self.index, &wanted.term, courage)?;
            wanted.instead.clone_from(&found.as_ref().map_or(Vec::new(), |found| found.instead.clone()));
            corrections.extend(found);
        }
        self.asked.correct(&corrections);
        self.corrected |= !corrections.is_empty();
        Ok(corrections)
    }

    /// Adds the best titles that have all words whole, none of them replaced: rare words and
    /// short titles first.
    fn best_titles(&mut self) -> tantivy::Result<()> {
        let (index, terms) = (self.index, &self.terms);
        // Segments without one of the words have no answer: in most nothing is to be done.
        let mut counts: HashMap<&str, u64> = HashMap::new();
        let mut segments = Vec::new();
        for (number, segment) in index.all.iter().enumerate() {
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
                TermKind::Sign => (index.fields.title_starts, IndexRecordOption::Basic),
                TermKind::Whole | TermKind::Start => (index.fields.title, IndexRecordOption::WithFreqs),
            };
            (occur, query(field, &term.text, option))
        });
        let unwanted = terms
            .unwanted
            .iter()
            .map(|text| (Occur::MustNot, query(index.fields.body, text, IndexRecordOption::Basic)));
        let queries = wanted.chain(unwanted).collect();
        let query = BooleanQuery::with_minimum_required_clauses(queries, least);
        let statistics = Statistics { index, counts };
        let weight = query
            .weight(EnableScoring::Enabled { searcher: &index.searcher, statistics_provider: &statistics })?;
        let mut best = Best::new(self.candidates.most);
        for number in segments {
            let Some(segment) = index.all.get(number) else { continue };
            best_of(segment, number, weight.as_ref(), &mut best, &self.candidates)?;
        }
        self.candidates.add_all(best.ids(), &self.asked, self.corrected);
        Ok(())
    }

    /// Adds the newest pages that have `wanted` and fit. Those of a segment lie newest first.
    fn newest(
        &mut self,
        wanted: impl Fn(&Terms, &Segment) -> tantivy::Result<Option<Vec<Postings>>>,
        fits: impl Fn(&Asked, &Known<'_>) -> bool,
    ) -> tantivy::Result<()> {
        let mut newest = Vec::new();
        for segment in &self.index.all {
            let wanted = wanted(&self.terms, segment)?;
            let Some(mut documents) = matching(segment, wanted, &self.terms)? else { continue };
            let (mut taken, mut document) = (0, documents.doc());
            while document != TERMINATED && taken < self.candidates.most {
                if let Some(id) = segment.page(document)
                    && let Some(page) = self.candidates.known(id).filter(|page| fits(&self.asked, page))
                {
                    newest.push((Reverse(page.signals.edited), id));
                    taken += 1;
                }
                document = documents.advance();
            }
        }
        newest.sort_unstable();
        newest.truncate(self.candidates.most);
        self.candidates.add_all(newest.into_iter().map(|(_, id)| id).collect(), &self.asked, self.corrected);
        Ok(())
    }

    /// Adds the pages that have `wanted` in the shortest titles.
    fn shortest_titles(
        &mut self,
        wanted: impl Fn(&Terms, &Segment) -> tantivy::Result<Option<Vec<Postings>>>,
    ) -> tantivy::Result<()> {
        let mut best = Best::new(self.candidates.most);
        for (number, segment) in self.index.all.iter().enumerate() {
            let wanted = wanted(&self.terms, segment)?;
            let Some(mut documents) = matching(segment, wanted, &self.terms)? else { continue };
            let (mut compared, mut document) = (0, documents.doc());
            while document != TERMINATED && compared < COMPARED {
                let shortness = u32::MAX - segment.title_lengths.fieldnorm(document);
                if best.takes(shortness)
                    && let Some(id) = segment.page(document).filter(|&id| self.candidates.known(id).is_some())
                {
                    best.add((shortness, Reverse((number, document)), id));
                }
                compared += 1;
                document = documents.advance();
            }
            self.candidates.more |= compared == COMPARED;
        }
        self.candidates.add_all(best.ids(), &self.asked, self.corrected);
        Ok(())
    }
}

/// Where all wanted words stand whole; `None` where one of them does not.
fn whole_words(terms: &Terms, words: &Words) -> tantivy::Result<Option<Vec<Postings>>> {
    postings(terms, words, |wanted| words.whole.postings(wanted.texts()))
}

/// The same, the open ones as beginnings of words.
fn beginnings(terms: &Terms, words: &Words) -> tantivy::Result<Option<Vec<Postings>>> {
    postings(terms, words, |wanted| match (wanted.open(), wanted.short()) {
        (false, _) => words.whole.postings(wanted.texts()),
        (true, true) => words.starts.postings(wanted.texts()),
        (true, false) => expansions(&words.whole, &wanted.term.text, EXPANSIONS),
    })
}

fn postings(
    terms: &Terms,
    words: &Words,
    look_up: impl Fn(&Wanted) -> tantivy::Result<Postings>,
) -> tantivy::Result<Option<Vec<Postings>>> {
    let mut all = Vec::new();
    for wanted in &terms.wanted {
        let found = match wanted.term.kind {
            TermKind::Sign => words.starts.postings(wanted.texts())?,
            TermKind::Whole | TermKind::Start => look_up(wanted)?,
        };
        if found.found.is_empty() {
            return Ok(None);
        }
        all.push(found);
    }
    Ok(Some(all))
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
    candidates: &Candidates<'_>,
) -> tantivy::Result<()> {
    let threshold = best.threshold();
    weight.for_each_pruning(threshold, &segment.reader, &mut |document, score| {
        if let Some(id) = segment.page(document).filter(|&id| candidates.known(id).is_some()) {
            // Scores are not negative: their bits are in their order.
            best.add((score.to_bits(), Reverse((number, document)), id));
        }
        best.threshold()
    })
}

/// What scores are computed from: counts that were taken while words were looked up.
struct Statistics<'a> {
    index: &'a Segments,
    counts: HashMap<&'a str, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        let segments = self.index.all.iter();
        Ok(segments.map(|segment| segment.title.whole.0.total_num_tokens()).sum())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.index.all.iter().map(|segment| u64::from(segment.reader.max_doc())).sum())
    }

    fn doc_freq(&self, term: &tantivy::Term) -> tantivy::Result<u64> {
        // A word that is typed twice, whole and as a beginning, was counted twice.
        let count = term.value().as_str().and_then(|text| self.counts.get(text)).copied().unwrap_or_default();
        Ok(count.min(self.total_num_docs()?))
    }
}
