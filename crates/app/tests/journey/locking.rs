//! What a locked app answers, and what a link may do meanwhile.

use crate::desk::{Desk, PASSWORD, allow, everything, requests, sim, token_requests};
use std::time::Duration;
use trove_app::ui_types::*;
use trove_sim::{Action, Fault};

/// Check 41.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_behind_the_door_answers_locked() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let id = desk.profile("Ada").await;
    desk.app.lock().await.unwrap();
    assert_eq!(desk.events.lock().unwrap().last(), Some(&Event::Locked));
    sim.clear_log();
    let app = &desk.app;
    let request = || BeginSignIn { client: None, form: RedirectForm::Scheme, bounce: None };
    let settings =
        ProfileSettings { open_in: OpenIn::Browser, lock_after_minutes: 5, ..ProfileSettings::default() };
    let answers: Vec<(&str, Option<UiError>)> = vec![
        ("connect_state", app.connect_state().await.err()),
        ("begin_sign_in", app.begin_sign_in(request()).await.err()),
        ("open_sign_in_again", app.open_sign_in_again().await.err()),
        ("cancel_sign_in", app.cancel_sign_in().await.err()),
        ("finish_sign_in", app.finish_sign_in("x".into()).await.err()),
        ("connect_token", app.connect_token("x".into()).await.err()),
        ("look_around", app.look_around().await.err()),
        ("confirm_connection", app.confirm_connection().await.err()),
        ("decline_connection", app.decline_connection().await.err()),
        ("connections", app.connections().await.err()),
        ("disconnect", app.disconnect("x").await.err()),
        ("refresh", app.refresh(None).await.err()),
        ("pages", app.pages(everything()).await.err()),
        ("export", app.export(exported_csv()).await.err()),
        ("stop_export", app.stop_export().await.err()),
        ("set_limits", app.set_limits("x", Limits { pages: 1, megabytes: 1 }).await.err()),
        ("image", app.image("x", 0).await.err()),
        ("open_page", app.open_page("x", false).await.err()),
        ("profile_settings", app.profile_settings().await.err()),
        ("set_profile_settings", app.set_profile_settings(settings).await.err()),
        ("change_password", app.change_password("x".into(), "y".into()).await.err()),
        ("administration", app.administration().await.err()),
        ("accept_registry", app.accept_registry().await.err()),
        ("create_profile", app.create_profile("x".into(), Role::Member).await.err()),
        ("remove_profile", app.remove_profile(&id, PASSWORD.into()).await.err()),
        ("remove_authorization", app.remove_authorization(&id, "x", PASSWORD.into()).await.err()),
    ];
    for (command, answer) in answers {
        assert_eq!(answer, Some(UiError::Locked), "{command}");
    }
    assert!(sim.log().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_the_right_one_opens() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await.restart().await;
    let id = desk.profile("Ada").await;
    assert_eq!(desk.app.sign_in(&id, "wrong".into()).await, Err(UiError::WrongPassword));
    assert_eq!(desk.app.sign_in("nobody", PASSWORD.into()).await, Err(UiError::ProfileNotFound));
    let session = desk.app.sign_in(&id, PASSWORD.into()).await.unwrap();
    assert_eq!(session.profile.role, Role::Administrator);
    desk.app.change_password(PASSWORD.into(), "another-lantern-harbour-3".into()).await.unwrap();
    desk.app.lock().await.unwrap();
    assert_eq!(desk.app.sign_in(&id, PASSWORD.into()).await, Err(UiError::WrongPassword));
    desk.app.sign_in(&id, "another-lantern-harbour-3".into()).await.unwrap();
}

/// Check 7.
#[tokio::test(flavor = "multi_thread")]
async fn a_held_link_is_for_the_profile_that_asked_and_in_time() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.create_profile("Grace".into(), Role::Member).await.unwrap();
    let hold = async |desk: &Desk| {
        let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
        desk.app.lock().await.unwrap();
        desk.app.deliver_link(redirect.as_str().into());
        desk.until("it is held", async || desk.app.start().await.unwrap().link_waiting.then_some(())).await;
    };

    // Someone else signs in: it is dropped, and nothing is asked of Notion.
    hold(&desk).await;
    let grace = desk.profile("Grace").await;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    desk.until("it is dropped", async || (!desk.app.start().await.unwrap().link_waiting).then_some(())).await;
    assert!(matches!(desk.state().await, ConnectState::Idle { .. }));
    desk.app.lock().await.unwrap();
    desk.sign_in("Ada").await;
    assert!(matches!(desk.state().await, ConnectState::Waiting { .. }), "the attempt itself still waits");
    assert_eq!(token_requests(&sim), 0);

    // Too late.
    hold(&desk).await;
    desk.clock.pass(Duration::from_secs(601));
    desk.sign_in("Ada").await;
    assert!(matches!(desk.state().await, ConnectState::Idle { .. }));
    assert_eq!(token_requests(&sim), 0);

    // In time.
    hold(&desk).await;
    desk.sign_in("Ada").await;
    desk.asked().await;
    assert_eq!(token_requests(&sim), 1);
}

/// Checks 4, 7.
/// While nobody was signed in each link took the place of the one before it, so that whoever
/// sent a second one lost a person their sign-in.
#[tokio::test(flavor = "multi_thread")]
async fn no_link_takes_the_place_of_one_that_is_held() {
    let sim = sim().await;
    let mut desk = Desk::administrator(&sim).await;
    let storm = |desk: &Desk, from: usize| {
        for nth in from..from + 100 {
            let link = format!("net.trovesearch.desktop:/oauth/callback?code=c{nth}&state=s{nth}");
            desk.app.deliver_link(link.as_str().into());
        }
    };
    for restarted in [false, true] {
        let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
        desk.app.lock().await.unwrap();
        let asked = token_requests(&sim);
        if restarted {
            desk = desk.restart().await;
        } else {
            storm(&desk, 0);
        }
        desk.app.deliver_link(redirect.as_str().into());
        desk.until("it is held", async || desk.app.start().await.unwrap().link_waiting.then_some(())).await;
        storm(&desk, 100);
        desk.sign_in("Ada").await;
        desk.asked().await;
        assert_eq!(token_requests(&sim), asked + 1, "restarted: {restarted}");
        desk.app.decline_connection().await.unwrap();
    }
}

/// Checks 41, 42.
/// The screen was locked while a sign-in was under way, and the profile stood open behind it.
#[tokio::test(flavor = "multi_thread")]
async fn the_system_s_lock_comes_too_early_for_nobody() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let hers = desk.app.confirm_connection().await.unwrap();
    desk.app.lock().await.unwrap();
    desk.sign_in("Ada").await;
    desk.app.remove_authorization(&grace, &hers.id, PASSWORD.into()).await.unwrap();
    desk.app.lock().await.unwrap();

    // Her sign-in carries the removal out, and Notion is silent about it for a while.
    sim.fault(Fault::new(Action::Delay { ms: 600_000 }).on("/v1/oauth/revoke"));
    let (app, id) = (desk.app.clone(), grace.clone());
    let signing_in = tokio::spawn(async move { app.sign_in(&id, PASSWORD.into()).await });
    desk.until("it is under way", async || (requests(&sim, "/v1/oauth/revoke") == 1).then_some(())).await;
    desk.app.system_locks().await;
    assert!(signing_in.await.unwrap().is_ok());
    assert_eq!(desk.app.connections().await, Err(UiError::Locked));

    // Whoever locks by hand does not wait for that: the sign-in ends, and what was removed is so
    // at the next one.
    desk.sign_in("Grace").await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let hers = desk.app.confirm_connection().await.unwrap();
    desk.app.lock().await.unwrap();
    desk.sign_in("Ada").await;
    desk.app.remove_authorization(&grace, &hers.id, PASSWORD.into()).await.unwrap();
    desk.app.lock().await.unwrap();
    let before = requests(&sim, "/v1/oauth/revoke");
    sim.fault(Fault::new(Action::Delay { ms: 600_000 }).on("/v1/oauth/revoke"));
    let (app, id) = (desk.app.clone(), grace.clone());
    let signing_in = tokio::spawn(async move { app.sign_in(&id, PASSWORD.into()).await });
    let under_way = async || (requests(&sim, "/v1/oauth/revoke") > before).then_some(());
    desk.until("it is under way", under_way).await;
    desk.app.lock().await.unwrap();
    assert_eq!(signing_in.await.unwrap().err(), Some(UiError::Locked));
    assert_eq!(desk.app.connections().await, Err(UiError::Locked));
    let notices = desk.sign_in("Grace").await.notices;
    assert!(matches!(notices[..], [Notice::AuthorizationRemoved { .. }]), "{notices:?}");
    assert_eq!(desk.app.connections().await.unwrap(), []);
}

/// Check 44.
#[tokio::test(flavor = "multi_thread")]
async fn two_apps_do_not_open_one_profile() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let other = Desk::at(desk.folder.clone(), sim.origin(), desk.clock.clone());
    let id = desk.profile("Ada").await;
    assert_eq!(other.app.sign_in(&id, PASSWORD.into()).await, Err(UiError::ProfileBusy));
    desk.app.lock().await.unwrap();
    other.app.sign_in(&id, PASSWORD.into()).await.unwrap();
}

/// Check 28.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_vault_is_not_a_wrong_password() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let id = desk.profile("Ada").await;
    desk.app.lock().await.unwrap();
    let vault = desk.folder.path().join("profiles").join(&id).join("vault.hold");
    let good = std::fs::read(&vault).unwrap();
    let mut bad = good.clone();
    let last = bad.len() - 1;
    bad[last] ^= 1;
    std::fs::write(&vault, bad).unwrap();
    let answer = desk.app.sign_in(&id, PASSWORD.into()).await;
    assert_eq!(answer, Err(UiError::Damaged { file: DamagedFile::Vault }));
    std::fs::write(&vault, "a shopping list").unwrap();
    assert_eq!(desk.app.sign_in(&id, PASSWORD.into()).await, Err(UiError::NotAVault));
    std::fs::write(&vault, good).unwrap();
    desk.sign_in("Ada").await;
    assert!(desk.pages().await.known > 0);
}

/// Check 41.
/// Locking waited for Notion before it emptied the window, and whatever waited for Notion
/// kept the profile "open elsewhere" for its own person.
#[tokio::test(flavor = "multi_thread")]
async fn locking_waits_for_nobody() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let silent = |path: &str| sim.fault(Fault::new(Action::Delay { ms: 600_000 }).on(path));

    // In the middle of an exchange.
    silent("/v1/oauth/token");
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.deliver_link(redirect.as_str().into());
    desk.until("the code is on its way", async || (token_requests(&sim) == 1).then_some(())).await;
    desk.app.lock().await.unwrap();
    desk.sign_in("Ada").await;

    // With a question open, whose token is to be revoked.
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    silent("/v1/oauth/revoke");
    desk.events.lock().unwrap().clear();
    let app = desk.app.clone();
    let locking = tokio::spawn(async move { app.lock().await });
    desk.until("the window is emptied", async || {
        desk.events.lock().unwrap().contains(&Event::Locked).then_some(())
    })
    .await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.connections().await.unwrap(), []);
    locking.abort();
}

/// A token that arrived after locking was dropped, alive at Notion with nobody to know it.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_arrives_after_locking_is_given_back() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    sim.fault(Fault::new(Action::Delay { ms: 1_000 }).on("/v1/oauth/token"));
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.deliver_link(redirect.as_str().into());
    desk.until("the code is on its way", async || (token_requests(&sim) == 1).then_some(())).await;
    desk.app.lock().await.unwrap();
    desk.until("it is revoked", async || (requests(&sim, "/v1/oauth/revoke") == 1).then_some(())).await;
}

/// Check 14.
/// Closing the window during a renewal lost the connection: its old pair was dead at
/// Notion, the new one never on disk.
#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_under_way_is_saved_before_the_process_ends() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let card = desk.app.confirm_connection().await.unwrap();
    desk.listed(&card.id).await;
    sim.fault(Fault::status(401).on("/v1/search"));
    sim.fault(Fault::new(Action::Delay { ms: 500 }).on("/v1/oauth/token"));
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("a renewal is on its way", async || (token_requests(&sim) == 2).then_some(())).await;
    desk.app.shut_down().await;

    let desk = Desk::at(desk.folder.clone(), sim.origin(), desk.clock.clone());
    desk.sign_in("Ada").await;
    assert_eq!(desk.listed(&card.id).await.status, ConnectionStatus::Active);
    assert_eq!(token_requests(&sim), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_a_newer_version_are_left_alone() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let dark = MachineSettings { appearance: Appearance::Dark, ..MachineSettings::default() };
    desk.app.set_machine_settings(dark.clone()).await.unwrap();
    assert_eq!(desk.app.start().await.unwrap().machine, dark);
    let file = desk.folder.path().join("machine.json");
    let newer = r#"{"version":2,"settings":{"appearance":{"contrast":"high"}}}"#;
    std::fs::write(&file, newer).unwrap();
    assert_eq!(desk.app.start().await.unwrap().machine.appearance, Appearance::System);
    let refused = desk.app.set_machine_settings(dark.clone()).await;
    assert_eq!(refused, Err(UiError::NewerVersion { file: DamagedFile::Settings }));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), newer);
    std::fs::write(&file, "not JSON").unwrap();
    desk.app.set_machine_settings(dark.clone()).await.unwrap();
    assert_eq!(desk.app.start().await.unwrap().machine, dark);
}

/// Check 41.
/// A body that took minutes to parse kept the profile open for as long. Whatever keeps its
/// thread, the window is empty and the keys are gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn locking_waits_for_no_thread_either() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.clock.stick(true);
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("a thread of the profile's work is kept", async || (desk.clock.keeps() > 0).then_some(()))
        .await;

    desk.app.lock().await.unwrap();
    assert_eq!(desk.clock.keeps(), 1, "it is still kept");
    assert_eq!(desk.events.lock().unwrap().last(), Some(&Event::Locked));
    assert_eq!(desk.app.connections().await, Err(UiError::Locked));
    sim.clear_log();

    desk.clock.stick(false);
    desk.until("it goes on, and everything is closed", async || {
        (desk.clock.keeps() == 0 && open_files(desk.folder.path()).is_empty()).then_some(())
    })
    .await;
    assert!(sim.log().is_empty(), "nothing is asked for a locked profile");
    desk.sign_in("Ada").await;
    desk.app.lock().await.unwrap();
    assert_eq!(desk.events.lock().unwrap().iter().filter(|event| **event == Event::Locked).count(), 2);
}

/// What this process has open of a profile in `folder`.
fn open_files(folder: &std::path::Path) -> Vec<String> {
    let profiles = folder.join("profiles");
    let Ok(handles) = std::fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let targets = handles.filter_map(|handle| std::fs::read_link(handle.ok()?.path()).ok());
    targets.filter(|path| path.starts_with(&profiles)).map(|path| path.display().to_string()).collect()
}

/// Check 4.
/// Any program on the session bus may send a link, and every one of them took the focus.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_links_moves_nothing_and_the_right_one_comes_forward_once() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    let forward = || desk.host.forward.load(std::sync::atomic::Ordering::Relaxed);
    desk.events.lock().unwrap().clear();
    for nth in 0..1_000 {
        let link = match nth % 4 {
            0 => "net.trovesearch.desktop:/oauth/callback".to_owned(),
            1 => format!("net.trovesearch.desktop:/oauth/callback?code={nth}&state={nth}"),
            2 => redirect.replace("/callback?", "/call\nback?"),
            _ => redirect.replace(":/", "://"),
        };
        desk.app.deliver_link(link.as_str().into());
    }
    // Whatever came before it has been looked at by the time this is admitted.
    desk.until("every link was looked at", async || {
        matches!(desk.state().await, ConnectState::Waiting { notice: Some(_), .. }).then_some(())
    })
    .await;
    assert_eq!((forward(), token_requests(&sim)), (0, 0));
    let told = desk.events.lock().unwrap().iter().filter(|event| matches!(event, Event::Connect(_))).count();
    assert_eq!(told, 1, "the window was told of the first");

    desk.app.deliver_link(redirect.as_str().into());
    desk.asked().await;
    for _ in 0..20 {
        desk.app.deliver_link(redirect.as_str().into());
    }
    desk.app.confirm_connection().await.unwrap();
    assert_eq!((forward(), token_requests(&sim)), (1, 1));
}

fn exported_csv() -> ExportRequest {
    let pages = ExportedPages::Chosen { ids: vec!["x".into()] };
    ExportRequest { pages, format: ExportFormat::Csv }
}
