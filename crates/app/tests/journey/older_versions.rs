//! Data folders written by tagged versions still open: what a person has on disk is
//! never lost to an update.
//!
//! `cargo xtask release` writes the one of a version, by the second test here with
//! `TROVE_WRITE_FIXTURE=1`.

use crate::desk::{Desk, PASSWORD, everything};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use trove_app::ui_types::*;
use trove_sim::{Options, Sim, Workspace};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

#[tokio::test(flavor = "multi_thread")]
async fn data_folders_of_tagged_versions_open() {
    let mut versions = 0;
    for version in std::fs::read_dir(fixtures()).unwrap() {
        let version = version.unwrap().path();
        let folder = tempfile::tempdir().unwrap();
        copy(&version, folder.path());
        // Its server is long gone: everything shown comes from the folder.
        let desk = Desk::at(Arc::new(folder), "http://127.0.0.1:9", Arc::default());
        desk.sign_in("Ada").await;
        let list = desk.app.pages(everything()).await.unwrap();
        assert_eq!(list.known, 13, "{version:?}");
        assert!(list.rows.iter().any(|row| !row.path.is_empty()), "{version:?}");
        let cards = desk.app.connections().await.unwrap();
        assert_eq!(cards.iter().map(|card| card.kind).collect::<Vec<_>>(), [ConnectionKind::Pasted]);
        let profiles = desk.app.administration().await.unwrap().profiles;
        let claimed: Vec<_> = profiles.iter().map(|row| (&*row.profile.name, row.profile.claimed)).collect();
        assert_eq!(claimed, [("Ada", true), ("Grace", false)], "{version:?}");
        versions += 1;
    }
    assert!(versions > 0, "there is a fixture at least of the first version");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_of_this_version_is_written_on_request() {
    if std::env::var_os("TROVE_WRITE_FIXTURE").is_none() {
        println!("skipped: TROVE_WRITE_FIXTURE is not set; fixtures are written when a version is tagged");
        return;
    }
    let options = Options { workspace: Workspace::Synthetic { pages: 12, seed: 1 }, ..Options::default() };
    let sim = Sim::start(options).await.unwrap();
    let desk = Desk::new(&sim);
    desk.app.create_administrator("Ada".into(), PASSWORD.into()).await.unwrap();
    desk.connect_token(sim.personal_token()).await;
    desk.app.create_profile("Grace".into(), Role::Member).await.unwrap();
    assert_eq!(desk.pages().await.known, 13);
    desk.app.lock().await.unwrap();
    let target = fixtures().join(env!("CARGO_PKG_VERSION"));
    let _ = std::fs::remove_dir_all(&target);
    copy(desk.folder.path(), &target);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(drop).unwrap() }
    }
}
