//! Pipes, links, devices and folders where files belong: nothing hangs, nothing follows, and
//! whatever else is on the computer goes on.

use super::*;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::os::unix::fs::{PermissionsExt, symlink};
use trove_model::Key32;

/// Puts something in `path`'s place that is no file, and takes it away again.
fn in_its_place(path: &Path, test: impl Fn(&str)) {
    let kept = path.with_extension("kept");
    let there = path.exists();
    if there {
        fs::rename(path, &kept).unwrap();
    }
    type Make = fn(&Path);
    let ways: [(&str, Make); 4] = [
        ("a pipe", |path| mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap()),
        ("an endless file", |path| symlink("/dev/zero", path).unwrap()),
        ("a link to nothing", |path| symlink("/nowhere/at/all", path).unwrap()),
        ("a folder", |path| fs::create_dir(path).unwrap()),
    ];
    for (what, make) in ways {
        make(path);
        test(&format!("{what} in place of {path:?}"));
        if path.is_dir() && !path.is_symlink() {
            fs::remove_dir(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    if there {
        fs::rename(&kept, path).unwrap();
    }
}

#[test]
fn what_is_no_file_is_named_and_other_profiles_go_on() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let place = |name: &str| profiles.folder(ada.id()).join(name);
    let unlock = || profiles.unlock(ada.id(), &secret(ADA)).map(drop);
    let not_a_file = |file| Err(ProfilesError::NotAFile(file));

    in_its_place(&place("keys.json"), |what| {
        assert_eq!(unlock(), not_a_file(DataFile::Keys), "{what}");
        assert!(profiles.list().unwrap().iter().all(|profile| profile.claimed), "{what}");
    });
    in_its_place(&place("sign-in.lock"), |what| assert_eq!(unlock(), not_a_file(DataFile::Lock), "{what}"));
    in_its_place(&place("window.lock"), |what| {
        assert_eq!(profiles.lock_window(ada.id()).map(drop), not_a_file(DataFile::Lock), "{what}");
    });
    in_its_place(&place("writer.lock"), |what| {
        assert_eq!(profiles.lock_writer(ada.id()).map(drop), not_a_file(DataFile::Lock), "{what}");
    });
    in_its_place(&place("remember.json"), |what| {
        let opened = profiles.unlock_with_key(ada.id(), &Key32::new([7; 32])).map(drop);
        assert_eq!(opened, not_a_file(DataFile::Remembered), "{what}");
        profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    });
    let registry_lock = machine.data().join("registry.lock");
    in_its_place(&registry_lock, |what| {
        assert_eq!(profiles.touch(ada.id()), not_a_file(DataFile::Lock), "{what}");
    });
    in_its_place(&machine.registry_path(), |what| {
        assert_eq!(machine.try_open().map(drop), not_a_file(DataFile::Registry), "{what}");
    });
    unlock().unwrap();
}

/// Neither the way in nor the delay is lost: it counts as damage does. Only a folder, which
/// cannot be replaced by a file, has to be moved away.
#[test]
fn the_record_of_wrong_passwords_is_made_anew() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, _) = ada_and_bob(&profiles);
    let record = profiles.folder(ada.id()).join("throttle.json");
    let later = Err(ProfilesError::TryLater { wait: Duration::from_secs(1) });
    let folder = Err(ProfilesError::NotAFile(DataFile::Throttle));
    in_its_place(&record, |what| {
        let opened = profiles.unlock(ada.id(), &secret(ADA)).map(drop);
        assert_eq!(opened, if what.starts_with("a folder") { folder } else { later }, "{what}");
    });
}

#[test]
fn a_folder_that_is_not_ours_keeps_its_mode() {
    let machine = Machine::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    fs::create_dir(machine.data()).unwrap();
    fs::set_permissions(machine.data(), fs::Permissions::from_mode(0o1777)).unwrap();
    let (ada, _) = ada_and_bob(&machine.profiles());
    assert_eq!(mode(&machine.data()), 0o1777);
    assert_eq!(mode(&machine.data().join("profiles")), 0o700);
    assert_eq!(mode(&machine.profiles().folder(ada.id())), 0o700);
    assert_eq!(mode(&machine.registry_path()), 0o600);
}

/// In a folder that others can write, they may have been there first.
#[test]
fn a_link_in_place_of_a_folder_of_ours_is_refused() {
    let machine = Machine::new();
    let theirs = machine.folder.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::create_dir(machine.data()).unwrap();
    symlink(&theirs, machine.data().join("profiles")).unwrap();
    assert!(matches!(machine.try_open().map(drop), Err(ProfilesError::Io(_))));
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 0);
}
