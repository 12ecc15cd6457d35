//! The window on its desktop: keys that are taken, what the tray and notifications say and what
//! they never do, and the lock of the system.

use crate::desk::{Desk, PASSWORD, sim};
use crate::test_desktop::{TAKEN, UNUSABLE};
use std::sync::atomic::Ordering;
use trove_app::desktop_host::Sign;
use trove_app::ui_types::*;
use trove_sim::TokenKind;

fn words() -> DesktopWords {
    let word = |text: &str| text.to_owned();
    DesktopWords {
        open: word("open"),
        lock: word("lock"),
        quit: word("quit"),
        locked: word("locked"),
        reading: word("reading"),
        up_to_date: word("up to date"),
        needs_token: word("needs a token"),
        first_reading_done: word("all is read"),
    }
}

fn settings(desktop: DesktopSettings) -> MachineSettings {
    MachineSettings { desktop, ..MachineSettings::default() }
}

fn keys(keys: &str) -> Option<Shortcut> {
    Some(Shortcut { keys: keys.into(), name: keys.into() })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_size_of_the_window_s_text_is_remembered_and_bounded() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    desk.app.start().await.unwrap();
    assert_eq!(desk.host.desktop.zoom(), 100);
    let file = desk.folder.path().join("machine.json");
    for (asked, drawn) in [(150, 150), (20, 50), (5_000, 300)] {
        let settings = MachineSettings { zoom_percent: asked, ..MachineSettings::default() };
        desk.app.set_machine_settings(settings).await.unwrap();
        assert_eq!(desk.host.desktop.zoom(), drawn, "{asked}");
    }
    // Written before there was a zoom: the rest of it counts.
    std::fs::write(&file, r#"{"version":1,"settings":{"appearance":"dark"}}"#).unwrap();
    let machine = desk.app.start().await.unwrap().machine;
    assert_eq!((machine.appearance, machine.zoom_percent), (Appearance::Dark, 100));
    assert_eq!(desk.host.desktop.zoom(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_another_program_holds_change_nothing_and_are_told() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let with = |shortcut| settings(DesktopSettings { shortcut, ..DesktopSettings::default() });
    desk.app.set_machine_settings(with(keys("Control+Space"))).await.unwrap();
    assert_eq!(desk.host.desktop.held().as_deref(), Some("Control+Space"));
    for (asked, refused) in [(TAKEN, UiError::ShortcutTaken), (UNUSABLE, UiError::ShortcutRefused)] {
        assert_eq!(desk.app.set_machine_settings(with(keys(asked))).await, Err(refused));
        assert_eq!(desk.host.desktop.held().as_deref(), Some("Control+Space"));
        assert_eq!(desk.app.start().await.unwrap().machine.desktop.shortcut, keys("Control+Space"));
    }
    // What cannot be written is not held either.
    let newer = r#"{"version":2,"settings":{}}"#;
    std::fs::write(desk.folder.path().join("machine.json"), newer).unwrap();
    desk.app.set_machine_settings(with(keys("Control+F9"))).await.unwrap_err();
    assert_eq!(desk.host.desktop.held(), None, "as the file reads");
    std::fs::remove_file(desk.folder.path().join("machine.json")).unwrap();
    desk.app.set_machine_settings(with(keys("Control+F9"))).await.unwrap();
    desk.app.set_machine_settings(with(None)).await.unwrap();
    assert_eq!(desk.host.desktop.held(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_is_done_at_the_next_start() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let chosen = DesktopSettings {
        shortcut: keys("Control+Space"),
        tray: true,
        answer_search: true,
        ..DesktopSettings::default()
    };
    desk.app.set_machine_settings(settings(chosen)).await.unwrap();
    let desk = desk.restart().await;
    assert_eq!((desk.host.desktop.held(), desk.host.desktop.face()), (None, None));
    let answers_search = |desk: &Desk| desk.host.desktop.answers_search.load(Ordering::Relaxed);
    assert!(!answers_search(&desk));
    desk.app.start().await.unwrap();
    assert!(answers_search(&desk));
    assert_eq!(desk.host.desktop.held().as_deref(), Some("Control+Space"));
    assert_eq!(desk.host.desktop.face(), None, "without its words there is nothing to show");
    desk.app.desktop_words(words()).await.unwrap();
    assert_eq!(desk.host.desktop.sign(), Some(Sign::Locked));
    desk.app.set_machine_settings(settings(DesktopSettings::default())).await.unwrap();
    assert_eq!((desk.host.desktop.sign(), answers_search(&desk)), (None, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_longer_than_any_of_ours_are_refused() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let long = DesktopWords { needs_token: "x".repeat(301), ..words() };
    assert_eq!(desk.app.desktop_words(long).await, Err(UiError::BadRequest));
}

#[tokio::test(flavor = "multi_thread")]
async fn esc_hides_only_what_was_summoned_unless_chosen() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    let desktop = &desk.host.desktop;
    desk.app.escape().await.unwrap();
    assert!(!desktop.hidden.load(Ordering::Relaxed));
    desktop.summoned.store(true, Ordering::Relaxed);
    desk.app.escape().await.unwrap();
    assert!(desktop.hidden.load(Ordering::Relaxed));
}

#[tokio::test(flavor = "multi_thread")]
async fn tray_and_notifications_tell_states_and_nothing_of_pages() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let chosen = DesktopSettings { tray: true, notify: true, ..DesktopSettings::default() };
    desk.app.set_machine_settings(settings(chosen)).await.unwrap();
    desk.app.desktop_words(words()).await.unwrap();
    let desktop = &desk.host.desktop;
    assert_eq!(desktop.sign(), Some(Sign::UpToDate));
    assert_eq!(desktop.face().unwrap().lock.as_deref(), Some("lock"));

    let card = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.until("the tray says that all is read", async || {
        (desktop.sign() == Some(Sign::UpToDate)).then_some(())
    })
    .await;
    desk.until("the first reading is told", async || (!desktop.notified().is_empty()).then_some(())).await;
    assert_eq!(desktop.notified(), ["all is read"]);

    sim.revoke_kind(TokenKind::Personal);
    desk.until("the connection stops", async || {
        let _ = desk.app.refresh(None).await;
        let cards = desk.app.connections().await.unwrap();
        cards.iter().any(|card| card.status == ConnectionStatus::NeedsReconnect).then_some(())
    })
    .await;
    desk.until("the tray says so", async || (desktop.sign() == Some(Sign::NeedsToken)).then_some(())).await;
    desk.until("it is told", async || (desktop.notified().len() > 1).then_some(())).await;
    assert_eq!(desktop.notified(), ["all is read", "needs a token"]);

    desk.app.lock().await.unwrap();
    let locked = desktop.face().unwrap();
    assert_eq!((locked.sign, locked.text.as_str(), locked.lock), (Sign::Locked, "locked", None));
    assert_eq!(desktop.progress.lock().unwrap().last().copied().flatten(), None);
    // Every text that was ever outside of the window is one of its words.
    let outside = format!("{:?}{:?}", desktop.faces.lock().unwrap(), desktop.notified());
    for private in [card.workspace.as_str(), card.account.as_str(), "Fernfield", "Ada"] {
        assert!(!outside.contains(private), "{private} in {outside}");
    }
    assert_eq!(desktop.notified().len(), 2, "nothing is told while locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_at_the_window_is_not_notified() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let chosen = DesktopSettings { notify: true, ..DesktopSettings::default() };
    desk.app.set_machine_settings(settings(chosen)).await.unwrap();
    desk.app.desktop_words(words()).await.unwrap();
    desk.host.desktop.looked_at.store(true, Ordering::Relaxed);
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.app.lock().await.unwrap();
    assert_eq!(desk.host.desktop.notified(), Vec::<String>::new());
    // What ended while it was looked at is not news at the next start.
    let desk = desk.restart().await;
    desk.app.desktop_words(words()).await.unwrap();
    desk.sign_in("Ada").await;
    desk.read().await;
    assert_eq!(desk.host.desktop.notified(), Vec::<String>::new());
}

/// Check 42.
#[tokio::test(flavor = "multi_thread")]
async fn the_system_s_lock_locks_unless_unwanted() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.system_locks().await;
    assert_eq!(desk.app.connections().await, Err(UiError::Locked));
    // Locked already: nothing happens.
    desk.app.system_locks().await;
    desk.sign_in("Ada").await;
    let chosen = desk.app.profile_settings().await.unwrap();
    assert!(chosen.lock_with_system, "wanted unless turned off");
    desk.app.set_profile_settings(ProfileSettings { lock_with_system: false, ..chosen }).await.unwrap();
    desk.app.system_locks().await;
    assert_eq!(desk.app.connections().await, Ok(Vec::new()));
    // A command that works is not the window's.
    let id = desk.profile("Ada").await;
    desk.app.lock().await.unwrap();
    desk.app.open_to_read(&id, PASSWORD.into()).await.unwrap();
    desk.app.system_locks().await;
    assert_eq!(desk.app.connections().await, Ok(Vec::new()));
}
