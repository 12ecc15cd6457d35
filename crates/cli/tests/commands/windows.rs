//! What Windows has otherwise, of which some can be tried on every system: ends of lines, names
//! of folders, the keychain, a data folder that moves between systems.

use crate::desk::{Desk, PASSWORD, own_program, under_wine};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Child;

/// How many profiles have such a file.
pub fn files_named(desk: &Desk, name: &str) -> usize {
    let profiles = std::fs::read_dir(desk.data().join("profiles")).unwrap();
    profiles.filter(|folder| folder.as_ref().unwrap().path().join(name).exists()).count()
}

/// Standard input as Windows' programs write it, with a byte order mark or without.
#[tokio::test(flavor = "multi_thread")]
async fn lines_may_end_as_windows_ends_them() {
    let desk = Desk::synced().await;
    let answers = |lines: &[&str]| {
        let ran = desk.type_in(&["search", "--stdin", "--json"], lines).done();
        let timeless = |mut answer: Value| {
            answer["took_us"].take();
            answer
        };
        ran.lines().into_iter().map(timeless).collect::<Vec<_>>()
    };
    let plain = answers(&[PASSWORD, "wet hands", "kitchen"]);
    assert_eq!(plain.len(), 2);
    for password in [format!("{PASSWORD}\r"), format!("\u{feff}{PASSWORD}\r")] {
        let lines = [&password, "wet hands\r", "kitchen\r"];
        assert_eq!(answers(&lines), plain);
        let token = format!("{}\r", desk.sim.personal_token());
        desk.type_in(&["connect", "--token-stdin"], &[&password, &token]).done();
    }
    // A mark anywhere else is of what is typed.
    desk.type_in(&["search", "x"], &[&format!("{PASSWORD}\u{feff}")]).ended(3);
}

/// The same commands with the data folder at `data`.
fn lies_at(desk: &Desk, data: &Path) {
    let run = |arguments: &[&str], lines: &[&str]| {
        let mut command = desk.command(&[arguments, &["--password-stdin"]].concat());
        command.env("TROVE_DATA_DIR", data);
        desk.finish(desk.start_with(command, lines))
    };
    run(&["profile", "add", "Åsa 岩田"], &[PASSWORD]).done();
    run(&["connect", "--token-stdin"], &[PASSWORD, desk.sim.personal_token()]).done();
    run(&["sync", "--pace", "max"], &[PASSWORD]).done();
    let found = run(&["search", "--json", "wet", "hands", "--profile", "åsa 岩田"], &[PASSWORD]).done();
    assert!(!found.lines().is_empty(), "{}", data.display());
    let backup = data.with_file_name("Sicherung für 岩田.trove");
    run(&["backup", backup.to_str().unwrap()], &[PASSWORD]).done();
    assert!(backup.is_file(), "{}", backup.display());
    assert!(data.join("registry.json").is_file(), "{}", data.display());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_may_have_any_name() {
    let desk = Desk::new().await;
    lies_at(&desk, &desk.folder.path().join("Ärger mit 日本語 и пробелами 🔥"));
}

/// Beyond the 260 characters that Windows has by itself
/// (<https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation>).
#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_may_lie_deep() {
    let desk = Desk::new().await;
    let mut deep = desk.folder.path().to_owned();
    while deep.as_os_str().len() < 400 {
        deep.push("a folder with a name of forty characters");
    }
    lies_at(&desk, &deep);
}

/// A folder, and a backup.
#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_moves_between_linux_and_windows() {
    if !under_wine() {
        println!("skipped: `cargo xtask cross --test windows` tries this");
        return;
    }
    let desk = Desk::new().await;
    let here = |arguments: &[&str], lines: &[&str]| -> Child {
        desk.start_with(desk.with(own_program(), &[arguments, &["--password-stdin"]].concat()), lines)
    };
    let on_linux = |arguments: &[&str]| desk.finish(here(arguments, &[PASSWORD]));
    on_linux(&["profile", "add", "Ada"]).done();
    desk.finish(here(&["connect", "--token-stdin"], &[PASSWORD, desk.sim.personal_token()])).done();
    on_linux(&["sync", "--pace", "max"]).done();
    let search = ["search", "--json", "wet", "hands"];
    let found = on_linux(&search).done().out;
    assert!(!found.is_empty());

    // What Linux wrote, Windows reads and writes on; and the other way.
    assert_eq!(desk.run(&search).done().out, found);
    desk.sim.create(trove_sim::Create { title: "Quokka of Windows".into(), ..Default::default() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    on_linux(&["search", "quokka"]).done();
    assert_eq!(on_linux(&search).done().out, found);
    desk.sim.create(trove_sim::Create { title: "Quokka of Linux".into(), ..Default::default() }).unwrap();
    on_linux(&["sync", "--pace", "max"]).done();
    assert_eq!(desk.run(&["search", "quokka", "--json"]).done().lines().len(), 2);
    assert_eq!(desk.run(&["doctor", "--open", "--json"]).done().code, 0);

    // And as a file.
    let file: PathBuf = desk.folder.path().join("ada.trove");
    let file = file.to_str().unwrap();
    desk.run(&["backup", file]).done();
    on_linux(&["restore", file, "--replace"]).done();
    assert_eq!(on_linux(&search).done().out, found);
}

/// The keychain of Windows.
#[tokio::test(flavor = "multi_thread")]
async fn credential_manager_opens_the_profile_until_it_is_told_to_forget() {
    if !under_wine() {
        println!("skipped: `cargo xtask cross --test windows` tries this");
        return;
    }
    let desk = Desk::synced().await;
    desk.run(&["profile", "remember", "Ada"]).done();
    assert_eq!(files_named(&desk, "remember.json"), 1);
    let without_password = || desk.finish(desk.start(&["search", "wet", "hands", "--json"], &[]));
    assert!(!without_password().done().lines().is_empty());
    desk.finish(desk.start(&["sync"], &[])).done();
    desk.run(&["profile", "remember", "Ada", "--forget"]).done();
    assert_eq!(files_named(&desk, "remember.json"), 0);
    without_password().ended(2);
}
