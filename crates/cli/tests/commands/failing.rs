//! What goes wrong: a sentence and a code each.

use crate::desk::{Desk, PASSWORD};
use std::process::Stdio;
use trove_sim::{Action, Create, Fault};

#[tokio::test(flavor = "multi_thread")]
async fn each_failure_has_its_code_and_says_what_to_do() {
    let desk = Desk::connected().await;
    let check = |arguments: &[&str], lines: &[&str], code: i32, said: &str| {
        let ran = desk.type_in(arguments, lines).ended(code);
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    };
    check(&["search", "x"], &["not the password"], 3, "not this profile's password");
    check(&["search", "x"], &[], 2, "expects as its first line");
    check(&["search", "x", "--profile", "Nobody"], &[PASSWORD], 2, "trove profile list");
    check(&["profile", "claim", "Ada"], &[PASSWORD], 2, "has a password already");
    check(&["connect", "--token-stdin"], &[PASSWORD], 2, "ended before the token");
    check(&["connect", "--token-stdin"], &[PASSWORD, "ntn_unknown"], 5, "does not accept this token");
    check(&["search"], &[PASSWORD], 2, "Usage");
    check(&["search", "x", "--limit", "0"], &[PASSWORD], 2, "--limit");
    check(&["search", "x", "--jsno"], &[PASSWORD], 2, "unexpected argument '--jsno'");
    check(&["sync", "--pace", "fast"], &[PASSWORD], 2, "expected auto, a number above 0, or max");
    check(&["sync", "--watch", "--until-idle"], &[PASSWORD], 2, "cannot be used with");
    check(&["open", "nowhere"], &[PASSWORD], 2, "neither the address nor the id");

    // No terminal, no password.
    let child = desk.command(&["search", "x"]).stdin(Stdio::null()).spawn().unwrap();
    let asked = desk.finish(child).ended(2);
    assert!(asked.err.contains("--password-stdin"), "{}", asked.err);

    let elsewhere = desk
        .command(&["connections", "--password-stdin"])
        .env("TROVE_NOTION_ORIGIN", "http://x.example")
        .spawn();
    let refused = desk.finish(elsewhere.unwrap()).ended(2);
    assert!(refused.err.contains("TROVE_NOTION_ORIGIN is neither https"), "{}", refused.err);

    for _ in 0..4 {
        check(&["connections"], &["not the password"], 3, "not this profile's password");
    }
    check(&["connections"], &["not the password"], 3, "");
    check(&["connections"], &[PASSWORD], 3, "Too many wrong passwords");

    std::fs::write(desk.data().join("registry.json"), "{}").unwrap();
    check(&["profile", "list"], &[], 6, "The list of profiles is damaged");
}

/// One stray 401 ended syncing for good: every later command asked nothing of Notion, said that
/// all was well and ended with 0.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_asked_about_and_a_connection_that_stopped_is_tried_by_every_command() {
    let desk = Desk::connected().await;
    desk.sim.fault(Fault::status(401).on("/v1/search"));
    desk.run(&["sync", "--pace", "max"]).done();

    desk.sim.fault(Fault::status(401).always());
    for arguments in [&["sync"][..], &["sync"], &["sync", "--full"]] {
        desk.sim.clear_log();
        let ran = desk.run(arguments).ended(5);
        assert!(ran.err.contains("does not accept this token"), "{}", ran.err);
        assert!(desk.requests("/v1/users/me") > 0, "{arguments:?} asked");
    }
    let told = desk.run(&["sync", "--json"]).ended(5).lines();
    let last = told.last().unwrap();
    assert_eq!((&last["event"], &last["status"]), (&"synced".into(), &"needs_reconnect".into()), "{last}");
    assert_eq!(last["error"]["code"], "token_refused", "{last}");
    let overview = desk.run(&["coverage"]).done();
    assert!(overview.out.contains("Notion refuses its token"), "{}", overview.out);
    desk.run(&["coverage", &"1".repeat(32)]).ended(5);

    desk.sim.clear_faults();
    let told = desk.run(&["sync", "--json"]).done().lines();
    assert_eq!(told.last().unwrap()["status"], "active");
    desk.run(&["coverage", &"1".repeat(32)]).ended(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_notion_what_was_read_is_still_found() {
    let desk = Desk::synced().await;
    let gone = |arguments: &[&str]| {
        let arguments = [arguments, &["--password-stdin"]].concat();
        let mut command = desk.command(&arguments);
        // A port that nobody listens on.
        let mut child = command.env("TROVE_NOTION_ORIGIN", "http://127.0.0.1:9").spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{PASSWORD}\n").as_bytes())
            .unwrap();
        desk.finish(child)
    };
    gone(&["search", "kitchen"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_ends_it_quietly() {
    let desk = Desk::synced().await;
    let mut child = desk.command(&["search", "--stdin", "--json", "--password-stdin"]).spawn().unwrap();
    drop(child.stdout.take());
    let queries = "kitchen\n".repeat(50);
    let _ = std::io::Write::write_all(
        &mut child.stdin.take().unwrap(),
        format!("{PASSWORD}\n{queries}").as_bytes(),
    );
    let ran = desk.finish(child).done();
    assert_eq!(ran.err, "");
}

/// Nothing found is not the whole truth where a listing broke off.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_found_says_what_may_be_missing() {
    let desk = Desk::synced().await;
    let nothing = ["search", "zqxwvk", "--insist"];
    let whole = desk.run(&nothing).ended(1);
    assert!(whole.err.contains("Nothing found.") && !whole.err.contains("may be missing"), "{}", whole.err);

    let dead = Action::Refusal {
        status: 400,
        code: "validation_error".into(),
        message: "The start_cursor provided is invalid".into(),
    };
    desk.sim.fault(Fault::new(dead).on("/v1/search").always());
    desk.run(&["sync", "--full", "--pace", "max"]).ended(5);
    for format in [&[][..], &["--json"], &["--tsv"]] {
        let ran = desk.run(&[&nothing[..], format].concat()).ended(1);
        assert!(ran.err.contains("listing broke off before its end"), "{format:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
    let answers = desk.type_in(&["search", "--stdin", "--json"], &[PASSWORD, "zqxwvk"]).done().lines();
    assert_eq!(answers[0]["gaps"], serde_json::json!(["listed_short"]));

    desk.sim.clear_faults();
    desk.run(&["sync", "--pace", "max"]).done();
    let answers = desk.type_in(&["search", "--stdin", "--json"], &[PASSWORD, "zqxwvk"]).done().lines();
    assert_eq!(answers[0]["gaps"], serde_json::json!([]));
}

/// A page of whose text some part was not given: told by the command that read it, by coverage, and
/// where nothing is found.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_read_in_part_is_told() {
    let desk = Desk::synced().await;
    let page = desk.sim.create(Create {
        title: "Long".into(),
        markdown: "First\nSecond\nThird zqxwvk".into(),
        ..Create::default()
    });
    let page = page.unwrap();
    desk.sim.reshare(&page).unwrap();
    desk.sim.truncate(&page, Some((1, true))).unwrap();
    // The page itself, and nothing of its parts.
    desk.sim.fault(Fault::new(Action::WrongJson).on("/v1/pages/").after(1).always());
    let told = "1 page is read in part; which: trove coverage";
    let synced = desk.run(&["sync", "--pace", "40"]).done();
    assert!(synced.err.contains(told), "{}", synced.err);
    let nothing = desk.run(&["search", "zqxwvk", "--insist"]).ended(1);
    assert!(nothing.err.contains(told), "{}", nothing.err);
    let coverage = desk.run(&["coverage", "--json"]).done().lines().remove(0);
    let connection = &coverage["connections"][0];
    let partly = &connection["partly_read"][0];
    assert_eq!((&partly["id"], &partly["left"]), (&page.as_str().into(), &0.into()), "{connection}");
    assert!(partly["lost"].as_u64() > Some(0) && connection["failed"] == 0, "{connection}");
    let verdict = desk.run(&["coverage", "--json", &page]).done().lines().remove(0);
    assert_eq!(verdict["text"], "partly_read", "{verdict}");

    desk.sim.clear_faults();
    let whole = desk.run(&["sync", "--full", "--pace", "max"]).done();
    assert!(!whole.err.contains("in part"), "{}", whole.err);
    desk.run(&["search", "zqxwvk", "--insist"]).done();
}

/// A limit that is reached is told, and a higher one goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_on_pages_is_told() {
    let desk = Desk::connected().await;
    let told = "the limit of 5 pages for a workspace is reached";
    let limited = desk.run(&["sync", "--pace", "max", "--most-pages", "5"]).done();
    assert!(limited.err.contains(told), "{}", limited.err);
    assert!(desk.run(&["coverage"]).done().out.contains(told));
    assert_eq!(desk.run(&["coverage", "--json"]).done().lines()[0]["connections"][0]["page_limit"], 5);
    let more = desk.run(&["sync", "--pace", "max", "--most-pages", "100000"]).done();
    assert!(!more.err.contains(told), "{}", more.err);
    assert!(!desk.run(&["coverage"]).done().out.contains(told));
}
