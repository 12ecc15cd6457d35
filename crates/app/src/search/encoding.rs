//! Works out what the pages of the open profile mean, behind everything else: the newest first,
//! then each as it changes.
//!
//! One process does it at a time, by a lock, and only one that stays; others take what it wrote.
//! After every few passages it rests three times as long as they took, and while the computer
//! runs on its battery it does nothing. Whatever was written stays when it is killed. Between
//! two passages it can be stopped: what is under way then ends by itself within a moment, holds
//! no key and finds nothing open.
//!
//! Not here: how passages are cut and kept (`corpus::meanings`), and what they mean
//! (`trove-meaning`).

use crate::corpus::Corpus;
use crate::corpus::index_place::IndexPlace;
use crate::corpus::meanings::passages::{Passage, passages};
use crate::corpus::meanings::{Kept, MeaningState, PageMeanings, PassageMeaning, Reached, Shelf};
use crate::corpus::page_cache::shown_text;
use crate::state::app::{App, WeakApp};
use crate::system::blocking::blocking;
use crate::system::model_file;
use crate::ui_types::{IndexState, UiError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;
use trove_index::EncryptedFolder;
use trove_private_file::FileLock;
use trove_store::{Change, NewestFirst, StoreError};

/// Passages encoded between two looks at the clock, a tenth of a second's work at most.
const AT_ONCE: usize = 4;
/// It rests so many times as long as it works.
const REST: u32 = 3;
/// Pages read from the store at once.
const PAGES: u32 = 16;
/// So many passages are written in one file: less than a minute's work is lost with a kill.
const WRITTEN: usize = 512;

/// How often it looks for changes, of the store or by another process.
const LOOK: Duration = Duration::from_secs(3);
/// How often it looks whether the computer is plugged in, and tries again what failed.
const LATER: Duration = Duration::from_secs(30);
/// How often who waits for it looks.
const WAIT: Duration = Duration::from_millis(50);

/// Where everything is read for the first time: before the newest page.
const BEGIN: NewestFirst = NewestFirst { edited: i64::MAX, key: i64::MAX };

/// Runs as long as its profile is open; holds it weakly.
pub(crate) struct Encoding {
    app: WeakApp,
    corpus: Weak<Corpus>,
    /// Of the index, beside which it writes.
    place: IndexPlace,
    /// Whether this process stays long enough to be the one that works.
    works: bool,
}

/// What was worked out and is not written yet, and how far that goes.
#[derive(Default)]
struct Gathered {
    pages: Vec<PageMeanings>,
    passages: usize,
    reached: Reached,
}

impl Encoding {
    pub fn new(app: WeakApp, corpus: &Arc<Corpus>, place: IndexPlace, works: bool) -> Self {
        Self { app, corpus: Arc::downgrade(corpus), place, works }
    }

    pub async fn run(self) {
        let Some(mut wanted) = self.corpus.upgrade().map(|corpus| corpus.meanings.wanted()) else { return };
        loop {
            let on = *wanted.borrow_and_update();
            let doing = async {
                if on {
                    self.keep().await;
                }
                if let Some(corpus) = self.corpus.upgrade() {
                    corpus.meanings.set(None);
                }
                if !on {
                    self.put_away().await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                changed = wanted.changed() => if changed.is_err() { return },
                () = doing => {}
            }
        }
    }

    /// Reads model and files, then keeps them up; returns where there are none.
    async fn keep(&self) {
        let Some(kept) = self.open().await else { return };
        let kept = Arc::new(kept);
        if let Some(corpus) = self.corpus.upgrade() {
            corpus.meanings.set(Some(Arc::clone(&kept)));
        }
        let (mut lock, mut gathered) = (None, None);
        loop {
            let (Some(app), Some(corpus)) = (self.app.upgrade(), self.corpus.upgrade()) else { return };
            let clock = Arc::clone(&app.inner.clock);
            let wait = match self.turn(&app, &corpus, &kept, &mut lock, &mut gathered).await {
                Ok(wait) => wait,
                // The profile is being closed.
                Err(Trouble::Store(StoreError::Closed)) => return,
                Err(trouble) => {
                    tracing::warn!(%trouble, "what pages mean is worked out later");
                    if let Trouble::Files(error) = &trouble {
                        kept.note(error);
                    }
                    LATER
                }
            };
            drop((app, corpus));
            clock.sleep(wait).await;
        }
    }

    async fn open(&self) -> Option<Kept> {
        let app = self.app.upgrade()?;
        let path = app.inner.host.model(&app.inner.paths)?;
        let (place, works) = (self.place.clone(), self.works);
        let opened = blocking(move || open(&path, &place, works)).await.ok()?;
        opened.inspect_err(|error| tracing::warn!(%error, "pages are not found by meaning")).ok()
    }

    /// What was worked out is of no use to who does without.
    async fn put_away(&self) {
        let place = self.place.clone();
        let works = self.works;
        if !folder_of(&place).exists() {
            return;
        }
        let removed = blocking(move || {
            let folder = folder(&place)?;
            let lock = if works { folder.try_lock()? } else { None };
            if lock.is_some() { Shelf::empty(folder, 0).clear() } else { Ok(()) }
        });
        if let Ok(Err(error)) = removed.await {
            tracing::warn!(%error, "what pages mean was not removed");
        }
    }

    /// Works for a moment; how long to rest then.
    async fn turn(
        &self,
        app: &App,
        corpus: &Arc<Corpus>,
        kept: &Arc<Kept>,
        lock: &mut Option<FileLock>,
        gathered: &mut Option<Gathered>,
    ) -> Result<Duration, Trouble> {
        if lock.is_none() && self.works {
            *lock = kept.read().try_lock()?;
        }
        if lock.is_none() {
            files(kept, |kept| kept.write().follow()).await?;
            return Ok(LOOK);
        }
        if kept.take_damaged() {
            tracing::warn!("what pages mean is worked out anew");
            *gathered = None;
            files(kept, |kept| kept.write().clear()).await?;
        }
        // Words come first.
        if corpus.index_state() != IndexState::Ready {
            return Ok(LOOK);
        }
        if app.inner.host.on_battery() {
            return Ok(LATER);
        }
        let gathered = gathered
            .get_or_insert_with(|| Gathered { reached: kept.read().reached(), ..Gathered::default() });
        let (changes, reached) = next(corpus, gathered.reached).await?;
        let at_the_end = changes.is_empty() && reached.after.is_none();
        for change in changes {
            self.encode(app, corpus, kept, change, gathered).await?;
        }
        let went_on = gathered.reached != reached;
        gathered.reached = reached;
        let unwritten = !gathered.pages.is_empty() || kept.read().reached() != gathered.reached;
        if gathered.passages >= WRITTEN || at_the_end && unwritten {
            let Gathered { pages, reached, .. } = std::mem::take(gathered);
            gathered.reached = reached;
            files(kept, move |kept| kept.write().put(&pages, reached)).await?;
        }
        Ok(if at_the_end && !went_on { LOOK } else { Duration::ZERO })
    }

    /// Works out what one page means, a few passages at a time, and rests after each.
    async fn encode(
        &self,
        app: &App,
        corpus: &Arc<Corpus>,
        kept: &Arc<Kept>,
        change: Change,
        gathered: &mut Gathered,
    ) -> Result<(), Trouble> {
        let Ok(page) = u32::try_from(change.key) else { return Ok(()) };
        // What is in the trash is in the store, and nowhere else.
        let is_shown = corpus.read().by_key(change.key).is_some();
        let text = change.text.filter(|_| is_shown);
        let cut = text.map(|text| passages(&text.title, &shown_text(text.properties, text.body)));
        let cut = cut.unwrap_or_default();
        let marks: Vec<u32> = cut.iter().map(Passage::mark).collect();
        let known = kept.read().marks(page).map(<[u32]>::to_vec);
        if known.unwrap_or_default() == marks {
            return Ok(());
        }
        let mut means = PageMeanings { page, passages: Vec::with_capacity(cut.len()) };
        for some in cut.chunks(AT_ONCE) {
            let (kept, some) = (Arc::clone(kept), some.to_vec());
            let began = app.inner.clock.monotonic();
            let encoded = blocking(move || encoded(&kept, &some)).await.map_err(|_| StoreError::Closed)?;
            means.passages.extend(encoded);
            let took = app.inner.clock.monotonic().saturating_sub(began);
            app.inner.clock.sleep(took * REST).await;
        }
        gathered.passages += means.passages.len();
        gathered.pages.push(means);
        Ok(())
    }
}

impl App {
    /// Returns when it is known whether pages are found by meaning: an answer before that has
    /// none that are similar.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn meanings_settled(&self) -> Result<MeaningState, UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        Ok(corpus.meanings.settled().await)
    }

    /// Returns when what every stored page means is known, or nobody works it out.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn meanings_caught_up(&self) -> Result<(), UiError> {
        let corpus = Arc::clone(&self.open_profile().await?.corpus);
        while corpus.meanings.settled().await == MeaningState::On {
            corpus.follow().await?;
            let last = corpus.store.last_seq().await?;
            let reached = corpus.meanings.kept().map(|kept| kept.read().reached());
            if reached.is_some_and(|reached| reached.after.is_none() && reached.seq >= last) {
                break;
            }
            self.inner.clock.sleep(WAIT).await;
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("a file of meanings: {0}")]
    Files(#[from] io::Error),
}

/// The next pages to look at, and how far all is like the store once they were.
async fn next(corpus: &Corpus, reached: Reached) -> Result<(Vec<Change>, Reached), Trouble> {
    let (seq, after) = match reached {
        Reached { seq: 0, after: None } => (corpus.store.last_seq().await?, Some(BEGIN)),
        Reached { seq, after } => (seq, after),
    };
    if after.is_some() {
        let (changes, after) = corpus.store.texts_newest_first(after, PAGES).await?;
        return Ok((changes, Reached { seq, after }));
    }
    // Asking the database nothing while nothing changes.
    if corpus.read().seq() <= seq {
        return Ok((Vec::new(), reached));
    }
    let changes = corpus.store.changes(seq, PAGES).await?;
    let seq = changes.last().map_or(seq, |change| change.seq);
    Ok((changes, Reached { seq, after: None }))
}

fn encoded(kept: &Kept, passages: &[Passage]) -> Vec<PassageMeaning> {
    let texts: Vec<&str> = passages.iter().map(|passage| passage.said.as_str()).collect();
    let meanings = kept.model.meanings(&texts);
    let made = passages.iter().zip(meanings).map(|(passage, meaning)| PassageMeaning {
        mark: passage.mark(),
        code: meaning.code(),
        coarse: meaning.coarse(),
    });
    made.collect()
}

async fn files(
    kept: &Arc<Kept>,
    work: impl FnOnce(&Kept) -> io::Result<()> + Send + 'static,
) -> Result<(), Trouble> {
    let kept = Arc::clone(kept);
    blocking(move || work(&kept)).await.map_err(|_| StoreError::Closed)?.map_err(Trouble::Files)
}

fn folder_of(place: &IndexPlace) -> PathBuf {
    place.folder.with_file_name("meanings")
}

fn folder(place: &IndexPlace) -> io::Result<EncryptedFolder> {
    EncryptedFolder::open(&folder_of(place), place.key.clone(), place.store, Arc::clone(&place.entropy))
}

/// What cannot be used is thrown away by who may write, and is not there for who may not.
fn open(model: &Path, place: &IndexPlace, works: bool) -> io::Result<Kept> {
    let (model, mark) = model_file::read(model)?;
    let shelf = match Shelf::open(folder(place)?, mark) {
        Ok(shelf) => shelf,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            tracing::info!(%error, "what pages mean is worked out anew");
            let mut shelf = Shelf::empty(folder(place)?, mark);
            let lock = if works { shelf.try_lock()? } else { None };
            if lock.is_some() {
                shelf.clear()?;
            }
            shelf
        }
        Err(error) => return Err(error),
    };
    Ok(Kept::new(model, shelf))
}
