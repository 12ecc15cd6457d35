//! Where the index of a profile is, how it is held in memory, and opening or making it.
//!
//! Not here: when it is filled and kept up with the store (`search::indexing`).

use crate::system::blocking::blocking;
use crate::ui_types::IndexMemory;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::JoinHandle;
use trove_index::{Index, IndexError, Memory, OpenError, Settings};
use trove_model::{Entropy, Key32};

/// Chunks kept decrypted where the index is not held as a whole.
const PIECES: usize = 96 << 20;

/// A larger index than this part of the computer's memory is not held as a whole.
const SHARE: u64 = 8;

/// Where the index is, and what opens it.
#[derive(Clone)]
pub struct IndexPlace {
    pub folder: PathBuf,
    pub key: Key32,
    pub store: [u8; 16],
    pub memory: IndexMemory,
    pub entropy: Arc<dyn Entropy>,
}

/// An index that is being opened beside whatever else opens: decrypting it takes about as
/// long as reading the entries.
pub struct OpeningIndex {
    pub place: IndexPlace,
    /// What keeps it from opening is found, and told, when it is to be used.
    pub opening: JoinHandle<Option<Arc<Index>>>,
}

impl IndexPlace {
    pub fn start_opening(self) -> OpeningIndex {
        let place = self.clone();
        let opening = tokio::task::spawn_blocking(move || Index::open(place.settings()).ok().map(Arc::new));
        OpeningIndex { place: self, opening }
    }

    /// Opens the index, or makes an empty one where there is none that can be used.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while another process makes or writes the one that cannot be used.
    pub async fn open(&self) -> Result<Arc<Index>, IndexError> {
        let place = self.clone();
        off_thread(move || match Index::open(place.settings()) {
            Ok(index) => Ok(index),
            Err(OpenError::Io(kind)) => Err(IndexError::Io(kind)),
            Err(
                why
                @ (OpenError::Missing | OpenError::Damaged | OpenError::Foreign | OpenError::OtherVersion),
            ) => {
                tracing::info!(%why, "the index is made anew");
                Index::create(place.settings())
            }
        })
        .await
    }

    /// An empty one in place of what is there: it is filled from the store.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while another process writes it; it then stays.
    pub async fn make_anew(&self) -> Result<Arc<Index>, IndexError> {
        let place = self.clone();
        off_thread(move || Index::create(place.settings())).await
    }

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

async fn off_thread(
    work: impl FnOnce() -> Result<Index, IndexError> + Send + 'static,
) -> Result<Arc<Index>, IndexError> {
    blocking(work).await.unwrap_or(Err(IndexError::Io(ErrorKind::Other))).map(Arc::new)
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
