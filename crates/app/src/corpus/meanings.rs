//! What the pages of an open profile mean, where there is a model and the person wants it.
//!
//! Not when it is worked out (`search::encoding`), and what of it is shown (`search::similar`).

mod common;
mod passage_file;
pub mod passages;
mod shelf;

pub use passage_file::{PageMeanings, PassageMeaning, Reached};
pub use shelf::{NearPassage, Shelf};

use std::collections::HashSet;
use std::io::{self, ErrorKind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::watch;
use trove_meaning::{Meaning, Model};

/// Of pages that others are to be like: so many, and so many passages of each.
const MOST_PAGES: usize = 4;
const MOST_PASSAGES: usize = 4;

/// Whether pages are found by meaning now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeaningState {
    /// Not known yet: the profile was just opened.
    Opening,
    /// There is no model, or the person does without.
    Off,
    On,
}

pub struct Meanings {
    /// The person's switch.
    wanted: watch::Sender<bool>,
    state: watch::Sender<MeaningState>,
    kept: RwLock<Option<Arc<Kept>>>,
}

impl Default for Meanings {
    fn default() -> Self {
        Self {
            wanted: watch::Sender::new(false),
            state: watch::Sender::new(MeaningState::Opening),
            kept: RwLock::default(),
        }
    }
}

impl Meanings {
    /// What the person wants from here on.
    pub fn want(&self, wanted: bool) {
        self.wanted.send_if_modified(|before| std::mem::replace(before, wanted) != wanted);
    }

    pub fn wanted(&self) -> watch::Receiver<bool> {
        self.wanted.subscribe()
    }

    /// Returns when it is known whether pages are found by meaning.
    pub async fn settled(&self) -> MeaningState {
        let mut states = self.state.subscribe();
        let settled = states.wait_for(|state| *state != MeaningState::Opening).await;
        // Never fails: `self` holds the sender.
        settled.map_or(MeaningState::Off, |state| *state)
    }

    /// `None` while it is being read, and where there is none.
    pub fn kept(&self) -> Option<Arc<Kept>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set(&self, kept: Option<Arc<Kept>>) {
        let state = if kept.is_some() { MeaningState::On } else { MeaningState::Off };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
        self.state.send_replace(state);
    }
}

/// The model, and what it said of the pages.
pub struct Kept {
    pub model: Model,
    shelf: RwLock<Shelf>,
    /// A file was found damaged when it was read: all is to be made anew.
    damaged: AtomicBool,
}

impl Kept {
    pub fn new(model: Model, shelf: Shelf) -> Self {
        Self { model, shelf: RwLock::new(shelf), damaged: AtomicBool::new(false) }
    }

    pub fn read(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn write(&self) -> RwLockWriteGuard<'_, Shelf> {
        self.shelf.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The nearest passages that are near enough, one of each page that `counts` is true of.
    pub fn near(&self, wanted: &Meaning, counts: impl Fn(u32) -> bool) -> Vec<NearPassage> {
        match self.read().near(&wanted.coarse(), counts) {
            Ok(near) => near,
            Err(error) => {
                self.note(&error);
                Vec::new()
            }
        }
    }

    /// The same of what these pages say, themselves left out.
    pub fn near_pages(&self, pages: &[u32], counts: impl Fn(u32) -> bool) -> Vec<NearPassage> {
        let shelf = self.read();
        let others = |page: u32| !pages.contains(&page) && counts(page);
        let near = || -> io::Result<Vec<NearPassage>> {
            let mut near: Vec<NearPassage> = Vec::new();
            for page in pages.iter().take(MOST_PAGES) {
                for passage in shelf.meanings_of(*page)?.iter().take(MOST_PASSAGES) {
                    near.extend(shelf.near(passage, others)?);
                }
            }
            near.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
            let mut seen = HashSet::new();
            near.retain(|passage| seen.insert(passage.page));
            Ok(near)
        };
        near().unwrap_or_else(|error| {
            self.note(&error);
            Vec::new()
        })
    }

    /// Logged, and where something is damaged, remembered for who can make it anew.
    pub fn note(&self, error: &io::Error) {
        tracing::warn!(%error, "what pages mean cannot be read");
        if error.kind() == ErrorKind::InvalidData {
            self.damaged.store(true, Ordering::Relaxed);
        }
    }

    /// Whether something was found damaged since this was asked last.
    pub fn take_damaged(&self) -> bool {
        self.damaged.swap(false, Ordering::Relaxed)
    }
}
