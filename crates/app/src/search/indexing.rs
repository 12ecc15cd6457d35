//! The index of the open profile: opened behind the first answers, made anew where it
//! cannot be used, and kept up with the store a second or two at a time.
//!
//! Not here: how changes become index entries (`trove-sync`), and searching.

use crate::App;
use crate::corpus::Corpus;
use crate::open_profile::OpenProfile;
use crate::search::blocking;
use crate::ui_types::{Event, IndexFailure, IndexMemory, IndexState, UiError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::task::JoinHandle;
use trove_index::{Index, IndexError, Memory, OpenError, Settings};
use trove_model::{Entropy, Key32};
use trove_store::StoreError;
use trove_sync::CatchUpError;

/// Changes are gathered this long before they are written: a commit costs a tenth of a
/// second whatever its size, and what is gathered is found meanwhile all the same.
const GATHER: Duration = Duration::from_millis(1500);

/// How long after a failure the index is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// How often a process that does not write looks for what another one wrote.
const LOOK: Duration = Duration::from_secs(2);

/// Chunks kept decrypted where the index is not held as a whole.
const PIECES: usize = 96 << 20;

/// A larger index than this part of the computer's memory is not held as a whole.
const SHARE: u64 = 8;

/// Where the index is, and what opens it.
#[derive(Clone)]
pub(crate) struct IndexPlace {
    pub folder: PathBuf,
    pub key: Key32,
    pub store: [u8; 16],
    pub memory: IndexMemory,
    pub entropy: Arc<dyn Entropy>,
}

impl IndexPlace {
    fn settings(&self) -> Settings<'_> {
        Settings {
            folder: &self.folder,
            key: self.key.clone(),
            store: self.store,
            memory: memory(self.memory, size(&self.folder), computers_memory()),
            entropy: Arc::clone(&self.entropy),
        }
    }
}

/// How an index of so many bytes is held on a computer with so much memory.
fn memory(wanted: IndexMemory, index: u64, computer: Option<u64>) -> Memory {
    let whole = match wanted {
        IndexMemory::Whole => true,
        IndexMemory::Pieces => false,
        IndexMemory::Auto => computer.is_none_or(|computer| index <= computer / SHARE),
    };
    if whole { Memory::All } else { Memory::Bounded(PIECES) }
}

/// Opens the index, or makes an empty one where there is none that can be used and this
/// process may write. The second says whether it has to be filled.
pub(crate) async fn open(place: &IndexPlace, writes: bool) -> Result<Option<(Arc<Index>, bool)>, IndexError> {
    let place = place.clone();
    let opened = blocking(move || match Index::open(place.settings()) {
        Ok(index) => Ok(Some((Arc::new(index), false))),
        Err(OpenError::Io(kind)) => Err(IndexError::Io(kind)),
        Err(OpenError::Missing | OpenError::Damaged | OpenError::Foreign | OpenError::OtherVersion)
            if !writes =>
        {
            Ok(None)
        }
        Err(why) => {
            tracing::info!(%why, "the index is made anew");
            Index::create(place.settings()).map(|index| Some((Arc::new(index), true)))
        }
    });
    opened.await.unwrap_or(Err(IndexError::Io(ErrorKind::Other)))
}

/// Starts opening an index that is there already, beside whatever else opens: decrypting it
/// takes about as long as reading the columns.
pub(crate) fn start_opening(place: &IndexPlace) -> JoinHandle<Option<Arc<Index>>> {
    let place = place.clone();
    // What keeps it from opening is found, and told, when it is to be used.
    tokio::task::spawn_blocking(move || Index::open(place.settings()).ok().map(Arc::new))
}

/// Runs as long as its profile is open; holds it weakly.
pub(crate) struct Indexing {
    pub app: Weak<crate::Inner>,
    pub open: Weak<OpenProfile>,
    pub place: IndexPlace,
    /// What was begun when the profile opened.
    pub opening: Option<JoinHandle<Option<Arc<Index>>>>,
    /// The index was compared with the store since it was opened, or since it last failed.
    pub agreed: AtomicBool,
}

impl Indexing {
    pub async fn run(mut self) {
        let opened = match self.opening.take() {
            Some(opening) => opening.await.ok().flatten(),
            None => None,
        };
        if let (Some(index), Some(open)) = (opened, self.open.upgrade()) {
            open.corpus.set_index(Some(index));
        }
        loop {
            let Some((app, open)) = self.upgrade() else { return };
            let wait = match self.once(&app, &open).await {
                Ok(()) if open.writes() => {
                    let changed = Arc::clone(&open.changed);
                    drop((app, open));
                    changed.notified().await;
                    GATHER
                }
                Ok(()) => LOOK,
                Err(failure) => {
                    self.agreed.store(false, Ordering::Relaxed);
                    show(&app, &open.corpus, IndexState::Failed { error: failure });
                    AGAIN
                }
            };
            let Some(clock) = self.app.upgrade().map(|inner| Arc::clone(&inner.clock)) else { return };
            clock.sleep(wait).await;
        }
    }

    /// Opens the index if that is still to be done, and applies what changed.
    async fn once(&self, app: &App, open: &OpenProfile) -> Result<(), IndexFailure> {
        let corpus = &open.corpus;
        let (index, empty) = match corpus.index() {
            Some(index) => (index, false),
            None => match self::open(&self.place, open.writes()).await.map_err(failure)? {
                Some(opened) => opened,
                // Another process will make it, or has made it when the next look comes.
                None => {
                    show(app, corpus, IndexState::Absent);
                    return Ok(());
                }
            },
        };
        let done = if open.writes() {
            self.write(app, open, &index, empty).await
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
                let folder = self.place.folder.clone();
                let _ = blocking(move || std::fs::remove_dir_all(folder)).await;
                open.changed.notify_one();
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
        &self,
        app: &App,
        open: &OpenProfile,
        index: &Arc<Index>,
        empty: bool,
    ) -> Result<(), CatchUpError> {
        // An index without a number was never filled to its end.
        if empty || index.seq() == 0 {
            let corpus = Arc::clone(&open.corpus);
            show(app, &corpus, IndexState::Building { done: 0, of: 0 });
            corpus.set_index(Some(Arc::clone(index)));
            let progress = |done: u64, of: u64| {
                let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
                show(app, &corpus, IndexState::Building { done: number(done), of: number(of) });
            };
            trove_sync::rebuild(&open.store, index, &progress).await?;
        }
        open.corpus.set_index(Some(Arc::clone(index)));
        trove_sync::catch_up(&open.store, index).await?;
        if !self.agreed.load(Ordering::Relaxed) {
            if !trove_sync::agrees(&open.store, index).await? {
                return Err(CatchUpError::Ahead);
            }
            self.agreed.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn upgrade(&self) -> Option<(App, Arc<OpenProfile>)> {
        Some((App { inner: self.app.upgrade()? }, self.open.upgrade()?))
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

impl From<IndexError> for UiError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Io(kind) => std::io::Error::from(kind).into(),
            // It is made anew in the background; the next answer comes from titles.
            IndexError::Busy | IndexError::Damaged => Self::Internal,
        }
    }
}

/// Bytes of the files in a folder; 0 where there is none.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.filter_map(|entry| entry.ok()?.metadata().ok()).map(|file| file.len()).sum()
}

#[cfg(target_os = "linux")]
fn computers_memory() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Not asked: an index that is held as a whole is a fraction of its pages' text.
#[cfg(not(target_os = "linux"))]
fn computers_memory() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_index_on_a_small_computer_is_held_in_pieces() {
        let gigabyte = 1 << 30;
        assert_eq!(memory(IndexMemory::Auto, gigabyte, Some(16 * gigabyte)), Memory::All);
        assert_eq!(memory(IndexMemory::Auto, gigabyte, Some(4 * gigabyte)), Memory::Bounded(PIECES));
        assert_eq!(memory(IndexMemory::Auto, gigabyte, None), Memory::All);
        assert_eq!(memory(IndexMemory::Whole, gigabyte, Some(gigabyte)), Memory::All);
        assert_eq!(memory(IndexMemory::Pieces, 1, Some(gigabyte)), Memory::Bounded(PIECES));
    }
}
