//! Pipes, links and endless files where files belong: nothing hangs or fills the memory, other
//! profiles and locking go on, and what is derived is made again.

use crate::desk::{Desk, PASSWORD, sim};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use trove_app::ui_types::*;

/// What it is called, and how it is put there.
type Way = (&'static str, fn(&Path));

const WAYS: [Way; 3] = [
    ("a pipe", |path| mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap()),
    ("an endless file", |path| symlink("/dev/zero", path).unwrap()),
    ("a folder", |path| fs::create_dir(path).unwrap()),
];

fn take_away(path: &Path) {
    if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
        .unwrap();
}

async fn with_two_profiles() -> Desk {
    let desk = Desk::administrator(&sim().await).await;
    let grace = desk.app.create_profile("Grace".into(), Role::Member).await.unwrap().id;
    desk.app.claim_profile(&grace, PASSWORD.into()).await.unwrap();
    desk.app.lock().await.unwrap();
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_the_computer_are_the_defaults_until_they_are_written_again() {
    let desk = Desk::administrator(&sim().await).await;
    let file = desk.folder.path().join("machine.json");
    for (what, make) in WAYS {
        make(&file);
        assert_eq!(desk.app.start().await.unwrap().machine.appearance, Appearance::System, "{what}");
        let set = desk
            .app
            .set_machine_settings(MachineSettings {
                appearance: Appearance::Dark,
                ..MachineSettings::default()
            })
            .await;
        if what == "a folder" {
            assert!(set.is_err(), "{what}");
            take_away(&file);
        } else {
            set.unwrap();
            assert_eq!(desk.app.start().await.unwrap().machine.appearance, Appearance::Dark, "{what}");
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{what}");
            take_away(&file);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_without_its_files_leaves_the_others_and_locking_alone() {
    let desk = with_two_profiles().await;
    let ada = desk.profile("Ada").await;
    let folder = desk.folder.path().join("profiles").join(&ada);
    for name in ["keys.json", "pages.db", "vault.hold", "window.lock", "writer.lock", "sign-in.lock"] {
        let file = folder.join(name);
        let kept = folder.join("kept");
        fs::rename(&file, &kept).unwrap();
        for (what, make) in WAYS {
            make(&file);
            let refused = desk.app.sign_in(&ada, PASSWORD.into()).await.unwrap_err();
            assert!(matches!(refused, UiError::NotAFile { .. }), "{what} in place of {name}: {refused:?}");
            desk.sign_in("Grace").await;
            desk.app.lock().await.unwrap();
            take_away(&file);
        }
        fs::rename(&kept, &file).unwrap();
    }
    desk.sign_in("Ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_no_file_is_made_anew() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let index = desk.folder.path().join("cache").join(desk.profile("Ada").await).join("index");
    for (what, make) in WAYS {
        desk.app.lock().await.unwrap();
        let files: Vec<PathBuf> = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() > 5, "{files:?}");
        for file in files {
            take_away(&file);
            make(&file);
        }
        desk.sign_in("Ada").await;
        desk.read().await;
        assert!(!desk.titles("kitchen").await.is_empty(), "{what}");
    }
}
