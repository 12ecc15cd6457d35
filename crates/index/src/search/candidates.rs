//! Pages that may answer, as the steps bring them.
//!
//! Not the order among answers: `ranking` gives each its place.

use crate::answer::{Known, Pages};
use crate::asked::{Asked, Met};
use crate::ranking::{Class, Found, Rank, Tier, Title, rank};
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap};
use tantivy::{DocId, Score};

/// Candidates so far, each with its place and what it lacks.
pub(super) struct Candidates<'a> {
    pages: &'a dyn Pages,
    ranks: HashMap<u64, (Rank, Met)>,
    /// Candidates that a step may bring.
    pub most: usize,
    /// A step met its bound, or was left out.
    pub more: bool,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(pages: &'a dyn Pages, most: usize) -> Self {
        Self { pages, ranks: HashMap::new(), most, more: false }
    }

    pub(super) fn count(&self) -> usize {
        self.ranks.len()
    }

    /// How many have all words as they were typed, or in other forms.
    pub(super) fn as_typed(&self) -> usize {
        self.ranks.values().filter(|(rank, _)| rank.class <= Class::Bare).count()
    }

    /// Whether some title has all words.
    pub(super) fn any_in_title(&self) -> bool {
        self.ranks.values().any(|(rank, _)| rank.class == Class::All && rank.tier < Tier::TitleForms)
    }

    /// How many were found with a word replaced.
    pub(super) fn corrected(&self) -> usize {
        let ranks = self.ranks.values();
        ranks.filter(|(rank, _)| matches!(rank.class, Class::Slip | Class::SlipInTitle)).count()
    }

    /// Whether some of them has this of what is wanted.
    pub(super) fn any_has(&self, wanted: usize) -> bool {
        self.ranks.values().any(|(_, lacks)| !lacks.contains(wanted))
    }

    pub(super) fn has(&self, id: u64) -> bool {
        self.ranks.contains_key(&id)
    }

    pub(super) fn known(&self, id: u64) -> Option<Known<'a>> {
        self.pages.page(id)
    }

    pub(super) fn titles(&self, found: &mut dyn FnMut(&str)) {
        self.pages.titles(found);
    }

    pub(super) fn path(&self, id: u64, found: &mut dyn FnMut(Title<'_>)) {
        self.pages.path(id, found);
    }

    /// Pages that one step found alike.
    pub(super) fn add_all(&mut self, ids: Vec<u64>, asked: &Asked, found: &Found) {
        self.more |= ids.len() >= self.most;
        ids.into_iter().for_each(|id| self.add(id, asked, found));
    }

    pub(super) fn add(&mut self, id: u64, asked: &Asked, found: &Found) {
        let Some(page) = self.pages.page(id) else { return };
        let made = || (rank(asked, page.title, &page.signals, found), found.lacks);
        match self.ranks.entry(id) {
            Entry::Vacant(place) => drop(place.insert(made())),
            // A later step looks for less, but for what a page is about.
            Entry::Occupied(mut place) if found.about => {
                let again = made();
                if again.0 < place.get().0 {
                    place.insert(again);
                }
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Keeps the best of those that lack something, and no more than `most`.
    pub(super) fn keep_lacking(&mut self, most: usize) {
        let lacking = self.ranks.iter().filter(|(_, (_, lacks))| *lacks != Met::default());
        let mut lacking: Vec<(Rank, u64)> = lacking.map(|(id, (rank, _))| (*rank, *id)).collect();
        lacking.sort_unstable();
        for (_, id) in lacking.into_iter().skip(most) {
            self.ranks.remove(&id);
        }
    }

    /// The `limit` best, best first.
    pub(super) fn best(self, limit: usize) -> Vec<(u64, Rank, Met)> {
        let mut ranked: Vec<(Rank, u64, Met)> =
            self.ranks.into_iter().map(|(id, (rank, lacks))| (rank, id, lacks)).collect();
        ranked.sort_unstable_by_key(|(rank, id, _)| (*rank, *id));
        ranked.truncate(limit);
        ranked.into_iter().map(|(rank, id, lacks)| (id, rank, lacks)).collect()
    }
}

/// How good it is, its place in the index, its page.
type Candidate = (u32, Reverse<(usize, DocId)>, u64);

/// The best candidates that one step has met so far.
pub(super) struct Best {
    most: usize,
    /// A score has to be above it.
    least: Score,
    /// The worst on top.
    heap: BinaryHeap<Reverse<Candidate>>,
}

impl Best {
    pub(super) fn new(most: usize) -> Self {
        Self::above(most, Score::MIN)
    }

    pub(super) fn above(most: usize, least: Score) -> Self {
        Self { most, least, heap: BinaryHeap::new() }
    }

    pub(super) fn add(&mut self, candidate: Candidate) {
        self.heap.push(Reverse(candidate));
        if self.heap.len() > self.most {
            self.heap.pop();
        }
    }

    /// How good the worst of them is, if there are no more to be had.
    fn worst(&self) -> Option<u32> {
        self.heap.peek().filter(|_| self.heap.len() == self.most).map(|Reverse((worst, ..))| *worst)
    }

    pub(super) fn takes(&self, goodness: u32) -> bool {
        self.worst().is_none_or(|worst| worst < goodness)
    }

    /// Scores above this are taken.
    pub(super) fn threshold(&self) -> Score {
        self.worst().map_or(self.least, Score::from_bits)
    }

    pub(super) fn ids(self) -> Vec<u64> {
        self.heap.into_iter().map(|Reverse((_, _, id))| id).collect()
    }
}
