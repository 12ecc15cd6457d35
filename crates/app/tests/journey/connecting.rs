//! Connecting by every way in, and what must not connect.

use crate::desk::{Desk, allow, requests, sim, sim_named, token_requests};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use trove_app::ui_types::*;
use trove_sim::{Action, Fault};

/// The machine has one such port, and tests run side by side.
static LOOPBACK_PORT: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn the_redirect_ends_in_a_question_and_then_in_pages() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let address = desk.begin(&sim, RedirectForm::Scheme).await.unwrap();
    assert!(matches!(desk.state().await, ConnectState::Waiting { .. }));

    desk.app.deliver_link(allow(&address).await.as_str().into());
    let question = desk
        .until("the app asks", async || match desk.state().await {
            question @ ConnectState::Confirming { .. } => Some(question),
            _ => None,
        })
        .await;
    let ConnectState::Confirming { workspace, replaces, kind, .. } = question else { unreachable!() };
    assert!(!workspace.is_empty());
    assert_eq!((replaces, kind), (false, ConnectionKind::OAuth));
    assert_eq!(desk.app.connections().await.unwrap(), [], "nothing is stored before the answer");

    let card = desk.app.confirm_connection().await.unwrap();
    let card = desk.listed(&card.id).await;
    assert_eq!(card.workspace, workspace);
    assert_eq!(desk.pages().await.known, card.pages);
    assert!(card.pages > 10);
    assert_eq!(token_requests(&sim), 1);
}

/// Check 3.
#[tokio::test(flavor = "multi_thread")]
async fn a_good_looking_redirect_with_nothing_pending_changes_nothing() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let files = desk.files();
    let events = desk.events.lock().unwrap().len();
    let address = "net.trovesearch.desktop:/oauth/callback?code=good&state=looks-good";
    let answer = desk.app.finish_sign_in(address.into()).await;
    assert_eq!(answer, Err(UiError::NothingPending));
    assert!(sim.log().is_empty());
    assert_eq!(desk.events.lock().unwrap().len(), events);
    let changed: Vec<_> = desk.files().into_iter().zip(files).filter(|(now, then)| now != then).collect();
    assert!(changed.is_empty(), "{:?}", changed.iter().map(|(now, _)| &now.0).collect::<Vec<_>>());
}

/// Check 4.
#[tokio::test(flavor = "multi_thread")]
async fn foreign_states_neither_use_nor_cancel_the_attempt() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let address = desk.begin(&sim, RedirectForm::Scheme).await.unwrap();
    let good = allow(&address).await;
    let state = url::Url::parse(&good).unwrap();
    let state = state.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    for number in 0..50 {
        let wrong = match number % 4 {
            0 => state.replacen(&state[..1], if state.starts_with('A') { "B" } else { "A" }, 1),
            1 => state[..state.len() - 1 - number / 4].to_owned(),
            2 => state.to_uppercase() + "x",
            _ => format!("{state}{number}"),
        };
        let answer = desk.app.finish_sign_in(good.replace(&state, &wrong).as_str().into()).await;
        assert_eq!(answer, Err(UiError::StateMismatch), "{number}");
    }
    assert_eq!(token_requests(&sim), 0);

    // Fired by another page, it is said where the person looks.
    desk.app.deliver_link(good.replace(&state, "another-pages-state").as_str().into());
    desk.until("the window says so", async || match desk.state().await {
        ConnectState::Waiting { notice: Some(UiError::StateMismatch), .. } => Some(()),
        _ => None,
    })
    .await;

    desk.app.finish_sign_in(good.as_str().into()).await.unwrap();
    assert!(matches!(desk.state().await, ConnectState::Confirming { .. }));
    assert_eq!(token_requests(&sim), 1);
}

/// Check 5.
#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_delivered_twice_is_used_once() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    for round in 1..=20 {
        let address = desk.begin(&sim, RedirectForm::Scheme).await.unwrap();
        let redirect = allow(&address).await;
        let (one, two) = (desk.app.clone(), desk.app.clone());
        let (first, second) = (redirect.clone(), redirect.clone());
        let both = tokio::join!(
            tokio::spawn(async move { one.finish_sign_in(first.as_str().into()).await }),
            tokio::spawn(async move { two.finish_sign_in(second.as_str().into()).await }),
        );
        let mut answers = [both.0.unwrap(), both.1.unwrap()];
        answers.sort_by_key(Result::is_err);
        assert_eq!(answers, [Ok(()), Err(UiError::AttemptUsed)]);
        assert_eq!(token_requests(&sim), round);
    }
    assert_eq!(desk.app.finish_sign_in("nonsense".into()).await, Err(UiError::RedirectRefused));
}

/// Check 8.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_newest_attempt_counts() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let older = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    let newer = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    assert_eq!(desk.app.finish_sign_in(older.as_str().into()).await, Err(UiError::StateMismatch));
    desk.app.finish_sign_in(newer.as_str().into()).await.unwrap();
    desk.app.confirm_connection().await.unwrap();
    assert_eq!(desk.app.finish_sign_in(older.as_str().into()).await, Err(UiError::NothingPending));
}

/// Check 6.
#[tokio::test(flavor = "multi_thread")]
async fn ten_minutes_and_no_longer() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.clock.pass(Duration::from_secs(601));
    assert_eq!(desk.app.finish_sign_in(redirect.as_str().into()).await, Err(UiError::AttemptExpired));
    assert_eq!(desk.state().await, ConnectState::Failed { error: UiError::AttemptExpired });

    // The wall clock set back an hour does not make it young again.
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.clock.pass(Duration::from_secs(540));
    desk.clock.set_wall_back(Duration::from_secs(3600));
    assert_eq!(desk.app.finish_sign_in(redirect.as_str().into()).await, Err(UiError::AttemptExpired));
    assert_eq!(token_requests(&sim), 0);
}

/// Check 10.
#[tokio::test(flavor = "multi_thread")]
async fn cancelled_at_notion_is_a_sentence_and_no_request() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    let url = url::Url::parse(&redirect).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1;
    let cancelled = format!("net.trovesearch.desktop:/oauth/callback?error=access_denied&state={state}");
    assert_eq!(desk.app.finish_sign_in(cancelled.as_str().into()).await, Err(UiError::CancelledAtNotion));
    assert_eq!(token_requests(&sim), 0);
    desk.app.cancel_sign_in().await.unwrap();
    assert!(matches!(desk.state().await, ConnectState::Idle { client_id: Some(_), .. }));
}

/// Check 2.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_scheme_handler_stops_before_the_browser_opens() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.host.not_ours.store(true, Ordering::Relaxed);
    assert_eq!(desk.begin(&sim, RedirectForm::Scheme).await, Err(UiError::SchemeNotOurs));
    assert!(desk.host.opened().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_secret_is_told_before_the_browser_opens() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let client = ClientEntry { client_id: sim.client_id().into(), client_secret: "wrong".into() };
    let request = BeginSignIn { client: Some(client), form: RedirectForm::Scheme, bounce: None };
    assert_eq!(desk.app.begin_sign_in(request).await, Err(UiError::ClientRefused));
    assert!(desk.host.opened().is_empty());
    assert!(matches!(desk.state().await, ConnectState::Idle { client_id: None, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn declining_revokes_the_token_at_once_and_stores_nothing() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    assert_eq!(desk.app.decline_connection().await, Ok(Revocation::Revoked));
    assert_eq!(sim.log().iter().filter(|request| request.path == "/v1/oauth/revoke").count(), 1);
    assert_eq!(desk.app.connections().await.unwrap(), []);
    assert_eq!(desk.app.confirm_connection().await, Err(UiError::NothingPending));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_token_is_asked_for_its_owner_and_never_judged_by_shape() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    for refused in ["secret_nonsense", "ntn_123", "not-of-any-known-kind"] {
        let answer = desk.app.connect_token(refused.into()).await;
        assert_eq!(answer, Err(UiError::TokenRefused), "{refused:?}");
    }
    let never_sent =
        [("", NotAToken::Empty), ("a token\r\nwith lines", NotAToken::Other), ("🦀", NotAToken::Other)];
    for (text, why) in never_sent {
        let answer = desk.app.connect_token(text.into()).await;
        assert_eq!(answer, Err(UiError::NotAToken { why }), "{text:?}");
    }
    let padded = format!("  {}\n", sim.personal_token());
    desk.app.connect_token(padded.as_str().into()).await.unwrap();
    let ConnectState::Confirming { account, kind, .. } = desk.state().await else { panic!("no question") };
    assert_eq!(kind, ConnectionKind::Pasted);
    assert!(!account.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_again_updates_and_two_ways_see_one_page_once() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let first = desk.connect_token(sim.personal_token()).await;
    let again = desk.connect_token(sim.personal_token()).await;
    assert_eq!((first.id, first.created), (again.id, again.created));
    assert_eq!(desk.app.connections().await.unwrap().len(), 1);
    let alone = desk.pages().await.known;

    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let second = desk.app.confirm_connection().await.unwrap();
    let second = desk.listed(&second.id).await;
    assert!(second.pages > 0 && desk.app.connections().await.unwrap().len() == 2);
    assert_eq!(desk.pages().await.known, alone, "the same pages, seen twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_listens_only_while_a_sign_in_waits() {
    let _port = LOOPBACK_PORT.lock().await;
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Loopback).await.unwrap()).await;
    assert!(redirect.starts_with("http://localhost:27463/oauth/callback?"), "{redirect}");
    // The port is one for the machine: another program on it is a sentence, not a fallback.
    let other = Desk::at(Arc::new(tempfile::tempdir().unwrap()), sim.origin(), Arc::default());
    other.app.create_administrator("Grace".into(), crate::desk::PASSWORD.into()).await.unwrap();
    assert_eq!(other.begin(&sim, RedirectForm::Loopback).await, Err(UiError::PortTaken { port: 27463 }));

    let page = reqwest::get(&redirect).await.unwrap();
    assert_eq!(page.status(), 200);
    desk.asked().await;
    desk.until("the port is free", async || reqwest::get(&redirect).await.is_err().then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_outlives_the_process_but_not_as_text() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    let url = url::Url::parse(&redirect).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let readable = |desk: &Desk| {
        desk.files()
            .iter()
            .any(|(_, bytes)| bytes.windows(state.len()).any(|window| window == state.as_bytes()))
    };
    assert!(!readable(&desk));
    std::fs::write(desk.folder.path().join("planted"), &state).unwrap();
    assert!(readable(&desk), "the scan finds what is there");

    let desk = desk.restart().await;
    desk.app.deliver_link(redirect.as_str().into());
    desk.until("the link is held", async || desk.app.start().await.unwrap().link_waiting.then_some(())).await;
    assert_eq!(token_requests(&sim), 0);
    desk.sign_in("Ada").await;
    desk.asked().await;
    assert_eq!(token_requests(&sim), 1);
}

/// Check 61.
#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_marked_and_goes_with_one_click() {
    let sim = sim_named("Elsewhere").await;
    let desk = Desk::administrator(&sim).await;
    desk.app.look_around().await.unwrap();
    let [card] = &desk.app.connections().await.unwrap()[..] else { panic!("one connection") };
    assert_eq!(card.kind, ConnectionKind::Sample);
    let card = desk.listed(&card.id).await;
    assert!(card.pages > 10 && desk.pages().await.rows.iter().all(|row| row.sample));
    assert!(sim.log().is_empty(), "the sample's token went to its own server only");

    // Gone when it is locked, also while it starts: by itself nobody would end it then.
    desk.app.lock().await.unwrap();
    assert!(!desk.host.sample_runs().await);
    for moment in 0..4_u64 {
        desk.sign_in("Ada").await;
        let there = desk.app.connections().await.unwrap().remove(0);
        desk.app.disconnect(&there.id).await.unwrap();
        let app = desk.app.clone();
        let looking = tokio::spawn(async move { app.look_around().await });
        tokio::time::sleep(Duration::from_millis(moment * 5)).await;
        desk.app.lock().await.unwrap();
        let _ = looking.await.unwrap();
        assert!(!desk.host.sample_runs().await, "locked after {moment}");
        desk.sign_in("Ada").await;
        desk.app.look_around().await.unwrap();
        let [again] = &desk.app.connections().await.unwrap()[..] else { panic!("one connection") };
        desk.listed(&again.id).await;
        desk.app.lock().await.unwrap();
    }
    desk.sign_in("Ada").await;
    let card = desk.app.connections().await.unwrap().remove(0);
    let card = desk.listed(&card.id).await;

    // It is there again after a restart, on another port.
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert_eq!(desk.pages().await.known, card.pages);
    desk.listed(&card.id).await;
    assert_eq!(desk.app.disconnect(&card.id).await, Ok(Revocation::NotPossible));
    assert_eq!(desk.pages().await.known, 0);
}

/// One failed start of the sample's server made every sign-in fail, while the profile
/// stood open behind the sign-in screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_sample_that_cannot_start_keeps_nobody_out() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.look_around().await.unwrap();
    let card = desk.app.connections().await.unwrap().remove(0);
    let card = desk.listed(&card.id).await;

    let desk = desk.restart().await;
    desk.host.no_sample.store(true, Ordering::Relaxed);
    desk.sign_in("Ada").await;
    assert_eq!(desk.pages().await.known, card.pages);
    let failed = desk.app.connections().await.unwrap().remove(0);
    assert!(matches!(failed.listing, Listing::Failed { .. }), "{:?}", failed.listing);

    // Asked again, it starts.
    desk.host.no_sample.store(false, Ordering::Relaxed);
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.listed(&card.id).await;
}

/// The new attempt asked for the port before the old one had let go of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_attempt_by_loopback_takes_the_port_over() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let _port = LOOPBACK_PORT.lock().await;
    for _ in 0..20 {
        desk.begin(&sim, RedirectForm::Loopback).await.unwrap();
    }
}

/// Declining twice, or from an old window, must not end an attempt that waits.
#[tokio::test(flavor = "multi_thread")]
async fn declining_where_nothing_was_asked_ends_no_attempt() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.begin(&sim, RedirectForm::Scheme).await.unwrap();
    assert_eq!(desk.app.decline_connection().await, Err(UiError::NothingPending));
    assert!(matches!(desk.state().await, ConnectState::Waiting { .. }));
}

/// A new attempt, or a pasted token, took the question's place and left its token alive
/// at Notion with nobody to know it.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_replaced_is_declined() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    for revoked in 1..=2 {
        let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
        desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
        match revoked {
            1 => drop(desk.begin(&sim, RedirectForm::Scheme).await.unwrap()),
            _ => desk.app.connect_token(sim.personal_token().into()).await.unwrap(),
        }
        assert_eq!(requests(&sim, "/v1/oauth/revoke"), revoked);
    }
}

/// The question was gone when its answer could not be stored, and the token with it.
#[tokio::test(flavor = "multi_thread")]
async fn agreeing_can_be_tried_again_after_a_disk_error() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.connect_token(sim.personal_token().into()).await.unwrap();
    let vault = desk.folder.path().join("profiles").join(desk.profile("Ada").await).join("vault.hold");
    let _ = std::fs::remove_file(&vault);
    std::fs::create_dir_all(vault.join("in the way")).unwrap();
    assert!(desk.app.confirm_connection().await.is_err());
    assert!(matches!(desk.state().await, ConnectState::Confirming { .. }));
    std::fs::remove_dir_all(&vault).unwrap();
    let card = desk.app.confirm_connection().await.unwrap();
    desk.listed(&card.id).await;
}

/// A browser that did not open left an attempt on disk, which came back as waiting after
/// the next sign-in.
#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_without_a_browser_is_none() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.begin(&sim, RedirectForm::Scheme).await.unwrap();
    desk.host.no_browser.store(true, Ordering::Relaxed);
    assert_eq!(desk.begin(&sim, RedirectForm::Scheme).await, Err(UiError::BrowserNotOpened));
    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    assert!(matches!(desk.state().await, ConnectState::Idle { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_around_twice_at_once_makes_one_connection() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let (one, two) = (desk.app.clone(), desk.app.clone());
    let both = tokio::join!(
        tokio::spawn(async move { one.look_around().await }),
        tokio::spawn(async move { two.look_around().await }),
    );
    assert_eq!((both.0.unwrap(), both.1.unwrap()), (Ok(()), Ok(())));
    assert_eq!(desk.app.connections().await.unwrap().len(), 1);
}

/// A renewed pair that could not be written was offered a last time when its connection
/// was replaced, and written over the new one, which then could not be renewed.
#[tokio::test(flavor = "multi_thread")]
async fn reconnecting_keeps_the_newest_token() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let card = desk.app.confirm_connection().await.unwrap();
    desk.listed(&card.id).await;

    let vault = desk.folder.path().join("profiles").join(desk.profile("Ada").await).join("vault.hold");
    std::fs::remove_file(&vault).unwrap();
    std::fs::create_dir_all(vault.join("in the way")).unwrap();
    sim.fault(Fault::status(401).on("/v1/search"));
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("a renewal could not be saved", async || {
        let cards = desk.app.connections().await.unwrap();
        (cards[0].listing == Listing::Failed { error: UiError::Disk }).then_some(())
    })
    .await;

    let request = BeginSignIn { client: None, form: RedirectForm::Scheme, bounce: None };
    desk.app.begin_sign_in(request).await.unwrap();
    let redirect = allow(desk.host.opened().last().unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    std::fs::remove_dir_all(&vault).unwrap();
    let again = desk.app.confirm_connection().await.unwrap();
    assert_eq!(again.id, card.id);
    desk.listed(&card.id).await;

    let desk = desk.restart().await;
    desk.sign_in("Ada").await;
    desk.listed(&card.id).await;
    sim.clear_log();
    sim.fault(Fault::status(401).on("/v1/search"));
    desk.app.refresh(Some(&card.id)).await.unwrap();
    desk.until("it is renewed", async || (token_requests(&sim) == 1).then_some(())).await;
    assert_eq!(desk.listed(&card.id).await.status, ConnectionStatus::Active);
}

/// Disconnecting waited a minute for a server that did not answer.
#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_does_not_wait_for_a_silent_notion() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let card = desk.app.confirm_connection().await.unwrap();
    desk.listed(&card.id).await;
    // Answered at last, but long after the person would have given up.
    sim.fault(Fault::new(Action::Delay { ms: 30_000 }).on("/v1/oauth/revoke"));
    assert_eq!(desk.app.disconnect(&card.id).await, Ok(Revocation::Failed));
    assert_eq!(desk.app.connections().await.unwrap(), []);
    assert_eq!(desk.pages().await.known, 0);
    assert_eq!(desk.app.administration().await.unwrap().authorizations, []);
}

/// After a restart the app waited for an answer that another program would receive.
#[tokio::test(flavor = "multi_thread")]
async fn a_port_taken_during_a_restart_is_told() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let _port = LOOPBACK_PORT.lock().await;
    desk.begin(&sim, RedirectForm::Loopback).await.unwrap();
    let desk = desk.restart().await;
    let other = std::net::TcpListener::bind("127.0.0.1:27463").unwrap();
    desk.sign_in("Ada").await;
    let ConnectState::Waiting { notice, .. } = desk.state().await else { panic!("nothing waits") };
    assert_eq!(notice, Some(UiError::PortTaken { port: 27463 }));
    drop(other);
}
