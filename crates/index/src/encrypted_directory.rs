//! A tantivy directory whose files are all encrypted, `meta.json` and the list of files too.
//!
//! Files are written once and read often; only the two small ones are replaced, each as a
//! whole. Visible from outside stay names, sizes and times, and empty lock files.
//! Not here: the form of a file (`encrypted_file`).

mod beside;
mod read;
mod write;

use crate::cache::Cache;
use crate::encrypted_file::{IndexKey, Unreadable};
use read::{Chunks, Opened};
use std::collections::HashMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};
use trove_model::Entropy;
use trove_private_file::{self as private_file, FileLock};
use write::Sealing;

pub use beside::{EncryptedFile, EncryptedFolder};

/// How files are held while they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// Each file decrypted once, as a whole: fastest, and as large in memory as on disk.
    All,
    /// Chunks decrypted when they are read, at most this many bytes of them kept.
    Bounded(usize),
}

/// Cheap to clone: all clones are one directory.
#[derive(Clone)]
pub(crate) struct EncryptedDirectory {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    key: Arc<IndexKey>,
    entropy: Arc<dyn Entropy>,
    memory: Memory,
    chunks: Arc<Chunks>,
    /// What readers hold at this moment, by name: reloading decrypts only what is new.
    whole: Mutex<HashMap<PathBuf, Weak<[u8]>>>,
    /// Numbers opened files, for the chunk cache: a name may come back with other content.
    opened: AtomicU64,
}

impl EncryptedDirectory {
    /// # Errors
    /// The folder cannot be made; it is made for its owner only.
    pub(crate) fn open(
        folder: &Path,
        key: IndexKey,
        memory: Memory,
        entropy: Arc<dyn Entropy>,
    ) -> io::Result<Self> {
        private_file::our_folder(folder)?;
        let bound = match memory {
            Memory::All => 0,
            Memory::Bounded(bytes) => bytes,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                folder: folder.to_owned(),
                key: Arc::new(key),
                entropy,
                memory,
                chunks: Arc::new(Cache::new(bound)),
                whole: Mutex::default(),
                opened: AtomicU64::default(),
            }),
        })
    }

    fn place(&self, path: &Path) -> PathBuf {
        self.inner.folder.join(path)
    }

    fn opened(&self, path: &Path) -> io::Result<Opened> {
        Opened::new(private_file::open(&self.place(path))?, &name(path)?, &self.inner.key)
    }

    /// The file decrypted as a whole, shared with whoever holds it already.
    fn whole(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        let held = |whole: &HashMap<PathBuf, Weak<[u8]>>| whole.get(path).and_then(Weak::upgrade);
        if let Some(bytes) = held(&self.inner.whole.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(bytes);
        }
        let bytes = self.opened(path)?.read_all()?;
        let mut whole = self.inner.whole.lock().unwrap_or_else(PoisonError::into_inner);
        whole.retain(|_, bytes| bytes.strong_count() > 0);
        whole.insert(path.to_owned(), Arc::downgrade(&bytes));
        Ok(bytes)
    }

    fn forget(&self, path: &Path) {
        self.inner.whole.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }

    fn create(&self, path: &Path, file: File) -> io::Result<Sealing> {
        Sealing::new(file, &name(path)?, &self.inner.key, self.inner.entropy.as_ref())
    }
}

impl fmt::Debug for EncryptedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedDirectory").field("memory", &self.inner.memory).finish_non_exhaustive()
    }
}

impl Directory for EncryptedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = match self.inner.memory {
            Memory::All if !is_for_merges(path) => self.whole(path).map(read::in_memory),
            // Dictionaries and columns are read as a whole by each reader there is, of which a
            // commit makes some: one copy for all of them.
            Memory::Bounded(_) if !in_pieces(path) => self.whole(path).map(read::in_memory),
            _ => self.opened(path).map(|opened| {
                let number = self.inner.opened.fetch_add(1, Ordering::Relaxed);
                read::on_demand(opened, number, Arc::clone(&self.inner.chunks))
            }),
        };
        handle.map_err(|error| not_read(error, path))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.forget(path);
        fs::remove_file(self.place(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() },
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        private_file::is_there(&self.place(path)).map_err(|error| not_read(error, path))
    }

    /// A file of that name is left over from a commit that was cut off: the numbers in names
    /// are then given again. It is removed rather than overwritten, since a reader may hold it.
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.forget(path);
        let writer = private_file::create(&self.place(path))
            .and_then(|file| self.create(path, file))
            .map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.opened(path).and_then(|opened| opened.read_all());
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| not_read(error, path))
    }

    /// Written beside, synced, renamed. One writer at a time, so one name beside is enough,
    /// and what a crash leaves there is overwritten.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let beside = self.place(Path::new(&format!("{}.new", name(path)?)));
        let mut writer = self.create(path, private_file::create(&beside)?)?;
        writer.write_all(data)?;
        writer.terminate()?;
        private_file::rename(&beside, &self.place(path))?;
        self.sync_directory()
    }

    fn sync_directory(&self) -> io::Result<()> {
        private_file::sync_folder(&self.inner.folder)
    }

    /// The system's file lock: it ends with the process, however that ends.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let path = self.place(&lock.filepath);
        let held =
            if lock.is_blocking { FileLock::acquire(&path).map(Some) } else { FileLock::try_acquire(&path) };
        let held = held.map_err(LockError::wrap_io_error)?.ok_or(LockError::LockBusy)?;
        Ok(DirectoryLock::from(Box::new(held)))
    }

    /// Readers here reload when they are told to.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

impl From<Unreadable> for io::Error {
    fn from(unreadable: Unreadable) -> Self {
        io::Error::new(ErrorKind::InvalidData, unreadable)
    }
}

/// Postings and stored documents, of which a search reads a little here and there: by far
/// the most of an index.
fn in_pieces(path: &Path) -> bool {
    path.extension().is_some_and(|kind| ["idx", "pos", "store"].iter().any(|piece| kind == *piece))
}

/// Stored documents, which are empty here: searches do not read them, merges do once.
fn is_for_merges(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "store")
}

/// The name a file is authenticated under. Tantivy's are plain ASCII.
fn name(path: &Path) -> io::Result<String> {
    let name = path.to_str().filter(|_| path.components().count() == 1);
    name.map(str::to_owned).ok_or_else(|| ErrorKind::InvalidFilename.into())
}

fn not_read(error: io::Error, path: &Path) -> OpenReadError {
    match error.kind() {
        ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    }
}

#[cfg(test)]
mod tests;
