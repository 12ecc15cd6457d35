//! The index of one profile on disk: opened, made anew, written, looked at.
//!
//! It holds nothing that the store does not: whoever gets an [`OpenError`] makes it anew
//! and applies all pages. Every commit carries the store's sequence number, so that after
//! a crash, or an old copy of the folder, only newer rows are applied again.

use crate::encrypted_directory::{EncryptedDirectory, Memory};
use crate::encrypted_file::IndexKey;
use crate::error::{IndexError, OpenError, index_error, open_error};
use crate::fields::{Document, Fields};
use crate::search::Searcher;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};
use trove_model::{Entropy, Key32};

/// Memory for pages that are not committed yet: a few hundred that changed, or all.
const WRITER_MEMORY: usize = 16 << 20;
const BULK_MEMORY: usize = 64 << 20;

/// So many segments of about a size become one.
const SEGMENTS_MERGED: usize = 4;
/// Share of a segment's pages replaced or removed since, from which on it is made anew.
const MOST_REMOVED: f32 = 0.3;

/// What the payload of a commit that claims no number begins with.
const UNFINISHED: &str = "unfinished ";

/// Where an index is, and how it is read.
pub struct Settings<'a> {
    /// Made for its owner only; nothing else may lie in it.
    pub folder: &'a Path,
    /// The profile's key for its index.
    pub key: Key32,
    /// The store that the index is made from.
    pub store: [u8; 16],
    pub memory: Memory,
    pub entropy: Arc<dyn Entropy>,
}

/// One change of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Replaces what was known under its id.
    Put(Document),
    Remove(u64),
}

pub struct Index {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    current: Mutex<Arc<Searcher>>,
}

impl Index {
    /// Opens what is there.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing is changed on disk.
    pub fn open(settings: Settings<'_>) -> Result<Self, OpenError> {
        if !settings.folder.try_exists().map_err(|error| OpenError::Io(error.kind()))? {
            return Err(OpenError::Missing);
        }
        let directory = settings.directory().map_err(|error| OpenError::Io(error.kind()))?;
        if !tantivy::Index::exists(&directory).map_err(|error| open_error(&error.into()))? {
            return Err(OpenError::Missing);
        }
        Self::of(tantivy::Index::open(directory).map_err(|error| open_error(&error))?)
    }

    /// Makes an empty index, in place of whatever was there.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while another process writes the old one; it then stays.
    pub fn create(settings: Settings<'_>) -> Result<Self, IndexError> {
        let directory = settings.directory().map_err(|error| IndexError::Io(error.kind()))?;
        clear_the_way(settings.folder).map_err(|error| IndexError::Io(error.kind()))?;
        let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
        let lock = lock.map_err(|error| index_error(&TantivyError::LockFailure(error, None)))?;
        empty(settings.folder).map_err(|error| IndexError::Io(error.kind()))?;
        let (schema, _) = Fields::schema();
        let index = tantivy::Index::create(directory, schema, Fields::settings());
        let index = Self::of(index.map_err(|error| index_error(&error))?);
        drop(lock);
        index.map_err(|error| match error {
            OpenError::Io(kind) => IndexError::Io(kind),
            _ => IndexError::Damaged,
        })
    }

    fn of(mut index: tantivy::Index) -> Result<Self, OpenError> {
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(OpenError::OtherVersion);
        }
        index.set_tokenizers(Fields::tokenizers());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|error| open_error(&error))?;
        let seq = committed(&index).map_err(|error| open_error(&error))?;
        let searcher =
            Searcher::new(reader.searcher(), fields, seq, None).map_err(|error| open_error(&error))?;
        Ok(Self { index, fields, reader, current: Mutex::new(Arc::new(searcher)) })
    }

    /// The highest sequence number of the store that searches here know of.
    pub fn seq(&self) -> u64 {
        self.searcher().seq()
    }

    /// What the last commit said of something unfinished, see [`Writer::apply_some`].
    ///
    /// # Errors
    /// What is on disk cannot be read.
    pub fn unfinished(&self) -> Result<Option<String>, IndexError> {
        let payload = payload(&self.index).map_err(|error| index_error(&error))?;
        Ok(payload.strip_prefix(UNFINISHED).map(str::to_owned))
    }

    /// The index as it is now; later changes do not show in it.
    pub fn searcher(&self) -> Arc<Searcher> {
        Arc::clone(&self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sees what another process has committed since.
    ///
    /// # Errors
    /// The searcher of before stays.
    pub fn reload(&self) -> Result<(), IndexError> {
        // Read first: the reader then has this commit or a later one.
        let seq = committed(&self.index).map_err(|error| index_error(&error))?;
        self.reader.reload().map_err(|error| index_error(&error))?;
        let before = self.searcher();
        let searcher = Searcher::new(self.reader.searcher(), self.fields, seq, Some(&before));
        let searcher = Arc::new(searcher.map_err(|error| index_error(&error))?);
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = searcher;
        Ok(())
    }

    /// The right to write, for as long as it is kept.
    ///
    /// # Errors
    /// [`IndexError::Busy`] while anyone else has it; for an instant also after it was given up
    /// while this process was starting another, which holds copies of open files until it runs.
    pub fn writer(&self) -> Result<Writer<'_>, IndexError> {
        self.writer_with(WRITER_MEMORY)
    }

    /// As [`writer`](Self::writer), for commits of many thousand pages.
    ///
    /// # Errors
    /// See there.
    pub fn bulk_writer(&self) -> Result<Writer<'_>, IndexError> {
        self.writer_with(BULK_MEMORY)
    }

    fn writer_with(&self, memory: usize) -> Result<Writer<'_>, IndexError> {
        let writer = self.index.writer_with_num_threads(1, memory);
        let writer: IndexWriter = writer.map_err(|error| index_error(&error))?;
        // A search goes through all segments, so a few more merges are worth it.
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS_MERGED);
        policy.set_del_docs_ratio_before_merge(MOST_REMOVED);
        writer.set_merge_policy(Box::new(policy));
        Ok(Writer { index: self, writer })
    }
}

/// Applies changes. Blocking: it belongs on a thread of its own.
pub struct Writer<'a> {
    index: &'a Index,
    writer: IndexWriter,
}

impl Writer<'_> {
    /// Applies `changes` in order and commits them together with `seq`, the store's highest
    /// sequence number among them; searches started afterwards see them. A commit takes a
    /// tenth of a second whatever its size: batch them.
    ///
    /// # Errors
    /// Nothing of the batch is applied.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>, seq: u64) -> Result<(), IndexError> {
        self.apply_with(changes, || seq.to_string())
    }

    /// As [`apply`](Self::apply), as a part of something larger: it claims no number, so
    /// [`Index::seq`] is 0 until something is applied with one. What `so_far` says after the
    /// last change is handed back by [`Index::unfinished`] to whoever goes on.
    ///
    /// # Errors
    /// Nothing of the batch is applied.
    pub fn apply_some(
        &mut self,
        changes: impl IntoIterator<Item = Change>,
        so_far: impl FnOnce() -> String,
    ) -> Result<(), IndexError> {
        self.apply_with(changes, || format!("{UNFINISHED}{}", so_far()))
    }

    fn apply_with(
        &mut self,
        changes: impl IntoIterator<Item = Change>,
        payload: impl FnOnce() -> String,
    ) -> Result<(), IndexError> {
        let applied = self.commit(changes, payload);
        if applied.is_err() {
            // Otherwise the next commit would carry half of this batch.
            let _ = self.writer.rollback();
        }
        applied.map_err(|error| index_error(&error))?;
        self.index.reload()
    }

    fn commit(
        &mut self,
        changes: impl IntoIterator<Item = Change>,
        payload: impl FnOnce() -> String,
    ) -> tantivy::Result<()> {
        let fields = self.index.fields;
        for change in changes {
            match change {
                Change::Put(page) => {
                    self.writer.delete_term(Term::from_field_u64(fields.id, page.id));
                    self.writer.add_document(fields.document(&page))?;
                }
                Change::Remove(id) => {
                    self.writer.delete_term(Term::from_field_u64(fields.id, id));
                }
            }
        }
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload());
        commit.commit().map(|_| ())
    }

    /// Gives up writing after merges under way are done, so that fewer, larger files remain.
    ///
    /// # Errors
    /// What was applied stays.
    pub fn finish(self) -> Result<(), IndexError> {
        self.writer.wait_merging_threads().map_err(|error| index_error(&error))?;
        self.index.reload()
    }
}

impl Settings<'_> {
    fn directory(&self) -> io::Result<EncryptedDirectory> {
        let key = IndexKey::new(self.key.clone(), self.store);
        EncryptedDirectory::open(self.folder, key, self.memory, Arc::clone(&self.entropy))
    }
}

/// The number in the last commit; 0 where it claims none.
fn committed(index: &tantivy::Index) -> tantivy::Result<u64> {
    Ok(payload(index)?.parse().unwrap_or(0))
}

fn payload(index: &tantivy::Index) -> tantivy::Result<String> {
    Ok(index.load_metas()?.payload.unwrap_or_default())
}

/// Removes what is no file, in a lock's place for instance: nobody holds a lock there.
fn clear_the_way(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if !kind.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Removes all files but the locks, which others may be waiting for.
fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "lock") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
