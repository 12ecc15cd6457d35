//! The index follows the store: after changes, made anew, cut short, written by another.

use crate::connection::{Here, open_index};
use crate::synthetic;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use trove_index::asked::plain;
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_index::ranking::Signals;
use trove_index::{Index, Known, Pages};
use trove_model::Timestamp;
use trove_sim::Edit;
use trove_store::Store;
use trove_sync::{CatchUpError, CaughtUp, catch_up, rebuild};

/// Columns in memory, as far as searching needs them.
struct Columns(HashMap<u64, String>);

impl Pages for Columns {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        self.0.get(&id).map(|title| Known { title, signals: Signals::default() })
    }
}

/// How many pages are in an index, and what each of some rare words finds in it: the same
/// for two indexes of the same pages.
pub async fn digest(store: &Store, index: &Index) -> (u64, BTreeMap<String, BTreeSet<String>>) {
    let mut columns = Columns(HashMap::new());
    let mut ids = HashMap::new();
    let mut words = BTreeSet::new();
    let found = |entries: Vec<trove_store::Entry>| {
        for entry in entries {
            words.extend(plain(&entry.title).split_whitespace().map(str::to_owned));
            ids.insert(entry.key, entry.id.to_string());
            columns.0.insert(entry.key, plain(&entry.title));
        }
    };
    store.entries(found).await.unwrap();
    let today = Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC };
    let searcher = index.searcher();
    let mut found = BTreeMap::new();
    for word in words.into_iter().step_by(3).take(400) {
        let query = Query::parse(&format!("\"{word}\""), &today);
        let answer = searcher.search(&query, &columns, 10_000, false).unwrap();
        // Of frequent ones only the newest are looked at.
        if !answer.more {
            found.insert(word, answer.hits.iter().map(|hit| ids[&hit.id].clone()).collect());
        }
    }
    assert!(found.len() > 5, "{}", found.len());
    (searcher.count(), found)
}

/// Whether the index finds what a new one would.
pub async fn assert_right(store: &Store, index: &Arc<Index>) {
    let folder = tempfile::tempdir().unwrap();
    let new = open_index(store, folder.path()).await;
    assert!(matches!(rebuild(store, &new, &|_, _| {}).await, Ok(CaughtUp::Applied(_))));
    let (expected, is) = (digest(store, &new).await, digest(store, index).await);
    assert_eq!(is.0, expected.0, "pages");
    for (word, hits) in &expected.1 {
        assert_eq!(is.1.get(word), Some(hits), "{word}");
    }
    assert_eq!(is.1.len(), expected.1.len());
    assert_eq!(index.seq(), store.last_seq().await.unwrap());
}

async fn crawled(pages: u32) -> (trove_sim::Sim, Here) {
    let sim = synthetic(pages).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    (sim, here)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_follows_each_change() {
    let (sim, here) = crawled(700).await;
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&here.store, folder.path()).await;
    let all = here.store.count_changes(0).await.unwrap();
    assert!(all > 500, "more than one batch");
    assert_eq!(catch_up(&here.store, &index).await, Ok(CaughtUp::Applied(all)));
    assert_right(&here.store, &index).await;
    let writing = index.writer().unwrap();
    assert_eq!(
        catch_up(&here.store, &index).await,
        Ok(CaughtUp::Applied(0)),
        "nobody is asked to write nothing"
    );
    drop(writing);

    let world = sim.world(sim.internal_token()).unwrap();
    let mut pages = world.iter().rev().filter(|seen| seen.object == "page");
    let (edited, unshared) = (pages.next().unwrap(), pages.next().unwrap());
    sim.advance(Duration::from_secs(600));
    let title = Some("Zyzzyva".into());
    sim.edit(&edited.id, Edit { title, markdown: Some("Quokka".into()), ..Edit::default() }).unwrap();
    sim.unshare(&unshared.id).unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    let CaughtUp::Applied(some) = catch_up(&here.store, &index).await.unwrap() else {
        panic!("nobody else writes")
    };
    assert!((2..10).contains(&some), "{some}");
    assert_right(&here.store, &index).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn made_anew_the_newest_answer_first() {
    let (_sim, here) = crawled(1_600).await;
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&here.store, folder.path()).await;
    let told = AtomicU64::new(0);
    let tell = |done: u64, total: u64| {
        assert!(done > told.swap(done, Ordering::Relaxed) && done <= total);
    };
    let pages = u64::from(here.store.count_pages().await.unwrap());
    assert_eq!(rebuild(&here.store, &index, &tell).await, Ok(CaughtUp::Applied(pages)));
    assert_eq!(told.into_inner(), pages);
    assert_right(&here.store, &index).await;
    assert_eq!(catch_up(&here.store, &index).await, Ok(CaughtUp::Applied(0)));
}

/// Dropped anywhere, it can be done again, also when pages went meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn cut_short_it_is_finished_by_the_next() {
    let (sim, here) = crawled(1_600).await;
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&here.store, folder.path()).await;
    let (sent, mut reached) = tokio::sync::mpsc::unbounded_channel();
    let tell = |done, _| {
        if done >= 1_500 {
            let _ = sent.send(());
        }
    };
    tokio::select! {
        biased;
        _ = reached.recv() => {}
        _ = rebuild(&here.store, &index, &tell) => {}
    }
    let world = sim.world(sim.internal_token()).unwrap();
    for seen in world.iter().rev().filter(|seen| seen.object == "page").take(20) {
        sim.unshare(&seen.id).unwrap();
    }
    here.list().await.unwrap();
    // The thread of before may still hold the right to write.
    while rebuild(&here.store, &index, &|_, _| {}).await.unwrap() == CaughtUp::Busy {
        tokio::task::yield_now().await;
    }
    catch_up(&here.store, &index).await.unwrap();
    assert_right(&here.store, &index).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_writer_is_no_error() {
    let (_sim, here) = crawled(200).await;
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&here.store, folder.path()).await;
    let other = open_index(&here.store, folder.path()).await;
    let writing = other.writer().unwrap();
    assert_eq!(catch_up(&here.store, &index).await, Ok(CaughtUp::Busy));
    assert_eq!(rebuild(&here.store, &index, &|_, _| {}).await, Ok(CaughtUp::Busy));
    drop(writing);
    catch_up(&here.store, &other).await.unwrap();
    assert_eq!(index.seq(), 0);
    let writing = other.writer().unwrap();
    assert_eq!(catch_up(&here.store, &index).await, Ok(CaughtUp::Busy), "what the other committed is seen");
    assert_eq!(index.seq(), here.store.last_seq().await.unwrap());
    drop(writing);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_ahead_of_its_store_is_told() {
    let (_sim, here) = crawled(50).await;
    let (index, _folder) = here.index().await;
    let ahead = here.store.last_seq().await.unwrap() + 1;
    index.writer().unwrap().apply([], ahead).unwrap();
    assert_eq!(catch_up(&here.store, &Arc::clone(&index)).await, Err(CatchUpError::Ahead));
}
