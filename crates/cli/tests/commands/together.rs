//! Several at once: searching while another process reads Notion, one writer at a time,
//! and a sync that is ended or killed.

use crate::desk::{Desk, PASSWORD, lines_of, until};
use serde_json::Value;
use std::process::{Child, Command};
use trove_sim::{Action, Create, Fault, Options, Sim, Visible, Workspace, own_words};

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// Lets some pages be read and no more, so that there is a middle to be in.
fn stall(desk: &Desk) {
    let never = Fault::new(Action::Delay { ms: 3_600_000 }).on("/v1/pages").after(30);
    desk.sim.fault(Fault { count: None, ..never });
}

fn pages_read(desk: &Desk) -> u64 {
    desk.run(&["connections", "--json"]).done().lines()[0]["read"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn searching_works_while_another_process_watches_and_a_second_writer_is_refused() {
    let desk = Desk::connected().await;
    let arguments = ["sync", "--watch", "--json", "--pace", "max", "--password-stdin"];
    let mut watching = desk.start(&arguments, &[PASSWORD]);
    let mut lines = lines_of(watching.stdout.take().unwrap());
    let synced = lines.find(|line| line.contains(r#""event":"synced""#)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&synced).unwrap()["read"], 77);
    desk.run(&["search", "wet", "hands"]).done();
    let refused = desk.run(&["sync"]).ended(4);
    assert!(refused.err.contains("The window syncs by itself"), "{}", refused.err);
    desk.run(&["search", "--live", "hands"]).ended(4);
    desk.run(&["coverage", "0123456789abcdef0123456789abcdef"]).ended(4);
    let token = desk.sim.personal_token().to_owned();
    desk.type_in(&["connect", "--token-stdin"], &[PASSWORD, &token]).ended(4);
    signal(&watching, "-INT");
    desk.finish(watching).ended(130);
    desk.run(&["sync"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_keeps_what_was_read() {
    let desk = Desk::connected().await;
    stall(&desk);
    let reading = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are stored", || (pages_read(&desk) > 0).then_some(()));
    signal(&reading, "-INT");
    let ran = desk.finish(reading).ended(130);
    assert!(ran.err.contains("What was read is kept"), "{}", ran.err);
    let read = pages_read(&desk);
    assert!((1..77).contains(&read), "{read} read");
    desk.sim.clear_faults();
    desk.run(&["sync", "--pace", "max"]).done();
    assert_eq!(pages_read(&desk), 77);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_sync_goes_on_from_where_it_was() {
    let desk = Desk::connected().await;
    stall(&desk);
    let reading = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are stored", || {
        (desk.requests("/markdown") > 30 && pages_read(&desk) > 0).then_some(())
    });
    signal(&reading, "-KILL");
    assert_eq!(desk.finish(reading).code, -1);
    let kept = pages_read(&desk);
    assert!(kept < 77, "it was killed in the middle");
    desk.sim.clear_faults();
    desk.sim.clear_log();
    desk.run(&["sync", "--pace", "max"]).done();
    assert_eq!(pages_read(&desk), 77);
    let asked = desk.requests("/markdown") as u64;
    assert!(asked <= 77 - kept, "{asked} pages asked for, {kept} were there");
    desk.run(&["search", "wet", "hands"]).done();
}

/// A workspace of so many pages, each with words of its own, connected and not yet listed.
async fn pages_with_words_of_their_own(pages: usize) -> Desk {
    let options = Options { workspace: Workspace::Empty, ..Options::default() };
    let desk = Desk { folder: tempfile::tempdir().unwrap(), sim: Sim::start(options).await.unwrap() };
    desk.sim.storm(1, pages, &[]).unwrap();
    desk.connect();
    desk
}

/// How many pages are found by a word that they alone have: of their titles, of their texts.
fn found(desk: &Desk) -> (usize, usize) {
    let world = desk.sim.world(desk.sim.personal_token()).unwrap();
    let count = |words_of: &dyn Fn(&Visible) -> Vec<String>| {
        let words =
            world.iter().filter_map(|page| Some((page.id.as_str(), words_of(page).into_iter().next()?)));
        let words: Vec<(&str, String)> = words.collect();
        let mut lines = vec![PASSWORD];
        lines.extend(words.iter().map(|(_, word)| word.as_str()));
        let answers = desk.type_in(&["search", "--stdin", "--json", "--insist"], &lines).done().lines();
        assert_eq!(answers.len(), words.len());
        let holds = |(answer, (id, _)): &(&Value, &(&str, String))| {
            answer["hits"].as_array().unwrap().iter().any(|hit| hit["id"] == *id)
        };
        answers.iter().zip(&words).filter(holds).count()
    };
    (count(&|page| own_words(page).0), count(&|page| own_words(page).1))
}

/// How many pages are stored, and how many of them with their texts. Databases have no text.
fn stored(desk: &Desk) -> (usize, usize) {
    let card = desk.run(&["connections", "--json"]).done().lines().remove(0);
    let count = |what: &str| usize::try_from(card[what].as_u64().unwrap()).unwrap();
    (count("read") + count("waiting") + count("failed"), count("read"))
}

fn without_its_index(desk: &Desk) {
    std::fs::remove_dir_all(desk.data().join("cache")).unwrap();
}

/// 563 pages were stored, and of 300 titles none was found, while the index called itself ready.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_first_listing_stored_is_found() {
    let desk = pages_with_words_of_their_own(250).await;
    desk.sim.fault(Fault::new(Action::Delay { ms: 3_600_000 }).on("/v1/search").after(1).always());
    let listing = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are stored", || (stored(&desk).0 > 0).then_some(()));
    signal(&listing, "-KILL");
    assert_eq!(desk.finish(listing).code, -1);
    let stored = stored(&desk);
    assert!((1..250).contains(&stored.0), "{stored:?}: it was killed in the middle");
    assert_eq!(found(&desk), stored);
    without_its_index(&desk);
    assert_eq!(found(&desk), stored);
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_that_a_killed_sync_stored_are_found() {
    let desk = pages_with_words_of_their_own(60).await;
    stall(&desk);
    let reading = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are read", || (pages_read(&desk) > 0).then_some(()));
    signal(&reading, "-KILL");
    assert_eq!(desk.finish(reading).code, -1);
    let stored = stored(&desk);
    assert!((1..60).contains(&stored.1), "{stored:?}: it was killed in the middle");
    assert_eq!(found(&desk), stored);
    // As if it had been killed before there was an index at all.
    without_its_index(&desk);
    assert_eq!(found(&desk), stored);
}

/// It said "found by its title now", and the next search did not find it.
#[tokio::test(flavor = "multi_thread")]
async fn what_coverage_has_found_the_next_search_finds() {
    let desk = Desk::synced().await;
    let page = Create { title: "Quokka on the roof".into(), ..Create::default() };
    let id = desk.sim.create(page).unwrap();
    desk.sim.reshare(&id).unwrap();
    desk.run(&["search", "quokka"]).ended(1);
    desk.run(&["coverage", &id]).done();
    let found = desk.run(&["search", "--json", "quokka"]).done().lines();
    assert_eq!(found.iter().map(|hit| hit["id"].as_str().unwrap()).collect::<Vec<_>>(), [id]);
}
