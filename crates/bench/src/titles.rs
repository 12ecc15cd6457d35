//! What a search needs of each page besides the index, in as little memory as will do.
//!
//! The same as the app keeps: titles in plain form and times. Written to a file by the
//! process that makes the index, read by the one that is measured.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use trove_index::asked::plain_title;
use trove_index::ranking::{Signals, Title};
use trove_index::{Document, Known, Pages};
use trove_model::Timestamp;

/// Pages by number: their ids are 0, 1, 2 and so on.
#[derive(Default)]
pub struct Titles {
    text: String,
    ends: Vec<u32>,
    edited: Vec<i64>,
    asked: AtomicU64,
}

impl Titles {
    pub fn push(&mut self, page: &Document) {
        self.text.push_str(&plain_title(&page.title));
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.edited.push(page.edited.map_or(0, |edited| edited.0));
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How often a page was asked for since the last time: candidates that were looked at.
    pub fn take_asked(&self) -> u64 {
        self.asked.swap(0, Ordering::Relaxed)
    }

    pub fn iter(&self) -> impl Iterator<Item = (u64, Known<'_>)> {
        (0..self.len()).filter_map(|number| Some((number as u64, self.get(number)?)))
    }

    pub fn get(&self, number: usize) -> Option<Known<'_>> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let edited = self.edited.get(number).map(|at| Timestamp(*at));
        // Of signs in titles nothing is asked here.
        let plain = self.text.get(start as usize..end as usize)?;
        Some(Known {
            title: Title { plain, original: plain },
            signals: Signals { edited, ..Signals::default() },
        })
    }

    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for (end, edited) in self.ends.iter().zip(&self.edited) {
            file.write_all(&end.to_le_bytes())?;
            file.write_all(&edited.to_le_bytes())?;
        }
        file.write_all(&u32::MAX.to_le_bytes())?;
        file.write_all(self.text.as_bytes())?;
        file.flush()
    }

    /// # Errors
    /// The file cannot be read, or is none of ours.
    pub fn read(path: &Path, pages: usize) -> io::Result<Self> {
        let mut file = BufReader::new(File::open(path)?);
        let mut titles =
            Self { ends: Vec::with_capacity(pages), edited: Vec::with_capacity(pages), ..Self::default() };
        loop {
            let (mut end, mut edited) = ([0; 4], [0; 8]);
            file.read_exact(&mut end)?;
            if u32::from_le_bytes(end) == u32::MAX {
                break;
            }
            file.read_exact(&mut edited)?;
            titles.ends.push(u32::from_le_bytes(end));
            titles.edited.push(i64::from_le_bytes(edited));
        }
        titles.text.reserve_exact(titles.ends.last().map_or(0, |end| *end as usize));
        file.read_to_string(&mut titles.text)?;
        Ok(titles)
    }
}

impl Pages for Titles {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.get(usize::try_from(id).ok()?)
    }

    fn titles(&self, found: &mut dyn FnMut(&str)) {
        self.iter().for_each(|(_, page)| found(page.title.plain));
    }
}
