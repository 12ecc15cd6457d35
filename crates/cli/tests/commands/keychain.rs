//! A profile that the keychain opens, with a Secret Service on a bus of the test's own, and without any.

use crate::desk::{Desk, PASSWORD};
use crate::windows::files_named;
use std::io::Write;
use std::process::{Command, Stdio};

fn there(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().unwrap().status.success()
}

/// Check 44.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_it_is_refused_and_nothing_is_written() {
    let desk = Desk::connected().await;
    let refused = desk.run(&["profile", "remember", "Ada"]).ended(7);
    assert!(refused.err.contains("no keychain that can be used"), "{}", refused.err);
    assert_eq!(files_named(&desk, "remember.json"), 0);
    // There is nothing to turn off, and that works.
    desk.run(&["profile", "remember", "Ada", "--forget"]).done();
}

/// One bus and one daemon for all of it: each line of the script is a step.
#[tokio::test(flavor = "multi_thread")]
async fn the_keychain_opens_the_profile_until_it_is_told_to_forget() {
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        println!("skipped: dbus-run-session and gnome-keyring-daemon are needed");
        return;
    }
    let desk = Desk::synced().await;
    let script = r#"
        printf 'test' | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
        daemon=$!
        trap 'kill $daemon' EXIT
        tries=0
        until printf '%s\n' "$PASSWORD" | "$TROVE" profile remember Ada --password-stdin 2>"$HOME/why"; do
            tries=$((tries + 1)); [ $tries -lt 50 ] || { cat "$HOME/why"; exit 9; }; sleep 0.2
        done
        "$TROVE" search kitchen --json --limit 1 </dev/null || exit 10
        "$TROVE" sync </dev/null || exit 11
        cp "$TROVE_DATA_DIR"/profiles/*/remember.json "$HOME/kept.json"
        printf '%s\n' "$PASSWORD" | "$TROVE" profile remember Ada --forget --password-stdin || exit 12
        "$TROVE" search kitchen </dev/null && exit 13
        # Someone puts the file back: the key is gone from the keychain.
        for folder in "$TROVE_DATA_DIR"/profiles/*; do cp "$HOME/kept.json" "$folder/remember.json"; done
        "$TROVE" search kitchen </dev/null; [ $? = 2 ] || exit 14
    "#;
    let home = desk.folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let command = desk.command(&[]);
    let mut session = Command::new("dbus-run-session");
    session.args(["--", "sh", "-c", script]);
    session.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    session.env("HOME", &home).env("TROVE", command.get_program()).env("PASSWORD", PASSWORD);
    session.env("XDG_DATA_HOME", home.join("share")).env("XDG_RUNTIME_DIR", &home);
    session.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = session.spawn().unwrap();
    child.stdin.take().unwrap().flush().unwrap();
    let ran = desk.finish(child).done();
    assert!(ran.out.contains("This system's keychain opens the profile from now on."), "{}", ran.out);
    assert!(
        ran.out.contains(r#""title":"#) && ran.out.contains("The keychain no longer opens"),
        "{}",
        ran.out
    );
}
