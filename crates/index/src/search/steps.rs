//! A search under way: its steps, and the candidates that each of them brings.
//!
//! Not which steps are taken (`search`), and not pages that lack something (`partial`).

use super::candidates::{Best, Candidates};
use super::lookup::{Part, all_terms, documents, unwanted};
use super::scores::{Statistics, most_possible};
use super::segment::{Documents, Segment, Segments};
use crate::asked::Asked;
use crate::fields::{LONGEST_START, exact};
use crate::ranking::Found;
use crate::tokenizer::{Term, TermKind};
use crate::wanted::How;
use std::cmp::Reverse;
use std::collections::HashMap;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as _, Scorer, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

/// Titles of each segment that are compared by length, the newest first.
const COMPARED: usize = 2_000;
/// The part of the score that a word could have at most, from which on a page is about it:
/// three times in a text of the usual length, or once in a very short one.
const ABOUT: f32 = 0.72;

/// Words that a page may be about.
const MOST_ABOUT: usize = 4;

type AnyQuery = Box<dyn tantivy::query::Query>;

/// A search under way.
pub(super) struct Search<'a> {
    pub index: &'a Segments,
    pub asked: Asked,
    pub candidates: Candidates<'a>,
}

impl Search<'_> {
    /// Every page without unwanted words.
    pub(super) fn all_pages(&mut self) -> tantivy::Result<()> {
        self.newest(&Found::default(), |_, _| Ok(Some(Vec::new())))
    }

    /// The title that was typed.
    pub(super) fn exact_title(&mut self) -> tantivy::Result<()> {
        let typed = self.asked.plain(How::Typed).to_owned();
        if typed.is_empty() {
            return Ok(());
        }
        let number = exact(&typed).to_be_bytes();
        self.newest(&Found::default(), |_, segment| {
            Ok(segment.exact.get(number)?.map(|info| vec![segment.exact.documents(info)]))
        })
    }

    /// Titles with all that is wanted, up to a distance from what was typed.
    pub(super) fn titles(&mut self, up_to: How) -> tantivy::Result<()> {
        let found = Found { how: up_to, in_title: true, ..Found::default() };
        // Scores say little about words that were not typed, and finding the best of several
        // common ones takes long.
        match self.only_terms(up_to) {
            Some(terms) => self.best(&terms, Part::Title, &found)?,
            None => self.shortest_titles(up_to, false, &found)?,
        }
        // A longer beginning of a word says more the shorter the title; a short one says
        // little of any.
        let begun = Found { begun: true, ..found };
        match self.beginnings(up_to) {
            Beginnings::None => Ok(()),
            Beginnings::Long => self.shortest_titles(up_to, true, &begun),
            Beginnings::Short => {
                self.newest(&begun, |search, segment| search.all_of(Part::Title, segment, up_to, true))
            }
        }
    }

    /// The same in bodies: the newest, and those that are about it.
    pub(super) fn bodies(&mut self, up_to: How) -> tantivy::Result<()> {
        let found = Found { how: up_to, ..Found::default() };
        self.newest(&found, |search, segment| search.all_of(Part::Body, segment, up_to, false))?;
        // Of many words no page is about all.
        let terms = self.only_terms(up_to).filter(|terms| terms.len() <= MOST_ABOUT);
        if let Some(terms) = terms.filter(|terms| terms.iter().all(|term| term.kind != TermKind::Trace)) {
            self.best(&terms, Part::Body, &Found { about: true, ..found })?;
        }
        if self.beginnings(up_to) != Beginnings::None {
            let begun = Found { begun: true, ..found };
            self.newest(&begun, |search, segment| search.all_of(Part::Body, segment, up_to, true))?;
        }
        Ok(())
    }

    /// Bodies with all that is wanted, where words that were typed side by side are written as
    /// one thing: `TASK 7` in *TASK-7*.
    pub(super) fn bodies_in_one(&mut self) -> tantivy::Result<()> {
        for neighbours in self.typed_side_by_side() {
            self.newest(&Found { about: true, ..Found::default() }, |search, segment| {
                let Some(in_one) = all_terms(&segment.body, &neighbours.terms(false))? else {
                    return Ok(None);
                };
                let all = search.all_of(Part::Body, segment, How::Typed, true)?;
                Ok(all.map(|all| all.into_iter().chain([in_one]).collect()))
            })?;
        }
        Ok(())
    }

    /// What of a segment has all that is wanted.
    fn all_of(
        &self,
        part: Part,
        segment: &Segment,
        up_to: How,
        open: bool,
    ) -> tantivy::Result<Option<Vec<Documents>>> {
        let mut all = Vec::new();
        for wanted in self.asked.all() {
            let Some(found) = documents(part.of(segment), wanted, up_to, open)? else { return Ok(None) };
            all.push(found);
        }
        Ok(Some(all))
    }

    /// The terms of all that is wanted, if there are no alternatives to them.
    fn only_terms(&self, up_to: How) -> Option<Vec<Term>> {
        let mut terms: Vec<Term> = Vec::new();
        for wanted in self.asked.all() {
            let mut alternatives =
                wanted.alternatives.iter().filter(|one| one.how <= up_to && !one.only_text);
            let (Some(only), None) = (alternatives.next(), alternatives.next()) else { return None };
            for term in only.all.iter().flat_map(|sequence| sequence.terms(false)) {
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
        }
        Some(terms)
    }

    /// Which of what is wanted may be met by the beginnings of words.
    fn beginnings(&self, up_to: How) -> Beginnings {
        let alternatives = self.asked.all().iter().flat_map(|wanted| &wanted.alternatives);
        let sequences =
            alternatives.filter(|one| one.how <= up_to && !one.only_text).flat_map(|one| &one.all);
        let starts =
            sequences.flat_map(|sequence| sequence.terms(true)).filter(|term| term.kind == TermKind::Start);
        let mut found = Beginnings::None;
        for term in starts {
            match term.text.chars().count() <= LONGEST_START {
                true => return Beginnings::Short,
                false => found = Beginnings::Long,
            }
        }
        found
    }

    /// Adds the best titles or bodies that have all terms: rare words, and often, and short
    /// texts. Of bodies only those that are about them.
    fn best(&mut self, terms: &[Term], part: Part, found: &Found) -> tantivy::Result<()> {
        let index = self.index;
        let (whole_field, starts_field) = match part {
            Part::Title => (index.fields.title, index.fields.title_starts),
            Part::Body => (index.fields.body, index.fields.body_starts),
        };
        // Segments without one of the words have no answer: in most nothing is to be done.
        let mut counts: HashMap<&str, u64> = HashMap::new();
        let mut segments = Vec::new();
        for (number, segment) in index.all.iter().enumerate() {
            let (words, mut all) = (part.of(segment), true);
            for term in terms {
                let dictionary = if term.kind == TermKind::Trace { &words.starts } else { &words.whole };
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
        let query = |field: Field, text: &str, option| -> AnyQuery {
            Box::new(TermQuery::new(tantivy::Term::from_field_text(field, text), option))
        };
        let unwanted: Vec<&str> = self.asked.unwanted().iter().filter_map(|one| one.single()).collect();
        // One word is put as a union of one: only of unions tantivy finds the best without
        // looking at all. With words besides that may not occur it has to be a real one.
        let (occur, least) = if terms.len() == 1 {
            (Occur::Should, usize::from(!unwanted.is_empty()))
        } else {
            (Occur::Must, 0)
        };
        let wanted = terms.iter().map(|term| match term.kind {
            TermKind::Trace => (occur, query(starts_field, &term.text, IndexRecordOption::Basic)),
            TermKind::Whole | TermKind::Start => {
                (occur, query(whole_field, &term.text, IndexRecordOption::WithFreqs))
            }
        });
        let unwanted = unwanted
            .into_iter()
            .map(|text| (Occur::MustNot, query(index.fields.body, text, IndexRecordOption::Basic)));
        let queries = wanted.chain(unwanted).collect();
        let query = BooleanQuery::with_minimum_required_clauses(queries, least);
        let statistics = Statistics { index, part, counts };
        let weight = query
            .weight(EnableScoring::Enabled { searcher: &index.searcher, statistics_provider: &statistics })?;
        let least = match part {
            Part::Title => f32::MIN,
            Part::Body => ABOUT * most_possible(&statistics),
        };
        let mut best = Best::above(self.candidates.most, least);
        for number in segments {
            let Some(segment) = index.all.get(number) else { continue };
            best_of(segment, number, weight.as_ref(), &mut best, &self.candidates)?;
        }
        match part {
            Part::Title => self.candidates.add_all(best.ids(), &self.asked, found),
            // What is about it is only some of what has it.
            Part::Body => best.ids().into_iter().for_each(|id| self.candidates.add(id, &self.asked, found)),
        }
        Ok(())
    }

    /// Adds the newest pages that have `wanted`. Those of a segment lie newest first.
    fn newest(
        &mut self,
        found: &Found,
        wanted: impl Fn(&Self, &Segment) -> tantivy::Result<Option<Vec<Documents>>>,
    ) -> tantivy::Result<()> {
        let mut newest = Vec::new();
        for segment in &self.index.all {
            let Some(mut documents) = self.matching(segment, wanted(self, segment)?)? else { continue };
            let (mut taken, mut document) = (0, documents.doc());
            while document != TERMINATED && taken < self.candidates.most {
                if let Some(id) = segment.page(document)
                    && let Some(page) = self.candidates.known(id)
                {
                    newest.push((Reverse(page.signals.edited), id));
                    taken += 1;
                }
                document = documents.advance();
            }
        }
        newest.sort_unstable();
        newest.truncate(self.candidates.most);
        self.candidates.add_all(newest.into_iter().map(|(_, id)| id).collect(), &self.asked, found);
        Ok(())
    }

    /// Adds the pages that have all that is wanted in the shortest titles.
    fn shortest_titles(&mut self, up_to: How, open: bool, found: &Found) -> tantivy::Result<()> {
        let mut best = Best::new(self.candidates.most);
        for (number, segment) in self.index.all.iter().enumerate() {
            let wanted = self.all_of(Part::Title, segment, up_to, open)?;
            let Some(mut documents) = self.matching(segment, wanted)? else { continue };
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
        self.candidates.add_all(best.ids(), &self.asked, found);
        Ok(())
    }

    fn matching(
        &self,
        segment: &Segment,
        wanted: Option<Vec<Documents>>,
    ) -> tantivy::Result<Option<Box<dyn Scorer>>> {
        let Some(wanted) = wanted else { return Ok(None) };
        segment.matching(wanted, unwanted(&segment.body, self.asked.unwanted())?).map(Some)
    }
}

/// How the words that may go on are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beginnings {
    None,
    /// By terms that the index has for beginnings.
    Short,
    /// By the words that begin so.
    Long,
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
