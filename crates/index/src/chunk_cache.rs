//! Decrypted chunks kept for the next read, up to a bound.
//!
//! Two generations instead of a list in order of use: what is read moves to the young one;
//! when that is half of the bound, the old one is dropped. Nothing is ever scanned.

use std::collections::HashMap;
use std::mem::take;
use std::sync::{Arc, Mutex, PoisonError};

/// Which file (a number given when it was opened), and which of its chunks.
pub(crate) type ChunkId = (u64, u64);

#[derive(Debug)]
pub(crate) struct ChunkCache {
    /// Bytes of both generations together.
    bound: usize,
    chunks: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<ChunkId, Arc<[u8]>>,
    young_bytes: usize,
    old: HashMap<ChunkId, Arc<[u8]>>,
}

impl ChunkCache {
    pub(crate) fn new(bound: usize) -> Self {
        Self { bound, chunks: Mutex::default() }
    }

    /// The chunk, kept or made by `read`. Two at once may both make it; neither waits.
    pub(crate) fn get<E>(
        &self,
        id: ChunkId,
        read: impl FnOnce() -> Result<Arc<[u8]>, E>,
    ) -> Result<Arc<[u8]>, E> {
        if let Some(chunk) = self.kept(id) {
            return Ok(chunk);
        }
        let chunk = read()?;
        self.keep(id, &chunk);
        Ok(chunk)
    }

    fn kept(&self, id: ChunkId) -> Option<Arc<[u8]>> {
        let mut generations = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(chunk) = generations.young.get(&id) {
            return Some(Arc::clone(chunk));
        }
        let chunk = generations.old.remove(&id)?;
        generations.insert(id, &chunk, self.bound);
        Some(chunk)
    }

    fn keep(&self, id: ChunkId, chunk: &Arc<[u8]>) {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).insert(id, chunk, self.bound);
    }
}

impl Generations {
    fn insert(&mut self, id: ChunkId, chunk: &Arc<[u8]>, bound: usize) {
        if self.young_bytes + chunk.len() > bound / 2 {
            self.old = take(&mut self.young);
            self.young_bytes = 0;
        }
        if chunk.len() <= bound / 2 && self.young.insert(id, Arc::clone(chunk)).is_none() {
            self.young_bytes += chunk.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the chunk had to be read; each is ten bytes.
    fn reads(cache: &ChunkCache, id: u64) -> bool {
        let mut read = false;
        cache
            .get((0, id), || {
                read = true;
                Ok::<_, ()>(vec![0; 10].into())
            })
            .unwrap();
        read
    }

    fn bytes(cache: &ChunkCache) -> usize {
        let generations = cache.chunks.lock().unwrap();
        10 * (generations.young.len() + generations.old.len())
    }

    #[test]
    fn the_bound_holds_and_what_is_used_stays() {
        let cache = ChunkCache::new(100);
        assert!(reads(&cache, 0));
        for id in 1..1000 {
            assert!(reads(&cache, id));
            assert!(!reads(&cache, 0), "used every time");
            assert!(bytes(&cache) <= 100);
        }
        assert!(reads(&cache, 1), "long unused");
    }

    #[test]
    fn a_failed_read_is_not_kept() {
        let cache = ChunkCache::new(100);
        assert_eq!(cache.get((0, 0), || Err("no")), Err("no"));
        assert!(reads(&cache, 0));
    }

    #[test]
    fn no_room_is_no_error() {
        let cache = ChunkCache::new(10);
        assert!(reads(&cache, 0) && reads(&cache, 0));
    }
}
