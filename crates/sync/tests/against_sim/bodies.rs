//! Reading bodies: each once, whatever Markdown leaves out, and whatever goes wrong with one.

use crate::connection::{Here, text_differences};
use crate::{requests, sample, synthetic};
use std::sync::Mutex;
use std::time::Duration;
use trove_model::{NotionId, Timestamp};
use trove_sim::{Action, Create, Edit, Fault, Options, Sim};
use trove_store::ReadFailure;
use trove_sync::{Failure, Reading};

fn pages(sim: &Sim) -> usize {
    let world = sim.world(sim.internal_token()).unwrap();
    world.iter().filter(|seen| !seen.in_trash && seen.object == "page").count()
}

fn id(text: &str) -> NotionId {
    text.parse().unwrap()
}

/// So that bodies read now are not read again.
fn let_it_settle(sim: &Sim) {
    sim.advance(Duration::from_secs(600));
}

#[tokio::test]
async fn the_sample_is_read_whole() {
    let sim = sample().await;
    let_it_settle(&sim);
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    let listing = sim.log().len();
    sim.clear_log();
    let steps = Mutex::new(Vec::new());
    let summary = here.read_telling(&|step| steps.lock().unwrap().push(step)).await.unwrap();
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert_eq!((summary.read, summary.failed, summary.removed), (pages(&sim), 0, 0));
    let steps = steps.into_inner().unwrap();
    let (first, last): (Reading, Reading) = (steps[0], steps[steps.len() - 1]);
    assert_eq!((first.read, first.waiting as usize), (0, pages(&sim)));
    assert_eq!((last.read as usize, last.waiting, last.failed), (pages(&sim), 0, 0));
    assert_eq!(last.per_minute as usize, listing + sim.log().len());
    assert_eq!(last.left, Some(Duration::ZERO));
    let asked = sim.log().len();
    assert_eq!(here.read().await.unwrap().read, 0);
    assert_eq!(sim.log().len(), asked, "nothing waits");

    let texts = here.store.changes(0, 1_000).await.unwrap();
    let texts: Vec<_> = texts.into_iter().map(|change| change.text.unwrap()).collect();
    assert!(texts.iter().any(|text| !text.properties.is_empty()));
    // Markdown has no place for a bookmark and for what a button says.
    for words in
        ["Hydroponics, for the curious\thttps://en.wikipedia.org/wiki/Hydroponics\n", "Add a supplier\n"]
    {
        assert_eq!(texts.iter().filter(|text| text.body.contains(words)).count(), 1, "{words}");
    }
}

#[tokio::test]
async fn a_thousand_are_read_with_one_request_each() {
    let sim = synthetic(1_000).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    sim.clear_log();
    here.read().await.unwrap();
    assert_eq!(sim.log().len(), pages(&sim));
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    let mut edits = Vec::new();
    for request in sim.log() {
        let page = here.store.page(id(request.path.split('/').nth(3).unwrap())).await.unwrap().unwrap();
        edits.push(page.page.edited.unwrap());
    }
    // The newest first, but for those side by side.
    assert!(edits.windows(9).all(|some| some[0] >= some[8]));
}

#[tokio::test]
async fn only_what_was_edited_is_read_again() {
    let sim = synthetic(300).await;
    // No minute begins between two edits, however slow this computer is.
    sim.hold_clock();
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    sim.advance(Duration::from_secs(3_600));
    let edited =
        sim.world(sim.internal_token()).unwrap().into_iter().find(|seen| seen.object == "page").unwrap();
    sim.edit(&edited.id, Edit { markdown: Some("# Other words".into()), ..Edit::default() }).unwrap();
    sim.clear_log();
    here.refresh().await.unwrap();
    assert_eq!(here.read().await.unwrap().changed, 1);
    assert_eq!(requests(&sim, "/v1/pages/"), 1);
    assert!(sim.log().len() <= 3);
    assert_eq!(
        here.store.body(id(&edited.id)).await.unwrap().unwrap().markdown.lines().next(),
        Some("# Other words")
    );

    // Read within the minute of its edit, another edit may have hidden behind it.
    sim.clear_log();
    sim.edit(&edited.id, Edit { markdown: Some("# Later words".into()), ..Edit::default() }).unwrap();
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(requests(&sim, "/v1/pages/"), 0, "not at once");
    sim.advance(Duration::from_secs(240));
    here.refresh().await.unwrap();
    assert_eq!(here.read().await.unwrap().changed, 1);
    assert_eq!(requests(&sim, "/v1/pages/"), 1);
    sim.advance(Duration::from_secs(240));
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(requests(&sim, "/v1/pages/"), 1, "twice is enough");
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// Check 52.
/// A computer whose clock is a day off misses nothing and reads nothing for ever.
#[tokio::test]
async fn a_clock_that_is_wrong_does_no_harm() {
    for hours in [-24, 24] {
        let sim = synthetic(50).await;
        let here = Here::new(&sim).await;
        here.clock.set_wall(Timestamp(sim.now_ms() + hours * 3_600_000));
        let edited =
            sim.world(sim.internal_token()).unwrap().into_iter().find(|seen| seen.object == "page").unwrap();
        let edit = |text: &str| {
            sim.edit(&edited.id, Edit { markdown: Some(text.into()), ..Edit::default() }).unwrap()
        };
        edit("one");
        here.list().await.unwrap();
        here.read().await.unwrap();
        edit("two");
        sim.advance(Duration::from_secs(400));
        here.refresh().await.unwrap();
        here.read().await.unwrap();
        assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0], "{hours}");
        sim.clear_log();
        sim.advance(Duration::from_secs(400));
        here.refresh().await.unwrap();
        here.read().await.unwrap();
        assert_eq!(sim.log().len(), 1, "{hours}");
    }
}

#[tokio::test]
async fn a_page_too_large_for_one_answer_is_read_in_parts() {
    let sim = Sim::start(Options { markdown_block_limit: 20, ..Options::default() }).await.unwrap();
    let_it_settle(&sim);
    let here = Here::new(&sim).await;
    let lines: Vec<String> = (0..150).map(|line| format!("Line {line}")).collect();
    let long = Create { title: "Long".into(), markdown: lines.join("\n"), ..Create::default() };
    let long = sim.create(long).unwrap();
    sim.reshare(&long).unwrap();
    here.list().await.unwrap();
    sim.clear_log();
    here.read().await.unwrap();
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    let body = here.store.body(id(&long)).await.unwrap().unwrap();
    assert_eq!(body.parts.len(), 130);
    let mut paths: Vec<String> = sim.log().into_iter().map(|request| request.path).collect();
    let asked = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), asked, "each id once");
}

#[tokio::test]
async fn what_is_not_shared_is_asked_for_once() {
    let sim = sample().await;
    let_it_settle(&sim);
    let here = Here::new(&sim).await;
    let parent =
        sim.create(Create { title: "Parent".into(), markdown: "Words".into(), ..Create::default() }).unwrap();
    sim.reshare(&parent).unwrap();
    let child = Create { parent: Some(parent.clone()), title: "Child".into(), ..Create::default() };
    let child = sim.create(child).unwrap();
    sim.unshare(&child).unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(here.store.denied(here.id).await, Ok(vec![id(&child)]));
    assert_eq!(requests(&sim, &format!("/v1/pages/{child}")), 1);
    sim.advance(Duration::from_secs(600));
    sim.edit(&parent, Edit { markdown: Some("Other words".into()), ..Edit::default() }).unwrap();
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(requests(&sim, &format!("/v1/pages/{child}")), 1);
    here.store.retry_bodies(here.id).await.unwrap();
    sim.reshare(&child).unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

#[tokio::test]
async fn one_page_that_fails_does_not_stop_the_others() {
    for (action, why) in [
        (Fault::status(404), ReadFailure::NotShared),
        (Fault::status(403), ReadFailure::Restricted),
        (Fault::status(400), ReadFailure::NotUnderstood),
        (Fault::new(Action::WrongJson), ReadFailure::NotUnderstood),
        (Fault::status(500), ReadFailure::Trouble),
        (Fault::new(Action::Cut { bytes: 100 }), ReadFailure::Trouble),
    ] {
        let sim = synthetic(60).await;
        let here = Here::new(&sim).await;
        here.list().await.unwrap();
        let seen =
            sim.world(sim.internal_token()).unwrap().into_iter().find(|seen| seen.object == "page").unwrap();
        let path = format!("/v1/pages/{}/markdown", seen.id);
        sim.fault(action.clone().on(&path).always());
        let steps = Mutex::new(Vec::new());
        let summary = here.read_telling(&|step| steps.lock().unwrap().push(step)).await.unwrap();
        assert_eq!((summary.read, summary.failed), (pages(&sim) - 1, 1), "{action:?}");
        let last: Reading = steps.into_inner().unwrap().pop().unwrap();
        assert_eq!((last.failed, last.waiting), (1, 0), "{action:?}");
        let failures = here.store.read_failures(here.id, 9).await.unwrap();
        assert_eq!(
            failures.iter().map(|unread| (unread.page, unread.why)).collect::<Vec<_>>(),
            [(id(&seen.id), why)]
        );

        sim.clear_log();
        here.read().await.unwrap();
        assert_eq!(sim.log().len(), 0, "it waits");
        sim.clear_faults();
        here.store.retry_bodies(here.id).await.unwrap();
        here.read().await.unwrap();
        assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0], "{action:?}");
        assert_eq!(here.store.read_failures(here.id, 9).await, Ok(vec![]));
    }
}

#[tokio::test]
async fn what_concerns_all_ends_the_run_and_keeps_what_was_read() {
    for (action, failure) in [
        (Fault::status(401), Failure::Revoked),
        (Fault::rate_limited(5), Failure::RateLimited),
        (Fault::status(503), Failure::Trouble),
        (Fault::new(Action::Redirect { to: "http://127.0.0.1:9/".into() }), Failure::Offline),
    ] {
        let sim = synthetic(120).await;
        let here = Here::new(&sim).await;
        here.list().await.unwrap();
        sim.fault(action.clone().on("/v1/pages/").after(60).always());
        let error = here.read().await.unwrap_err();
        assert_eq!(error.failure(), failure, "{action:?}");
        let counts = here.store.count_bodies(here.id, here.notion.now()).await.unwrap();
        assert!((56..=60).contains(&counts.read), "{action:?}: {counts:?}");
        sim.clear_faults();
        here.store.retry_bodies(here.id).await.unwrap();
        sim.clear_log();
        here.read().await.unwrap();
        assert!(sim.log().len() <= pages(&sim) - 56, "{action:?}");
        assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0], "{action:?}");
    }
}

#[tokio::test]
async fn a_page_that_went_meanwhile_goes() {
    let sim = synthetic(60).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    let world = sim.world(sim.internal_token()).unwrap();
    let leaf = world.iter().rev().find(|seen| seen.object == "page").unwrap();
    sim.unshare(&leaf.id).unwrap();
    let summary = here.read().await.unwrap();
    assert_eq!(summary.removed, 1);
    assert_eq!(here.store.page(id(&leaf.id)).await, Ok(None));
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}
