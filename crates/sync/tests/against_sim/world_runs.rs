//! A workspace that changes at random while it is synchronized, by a client that things
//! happen to. At rest the copy is what can be seen.
//!
//! `TROVE_WORLD_SEED=17` replays one run, `TROVE_WORLD_RUNS=1000` makes more.

use crate::connection::{Here, differences, text_differences};
use std::collections::HashSet;
use std::time::Duration;
use trove_model::{NotionId, Parent};
use trove_sim::{Options, Sim, Trouble, Workspace};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// What happens between one request and the next, and leaves nothing that cannot be known at rest.
const TROUBLES: [Trouble; 6] = [
    Trouble::Edits,
    Trouble::Sharing,
    Trouble::Passing,
    Trouble::Denials,
    Trouble::DeadCursors,
    Trouble::Late,
];

/// Where pages sit, as Notion says of each now, and as it is stored.
async fn parent_differences(here: &Here) -> Vec<String> {
    let mut found = Vec::new();
    for listed in here.store.pages().await.unwrap() {
        if listed.page.kind != trove_model::PageKind::Page {
            continue;
        }
        let now = here.notion.page(&listed.page.id).await.unwrap().parent();
        if now != listed.page.parent {
            found.push(format!("{}: {:?} instead of {now:?}", listed.page.id, listed.page.parent));
        }
    }
    found
}

/// Pages at the top that are not known, and that no known page sits in.
async fn led_to_by_nothing(here: &Here, sim: &Sim) -> Vec<String> {
    let pages = here.store.pages().await.unwrap();
    let named: HashSet<NotionId> = pages
        .iter()
        .flat_map(|listed| match listed.page.parent {
            Parent::Page(id) => vec![listed.page.id, id],
            _ => vec![listed.page.id],
        })
        .collect();
    let world = sim.world(sim.internal_token()).unwrap();
    let at_the_top = world.into_iter().filter(|seen| seen.path.is_empty());
    at_the_top.map(|seen| seen.id).filter(|id| !named.contains(&id.parse().unwrap())).collect()
}

async fn run(seed: u64) -> Vec<String> {
    let workspace = Workspace::Synthetic { pages: 60, seed };
    // In some, search shows a part only.
    let walk_cap = if seed.is_multiple_of(3) { 25 } else { 10_000 };
    let options = Options { workspace, walk_cap, markdown_block_limit: 30, ..Options::default() };
    let sim = Sim::start(options).await.unwrap();
    let here = Here::new(&sim).await;
    sim.storm(seed, 0, &TROUBLES).unwrap();
    for round in 0..8 {
        // Whatever these end with, the next run goes on.
        let _ = if round % 3 == 0 { here.list().await.map(drop) } else { here.refresh().await.map(drop) };
        let _ = here.read().await;
    }
    // At rest.
    sim.calm();
    sim.advance(Duration::from_secs(3_600));
    here.clock.advance(Duration::from_secs(3_600));
    here.store.retry_bodies(here.id).await.unwrap();
    for _ in 0..2 {
        here.list().await.unwrap();
        here.read().await.unwrap();
        sim.advance(Duration::from_secs(600));
    }
    let token = sim.internal_token();
    let mut found = differences(&here.store, &sim, token).await;
    found.extend(text_differences(&here.store, &sim, token).await);
    found.extend(parent_differences(&here).await);
    // Coverage names these by its mark that search is cut short.
    if here.store.following(here.id).await.unwrap().capped {
        let unreachable = led_to_by_nothing(&here, &sim).await;
        found.retain(|line| !unreachable.iter().any(|id| line.contains(id)));
    }
    let waiting = here.store.count_bodies(here.id, here.notion.now()).await.unwrap();
    if waiting.waiting + waiting.failed > 0 {
        found.push(format!("{waiting:?}"));
    }
    for id in here.store.denied(here.id).await.unwrap() {
        if sim
            .world(token)
            .unwrap()
            .iter()
            .any(|seen| seen.id.parse::<NotionId>() == Ok(id) && !seen.in_trash)
        {
            // Denied once, shared since: the listing has it all the same.
            assert!(here.store.is_known(id).await.unwrap());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn at_rest_the_copy_is_what_can_be_seen() {
    let seeds = match number("TROVE_WORLD_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("TROVE_WORLD_RUNS").unwrap_or(8),
    };
    for seed in seeds {
        let found = run(seed).await;
        assert!(found.is_empty(), "TROVE_WORLD_SEED={seed} replays this:\n{}", found.join("\n"));
    }
}
