//! Whole files in the same form as the index's, for what else is derived from its store.
//!
//! Not what they hold, and no index: no commit knows of them.

use super::read::Opened;
use super::write::Sealing;
use crate::encrypted_file::{CHUNK, IndexKey, Unreadable};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::TerminatingWrite;
use trove_model::{Entropy, Key32};
use trove_private_file::{self as private_file, FileLock};

/// What is being written, or was when it was cut off.
const NEW: &str = "new";
/// Held by the one who writes.
const LOCK: &str = "writer.lock";

/// A folder of encrypted files. A file that was damaged, or made with another key or from
/// another store, is an error of [`ErrorKind::InvalidData`].
pub struct EncryptedFolder {
    folder: PathBuf,
    key: IndexKey,
    entropy: Arc<dyn Entropy>,
}

/// One file, of which parts are decrypted as they are asked for.
pub struct EncryptedFile(Opened);

impl EncryptedFolder {
    /// # Errors
    /// The folder cannot be made; it is made for its owner only.
    pub fn open(folder: &Path, key: Key32, store: [u8; 16], entropy: Arc<dyn Entropy>) -> io::Result<Self> {
        private_file::our_folder(folder)?;
        Ok(Self { folder: folder.to_owned(), key: IndexKey::new(key, store), entropy })
    }

    /// The right to write, until it is dropped; `None` while another process has it.
    ///
    /// # Errors
    /// The lock cannot be made.
    pub fn try_lock(&self) -> io::Result<Option<FileLock>> {
        FileLock::try_acquire(&self.folder.join(LOCK))
    }

    /// The files there are, in no order; what was cut off while it was written is none.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().into_string().unwrap_or_default();
            let ending = Path::new(&name).extension().and_then(|ending| ending.to_str());
            if !name.is_empty() && name != LOCK && ending != Some(NEW) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Written beside, synced, renamed: after a crash it is whole or not there.
    ///
    /// # Errors
    /// The disk is full, say. What had this name stays.
    pub fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let beside = self.folder.join(format!("{name}.{NEW}"));
        let file = private_file::create(&beside)?;
        let mut sealing = Sealing::new(file, name, &self.key, self.entropy.as_ref())?;
        sealing.write_all(content)?;
        sealing.terminate()?;
        private_file::rename(&beside, &self.folder.join(name))?;
        private_file::sync_folder(&self.folder)
    }

    /// # Errors
    /// It is not there, or not what was written.
    pub fn read(&self, name: &str) -> io::Result<EncryptedFile> {
        let opened = Opened::new(private_file::open(&self.folder.join(name))?, name, &self.key)?;
        // Only a file that is whole has an authentic last chunk where one is looked for.
        opened.read_last()?;
        Ok(EncryptedFile(opened))
    }

    /// # Errors
    /// It cannot be removed; that it is not there is none.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        private_file::remove(&self.folder.join(name))
    }
}

impl EncryptedFile {
    /// Bytes of its content.
    pub fn length(&self) -> usize {
        self.0.length()
    }

    /// # Errors
    /// It is shorter, or that part of it is not what was written.
    pub fn bytes(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        if range.end > self.length() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = Vec::with_capacity(range.len());
        for number in range.start / CHUNK..range.end.div_ceil(CHUNK) {
            let chunk = self.0.read_chunk(number as u64)?;
            let begins = number * CHUNK;
            let within = range.start.saturating_sub(begins)..(range.end - begins).min(chunk.len());
            bytes.extend_from_slice(chunk.get(within).ok_or(Unreadable::Damaged)?);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trove_model::EntropyUnavailable;

    struct Counting(std::sync::atomic::AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            buffer.fill(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            Ok(())
        }
    }

    fn folder(path: &Path, key: u8, store: u8) -> EncryptedFolder {
        let entropy = Arc::new(Counting(0.into()));
        EncryptedFolder::open(path, Key32::new([key; 32]), [store; 16], entropy).unwrap()
    }

    fn refused(folder: &EncryptedFolder, name: &str) -> ErrorKind {
        folder.read(name).err().unwrap().kind()
    }

    #[test]
    fn what_was_written_is_read_in_parts_and_by_nobody_else() {
        let place = tempfile::tempdir().unwrap();
        let ours = folder(place.path(), 1, 1);
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7] {
            let content: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8).collect();
            ours.write("1.some", &content).unwrap();
            let file = ours.read("1.some").unwrap();
            assert_eq!(file.length(), length);
            for range in [0..length, length / 2..length, length / 3..length / 2, length..length] {
                assert_eq!(file.bytes(range.clone()).unwrap(), content[range]);
            }
            assert!(file.bytes(0..length + 1).is_err());
        }
        assert_eq!(ours.names().unwrap(), ["1.some"]);
        assert_eq!(refused(&folder(place.path(), 2, 1), "1.some"), ErrorKind::InvalidData);
        assert_eq!(refused(&folder(place.path(), 1, 2), "1.some"), ErrorKind::InvalidData);
        assert_eq!(refused(&ours, "2.some"), ErrorKind::NotFound);
        fs::rename(place.path().join("1.some"), place.path().join("2.some")).unwrap();
        assert_eq!(refused(&ours, "2.some"), ErrorKind::InvalidData);
        ours.remove("2.some").unwrap();
        ours.remove("2.some").unwrap();
        assert!(ours.names().unwrap().is_empty());
    }

    #[test]
    fn what_is_cut_off_or_changed_is_no_file() {
        let place = tempfile::tempdir().unwrap();
        let ours = folder(place.path(), 1, 1);
        ours.write("1.some", &vec![7; 2 * CHUNK]).unwrap();
        let path = place.path().join("1.some");
        let whole = fs::read(&path).unwrap();
        for length in [0, 10, 56, 72, 56 + CHUNK + 16, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(refused(&ours, "1.some"), ErrorKind::InvalidData, "{length}");
        }
        let mut changed = whole.clone();
        changed[100] ^= 1;
        fs::write(&path, &changed).unwrap();
        let file = ours.read("1.some").unwrap();
        assert!(file.bytes(CHUNK..2 * CHUNK).is_ok());
        assert_eq!(file.bytes(0..1).unwrap_err().kind(), ErrorKind::InvalidData);
        // What a crash left while writing is no file.
        fs::write(place.path().join("3.some.new"), b"half").unwrap();
        assert_eq!(ours.names().unwrap(), ["1.some"]);
    }

    #[test]
    fn one_writes_at_a_time() {
        let place = tempfile::tempdir().unwrap();
        let (ours, theirs) = (folder(place.path(), 1, 1), folder(place.path(), 1, 1));
        let held = ours.try_lock().unwrap();
        assert!(held.is_some() && theirs.try_lock().unwrap().is_none());
        drop(held);
        assert!(theirs.try_lock().unwrap().is_some());
        assert!(ours.names().unwrap().is_empty());
    }
}
