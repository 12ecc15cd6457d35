//! The index follows the store: after changes, made anew, cut short, written by another.

use crate::connection::{Here, open_index};
use crate::digest::assert_right;
use crate::synthetic;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use trove_index::{Change, Document};
use trove_sim::Edit;
use trove_sync::{CatchUpError, CaughtUp, agrees, catch_up, rebuild};

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
    let all = here.store.changes(0, u32::MAX).await.unwrap().len() as u64;
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
    let first = AtomicU64::new(0);
    let tell = |done, _| {
        let _ = first.compare_exchange(0, done, Ordering::Relaxed, Ordering::Relaxed);
    };
    loop {
        first.store(0, Ordering::Relaxed);
        if rebuild(&here.store, &index, &tell).await.unwrap() != CaughtUp::Busy {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(first.load(Ordering::Relaxed) > 1_000, "it began anew");
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

#[tokio::test(flavor = "multi_thread")]
async fn an_index_with_a_page_too_many_is_told() {
    let (_sim, here) = crawled(50).await;
    let (index, _folder) = here.index().await;
    assert!(agrees(&here.store, &index).await.unwrap());
    let stray =
        Document { id: 1 << 40, edited: None, title: "stray".into(), icon: None, body: String::new() };
    index.writer().unwrap().apply([Change::Put(stray)], index.seq()).unwrap();
    assert!(!agrees(&here.store, &index).await.unwrap());
    index.writer().unwrap().apply([], index.seq() + 1).unwrap();
    assert!(agrees(&here.store, &index).await.unwrap(), "nothing is said while one is behind the other");
}

/// The time is printed, not judged: `TROVE_REBUILD_PAGES=50000 cargo test --release -p trove-sync
/// making_anew -- --nocapture`.
#[tokio::test(flavor = "multi_thread")]
async fn making_anew_is_timed() {
    let pages: u64 =
        std::env::var("TROVE_REBUILD_PAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    let directory = tempfile::tempdir().unwrap();
    let key = trove_model::Key32::new([1; 32]);
    let store = trove_store::Store::open(&directory.path().join("trove.db"), &key).await.unwrap();
    let here = Here::at(&store, "http://127.0.0.1:9", "none", 1).await;
    let sweep = store.begin_sweep(here.id).await.unwrap();
    let mut state = 1_u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Some words are far more frequent than others.
        let rank = (state >> 33) % 30_000 * ((state >> 20) % 1_000) / 1_000;
        format!("w{}rd{}", rank % 26, rank)
    };
    for first in (0..pages).step_by(500) {
        let ids: Vec<trove_model::NotionId> = (first..first + 500)
            .map(|number| trove_model::NotionId::from_bytes(u128::from(number).to_be_bytes()))
            .collect();
        let listed = ids.iter().zip(first..).map(|(id, number)| trove_model::Page {
            id: *id,
            kind: trove_model::PageKind::Page,
            title: format!("{} {} {}", word(), word(), word()),
            icon: None,
            parent: trove_model::Parent::Workspace,
            url: None,
            created: None,
            edited: Some(trove_model::Timestamp(i64::try_from(number).unwrap() * 60_000)),
            edited_by: None,
            in_trash: false,
        });
        let pages = listed.map(Into::into).collect();
        store.apply_listing(here.id, &trove_store::ListingBatch { pages, sweep }).await.unwrap();
        let bodies: Vec<trove_store::ReadBody> = ids
            .iter()
            .map(|id| {
                let mut text = String::new();
                while text.len() < 1_700 {
                    text += &word();
                    text += " ";
                }
                trove_store::ReadBody {
                    page: *id,
                    edited: None,
                    read: trove_model::Timestamp(0),
                    settled: true,
                    hash: [0; 32],
                    markdown: String::new(),
                    parts: Vec::new(),
                    text,
                    parts_left: Vec::new(),
                    parts_lost: 0,
                    changeable: false,
                }
            })
            .collect();
        store.put_bodies(&bodies).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&store, folder.path()).await;
    let started = std::time::Instant::now();
    let first = std::sync::OnceLock::new();
    let tell = |_, _| {
        if index.searcher().count() > 0 {
            first.get_or_init(|| started.elapsed());
        }
    };
    rebuild(&store, &index, &tell).await.unwrap();
    let elapsed = started.elapsed();
    println!(
        "{pages} pages in {elapsed:?}: {:.0} a second; the newest after {:?}",
        pages as f64 / elapsed.as_secs_f64(),
        first.get()
    );
    let folder = tempfile::tempdir().unwrap();
    let index = open_index(&store, folder.path()).await;
    let started = std::time::Instant::now();
    catch_up(&store, &index).await.unwrap();
    println!("caught up instead: {:.0} a second", pages as f64 / started.elapsed().as_secs_f64());
    assert_eq!(index.searcher().count(), pages);
}
