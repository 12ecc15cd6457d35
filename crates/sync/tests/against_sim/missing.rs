//! What listings leave out or list late, what vanishes at once, and what changes without a
//! stamp: found, or told.

use crate::connection::{Here, differences, stored, text_differences, visible};
use crate::{requests, sample, synthetic};
use std::time::Duration;
use trove_model::NotionId;
use trove_sim::{Action, Create, Edit, Fault, Options, Sim};

fn id(text: &str) -> NotionId {
    text.parse().unwrap()
}

async fn nothing_differs(here: &Here, sim: &Sim) {
    assert_eq!(differences(&here.store, sim, sim.internal_token()).await, [""; 0]);
}

/// Every fourth search loses its cursor.
#[tokio::test]
async fn cursors_that_die_again_and_again_lose_nothing() {
    let sim = synthetic(563).await;
    let dying = Fault { every: 4, ..Fault::new(Action::DeadCursor).on("/v1/search").always() };
    sim.fault(dying);
    let here = Here::new(&sim).await;
    let summary = here.list().await.unwrap();
    assert!(summary.whole, "{summary:?}");
    nothing_differs(&here, &sim).await;
}

/// No cursor lives: what can be listed without one is, the rest is looked for, and it is said.
#[tokio::test]
async fn a_listing_without_any_cursor_says_that_it_is_short() {
    let sim = synthetic(700).await;
    sim.fault(Fault::new(Action::DeadCursor).on("/v1/search").always());
    let here = Here::new(&sim).await;
    for _ in 0..2 {
        let summary = here.refresh().await.unwrap();
        assert!(!summary.whole && !summary.capped, "{summary:?}");
        assert!(here.store.following(here.id).await.unwrap().short_since.is_some());
        assert_eq!(here.store.connections().await.unwrap()[0].last_listed, None);
    }
    // Rows, links and parents lead further than four times a hundred.
    here.read().await.unwrap();
    let known = stored(&here.store).await.len();
    assert!(known > 400, "{known}");
    sim.clear_faults();
    assert!(here.refresh().await.unwrap().whole, "the next poll heals it");
    assert_eq!(here.store.following(here.id).await.unwrap().short_since, None);
    nothing_differs(&here, &sim).await;
}

/// Search leaves out a child page and a row, for good.
#[tokio::test]
async fn what_search_leaves_out_is_found_by_names_and_rows() {
    let sim = sample().await;
    let world = sim.world(sim.internal_token()).unwrap();
    let source = world.iter().find(|seen| seen.object == "data_source" && !seen.in_trash).unwrap();
    let row = Create { parent: Some(source.id.clone()), title: "Left out row".into(), ..Create::default() };
    let row = sim.create(row).unwrap();
    let parent = Create { title: "Shown".into(), ..Create::default() };
    let parent = sim.create(parent).unwrap();
    sim.reshare(&parent).unwrap();
    let child = Create { parent: Some(parent), title: "Left out child".into(), ..Create::default() };
    let child = sim.create(child).unwrap();
    sim.list(&row, false).unwrap();
    sim.list(&child, false).unwrap();
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let known = stored(&here.store).await;
    assert!(known.contains_key(&row) && known.contains_key(&child), "{known:?}");
    nothing_differs(&here, &sim).await;
    // Asked about once; later sweeps ask whether they are still there and no more.
    sim.clear_log();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert!(requests(&sim, &format!("/v1/pages/{child}")) <= 1);
    nothing_differs(&here, &sim).await;
}

/// Stamped a quarter of an hour ago, behind a hundred and fifty newer ones.
#[tokio::test]
async fn an_edit_that_is_listed_late_is_found_by_polls() {
    let sim = synthetic(400).await;
    let here = Here::new(&sim).await;
    let pages: Vec<String> = sim
        .world(sim.internal_token())
        .unwrap()
        .into_iter()
        .filter(|seen| seen.object == "page" && !seen.in_trash)
        .map(|seen| seen.id)
        .collect();
    sim.advance(Duration::from_secs(86_400));
    here.list().await.unwrap();
    sim.edit(&pages[0], Edit { title: Some("Edited unseen".into()), ..Edit::default() }).unwrap();
    sim.list(&pages[0], false).unwrap();
    sim.advance(Duration::from_secs(14 * 60));
    for page in pages.iter().skip(1).take(150) {
        sim.edit(page, Edit { title: Some(format!("Newer {page}")), ..Edit::default() }).unwrap();
    }
    here.refresh().await.unwrap();
    assert_ne!(stored(&here.store).await[&pages[0]], "Edited unseen", "search does not show it yet");
    sim.advance(Duration::from_secs(60));
    sim.list(&pages[0], true).unwrap();
    here.refresh().await.unwrap();
    nothing_differs(&here, &sim).await;

    // An hour later a poll costs one request again.
    sim.advance(Duration::from_secs(2 * 3_600));
    here.refresh().await.unwrap();
    sim.clear_log();
    here.refresh().await.unwrap();
    assert!(sim.log().len() <= 2, "{}", sim.log().len());
}

/// Parts that Markdown names and does not mark are found at the end.
#[tokio::test]
async fn parts_without_a_mark_are_read() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let lines: Vec<String> = (0..90).map(|line| format!("Line number{line}")).collect();
    let page = Create { title: "Long".into(), markdown: lines.join("\n"), ..Create::default() };
    let page = sim.create(page).unwrap();
    sim.reshare(&page).unwrap();
    sim.truncate(&page, Some((20, false))).unwrap();
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    here.read().await.unwrap();
    let key = here.store.key_of(id(&page)).await.unwrap().unwrap();
    let text = here.store.shown_pages(&[key]).await.unwrap().remove(0).body;
    for line in &lines {
        assert!(text.contains(line.as_str()), "{line} is missing in {text}");
    }
    assert_eq!(here.store.read_failures(here.id, 9).await, Ok(vec![]));
}

/// More parts than one sitting asks for: read whole, in several.
#[tokio::test]
async fn a_page_of_many_parts_is_read_over_several_sittings() {
    let sim = Sim::start(Options { markdown_block_limit: 20, ..Options::default() }).await.unwrap();
    let here = Here::new(&sim).await;
    let lines: Vec<String> = (0..720).map(|line| format!("Line {line}")).collect();
    let long = Create { title: "Long".into(), markdown: lines.join("\n"), ..Create::default() };
    let long = sim.create(long).unwrap();
    sim.reshare(&long).unwrap();
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    // Stopped in the middle, it says how much is missing, and goes on from there.
    let path = format!("/v1/pages/{long}/markdown");
    here.read().await.unwrap();
    assert_eq!(requests(&sim, &path), 1, "the page itself is read once");
    assert_eq!(here.store.partly_read(here.id, 9).await, Ok(vec![]));
    assert_eq!(here.store.body(id(&long)).await.unwrap().unwrap().parts.len(), 700);
    assert_eq!(text_differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// Everything unshared by accident: told, kept and marked, and back when it is shared again.
#[tokio::test]
async fn what_vanishes_at_once_is_kept_until_it_is_confirmed() {
    let sim = synthetic(300).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let before = stored(&here.store).await;
    sim.unshare_all();
    let summary = here.list().await.unwrap();
    assert_eq!((summary.removed, summary.missing), (0, before.len()), "{summary:?}");
    assert_eq!(stored(&here.store).await, before, "kept");
    let missing = here.store.missing(here.id).await.unwrap().unwrap();
    assert_eq!(missing.pages as usize, before.len());
    let first = before.keys().next().unwrap();
    assert!(here.store.missing_since(id(first)).await.unwrap().is_some());
    // Another listing an hour later, and reading, take nothing away either.
    sim.advance(Duration::from_secs(3_600));
    here.list().await.unwrap();
    here.store.read_all_bodies_again(here.id).await.unwrap();
    here.read().await.unwrap();
    assert_eq!(stored(&here.store).await, before);

    sim.reshare_all();
    here.list().await.unwrap();
    assert_eq!(here.store.missing(here.id).await, Ok(None));
    nothing_differs(&here, &sim).await;

    // A day later it is asked about page by page, and goes.
    sim.unshare_all();
    here.list().await.unwrap();
    sim.advance(Duration::from_secs(25 * 3_600));
    let summary = here.list().await.unwrap();
    assert_eq!(summary.removed, before.len().min(500), "{summary:?}");

    // Or the person lets it go at once.
    sim.reshare_all();
    here.list().await.unwrap();
    sim.unshare_all();
    here.list().await.unwrap();
    assert_eq!(here.store.let_go(here.id).await.unwrap() as usize, before.len());
    assert!(stored(&here.store).await.is_empty());
}

/// An old page that is shared now has an old stamp: polls do not see it, a listing does.
#[tokio::test]
async fn an_old_page_that_is_shared_now_is_found_by_the_next_listing() {
    let sim = sample().await;
    let page = sim.create(Create { title: "Old".into(), ..Create::default() }).unwrap();
    sim.advance(Duration::from_secs(90 * 86_400));
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    sim.reshare(&page).unwrap();
    here.list().await.unwrap();
    assert!(visible(&sim, sim.internal_token()).contains_key(&page));
    nothing_differs(&here, &sim).await;
}

/// Bodies are read again in their turn, those that change without a stamp first.
#[tokio::test]
async fn bodies_are_read_again_in_their_turn() {
    let sim = synthetic(120).await;
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let due = async |hours: u64| {
        sim.advance(Duration::from_secs(hours * 3_600));
        here.refresh().await.unwrap();
        trove_sync::schedule::look_again_in_turn(
            &here.notion,
            &here.store,
            here.id,
            Duration::from_secs(3_600),
        )
        .await
        .unwrap()
    };
    assert_eq!(due(1).await, 0, "an hour is too soon");
    let changeable = due(6).await;
    let pages = sim.world(sim.internal_token()).unwrap();
    let pages = pages.iter().filter(|seen| seen.object == "page" && !seen.in_trash).count() as u64;
    assert!(changeable < pages, "{changeable} of {pages}");
    here.read().await.unwrap();
    sim.clear_log();
    let rest = due(24).await;
    assert!(rest > pages / 2, "{rest} of {pages}");
    here.read().await.unwrap();
    assert_eq!(requests(&sim, "/v1/pages/") as u64, rest, "one request each");
    // Nothing came of it: the next turn is later.
    assert!(due(24).await < rest);
}

/// A look at a page sees at once what no poll does.
#[tokio::test]
async fn a_look_at_a_page_notices_at_once() {
    let sim = sample().await;
    sim.advance(Duration::from_secs(600));
    let here = Here::new(&sim).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let page = sim.create(Create { title: "Looked at".into(), markdown: "One".into(), ..Create::default() });
    let page = page.unwrap();
    sim.reshare(&page).unwrap();
    here.list().await.unwrap();
    here.read().await.unwrap();
    let look = async || trove_sync::look_again(&here.notion, &here.store, here.id, id(&page)).await.unwrap();
    assert_eq!(look().await, trove_sync::Looked::Unchanged);
    sim.edit(&page, Edit { markdown: Some("Two".into()), ..Edit::default() }).unwrap();
    assert_eq!(look().await, trove_sync::Looked::Changed);
    let body = here.store.body(id(&page)).await.unwrap().unwrap();
    assert_eq!(body.markdown.trim(), "Two");
    sim.trash(&page).unwrap();
    assert_eq!(look().await, trove_sync::Looked::Gone);
    assert!(!stored(&here.store).await.contains_key(&page));
}

/// A part that could not be seen once is asked for again in the page's turn, without anybody asking.
#[tokio::test]
async fn a_part_that_was_denied_once_is_asked_for_again() {
    let sim = Sim::start(Options { markdown_block_limit: 20, ..Options::default() }).await.unwrap();
    let here = Here::new(&sim).await;
    let lines: Vec<String> = (0..30).map(|line| format!("Line {line}")).collect();
    let long = Create { title: "Long".into(), markdown: lines.join("\n"), ..Create::default() };
    let long = sim.create(long).unwrap();
    sim.reshare(&long).unwrap();
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    // The page itself first, then the ten parts that it left out: of these the first is denied.
    let others = here.store.bodies_to_read(here.id, here.notion.now(), 999).await.unwrap();
    assert_eq!(others.first().map(|page| page.page), Some(id(&long)), "the newest first");
    sim.fault(Fault::status(404).on("/v1/pages/").after(1).times(1));
    let lacks = async || {
        let key = here.store.key_of(id(&long)).await.unwrap().unwrap();
        let text = here.store.shown_pages(&[key]).await.unwrap().remove(0).body;
        lines.iter().filter(|line| !text.contains(line.as_str())).count()
    };
    here.notion.set_pace(trove_model::Pace::PerMinute(40));
    here.store.set_pace(here.id, trove_model::Pace::PerMinute(40)).await.unwrap();
    here.read().await.unwrap();
    assert_eq!(lacks().await, 1);
    sim.advance(Duration::from_secs(7 * 3_600));
    here.refresh().await.unwrap();
    let hour = Duration::from_secs(3_600);
    trove_sync::schedule::look_again_in_turn(&here.notion, &here.store, here.id, hour).await.unwrap();
    here.read().await.unwrap();
    assert_eq!(lacks().await, 0);
}

/// What was named and not there, and is there a day later.
#[tokio::test]
async fn what_was_not_there_is_asked_for_again_a_day_later() {
    let sim = sample().await;
    let world = sim.world(sim.internal_token()).unwrap();
    let parent = world.iter().find(|seen| seen.object == "page" && !seen.in_trash).unwrap();
    let child = Create { parent: Some(parent.id.clone()), title: "Away".into(), ..Create::default() };
    let child = sim.create(child).unwrap();
    sim.list(&child, false).unwrap();
    sim.advance(Duration::from_secs(600));
    let here = Here::new(&sim).await;
    sim.fault(Fault::status(404).on(&format!("/v1/pages/{child}")).always());
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(here.store.is_known(id(&child)).await, Ok(false));
    sim.clear_faults();
    for (hours, known) in [(20, false), (5, true)] {
        sim.advance(Duration::from_secs(hours * 3_600));
        here.refresh().await.unwrap();
        let hour = Duration::from_secs(3_600);
        trove_sync::schedule::look_again_in_turn(&here.notion, &here.store, here.id, hour).await.unwrap();
        here.read().await.unwrap();
        assert_eq!(here.store.is_known(id(&child)).await, Ok(known), "{hours} hours later");
    }
}
