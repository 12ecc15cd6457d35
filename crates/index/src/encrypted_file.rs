//! The form of one encrypted file: a header, then chunks that can be read one by one.
//!
//! ```text
//! magic, 7 bytes | version, 1 | store mark, 16 | salt, 32 | chunk | chunk | …
//! ```
//! A chunk is 16 KiB of content (the last one less, none for an empty file) and its
//! 16-byte AES-256-GCM tag. The key is this file's own: HKDF-SHA-256 (RFC 5869) of the
//! index key with the salt, so the nonce can be the chunk's number. Authenticated besides:
//! the file's name, the chunk's number, whether it is the last, and the store's id.
//! Thus a chunk that is changed, moved, cut off, or put into another file or store fails.
//!
//! Not here: files on disk; this is bytes to bytes.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use std::ops::Range;
use trove_model::{Entropy, Key32};
use zeroize::Zeroizing;

/// Bytes of content in every chunk but the last.
pub(crate) const CHUNK: usize = 16 * 1024;
/// Bytes that sealing adds to a chunk.
pub(crate) const TAG: usize = 16;
/// Bytes before the first chunk.
pub(crate) const HEADER: usize = 56;

const MAGIC: &[u8; 7] = b"TroveIx";
const VERSION: u8 = 4;

/// Why a file cannot be read. All of them are mended by making the index again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a file of the index is damaged")]
    Damaged,
    #[error("a file of the index belongs to another store or another key")]
    Foreign,
    #[error("a file of the index has another version")]
    OtherVersion,
}

/// The system gave no randomness, or the cipher refused: nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file of the index cannot be encrypted")]
pub(crate) struct NotEncrypted;

/// What all files of one index have in common: the key and the store they were made from.
pub(crate) struct IndexKey {
    key: Key32,
    store: [u8; 16],
    /// Tells files of another store or key from damaged ones; says nothing about either.
    mark: [u8; 16],
}

impl IndexKey {
    pub(crate) fn new(key: Key32, store: [u8; 16]) -> Self {
        let mut mark = [0; 16];
        // Expanding 16 bytes cannot fail; all zeros would still be checked against itself.
        let _ = derive(key.expose(), &[], &[b"trove index store mark", &store], &mut mark);
        Self { key, store, mark }
    }

    /// A header for a new file, and what seals its chunks.
    pub(crate) fn create(
        &self,
        name: &str,
        entropy: &dyn Entropy,
    ) -> Result<([u8; HEADER], FileKey), NotEncrypted> {
        let mut salt = [0; 32];
        entropy.fill(&mut salt).map_err(|_| NotEncrypted)?;
        let mut header = [0; HEADER];
        let parts = [MAGIC.as_slice(), &[VERSION], &self.mark, &salt];
        header.iter_mut().zip(parts.iter().flat_map(|part| part.iter())).for_each(|(to, from)| *to = *from);
        let key = self.file_key(name, &salt).ok_or(NotEncrypted)?;
        Ok((header, key))
    }

    /// What opens the chunks of a file that starts with `header`.
    pub(crate) fn open(&self, name: &str, header: &[u8]) -> Result<FileKey, Unreadable> {
        let (magic, rest) = header.split_at_checked(MAGIC.len()).ok_or(Unreadable::Damaged)?;
        let (version, rest) = rest.split_first().ok_or(Unreadable::Damaged)?;
        let (mark, salt) = rest.split_at_checked(self.mark.len()).ok_or(Unreadable::Damaged)?;
        if magic != MAGIC || salt.len() != 32 {
            return Err(Unreadable::Damaged);
        }
        if *version != VERSION {
            return Err(Unreadable::OtherVersion);
        }
        if mark != self.mark {
            return Err(Unreadable::Foreign);
        }
        self.file_key(name, salt).ok_or(Unreadable::Damaged)
    }

    fn file_key(&self, name: &str, salt: &[u8]) -> Option<FileKey> {
        let mut bytes = Zeroizing::new([0; 32]);
        derive(self.key.expose(), salt, &[b"trove index file", &self.store], bytes.as_mut_slice())?;
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes.as_slice()).ok()?);
        let mut bound = self.store.to_vec();
        bound.extend_from_slice(&u64::try_from(name.len()).ok()?.to_le_bytes());
        bound.extend_from_slice(name.as_bytes());
        Some(FileKey { key, bound })
    }
}

/// Seals and opens the chunks of one file.
pub(crate) struct FileKey {
    key: LessSafeKey,
    /// The store and the file's name, as authenticated with every chunk.
    bound: Vec<u8>,
}

impl FileKey {
    /// Encrypts `chunk` where it is and appends its tag.
    pub(crate) fn seal(&self, number: u64, last: bool, chunk: &mut Vec<u8>) -> Result<(), NotEncrypted> {
        self.key
            .seal_in_place_append_tag(nonce(number), self.aad(number, last), chunk)
            .map_err(|_| NotEncrypted)
    }

    /// Decrypts `sealed`, a chunk with its tag, into `content`, which has its length.
    pub(crate) fn unseal(
        &self,
        number: u64,
        last: bool,
        sealed: &[u8],
        content: &mut [u8],
    ) -> Result<(), Unreadable> {
        let split = sealed.len().checked_sub(TAG).and_then(|length| sealed.split_at_checked(length));
        let (sealed, tag) =
            split.filter(|(sealed, _)| sealed.len() == content.len()).ok_or(Unreadable::Damaged)?;
        self.key
            .open_separate_gather(nonce(number), self.aad(number, last), sealed, tag, content)
            .map_err(|_| Unreadable::Damaged)
    }

    fn aad(&self, number: u64, last: bool) -> Aad<Vec<u8>> {
        let mut bytes = self.bound.clone();
        bytes.extend_from_slice(&number.to_le_bytes());
        bytes.push(u8::from(last));
        Aad::from(bytes)
    }
}

/// Where the chunks of a file lie, from its length on disk alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    chunks: u64,
    /// Bytes of content in the last chunk.
    last: usize,
}

impl Layout {
    pub(crate) fn of(file_length: u64) -> Result<Self, Unreadable> {
        let sealed = file_length.checked_sub(HEADER as u64).ok_or(Unreadable::Damaged)?;
        let chunks = sealed.div_ceil((CHUNK + TAG) as u64);
        let before = chunks.checked_sub(1).ok_or(Unreadable::Damaged)? * (CHUNK + TAG) as u64;
        let last = usize::try_from(sealed - before).ok().and_then(|last| last.checked_sub(TAG));
        Ok(Self { chunks, last: last.ok_or(Unreadable::Damaged)? })
    }

    /// The number of the last chunk.
    pub(crate) fn last(&self) -> u64 {
        self.chunks - 1
    }

    pub(crate) fn is_last(&self, number: u64) -> bool {
        number == self.last()
    }

    /// Bytes of content.
    pub(crate) fn length(&self) -> usize {
        usize::try_from(self.chunks - 1).unwrap_or(usize::MAX).saturating_mul(CHUNK).saturating_add(self.last)
    }

    /// Where chunk `number` lies in the file, with its tag.
    pub(crate) fn place(&self, number: u64) -> Range<u64> {
        let start = HEADER as u64 + number * (CHUNK + TAG) as u64;
        let content = if self.is_last(number) { self.last } else { CHUNK };
        start..start + (content + TAG) as u64
    }
}

fn nonce(number: u64) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    nonce.iter_mut().zip(number.to_le_bytes()).for_each(|(to, from)| *to = from);
    Nonce::assume_unique_for_key(nonce)
}

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive(key: &[u8; 32], salt: &[u8], info: &[&[u8]], output: &mut [u8]) -> Option<()> {
    let pseudorandom = Salt::new(HKDF_SHA256, salt).extract(key);
    pseudorandom.expand(info, Bytes(output.len())).ok()?.fill(output).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trove_model::EntropyUnavailable;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            buffer.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            Ok(())
        }
    }

    struct Broken;

    impl Entropy for Broken {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
            Err(EntropyUnavailable)
        }
    }

    fn key(key: u8, store: u8) -> IndexKey {
        IndexKey::new(Key32::new([key; 32]), [store; 16])
    }

    fn sealed(key: &FileKey, number: u64, last: bool) -> Vec<u8> {
        let mut chunk = b"content".to_vec();
        key.seal(number, last, &mut chunk).unwrap();
        chunk
    }

    fn unsealed(key: &FileKey, number: u64, last: bool, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let mut content = vec![0; sealed.len() - TAG];
        key.unseal(number, last, sealed, &mut content).map(|()| content)
    }

    #[test]
    fn a_chunk_opens_only_where_it_was_sealed() {
        let ours = key(1, 1);
        let (header, file) = ours.create("a.idx", &Counting(0.into())).unwrap();
        let again = ours.open("a.idx", &header).unwrap();
        assert_eq!(unsealed(&again, 3, false, &sealed(&file, 3, false)), Ok(b"content".to_vec()));
        let elsewhere = [(2, false), (3, true), (3 + (1 << 32), false)];
        for (number, last) in elsewhere {
            assert_eq!(unsealed(&again, number, last, &sealed(&file, 3, false)), Err(Unreadable::Damaged));
        }
        let other_name = ours.open("b.idx", &header).unwrap();
        assert_eq!(unsealed(&other_name, 3, false, &sealed(&file, 3, false)), Err(Unreadable::Damaged));
    }

    #[test]
    fn headers_tell_strangers_apart() {
        let (header, _) = key(1, 1).create("a", &Counting(0.into())).unwrap();
        let open = |key: &IndexKey, header: &[u8]| key.open("a", header).err();
        assert_eq!(open(&key(1, 1), &header), None);
        assert_eq!(open(&key(2, 1), &header), Some(Unreadable::Foreign));
        assert_eq!(open(&key(1, 2), &header), Some(Unreadable::Foreign));
        let mut newer = header;
        newer[7] = VERSION + 1;
        assert_eq!(open(&key(1, 1), &newer), Some(Unreadable::OtherVersion));
        for length in 0..HEADER {
            assert_eq!(open(&key(1, 1), &header[..length]), Some(Unreadable::Damaged), "{length}");
        }
    }

    /// The salt is the only thing that keeps two files from sharing a key and nonces.
    #[test]
    fn no_two_files_share_a_key() {
        let (ours, entropy) = (key(1, 1), Counting(0.into()));
        let (first, second) = (ours.create("a", &entropy).unwrap(), ours.create("a", &entropy).unwrap());
        assert_ne!(sealed(&first.1, 0, true), sealed(&second.1, 0, true));
        assert!(ours.create("a", &Broken).is_err());
    }

    #[test]
    fn layouts_that_no_file_has_are_refused() {
        for length in 0..HEADER + TAG {
            assert_eq!(Layout::of(length as u64), Err(Unreadable::Damaged), "{length}");
        }
        for tail in 1..TAG {
            let length = HEADER + CHUNK + TAG + tail;
            assert_eq!(Layout::of(length as u64), Err(Unreadable::Damaged), "{length}");
        }
    }

    proptest! {
        #[test]
        fn a_layout_follows_from_the_length(length in 0usize..5 * CHUNK) {
            let chunks = length.div_ceil(CHUNK).max(1);
            let layout = Layout::of((HEADER + length + chunks * TAG) as u64).unwrap();
            prop_assert_eq!((layout.length(), layout.last() + 1), (length, chunks as u64));
            prop_assert_eq!(layout.place(chunks as u64 - 1).end, (HEADER + length + chunks * TAG) as u64);
        }
    }
}
