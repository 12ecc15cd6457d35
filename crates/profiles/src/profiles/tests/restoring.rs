//! Profiles that come back: who may, as what, and in whose place.

use super::*;

/// The key file as a backup has it, and the keys it opens to.
fn backup_of(machine: &Machine, name: &str, password: &str) -> (ProfileId, Vec<u8>) {
    let profiles = machine.profiles();
    let id = profiles.list().unwrap().into_iter().find(|profile| profile.name == name).unwrap().id;
    profiles.unlock(id, &secret(password)).unwrap();
    (id, fs::read(profiles.key_path(id)).unwrap())
}

fn restore(
    profiles: &Profiles,
    (id, keys): &(ProfileId, Vec<u8>),
    password: &str,
    name: &str,
) -> Result<Profile, ProfilesError> {
    let restoring = profiles.begin_restoring(*id)?;
    fs::write(restoring.folder().join("keys.json"), keys).unwrap();
    let opened = profiles.unlock_restored(&restoring, &secret(password))?;
    profiles.finish_restoring(restoring, &opened, &secret(password), name)
}

fn names(machine: &Machine) -> Vec<String> {
    let entries = fs::read_dir(machine.data().join("profiles")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn on_a_new_computer_a_profile_is_what_it_was() {
    let before = Machine::new();
    ada_and_bob(&before.profiles());
    let ada = backup_of(&before, "Ada", ADA);
    let machine = Machine::new();
    let profiles = machine.profiles();
    assert_eq!(profiles.standing(ada.0), Ok(Standing::Unknown));
    let back = restore(&profiles, &ada, ADA, "Ada").unwrap();
    assert_eq!((back.id, back.role, back.claimed), (ada.0, Role::Administrator, true));
    assert_eq!(profiles.standing(ada.0), Ok(Standing::Here(back)));
    let unlocked = profiles.unlock(ada.0, &secret(ADA)).unwrap();
    assert_eq!((unlocked.registry, unlocked.keys.role()), (RegistryState::Intact, Role::Administrator));
    assert_eq!(names(&machine), [ada.0.to_string()]);
}

/// A role is given by an administrator of the computer it is on.
#[test]
fn where_others_administer_a_profile_comes_back_as_a_member() {
    let before = Machine::new();
    ada_and_bob(&before.profiles());
    let ada = backup_of(&before, "Ada", ADA);
    let machine = Machine::new();
    let profiles = machine.profiles();
    let eve = profiles.create_administrator("Eve", &secret(BOB)).unwrap();
    let back = restore(&profiles, &ada, ADA, "Ada").unwrap();
    assert_eq!(back.role, Role::Member);
    let keys = profiles.unlock(ada.0, &secret(ADA)).unwrap().keys;
    assert_eq!(keys.role(), Role::Member);
    assert_eq!(
        profiles.create_unclaimed(&keys, "Mallory", Role::Member),
        Err(ProfilesError::NotAdministrator)
    );
    // Nobody vouched for it, which its administrator is told.
    assert_eq!(profiles.unlock(eve.id(), &secret(BOB)).unwrap().registry, RegistryState::ChangedOutside);
}

#[test]
fn a_role_that_was_taken_here_does_not_come_back() {
    let machine = Machine::new();
    ada_and_bob(&machine.profiles());
    let ada = backup_of(&machine, "Ada", ADA);
    machine.edit_registry(|registry| registry["profiles"][0]["role"] = "member".into());
    let profiles = machine.profiles();
    assert_eq!(restore(&profiles, &ada, ADA, "Ada").unwrap().role, Role::Member);
    assert_eq!(profiles.unlock(ada.0, &secret(ADA)).unwrap().keys.role(), Role::Member);
}

#[test]
fn what_was_removed_here_stays_removed() {
    let machine = Machine::new();
    let (_, bob) = ada_and_bob(&machine.profiles());
    let backup = backup_of(&machine, "Bob", BOB);
    let profiles = machine.profiles();
    profiles.forget(bob.id()).unwrap();
    assert_eq!(profiles.standing(bob.id()), Ok(Standing::Removed));
    assert_eq!(restore(&profiles, &backup, BOB, "Bob"), Err(ProfilesError::NotFound));
    assert_eq!(profiles.list().unwrap().len(), 1);
    assert_eq!(names(&machine).len(), 1);
}

#[test]
fn a_profile_takes_its_own_place_and_keeps_name_position_and_removals() {
    let machine = Machine::new();
    let (ada, bob) = ada_and_bob(&machine.profiles());
    let backup = backup_of(&machine, "Bob", BOB);
    let profiles = machine.profiles();
    let connection = ConnectionId::from_bytes([3; 16]);
    profiles.note_removed(bob.id(), connection).unwrap();
    profiles.note_removed(bob.id(), connection).unwrap();
    fs::write(profiles.folder(bob.id()).join("pages.db"), "newer").unwrap();
    // A key of the keychain is none of the backup's.
    profiles.remember(&bob, |_| Ok::<_, ProfilesError>(())).unwrap();
    restore(&profiles, &backup, BOB, "Another name").unwrap();
    assert_eq!(profiles.list().unwrap()[1].name, "Bob");
    assert!(!profiles.folder(bob.id()).join("pages.db").exists() && !profiles.is_remembered(bob.id()));
    assert_eq!(profiles.removed_connections(bob.id()), Ok(vec![connection]));
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::Intact);
}

#[test]
fn refused_it_leaves_everything_as_it_was() {
    let before = Machine::new();
    ada_and_bob(&before.profiles());
    let ada = backup_of(&before, "Ada", ADA);
    let machine = Machine::new();
    let profiles = machine.profiles();
    let eve = profiles.create_administrator("Eve", &secret(BOB)).unwrap();
    let untouched = tree(&machine.data());
    assert_eq!(restore(&profiles, &ada, BOB, "Ada"), Err(ProfilesError::WrongPassword));
    assert_eq!(restore(&profiles, &ada, ADA, "EVE"), Err(ProfilesError::NameTaken));
    assert!(matches!(restore(&profiles, &ada, ADA, "a\u{202e}b"), Err(ProfilesError::NameRefused(_))));
    // Another profile's keys under this one's id.
    let forged = (eve.id(), ada.1.clone());
    assert_eq!(restore(&profiles, &forged, ADA, "Eve"), Err(ProfilesError::Damaged(DataFile::Keys)));
    let own = backup_of(&machine, "Eve", BOB);
    let window = profiles.lock_window(eve.id()).unwrap();
    assert_eq!(restore(&profiles, &own, BOB, "Eve"), Err(ProfilesError::Busy));
    drop(window);
    let restoring = profiles.begin_restoring(ada.0).unwrap();
    assert_eq!(profiles.begin_restoring(ada.0).unwrap_err(), ProfilesError::Busy);
    // A start beside it leaves it alone.
    machine.profiles();
    assert!(restoring.folder().exists());
    drop(restoring);
    let locks = |path: &PathBuf, _: &mut Vec<u8>| path.extension().is_none_or(|ending| ending != "lock");
    let (mut now, mut then) = (tree(&machine.data()), untouched);
    now.retain(locks);
    then.retain(locks);
    assert_eq!(now, then);
}
