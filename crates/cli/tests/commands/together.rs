//! Several at once: searching while another process reads Notion, one writer at a time,
//! and a sync that is ended or killed.

use crate::desk::{Desk, PASSWORD, lines_of, until};
use serde_json::Value;
use std::process::{Child, Command};
use trove_sim::{Action, Fault};

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// Lets some pages be read and no more, so that there is a middle to be in.
fn stall(desk: &Desk) {
    let never = Fault::new(Action::Delay { ms: 3_600_000 }).on("/v1/pages").after(30);
    desk.sim.fault(Fault { count: None, ..never });
}

fn pages_read(desk: &Desk) -> u64 {
    desk.run(&["connections", "--json"]).done().lines()[0]["read"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn searching_works_while_another_process_watches_and_a_second_writer_is_refused() {
    let desk = Desk::connected().await;
    let arguments = ["sync", "--watch", "--json", "--pace", "max", "--password-stdin"];
    let mut watching = desk.start(&arguments, &[PASSWORD]);
    let mut lines = lines_of(watching.stdout.take().unwrap());
    let synced = lines.find(|line| line.contains(r#""event":"synced""#)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&synced).unwrap()["read"], 77);
    desk.run(&["search", "wet", "hands"]).done();
    let refused = desk.run(&["sync"]).ended(4);
    assert!(refused.err.contains("The window syncs by itself"), "{}", refused.err);
    desk.run(&["search", "--live", "hands"]).ended(4);
    desk.run(&["coverage", "0123456789abcdef0123456789abcdef"]).ended(4);
    let token = desk.sim.personal_token().to_owned();
    desk.type_in(&["connect", "--token-stdin"], &[PASSWORD, &token]).ended(4);
    signal(&watching, "-INT");
    desk.finish(watching).ended(130);
    desk.run(&["sync"]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_keeps_what_was_read() {
    let desk = Desk::connected().await;
    stall(&desk);
    let reading = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are stored", || (pages_read(&desk) > 0).then_some(()));
    signal(&reading, "-INT");
    let ran = desk.finish(reading).ended(130);
    assert!(ran.err.contains("What was read is kept"), "{}", ran.err);
    let read = pages_read(&desk);
    assert!((1..77).contains(&read), "{read} read");
    desk.sim.clear_faults();
    desk.run(&["sync", "--pace", "max"]).done();
    assert_eq!(pages_read(&desk), 77);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_sync_goes_on_from_where_it_was() {
    let desk = Desk::connected().await;
    stall(&desk);
    let reading = desk.start(&["sync", "--pace", "max", "--password-stdin"], &[PASSWORD]);
    until("some pages are stored", || {
        (desk.requests("/markdown") > 30 && pages_read(&desk) > 0).then_some(())
    });
    signal(&reading, "-KILL");
    assert_eq!(desk.finish(reading).code, -1);
    let kept = pages_read(&desk);
    assert!(kept < 77, "it was killed in the middle");
    desk.sim.clear_faults();
    desk.sim.clear_log();
    desk.run(&["sync", "--pace", "max"]).done();
    assert_eq!(pages_read(&desk), 77);
    let asked = desk.requests("/markdown") as u64;
    assert!(asked <= 77 - kept, "{asked} pages asked for, {kept} were there");
    desk.run(&["search", "wet", "hands"]).done();
}
