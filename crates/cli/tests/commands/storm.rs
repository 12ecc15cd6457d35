//! Storms over the command line: a workspace and its requests have every kind of trouble while commands run. What the
//! workspace shows afterwards is found, or named as missing; what it does not show is not; and a command that fell
//! short said so.
//!
//! `TROVE_STORM_SEED=17` replays one storm, `TROVE_STORM_RUNS=1000` makes more: see `StormsWanted`. The same over the app, whose clock can be moved, is in `crates/app/tests`.

use crate::desk::{Desk, PASSWORD, Ran};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use trove_sim::{Options, Sim, StormsWanted, Trouble, Workspace, own_words};

pub const PAGES: usize = 24;
const ROUNDS: usize = 3;

/// Requests go wrong; the workspace stands still: kinds after which what was listed and read before is still the same.
const STILL: &[Trouble] = &[
    Trouble::Passing,
    Trouble::Denials,
    Trouble::DeadCursors,
    Trouble::StrayRefusals,
    Trouble::Hollow,
    Trouble::Bombs,
];

pub async fn empty_desk(seed: u64) -> Desk {
    // In some, search shows a part only, and the rows lead to the rest.
    let walk_cap = if seed.is_multiple_of(5) { 15 } else { 10_000 };
    let options = Options { workspace: Workspace::Empty, walk_cap, ..Options::default() };
    let sim = Sim::start(options).await.unwrap();
    let desk = Desk { folder: tempfile::tempdir().unwrap(), sim };
    desk.connect();
    desk
}

/// What a search for every page's own words says, against what the workspace shows.
pub struct Looked {
    /// Words, each with the page whose own it is, that find it.
    pub found: BTreeSet<(String, String)>,
    /// Pages that are not found by some of their words, with those.
    pub missing: BTreeMap<String, Vec<String>>,
    /// What was found and is not to be seen.
    pub invisible: BTreeSet<String>,
}

pub fn look(desk: &Desk) -> Looked {
    let seen = desk.sim.world(desk.sim.personal_token()).unwrap();
    let seen: Vec<_> = seen.into_iter().filter(|one| !one.in_trash).collect();
    let visible: BTreeSet<&str> = seen.iter().map(|one| one.id.as_str()).collect();
    let mut lines = vec![PASSWORD.to_owned()];
    for page in &seen {
        let (title, text) = own_words(page);
        lines.extend(title.into_iter().chain(text));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let ran = desk.type_in(&["search", "--stdin", "--json", "--limit", "20"], &lines).done();
    let answers: BTreeMap<String, Vec<String>> = ran
        .lines()
        .iter()
        .map(|answer| {
            let hits = answer["hits"].as_array().unwrap().iter();
            (text(&answer["query"]), hits.map(|hit| text(&hit["id"])).collect())
        })
        .collect();
    assert_eq!(answers.len(), lines.len() - 1, "one answer for each word");
    let mut looked = Looked { found: BTreeSet::new(), missing: BTreeMap::new(), invisible: BTreeSet::new() };
    for hit in answers.values().flatten().filter(|hit| !visible.contains(hit.as_str())) {
        looked.invisible.insert(hit.clone());
    }
    for page in &seen {
        let (title, text) = own_words(page);
        let finds = |word: &String| answers.get(word).is_some_and(|hits| hits.contains(&page.id));
        let (found, missed): (Vec<_>, Vec<_>) = title.into_iter().chain(text).partition(finds);
        looked.found.extend(found.into_iter().map(|word| (word, page.id.clone())));
        if !missed.is_empty() {
            looked.missing.insert(page.id.clone(), missed);
        }
    }
    looked
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Of the pages that are missing, those that coverage does not name either.
pub fn unnamed(desk: &Desk, looked: &Looked) -> Vec<String> {
    if looked.missing.is_empty() {
        return Vec::new();
    }
    let overview = desk.run(&["coverage", "--json"]).done();
    // Where search shows a part only, nobody can say what is not known.
    let cut_short = overview.lines().iter().any(|told| {
        told["connections"].as_array().unwrap().iter().any(|connection| connection["capped"] == true)
    });
    let named = |id: &str| {
        overview.out.contains(id) || overview.out.contains(&id.replace('-', "")) || {
            let told = desk.run(&["coverage", "--json", id]).lines().remove(0);
            match told["verdict"].as_str() {
                Some("known") => told["text"] != "read",
                _ => cut_short,
            }
        }
    };
    // A few tell as much as all of them, and each is a command of its own.
    let unnamed = looked.missing.iter().filter(|(id, _)| !named(id)).take(3);
    unnamed.map(|(id, words)| format!("{id} is not found by {}", words.join(", "))).collect()
}

fn said_so(ran: &Ran) -> bool {
    let error = |line: &Value| line.get("error").is_some_and(|error| !error.is_null());
    ran.code != 0 || !ran.err.is_empty() || ran.lines().iter().any(error)
}

fn sync(desk: &Desk, arguments: &[&str]) -> Ran {
    let ran = desk.run(&[&["sync", "--pace", "max", "--json"], arguments].concat());
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

/// What is wrong after the storm of this seed.
async fn storm(seed: u64, troubles: &[Trouble]) -> Vec<String> {
    let desk = empty_desk(seed).await;
    let still = troubles.iter().all(|trouble| STILL.contains(trouble));
    desk.sim.storm(seed, PAGES, troubles).unwrap();
    let mut wrong = Vec::new();
    for round in 0..ROUNDS {
        let full: &[&str] = if round == 1 { &["--full"] } else { &[] };
        let ran = sync(&desk, full);
        // Where nothing changes, what a command left out is its own doing.
        if still && !said_so(&ran) {
            let unnamed = unnamed(&desk, &look(&desk));
            wrong.extend(unnamed.into_iter().map(|page| format!("round {round} said nothing: {page}")));
        }
        desk.sim.advance(Duration::from_secs(300));
    }
    let told = desk.sim.calm();
    desk.sim.advance(Duration::from_secs(3_600));
    let last = sync(&desk, &["--full"]);
    if last.code != 0 {
        wrong.push(format!("the sync after the storm ended with {}: {}", last.code, last.err));
    }
    let looked = look(&desk);
    wrong.extend(unnamed(&desk, &looked));
    wrong.extend(looked.invisible.iter().map(|id| format!("{id} is found and not to be seen")));
    if !wrong.is_empty() {
        wrong.push(format!("what happened:\n  {}", told.join("\n  ")));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_storm_everything_is_found_or_named() {
    let wanted = StormsWanted::from_environment(4).unwrap();
    let mut failed = Vec::new();
    for seed in wanted.seeds {
        let usual = if seed.is_multiple_of(2) { STILL } else { &Trouble::ALL };
        let wrong = storm(seed, wanted.troubles.as_deref().unwrap_or(usual)).await;
        if !wrong.is_empty() {
            failed.push(format!("TROVE_STORM_SEED={seed} replays this:\n{}", wrong.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
