//! `trove backup` and `trove restore`, beside a process that writes, and on another computer.

use crate::desk::{Desk, PASSWORD, lines_of};
use std::fs;
use std::path::Path;

/// Another computer: a data folder of its own.
fn elsewhere(desk: &Desk, arguments: &[&str], password: &str) -> crate::desk::Ran {
    let arguments = [arguments, &["--password-stdin"]].concat();
    let mut command = desk.command(&arguments);
    let mut child = command.env("TROVE_DATA_DIR", desk.folder.path().join("elsewhere")).spawn().unwrap();
    // It may end before it has read it.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{password}\n").as_bytes());
    desk.finish(child)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_another_process_writes_opens_elsewhere() {
    let desk = Desk::connected().await;
    let arguments = ["sync", "--watch", "--json", "--pace", "max", "--password-stdin"];
    let mut watching = desk.start(&arguments, &[PASSWORD]);
    let mut lines = lines_of(watching.stdout.take().unwrap());
    let synced = |line: &String| line.contains(r#""event":"synced""#);
    // In the middle of reading, and after it.
    lines.next().unwrap();
    let file = desk.folder.path().join("early.trove");
    desk.run(&["backup", text(&file)]).done();
    lines.find(synced).unwrap();
    let file = desk.folder.path().join("ada.trove");
    let told = desk.run(&["backup", text(&file), "--json"]).done().lines();
    assert_eq!(told[0]["bytes"], fs::metadata(&file).unwrap().len());
    watching.kill().unwrap();
    watching.wait().unwrap();
    #[cfg(unix)]
    assert!(crate::desk::is_private(&file));

    let back = elsewhere(&desk, &["restore", text(&file)], PASSWORD).done();
    assert!(back.err.contains("opens with the password that it had on that day"), "{}", back.err);
    assert!(
        back.out.contains("Profile Ada is back as it was on") && back.out.contains("1 workspace"),
        "{}",
        back.out
    );
    let found = elsewhere(&desk, &["search", "--json", "wet", "hands"], PASSWORD).done().out;
    assert_eq!(found, desk.run(&["search", "--json", "wet", "hands"]).done().out);
    elsewhere(&desk, &["sync"], PASSWORD).done();

    let early = desk.folder.path().join("early.trove");
    let told = elsewhere(&desk, &["restore", text(&early), "--replace", "--json"], PASSWORD).done().lines();
    assert_eq!((&told[0]["name"], &told[0]["connections"]), (&"Ada".into(), &1.into()));
    elsewhere(&desk, &["sync", "--pace", "max"], PASSWORD).done();
    let again = elsewhere(&desk, &["search", "--json", "wet", "hands"], PASSWORD).done().out;
    assert_eq!(again, found);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_has_its_code_and_says_what_to_do() {
    let desk = Desk::connected().await;
    let file = desk.folder.path().join("ada.trove");
    desk.run(&["backup", text(&file)]).done();
    let whole = fs::read(&file).unwrap();
    let spoilt = desk.folder.path().join("spoilt");
    fs::write(&spoilt, &whole[..whole.len() / 2]).unwrap();
    let foreign = desk.folder.path().join("foreign");
    fs::write(&foreign, "not a backup, and long enough to be looked at").unwrap();
    for (arguments, password, code, said) in [
        (&["backup", text(&file)][..], PASSWORD, 2, "which was left alone"),
        (&["restore", text(&file)], PASSWORD, 2, "--replace"),
        (&["restore", "no such file"], PASSWORD, 2, "no such file"),
        (&["restore", text(&spoilt), "--replace"], PASSWORD, 6, "not as it was written"),
        (&["restore", text(&foreign)], PASSWORD, 6, "not a backup of Trove's"),
        (&["restore", text(desk.folder.path())], PASSWORD, 6, "a pipe, a device or a folder"),
        (&["restore", text(&file), "--replace"], "not the password", 3, "that the profile had on that day"),
        (&["restore", text(&file), "--replace", "--name", "x"], PASSWORD, 2, "cannot be used with"),
    ] {
        let ran = desk.type_in(arguments, &[password]).ended(code);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
    desk.run(&["connections"]).done();
}
