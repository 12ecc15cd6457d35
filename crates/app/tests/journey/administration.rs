//! Several people on one computer: what the administrator sees, does, and cannot.

use crate::desk::{Desk, PASSWORD, allow, requests, sim};
use trove_app::Extent;
use trove_app::ui_types::*;

/// Check 34.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_profile_sees_nothing_of_the_first() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let card = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap();
    assert!(!card.claimed);
    assert_eq!(desk.app.create_profile("GRACE ".into(), Role::Member).await, Err(UiError::NameTaken));

    assert_eq!(desk.app.sign_in(&card.id, PASSWORD.into()).await, Err(UiError::ProfileUnclaimed));
    let session = desk.app.claim_profile(&card.id, PASSWORD.into()).await.unwrap();
    assert_eq!(session.profile.name, "Grace");
    assert_eq!(desk.pages().await.known, 0);
    assert_eq!(desk.app.connections().await.unwrap(), []);
    let ada = desk.profile("Ada").await;
    for (what, answer) in [
        ("administration", desk.app.administration().await.err()),
        ("create_profile", desk.app.create_profile("x".into(), Role::Administrator).await.err()),
        ("remove_profile", desk.app.remove_profile(&ada, PASSWORD.into()).await.err()),
        ("remove_authorization", desk.app.remove_authorization(&ada, "x", PASSWORD.into()).await.err()),
        ("accept_registry", desk.app.accept_registry().await.err()),
    ] {
        assert_eq!(answer, Some(UiError::Forbidden), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_is_carried_out_at_the_next_sign_in_before_anything_else() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let connection = desk.app.confirm_connection().await.unwrap();
    let connection = desk.listed(&connection.id).await;
    desk.app.lock().await.unwrap();

    desk.sign_in("Ada").await;
    let listed = desk.app.administration().await.unwrap();
    let [row] = &listed.authorizations[..] else { panic!("one authorization") };
    assert_eq!((row.profile_name.as_str(), &row.workspace), ("Grace", &connection.workspace));
    assert!(row.workspace_id.is_some());
    let wrong = desk.app.remove_authorization(&grace, &row.id, "wrong".into()).await;
    assert_eq!(wrong, Err(UiError::WrongPassword));
    let removal = desk.app.remove_authorization(&grace, &row.id, PASSWORD.into()).await;
    assert_eq!(removal, Ok(Removal::AtNextSignIn));
    let listed = desk.app.administration().await.unwrap();
    assert_eq!(listed.authorizations[0].status, AuthorizationStatus::RemovalWaiting);
    desk.app.lock().await.unwrap();

    sim.clear_log();
    let session = desk.sign_in("Grace").await;
    let expected =
        Notice::AuthorizationRemoved { workspace: connection.workspace, revoked: Revocation::Revoked };
    assert_eq!(session.notices, [expected]);
    assert_eq!(desk.pages().await.known, 0);
    assert_eq!(desk.app.connections().await.unwrap(), []);
    let paths: Vec<_> = sim.log().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/v1/oauth/revoke"]);
    desk.app.lock().await.unwrap();
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.administration().await.unwrap().authorizations, []);
}

/// Check 34.
/// A connection's id was taken for one of the open profile's, whosever it was: its line
/// vanished from the administrator's list, and a removal that waited with it.
#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_somebody_elses_connection_changes_nothing() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let ada = desk.profile("Ada").await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    let hers = desk.connect_token(sim.personal_token()).await.id;
    desk.app.lock().await.unwrap();

    desk.sign_in("Ada").await;
    let listed = desk.app.administration().await.unwrap().authorizations;
    assert_eq!(desk.app.disconnect(&hers).await, Err(UiError::ConnectionNotFound));
    for (profile, connection) in [(&ada, &hers), (&grace, &ada)] {
        let answer = desk.app.remove_authorization(profile, connection, PASSWORD.into()).await;
        assert_eq!(answer, Err(UiError::ConnectionNotFound));
    }
    assert_eq!(desk.app.administration().await.unwrap().authorizations, listed);
}

/// Check 35.
#[tokio::test(flavor = "multi_thread")]
async fn removing_a_profile_destroys_its_files() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    desk.connect_token(sim.personal_token()).await;
    desk.app.lock().await.unwrap();
    let folder = desk.folder.path().join("profiles").join(&grace);
    assert!(folder.join("vault.hold").is_file());
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.remove_profile(&grace, "wrong".into()).await, Err(UiError::WrongPassword));
    desk.app.remove_profile(&grace, PASSWORD.into()).await.unwrap();
    assert!(!folder.exists());
    let listed = desk.app.administration().await.unwrap();
    assert_eq!((listed.profiles.len(), listed.authorizations.len()), (1, 0));
    let ada = desk.profile("Ada").await;
    assert_eq!(desk.app.remove_profile(&ada, PASSWORD.into()).await, Err(UiError::ProfileBusy));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_means_a_forgotten_profile() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let ada = desk.profile("Ada").await;
    desk.app.lock().await.unwrap();
    desk.app.forget_profile(&ada).await.unwrap();
    assert_eq!(desk.app.start().await.unwrap().profiles, []);
    desk.app.create_administrator("Ada".into(), PASSWORD.into()).await.unwrap();
}

/// Check 36.
#[tokio::test(flavor = "multi_thread")]
async fn a_registry_edited_outside_is_told_to_the_administrator() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.app.create_profile("Grace".into(), Role::Member).await.unwrap();
    desk.app.lock().await.unwrap();
    let registry = desk.folder.path().join("registry.json");
    let text = std::fs::read_to_string(&registry).unwrap();
    let forged = text.replace("\"member\"", "\"administrator\"");
    assert_ne!(text, forged, "{text}");
    std::fs::write(&registry, forged).unwrap();
    let session = desk.sign_in("Ada").await;
    assert_eq!(session.notices, [Notice::RegistryChangedOutside]);
    desk.app.accept_registry().await.unwrap();
    desk.app.lock().await.unwrap();
    assert_eq!(desk.sign_in("Ada").await.notices, []);
}

/// Check 36.
/// A member who wrote "administrator" beside their own name into the registry could have
/// somebody else's token revoked and pages deleted.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_profile_may_do_is_in_its_keys() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let ada = desk.profile("Ada").await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    desk.app.lock().await.unwrap();
    let registry = desk.folder.path().join("registry.json");
    let mut text: serde_json::Value = serde_json::from_slice(&std::fs::read(&registry).unwrap()).unwrap();
    for profile in text["profiles"].as_array_mut().unwrap() {
        let other = if profile["role"] == "member" { "administrator" } else { "member" };
        profile["role"] = other.into();
    }
    std::fs::write(&registry, text.to_string()).unwrap();

    let session = desk.sign_in("Grace").await;
    assert_eq!(session.profile.role, Role::Member);
    assert_eq!(desk.app.administration().await.err(), Some(UiError::Forbidden));
    let removal = desk.app.remove_authorization(&ada, &card.id, PASSWORD.into()).await;
    assert_eq!(removal, Err(UiError::Forbidden));
    assert_eq!(desk.app.remove_profile(&ada, PASSWORD.into()).await, Err(UiError::Forbidden));
    assert_eq!(desk.app.accept_registry().await, Err(UiError::Forbidden));
    desk.app.lock().await.unwrap();

    // Who was demoted by nobody who may can put it right.
    let session = desk.sign_in("Ada").await;
    assert_eq!(session.profile.role, Role::Administrator);
    assert_eq!(session.notices, [Notice::RegistryChangedOutside]);
    let listed = desk.app.administration().await.unwrap();
    assert_eq!(listed.authorizations.len(), 1);
    desk.app.accept_registry().await.unwrap();
    desk.app.lock().await.unwrap();
    assert_eq!(desk.sign_in("Ada").await.notices, []);
}

/// Check 36.
/// Nobody's word was needed for a removal but the registry's, which anyone can edit: a token was
/// revoked and its pages deleted.
#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_only_the_registry_knows_of_is_refused() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let hers = desk.app.confirm_connection().await.unwrap();
    desk.listed(&hers.id).await;
    let known = desk.pages().await.known;
    desk.app.lock().await.unwrap();

    let registry = desk.folder.path().join("registry.json");
    let forge = |text: &mut serde_json::Value| {
        text["authorizations"][0]["status"] = "removal_waiting".into();
    };
    edit(&registry, forge);
    sim.clear_log();
    let command = Desk::at(desk.folder.clone(), sim.origin(), desk.clock.clone());
    command.app.open_to_read(&grace, PASSWORD.into()).await.unwrap();
    assert_eq!(command.pages().await.known, known, "nothing is hidden either");
    command.app.lock().await.unwrap();
    let session = desk.sign_in("Grace").await;
    let refused = Notice::RemovalRefused { workspace: hers.workspace.clone() };
    assert_eq!(session.notices, std::slice::from_ref(&refused), "and it is told");
    assert_eq!(desk.pages().await.known, known);
    assert_eq!(desk.app.connections().await.unwrap()[0].id, hers.id);
    assert_eq!(requests(&sim, "/v1/oauth/revoke"), 0);

    // Also while her profile is open.
    edit(&registry, forge);
    assert_eq!(desk.app.settle_removals().await.unwrap(), [refused]);
    assert_eq!(desk.app.connections().await.unwrap().len(), 1);

    // And where a profile that somebody wrote into it asks, who is an administrator by its keys.
    desk.app.lock().await.unwrap();
    let eve = "00112233445566778899aabbccddeeff";
    edit(&registry, |text| {
        let mut row = text["profiles"][0].clone();
        row["id"] = eve.into();
        row["name"] = "Eve".into();
        row["position"] = 2.into();
        row["claimed"] = false.into();
        row["seals"] = serde_json::json!({});
        text["profiles"].as_array_mut().unwrap().push(row);
    });
    let session = desk.app.claim_profile(eve, PASSWORD.into()).await.unwrap();
    assert_eq!(session.profile.role, Role::Administrator);
    let asked = desk.app.remove_authorization(&grace, &hers.id, PASSWORD.into()).await;
    assert_eq!(asked, Ok(Removal::AtNextSignIn));
    for _ in 0..2 {
        desk.app.lock().await.unwrap();
        desk.sign_in("Grace").await;
        assert_eq!(desk.app.connections().await.unwrap().len(), 1);
    }
    assert_eq!(requests(&sim, "/v1/oauth/revoke"), 0);
}

/// Somebody edits the registry by hand.
fn edit(registry: &std::path::Path, edit: impl FnOnce(&mut serde_json::Value)) {
    let mut text = serde_json::from_slice(&std::fs::read(registry).unwrap()).unwrap();
    edit(&mut text);
    std::fs::write(registry, text.to_string()).unwrap();
}

/// A command that only reads went on finding what an administrator had removed.
#[tokio::test(flavor = "multi_thread")]
async fn a_removal_is_carried_out_or_left_out_before_a_command_reads() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let ada = desk.profile("Ada").await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    let hers = desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let found = desk.titles("").await;
    assert!(!found.is_empty());
    let page = desk.find("").await.hits[0].id.clone();
    desk.app.lock().await.unwrap();
    let command = Desk::at(desk.folder.clone(), sim.origin(), desk.clock.clone());
    let writer = Desk::at(desk.folder.clone(), sim.origin(), desk.clock.clone());
    writer.app.open_to_write(&grace, PASSWORD.into()).await.unwrap();
    desk.app.sign_in(&ada, PASSWORD.into()).await.unwrap();
    let marked = desk.app.remove_authorization(&grace, &hers.id, PASSWORD.into()).await;
    assert_eq!(marked, Ok(Removal::AtNextSignIn));

    // Another process writes: nothing can be deleted, and nothing is found.
    let session = command.app.open_to_read(&grace, PASSWORD.into()).await.unwrap();
    command.app.index_settled().await.unwrap();
    assert_eq!(session.notices, []);
    assert_eq!(command.titles("").await, [""; 0]);
    assert_eq!(command.app.connections().await.unwrap(), []);
    assert_eq!(command.app.preview(&page, String::new(), true, None).await.err(), Some(UiError::LinkRefused));
    assert_eq!(command.app.open_page(&page, false).await, Err(UiError::LinkRefused));
    command.app.lock().await.unwrap();

    // The one that writes carries it out before it asks anything.
    sim.clear_log();
    let notices = writer.app.settle_removals().await.unwrap();
    let expected =
        Notice::AuthorizationRemoved { workspace: hers.workspace, revoked: Revocation::NotPossible };
    assert_eq!(notices, [expected]);
    assert_eq!(writer.app.sync_now(Extent::Changes, None).await, Ok(Vec::new()));
    assert_eq!(sim.log().len(), 0);
    writer.app.lock().await.unwrap();

    // And so does one that was only going to read.
    writer.app.sign_in(&grace, PASSWORD.into()).await.unwrap();
    let hers = writer.connect_token(sim.personal_token()).await;
    writer.app.lock().await.unwrap();
    desk.app.remove_authorization(&grace, &hers.id, PASSWORD.into()).await.unwrap();
    let session = command.app.open_to_read(&grace, PASSWORD.into()).await.unwrap();
    assert_eq!(session.notices.len(), 1);
    command.app.index_settled().await.unwrap();
    assert_eq!(command.titles("").await, [""; 0]);
    assert_eq!(desk.app.administration().await.unwrap().authorizations, []);
}

/// A crash right before the registry was told left a line for a connection that is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_line_left_by_a_crash_goes_at_the_next_sign_in() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    let card = desk.connect_token(sim.personal_token()).await;
    let registry = desk.folder.path().join("registry.json");
    let before = std::fs::read(&registry).unwrap();
    desk.app.disconnect(&card.id).await.unwrap();
    desk.app.lock().await.unwrap();
    std::fs::write(&registry, before).unwrap();
    assert_eq!(desk.sign_in("Ada").await.notices, []);
    assert_eq!(desk.app.administration().await.unwrap().authorizations, []);
}
