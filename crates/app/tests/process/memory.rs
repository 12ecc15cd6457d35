//! How often a secret is found in this process's own memory after locking. What is promised is
//! that keys are dropped and what we hold is zeroed; libraries in C keep what they keep. The
//! numbers may go down only.

use crate::{child, is_child};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use trove_app::host::NoHost;
use trove_app::ui_types::{ConnectionCard, SearchRequest, SearchSort};
use trove_app::{App, Paths};
use trove_model::{Origin, SecretString};
use trove_sim::{Create, Options, Sim, Workspace};

/// Copies after locking that are known and accepted. Lower them when they are fewer: of what a
/// page says eight were found, which SQLite gave back without zeroing.
const PASSWORD_COPIES: usize = 0;
const TOKEN_COPIES: usize = 0;
const PAGE_COPIES: usize = 10;

/// A text that stands in memory here only as something else.
struct Planted(Vec<u8>);

const MASK: u8 = 0x5a;

impl Planted {
    fn new(text: &str) -> Self {
        Self(text.bytes().map(|byte| byte ^ MASK).collect())
    }

    /// For as long as `with` runs it is there once more.
    fn text<T>(&self, with: impl FnOnce(&str) -> T) -> T {
        let mut text: String = self.0.iter().map(|byte| char::from(byte ^ MASK)).collect();
        let done = with(&text);
        zeroize::Zeroize::zeroize(&mut text);
        done
    }

    fn secret(&self) -> SecretString {
        self.text(|text| SecretString::from(text))
    }

    /// As it is, and as the webview's and Windows' strings would have it.
    fn is_at(&self, memory: &[u8], at: usize) -> bool {
        let wide = |width: usize| {
            let mut masked = self.0.iter().enumerate();
            masked.all(|(index, byte)| {
                memory.get(at + index * width).is_some_and(|found| found ^ MASK == *byte)
            }) && (1..self.0.len() * width)
                .filter(|offset| offset % width > 0)
                .all(|offset| memory.get(at + offset) == Some(&0))
        };
        wide(1) || wide(2)
    }

    fn copies_in(&self, memory: &[u8]) -> usize {
        let Some(first) = self.0.first().map(|byte| byte ^ MASK) else { return 0 };
        let starts = memory.iter().enumerate().filter(|(_, byte)| **byte == first);
        starts.filter(|(at, _)| self.is_at(memory, *at)).count()
    }
}

/// Every part of this process's memory that can be written, one after the other.
fn scan(planted: &[&Planted]) -> Vec<usize> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let memory = std::fs::File::open("/proc/self/mem").unwrap();
    let mut copies = vec![0; planted.len()];
    // Outside the heap that is looked through, and looked at before anything else.
    let mut part = Vec::new();
    for line in
        maps.lines().filter(|line| line.split_whitespace().nth(1).is_some_and(|mode| mode.starts_with("rw")))
    {
        let range = line.split_whitespace().next().unwrap();
        let (start, end) = range.split_once('-').unwrap();
        let (start, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        part.clear();
        part.resize(usize::try_from(end - start).unwrap(), 0);
        if memory.read_exact_at(&mut part, start).is_err() {
            continue;
        }
        for (count, planted) in copies.iter_mut().zip(planted) {
            *count += planted.copies_in(&part);
        }
        // What was copied here is not to be found again.
        part.fill(0);
    }
    copies
}

#[test]
fn serves() {
    if !is_child("memory::serves") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let sim = Sim::start(Options { workspace: Workspace::Empty, ..Options::default() }).await.unwrap();
        let word = std::env::var("TROVE_TEST_WORD").unwrap();
        let page = Create {
            title: "A plain page".into(),
            markdown: format!("It says {word} and ends."),
            ..Create::default()
        };
        sim.create(page).unwrap();
        println!("\nready {} {}", sim.origin(), sim.personal_token());
        let mut nothing = String::new();
        std::io::stdin().read_to_string(&mut nothing).unwrap();
    });
}

fn random(start: &str) -> String {
    let mut bytes = [0_u8; 12];
    rand::fill(&mut bytes);
    bytes.iter().fold(start.to_owned(), |text, byte| format!("{text}{:c<2}", char::from(b'a' + byte % 26)))
}

/// Check 41. After locking the app's own heap still held the password four times, the token
/// five times and what pages say.
#[test]
fn after_locking_no_more_copies_are_left_than_known() {
    let (password, word) = (Planted::new(&random("pass")), Planted::new(&random("word")));
    let mut server = word.text(|word| child("memory::serves").env("TROVE_TEST_WORD", word).spawn().unwrap());
    let (origin, token) = ready(server.stdout.take().unwrap());
    let folder = tempfile::tempdir().unwrap();

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let open = runtime.block_on(async {
        let paths = Paths::find(Some(folder.path())).unwrap();
        let app = App::new(paths, Origin::parse(&origin).unwrap(), Arc::new(NoHost)).unwrap();
        app.create_administrator("Ada".into(), password.secret()).await.unwrap();
        app.connect_token(token.secret()).await.unwrap();
        app.confirm_connection().await.unwrap();
        until(async || app.connections().await.unwrap().iter().all(is_read)).await;
        app.index_caught_up().await.unwrap();
        let asked = SearchRequest {
            text: word.text(str::to_owned),
            limit: 10,
            correct: true,
            sort: SearchSort::Relevance,
        };
        let hit = app.search(asked).await.unwrap().hits.remove(0);
        app.preview(&hit.id, String::new(), false, None).await.unwrap();
        drop(hit);
        let open = scan(&[&password, &token, &word]);
        app.lock().await.unwrap();
        open
    });
    drop(runtime);
    let locked = scan(&[&password, &token, &word]);
    println!("copies of password, token, page text: open {open:?}, locked {locked:?}");
    // The control: what is there is found.
    let there = token.text(str::to_owned);
    assert!(scan(&[&token])[0] > locked[1], "a planted token is found");
    drop(there);
    assert!(open[1] > 0 && open[2] > 0, "an open profile has them: {open:?}");

    for (what, copies, known) in [
        ("the password", locked[0], PASSWORD_COPIES),
        ("the token", locked[1], TOKEN_COPIES),
        ("what a page says", locked[2], PAGE_COPIES),
    ] {
        assert!(copies <= known, "{copies} copies of {what} after locking, {known} are known");
    }
    server.stdin.take().unwrap().flush().unwrap();
    let _ = server.kill();
    server.wait().unwrap();
}

fn ready(out: std::process::ChildStdout) -> (String, Planted) {
    let mut lines = BufReader::new(out).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("ready "))).unwrap();
    let mut words = line.split(' ').skip(1);
    (words.next().unwrap().to_owned(), Planted::new(words.next().unwrap()))
}

fn is_read(card: &ConnectionCard) -> bool {
    card.last_listed.is_some() && card.reading.waiting == 0 && !card.reading.running && card.pages > 0
}

async fn until(mut probe: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !probe().await {
        assert!(start.elapsed() < Duration::from_secs(120), "waited in vain");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
