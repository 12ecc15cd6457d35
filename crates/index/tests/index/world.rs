//! A small world of pages beside the index, as the store would keep them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use trove_index::asked::plain_title;
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_index::ranking::{Signals, Title};
use trove_index::{Answer, Change, Document, Index, Known, Memory, Pages, Settings};
use trove_model::{Entropy, EntropyUnavailable, Key32, Timestamp};

pub struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

pub fn settings(folder: &Path, memory: Memory) -> Settings<'_> {
    Settings { folder, key: Key32::new([7; 32]), store: [1; 16], memory, entropy: Arc::new(SystemRandom) }
}

pub fn query(typed: &str) -> Query {
    Query::parse(typed, &Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC })
}

pub struct World {
    pub folder: TempDir,
    pub index: Index,
    pub pages: Titles,
    pub seq: u64,
}

#[derive(Default)]
pub struct Titles {
    known: HashMap<u64, (String, Signals)>,
    pub shown: HashMap<u64, String>,
    /// Names of what a page lies in.
    pub paths: HashMap<u64, Vec<String>>,
}

impl Pages for Titles {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        let (plain, signals) = self.known.get(&id)?;
        let original = self.shown.get(&id).map_or("", String::as_str);
        Some(Known { title: Title { plain, original }, signals: *signals })
    }

    fn titles(&self, found: &mut dyn FnMut(&str)) {
        self.known.values().for_each(|(plain, _)| found(plain));
    }

    fn path(&self, id: u64, found: &mut dyn FnMut(Title<'_>)) {
        let names = self.paths.get(&id).into_iter().flatten();
        names.for_each(|name| found(Title { plain: &plain_title(name), original: name }));
    }
}

impl Titles {
    /// Knows a page.
    pub fn note(&mut self, page: &Document) {
        let signals = Signals { edited: page.edited, ..Signals::default() };
        self.known.insert(page.id, (plain_title(&page.title), signals));
        self.shown.insert(page.id, page.title.clone());
    }
}

impl World {
    /// Pages numbered from one, each newer than those before it.
    pub fn new(pages: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::create(settings(folder.path(), Memory::All)).unwrap();
        let mut world = Self { folder, index, pages: Titles::default(), seq: 0 };
        let pages: Vec<_> = (1..).zip(pages).map(|(id, (title, body))| page(id, title, body)).collect();
        world.put(pages);
        world
    }

    pub fn put(&mut self, pages: Vec<Document>) {
        for page in &pages {
            self.pages.note(page);
        }
        self.seq += pages.len() as u64;
        self.index.writer().unwrap().apply(pages.into_iter().map(Change::Put), self.seq).unwrap();
    }

    pub fn remove(&mut self, id: u64) {
        self.seq += 1;
        self.index.writer().unwrap().apply([Change::Remove(id)], self.seq).unwrap();
    }

    /// Leaves a page out, as a filter would.
    pub fn hide(&mut self, id: u64) {
        self.pages.known.remove(&id);
    }

    pub fn answer(&self, typed: &str, limit: usize) -> Answer {
        self.index.searcher().search(&query(typed), &self.pages, limit, true).unwrap()
    }
}

pub fn page(id: u64, title: &str, body: &str) -> Document {
    Document {
        id,
        edited: Some(Timestamp(id as i64 * 1000)),
        title: title.into(),
        icon: None,
        body: body.into(),
    }
}
