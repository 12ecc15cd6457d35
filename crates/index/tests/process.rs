//! What only a whole process shows: death in the middle of a commit.
//!
//! Apart from the other tests: a process being started holds their file locks for an instant.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use trove_index::asked::plain;
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_index::ranking::{Signals, Title};
use trove_index::{Change, Document, Index, Known, Memory, Pages, Settings};
use trove_model::{Entropy, EntropyUnavailable, Key32, Timestamp};

/// Where the child writes; a test started without it is the parent.
const CHILD: &str = "TROVE_INDEX_TEST_CHILD";
const ROUNDS: usize = 8;

struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

fn settings(folder: &Path) -> Settings<'_> {
    let (key, entropy) = (Key32::new([7; 32]), Arc::new(SystemRandom));
    Settings { folder, key, store: [1; 16], memory: Memory::All, entropy }
}

fn page(id: u64) -> Document {
    Document { id, edited: Some(Timestamp(0)), title: format!("Page {id}"), icon: None, body: "text".into() }
}

struct Titles(HashMap<u64, String>);

impl Pages for Titles {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        self.0.get(&id).map(|title| Known {
            title: Title { plain: title, original: title },
            signals: Signals::default(),
        })
    }
}

/// Every commit is whole: which pages there are follows from the sequence number.
#[test]
fn a_killed_writer_leaves_its_last_commit() {
    let folder = tempfile::tempdir().unwrap();
    drop(Index::create(settings(folder.path())).unwrap());
    let mut reached = 0;
    for round in 1..=ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writes_until_killed", "--nocapture", "--test-threads=1"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let commits = lines.filter(|line| line.starts_with("commit ")).take(round).count();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(commits, round, "the writer ended by itself");

        let index = Index::open(settings(folder.path())).unwrap();
        assert!(index.seq() >= reached + round as u64, "a commit that was told of is lost");
        reached = index.seq();
        let pages = Titles((1..=reached + 2).map(|id| (id, plain(&page(id).title))).collect());
        let searcher = index.searcher();
        assert_eq!(searcher.count(), reached);
        for id in 1..=reached + 2 {
            let today = Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC };
            let answer = searcher.search(&Query::parse(&page(id).title, &today), &pages, 1, false).unwrap();
            assert_eq!(answer.hits.first().is_some_and(|hit| hit.id == id), id <= reached);
        }
    }
}

/// Not a test by itself: the writer of the one above, in a process of its own.
#[test]
fn writes_until_killed() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let index = Index::open(settings(Path::new(&folder))).unwrap();
    let mut writer = index.writer().unwrap();
    for seq in index.seq() + 1.. {
        // One page more, and the one before again.
        let changes = [seq - 1, seq].into_iter().filter(|&id| id > 0).map(|id| Change::Put(page(id)));
        writer.apply(changes, seq).unwrap();
        println!("\ncommit {seq}");
    }
}
