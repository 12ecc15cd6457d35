//! Keeps the index of the open profile up with the store, a second or two at a time; makes
//! it anew where it cannot be used. Whatever is committed in the store is found by every
//! process that starts later, whoever writes the index.
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
use trove_sync::{CatchUpError, CaughtUp};

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
///
/// Every process keeps the index up, one at a time by the index's own lock: who reads what
/// is stored must find it, though whoever stored it was killed the moment after. While
/// another process writes what comes from Notion, it is left to do this as well, unless it
/// falls behind.
pub(crate) struct Indexing {
    app: WeakApp,
    corpus: Weak<Corpus>,
    /// Whether this process is the one that writes what comes from Notion.
    writes: Arc<AtomicBool>,
    place: IndexPlace,
    /// The index was compared with the store since it was opened, or since it last failed.
    agreed: bool,
    /// The store's newest change when the index was last looked at; none before that.
    seen: Option<u64>,
}

impl Indexing {
    pub fn new(app: WeakApp, corpus: &Arc<Corpus>, writes: Arc<AtomicBool>, place: IndexPlace) -> Self {
        Self { app, corpus: Arc::downgrade(corpus), writes, place, agreed: false, seen: None }
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
            let (changed, wait) = match self.once(&app, &corpus).await {
                Ok(CaughtUp::Applied(_)) if self.writes() => (Some(Arc::clone(&corpus.changed)), GATHER),
                Ok(CaughtUp::Applied(_) | CaughtUp::Busy) => (None, LOOK),
                Err(failure) => {
                    (self.agreed, self.seen) = (false, None);
                    show(&app, &corpus, IndexState::Failed { error: failure });
                    (None, AGAIN)
                }
            };
            drop((app, corpus));
            if let Some(changed) = changed {
                changed.notified().await;
            }
            clock.sleep(wait).await;
        }
    }

    fn writes(&self) -> bool {
        self.writes.load(Ordering::Acquire)
    }

    /// Opens the index if that is still to be done, applies what changed, and shows how far
    /// that went.
    async fn once(&mut self, app: &App, corpus: &Arc<Corpus>) -> Result<CaughtUp, IndexFailure> {
        match self.keep_up(app, corpus).await {
            Ok(CaughtUp::Applied(applied)) => {
                show(app, corpus, IndexState::Ready);
                Ok(CaughtUp::Applied(applied))
            }
            Ok(CaughtUp::Busy) | Err(CatchUpError::Index(IndexError::Busy)) => {
                // What was ready stays so: the little that changed since is looked at one by one.
                if corpus.index_state() != IndexState::Ready {
                    show(app, corpus, being_made(corpus));
                }
                Ok(CaughtUp::Busy)
            }
            Err(why @ (CatchUpError::Index(IndexError::Damaged) | CatchUpError::Ahead)) => {
                tracing::warn!(%why, "the index is made anew");
                self.make_anew(corpus).await.map_err(failure)
            }
            Err(CatchUpError::Index(error)) => Err(failure(error)),
            // The profile is being closed.
            Err(CatchUpError::Store(StoreError::Closed) | CatchUpError::Ended) => Ok(CaughtUp::Busy),
            Err(CatchUpError::Store(error)) => {
                tracing::warn!(%error, "what changed cannot be read");
                Err(if error == StoreError::DiskFull { IndexFailure::DiskFull } else { IndexFailure::Disk })
            }
        }
    }

    async fn keep_up(&mut self, app: &App, corpus: &Arc<Corpus>) -> Result<CaughtUp, CatchUpError> {
        let index = match corpus.index() {
            Some(index) => index,
            None => self.place.open().await?,
        };
        corpus.set_index(Some(Arc::clone(&index)));
        let last = corpus.store.last_seq().await?;
        if !self.writes() {
            look_on(app, corpus).await;
        }
        if !self.writes() && self.writer_keeps_up(corpus, &index).await? {
            corpus.caught_up(index.seq());
            self.seen = Some(last);
            return Ok(CaughtUp::Applied(0));
        }
        let wrote = self.write(app, corpus, &index).await?;
        corpus.caught_up(index.seq());
        if let CaughtUp::Applied(_) = wrote {
            self.seen = Some(last);
        }
        Ok(wrote)
    }

    /// Whether another process has brought what was stored at the last look into the index.
    async fn writer_keeps_up(&self, corpus: &Corpus, index: &Arc<Index>) -> Result<bool, CatchUpError> {
        let Some(seen) = self.seen else { return Ok(false) };
        let reloaded = Arc::clone(index);
        if let Ok(Err(error)) = blocking(move || reloaded.reload()).await {
            return Err(error.into());
        }
        // An index that is being made anew has no number.
        Ok(index.seq() >= seen && corpus.index_state() == IndexState::Ready)
    }

    async fn write(
        &mut self,
        app: &App,
        corpus: &Arc<Corpus>,
        index: &Arc<Index>,
    ) -> Result<CaughtUp, CatchUpError> {
        // An index without a number was never filled to its end.
        if index.seq() == 0 {
            let progress =
                |done, of| show(app, corpus, IndexState::Building { done: number(done), of: number(of) });
            if trove_sync::rebuild(&corpus.store, index, &progress).await? == CaughtUp::Busy {
                return Ok(CaughtUp::Busy);
            }
        }
        let wrote = trove_sync::catch_up(&corpus.store, index).await?;
        if wrote != CaughtUp::Busy && self.writes() && !self.agreed {
            if !trove_sync::agrees(&corpus.store, index).await? {
                return Err(CatchUpError::Ahead);
            }
            self.agreed = true;
        }
        Ok(wrote)
    }

    /// It is filled at the next turn.
    async fn make_anew(&mut self, corpus: &Corpus) -> Result<CaughtUp, IndexError> {
        self.seen = None;
        corpus.set_index(None);
        match self.place.make_anew().await {
            Ok(index) => corpus.set_index(Some(index)),
            Err(IndexError::Busy) => {}
            Err(error) => return Err(error),
        }
        corpus.set_index_state(IndexState::Building { done: 0, of: 0 });
        corpus.changed.notify_one();
        Ok(CaughtUp::Busy)
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

    /// How the index is at this moment.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn index_state(&self) -> Result<IndexState, UiError> {
        Ok(self.open_profile().await?.corpus.index_state())
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
                IndexState::Failed { .. } => return Ok(()),
                _ => match corpus.index().map(|index| index.seq()).filter(|seq| *seq >= last) {
                    // Pages whose texts are in the index are not looked at one by one any more.
                    Some(seq) => {
                        corpus.caught_up(seq);
                        return Ok(());
                    }
                    None => corpus.changed.notify_one(),
                },
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

/// What another process stores is shown as it comes.
async fn look_on(app: &App, corpus: &Corpus) {
    if corpus.follow().await.unwrap_or(false) {
        // Names of connections and containers may be new with any of it.
        if let Err(error) = corpus.read_surroundings().await {
            tracing::warn!(?error, "paths may be shown as they were");
        }
        app.emit(&Event::PagesChanged);
    }
}

/// By whoever else writes it: as far as that can be seen here.
fn being_made(corpus: &Corpus) -> IndexState {
    let done = corpus.index().map_or(0, |index| index.searcher().count());
    IndexState::Building { done: number(done), of: corpus.read().counts().0.known() }
}

fn number(pages: u64) -> u32 {
    u32::try_from(pages).unwrap_or(u32::MAX)
}

fn failure(error: IndexError) -> IndexFailure {
    tracing::warn!(%error, "the index cannot be used");
    match error {
        IndexError::Io(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => IndexFailure::DiskFull,
        _ => IndexFailure::Disk,
    }
}
