//! What a whole crawl costs, in virtual time; and beyond what search lists.
//!
//! `TROVE_CRAWL_PAGES=5000 cargo test -p trove-sync crawl -- --nocapture` for a larger one.

use crate::connection::{Here, differences, stored, text_differences, visible};
use crate::virtual_time::{Cost, VirtualTime};
use crate::{requests, synthetic};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use trove_model::{NotionId, Pace, PageKind, Parent};
use trove_sim::{Create, Edit, Limit, Options, Sim, Workspace};

fn crawl_pages() -> u32 {
    std::env::var("TROVE_CRAWL_PAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(700)
}

async fn limited(pages: u32, limit: Limit) -> Arc<Sim> {
    let workspace = Workspace::Synthetic { pages, seed: 7 };
    Arc::new(Sim::start(Options { workspace, limit, ..Options::default() }).await.unwrap())
}

async fn crawl(sim: &Arc<Sim>, pace: Pace) -> (Here, VirtualTime) {
    let time = VirtualTime::of(sim);
    let here = Here::with_clock(sim, Arc::new(time.clone())).await;
    time.follows(&here.notion);
    here.store.set_pace(here.id, pace).await.unwrap();
    let first = AtomicUsize::new(usize::MAX);
    here.list_telling(&|_| {
        first.fetch_min(sim.log().len(), Ordering::Relaxed);
    })
    .await
    .unwrap();
    assert!(first.into_inner() <= 2, "the first titles are there after two requests");
    here.read().await.unwrap();
    (here, time)
}

/// What a crawl may cost at most.
async fn bound(here: &Here) -> usize {
    let all = here.store.pages().await.unwrap();
    let pages = all.iter().filter(|listed| listed.page.kind == PageKind::Page).count();
    let blocks: HashSet<Parent> = all
        .iter()
        .map(|listed| listed.page.parent)
        .filter(|parent| matches!(parent, Parent::Block(_)))
        .collect();
    let rows = rows_bound(here).await;
    pages + pages.div_ceil(100) + (all.len() - pages).div_ceil(100) + blocks.len() + rows + 20
}

/// What comparing rows costs: one request for each hundred of each data source.
async fn rows_bound(here: &Here) -> usize {
    let all = here.store.pages().await.unwrap();
    let sources = all.iter().filter(|listed| listed.page.kind == PageKind::DataSource);
    let rows = |source: NotionId| {
        all.iter().filter(|listed| listed.page.parent == Parent::DataSource(source)).count()
    };
    sources.map(|source| rows(source.page.id).div_ceil(100).max(1)).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawl_at_180_a_minute_uses_them_and_is_never_refused() {
    let sim = limited(crawl_pages(), Limit::PerMinute(180)).await;
    let (here, _) = crawl(&sim, Pace::PerMinute(180)).await;
    let cost = Cost::so_far(&sim, 180);
    println!("{cost:?}");
    assert!(cost.requests <= bound(&here).await, "{cost:?}");
    assert_eq!(cost.refused, 0);
    assert!(cost.rate_share >= 0.95 && cost.rate_share <= 1.0, "{cost:?}");
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_is_refused_once_at_most_and_remembers() {
    for (limit, allowed) in [(180, None), (600, Some(600))] {
        let sim = limited(1_300, Limit::PerMinute(limit)).await;
        let (here, time) = crawl(&sim, Pace::Auto).await;
        let cost = Cost::so_far(&sim, limit as usize);
        println!("{limit}: {cost:?}");
        assert!(cost.refused <= 1, "{cost:?}");
        assert!(cost.rate_share >= 0.95, "{cost:?}");
        let following = here.store.following(here.id).await.unwrap();
        assert_eq!(following.allowed, allowed);
        assert_eq!(following.refused.is_some(), limit == 180);

        // Another run, another client: what was learnt holds.
        time.advance(Duration::from_secs(120));
        let again = Here::with_clock_in(&here.store, &sim, Arc::new(time.clone())).await;
        sim.clear_log();
        again.store.set_pace(again.id, Pace::Auto).await.unwrap();
        again.list().await.unwrap();
        assert_eq!(again.notion.learnt().allowed, allowed);
        assert_eq!(again.notion.learnt().refused, following.refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn max_waits_only_when_told_to() {
    let sim = limited(500, Limit::PerMinute(180)).await;
    let (here, _) = crawl(&sim, Pace::Max).await;
    let cost = Cost::so_far(&sim, 180);
    assert!(cost.refused > 0 && cost.refused <= 8 * 4, "{cost:?}");
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

async fn capped(pages: u32, cap: usize) -> Sim {
    let workspace = Workspace::Synthetic { pages, seed: 7 };
    Sim::start(Options { workspace, walk_cap: cap, ..Options::default() }).await.unwrap()
}

/// Search shows the newest and the oldest; rows and links lead to the rest.
#[tokio::test]
async fn beyond_search_rows_and_links_are_found() {
    let sim = capped(900, 150).await;
    let here = Here::new(&sim).await;
    let summary = here.list().await.unwrap();
    assert!(!summary.whole);
    assert!(here.store.following(here.id).await.unwrap().capped);
    let rows = stored(&here.store).await.len();
    assert!(rows > 450, "{rows}: more than search shows");
    here.read().await.unwrap();
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    let mut asked: Vec<String> = sim.log().into_iter().map(|request| request.path).collect();
    asked.retain(|path| path.starts_with("/v1/pages/"));
    let all = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "each id once");

    // What happens out of search's sight is found by asking.
    sim.advance(Duration::from_secs(3_600));
    let world = sim.world(sim.internal_token()).unwrap();
    let old = &world[world.len() / 2];
    sim.trash(&old.id).unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    sim.restore(&old.id).unwrap();
    sim.edit(&old.id, Edit { title: Some("Back again".into()), ..Edit::default() }).unwrap();
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// Pages at the top that search does not show are named by nobody but the pages in them.
#[tokio::test(flavor = "multi_thread")]
async fn beyond_search_what_pages_sit_in_is_found() {
    let workspace = Workspace::Synthetic { pages: 2_000, seed: 1 };
    let sim = Sim::start(Options { workspace, walk_cap: 100, ..Options::default() }).await.unwrap();
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    let known: HashSet<String> = stored(&here.store).await.into_keys().collect();
    let world = sim.world(sim.internal_token()).unwrap();
    let top = world.iter().filter(|seen| seen.path.is_empty() && !known.contains(&seen.id)).count();
    assert!(top > 0, "none to find");
    here.read().await.unwrap();
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// More rows than one query lists, and cut short in the middle of them.
#[tokio::test]
async fn rows_go_on_where_they_were_cut_short() {
    let sim = capped(10, 40).await;
    let world = sim.world(sim.internal_token()).unwrap();
    let source = world.iter().find(|seen| seen.object == "data_source").unwrap().id.clone();
    for number in 0..400 {
        // So that each list begins at a minute of its own.
        sim.advance(Duration::from_secs(30));
        let row =
            Create { parent: Some(source.clone()), title: format!("Row {number}"), ..Create::default() };
        sim.create(row).unwrap();
    }
    let here = Here::new(&sim).await;
    let query = format!("/v1/data_sources/{source}/query");
    sim.fault(
        trove_sim::Fault::new(trove_sim::Action::Redirect { to: "/".into() }).on(&query).after(5).always(),
    );
    here.list().await.unwrap_err();
    assert_eq!(requests(&sim, &query), 6);
    let kept = stored(&here.store).await.len();
    assert!(kept > 200, "{kept}");
    sim.clear_faults();
    sim.clear_log();
    here.list().await.unwrap();
    let asked = requests(&sim, &query);
    assert!((5..=8).contains(&asked), "{asked}: from where it stopped");
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
    assert!(visible(&sim, sim.internal_token()).len() > 400);
}

/// Within what search lists, going beyond it costs one look at each hundred rows.
#[tokio::test]
async fn a_workspace_within_search_asks_for_rows_and_no_more() {
    let sim = synthetic(300).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let rows = rows_bound(&here).await;
    assert_eq!(requests(&sim, "/v1/data_sources/"), rows, "each hundred rows once");
    assert_eq!(here.store.links(here.id, 9).await, Ok(vec![]));
}
