//! Keeps the index of the open profile up with the store, a second or two at a time; makes
//! it anew where it cannot be used.
//!
//! Not here: how changes become index entries (`trove-sync`), and opening it (`corpus`).

use crate::corpus::Corpus;
use crate::corpus::index_place::{IndexPlace, OpeningIndex};
use crate::state::app::{App, WeakApp};
use crate::system::blocking::blocking;
use crate::ui_types::{Event, IndexFailure, IndexState, UiError};
use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use trove_index::{Index, IndexError};
use trove_store::StoreError;
use trove_sync::CatchUpError;

/// Changes are gathered this long before they are written: a commit costs a tenth of a
/// second whatever its size, and what is gathered is found meanwhile all the same.
const GATHER: Duration = Duration::from_millis(1500);

/// How long after a failure the index is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// How often a process that does not write looks for what another one wrote.
const LOOK: Duration = Duration::from_secs(2);

/// How often the index is looked at by who waits until it has caught up.
const WAIT: Duration = Duration::from_millis(50);

/// Runs as long as its profile is open; holds it weakly.
pub(crate) struct Indexing {
    app: WeakApp,
    corpus: Weak<Corpus>,
    /// Whether this process is the one that writes.
    writes: Arc<AtomicBool>,
    place: IndexPlace,
    /// The index was compared with the store since it was opened, or since it last failed.
    agreed: bool,
}

impl Indexing {
    pub fn new(app: WeakApp, corpus: &Arc<Corpus>, writes: Arc<AtomicBool>, place: IndexPlace) -> Self {
        Self { app, corpus: Arc::downgrade(corpus), writes, place, agreed: false }
    }

    /// Begins with what was opened beside the profile.
    pub async fn run(mut self, index: OpeningIndex) {
        let opened = index.opening.await.ok().flatten();
        if let (Some(index), Some(corpus)) = (opened, self.corpus.upgrade()) {
            corpus.set_index(Some(index));
        }
        loop {
            let (Some(app), Some(corpus)) = (self.app.upgrade(), self.corpus.upgrade()) else { return };
            let clock = Arc::clone(&app.inner.clock);
            let wait = match self.once(&app, &corpus).await {
                Ok(()) if self.writes() => GATHER,
                Ok(()) => LOOK,
                Err(failure) => {
                    self.agreed = false;
                    show(&app, &corpus, IndexState::Failed { error: failure });
                    AGAIN
                }
            };
            let changed = Arc::clone(&corpus.changed);
            drop((app, corpus));
            if wait == GATHER {
                changed.notified().await;
            }
            clock.sleep(wait).await;
        }
    }

    fn writes(&self) -> bool {
        self.writes.load(Ordering::Acquire)
    }

    /// Opens the index if that is still to be done, and applies what changed.
    async fn once(&mut self, app: &App, corpus: &Arc<Corpus>) -> Result<(), IndexFailure> {
        let (index, empty) = match corpus.index() {
            Some(index) => (index, false),
            None => match self.place.open(self.writes()).await.map_err(failure)? {
                Some(opened) => opened,
                // Another process will make it, or has made it when the next look comes.
                None => {
                    show(app, corpus, IndexState::Absent);
                    return Ok(());
                }
            },
        };
        let done = if self.writes() {
            self.write(app, corpus, &index, empty).await
        } else {
            corpus.set_index(Some(Arc::clone(&index)));
            let reloaded = Arc::clone(&index);
            match blocking(move || reloaded.reload()).await {
                Ok(Err(error)) => Err(CatchUpError::Index(error)),
                _ => Ok(()),
            }
        };
        match done {
            Ok(()) => {
                corpus.caught_up(index.seq());
                show(app, corpus, IndexState::Ready);
                Ok(())
            }
            // Made anew at the next turn.
            Err(why @ (CatchUpError::Index(IndexError::Damaged) | CatchUpError::Ahead)) => {
                tracing::warn!(%why, "the index is made anew");
                corpus.set_index(None);
                self.place.remove().await;
                corpus.changed.notify_one();
                Ok(())
            }
            Err(CatchUpError::Index(error)) => Err(failure(error)),
            // The profile is being closed.
            Err(CatchUpError::Store(StoreError::Closed) | CatchUpError::Ended) => Ok(()),
            Err(CatchUpError::Store(error)) => {
                tracing::warn!(%error, "what changed cannot be read");
                Err(if error == StoreError::DiskFull { IndexFailure::DiskFull } else { IndexFailure::Disk })
            }
        }
    }

    async fn write(
        &mut self,
        app: &App,
        corpus: &Arc<Corpus>,
        index: &Arc<Index>,
        empty: bool,
    ) -> Result<(), CatchUpError> {
        // An index without a number was never filled to its end.
        if empty || index.seq() == 0 {
            show(app, corpus, IndexState::Building { done: 0, of: 0 });
            corpus.set_index(Some(Arc::clone(index)));
            let progress = |done: u64, of: u64| {
                let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
                show(app, corpus, IndexState::Building { done: number(done), of: number(of) });
            };
            trove_sync::rebuild(&corpus.store, index, &progress).await?;
        }
        corpus.set_index(Some(Arc::clone(index)));
        trove_sync::catch_up(&corpus.store, index).await?;
        if !self.agreed {
            if !trove_sync::agrees(&corpus.store, index).await? {
                return Err(CatchUpError::Ahead);
            }
            self.agreed = true;
        }
        Ok(())
    }
}

impl App {
    /// Returns when the index has been opened, or cannot be: an answer before that would
    /// come from titles alone.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn index_settled(&self) -> Result<IndexState, UiError> {
        Ok(self.open_profile().await?.corpus.index_settled().await)
    }

    /// Returns when the index knows everything that is stored, or cannot be written.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn index_caught_up(&self) -> Result<(), UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        corpus.follow().await?;
        let last = corpus.store.last_seq().await?;
        loop {
            match corpus.index_settled().await {
                IndexState::Failed { .. } | IndexState::Absent => return Ok(()),
                _ if corpus.index().is_some_and(|index| index.seq() >= last) => return Ok(()),
                _ => corpus.changed.notify_one(),
            }
            self.inner.clock.sleep(WAIT).await;
        }
    }
}

fn show(app: &App, corpus: &Corpus, state: IndexState) {
    if corpus.set_index_state(state) {
        app.emit(&Event::Index(state));
    }
}

fn failure(error: IndexError) -> IndexFailure {
    tracing::warn!(%error, "the index cannot be used");
    match error {
        IndexError::Io(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => IndexFailure::DiskFull,
        _ => IndexFailure::Disk,
    }
}
