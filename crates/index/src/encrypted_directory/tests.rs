//! Real files, damaged in every way that a disk or a person can.

use super::*;
use crate::encrypted_file::CHUNK;
use proptest::prelude::*;
use tantivy::directory::META_LOCK;
use trove_model::{EntropyUnavailable, Key32};

struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

const BOTH: [Memory; 2] = [Memory::All, Memory::Bounded(3 * CHUNK)];

fn directory(folder: &Path, memory: Memory) -> EncryptedDirectory {
    of_store(folder, memory, 1)
}

fn of_store(folder: &Path, memory: Memory, store: u8) -> EncryptedDirectory {
    let key = IndexKey::new(Key32::new([7; 32]), [store; 16]);
    EncryptedDirectory::open(folder, key, memory, Arc::new(SystemRandom)).unwrap()
}

fn write(directory: &EncryptedDirectory, name: &str, content: &[u8]) {
    let mut writer = directory.open_write(Path::new(name)).unwrap();
    writer.write_all(content).unwrap();
    writer.terminate().unwrap();
}

fn read(directory: &EncryptedDirectory, name: &str) -> Result<Vec<u8>, Option<Unreadable>> {
    let unreadable = |error: &io::Error| error.get_ref().and_then(|inner| inner.downcast_ref().copied());
    let file = directory.open_read(Path::new(name)).map_err(|error| match error {
        OpenReadError::IoError { io_error, .. } => unreadable(&io_error),
        _ => None,
    })?;
    file.read_bytes().map(|bytes| bytes.to_vec()).map_err(|error| unreadable(&error))
}

fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 31 % 251) as u8).collect()
}

#[test]
fn what_was_written_is_read() {
    for memory in BOTH {
        let folder = tempfile::tempdir().unwrap();
        let directory = directory(folder.path(), memory);
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 200 * CHUNK + 5] {
            let name = format!("{length}.idx");
            write(&directory, &name, &content(length));
            assert_eq!(read(&directory, &name), Ok(content(length)));
        }
        assert_eq!(read(&directory, "absent"), Err(None));
    }
}

/// Whoever holds the old one goes on with it.
#[test]
fn a_file_left_over_is_replaced() {
    for memory in BOTH {
        let folder = tempfile::tempdir().unwrap();
        let directory = directory(folder.path(), memory);
        let (name, old, new) = ("1.57.del", content(3 * CHUNK), content(CHUNK + 5));
        write(&directory, name, &old);
        let held = directory.open_read(Path::new(name)).unwrap();
        write(&directory, name, &new);
        assert_eq!(read(&directory, name), Ok(new));
        assert_eq!(held.read_bytes().unwrap().as_slice(), old);
    }
}

#[test]
fn a_replaced_file_is_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let directory = directory(folder.path(), Memory::All);
    let path = Path::new("meta.json");
    for text in ["first, and longer", "second"] {
        directory.atomic_write(path, text.as_bytes()).unwrap();
        assert_eq!(directory.atomic_read(path).unwrap(), text.as_bytes());
    }
    directory.delete(path).unwrap();
    assert!(matches!(directory.atomic_read(path), Err(OpenReadError::FileDoesNotExist(_))));
    assert!(matches!(directory.delete(path), Err(DeleteError::FileDoesNotExist(_))));
    assert!(directory.atomic_write(Path::new("../meta.json"), b"").is_err());
}

#[test]
fn a_file_written_again_under_its_name_is_not_the_one_remembered() {
    for memory in BOTH {
        let folder = tempfile::tempdir().unwrap();
        let directory = directory(folder.path(), memory);
        write(&directory, "a.idx", b"before");
        let held = directory.open_read(Path::new("a.idx")).unwrap().read_bytes().unwrap();
        directory.delete(Path::new("a.idx")).unwrap();
        write(&directory, "a.idx", b"after!");
        assert_eq!(read(&directory, "a.idx"), Ok(b"after!".to_vec()));
        assert_eq!(held.as_slice(), b"before");
    }
}

/// Reloading must not decrypt again what a reader already holds; nor, in pieces, hold
/// dictionaries and columns once for each reader.
#[test]
fn files_in_use_are_shared() {
    for (memory, name) in [(BOTH[0], "a.idx"), (BOTH[0], "a.term"), (BOTH[1], "a.term")] {
        let folder = tempfile::tempdir().unwrap();
        let directory = directory(folder.path(), memory);
        write(&directory, name, &content(100));
        let first = directory.open_read(Path::new(name)).unwrap().read_bytes().unwrap();
        let second = directory.open_read(Path::new(name)).unwrap().read_bytes().unwrap();
        assert_eq!(first.as_ptr(), second.as_ptr());
        drop((first, second));
        assert_eq!(directory.inner.whole.lock().unwrap().get(Path::new(name)).unwrap().strong_count(), 0);
    }
}

#[test]
fn an_unfinished_file_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let directory = directory(folder.path(), Memory::All);
    let mut writer = directory.open_write(Path::new("a.idx")).unwrap();
    writer.write_all(&content(3 * CHUNK)).unwrap();
    writer.flush().unwrap();
    drop(writer);
    assert_eq!(read(&directory, "a.idx"), Err(Some(Unreadable::Damaged)));
}

#[test]
fn files_elsewhere_are_refused() {
    for memory in BOTH {
        let folder = tempfile::tempdir().unwrap();
        let ours = directory(folder.path(), memory);
        write(&ours, "a.idx", &content(50));
        write(&ours, "b.idx", &content(60));
        assert_eq!(read(&of_store(folder.path(), memory, 2), "a.idx"), Err(Some(Unreadable::Foreign)));
        fs::rename(folder.path().join("a.idx"), folder.path().join("c")).unwrap();
        fs::rename(folder.path().join("b.idx"), folder.path().join("a.idx")).unwrap();
        assert_eq!(read(&ours, "a.idx"), Err(Some(Unreadable::Damaged)));
        assert_eq!(read(&ours, "c"), Err(Some(Unreadable::Damaged)));
    }
}

#[test]
fn one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let directory = directory(folder.path(), Memory::All);
    let lock = || Lock { filepath: ".writer.lock".into(), is_blocking: false };
    let held = directory.acquire_lock(&lock()).unwrap();
    assert!(matches!(directory.acquire_lock(&lock()), Err(LockError::LockBusy)));
    drop(held);
    directory.acquire_lock(&lock()).unwrap();
    directory.acquire_lock(&META_LOCK).unwrap();
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("index");
    let directory = directory(&folder, Memory::All);
    write(&directory, "a.idx", b"");
    directory.atomic_write(Path::new("meta.json"), b"").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!((mode(&folder.join("a.idx")), mode(&folder.join("meta.json"))), (0o600, 0o600));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any flipped bit, any lost or added tail: an error, never other content.
    #[test]
    fn damage_is_noticed(length in 0usize..4 * CHUNK, at in any::<prop::sample::Index>(), bit in 0u8..8, cut in 1usize..40_000) {
        for memory in BOTH {
            let folder = tempfile::tempdir().unwrap();
            let directory = directory(folder.path(), memory);
            write(&directory, "a.idx", &content(length));
            let path = folder.path().join("a.idx");
            let whole = fs::read(&path).unwrap();
            let mut damaged = whole.clone();
            damaged[at.index(whole.len())] ^= 1 << bit;
            let cut_off = whole[..whole.len().saturating_sub(cut)].to_vec();
            let longer = [whole.as_slice(), &content(cut)].concat();
            for bytes in [damaged, cut_off, longer] {
                fs::write(&path, bytes).unwrap();
                prop_assert!(matches!(read(&directory, "a.idx"), Err(Some(_))));
            }
            fs::write(&path, whole).unwrap();
            prop_assert_eq!(read(&directory, "a.idx"), Ok(content(length)));
        }
    }

    #[test]
    fn any_range_is_read_alike(length in 1usize..5 * CHUNK, a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let (a, b) = (a.index(length + 1), b.index(length + 1));
        let folder = tempfile::tempdir().unwrap();
        let directory = directory(folder.path(), Memory::Bounded(2 * CHUNK));
        write(&directory, "a.idx", &content(length));
        let file = directory.open_read(Path::new("a.idx")).unwrap();
        let read = file.read_bytes_slice(a.min(b)..a.max(b)).unwrap();
        prop_assert_eq!(read.as_slice(), &content(length)[a.min(b)..a.max(b)]);
    }
}
