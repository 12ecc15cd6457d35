//! Whose word a removal is: an administrator's whom the profile trusts, and nobody else's.

use super::*;

const CLEO: &str = "umbrella, four cats, no hat";

/// How many removals wait for the holder: asked for, refused.
fn waiting(profiles: &Profiles, keys: &ProfileKeys) -> (usize, usize) {
    let removals = profiles.removals(keys).unwrap();
    (removals.asked.len(), removals.refused.len())
}

fn with_bobs_connection() -> (Machine, Profiles, ProfileKeys, ProfileKeys, ConnectionId) {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let authorization = authorization(bob.id());
    profiles.put_authorization(&authorization).unwrap();
    (machine, profiles, ada, bob, authorization.connection)
}

fn said_by_hand(machine: &Machine) {
    machine.edit_registry(|registry| registry["authorizations"][0]["status"] = "removal_waiting".into());
}

/// Check 36.
#[test]
fn a_removal_is_an_administrators_word() {
    let (machine, profiles, ada, bob, connection) = with_bobs_connection();
    assert_eq!(profiles.mark_removed(&bob, bob.id(), connection), Err(ProfilesError::NotAdministrator));
    said_by_hand(&machine);
    assert_eq!(waiting(&profiles, &bob), (0, 1));
    assert_eq!(waiting(&profiles, &ada), (0, 0), "it is not hers");
    profiles.refuse_removal(bob.id(), connection).unwrap();
    assert_eq!(waiting(&profiles, &bob), (0, 0));
    assert_eq!(profiles.authorizations().unwrap()[0].status, AuthorizationStatus::Active);

    profiles.mark_removed(&ada, bob.id(), connection).unwrap();
    assert_eq!(waiting(&profiles, &bob), (1, 0));
    // Across restarts and sign-ins.
    let bob = machine.profiles().unlock(bob.id(), &secret(BOB)).unwrap().keys;
    assert_eq!(waiting(&profiles, &bob), (1, 0));

    // Her word for one connection is none for another, nor for another profile's.
    let signed = fs::read(machine.registry_path()).unwrap();
    machine.edit_registry(|registry| {
        let other = ConnectionId::from_bytes([4; 16]).to_string();
        registry["authorizations"][0]["connection"] = other.as_str().into();
        let seals = registry["profiles"][1]["seals"].as_object_mut().unwrap();
        let word = seals[&format!("removal/{connection}")].clone();
        seals.insert(format!("removal/{other}"), word);
    });
    assert_eq!(waiting(&profiles, &bob), (0, 1));
    fs::write(machine.registry_path(), &signed).unwrap();
    machine.edit_registry(|registry| {
        let text = registry["profiles"][1]["seals"].clone();
        registry["profiles"][0]["seals"] = text;
        registry["authorizations"][0]["profile"] = ada.id().to_string().into();
    });
    assert_eq!(waiting(&profiles, &ada), (0, 1));

    // Carried out, it is gone, and brings nothing back that has the id again.
    fs::write(machine.registry_path(), &signed).unwrap();
    profiles.clear_authorization(bob.id(), connection).unwrap();
    profiles.put_authorization(&authorization(bob.id())).unwrap();
    said_by_hand(&machine);
    assert_eq!(waiting(&profiles, &bob), (0, 1));
}

/// Check 36.
#[test]
fn a_key_put_into_the_registry_signs_for_nobody() {
    let (machine, profiles, ada, bob, connection) = with_bobs_connection();
    // Eve writes herself in, and her key over Ada's.
    let eve = ProfileId::from_bytes([9; 16]);
    machine.edit_registry(|registry| {
        let mut row = registry["profiles"][0].clone();
        row["id"] = eve.to_string().into();
        row["name"] = "Eve".into();
        row["position"] = 2.into();
        row["claimed"] = false.into();
        row["seals"] = serde_json::json!({});
        registry["profiles"].as_array_mut().unwrap().push(row);
    });
    let eve = profiles.claim(eve, &secret(CLEO)).unwrap();
    assert_eq!(eve.role(), Role::Administrator);
    machine.edit_registry(|registry| {
        let hers = registry["profiles"][2]["seals"]["signs"].clone();
        registry["profiles"][0]["seals"]["signs"] = hers;
    });
    for _ in 0..2 {
        profiles.mark_removed(&eve, bob.id(), connection).unwrap();
        assert_eq!(waiting(&profiles, &bob), (0, 1));
        profiles.unlock(bob.id(), &secret(BOB)).unwrap();
        assert_eq!(waiting(&profiles, &bob), (0, 1));
    }

    // Ada is told, and until she accepts Eve her word is none; then it is, once Bob was here.
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::ChangedOutside);
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(waiting(&profiles, &bob), (0, 1));
    profiles.accept_registry(&ada).unwrap();
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(waiting(&profiles, &bob), (1, 0));
}

/// An administrator who was made by another, and one who came when none was left.
#[test]
fn administrators_of_later_are_trusted() {
    let (_machine, profiles, ada, bob, connection) = with_bobs_connection();
    let cleo = profiles.create_unclaimed(&ada, "Cleo", Role::Administrator).unwrap().id;
    let cleo = profiles.claim(cleo, &secret(CLEO)).unwrap();
    // Ada signs for her when she signs in, Bob learns it when he does.
    profiles.unlock(ada.id(), &secret(ADA)).unwrap();
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    profiles.mark_removed(&cleo, bob.id(), connection).unwrap();
    assert_eq!(waiting(&profiles, &bob), (1, 0));
    profiles.refuse_removal(bob.id(), connection).unwrap();

    profiles.forget(ada.id()).unwrap();
    profiles.forget(cleo.id()).unwrap();
    let dora = profiles.create_administrator("Dora", &secret(ADA)).unwrap();
    profiles.mark_removed(&dora, bob.id(), connection).unwrap();
    // Bob has not met her: what was asked before that is refused.
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(waiting(&profiles, &bob), (0, 1));
    profiles.refuse_removal(bob.id(), connection).unwrap();
    profiles.mark_removed(&dora, bob.id(), connection).unwrap();
    assert_eq!(waiting(&profiles, &bob), (1, 0));
}

/// Everything is as it was in a registry that a version before this one wrote, and nothing is
/// written twice.
#[test]
fn a_registry_without_keys_gets_them_at_the_next_sign_ins() {
    let (machine, profiles, ada, bob, connection) = with_bobs_connection();
    machine.edit_registry(|registry| {
        for row in registry["profiles"].as_array_mut().unwrap() {
            row["seals"].as_object_mut().unwrap().retain(|name, _| !name.contains('/') && name != "signs");
        }
    });
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::Intact);
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    let settled = fs::read(machine.registry_path()).unwrap();
    profiles.unlock(ada.id(), &secret(ADA)).unwrap();
    profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(fs::read(machine.registry_path()).unwrap(), settled);
    profiles.mark_removed(&ada, bob.id(), connection).unwrap();
    assert_eq!(waiting(&profiles, &bob), (1, 0));
}
