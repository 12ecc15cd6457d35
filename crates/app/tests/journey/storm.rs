//! Storms over the app as a window has it: it follows a workspace that has every kind of trouble. Once the storm is
//! over and the clock has passed what was waited for, everything the workspace shows is found by its title and by its
//! text, or named in coverage, and nothing else is found.
//!
//! `TROVE_STORM_SEED=17` replays one storm, `TROVE_STORM_RUNS=1000` makes more: see `StormsWanted`. The same over the command line is in `crates/cli/tests`.

use crate::desk::Desk;
use std::collections::BTreeSet;
use std::time::Duration;
use trove_app::Extent;
use trove_app::ui_types::*;
use trove_sim::{Options, Sim, StormsWanted, Trouble, Workspace, own_words};

const PAGES: usize = 24;
/// Longer than anything is put off: a full listing is due, and whatever failed is tried again.
const WAITED_FOR: Duration = Duration::from_secs(25 * 3_600);

/// Asks for everything, and waits until that was tried; reading may go on.
async fn refreshed(desk: &Desk, sim: &Sim) {
    sim.clear_log();
    desk.clock.pass(Duration::from_secs(1));
    desk.app.refresh(None).await.unwrap();
    desk.until("the refresh has ended, one way or the other", async || {
        // When it was last checked says nothing: a listing cut short leaves that as it was.
        let asked = !sim.log().is_empty();
        let cards = desk.app.connections().await.unwrap();
        let ended =
            |card: &ConnectionCard| !matches!(card.listing, Listing::Running { .. }) && !card.reading.running;
        (asked && cards.iter().all(ended)).then_some(())
    })
    .await;
}

/// What is wrong: pages that are neither found nor named, and pages that are found and not to be seen.
async fn differences(desk: &Desk, sim: &Sim) -> Vec<String> {
    let seen = sim.world(sim.personal_token()).unwrap();
    let seen: Vec<_> = seen.into_iter().filter(|one| !one.in_trash).collect();
    let visible: BTreeSet<&str> = seen.iter().map(|one| one.id.as_str()).collect();
    let (mut wrong, mut invisible) = (Vec::new(), BTreeSet::new());
    for page in &seen {
        let (title, text) = own_words(page);
        let mut missed = Vec::new();
        for word in title.into_iter().chain(text) {
            let hits: Vec<String> = desk.find(&word).await.hits.into_iter().map(|hit| hit.id).collect();
            if !hits.contains(&page.id) {
                missed.push(word);
            }
            invisible.extend(hits.into_iter().filter(|hit| !visible.contains(hit.as_str())));
        }
        if !missed.is_empty() && !named(desk, &page.id).await {
            wrong.push(format!("{} is not found by {}", page.id, missed.join(", ")));
        }
    }
    wrong.extend(invisible.into_iter().map(|id| format!("{id} is found and not to be seen")));
    wrong
}

async fn named(desk: &Desk, id: &str) -> bool {
    let coverage = serde_json::to_string(&desk.app.coverage().await.unwrap()).unwrap();
    coverage.contains(id)
        || match desk.app.check_link(id).await.unwrap() {
            LinkVerdict::Known { body, .. } => !matches!(body, BodyState::Read { .. } | BodyState::None),
            _ => false,
        }
}

async fn storm(seed: u64, troubles: &[Trouble]) -> Vec<String> {
    let sim = Sim::start(Options { workspace: Workspace::Empty, ..Options::default() }).await.unwrap();
    let desk = Desk::administrator(&sim).await;
    desk.stays().await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.app.set_pace(&card.id, Pace::Max).await.unwrap();
    sim.storm(seed, PAGES, troubles).unwrap();
    for _ in 0..3 {
        refreshed(&desk, &sim).await;
        desk.clock.pass(Duration::from_secs(600));
        sim.advance(Duration::from_secs(600));
    }
    let told = sim.calm();
    let mut wrong = Vec::new();
    // What the window would do by itself, to its end: between listing and reading, nothing is shown as under way.
    for _ in 0..2 {
        desk.clock.pass(WAITED_FOR);
        sim.advance(WAITED_FOR);
        let synced = desk.app.sync_now(Extent::Changes, None).await.unwrap();
        wrong.extend(synced.into_iter().filter_map(|one| one.error).map(|error| format!("{error:?}")));
    }
    wrong.extend(differences(&desk, &sim).await);
    if !wrong.is_empty() {
        wrong.push(format!("what happened:\n  {}", told.join("\n  ")));
    }
    wrong
}

/// Check 52.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_storm_everything_is_found_or_named() {
    let wanted = StormsWanted::from_environment(12).unwrap();
    let mut failed = Vec::new();
    for seed in wanted.seeds {
        let wrong = storm(seed, wanted.troubles.as_deref().unwrap_or(&Trouble::ALL)).await;
        if !wrong.is_empty() {
            failed.push(format!("TROVE_STORM_SEED={seed} replays this:\n{}", wrong.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
