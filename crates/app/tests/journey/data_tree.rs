//! What lies in the data folder is what ARCHITECTURE.md says: every file, and no other.

use crate::desk::{Desk, sim};
use std::collections::BTreeSet;
use trove_app::Paths;
use trove_app::ui_types::*;

const ARCHITECTURE: &str = include_str!("../../../../ARCHITECTURE.md");

/// Written where this test is not: by the window, with a keychain, where the person wants another
/// vault, after a connection's end, for a backup, after two megabytes, where there is a model.
const ELSEWHERE: &[&str] = &[
    "app.lock",
    "window.json",
    "window/socket",
    "profiles/<id>/remember.json",
    "profiles/<id>/removed.json",
    "profiles/<id>/backup.lock",
    "profiles/<id>/vault.sealed",
    "logs/trove.old.log",
    "cache/webview/",
    "cache/<id>/meanings/",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_holds_what_is_written_about_it() {
    let sim = sim().await;
    let desk = Desk::new(&sim);
    trove_app::log::start(&Paths::find(Some(desk.folder.path())).unwrap().logs()).unwrap();
    desk.app
        .set_machine_settings(MachineSettings { appearance: Appearance::Dark, ..MachineSettings::default() })
        .await
        .unwrap();
    desk.app.create_administrator("Ada".into(), crate::desk::PASSWORD.into()).await.unwrap();
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    desk.app.lock().await.unwrap();
    // A failed attempt is remembered.
    let id = desk.profile("Ada").await;
    assert_eq!(desk.app.sign_in(&id, "wrong".into()).await, Err(UiError::WrongPassword));
    let folder = desk.folder.clone();
    drop(desk);

    let left = files(folder.path(), &id);
    assert_eq!(differences(&left), Vec::<String>::new());
    std::fs::write(folder.path().join("stray"), "").unwrap();
    std::fs::remove_file(folder.path().join("registry.json")).unwrap();
    assert_eq!(
        differences(&files(folder.path(), &id)),
        ["stray is not in the tree", "registry.json is in the tree and was not left"]
    );
}

/// Below the data folder, with the profile's id left out; the index names its files itself.
fn files(folder: &std::path::Path, id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for path in std::fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            let name =
                path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/").replace(id, "<id>");
            match path.is_dir() {
                true => waiting.push(path),
                false => found.extend([match name.split_once("/index/") {
                    Some((before, _)) => format!("{before}/index/"),
                    None => name,
                }]),
            }
        }
    }
    found
}

fn differences(left: &BTreeSet<String>) -> Vec<String> {
    let (_, below) = ARCHITECTURE.split_once("## Where data lives").unwrap();
    let block = below.split("```").nth(1).unwrap();
    let tree: BTreeSet<&str> = block.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let stray = left.iter().filter(|name| !tree.contains(name.as_str()));
    let missing = tree.iter().filter(|name| !left.contains(**name) && !ELSEWHERE.contains(*name));
    stray
        .map(|name| format!("{name} is not in the tree"))
        .chain(missing.map(|name| format!("{name} is in the tree and was not left")))
        .collect()
}
