//! Pages found by what they mean: behind the words, apart, only what is there now, and nothing
//! said where there is no model. Needs the model for all but that.

use crate::desk::{Desk, plain, sim};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;
use trove_app::MeaningState;
use trove_app::ui_types::*;
use trove_sim::{Create, Edit, Sim};

/// Maternity leave, in a language of which no page has a word.
const MATERNITY: &str = "urlop macierzyński";

/// `None` where `cargo xtask model` has not brought it.
#[expect(clippy::print_stdout, reason = "what is skipped is said")]
fn model() -> Option<PathBuf> {
    let packed = concat!(env!("CARGO_TARGET_TMPDIR"), "/../model/meaning.model");
    let place = std::env::var_os("TROVE_MODEL").map_or_else(|| PathBuf::from(packed), PathBuf::from);
    if !place.is_file() {
        println!("skipped: there is no model; cargo xtask model brings it");
    }
    Some(place).filter(|place| place.is_file())
}

/// Everything read, indexed and encoded, with nobody resting meanwhile.
async fn desk(sim: &Sim, model: PathBuf) -> Desk {
    let desk = Desk::new(sim);
    desk.clock.hurried.store(true, Ordering::Relaxed);
    *desk.host.model.lock().unwrap() = Some(model);
    desk.app.create_administrator("Ada".into(), crate::desk::PASSWORD.into()).await.unwrap();
    switch(&desk, true).await;
    desk.stays().await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    encoded(&desk).await;
    desk
}

async fn encoded(desk: &Desk) {
    assert_eq!(desk.app.meanings_settled().await.unwrap(), MeaningState::On);
    desk.app.meanings_caught_up().await.unwrap();
}

async fn similar(desk: &Desk, text: &str) -> Vec<String> {
    desk.find(text).await.similar.iter().map(|hit| plain(&hit.title)).collect()
}

/// Names of the files beside the index.
fn files(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    desk.files().into_iter().filter(|(name, _)| name.ends_with(".meanings")).collect()
}

async fn switch(desk: &Desk, meanings: bool) {
    let settings = desk.app.profile_settings().await.unwrap();
    desk.app.set_profile_settings(ProfileSettings { meanings, ..settings }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_nothing_is_said_and_nothing_made() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    switch(&desk, true).await;
    assert_eq!(desk.app.meanings_settled().await.unwrap(), MeaningState::Off);
    desk.app.meanings_caught_up().await.unwrap();
    assert!(desk.find("maternity leave").await.similar.is_empty());
    assert!(!desk.app.about().await.unwrap().has_model);
    assert_eq!(desk.app.coverage().await.unwrap().meanings, None);
    assert!(!desk.files().iter().any(|(name, _)| name.contains("meanings")));
}

/// A file that is no model is as good as none.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_model_is_left_alone() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let file = desk.folder.path().join("no.model");
    std::fs::write(&file, b"trovemn1 and then nothing").unwrap();
    *desk.host.model.lock().unwrap() = Some(file);
    desk.app.create_administrator("Ada".into(), crate::desk::PASSWORD.into()).await.unwrap();
    switch(&desk, true).await;
    assert_eq!(desk.app.meanings_settled().await.unwrap(), MeaningState::Off);
    assert!(desk.find("maternity leave").await.similar.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_pages_come_behind_the_words_and_go_at_once() {
    let Some(model) = model() else { return };
    let sim = sim().await;
    let desk = desk(&sim, model).await;
    let all = desk.app.coverage().await.unwrap().meanings.unwrap();
    assert!(all.pages > 60 && all.pages <= all.of, "{all:?}");

    // Other words, another language; the passage is the near one.
    let answer = desk.find(MATERNITY).await;
    let near = answer.similar.first().unwrap();
    assert_eq!((plain(&near.title).as_str(), near.tier), ("Parental leave", HitTier::Similar));
    assert!(near.title.iter().all(|segment| !segment.marked));
    let answer = desk.find("every mother and father gets four months salary").await;
    let near = answer.similar.iter().find(|hit| plain(&hit.title) == "Parental leave").unwrap();
    assert!(plain(&near.passages[0].segments).starts_with("Sixteen weeks at full pay"));
    assert!(similar(&desk, "育児休暇").await.contains(&"Parental leave".to_owned()));
    assert!(similar(&desk, "quantum chromodynamics").await.is_empty());

    // No page twice, and the words answer as they do without.
    for typed in ["parental leave", "leave", "security basics", "basil light and water"] {
        let answer = desk.find(typed).await;
        let ids: Vec<&str> = answer.hits.iter().chain(&answer.similar).map(|hit| hit.id.as_str()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{typed}");
    }
    // Filters hold, what is left out is left out, what is quoted is looked for as it stands.
    assert!(
        !similar(&desk, &format!("{MATERNITY} type:database")).await.contains(&"Parental leave".to_owned())
    );
    assert!(
        similar(&desk, &format!("{MATERNITY} in:\"Holidays and sick days\"")).await == ["Parental leave"]
    );
    assert!(!similar(&desk, &format!("{MATERNITY} -parent")).await.contains(&"Parental leave".to_owned()));
    assert!(similar(&desk, &format!("\"{MATERNITY}\"")).await.is_empty());

    // What says something else now is not shown for what it said.
    let page = sim.id_of("Parental leave").unwrap();
    sim.advance(Duration::from_secs(3600));
    let edit = Edit {
        title: Some("Dripping tap".into()),
        markdown: Some("It drips all night.".into()),
        ..Edit::default()
    };
    sim.edit(&page, edit).unwrap();
    desk.clock.pass(Duration::from_secs(3600));
    desk.app.refresh(None).await.unwrap();
    desk.until("the page is another", async || {
        (desk.titles("drips").await == ["Dripping tap"]).then_some(())
    })
    .await;
    let named = |titles: Vec<String>, one: &str| titles.iter().any(|title| title == one);
    assert!(!named(similar(&desk, MATERNITY).await, "Dripping tap"));
    encoded(&desk).await;
    assert!(named(similar(&desk, "leaking faucet").await, "Dripping tap"));
    sim.trash(&page).unwrap();
    desk.app.refresh(None).await.unwrap();
    desk.until("the page is gone", async || desk.titles("drips").await.is_empty().then_some(())).await;
    assert!(!named(similar(&desk, "leaking faucet").await, "Dripping tap"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_answered_as_they_are_without() {
    let Some(model) = model() else { return };
    let sim = sim().await;
    let desk = desk(&sim, model).await;
    let typed = ["leave", "maternity leave", "basil", "travel expenses", "security", "in:Growing light"];
    let mut with = Vec::new();
    for text in typed {
        let answer = desk.find(text).await;
        with.push((answer.hits, answer.total, answer.corrections));
    }
    switch(&desk, false).await;
    desk.until("it is off", async || {
        (desk.app.coverage().await.unwrap().meanings.is_none() && files(&desk).is_empty()).then_some(())
    })
    .await;
    for (text, with) in typed.iter().zip(with) {
        let answer = desk.find(text).await;
        assert!(answer.similar.is_empty());
        assert_eq!((answer.hits, answer.total, answer.corrections), with, "{text}");
    }
    // Turned on again, it is made again.
    switch(&desk, true).await;
    desk.until("it is on", async || desk.app.coverage().await.unwrap().meanings).await;
    encoded(&desk).await;
    assert!(similar(&desk, MATERNITY).await.contains(&"Parental leave".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_stays_and_what_is_damaged_is_made_anew() {
    let Some(model) = model() else { return };
    let sim = sim().await;
    let desk = desk(&sim, model.clone()).await;
    let before = files(&desk);
    assert!(!before.is_empty() && before.iter().all(|(_, bytes)| !contains(bytes, b"TroveMn")));
    let restarted = async |desk: Desk| {
        let desk = desk.restart().await;
        *desk.host.model.lock().unwrap() = Some(model.clone());
        desk.sign_in("Ada").await;
        desk.app.index_settled().await.unwrap();
        encoded(&desk).await;
        desk
    };
    let desk = restarted(desk).await;
    assert_eq!(files(&desk), before, "nothing was worked out again");
    assert!(similar(&desk, MATERNITY).await.contains(&"Parental leave".to_owned()));
    // A byte of it is another: found at the next start, or by whoever reads it.
    desk.app.lock().await.unwrap();
    for at in [20, 500, 30_000] {
        let (name, bytes) = files(&desk).into_iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        std::fs::write(&name, &changed).unwrap();
        desk.sign_in("Ada").await;
        desk.until("it is made anew", async || {
            let found = similar(&desk, MATERNITY).await.contains(&"Parental leave".to_owned());
            (found && !files(&desk).iter().any(|(_, bytes)| *bytes == changed)).then_some(())
        })
        .await;
        encoded(&desk).await;
        desk.app.lock().await.unwrap();
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_worked_out_on_battery() {
    let Some(model) = model() else { return };
    let sim = sim().await;
    let desk = Desk::new(&sim);
    desk.clock.hurried.store(true, Ordering::Relaxed);
    desk.host.on_battery.store(true, Ordering::Relaxed);
    *desk.host.model.lock().unwrap() = Some(model);
    desk.app.create_administrator("Ada".into(), crate::desk::PASSWORD.into()).await.unwrap();
    switch(&desk, true).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let asked = desk.host.asked_for_power.load(Ordering::Relaxed);
    desk.until("it asked again and again", async || {
        (desk.host.asked_for_power.load(Ordering::Relaxed) > asked.saturating_add(10)).then_some(())
    })
    .await;
    assert_eq!(desk.app.coverage().await.unwrap().meanings.map(|known| known.pages), Some(0));
    assert!(files(&desk).is_empty());
    desk.host.on_battery.store(false, Ordering::Relaxed);
    encoded(&desk).await;
    assert!(desk.app.coverage().await.unwrap().meanings.unwrap().pages > 60);
}

/// A locked profile is asked nothing, and one that is opened again goes on.
#[tokio::test(flavor = "multi_thread")]
async fn it_stops_with_the_lock_and_goes_on_behind_it() {
    let Some(model) = model() else { return };
    let sim = sim().await;
    for nth in 0..40 {
        let page = Create {
            title: format!("Harbour {nth}"),
            markdown: format!("Ship number {nth} lies at the quay and waits for its cargo of timber."),
            ..Create::default()
        };
        let id = sim.create(page).unwrap();
        sim.reshare(&id).unwrap();
    }
    let desk = Desk::new(&sim);
    desk.clock.hurried.store(true, Ordering::Relaxed);
    *desk.host.model.lock().unwrap() = Some(model);
    desk.app.create_administrator("Ada".into(), crate::desk::PASSWORD.into()).await.unwrap();
    switch(&desk, true).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    assert_eq!(desk.app.meanings_settled().await.unwrap(), MeaningState::On);
    desk.app.lock().await.unwrap();
    assert_eq!(desk.app.meanings_settled().await.unwrap_err(), UiError::Locked);
    desk.sign_in("Ada").await;
    desk.app.index_settled().await.unwrap();
    encoded(&desk).await;
    assert!(
        similar(&desk, "boat loading wood in port").await.iter().all(|title| title.starts_with("Harbour"))
    );
    assert!(!similar(&desk, "boat loading wood in port").await.is_empty());
}
