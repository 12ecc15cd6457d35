//! A disk that fails at any step, no randomness, and who may read the files.

use super::*;
#[cfg(unix)]
use std::process::{Command, Output};

/// Names the data directory of a child process; set, a test plays the child's part.
#[cfg(unix)]
const FOLDER: &str = "TROVE_PROFILES_TEST_FOLDER";
#[cfg(unix)]
const DIE_AFTER: &str = "TROVE_PROFILES_TEST_DIE_AFTER";

/// This test binary again, running only `test`, in its child's part; `shell` goes before.
#[cfg(unix)]
fn child(test: &str, shell: &str, data: &Path, die_after: usize) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{shell} exec \"$0\" --exact \"$1\"")])
        .arg(std::env::current_exe().unwrap())
        .arg(format!("profiles::tests::disk::{test}"))
        .env(FOLDER, data)
        .env(DIE_AFTER, die_after.to_string())
        .output()
        .unwrap()
}

/// The child's part: the same machine's profiles, if this is a child.
#[cfg(unix)]
fn parents_profiles() -> Option<Profiles> {
    let folder = std::env::var_os(FOLDER)?;
    let clock = Arc::new(ManualClock::at(NOW));
    Some(Profiles::open(Path::new(&folder), clock, Arc::new(SystemEntropy)).unwrap())
}

/// Check 40.
#[test]
fn a_change_of_password_that_fails_anywhere_leaves_the_old_or_the_new() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let before = fs::read(&path).unwrap();
    for nth in 0.. {
        fs::write(&path, &before).unwrap();
        faults::fail_after(Some(nth));
        let changed = profiles.change_password(ada.id(), &secret(ADA), &secret(BOB));
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        let unchanged = fs::read(&path).unwrap() == before;
        assert!(!path.with_extension("json.new").exists(), "step {nth}");
        if all_passed {
            assert!(nth >= 5, "only {nth} steps were tried");
            changed.unwrap();
        } else {
            assert_eq!(changed, Err(ProfilesError::DiskFull));
        }
        if !unchanged {
            let key = KeyFile::load(&path, ada.id()).unwrap().unwrap();
            assert_eq!(key.unwrap(&secret(ADA)).err(), Some(ProfilesError::WrongPassword));
            let keys = key.unwrap(&secret(BOB)).unwrap();
            assert_eq!(keys.store_key().expose(), ada.store_key().expose());
            assert_eq!(keys.role(), Role::Administrator);
        }
        if all_passed {
            assert!(!unchanged);
            break;
        }
    }
}

/// Check 40.
#[cfg(unix)]
#[test]
fn a_change_of_password_killed_anywhere_leaves_the_old_or_the_new() {
    if let Some(profiles) = parents_profiles() {
        let ada = profiles.list().unwrap()[0].id;
        faults::die_after(std::env::var(DIE_AFTER).unwrap().parse().unwrap());
        return profiles.change_password(ada, &secret(ADA), &secret(BOB)).unwrap();
    }
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let before = fs::read(&path).unwrap();
    let mut leftovers = 0;
    for nth in 0.. {
        fs::write(&path, &before).unwrap();
        let test = "a_change_of_password_killed_anywhere_leaves_the_old_or_the_new";
        let finished = child(test, "", &machine.data(), nth).status.success();
        let leftover = path.with_extension("json.new");
        leftovers += usize::from(leftover.exists());
        let password = if fs::read(&path).unwrap() == before { ADA } else { BOB };
        let opened = profiles.unlock(ada.id(), &secret(password)).unwrap();
        assert_eq!(opened.keys.store_key().expose(), ada.store_key().expose());
        assert!(!leftover.exists(), "step {nth}");
        if finished {
            assert!(nth >= 5 && leftovers >= 3, "step {nth}, {leftovers} leftovers");
            assert_eq!(password, BOB);
            break;
        }
    }
}

/// The profile comes back from a backup of before its password was changed.
#[cfg(unix)]
#[test]
fn a_restore_killed_anywhere_leaves_the_former_folder_or_the_restored() {
    let lay = |folder: &Path, keys: &[u8], pages: &str| {
        fs::write(folder.join("keys.json"), keys).unwrap();
        fs::write(folder.join("pages.db"), pages).unwrap();
    };
    if let Some(profiles) = parents_profiles() {
        let ada = profiles.list().unwrap()[0].id;
        let backup = fs::read(profiles.folder.with_file_name("backup")).unwrap();
        faults::die_after(std::env::var(DIE_AFTER).unwrap().parse().unwrap());
        let restoring = profiles.begin_restoring(ada).unwrap();
        lay(restoring.folder(), &backup, "restored");
        let keys = profiles.unlock_restored(&restoring, &secret(ADA)).unwrap();
        profiles.finish_restoring(restoring, &keys, &secret(ADA), "Ada").unwrap();
        return;
    }
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let (id, connection) = (ada.id(), ConnectionId::from_bytes([7; 16]));
    fs::copy(profiles.key_path(id), machine.data().join("backup")).unwrap();
    profiles.note_removed(id, connection).unwrap();
    profiles.change_password(id, &secret(ADA), &secret(BOB)).unwrap();
    let former = fs::read(profiles.key_path(id)).unwrap();
    let mut unfinished = 0;
    for nth in 0.. {
        lay(&profiles.folder(id), &former, "former");
        let test = "a_restore_killed_anywhere_leaves_the_former_folder_or_the_restored";
        let finished = child(test, "", &machine.data(), nth).status.success();
        let entries = || fs::read_dir(machine.data().join("profiles")).unwrap();
        unfinished += usize::from(entries().count() > 1 || !profiles.folder(id).exists());
        // The next start puts it right.
        let profiles = machine.profiles();
        let left: Vec<_> = entries().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [id.to_string().as_str()], "step {nth}");
        let pages = fs::read_to_string(profiles.folder(id).join("pages.db")).unwrap();
        let password = if pages == "restored" { ADA } else { BOB };
        let opened = profiles.unlock(id, &secret(password)).unwrap();
        assert_eq!(opened.keys.store_key().expose(), ada.store_key().expose(), "step {nth}");
        assert_eq!(profiles.removed_connections(id), Ok(vec![connection]), "step {nth}");
        if finished {
            assert!(nth >= 9 && unfinished >= 7, "step {nth}, {unfinished} unfinished");
            assert_eq!(password, ADA);
            break;
        }
    }
}

#[test]
fn a_claim_that_fails_anywhere_leaves_it_unclaimed_or_claimed() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    for nth in 0.. {
        let cleo = profiles.create_unclaimed(&ada, &format!("Cleo {nth}"), Role::Administrator).unwrap().id;
        faults::fail_after(Some(nth));
        let claimed = profiles.claim(cleo, &secret(BOB)).map(drop);
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        assert_eq!(claimed.is_ok(), all_passed, "step {nth}");
        let list = profiles.list().unwrap();
        let listed = list.iter().find(|profile| profile.id == cleo).unwrap();
        if listed.claimed {
            assert!(profiles.unlock(cleo, &secret(BOB)).is_ok(), "step {nth}");
            assert_eq!(profiles.claim(cleo, &secret(ADA)).unwrap_err(), ProfilesError::Claimed);
        } else {
            assert_eq!(profiles.unlock(cleo, &secret(BOB)).unwrap_err(), ProfilesError::Unclaimed);
        }
        if all_passed {
            assert!(nth >= 11, "only {nth} steps were tried");
            break;
        }
    }
}

#[test]
fn a_first_start_that_fails_anywhere_can_be_tried_again() {
    for nth in 0.. {
        let machine = Machine::new();
        let profiles = machine.profiles();
        faults::fail_after(Some(nth));
        let created = profiles.create_administrator("Ada", &secret(ADA)).map(drop);
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        assert_eq!(created.is_ok(), all_passed, "step {nth}");
        let list = machine.profiles().list().unwrap();
        match &list[..] {
            [] => assert_eq!(fs::read_dir(machine.data().join("profiles")).unwrap().count(), 0),
            [ada] => assert!(KeyFile::load(&profiles.key_path(ada.id), ada.id).unwrap().is_some()),
            more => panic!("{more:?}"),
        }
        if all_passed {
            assert!(nth >= 11, "only {nth} steps were tried");
            break;
        }
    }
}

#[test]
fn without_randomness_nothing_is_made() {
    let machine = Machine::new();
    let profiles = Profiles::open(&machine.data(), Arc::new(machine.clock.clone()), Arc::new(NoEntropy));
    let profiles = profiles.unwrap();
    let before = tree(&machine.data());
    let (derived, refused) = derivations(|| profiles.create_administrator("Ada", &secret(ADA)).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::Entropy));
    assert_eq!(tree(&machine.data()), before);
}

/// Check 32.
#[cfg(unix)]
#[test]
fn private_under_any_mask() {
    use std::os::unix::fs::PermissionsExt;
    if let Some(profiles) = parents_profiles() {
        let (ada, _) = ada_and_bob(&profiles);
        profiles.unlock(ada.id(), &secret("wrong on purpose")).unwrap_err();
        let _locks = (profiles.lock_window(ada.id()), profiles.lock_writer(ada.id()));
        return;
    }
    let machine = Machine::new();
    let child = child("private_under_any_mask", "umask 000;", &machine.data(), 0);
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    let mut folders = vec![machine.data()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{folder:?}");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
            }
        }
    }
    // Registry and its lock; keys and sign-in lock, twice; throttle, two more locks.
    assert_eq!(files, 9);
}
