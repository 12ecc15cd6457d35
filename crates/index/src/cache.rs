//! What was made at some cost and is kept for the next look, up to a bound in bytes.
//!
//! Two generations instead of a list in order of use: what is read moves to the young one;
//! when that is half of the bound, the old one is dropped. Nothing is ever scanned.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem::take;
use std::sync::{Mutex, PoisonError};

/// Values are cheap to clone: shares of what is kept.
#[derive(Debug)]
pub struct Cache<K, V> {
    /// Bytes of both generations together.
    bound: usize,
    kept: Mutex<Generations<K, V>>,
}

#[derive(Debug)]
struct Generations<K, V> {
    young: HashMap<K, Kept<V>>,
    young_bytes: usize,
    old: HashMap<K, Kept<V>>,
}

#[derive(Debug)]
struct Kept<V> {
    value: V,
    bytes: usize,
}

impl<K: Copy + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new(bound: usize) -> Self {
        let kept = Generations { young: HashMap::new(), young_bytes: 0, old: HashMap::new() };
        Self { bound, kept: Mutex::new(kept) }
    }

    pub fn get(&self, key: K) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.young.get(&key) {
            return Some(found.value.clone());
        }
        let Kept { value, bytes } = kept.old.remove(&key)?;
        kept.insert(key, value.clone(), bytes, self.bound);
        Some(value)
    }

    /// Keeps it, in place of what was kept by this key, unless it alone is too large.
    pub fn keep(&self, key: K, value: V, bytes: usize) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value, bytes, self.bound);
    }

    pub fn forget(&self, key: K) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    pub fn clear(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.young.clear();
        kept.old.clear();
        kept.young_bytes = 0;
    }
}

impl<K: Copy + Eq + Hash, V> Generations<K, V> {
    fn insert(&mut self, key: K, value: V, bytes: usize, bound: usize) {
        self.remove(key);
        if bytes > bound / 2 {
            return;
        }
        if self.young_bytes + bytes > bound / 2 {
            self.old = take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young.insert(key, Kept { value, bytes });
        self.young_bytes += bytes;
    }

    fn remove(&mut self, key: K) {
        self.old.remove(&key);
        if let Some(kept) = self.young.remove(&key) {
            self.young_bytes -= kept.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the value had to be made; each is ten bytes.
    fn makes(cache: &Cache<u64, ()>, key: u64) -> bool {
        let known = cache.get(key).is_some();
        if !known {
            cache.keep(key, (), 10);
        }
        !known
    }

    fn bytes(cache: &Cache<u64, ()>) -> usize {
        let kept = cache.kept.lock().unwrap();
        assert_eq!(kept.young_bytes, 10 * kept.young.len());
        10 * (kept.young.len() + kept.old.len())
    }

    #[test]
    fn the_bound_holds_and_what_is_used_stays() {
        let cache = Cache::new(100);
        assert!(makes(&cache, 0));
        for key in 1..1000 {
            assert!(makes(&cache, key));
            assert!(!makes(&cache, 0), "used every time");
            assert!(bytes(&cache) <= 100);
        }
        assert!(makes(&cache, 1), "long unused");
    }

    #[test]
    fn the_last_kept_counts() {
        let cache = Cache::new(100);
        for value in ["one", "two"] {
            cache.keep(1, value, 30);
        }
        assert_eq!(cache.get(1), Some("two"));
        assert_eq!(cache.kept.lock().unwrap().young_bytes, 30);
        cache.keep(2, "other", 30);
        assert_eq!(cache.kept.lock().unwrap().old.len(), 1);
        cache.keep(1, "three", 10);
        assert_eq!((cache.get(1), cache.get(2)), (Some("three"), Some("other")));
    }

    #[test]
    fn what_is_forgotten_is_made_again() {
        let cache = Cache::new(100);
        (0..8).for_each(|key| assert!(makes(&cache, key)));
        (0..8).for_each(|key| cache.forget(key));
        assert_eq!(bytes(&cache), 0);
        (0..8).for_each(|key| assert!(makes(&cache, key)));
        cache.clear();
        assert_eq!(bytes(&cache), 0);
    }

    #[test]
    fn no_room_is_no_error() {
        let cache = Cache::new(10);
        assert!(makes(&cache, 0) && makes(&cache, 0));
    }
}
