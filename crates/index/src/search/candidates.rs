//! Pages that may answer, as the steps bring them.
//!
//! Not the order among answers: `ranking` gives each its place.

use crate::answer::{Known, Pages};
use crate::asked::Asked;
use crate::ranking::{Rank, rank};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use tantivy::{DocId, Score};

/// Candidates so far, each with its place.
pub(super) struct Candidates<'a> {
    pages: &'a dyn Pages,
    ranks: HashMap<u64, Rank>,
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

    pub(super) fn known(&self, id: u64) -> Option<Known<'_>> {
        self.pages.page(id)
    }

    pub(super) fn add_all(&mut self, ids: Vec<u64>, asked: &Asked, corrected: bool) {
        self.more |= ids.len() >= self.most;
        for id in ids {
            if let Some(page) = self.pages.page(id) {
                self.ranks.entry(id).or_insert_with(|| rank(asked, page.title, &page.signals, corrected));
            }
        }
    }

    /// The `limit` best, best first.
    pub(super) fn best(self, limit: usize) -> Vec<(Rank, u64)> {
        let mut ranked: Vec<(Rank, u64)> = self.ranks.into_iter().map(|(id, rank)| (rank, id)).collect();
        ranked.sort_unstable();
        ranked.truncate(limit);
        ranked
    }
}

/// How good it is, its place in the index, its page.
type Candidate = (u32, Reverse<(usize, DocId)>, u64);

/// The best candidates that one step has met so far.
pub(super) struct Best {
    most: usize,
    /// The worst on top.
    heap: BinaryHeap<Reverse<Candidate>>,
}

impl Best {
    pub(super) fn new(most: usize) -> Self {
        Self { most, heap: BinaryHeap::new() }
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
        self.worst().map_or(Score::MIN, Score::from_bits)
    }

    pub(super) fn ids(self) -> Vec<u64> {
        self.heap.into_iter().map(|Reverse((_, _, id))| id).collect()
    }
}
