//! A key in the keychain beside the password.

use super::*;
use trove_model::Key32;

fn remember(profiles: &Profiles, keys: &ProfileKeys) -> Key32 {
    let mut kept = None;
    let keep = |key: &Key32| {
        kept = Some(key.clone());
        Ok::<_, ProfilesError>(())
    };
    profiles.remember(keys, keep).unwrap();
    kept.unwrap()
}

#[test]
fn the_key_opens_the_profile_without_hashing_and_outlives_a_changed_password() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    assert!(!profiles.is_remembered(bob.id()));
    let key = remember(&profiles, &bob);
    profiles.change_password(bob.id(), &secret(BOB), &secret("another boat, eight herons")).unwrap();
    let profiles = machine.profiles();
    assert!(profiles.is_remembered(bob.id()) && !profiles.is_remembered(ada.id()));
    let (derived, opened) = derivations(|| profiles.unlock_with_key(bob.id(), &key).unwrap().keys);
    assert_eq!(derived, 0);
    assert_eq!(opened.store_key().expose(), bob.store_key().expose());
    assert_eq!(opened.role(), Role::Member);
}

#[test]
fn an_old_key_opens_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let refused = |key: &Key32| profiles.unlock_with_key(bob.id(), key).err();
    let first = remember(&profiles, &bob);
    let second = remember(&profiles, &bob);
    assert_eq!(refused(&first), Some(ProfilesError::NotRemembered));
    assert_eq!(refused(&second), None);
    assert_eq!(profiles.unlock_with_key(ada.id(), &second).err(), Some(ProfilesError::NotRemembered));
    profiles.stop_remembering(bob.id()).unwrap();
    profiles.stop_remembering(bob.id()).unwrap();
    assert_eq!(refused(&second), Some(ProfilesError::NotRemembered));
}

#[test]
fn a_keychain_that_refuses_leaves_no_file() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let before = tree(&machine.data());
    let refused = profiles.remember(&ada, |_| Err(ProfilesError::NotRemembered));
    assert_eq!(refused, Err(ProfilesError::NotRemembered));
    // Locks are empty files that stay; nothing else may be left.
    let names = |tree: BTreeMap<PathBuf, Vec<u8>>| {
        let lasting = |path: &PathBuf| path.extension().is_none_or(|extension| extension != "lock");
        tree.into_keys().filter(lasting).collect::<Vec<_>>()
    };
    assert_eq!(names(tree(&machine.data())), names(before));
}

/// Check 33.
#[test]
fn a_file_of_another_profile_or_a_changed_one_opens_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let key = remember(&profiles, &bob);
    let path = |keys: &ProfileKeys| profiles.folder(keys.id()).join("remember.json");
    let original = fs::read_to_string(path(&bob)).unwrap();
    let swapped = original.replace(&bob.id().to_string(), &ada.id().to_string());
    fs::write(path(&ada), &original).unwrap();
    let damaged = Some(ProfilesError::Damaged(DataFile::Remembered));
    assert_eq!(profiles.unlock_with_key(ada.id(), &key).err(), damaged);
    fs::write(path(&ada), &swapped).unwrap();
    assert_eq!(profiles.unlock_with_key(ada.id(), &key).err(), Some(ProfilesError::NotRemembered));
    for (at, byte) in original.bytes().enumerate() {
        let mut changed = original.clone().into_bytes();
        changed[at] = byte ^ 1;
        fs::write(path(&bob), &changed).unwrap();
        if let Ok(opened) = profiles.unlock_with_key(bob.id(), &key) {
            assert_eq!(opened.keys.store_key().expose(), bob.store_key().expose());
        }
        machine.clock.advance(Duration::from_secs(400));
    }
    fs::write(path(&bob), original.replace("\"version\": 1", "\"version\": 2")).unwrap();
    let newer = Some(ProfilesError::NewerVersion(DataFile::Remembered));
    assert_eq!(profiles.unlock_with_key(bob.id(), &key).err(), newer);
}

#[test]
fn wrong_keys_wait_like_wrong_passwords() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let key = remember(&profiles, &ada);
    let wrong = Secret::new([7; 32]);
    let tries: Vec<_> = (0..6).map(|_| profiles.unlock_with_key(ada.id(), &wrong).err().unwrap()).collect();
    assert_eq!(tries[4], ProfilesError::NotRemembered);
    assert!(matches!(tries[5], ProfilesError::TryLater { .. }), "{tries:?}");
    assert!(matches!(profiles.unlock_with_key(ada.id(), &key), Err(ProfilesError::TryLater { .. })));
    machine.clock.advance(Duration::from_secs(300));
    assert!(profiles.unlock_with_key(ada.id(), &key).is_ok());
}

#[test]
fn forgetting_the_profile_takes_the_file_along() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (_, bob) = ada_and_bob(&profiles);
    let key = remember(&profiles, &bob);
    profiles.forget(bob.id()).unwrap();
    assert!(!profiles.is_remembered(bob.id()));
    assert_eq!(profiles.unlock_with_key(bob.id(), &key).err(), Some(ProfilesError::NotFound));
}
