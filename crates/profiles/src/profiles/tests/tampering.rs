//! Files edited, damaged and swapped by hand.

use super::*;

/// Check 26.
#[test]
fn parameters_out_of_bounds_derive_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let original = fs::read_to_string(&path).unwrap();
    assert!(original.contains("\"memory_kib\": 65536") && original.contains("\"passes\": 3"));
    for (from, to) in [
        ("\"memory_kib\": 65536", "\"memory_kib\": 8"),
        ("\"memory_kib\": 65536", "\"memory_kib\": 4194304"),
        ("\"passes\": 3", "\"passes\": 1000000"),
        ("\"passes\": 3", "\"passes\": 1"),
        ("\"lanes\": 1", "\"lanes\": 0"),
    ] {
        fs::write(&path, original.replace(from, to)).unwrap();
        let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &secret(ADA)).unwrap_err());
        assert_eq!((derived, refused), (0, ProfilesError::WeakKdf), "{to}");
    }
    // Within bounds, but not what was written.
    fs::write(&path, original.replace("\"passes\": 3", "\"passes\": 4")).unwrap();
    let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &secret(ADA)).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::Damaged(DataFile::Keys)));
}

/// Check 28.
#[test]
fn damage_is_never_taken_for_a_wrong_password() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let original = fs::read(&path).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let (derived, ()) = derivations(|| {
        for at in 0..original.len() {
            let mut damaged = original.clone();
            damaged[at] ^= 0x01;
            fs::write(&path, &damaged).unwrap();
            if let Err(error) = KeyFile::load(&path, ada.id()) {
                seen.insert(format!("{error:?}"));
            } else {
                // White space may change without harm.
                assert!(original[at].is_ascii_whitespace(), "byte {at}");
            }
        }
        for length in [0, 1, 7, original.len() / 2, original.len() - 3] {
            fs::write(&path, &original[..length]).unwrap();
            assert_eq!(KeyFile::load(&path, ada.id()).err(), Some(ProfilesError::Damaged(DataFile::Keys)));
        }
        fs::write(&path, [&original[..], b"x"].concat()).unwrap();
        assert_eq!(KeyFile::load(&path, ada.id()).err(), Some(ProfilesError::Damaged(DataFile::Keys)));
        fs::remove_file(&path).unwrap();
        assert_eq!(
            profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(),
            ProfilesError::Damaged(DataFile::Keys),
            "missing keys must not look unclaimed"
        );
        let newer = r#"{"version":2,"sealed_by":"something new"}"#;
        fs::write(&path, newer).unwrap();
        let refused = profiles.unlock(ada.id(), &secret(ADA)).unwrap_err();
        assert_eq!(refused, ProfilesError::NewerVersion(DataFile::Keys));
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    });
    assert_eq!(derived, 0);
    // A flipped digit may also make the cost or the version one that we refuse by name.
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(seen, ["Damaged(Keys)", "WeakKdf"]);
    fs::write(&path, &original).unwrap();
    assert!(profiles.unlock(ada.id(), &secret(ADA)).is_ok());
}

/// Check 33.
#[test]
fn swapped_key_files_open_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let bob = profiles.create_unclaimed(&ada, "Bob", Role::Member).unwrap().id;
    // The same password, so that only the seal can tell.
    profiles.claim(bob, &secret(ADA)).unwrap();
    let [a, b] = [ada.id(), bob].map(|id| fs::read_to_string(profiles.key_path(id)).unwrap());
    let damaged = ProfilesError::Damaged(DataFile::Keys);
    fs::write(profiles.key_path(ada.id()), &b).unwrap();
    fs::write(profiles.key_path(bob), &a).unwrap();
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(), damaged);
    assert_eq!(profiles.unlock(bob, &secret(ADA)).unwrap_err(), damaged);

    // With the id rewritten and the checksum made to match: the seal is bound to the id.
    let mut stolen = KeyFile::load(&profiles.key_path(bob), bob).err();
    assert_eq!(stolen.take(), Some(damaged));
    fs::write(profiles.key_path(bob), &b).unwrap();
    let file = KeyFile::load(&profiles.key_path(bob), bob).unwrap().unwrap();
    file.claiming_to_be(ada.id()).save(&profiles.key_path(ada.id())).unwrap();
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(), damaged);

    fs::write(profiles.key_path(ada.id()), &a).unwrap();
    assert!(profiles.unlock(ada.id(), &secret(ADA)).is_ok());
    assert!(profiles.unlock(bob, &secret(ADA)).is_ok());
}

/// Check 36.
#[test]
fn edits_by_hand_show_at_the_administrators_next_sign_in() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let original = fs::read(machine.registry_path()).unwrap();
    let state = |keys: &ProfileKeys| seal::check(&profiles.registry.read().unwrap(), keys);
    assert_eq!(state(&ada), RegistryState::Intact);

    type Edit = fn(&mut Vec<serde_json::Value>);
    let edits: [(&str, Edit); 8] = [
        ("member made administrator", |rows| rows[1]["role"] = "administrator".into()),
        ("administrator made member", |rows| rows[0]["role"] = "member".into()),
        ("extra administrator", |rows| {
            let mut extra = rows[0].clone();
            extra["id"] = "00112233445566778899aabbccddeeff".into();
            extra["name"] = "Eve".into();
            extra["position"] = 2.into();
            rows.push(extra);
        }),
        ("administrator twice", |rows| rows.push(rows[0].clone())),
        ("reordered", |rows| rows.reverse()),
        ("reordered, positions too", |rows| {
            rows.reverse();
            rows[0]["position"] = 0.into();
            rows[1]["position"] = 1.into();
        }),
        ("renamed", |rows| rows[1]["name"] = "Rob".into()),
        ("seal taken away", |rows| rows[1]["seals"] = serde_json::json!({})),
    ];
    for (what, edit) in edits {
        machine.edit_registry(|registry| edit(registry["profiles"].as_array_mut().unwrap()));
        assert_eq!(state(&ada), RegistryState::ChangedOutside, "{what}");
        fs::write(machine.registry_path(), &original).unwrap();
    }

    // Through the front door once: the false administrator is none, and opens only his own.
    machine.edit_registry(|registry| registry["profiles"][1]["role"] = "administrator".into());
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::ChangedOutside);
    let fake = profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(fake.keys.role(), Role::Member);
    let refused = profiles.create_unclaimed(&fake.keys, "Eve", Role::Administrator).unwrap_err();
    assert_eq!(refused, ProfilesError::NotAdministrator);
    assert_eq!(profiles.accept_registry(&fake.keys).unwrap_err(), ProfilesError::NotAdministrator);

    // Shown until accepted, and adding a profile meanwhile does not vouch for the rest.
    profiles.create_unclaimed(&ada, "Cleo", Role::Member).unwrap();
    assert_eq!(state(&ada), RegistryState::ChangedOutside);
    profiles.accept_registry(&ada).unwrap();
    assert_eq!(state(&ada), RegistryState::Intact);
}

#[test]
fn a_damaged_or_newer_registry_is_refused_and_left_alone() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let original = fs::read_to_string(machine.registry_path()).unwrap();
    let damaged = ProfilesError::Damaged(DataFile::Registry);
    for (content, refused) in [
        (String::new(), damaged),
        (original.chars().take(original.len() / 2).collect(), damaged),
        (original.replace("\"version\": 1", "\"version\": 0"), damaged),
        (original.replace("Ada", "A\u{202E}da"), damaged),
        (original.replace(&ada.id().to_string(), "../../elsewhere"), damaged),
        (r#"{"version": 2, "people": []}"#.to_owned(), ProfilesError::NewerVersion(DataFile::Registry)),
    ] {
        fs::write(machine.registry_path(), &content).unwrap();
        assert_eq!(machine.try_open().err(), Some(refused), "{content}");
        assert_eq!(profiles.touch(ada.id()), Err(refused));
        assert_eq!(fs::read_to_string(machine.registry_path()).unwrap(), content);
    }
    // Forgotten by hand while it is listed: its files stay.
    let forged = original.replace("\"forgotten\": []", &format!("\"forgotten\": [\"{}\"]", ada.id()));
    assert_ne!(forged, original);
    fs::write(machine.registry_path(), forged).unwrap();
    machine.try_open().unwrap();
    assert!(profiles.key_path(ada.id()).is_file());
    // Gone, with profiles there: not a first start.
    fs::remove_file(machine.registry_path()).unwrap();
    assert_eq!(machine.try_open().err(), Some(damaged));
    fs::write(machine.registry_path(), &original).unwrap();
    assert_eq!(machine.profiles().list().unwrap().len(), 1);
}
