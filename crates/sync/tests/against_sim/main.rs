//! Listing against the local Notion, with a real database: what is stored equals what
//! the connection can see, whatever happens on the way.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is the report"
)]

mod bodies;
mod connection;
mod crawl;
mod damaged;
mod databases;
mod digest;
mod indexing;
mod missing;
mod mutated;
mod properties;
mod trouble;
mod vanishing;
mod virtual_time;
mod world_runs;

use connection::{Here, differences, stored, visible};
use std::sync::Mutex;
use std::time::Duration;
use trove_model::Parent;
use trove_sim::{Action, Create, Edit, Fault, Options, Sim, Workspace};

async fn sample() -> Sim {
    Sim::start(Options::default()).await.unwrap()
}

async fn synthetic(pages: u32) -> Sim {
    let workspace = Workspace::Synthetic { pages, seed: 7 };
    Sim::start(Options { workspace, ..Options::default() }).await.unwrap()
}

fn requests(sim: &Sim, path: &str) -> usize {
    sim.log().iter().filter(|request| request.path.starts_with(path)).count()
}

#[tokio::test]
async fn the_sample_is_listed_with_its_paths() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let summary = here.list().await.unwrap();
    assert!(summary.whole);
    let visible = visible(&sim, sim.internal_token());
    assert!(visible.len() > 20, "{}", visible.len());
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert_eq!(summary.found, visible.len());

    // Whoever sits in a block is led up to a page.
    let containers = here.store.parents().await.unwrap();
    let blocks: Vec<_> = here
        .store
        .pages()
        .await
        .unwrap()
        .into_iter()
        .filter_map(|listed| match listed.page.parent {
            Parent::Block(id) => Some(id),
            _ => None,
        })
        .collect();
    assert!(!blocks.is_empty(), "the sample has pages inside blocks");
    for block in blocks {
        let mut at = Parent::Block(block);
        for _ in 0..10 {
            at = match at {
                Parent::Block(id) => containers.iter().find(|container| container.id == id).unwrap().parent,
                _ => break,
            };
        }
        assert!(matches!(at, Parent::Page(_) | Parent::Workspace), "{at:?}");
    }
    let asked = requests(&sim, "/v1/blocks/");
    here.list().await.unwrap();
    assert_eq!(requests(&sim, "/v1/blocks/"), asked, "each block is asked about once");
}

#[tokio::test]
async fn a_thousand_stream_in() {
    let sim = synthetic(1_000).await;
    sim.fault(Fault::new(Action::ShortPages { size: 30 }).on("/v1/search").after(2).times(2));
    let here = Here::new(&sim).await;
    let steps = Mutex::new(Vec::new());
    let summary =
        here.list_telling(&|step| steps.lock().unwrap().push((step, requests(&sim, "/v1/search")))).await;
    let summary = summary.unwrap();
    assert!(summary.whole && summary.removed == 0, "{summary:?}");
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    let steps = steps.into_inner().unwrap();
    let (first, asked) = steps[0];
    assert_eq!((first.found, first.changed, asked), (100, 100, 1), "shown before the next request");
    let changes: usize = steps.iter().map(|(step, _)| step.changed).sum();
    assert!(changes >= summary.found, "{changes}");

    // Nothing changed: nothing is reported as changed, nothing is asked one by one.
    sim.clear_log();
    let again = Mutex::new(0);
    here.list_telling(&|step| *again.lock().unwrap() += step.changed).await.unwrap();
    assert_eq!(again.into_inner().unwrap(), 0);
    let searches = requests(&sim, "/v1/search");
    assert_eq!(searches, summary.found.div_ceil(100));
    let rows = requests(&sim, "/v1/data_sources/");
    assert_eq!(sim.log().len(), searches + rows);
}

#[tokio::test]
async fn refreshing_costs_one_request_when_nothing_changed() {
    let sim = synthetic(1_000).await;
    let here = Here::new(&sim).await;
    let first = here.refresh().await.unwrap();
    assert_eq!(stored(&here.store).await.len(), first.found, "the first time it lists everything");

    sim.clear_log();
    here.refresh().await.unwrap();
    assert_eq!(sim.log().len(), 1);

    sim.advance(Duration::from_secs(3600));
    let (id, _) = visible(&sim, sim.internal_token()).into_iter().next().unwrap();
    sim.edit(&id, Edit { title: Some("Renamed meanwhile".into()), ..Edit::default() }).unwrap();
    let made = sim.create(Create { title: "Made meanwhile".into(), ..Create::default() }).unwrap();
    sim.reshare(&made).unwrap();
    sim.clear_log();
    here.refresh().await.unwrap();
    assert!(sim.log().len() <= 3, "{:?}", sim.log().len());
    let now = stored(&here.store).await;
    assert_eq!(now[&id], "Renamed meanwhile");
    assert_eq!(now[&made], "Made meanwhile");
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// Notion lists 10,000 at most; the oldest are met from the other end.
#[tokio::test]
async fn beyond_the_cap_both_ends_meet() {
    let sim = synthetic(10_200).await;
    let here = Here::new(&sim).await;
    let summary = here.list().await.unwrap();
    let visible = visible(&sim, sim.internal_token());
    assert!(visible.len() > 10_000, "{}", visible.len());
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert!(summary.whole);
    let asked = requests(&sim, "/v1/search");
    assert!(asked <= 110, "{asked}: the second walk ends where the first began to miss");
}
