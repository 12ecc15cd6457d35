//! From nothing to found words.

use crate::desk::{Desk, PASSWORD};
use serde_json::json;
use trove_sim::Create;

const THREADS: &str = "the local Notion answers on a thread of its own";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_first_profile_to_words_inside_pages() {
    let desk = Desk::new().await;
    let page = desk.sim.create(Create {
        title: "Quiet title".into(),
        markdown: "Somewhere in here hides a zephyrous quokka.".into(),
        ..create()
    });
    desk.run(&["profile", "list"]).ended(1);
    desk.run(&["sync"]).ended(2);
    let made = desk.run(&["profile", "add", "Ada"]).done();
    assert_eq!(made.out, "Profile Ada is ready. Next: trove connect\n");
    desk.run(&["sync"]).ended(2);
    let token = desk.sim.personal_token();
    let connected = desk.type_in(&["connect", "--token-stdin"], &[PASSWORD, token]).done();
    assert_eq!(connected.out, "Connected Fernfield Handbook, as Mira. Next: trove sync\n");
    let synced = desk.run(&["sync", "--until-idle", "--pace", "max"]).done();
    assert!(synced.out.contains("83 pages known, text of 78 read"), "{}", synced.out);

    let found = desk.run(&["search", "zephyrous", "quok"]).done();
    assert!(found.out.starts_with("Quiet title\n  Fernfield Handbook"), "{}", found.out);
    assert!(found.out.contains("hides a zephyrous quokka."), "{}", found.out);
    assert_eq!(found.err, "1 page.\n");
    assert!(!found.out.contains('\u{1b}'), "no styles where there is no terminal");
    desk.run(&["search", "quokka -zephyrous"]).ended(1);

    let id = page.unwrap();
    let checked = desk.run(&["coverage", &id]).done();
    assert!(checked.out.contains("Its title and text are searched."), "{}", checked.out);
    let overview = desk.run(&["coverage"]).done();
    assert!(overview.out.contains("78 pages and 5 databases known; text of 78 read, 0 waiting"), "{THREADS}");
    let listed = desk.run(&["connections"]).done();
    assert_eq!(listed.out, "Fernfield Handbook, as Mira: 83 pages, text of 78 read\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_may_have_a_name_of_its_own() {
    let desk = Desk::new().await;
    desk.run(&["profile", "add", "Ada"]).done();
    let token = desk.sim.personal_token().to_owned();
    let arguments = ["connect", "--token-stdin", "--name", "Work", "--json"];
    let connected = desk.type_in(&arguments, &[PASSWORD, &token]).done();
    assert_eq!(connected.lines()[0]["workspace"], json!("Work"));
    let again = desk.type_in(&["connect", "--token-stdin"], &[PASSWORD, &token]).done();
    assert!(again.out.starts_with("Updated the connection to Fernfield Handbook"), "{}", again.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_profile_is_made_by_an_administrator_and_claimed_by_its_person() {
    let desk = Desk::new().await;
    desk.run(&["profile", "add", "Ada"]).done();
    desk.type_in(&["profile", "add", "Bob"], &["not the password"]).ended(3);
    desk.run(&["profile", "add", "Bob"]).done();
    desk.run(&["connections", "--profile", "Bob"]).ended(2);
    desk.type_in(&["profile", "claim", "bob"], &["seven-herons-in-the-rain"]).done();
    desk.type_in(&["connections", "--profile", "Bob"], &["seven-herons-in-the-rain"]).ended(1);
    let which = desk.run(&["connections"]).ended(2);
    assert!(which.err.contains(r#"--profile: "Ada", "Bob""#), "{}", which.err);
    let listed = desk.run(&["profile", "list", "--json"]).done().lines();
    let shown: Vec<_> = listed.iter().map(|one| (&one["name"], &one["role"], &one["claimed"])).collect();
    let (ada, bob) = (json!("Ada"), json!("Bob"));
    let (administrator, member, yes) = (json!("administrator"), json!("member"), json!(true));
    assert_eq!(shown, [(&ada, &administrator, &yes), (&bob, &member, &yes)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn notion_is_asked_about_what_is_not_known_here() {
    let desk = Desk::synced().await;
    let new = desk.sim.create(Create { title: "Brzfwk nqxvt".into(), ..create() }).unwrap();
    desk.run(&["search", "brzfwk", "nqxvt"]).ended(1);
    let live = desk.run(&["search", "--live", "--json", "brzfwk", "nqxvt"]).done().lines();
    assert_eq!((&live[0]["title"], &live[0]["live"]), (&json!("Brzfwk nqxvt"), &json!(true)));
    let other = desk.sim.create(Create { title: "Other minutes".into(), ..create() }).unwrap();
    let found = desk.run(&["coverage", "--json", &other]).done().lines();
    assert_eq!(
        (&found[0]["verdict"], &found[0]["hit"]["title"]),
        (&json!("just_found"), &json!("Other minutes"))
    );
    let known = desk.run(&["coverage", "--json", &new]).done().lines();
    assert_eq!((&known[0]["verdict"], &known[0]["text"]), (&json!("known"), &json!("waiting")));
    desk.run(&["coverage", "0123456789abcdef0123456789abcdef"]).ended(1);
    desk.run(&["coverage", "no address"]).ended(2);
}

pub fn create() -> Create {
    Create {
        parent: None,
        title: String::new(),
        markdown: String::new(),
        icon: None,
        properties: serde_json::Map::new(),
    }
}
