//! The form of one file of meanings: of some pages all passages, and how far all files together
//! had come when it was written.
//!
//! ```text
//! TroveMn, 7 bytes | version, 1 | model, 4 | seq, 8 | began 1, edited 8, key 8
//! pages, 4 | passages, 4 | each page: key, 4; passages, 4 | each passage: mark, 4; code, 64
//! each passage: 512 bytes of what it means
//! ```
//! Numbers are little-endian. Codes stand together so that they are read without the rest. A
//! page of no passages is one that is gone. Not how it is encrypted: `trove-index` does that.

use std::io;
use std::ops::Range;
use trove_index::EncryptedFile;
use trove_meaning::{Coarse, Code, DIMENSIONS};
use trove_store::NewestFirst;

const MAGIC: &[u8; 7] = b"TroveMn";
/// Also another where passages are cut or said in another way.
const VERSION: u8 = 1;
const HEADER: usize = 45;
const PAGE: usize = 8;
const PASSAGE: usize = 68;

/// How far the files together are like the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// All changes up to this one are in, once `after` is `None`.
    pub seq: u64,
    /// Everything is read for the first time, the newest first: up to here.
    pub after: Option<NewestFirst>,
}

/// What a page's passages mean, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMeanings {
    /// The store's number.
    pub page: u32,
    pub passages: Vec<PassageMeaning>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageMeaning {
    pub mark: u32,
    pub code: Code,
    pub coarse: Coarse,
}

/// A file as it is held: without what is read of it when it is asked for.
pub struct PassageFile {
    pub reached: Reached,
    /// Pages with how many passages they have here, in the order of their passages.
    pub pages: Vec<(u32, u32)>,
    pub marks: Vec<u32>,
    pub codes: Vec<Code>,
    file: EncryptedFile,
    begins: usize,
}

/// The bytes of a file.
pub fn bytes(model: u32, reached: Reached, pages: &[PageMeanings]) -> Vec<u8> {
    let passages = || pages.iter().flat_map(|page| &page.passages);
    let count = passages().count();
    let mut bytes = Vec::with_capacity(HEADER + pages.len() * PAGE + count * (PASSAGE + DIMENSIONS));
    bytes.extend_from_slice(MAGIC);
    bytes.push(VERSION);
    bytes.extend_from_slice(&model.to_le_bytes());
    bytes.extend_from_slice(&reached.seq.to_le_bytes());
    bytes.push(u8::from(reached.after.is_some()));
    let after = reached.after.unwrap_or(NewestFirst { edited: 0, key: 0 });
    bytes.extend_from_slice(&after.edited.to_le_bytes());
    bytes.extend_from_slice(&after.key.to_le_bytes());
    bytes.extend_from_slice(&number(pages.len()).to_le_bytes());
    bytes.extend_from_slice(&number(count).to_le_bytes());
    for page in pages {
        bytes.extend_from_slice(&page.page.to_le_bytes());
        bytes.extend_from_slice(&number(page.passages.len()).to_le_bytes());
    }
    for passage in passages() {
        bytes.extend_from_slice(&passage.mark.to_le_bytes());
        passage.code.0.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
    }
    for passage in passages() {
        bytes.extend(passage.coarse.0.iter().map(|byte| byte.cast_unsigned()));
    }
    bytes
}

impl PassageFile {
    /// # Errors
    /// It cannot be read, or is of [`io::ErrorKind::InvalidData`]: damaged, of another version,
    /// or made with another model.
    pub fn read(file: EncryptedFile, model: u32) -> io::Result<Self> {
        let header = file.bytes(0..HEADER.min(file.length()))?;
        let mut header = Numbers(&header);
        let odd = || io::Error::from(io::ErrorKind::InvalidData);
        if header.take::<7>() != Some(*MAGIC)
            || header.take() != Some([VERSION])
            || header.u32() != Some(model)
        {
            return Err(odd());
        }
        let mut read = || {
            let seq = u64::from_le_bytes(header.take()?);
            let began = header.take::<1>()? == [1];
            let after = NewestFirst {
                edited: i64::from_le_bytes(header.take()?),
                key: i64::from_le_bytes(header.take()?),
            };
            let (pages, passages) = (header.u32()? as usize, header.u32()? as usize);
            Some((Reached { seq, after: began.then_some(after) }, pages, passages))
        };
        let (reached, pages, passages) = read().ok_or_else(odd)?;
        let begins = HEADER + pages * PAGE + passages * PASSAGE;
        // The file has its own length: nothing it says makes more room than that.
        if begins.checked_add(passages * DIMENSIONS) != Some(file.length()) {
            return Err(odd());
        }
        let table = file.bytes(HEADER..begins)?;
        let mut table = Numbers(&table);
        let pages: Option<Vec<(u32, u32)>> = (0..pages).map(|_| Some((table.u32()?, table.u32()?))).collect();
        let pages = pages.ok_or_else(odd)?;
        if pages.iter().map(|(_, count)| *count as usize).sum::<usize>() != passages {
            return Err(odd());
        }
        let (mut marks, mut codes) = (Vec::with_capacity(passages), Vec::with_capacity(passages));
        for _ in 0..passages {
            marks.push(table.u32().ok_or_else(odd)?);
            let mut code = [0; DIMENSIONS / 64];
            for word in &mut code {
                *word = u64::from_le_bytes(table.take().ok_or_else(odd)?);
            }
            codes.push(Code(code));
        }
        Ok(Self { reached, pages, marks, codes, file, begins })
    }

    /// What the passage at this place means.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn coarse(&self, at: usize) -> io::Result<Coarse> {
        let all = self.coarse_of(at..at + 1)?;
        all.into_iter().next().ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// The same of several that stand together.
    ///
    /// # Errors
    /// See [`coarse`](Self::coarse).
    pub fn coarse_of(&self, passages: Range<usize>) -> io::Result<Vec<Coarse>> {
        let place = |at: usize| self.begins + at * DIMENSIONS;
        let bytes = self.file.bytes(place(passages.start)..place(passages.end))?;
        let (all, _) = bytes.as_chunks::<DIMENSIONS>();
        Ok(all.iter().map(|bytes| Coarse(bytes.map(u8::cast_signed))).collect())
    }
}

/// Bytes read from the front.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::io::ErrorKind;
    use std::path::Path;
    use std::sync::Arc;
    use trove_index::EncryptedFolder;
    use trove_model::{Entropy, EntropyUnavailable, Key32};

    pub struct Random;

    impl Entropy for Random {
        fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
            rand::fill(buffer);
            Ok(())
        }
    }

    pub fn folder(path: &Path) -> EncryptedFolder {
        EncryptedFolder::open(path, Key32::new([1; 32]), [2; 16], Arc::new(Random)).unwrap()
    }

    /// A meaning that is like those of numbers near to it.
    pub fn passage(number: u32) -> PassageMeaning {
        let at = |dimension: usize| (f64::from(number) / 40.0 + dimension as f64 * 0.7).sin();
        let coarse = Coarse(std::array::from_fn(|dimension| (at(dimension) * 127.0) as i8));
        let code = Code(std::array::from_fn(|word| {
            (0..64).filter(|bit| coarse.0[word * 64 + bit] > 0).map(|bit| 1 << bit).sum()
        }));
        PassageMeaning { mark: number, code, coarse }
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_nothing_else_is() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder(place.path());
        let pages = [
            PageMeanings { page: 7, passages: (0..40).map(passage).collect() },
            PageMeanings { page: 9, passages: Vec::new() },
            PageMeanings { page: 8, passages: vec![passage(50)] },
        ];
        let reached = Reached { seq: 1 << 40, after: Some(NewestFirst { edited: -5, key: i64::MAX }) };
        let written = bytes(11, reached, &pages);
        folder.write("1", &written).unwrap();
        let read = PassageFile::read(folder.read("1").unwrap(), 11).unwrap();
        assert_eq!((read.reached, read.pages.as_slice()), (reached, [(7, 40), (9, 0), (8, 1)].as_slice()));
        let all: Vec<PassageMeaning> = pages.iter().flat_map(|page| page.passages.clone()).collect();
        for (at, passage) in all.iter().enumerate() {
            let coarse = read.coarse(at).unwrap();
            assert_eq!(
                (read.marks[at], read.codes[at], coarse),
                (passage.mark, passage.code, passage.coarse.clone())
            );
        }
        let refused = |bytes: &[u8], model| {
            folder.write("2", bytes).unwrap();
            PassageFile::read(folder.read("2").unwrap(), model).err().map(|error| error.kind())
        };
        assert_eq!(refused(&written, 12), Some(ErrorKind::InvalidData));
        for length in [0, 7, 44, 45, 100, written.len() - 1] {
            assert!(refused(&written[..length], 11).is_some(), "{length}");
        }
        for at in [0, 7, 37, 41, 49] {
            let mut changed = written.clone();
            changed[at] ^= 0x40;
            assert_eq!(refused(&changed, 11), Some(ErrorKind::InvalidData), "{at}");
        }
    }
}
