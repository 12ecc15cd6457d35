//! Walks that go wrong in the middle: what was stored stays, and the next run finishes.

use crate::connection::{Here, differences, stored};
use crate::{requests, sample, synthetic};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use trove_sim::{Action, Create, Edit, Fault, Sim};
use trove_store::{Limits, StoreError};
use trove_sync::{Failure, SyncError};

async fn finishes(here: &Here, sim: &Sim) {
    sim.clear_faults();
    assert!(here.list().await.unwrap().whole);
    assert_eq!(differences(&here.store, sim, sim.internal_token()).await, [""; 0]);
}

/// Lets cursors go stale after the third step, so many times.
async fn list_going_stale(here: &Here, sim: &Sim, times: usize) -> trove_sync::Summary {
    let (steps, stale) = (AtomicUsize::new(0), AtomicUsize::new(0));
    here.list_telling(&|_| {
        if steps.fetch_add(1, Ordering::Relaxed) % 3 == 2 && stale.fetch_add(1, Ordering::Relaxed) < times {
            sim.stale_cursors();
        }
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn stale_cursors_start_the_walk_again_twice() {
    let sim = synthetic(700).await;
    let here = Here::new(&sim).await;
    let summary = list_going_stale(&here, &sim, 2).await;
    assert!(summary.whole);
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert!(sim.log().iter().any(|request| request.status == 400), "cursors did go stale");
}

#[tokio::test]
async fn cursors_that_keep_going_stale_make_it_incomplete() {
    let sim = synthetic(700).await;
    let here = Here::new(&sim).await;
    let summary = list_going_stale(&here, &sim, usize::MAX).await;
    assert!(!summary.whole && !summary.capped, "{summary:?}");
    // The newest, the oldest, all data sources and their rows.
    let known = stored(&here.store).await.len();
    assert!(known > 600, "{known}");
    let following = here.store.following(here.id).await.unwrap();
    assert!(following.short_since.is_some(), "it says so");
    assert_eq!(here.store.watermark(here.id).await, Ok(None), "a poll lists everything again");
    assert_eq!(here.store.connections().await.unwrap()[0].last_listed, None);
    finishes(&here, &sim).await;
    assert_eq!(here.store.following(here.id).await.unwrap().short_since, None);
}

#[tokio::test]
async fn a_network_cut_keeps_what_was_stored() {
    let sim = synthetic(700).await;
    let here = Here::new(&sim).await;
    sim.fault(Fault::new(Action::Cut { bytes: 500 }).on("/v1/search").after(3).always());
    let error = here.list().await.unwrap_err();
    assert_eq!(error.failure(), Failure::Offline, "{error}");
    assert_eq!(stored(&here.store).await.len(), 300);
    assert_eq!(here.store.connections().await.unwrap()[0].last_listed, None);
    finishes(&here, &sim).await;
}

#[tokio::test]
async fn failures_have_their_kind() {
    let sim = synthetic(300).await;
    let here = Here::new(&sim).await;
    for (action, kind) in [
        (Fault::status(403), Failure::Refused),
        (Fault::status(500), Failure::Trouble),
        (Fault::rate_limited(5), Failure::RateLimited),
        (Fault::new(Action::Html { status: 200 }), Failure::Offline),
    ] {
        sim.fault(action.clone().on("/v1/search").after(1).always());
        let error = here.list().await.unwrap_err();
        assert_eq!(error.failure(), kind, "{action:?}: {error}");
        sim.clear_faults();
    }
    finishes(&here, &sim).await;

    assert!(sim.revoke(sim.internal_token()));
    assert_eq!(here.list().await.unwrap_err().failure(), Failure::Revoked);
    assert!(!stored(&here.store).await.is_empty(), "what was read stays");

    here.store.remove_connection(here.id).await.unwrap();
    let error = here.list().await.unwrap_err();
    assert!(matches!(error, SyncError::Store(StoreError::NoSuchConnection)));
    assert_eq!(error.failure(), Failure::Locked);
}

#[tokio::test]
async fn a_list_without_end_ends() {
    let sim = synthetic(300).await;
    let here = Here::new(&sim).await;
    sim.fault(Fault::new(Action::EndlessCursor).on("/v1/search").always());
    let summary = here.list().await.unwrap();
    assert!(sim.log().len() < 100, "{}", sim.log().len());
    // The newest part over and over, then the oldest, then the same of each kind.
    assert!(!summary.whole && !summary.capped);
    assert!(summary.found >= 200, "{summary:?}");
    finishes(&here, &sim).await;
}

#[tokio::test]
async fn dropped_in_the_middle_it_stops_and_can_go_on() {
    let sim = synthetic(700).await;
    let here = Here::new(&sim).await;
    let (steps, reached) = (AtomicUsize::new(0), Notify::new());
    let tell = |_| {
        if steps.fetch_add(1, Ordering::Relaxed) == 2 {
            reached.notify_one();
        }
    };
    tokio::select! {
        biased;
        () = reached.notified() => {}
        _ = here.list_telling(&tell) => panic!("it was to be dropped"),
    }
    let kept = stored(&here.store).await.len();
    assert!(kept >= 300 && kept.is_multiple_of(100), "{kept}: whole parts only");
    let asked = sim.log().len();
    finishes(&here, &sim).await;
    assert!(sim.log().len() > asked);
}

/// Ended between its watermark and the paths: a poll that finds nothing new goes on with them.
#[tokio::test]
async fn paths_are_found_by_a_poll_where_the_listing_ended_before_them() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    sim.fault(Fault::new(Action::Cut { bytes: 10 }).on("/v1/blocks/").always());
    assert_eq!(here.list().await.unwrap_err().failure(), Failure::Offline);
    assert!(here.store.watermark(here.id).await.unwrap().is_some(), "it was marked");
    let unresolved = here.store.unresolved_parents(here.id, 99).await.unwrap();
    assert!(!unresolved.is_empty(), "pages sit in blocks");
    sim.clear_faults();
    sim.clear_log();
    let polled = here.refresh().await.unwrap();
    assert!(polled.whole && requests(&sim, "/v1/search") == 1, "{polled:?}");
    assert_eq!(here.store.unresolved_parents(here.id, 99).await, Ok(vec![]));
    sim.clear_log();
    here.refresh().await.unwrap();
    assert_eq!(sim.log().len(), 1, "and costs nothing from then on");
}

/// As many pages are kept as the limit allows, then nothing more is asked for; those that are
/// known are followed, and with a higher limit the rest comes.
#[tokio::test]
async fn a_limit_on_pages_ends_the_listing() {
    let sim = synthetic(700).await;
    let here = Here::new(&sim).await;
    let limits = Limits { pages: 250, ..Limits::default() };
    here.store.set_limits(here.id, limits).await.unwrap();
    let summary = here.list().await.unwrap();
    assert!(!summary.whole && !summary.capped, "{summary:?}");
    let searches = requests(&sim, "/v1/search");
    let known = stored(&here.store).await;
    assert!((250..=300).contains(&known.len()) && searches == 3, "{} by {searches}", known.len());
    here.read().await.unwrap();
    assert_eq!(stored(&here.store).await.len(), known.len(), "links lead no further");

    // A poll costs what a poll costs, and follows those that are known.
    let edited = known.keys().next().unwrap();
    sim.advance(Duration::from_secs(3_600));
    sim.edit(edited, Edit { title: Some("Renamed".into()), ..Edit::default() }).unwrap();
    let made = sim.create(Create { title: "New".into(), ..Create::default() }).unwrap();
    sim.reshare(&made).unwrap();
    sim.clear_log();
    here.refresh().await.unwrap();
    assert!(requests(&sim, "/v1/search") <= 2);
    let now = stored(&here.store).await;
    assert_eq!((now[edited].as_str(), now.len()), ("Renamed", known.len()));

    // A lower one drops nothing, and a higher one needs no asking for the rest.
    here.store.set_limits(here.id, Limits { pages: 100, ..limits }).await.unwrap();
    here.refresh().await.unwrap();
    assert_eq!(stored(&here.store).await.len(), known.len());
    here.store.set_limits(here.id, Limits::default()).await.unwrap();
    here.refresh().await.unwrap();
    assert!(stored(&here.store).await.len() >= 700);
    finishes(&here, &sim).await;
}

#[tokio::test]
async fn a_limit_on_text_leaves_the_rest_waiting() {
    let sim = synthetic(120).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    let counts = async || here.store.count_bodies(here.id, here.notion.now()).await.unwrap();
    here.store.set_limits(here.id, Limits { bytes: 20_000, ..Limits::default() }).await.unwrap();
    here.read().await.unwrap();
    let read = counts().await;
    assert!(read.bytes >= 20_000 && read.read > 0 && read.waiting > 20, "{read:?}");
    sim.clear_log();
    here.read().await.unwrap();
    assert_eq!(requests(&sim, "/v1/pages/"), 0, "nothing more is asked for");
    here.store.set_limits(here.id, Limits::default()).await.unwrap();
    here.read().await.unwrap();
    assert_eq!(counts().await.waiting, 0);
}
