//! What scripts rely on: field names, the order of answers, safe output.

use crate::desk::{Desk, PASSWORD};
use crate::journey::create;
use expect_test::expect;
use serde_json::Value;
use std::collections::BTreeSet;
use trove_sim::Create;

/// Every path of field names, `[]` for the elements of a list.
fn names(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}.{name}");
                found.insert(at.clone());
                names(value, &at, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| names(value, &format!("{at}[]"), found)),
        _ => {}
    }
}

const PAGE: &str = include_str!("../../../../docs/command-line.md");

/// Every one of them stands on the page that scripts are written by.
fn names_of(lines: &[Value]) -> String {
    let mut found = BTreeSet::new();
    lines.iter().for_each(|line| names(line, "", &mut found));
    for name in &found {
        let field = name.rsplit('.').next().unwrap_or_default();
        let shown = [format!("`{field}`"), format!("\"{field}\"")].iter().any(|form| PAGE.contains(form));
        assert!(shown, "{name} is not in docs/command-line.md");
    }
    found.into_iter().map(|name| name + "\n").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn field_names_stay() {
    let desk = Desk::synced().await;
    let hits = desk.run(&["search", "kitchen", "--json"]).done().lines();
    expect![[r#"
        .edited
        .id
        .in_path
        .in_properties
        .kind
        .lacks
        .live
        .other_forms
        .passages
        .passages[].cut_after
        .passages[].cut_before
        .passages[].segments
        .passages[].segments[].marked
        .passages[].segments[].text
        .path
        .pinned
        .similar
        .tier
        .title
        .title_segments
        .title_segments[].marked
        .title_segments[].text
        .url
        .workspaces
    "#]]
    .assert_eq(&names_of(&hits));

    for form in ["--json", "--tsv"] {
        let one = desk.run(&["search", "ktchen", form]).done();
        assert!(one.err.contains("Showing results for kitchen; no page has ktchen."), "{form}: {}", one.err);
    }

    let answers = desk.type_in(&["search", "--stdin", "--json"], &[PASSWORD, "ktchen"]).done().lines();
    let outer: Vec<_> = answers[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        outer,
        [
            "corrections",
            "filters",
            "gaps",
            "hits",
            "left_out",
            "more",
            "query",
            "similar",
            "took_us",
            "total",
            "unknown_names"
        ]
    );
    assert_eq!(
        answers[0]["corrections"][0],
        serde_json::json!({"typed": "ktchen", "instead": "kitchen", "known": false})
    );

    let coverage = desk.run(&["coverage", "--json"]).done().lines();
    expect![[r#"
        .connections
        .connections[].account
        .connections[].capped
        .connections[].data_sources
        .connections[].failed
        .connections[].failures
        .connections[].id
        .connections[].kind
        .connections[].known
        .connections[].last_checked
        .connections[].last_listed
        .connections[].left_out
        .connections[].left_out_count
        .connections[].missing
        .connections[].page_limit
        .connections[].pages
        .connections[].partly_read
        .connections[].read
        .connections[].short_since
        .connections[].status
        .connections[].text_limit_megabytes
        .connections[].waiting
        .connections[].workspace
        .index
        .meanings
    "#]]
    .assert_eq(&names_of(&coverage));

    let sync = desk.run(&["sync", "--json"]).done().lines();
    expect![[r#"
        .account
        .error
        .event
        .failed
        .id
        .kind
        .known
        .last_checked
        .last_listed
        .listing
        .missing
        .per_minute
        .read
        .seconds
        .seconds_left
        .short_since
        .status
        .waiting
        .workspace
    "#]]
    .assert_eq(&names_of(&sync));
    assert_eq!(sync.last().unwrap()["event"], "synced");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_answers_one_query_a_line_in_their_order() {
    let desk = Desk::synced().await;
    let queries = [PASSWORD, "handbook", "", "xqzj vkwpt", "\"wet hands\"", "küche"];
    let answers = desk.type_in(&["search", "--stdin", "--json", "--limit", "3"], &queries).done().lines();
    let asked: Vec<_> = answers.iter().map(|answer| answer["query"].as_str().unwrap()).collect();
    assert_eq!(asked, queries[1..]);
    let hits: Vec<_> = answers.iter().map(|answer| answer["hits"].as_array().unwrap().len()).collect();
    assert_eq!((hits[0], hits[2], hits[3]), (3, 0, 1));

    let lines =
        desk.type_in(&["search", "--stdin", "--tsv", "--limit", "2"], &[PASSWORD, "handbook", "zz yy"]);
    let lines = lines.done().out;
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!((lines[0], lines[3], lines[4], lines[5]), ("?\thandbook\t", "", "?\tzz yy\t", ""));
    assert!(lines[1..3].iter().all(|line| line.split('\t').count() == 7), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_says_never_reaches_the_terminal_as_a_command() {
    let desk = Desk::connected().await;
    let title = "zebu \u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m \u{202e}dlrow\u{2066}\r\nforged line";
    let markdown = "zebu text \u{1b}[31m red \u{200f}\u{202b}backwards \u{9d}0;x\u{9c}".to_owned();
    desk.sim.create(Create { title: title.into(), markdown, ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    for arguments in [
        &["search", "zebu"] as &[&str],
        &["search", "zebu", "--tsv"],
        &["search", "zebu", "--json"],
        &["search", "zebu", "--live"],
        &["coverage"],
    ] {
        let ran = desk.run(arguments).done();
        let bad = |char: &char| {
            char.is_control() && *char != '\n' && !(*char == '\t' && arguments.contains(&"--tsv"))
                || ('\u{202a}'..='\u{202e}').contains(char)
                || ('\u{2066}'..='\u{2069}').contains(char)
                || matches!(char, '\u{200e}' | '\u{200f}')
        };
        let found: Vec<char> = ran.out.chars().chain(ran.err.chars()).filter(bad).collect();
        assert!(found.is_empty(), "{arguments:?}: {found:?} in {:?}", ran.out);
        assert!(!ran.out.lines().any(|line| line.starts_with("forged")), "{:?}", ran.out);
    }
    let hit = desk.run(&["search", "zebu", "--json"]).done().lines();
    assert!(hit[0]["title"].as_str().unwrap().contains('\u{1b}'), "JSON keeps what Notion sent: {hit:?}");
}

/// Checks 20, 57.
#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_in_nothing_that_is_printed_or_logged() {
    let desk = Desk::synced().await;
    // The scan finds what it looks for.
    let planted = format!("x {PASSWORD} y {}", desk.sim.personal_token());
    assert_eq!(desk.secrets_in(&planted).len(), 2);
    let mut command = desk.command(&["sync", "--full", "--password-stdin"]);
    let mut child = command.env("TROVE_LOG", "trace").spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{PASSWORD}\n").as_bytes()).unwrap();
    desk.finish(child).done();
    let log = std::fs::read_to_string(desk.data().join("logs/trove.log")).unwrap();
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "the log is on");
    assert_eq!(desk.secrets_in(&log), Vec::<&str>::new());
}

/// Checks 56, 58. A line of more than 64 KB was two queries, so that every answer behind it was
/// another line's.
#[tokio::test(flavor = "multi_thread")]
async fn every_line_has_one_answer_whatever_it_is() {
    let desk = Desk::synced().await;
    let mut lines: Vec<Vec<u8>> = vec![
        vec![b'x'; 200_000],
        "é".repeat(40_000).into_bytes(),
        b"\xff\xfe\x80".to_vec(),
        b"\0\x01\x1b[2J\x7f".to_vec(),
        "in:in:in: ws:\" -\"".into(),
        "\u{202e}\u{2028}\u{feff}".into(),
        b"\r\r".to_vec(),
        "( OR ) OR OR".into(),
        "a ".repeat(30_000).into_bytes(),
    ];
    for byte in 1..=255_u8 {
        lines.push(if byte == b'\n' { b"kitchen".to_vec() } else { vec![byte, b'a', byte] });
    }
    lines.push(b"kitchen".to_vec());
    let mut child = desk.command(&["search", "--stdin", "--json", "--password-stdin"]).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut text = format!("{PASSWORD}\n").into_bytes();
    text.extend(lines.join(&b'\n'));
    let writing = std::thread::spawn(move || std::io::Write::write_all(&mut input, &text).unwrap());
    let ran = desk.finish(child).done();
    writing.join().unwrap();
    let answers = ran.lines();
    assert_eq!(answers.len(), lines.len());
    assert!(
        !answers.last().unwrap()["hits"].as_array().unwrap().is_empty(),
        "the last is answered as itself"
    );

    let secret = "x".repeat(70_000);
    let refused = desk.type_in(&["search", "kitchen"], &[&secret]).ended(2);
    assert!(refused.err.contains("longer than any password"), "{}", refused.err);
}
