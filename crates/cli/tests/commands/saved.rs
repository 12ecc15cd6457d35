//! `trove saved`: the window's searches, told to scripts.

use crate::desk::Desk;
use crate::journey::create;
use serde_json::json;
use std::time::Duration;
use trove_sim::Create;

#[tokio::test(flavor = "multi_thread")]
async fn a_script_learns_what_is_new_and_what_changed() {
    let desk = Desk::connected().await;
    desk.sim.create(Create { title: "Quokka one".into(), ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    desk.run(&["saved", "list"]).ended(1);
    desk.run(&["saved", "new"]).ended(1);
    let saved = desk.run(&["saved", "add", "quokka"]).done();
    assert_eq!(saved.out, "Saved: quokka. What is new in it from now on: trove saved new\n");
    desk.run(&["saved", "add", "in:kitchen", "hands"]).done();
    let list = desk.run(&["saved", "list", "--json"]).done().lines();
    assert_eq!(
        list,
        [
            json!({"query": "quokka", "new": 0, "more": false}),
            json!({"query": "in:kitchen hands", "new": 0, "more": false})
        ]
    );
    desk.run(&["saved", "new", "--json"]).ended(1);

    let two = desk.sim.create(Create { title: "Quokka two".into(), ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    assert_eq!(desk.run(&["saved", "list"]).done().out, "quokka: 1 new\nin:kitchen hands: nothing new\n");
    // Looking changes nothing.
    for _ in 0..2 {
        let new = desk.run(&["saved", "new", "--json"]).done().lines();
        assert_eq!(new.len(), 1);
        assert_eq!((&new[0]["saved"], &new[0]["id"]), (&json!("quokka"), &json!(two)));
    }
    let shown = desk.run(&["saved", "new"]).done();
    assert!(shown.out.starts_with("quokka: 1 new\nQuokka two\n"), "{}", shown.out);
    desk.run(&["saved", "new", "in:kitchen hands"]).ended(1);
    desk.run(&["saved", "new", "quokka", "--seen"]).done();
    desk.run(&["saved", "new"]).ended(1);

    desk.run(&["saved", "remove", "quokka"]).done();
    let gone = desk.run(&["saved", "remove", "quokka"]).ended(2);
    assert!(gone.err.contains("There is no saved search \"quokka\""), "{}", gone.err);
    desk.run(&["saved", "new", "quokka"]).ended(2);
    desk.run(&["saved", "add", " "]).ended(2);
    desk.run(&["saved", "add", &"x".repeat(5_000)]).ended(2);
    assert_eq!(desk.run(&["saved", "list", "--json"]).done().lines().len(), 1);
}

/// What came between the answer and the mark would be missed.
#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_shown_counts_as_seen() {
    let desk = Desk::connected().await;
    desk.run(&["sync", "--pace", "max"]).done();
    desk.run(&["saved", "add", "quokka"]).done();
    for number in 0..130 {
        desk.sim.create(Create { title: format!("Quokka {number}"), ..create() }).unwrap();
    }
    desk.run(&["sync", "--pace", "max"]).done();
    let list = desk.run(&["saved", "list", "--json"]).done().lines();
    assert_eq!(list, [json!({"query": "quokka", "new": 100, "more": true})]);
    let shown = desk.run(&["saved", "new", "--json", "--seen"]).done();
    assert_eq!(shown.lines().len(), 100);
    assert!(shown.err.contains("at least 100 are new"), "{}", shown.err);
    desk.run(&["saved", "new", "--json"]).ended(1);
    desk.sim.advance(Duration::from_secs(180));
    let next = desk.sim.create(Create { title: "Quokka of today".into(), ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    let new = desk.run(&["saved", "new", "--json"]).done().lines();
    let new: Vec<&str> = new.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(new, [next]);
}
