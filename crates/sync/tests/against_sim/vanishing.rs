//! What vanished goes, what only looks so stays, and two connections do not take from
//! each other.

use crate::connection::{Here, differences, stored, visible};
use crate::sample;
use std::time::Duration;
use trove_model::NotionId;
use trove_sim::{Create, Fault, Sim};

/// A page with pages below it, seen by everyone.
fn parent_of_others(sim: &Sim) -> (String, usize) {
    let world = sim.world(sim.internal_token()).unwrap();
    let below =
        |title: &String| world.iter().filter(|seen| !seen.in_trash && seen.path.contains(title)).count();
    world
        .iter()
        .filter(|seen| !seen.in_trash && seen.object == "page")
        .map(|seen| (seen.id.clone(), below(&seen.title)))
        .find(|(_, below)| (2..10).contains(below))
        .expect("the sample has pages with a few below")
}

/// Check 52.
#[tokio::test]
async fn unshared_and_trashed_pages_go_at_the_next_sweep() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let before = here.list().await.unwrap().found;
    let (parent, below) = parent_of_others(&sim);
    sim.unshare(&parent).unwrap();
    let summary = here.list().await.unwrap();
    assert!(summary.removed > below / 2, "{summary:?}");
    assert_eq!(summary.found + summary.removed, before);
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);

    let (trashed, _) = visible(&sim, sim.internal_token()).into_iter().next().unwrap();
    sim.trash(&trashed).unwrap();
    assert!(here.list().await.unwrap().removed >= 1);
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);

    sim.restore(&trashed).unwrap();
    sim.reshare(&parent).unwrap();
    assert_eq!(here.list().await.unwrap().found, before);
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

/// Notion's search leaves pages out for a while; only asking about the page itself counts.
#[tokio::test]
async fn a_page_that_search_leaves_out_stays() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let id = sim.create(Create { title: "Only just made".into(), ..Create::default() }).unwrap();
    sim.reshare(&id).unwrap();
    here.list().await.unwrap();
    assert!(stored(&here.store).await.contains_key(&id));
    sim.set_search_lag(Duration::from_secs(3600));
    sim.clear_log();
    let summary = here.list().await.unwrap();
    assert_eq!(summary.removed, 0);
    let asked: Vec<String> = sim
        .log()
        .into_iter()
        .map(|request| request.path)
        .filter(|path| path.starts_with("/v1/pages/"))
        .collect();
    assert_eq!(asked, [format!("/v1/pages/{id}")], "search did leave it out");
    assert!(stored(&here.store).await.contains_key(&id));
}

/// Notion refuses to say: nothing is concluded from that.
#[tokio::test]
async fn a_page_that_may_not_be_asked_about_stays() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let before = here.list().await.unwrap().found;
    let (parent, _) = parent_of_others(&sim);
    sim.unshare(&parent).unwrap();
    sim.fault(Fault::status(403).on("/v1/pages/").always());
    sim.fault(Fault::status(403).on("/v1/data_sources/").always());
    assert_eq!(here.list().await.unwrap().removed, 0);
    assert_eq!(stored(&here.store).await.len(), before);
    sim.clear_faults();
    assert!(here.list().await.unwrap().removed > 0);
    assert_eq!(differences(&here.store, &sim, sim.internal_token()).await, [""; 0]);
}

#[tokio::test]
async fn two_connections_see_one_page_once() {
    let sim = sample().await;
    let here = Here::new(&sim).await;
    let person = Here::joining(&here.store, &sim, sim.personal_token(), 2).await;
    here.list().await.unwrap();
    person.list().await.unwrap();
    let (all, some) = (visible(&sim, sim.personal_token()), visible(&sim, sim.internal_token()));
    assert!(all.len() > some.len());
    assert_eq!(differences(&here.store, &sim, sim.personal_token()).await, [""; 0]);
    for listed in here.store.pages().await.unwrap() {
        let both = some.contains_key(&listed.page.id.to_string());
        let expected = if both { vec![here.id, person.id] } else { vec![person.id] };
        assert_eq!(listed.connections, expected, "{}", listed.page.title);
    }

    // Taken from one, it stays with the other.
    let id = some.into_keys().next().unwrap();
    let body = serde_json::json!({"id": id, "kind": "internal"});
    let verb = format!("{}/unshare", sim.control().unwrap());
    reqwest::Client::new().post(verb).json(&body).send().await.unwrap().error_for_status().unwrap();
    here.list().await.unwrap();
    let listed = here.store.page(id.parse::<NotionId>().unwrap()).await.unwrap().unwrap();
    assert_eq!(listed.connections, [person.id]);

    here.store.remove_connection(here.id).await.unwrap();
    assert_eq!(differences(&here.store, &sim, sim.personal_token()).await, [""; 0]);
    person.store.remove_connection(person.id).await.unwrap();
    assert!(stored(&here.store).await.is_empty());
    assert!(here.store.parents().await.unwrap().is_empty());
}
