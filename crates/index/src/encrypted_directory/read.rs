//! Reads one file, as a whole or by chunks on demand.

use crate::cache::Cache;
use crate::encrypted_file::{CHUNK, FileKey, HEADER, IndexKey, Layout, TAG, Unreadable};
use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::thread::{self, available_parallelism};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Chunks read from disk at once when a whole file is wanted.
const AT_ONCE: usize = 64;
/// Chunks below which another thread is not worth starting.
const LEAST_SHARE: usize = 128;
/// Beyond this, memory is what is waited for.
const MOST_THREADS: usize = 4;

/// A file on disk and what opens its chunks.
pub(super) struct Opened {
    file: File,
    key: FileKey,
    layout: Layout,
}

impl Opened {
    pub(super) fn new(file: File, name: &str, key: &IndexKey) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let mut header = [0; HEADER];
        if length < HEADER as u64 {
            return Err(Unreadable::Damaged.into());
        }
        read_at(&file, &mut header, 0)?;
        Ok(Self { key: key.open(name, &header)?, layout: Layout::of(length)?, file })
    }

    /// Large files are read and decrypted by several threads: a person is waiting.
    pub(super) fn read_all(&self) -> io::Result<Arc<[u8]>> {
        // Only a file of the right length has an authentic last chunk where one is looked for.
        // Whatever else is as long as it likes must not be given that much memory.
        self.read_last()?;
        let mut content: Arc<[u8]> = std::iter::repeat_n(0, self.layout.length()).collect();
        let rest = Arc::get_mut(&mut content).ok_or(io::ErrorKind::Other)?;
        let threads = available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let share = rest.len().div_ceil(CHUNK).div_ceil(threads).max(LEAST_SHARE) * CHUNK;
        if rest.len() <= share {
            self.read_chunks(0, rest)?;
        } else {
            thread::scope(|scope| {
                let parts = (0..).step_by(share / CHUNK).zip(rest.chunks_mut(share));
                let threads = parts.map(|(first, part)| scope.spawn(move || self.read_chunks(first, part)));
                // All are started before the first is waited for.
                let threads: Vec<_> = threads.collect();
                threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| io::ErrorKind::Other)?)
            })?;
        }
        Ok(content)
    }

    /// Fills `content` with whole chunks, from chunk `first` on.
    fn read_chunks(&self, first: u64, content: &mut [u8]) -> io::Result<()> {
        let mut sealed = vec![0; AT_ONCE * (CHUNK + TAG)];
        let mut number = first;
        // An empty file has a chunk too, which has to be as authentic as any.
        let mut parts = content.chunks_mut(CHUNK * AT_ONCE).collect::<Vec<_>>();
        if parts.is_empty() {
            parts.push(&mut []);
        }
        for part in parts {
            let last = number + (part.len().div_ceil(CHUNK).max(1) - 1) as u64;
            let place = self.layout.place(number).start..self.layout.place(last).end;
            let some = sealed.get_mut(..length(&place)).ok_or(Unreadable::Damaged)?;
            read_at(&self.file, some, place.start)?;
            let mut pieces = part.chunks_mut(CHUNK);
            for chunk in some.chunks(CHUNK + TAG) {
                let to = pieces.next().unwrap_or_default();
                self.key.unseal(number, self.layout.is_last(number), chunk, to)?;
                number += 1;
            }
        }
        Ok(())
    }

    /// Bytes of content.
    pub(super) fn length(&self) -> usize {
        self.layout.length()
    }

    /// # Errors
    /// The file was cut off, or changed at its end.
    pub(super) fn read_last(&self) -> io::Result<()> {
        self.read_chunk(self.layout.last()).map(|_| ())
    }

    pub(super) fn read_chunk(&self, number: u64) -> io::Result<Arc<[u8]>> {
        let place = self.layout.place(number);
        let mut sealed = vec![0; length(&place)];
        read_at(&self.file, &mut sealed, place.start)?;
        let mut content: Arc<[u8]> = std::iter::repeat_n(0, sealed.len().saturating_sub(TAG)).collect();
        let to = Arc::get_mut(&mut content).ok_or(io::ErrorKind::Other)?;
        self.key.unseal(number, self.layout.is_last(number), &sealed, to)?;
        Ok(content)
    }
}

pub(super) fn in_memory(content: Arc<[u8]>) -> Arc<dyn FileHandle> {
    Arc::new(OwnedBytes::new(content))
}

/// `number` tells its chunks in the cache from those of other files.
pub(super) fn on_demand(opened: Opened, number: u64, chunks: Arc<Chunks>) -> Arc<dyn FileHandle> {
    Arc::new(OnDemand { opened, number, chunks })
}

/// Decrypted chunks, by their file (a number given when it was opened) and their place in it.
pub(super) type Chunks = Cache<(u64, u64), Arc<[u8]>>;

struct OnDemand {
    opened: Opened,
    number: u64,
    chunks: Arc<Chunks>,
}

impl OnDemand {
    fn chunk(&self, number: usize) -> io::Result<Arc<[u8]>> {
        let id = (self.number, number as u64);
        if let Some(chunk) = self.chunks.get(id) {
            return Ok(chunk);
        }
        let chunk = self.opened.read_chunk(id.1)?;
        self.chunks.keep(id, Arc::clone(&chunk), chunk.len());
        Ok(chunk)
    }
}

impl FileHandle for OnDemand {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        if range.end > self.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (first, last) = (range.start / CHUNK, (range.end - 1) / CHUNK);
        let base = first * CHUNK;
        let within = range.start - base..range.end - base;
        if first == last {
            return Ok(OwnedBytes::new(self.chunk(first)?).slice(within));
        }
        let mut content = Vec::with_capacity(range.len());
        for number in first..=last {
            let chunk = self.chunk(number)?;
            let start = range.start.saturating_sub(number * CHUNK);
            let end = (range.end - number * CHUNK).min(chunk.len());
            content.extend_from_slice(chunk.get(start..end).ok_or(Unreadable::Damaged)?);
        }
        Ok(OwnedBytes::new(content))
    }
}

impl HasLen for OnDemand {
    fn len(&self) -> usize {
        self.opened.layout.length()
    }
}

impl fmt::Debug for OnDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnDemand").field("length", &self.len()).finish_non_exhaustive()
    }
}

fn length(place: &Range<u64>) -> usize {
    usize::try_from(place.end - place.start).unwrap_or(usize::MAX)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                buffer = buffer.get_mut(read..).unwrap_or_default();
                at += read as u64;
            }
        }
    }
    Ok(())
}
