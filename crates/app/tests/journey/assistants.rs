//! Programs at the window's socket: let in by the person, answered with what they may see,
//! sent away by a lock; and whoever is rude there holds up nobody.

use crate::desk::{Desk, PASSWORD, sim};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;
use tokio::task::JoinHandle;
use trove_app::ui_types::*;
use trove_app::{Answer, Ask, MOST_HITS, Refusal, Request, WindowDoor};
use trove_sim::Sim;

type Told = Result<Answer, Refusal>;

fn search(query: &str) -> Request {
    Request { program: "Claude 1.0".into(), ask: Ask::Search { query: query.into(), limit: 10 } }
}

fn allow(workspaces: AllowedWorkspaces) -> AssistantSettings {
    AssistantSettings { workspaces, whole_pages: true, ..AssistantSettings::default() }
}

/// A window that shows a profile with one workspace, of which assistants may see all.
async fn window(sim: &Sim) -> Desk {
    let desk = Desk::administrator(sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.app.set_assistant_settings(&allow(AllowedWorkspaces::All)).await.unwrap();
    listens(&desk).await;
    desk
}

/// The socket is made behind the first answers.
async fn listens(desk: &Desk) {
    let listens = async || desk.app.assistants().await.ok()?.reachable.then_some(());
    desk.until("the window listens", listens).await;
}

async fn door(desk: &Desk) -> WindowDoor {
    desk.app.window_door(&desk.profile("Ada").await)
}

/// Asks, and gives the door back for the next time.
fn asks(mut door: WindowDoor, request: Request) -> JoinHandle<(WindowDoor, Told)> {
    tokio::spawn(async move {
        let told = door.ask(&request).await;
        (door, told)
    })
}

async fn question(desk: &Desk) -> AccessRequest {
    desk.until("the person is asked", async || desk.app.access_request().await.unwrap()).await
}

/// Let in by the person.
async fn let_in(desk: &Desk, request: Request) -> (WindowDoor, Told) {
    let asking = asks(door(desk).await, request);
    let question = question(desk).await;
    desk.app.answer_access_request(question.number, true).await.unwrap();
    asking.await.unwrap()
}

fn found(told: Told) -> SearchAnswer {
    match told {
        Ok(Answer::Found(found)) => found,
        other => panic!("{other:?}"),
    }
}

fn questions(desk: &Desk) -> usize {
    let events = desk.events.lock().unwrap();
    events.iter().filter(|event| matches!(event, Event::AccessRequest(Some(_)))).count()
}

/// Of each thing that was asked, why it was refused, or that it was answered.
async fn log(desk: &Desk) -> Vec<String> {
    let log = desk.app.asked_by_assistants().await.unwrap();
    log.into_iter().map(|asked| asked.refused.unwrap_or_else(|| "answered".into())).collect()
}

/// Checks 62, 63, 64.
#[tokio::test(flavor = "multi_thread")]
async fn the_person_lets_a_program_in_once_and_a_lock_sends_it_away() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let asking = asks(door(&desk).await, search("kitchen"));
    let asked = question(&desk).await;
    assert_eq!(asked.program, "Claude 1.0");
    assert_eq!((asked.workspaces.len(), asked.whole_pages), (1, true));
    assert!(!asking.is_finished(), "nothing is told before the person's word");
    assert!(log(&desk).await.is_empty());
    assert!(desk.app.answer_access_request(asked.number, true).await.unwrap());
    let (mut open, told) = asking.await.unwrap();
    let told = found(told);
    let expected: Vec<String> =
        desk.find("kitchen").await.hits.into_iter().map(|hit| hit.id).take(10).collect();
    assert_eq!(told.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>(), expected);

    let page = Ask::ReadPage { page: expected[0].clone(), from: 0 };
    let read = open.ask(&Request { ask: page.clone(), ..search("") }).await;
    assert!(matches!(read, Ok(Answer::Page(Some(page))) if page.hit.id == expected[0]));
    let coverage = open.ask(&Request { ask: Ask::Coverage, ..search("") }).await;
    assert!(matches!(coverage, Ok(Answer::Coverage(coverage)) if coverage.connections.len() == 1));
    assert_eq!((questions(&desk), desk.host.forward.load(std::sync::atomic::Ordering::Relaxed)), (1, 1));

    // What is allowed changes at once, for who is in already.
    let less = AssistantSettings { whole_pages: false, ..allow(AllowedWorkspaces::All) };
    desk.app.set_assistant_settings(&less).await.unwrap();
    let refused = open.ask(&Request { ask: page, ..search("") }).await;
    assert_eq!(refused, Err(Refusal::PassagesOnly));
    assert!(!found(open.ask(&search("kitchen")).await).hits.is_empty(), "it is in still");
    assert_eq!(log(&desk).await, ["answered", "answered", "answered", "passages_only", "answered"]);

    desk.app.lock().await.unwrap();
    assert_eq!(open.ask(&search("kitchen")).await, Err(Refusal::NoWindow));
    desk.sign_in("Ada").await;
    listens(&desk).await;
    // A person opened it again: the same program is a stranger.
    let asking = asks(open, search("kitchen"));
    let again = question(&desk).await;
    desk.app.answer_access_request(again.number, false).await.unwrap();
    assert_eq!(asking.await.unwrap().1, Err(Refusal::Person));
}

/// Check 62.
#[tokio::test(flavor = "multi_thread")]
async fn it_sees_the_allowed_workspace_and_nothing_of_the_others() {
    let (sim, lab) = (sim().await, crate::desk::sim_named("Secret lab").await);
    let page = lab.create(trove_sim::Create {
        title: "Zanzibar dossier".into(),
        markdown: "A xylophonist in the kitchen.".into(),
        ..create()
    });
    let page = page.unwrap();
    // Whoever writes here mentions what stands there, by its id alone.
    let mention = format!("See <mention-page url=\"https://app.notion.com/p/{page}\"/>.");
    let mentions = sim.create(trove_sim::Create { title: "Pointers".into(), markdown: mention, ..create() });
    let mentions = mentions.unwrap();
    let desk = window(&sim).await;
    desk.app.lock().await.unwrap();
    let (folder, clock) = (desk.folder.clone(), desk.clock.clone());
    drop(desk);
    let desk = Desk::at(folder, lab.origin(), clock);
    desk.sign_in("Ada").await;
    listens(&desk).await;
    let (mut open, told) = let_in(&desk, search("kitchen")).await;
    assert!(!found(told).hits.is_empty());
    desk.connect_token(lab.personal_token()).await;
    desk.read().await;
    assert_eq!(desk.titles("zanzibar").await, ["Zanzibar dossier"]);
    let read = |page: &str| Request { ask: Ask::ReadPage { page: page.into(), from: 0 }, ..search("") };
    let told = open.ask(&read(&page)).await;
    assert!(
        matches!(told, Ok(Answer::Page(Some(_)))),
        "every workspace, those connected later too: {told:?}"
    );
    let known = desk.app.workspaces_for_assistants().await.unwrap();
    let first = known.iter().find(|one| one.name != "Secret lab").unwrap().key.clone();
    desk.app.set_assistant_settings(&allow(AllowedWorkspaces::These(vec![first]))).await.unwrap();
    assert!(found(open.ask(&search("zanzibar")).await).hits.is_empty());
    for query in ["xylophonist", "ws:secret kitchen", "in:zanzibar kitchen", "zanzibr", &page] {
        let told = format!("{:?}", found(open.ask(&search(query)).await));
        for secret in ["Zanzibar", "xylophonist", "Secret lab"] {
            assert!(query.contains(secret) || !told.contains(secret), "{query}: {told}");
        }
    }
    assert_eq!(open.ask(&read(&page)).await, Ok(Answer::Page(None)));
    let known = desk.app.page_text(&mentions, 0, 1_000).await.unwrap().unwrap();
    assert!(known.markdown.contains("Zanzibar dossier"), "the window names it: {}", known.markdown);
    match open.ask(&read(&mentions)).await {
        Ok(Answer::Page(Some(told))) => assert!(!format!("{told:?}").contains("Zanzibar"), "{told:?}"),
        other => panic!("{other:?}"),
    }
    // The window itself sees all of it, as before.
    assert_eq!(desk.titles("zanzibar").await, ["Zanzibar dossier"]);
    let asked = desk.app.asked_by_assistants().await.unwrap();
    assert_eq!(asked.len(), 10);
    desk.app.set_assistant_settings(&AssistantSettings::default()).await.unwrap();
    assert_eq!(open.ask(&search("kitchen")).await, Err(Refusal::Off));
}

fn create() -> trove_sim::Create {
    trove_sim::Create {
        parent: None,
        title: String::new(),
        markdown: String::new(),
        icon: None,
        properties: serde_json::Map::new(),
    }
}

/// Check 64.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_shows_one_question_and_a_no_holds_for_all() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let mut storm = Vec::new();
    for _ in 0..40 {
        storm.push(asks(door(&desk).await, search("kitchen")));
    }
    let asked = question(&desk).await;
    desk.until("all others are told", async || {
        (storm.iter().filter(|asking| asking.is_finished()).count() == 39).then_some(())
    })
    .await;
    desk.app.answer_access_request(asked.number, false).await.unwrap();
    let mut told = Vec::new();
    for asking in storm {
        told.push(asking.await.unwrap().1);
    }
    assert_eq!(told.iter().filter(|told| **told == Err(Refusal::Person)).count(), 1);
    // Some found so many there that they were turned away.
    assert!(told.iter().all(|told| matches!(told, Err(Refusal::Person | Refusal::Busy | Refusal::NoWindow))));
    for name in ["Claude 1.0", "another"] {
        let mut door = door(&desk).await;
        let told = door.ask(&Request { program: name.into(), ..search("kitchen") }).await;
        assert_eq!(told, Err(Refusal::Person));
    }
    assert_eq!((questions(&desk), desk.host.forward.load(std::sync::atomic::Ordering::Relaxed)), (1, 1));
    assert_eq!(log(&desk).await, ["person", "person"], "a storm does not fill the log");
    // After a while they are asked again, and the answer may be another one.
    desk.stays().await;
    desk.clock.pass(Duration::from_secs(5 * 60));
    let (_, told) = let_in(&desk, search("kitchen")).await;
    assert!(!found(told).hits.is_empty());
}

/// Check 64.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_goes_with_whoever_asked_it() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let asking = asks(door(&desk).await, search("kitchen"));
    let asked = question(&desk).await;
    asking.abort();
    desk.until("the question is gone", async || {
        desk.app.access_request().await.unwrap().is_none().then_some(())
    })
    .await;
    let gone = |event: &Event| *event == Event::AccessRequest(None);
    assert_eq!(desk.events.lock().unwrap().iter().filter(|event| gone(event)).count(), 1);
    assert!(!desk.app.answer_access_request(asked.number, true).await.unwrap(), "nobody hears it");
    let asking = asks(door(&desk).await, search("kitchen"));
    let next = question(&desk).await;
    assert_ne!(next.number, asked.number, "a Yes that came late lets nobody in");
    // Nor is it left behind on a locked window.
    desk.app.lock().await.unwrap();
    assert_eq!(asking.await.unwrap().1, Err(Refusal::NoWindow));
    assert_eq!(desk.app.access_request().await, Err(UiError::Locked));
}

/// Check 64.
#[tokio::test(flavor = "multi_thread")]
async fn who_asks_and_goes_again_and_again_neither_stays_on_the_screen_nor_fills_the_log() {
    let sim = sim().await;
    let desk = window(&sim).await;
    for _ in 0..3 {
        let asking = asks(door(&desk).await, search("kitchen"));
        question(&desk).await;
        asking.abort();
        desk.until("the question is gone", async || {
            desk.app.access_request().await.unwrap().is_none().then_some(())
        })
        .await;
    }
    for _ in 0..20 {
        assert_eq!(door(&desk).await.ask(&search("kitchen")).await, Err(Refusal::Nobody));
    }
    assert_eq!(questions(&desk), 3);
    assert_eq!(log(&desk).await, ["nobody"; 4]);
    desk.stays().await;
    desk.clock.pass(Duration::from_secs(5 * 60));
    let (_, told) = let_in(&desk, search("kitchen")).await;
    assert!(!found(told).hits.is_empty());
}

/// Check 64. A Yes is for the name that was asked about, and for what was to be seen.
#[tokio::test(flavor = "multi_thread")]
async fn a_yes_is_for_what_was_asked() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let asking = asks(door(&desk).await, search("kitchen"));
    let asked = question(&desk).await;
    assert!(asked.whole_pages);
    let less = AssistantSettings { whole_pages: false, ..allow(AllowedWorkspaces::All) };
    desk.app.set_assistant_settings(&less).await.unwrap();
    desk.app.answer_access_request(asked.number, true).await.unwrap();
    assert_eq!(asking.await.unwrap().1, Err(Refusal::Changed));

    let (open, told) = let_in(&desk, search("kitchen")).await;
    assert!(!found(told).hits.is_empty());
    let asking = asks(open, Request { program: "Another\u{202e}".into(), ..search("kitchen") });
    let asked = question(&desk).await;
    assert_eq!((asked.program.as_str(), asked.whole_pages), ("Another", false));
    desk.app.answer_access_request(asked.number, false).await.unwrap();
    assert_eq!(asking.await.unwrap().1, Err(Refusal::Person));
    let log = desk.app.asked_by_assistants().await.unwrap();
    let named: Vec<_> = log.iter().map(|asked| (asked.program.as_str(), asked.refused.as_deref())).collect();
    assert_eq!(named, [("Claude 1.0", None), ("Another", Some("person"))]);
}

fn socket(desk: &Desk) -> PathBuf {
    desk.folder.path().join("window/socket")
}

/// Says this, and hears everything until the window closes its end.
fn say(desk: &Desk, bytes: &[u8]) -> Vec<u8> {
    let mut stream = UnixStream::connect(socket(desk)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // It may have heard enough before the end.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut heard = Vec::new();
    let _ = stream.read_to_end(&mut heard);
    heard
}

fn line(change: impl FnOnce(&mut Value), profile: &str) -> Vec<u8> {
    let mut line = json!({
        "version": env!("CARGO_PKG_VERSION"), "profile": profile,
        "request": {"program": "raw", "ask": {"search": {"query": "kitchen", "limit": 4_000_000_000_u32}}},
    });
    change(&mut line);
    format!("{line}\n").into_bytes()
}

/// Check 64.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_rude_is_told_nothing_and_holds_up_nobody() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let mode = |path: PathBuf| std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(socket(&desk)), mode(desk.folder.path().join("window"))), (0o600, 0o700));
    let ada = desk.profile("Ada").await;
    let endless = vec![b'x'; 300 * 1024];
    for rude in [&b""[..], b"\n", b"GET / HTTP/1.1\r\n\r\n", b"{\"version\":\"", b"\xff\xfe\n", &endless] {
        assert_eq!(say(&desk, rude), b"", "{:?}", rude.get(..20));
    }
    let other = line(|line| line["version"] = json!("0.0.9"), &ada);
    assert_eq!(say(&desk, &other), b"{\"Err\":\"other_version\"}\n");
    let elsewhere = line(|_| {}, "00000000-0000-4000-8000-000000000000");
    assert_eq!(say(&desk, &elsewhere), b"{\"Err\":\"no_window\"}\n");
    assert_eq!(say(&desk, &line(|line| line["request"]["ask"] = json!({"export": {}}), &ada)), b"");
    assert_eq!(questions(&desk), 0);

    // Some are there and silent, one does not listen: the next is served all the same.
    let mut silent: Vec<UnixStream> = (0..8).map(|_| UnixStream::connect(socket(&desk)).unwrap()).collect();
    silent[0].write_all(b"{\"half\":").unwrap();
    let (mut open, told) = let_in(&desk, search("kitchen")).await;
    assert!(!found(told).hits.is_empty());
    let asking = Request { ask: Ask::Search { query: "the".into(), limit: u32::MAX }, ..search("") };
    assert!(found(open.ask(&asking).await).hits.len() <= MOST_HITS as usize);
    drop(silent);
}

/// Checks 20, 64. Everything that a window says at its socket, as it comes out of it.
#[tokio::test(flavor = "multi_thread")]
async fn no_password_token_or_key_goes_over_the_socket() {
    let sim = sim().await;
    let desk = window(&sim).await;
    let ada = desk.profile("Ada").await;
    let mut heard = Vec::new();
    for ask in [json!({"search": {"query": "kitchen", "limit": 50}}), json!("coverage")] {
        let mut stream = UnixStream::connect(socket(&desk)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(&line(|line| line["request"]["ask"] = ask, &ada)).unwrap();
        let question = question(&desk).await;
        desk.app.answer_access_request(question.number, true).await.unwrap();
        let mut bytes = [0; 4096];
        while heard.last() != Some(&b'\n') {
            let read = stream.read(&mut bytes).unwrap();
            assert!(read > 0, "it closed before the answer's end");
            heard.extend_from_slice(&bytes[..read]);
        }
        heard.push(b' ');
    }
    let heard = String::from_utf8(heard).unwrap();
    assert!(heard.to_lowercase().contains("kitchen") && heard.contains("connections"), "{heard}");
    let vault: Vec<String> = vec![PASSWORD.into(), sim.personal_token().into()];
    for secret in vault {
        assert!(!heard.contains(&secret));
    }
    assert!(format!("{heard}{PASSWORD}").contains(PASSWORD), "a planted one would be found");
}
