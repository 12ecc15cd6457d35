//! What properties say: every value however many there are, and only asked for where Notion
//! shows the beginning.

use crate::connection::Here;
use crate::{requests, sample};
use serde_json::{Value, json};
use std::time::Duration;
use trove_model::NotionId;
use trove_sim::{Action, Edit, Fault, Sim};

fn person(number: usize) -> Value {
    json!({"object": "user", "id": format!("00000000-0000-4000-8000-{number:012}"), "type": "person",
        "name": format!("Member Surname{number:02}"), "avatar_url": null, "person": {}})
}

fn set(sim: &Sim, page: &str, name: &str, value: Value) {
    let properties = [(name.to_owned(), value)].into_iter().collect();
    sim.edit(page, Edit { properties, ..Edit::default() }).unwrap();
}

async fn properties(here: &Here, page: &str) -> String {
    let id: NotionId = page.parse().unwrap();
    let key = here.store.key_of(id).await.unwrap().unwrap();
    here.store.shown_pages(&[key]).await.unwrap().remove(0).properties
}

fn line<'a>(properties: &'a str, name: &str) -> &'a str {
    properties.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t')).unwrap_or_default()
}

/// A row of the sample with an owner and related experiments.
async fn here() -> (Sim, Here, String) {
    let sim = sample().await;
    let row = sim.id_of("Open the greenhouse in Busan").unwrap();
    sim.advance(Duration::from_secs(600));
    let here = Here::new(&sim).await;
    (sim, here, row)
}

#[tokio::test]
async fn the_twenty_eighth_person_is_found_for_two_requests() {
    let (sim, here, row) = here().await;
    set(&sim, &row, "Owner", (0..28).map(person).collect());
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    let listed = properties(&here, &row).await;
    assert!(line(&listed, "Owner").ends_with("Surname24"), "{listed}");
    sim.clear_log();
    here.read().await.unwrap();
    let asked = |path: &str| requests(&sim, path);
    let pages = asked("/v1/pages/");
    let markdown = sim.log().iter().filter(|request| request.path.ends_with("/markdown")).count();
    assert_eq!(asked(&format!("/v1/pages/{row}/properties/")), 1);
    assert_eq!(pages, markdown + 2, "the page, its one long value, and nothing of the others");
    let whole = properties(&here, &row).await;
    let owners: Vec<String> = (0..28).map(|number| format!("Member Surname{number:02}")).collect();
    assert_eq!(line(&whole, "Owner"), owners.join(", "));

    // Listed again, it stays whole and costs nothing.
    sim.clear_log();
    here.list().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(asked("/v1/pages/"), 0);
    assert_eq!(properties(&here, &row).await, whole);

    // Edited, it is asked for again.
    sim.advance(Duration::from_secs(600));
    set(&sim, &row, "Owner", (1..29).map(person).collect());
    sim.advance(Duration::from_secs(600));
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert!(line(&properties(&here, &row).await, "Owner").ends_with("Surname28"));

    // Short again, the listing is enough.
    sim.advance(Duration::from_secs(600));
    set(&sim, &row, "Owner", (0..2).map(person).collect());
    sim.advance(Duration::from_secs(600));
    sim.clear_log();
    here.refresh().await.unwrap();
    here.read().await.unwrap();
    assert_eq!(asked("/v1/pages/"), 1);
    assert_eq!(line(&properties(&here, &row).await, "Owner"), "Member Surname00, Member Surname01");
}

#[tokio::test]
async fn a_long_relation_is_known_by_the_titles_of_all() {
    let (sim, here, row) = here().await;
    let world = sim.world(sim.internal_token()).unwrap();
    let pages: Vec<_> = world
        .iter()
        .filter(|seen| seen.object == "page" && !seen.title.is_empty() && !seen.in_trash)
        .collect();
    assert!(pages.len() > 30);
    let some = &pages[..30];
    set(&sim, &row, "Experiments", some.iter().map(|seen| json!({"id": seen.id})).collect());
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    here.read().await.unwrap();
    let titles: Vec<String> = some.iter().map(|seen| seen.title.clone()).collect();
    assert_eq!(line(&properties(&here, &row).await, "Experiments"), titles.join(", "));

    // They are called what they are called now.
    sim.edit(&some[29].id, Edit { title: Some("Renamed since".into()), ..Edit::default() }).unwrap();
    here.refresh().await.unwrap();
    assert!(line(&properties(&here, &row).await, "Experiments").ends_with(", Renamed since"));
}

/// What Notion shows of a value is found, and that there is more is told.
#[tokio::test]
async fn a_value_that_cannot_be_had_whole_is_told() {
    for fault in [Fault::status(403), Fault::status(404), Fault::new(Action::WrongJson)] {
        let (sim, here, row) = here().await;
        set(&sim, &row, "Owner", (0..28).map(person).collect());
        sim.advance(Duration::from_secs(600));
        here.list().await.unwrap();
        sim.fault(fault.clone().on(&format!("/v1/pages/{row}/properties/")).always());
        here.read().await.unwrap();
        assert!(line(&properties(&here, &row).await, "Owner").contains("Surname24"), "{fault:?}");
        let partly = here.store.partly_read(here.id, 9).await.unwrap();
        let partly: Vec<_> = partly.iter().map(|page| (page.page, page.left, page.lost)).collect();
        assert_eq!(partly, [(row.parse().unwrap(), 0, 1)], "{fault:?}");
        assert_eq!(here.store.read_failures(here.id, 9).await, Ok(vec![]), "its text is read");
        sim.clear_faults();
        here.store.retry_bodies(here.id).await.unwrap();
        here.read().await.unwrap();
        assert!(line(&properties(&here, &row).await, "Owner").ends_with("Surname27"), "{fault:?}");
        assert_eq!(here.store.partly_read(here.id, 9).await, Ok(vec![]));
    }
}

#[tokio::test]
async fn values_stand_with_their_names() {
    let (_sim, here, row) = here().await;
    here.list().await.unwrap();
    let told = properties(&here, &row).await;
    expect_test::expect![[r#"
        Experiments	Red light before harvest, Does basil like music? (No)
        Brief	Eight people, 1,200 m², first harvest in April
        Budget	480000
        Checked	verified, Mira
        Confirmed	checked
        Contact	busan@fernfield.example
        Crates	36.0
        Created	2024-09-30 02:40
        Created by	민서
        Dates	2026-09-01 → 2027-04-15
        Edited	2026-11-20 16:05
        Edited by	민서
        Files	floor-plan.pdf, permit.pdf
        Key	FERN-41
        Link	https://example.com/busan
        On track	checked
        Owner	민서, Mira
        Phone	+82 51 555 0142
        Place	Fernfield Busan, 12 Haeundae-ro, Busan
        Progress	0.4
        Results	+9 % mass, no difference
        Review	2026-12-01
        Status	In progress
        Tags	greenhouse, Busan, money
        Team	Growing"#]]
    .assert_eq(&told);
}

/// A personal token may not list users: whoever is named by a value or in a text is known.
#[tokio::test]
async fn people_are_known_from_what_names_them() {
    let (sim, here, row) = here().await;
    set(&sim, &row, "Owner", json!([person(7)]));
    sim.advance(Duration::from_secs(600));
    here.list().await.unwrap();
    let named = |people: Vec<(NotionId, String)>| {
        let mut names: Vec<String> = people.into_iter().map(|(_, name)| name).collect();
        names.sort();
        names
    };
    let listed = named(here.store.people().await.unwrap());
    assert!(listed.contains(&"Member Surname07".to_owned()), "{listed:?}");
    here.read().await.unwrap();
    let read = named(here.store.people().await.unwrap());
    assert!(read.len() >= listed.len() && read.contains(&"Mira".to_owned()), "{read:?}");
}
