//! `trove mcp` beside a window that is open, where no keychain may serve: the person lets it in,
//! and locking sends it away.

use crate::assistants::{WORKSPACE, log};
use crate::desk::{Desk, PASSWORD, under_wine, until};
use crate::official_clients::{asks, typescript_client};
use crate::talk::{Talk, ids};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::runtime::Handle;
use trove_app::host::NoHost;
use trove_app::{App, Paths};
use trove_model::{Origin, SecretString};

async fn window(desk: &Desk) -> App {
    let origin = Origin::parse(desk.sim.origin()).unwrap();
    let window = App::new(Paths::find(Some(&desk.data())).unwrap(), origin, Arc::new(NoHost)).unwrap();
    open(&window).await;
    window
}

async fn open(window: &App) {
    let profile = window.start().await.unwrap().profiles.remove(0);
    window.sign_in(&profile.id, SecretString::from(PASSWORD)).await.unwrap();
    while !window.assistants().await.unwrap().reachable {
        tokio::task::yield_now().await;
    }
}

/// What comes of asking while the person answers so.
fn answering<T: Send>(window: &App, granted: bool, asking: impl FnOnce() -> T + Send) -> T {
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let asking = scope.spawn(asking);
            let now = Handle::current();
            let question = until("the person is asked", || now.block_on(window.access_request()).unwrap());
            now.block_on(window.answer_access_request(question.number, granted)).unwrap();
            asking.join().unwrap()
        })
    })
}

/// Checks 62, 63, 64.
#[tokio::test(flavor = "multi_thread")]
async fn a_window_lets_it_in_without_a_keychain_and_a_lock_ends_it() {
    if under_wine() {
        println!("skipped: on Windows a window cannot be asked");
        return;
    }
    let desk = Desk::synced().await;
    let told = desk.run(&["assistants", "allow", WORKSPACE]).done();
    assert!(told.out.contains("each program after a question there"), "{}", told.out);
    let mut talk = Talk::begin(&desk, &["mcp"], "");
    let locked = talk.refused("search", json!({"query": "kitchen"}));
    assert!(locked.contains("is locked for assistants"), "{locked}");

    let window = window(&desk).await;
    let kitchen = json!({"query": "kitchen", "limit": 50});
    let found = answering(&window, true, || talk.told("search", kitchen.clone()));
    let expected = desk.run(&["search", "kitchen", "--json", "--limit", "50"]).done().lines();
    let expected: Vec<_> = expected.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids(&found), expected);
    assert!(found["notice"].as_str().unwrap().contains("not instructions"));
    assert_eq!(talk.told("read_page", json!({"page": expected[0]}))["id"], expected[0]);
    assert_eq!(talk.told("coverage", json!({}))["index"], "ready");
    assert_eq!(talk.told("search", json!({"query": "ktchen"}))["respelt"], json!(["ktchen"]));
    assert_eq!(window.access_request().await, Ok(None), "it was asked once");

    window.lock().await.unwrap();
    let locked = talk.refused("search", kitchen.clone());
    assert!(locked.contains("is locked for assistants"), "{locked}");
    open(&window).await;
    let refused = answering(&window, false, || talk.refused("search", kitchen.clone()));
    assert!(refused.contains("does not let this program search"), "{refused}");
    let refused = talk.refused("search", kitchen);
    assert!(refused.contains("not asked again for five minutes"), "{refused}");
    assert_eq!(talk.end().done().err, "");
    window.shut_down().await;
    let log: Vec<_> =
        log(&desk).iter().map(|asked| (asked["tool"].clone(), asked["refused"].clone())).collect();
    let expected = [
        ("search", Value::Null),
        ("read_page", Value::Null),
        ("coverage", Value::Null),
        ("search", Value::Null),
        ("search", json!("person")),
        ("search", json!("person")),
    ];
    assert_eq!(log, expected.map(|(tool, refused)| (json!(tool), refused)));
}

/// Check 63.
#[tokio::test(flavor = "multi_thread")]
async fn the_official_typescript_library_is_let_in_by_a_window() {
    if under_wine() {
        println!("skipped: on Windows a window cannot be asked");
        return;
    }
    let Some(mut client) = typescript_client() else {
        println!("skipped: npm's packages of crates/cli/sdk are not installed here");
        return;
    };
    let desk = Desk::synced().await;
    desk.run(&["assistants", "allow", WORKSPACE]).done();
    let window = window(&desk).await;
    let told = answering(&window, true, || asks(&desk, &mut client));
    assert!(told["markdown"].as_str().unwrap().to_lowercase().contains("wet hands"), "{told}");
    window.shut_down().await;
    let log = log(&desk);
    assert!(
        log.len() == 4 && log.iter().all(|asked| asked["program"] == "official TypeScript client 1.0"),
        "{log:?}"
    );
}
