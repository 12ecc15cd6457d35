//! The list: everything of all connections, there at once after a restart, and honest
//! when Notion is not.

use crate::desk::{Desk, allow, everything, sim, sim_named};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use trove_app::ui_types::*;
use trove_sim::{Action, Create, Fault, Options, Sim, TokenKind, Workspace};

#[tokio::test(flavor = "multi_thread")]
async fn everything_shared_is_listed_and_found_by_its_words() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let mut world = sim.world(sim.personal_token()).unwrap();
    world.retain(|seen| !seen.in_trash);
    let list = desk.pages().await;
    assert_eq!(list.total as usize, world.len());
    let mut listed: Vec<_> = list.rows.iter().map(|row| (row.id.clone(), row.title.clone())).collect();
    let mut visible: Vec<_> = world.iter().map(|seen| (seen.id.clone(), seen.title.clone())).collect();
    listed.sort();
    visible.sort();
    assert_eq!(listed, visible);

    let long = visible.iter().map(|(_, title)| title).max_by_key(|title| title.split_whitespace().count());
    assert_eq!(desk.titles(&long.unwrap().to_uppercase()).await.first(), long);

    let sources = PageQuery { kind: Some(PageKind::DataSource), ..everything() };
    let sources = desk.app.pages(sources).await.unwrap();
    assert!(sources.total > 0 && sources.rows.iter().all(|row| row.kind == PageKind::DataSource));
    assert!(list.rows.iter().any(|row| row.path.len() > 1), "paths are resolved");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_one_request_holds() {
    let options = Options { workspace: Workspace::Synthetic { pages: 750, seed: 7 }, ..Options::default() };
    let sim = Sim::start(options).await.unwrap();
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    assert_eq!(desk.pages().await.total as usize, sim.world(sim.personal_token()).unwrap().len());
    let window = PageQuery { offset: 740, limit: 5, ..everything() };
    assert_eq!(desk.app.pages(window).await.unwrap().rows.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_there_before_any_network() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let before = desk.pages().await;
    drop(sim);
    let desk = desk.restart().await;
    assert_eq!(desk.app.pages(everything()).await, Err(UiError::Locked));
    desk.sign_in("Ada").await;
    assert_eq!(desk.pages().await, before);
    let error = desk
        .until("the listing fails", async || {
            let cards = desk.app.connections().await.unwrap();
            match cards.into_iter().find(|one| one.id == card.id)?.listing {
                Listing::Failed { error } => Some(error),
                _ => None,
            }
        })
        .await;
    assert_eq!(error, UiError::Offline);
    assert_eq!(desk.pages().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workspaces_in_one_list_and_one_leaves() {
    let (one, two) = (sim_named("Acme").await, sim_named("Borealis").await);
    let desk = Desk::administrator(&one).await;
    desk.connect_token(one.personal_token()).await;
    let alone = desk.pages().await.known;
    // The second lies on another server: a second start of the app, same folder.
    desk.app.lock().await.unwrap();
    let folder = desk.folder.clone();
    drop(desk);
    let desk = Desk::at(folder, two.origin(), Arc::default());
    desk.sign_in("Ada").await;
    let second = desk.connect_token(two.personal_token()).await;
    let list = desk.pages().await;
    assert_eq!(list.known, alone + second.pages);
    let names: std::collections::HashSet<_> =
        list.rows.iter().flat_map(|row| row.workspaces.clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");

    assert_eq!(desk.app.disconnect(&second.id).await, Ok(Revocation::NotPossible));
    assert_eq!(desk.pages().await.known, alone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_renewed_once_and_work_goes_on() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let card = desk.app.confirm_connection().await.unwrap();
    let card = desk.listed(&card.id).await;
    sim.clear_log();
    sim.fault(Fault::status(401).on("/v1/search"));
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("it was renewed", async || (crate::desk::token_requests(&sim) == 1).then_some(())).await;
    desk.listed(&card.id).await;

    // The new pair is what a restart finds.
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    desk.app.refresh(Some(&card.id)).await.unwrap();
    let card = desk.listed(&card.id).await;
    assert_eq!(card.status, ConnectionStatus::Active);
    assert_eq!(crate::desk::token_requests(&sim), 1);
}

/// Checks 15, 52.
#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_stops_its_connection_and_keeps_what_was_read() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let before = desk.pages().await;
    sim.revoke_kind(TokenKind::Personal);
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("it needs a new token", async || {
        let cards = desk.app.connections().await.unwrap();
        (cards[0].status == ConnectionStatus::NeedsReconnect).then_some(())
    })
    .await;
    assert_eq!(desk.pages().await, before);
    let administration = desk.app.administration().await.unwrap();
    assert_eq!(administration.authorizations[0].status, AuthorizationStatus::NeedsReconnect);
    // After a restart it asks nothing of Notion.
    sim.clear_log();
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.pages().await, before);
    assert_eq!(sim.log().len(), 0);
}

/// One stray 401, of a gateway for instance, ended a connection with a good token for good.
#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_is_not_the_end() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let new = Create { title: "Quokka".into(), ..Create::default() };
    sim.reshare(&sim.create(new).unwrap()).unwrap();
    sim.clear_log();
    // In the middle of a listing, and then at a page.
    sim.fault(Fault::status(401).on("/v1/search"));
    sim.fault(Fault::status(401).on("/v1/pages/"));
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("the new page is found", async || (desk.titles("quokka").await.len() == 1).then_some(()))
        .await;
    let covers = desk.read().await;
    assert_eq!((covers.waiting, covers.failed), (0, 0));
    let card = desk.listed(&card.id).await;
    assert_eq!(card.status, ConnectionStatus::Active);
    assert_eq!(crate::desk::requests(&sim, "/v1/users/me"), 2, "each was asked about");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_stopped_goes_on_when_its_token_is_taken_again() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let status = async |desk: &Desk| desk.app.connections().await.unwrap()[0].status;
    let listed = async |desk: &Desk| desk.app.administration().await.unwrap().authorizations[0].status;
    let refuse = async |desk: &Desk| {
        sim.fault(Fault::status(401).always());
        desk.app.refresh(Some(&card.id)).await.unwrap();
        desk.until("it stops", async || {
            (status(desk).await == ConnectionStatus::NeedsReconnect).then_some(())
        })
        .await;
    };
    refuse(&desk).await;
    // Still refused when it is tried again.
    sim.clear_log();
    desk.app.refresh(None).await.unwrap();
    desk.until("it is tried", async || (!sim.log().is_empty()).then_some(())).await;
    assert_eq!(status(&desk).await, ConnectionStatus::NeedsReconnect);
    sim.clear_faults();
    desk.app.refresh(None).await.unwrap();
    desk.until("it goes on", async || (status(&desk).await == ConnectionStatus::Active).then_some(())).await;
    desk.listed(&card.id).await;
    assert_eq!(listed(&desk).await, AuthorizationStatus::Active);

    // A question that a person asks tries it as well, also after a restart.
    refuse(&desk).await;
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    let missing = "1".repeat(32);
    let verdict = desk.app.check_link(&missing).await.unwrap();
    assert!(
        matches!(&verdict, LinkVerdict::NotAsked { failures } if failures[0].error == UiError::TokenRefused),
        "{verdict:?}"
    );
    let answer = desk.app.live_search("anything".into(), Vec::new()).await.unwrap();
    assert_eq!(answer.failures.len(), 1);
    sim.clear_faults();
    assert!(matches!(desk.app.check_link(&missing).await.unwrap(), LinkVerdict::NotVisible { .. }));
    desk.until("it goes on", async || (status(&desk).await == ConnectionStatus::Active).then_some(())).await;
    desk.listed(&card.id).await;

    // Nobody is asked through one that is paused, and that is said.
    desk.app.pause_connection(&card.id, true).await.unwrap();
    let verdict = desk.app.check_link(&missing).await.unwrap();
    assert!(
        matches!(&verdict, LinkVerdict::NotAsked { failures } if failures[0].error == UiError::ConnectionPaused),
        "{verdict:?}"
    );
}

/// What a connection is stands in the database and, for the administrator's list, in the
/// registry. A process that died between the two left the list wrong for good.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_of_two_records_is_made_good_when_the_profile_next_opens() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let registry = desk.folder.path().join("registry.json");
    let before = std::fs::read(&registry).unwrap();
    let listed = async |desk: &Desk| {
        let rows = desk.app.administration().await.unwrap().authorizations;
        rows.iter().map(|row| (row.id.clone(), row.status)).collect::<Vec<_>>()
    };
    sim.revoke_kind(TokenKind::Personal);
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("it needs a new token", async || {
        let cards = desk.app.connections().await.unwrap();
        (cards[0].status == ConnectionStatus::NeedsReconnect).then_some(())
    })
    .await;
    let right = [(card.id.clone(), AuthorizationStatus::NeedsReconnect)];
    assert_eq!(listed(&desk).await, right, "it stands there before anything is shown");

    // The status is in the database, and not yet in the registry.
    desk.app.lock().await.unwrap();
    std::fs::write(&registry, &before).unwrap();
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(listed(&desk).await, right);

    // The connection is in the database, and nowhere in the registry.
    desk.app.lock().await.unwrap();
    let mut without: serde_json::Value = serde_json::from_slice(&before).unwrap();
    without["authorizations"] = serde_json::json!([]);
    std::fs::write(&registry, without.to_string()).unwrap();
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(listed(&desk).await, right);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_opens_where_the_person_chose() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let row = desk.pages().await.rows.remove(0);
    desk.app.open_page(&row.id, false).await.unwrap();
    assert_eq!(desk.host.opened().last(), Some(&row.url));
    let in_app = row.url.replace("https://", "notion://");
    assert_eq!(desk.app.open_page(&row.id, true).await, Ok(OpenedPage::AsWanted));
    assert_eq!(desk.host.opened().last(), Some(&in_app));
    // What opens addresses says nothing where nobody takes them.
    desk.host.no_notion_app.store(true, Ordering::Relaxed);
    assert_eq!(desk.app.open_page(&row.id, true).await, Ok(OpenedPage::InBrowserInstead));
    assert_eq!(desk.app.open_page(&row.id, false).await, Ok(OpenedPage::AsWanted));
    assert_eq!(desk.host.opened()[2..], [row.url.clone(), row.url.clone()]);
    let unknown = "00000000-0000-0000-0000-000000000000";
    for page in [unknown, "../../etc/passwd", "", "https://evil.example"] {
        assert_eq!(desk.app.open_page(page, false).await, Err(UiError::LinkRefused), "{page}");
    }
    assert_eq!(desk.host.opened().len(), 4);
}

/// Their addresses look like Notion's, and nothing is there.
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_sample_open_nowhere() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.look_around().await.unwrap();
    let row = desk.until("a page of it", async || desk.pages().await.rows.into_iter().next()).await;
    assert!(row.sample);
    for other in [false, true] {
        assert_eq!(desk.app.open_page(&row.id, other).await, Err(UiError::OnlyHere));
    }
    assert_eq!(desk.host.opened(), [""; 0]);
}

/// Every poll of every connection read the whole list again and had the window do so too.
#[tokio::test(flavor = "multi_thread")]
async fn a_poll_that_finds_nothing_new_leaves_the_list_alone() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.events.lock().unwrap().clear();
    sim.clear_log();
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("it was listed again", async || {
        let events = desk.events.lock().unwrap();
        let ran = events.iter().any(|event| {
            matches!(event, Event::Connections(cards) if matches!(cards[0].listing, Listing::Running { .. }))
        });
        let over =
            matches!(events.last(), Some(Event::Connections(cards)) if cards[0].listing == Listing::Idle);
        (ran && over).then_some(())
    })
    .await;
    assert!(crate::desk::requests(&sim, "/v1/search") > 0);
    assert!(!desk.events.lock().unwrap().contains(&Event::PagesChanged));
}

/// Refreshed while pages are read, and the listing fails: nothing goes on, and nothing says so.
#[tokio::test(flavor = "multi_thread")]
async fn reading_that_was_given_up_is_not_shown_as_going_on() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    sim.fault(Fault::new(Action::Delay { ms: 600_000 }).on("/v1/pages/").always());
    desk.connect_token(sim.personal_token()).await;
    let card = async || desk.app.connections().await.unwrap().remove(0);
    desk.until("pages are read", async || card().await.reading.running.then_some(())).await;
    sim.fault(Fault::status(403).on("/v1/search").always());
    desk.app.refresh(None).await.unwrap();
    let failed = async || Some(card().await).filter(|card| matches!(card.listing, Listing::Failed { .. }));
    let failed = desk.until("the listing fails", failed).await;
    assert!(!failed.reading.running, "{failed:?}");
}

/// A lower limit drops nothing and keeps what is new out; a higher one goes on by itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_of_one_connection_and_a_higher_one_goes_on() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.app.look_around().await.unwrap();
    let of = async |id: &str| {
        desk.app.connections().await.unwrap().into_iter().find(|card| card.id == id).unwrap()
    };
    let others = desk.app.connections().await.unwrap().into_iter().find(|one| one.id != card.id).unwrap();
    desk.app.set_limits(&card.id, Limits { pages: 5, megabytes: 1 }).await.unwrap();
    assert_eq!(of(&card.id).await.limits, Limits { pages: 5, megabytes: 1 });
    assert_eq!(of(&others.id).await.limits, others.limits);

    let id = sim.create(Create { title: "Zeppelin rota".into(), ..Create::default() }).unwrap();
    sim.reshare(&id).unwrap();
    let before = of(&card.id).await.last_listed;
    desk.app.refresh(Some(&card.id)).await.unwrap();
    let same = desk
        .until("it was listed again", async || {
            let now = of(&card.id).await;
            (now.last_listed > before && now.listing == Listing::Idle).then_some(now)
        })
        .await;
    assert_eq!(same.pages, card.pages, "nothing goes, nothing comes");
    let limited = desk.app.coverage().await.unwrap().connections;
    assert!(limited.iter().any(|one| one.connection.id == card.id && one.page_limit == Some(5)));
    assert!(desk.titles("zeppelin").await.is_empty());

    desk.app.set_limits(&card.id, Limits { pages: 1_000_000, megabytes: 1 }).await.unwrap();
    desk.until("the rest came", async || (desk.titles("zeppelin").await == ["Zeppelin rota"]).then_some(()))
        .await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    assert_eq!(desk.app.set_limits(nobody, others.limits).await, Err(UiError::ConnectionNotFound));
}
