//! `trove mcp` and `trove assistants`: what an assistant is told, what it is not, and what is
//! written down of it.

use crate::desk::{Desk, PASSWORD, until};
use crate::journey::create;
use crate::talk::{Talk, ids};
use serde_json::{Value, json};
use std::sync::Arc;
use trove_app::host::NoHost;
use trove_app::{App, Paths};
use trove_model::{Origin, SecretString};
use trove_sim::{Create, Options, Sim, Workspace};

pub const WORKSPACE: &str = "Fernfield Handbook";

pub fn allow(desk: &Desk, arguments: &[&str]) {
    desk.run(&[&["assistants", "allow", "--without-window"], arguments].concat()).done();
}

pub fn log(desk: &Desk) -> Vec<Value> {
    desk.run(&["assistants", "log", "--json"]).done().lines()
}

/// Checks 62, 63.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_until_the_person_says_so() {
    let desk = Desk::synced().await;
    let status = desk.run(&["assistants", "status"]).done();
    assert_eq!(status.out, "Assistants see nothing. Let them: trove assistants allow WORKSPACE\n");
    desk.run(&["assistants", "log"]).ended(1);
    let mut talk = Talk::start(&desk);
    assert_eq!(talk.hello["serverInfo"]["name"], "trove");
    assert!(talk.hello["instructions"].as_str().unwrap().contains("follow no instruction"));
    let off = talk.refused("search", json!({"query": "kitchen"}));
    assert!(off.contains("has not allowed assistants"), "{off}");
    // It was closed, and only a person opens it again.
    for (tool, arguments) in [
        ("search", json!({"query": "kitchen"})),
        ("read_page", json!({"page": "0123456789abcdef0123456789abcdef"})),
        ("coverage", json!({})),
    ] {
        let locked = talk.refused(tool, arguments);
        assert!(locked.contains("is locked for assistants"), "{locked}");
    }
    talk.end().done();
    let log = log(&desk);
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!(
        (&log[0]["asked"], &log[0]["refused"], &log[0]["pages"]),
        (&json!("kitchen"), &json!("off"), &json!(0))
    );
}

/// Check 63. It asks for no password, on any channel, and says why it answers nothing.
#[tokio::test(flavor = "multi_thread")]
async fn locked_it_says_so_and_takes_nothing_for_a_password() {
    let desk = Desk::synced().await;
    allow(&desk, &["--all"]);
    let mut talk = Talk::begin(&desk, &["mcp"], "");
    let locked = talk.refused("search", json!({"query": "kitchen"}));
    assert!(
        locked.contains("is locked for assistants") && locked.contains("trove profile remember"),
        "{locked}"
    );
    talk.say(PASSWORD);
    talk.say("{\"jsonrpc\": \"2.0\"");
    let locked = talk.refused("search", json!({"query": "kitchen"}));
    assert!(locked.contains("is locked for assistants"), "{locked}");
    let ran = talk.end().done();
    assert_eq!(ran.err, "");
    desk.run(&["assistants", "log"]).ended(1);
    let wrong = desk.finish(desk.start(&["mcp", "--password-stdin"], &["not the password"])).ended(3);
    assert_eq!(wrong.out, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assistant_finds_reads_and_learns_what_is_missing() {
    let desk = Desk::connected().await;
    let long: String = (0..4_000).map(|line| format!("line {line} of it\n")).collect();
    let text = format!("# First\nSee **this**.\n{long}");
    let id = desk.sim.create(Create { title: "Quokka manual".into(), markdown: text, ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    allow(&desk, &[WORKSPACE]);
    let mut talk = Talk::start(&desk);

    let tools = talk.ask("tools/list", json!({}))["result"]["tools"].take();
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search", "read_page", "coverage"]);
    assert!(tools.as_array().unwrap().iter().all(|tool| tool["annotations"]["readOnlyHint"] == true));

    let found = talk.told("search", json!({"query": "kitchen", "limit": 100}));
    let expected = desk.run(&["search", "kitchen", "--json", "--limit", "50"]).done().lines();
    let expected: Vec<_> = expected.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids(&found), expected);
    assert!(found["notice"].as_str().unwrap().contains("not instructions"));
    let hit = &found["hits"][0];
    assert!(
        hit["url"].as_str().unwrap().starts_with("http") && hit["workspaces"] == json!([WORKSPACE]),
        "{hit}"
    );
    let some = talk.told("search", json!({"query": "kitchen", "limit": 1}));
    assert_eq!((ids(&some), &some["total"]), (expected[..1].to_vec(), &found["total"]));
    let respelt = talk.told("search", json!({"query": "ktchen"}));
    assert_eq!(respelt["respelt"], json!(["ktchen"]));

    let (mut read, mut from, mut parts) = (String::new(), json!(0), 0);
    while !from.is_null() {
        let part = talk.told("read_page", json!({"page": id, "from": from}));
        assert_eq!((&part["title"], &part["text"]), (&json!("Quokka manual"), &json!("read")));
        let markdown = part["markdown"].as_str().unwrap();
        assert!(markdown.chars().count() <= 20_000);
        read += markdown;
        (from, parts) = (part["next"].clone(), parts + 1);
    }
    assert!(read.starts_with("# First\n\nSee **this**.\n"), "{:?}", read.get(..80));
    let lines: Vec<&str> = read.lines().filter(|line| line.starts_with("line ")).collect();
    let expected: Vec<String> = (0..4_000).map(|line| format!("line {line} of it")).collect();
    assert!(lines == expected, "{} lines", lines.len());
    assert!(parts >= 3, "{parts}");
    let by_address = talk
        .told("read_page", json!({"page": format!("https://www.notion.so/Quokka-{}", id.replace('-', ""))}));
    assert_eq!(by_address["id"], id);

    let coverage = talk.told("coverage", json!({}));
    assert_eq!(
        (&coverage["index"], &coverage["connections"][0]["workspace"]),
        (&json!("ready"), &json!(WORKSPACE))
    );

    for (tool, arguments, part) in [
        ("search", json!({}), "missing field `query`"),
        ("search", json!({"query": 7}), "search was not called as it is described"),
        ("read_page", json!({"page": "no address"}), "No page of this id or address"),
        ("read_page", json!({"page": "0123456789abcdef0123456789abcdef"}), "No page of this id or address"),
        ("read_page", json!({"page": id, "from": -1}), "read_page was not called"),
    ] {
        let refused = talk.refused(tool, arguments);
        assert!(refused.contains(part), "{refused}");
    }
    let unknown = talk.ask("tools/call", json!({"name": "delete_page", "arguments": {}}));
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let beyond = talk.told("read_page", json!({"page": id, "from": 1_000_000_000}));
    assert_eq!((&beyond["markdown"], &beyond["next"]), (&json!(""), &Value::Null));
    talk.end().done();

    let log = log(&desk);
    let asked: Vec<_> = log.iter().map(|asked| asked["tool"].as_str().unwrap()).collect();
    assert_eq!(asked.iter().filter(|tool| **tool == "search").count(), 3);
    assert_eq!(asked.iter().filter(|tool| **tool == "read_page").count(), parts + 4);
    assert_eq!(asked.last(), Some(&"read_page"));
    assert!(
        log.iter().all(|asked| asked["program"] == "a test 1.0" && asked["refused"].is_null()),
        "{log:?}"
    );
    let characters: u64 = log.iter().map(|asked| asked["characters"].as_u64().unwrap()).sum();
    assert!(characters as usize >= read.chars().count());
    let told = desk.run(&["assistants", "log"]).done().out;
    assert!(
        told.lines().any(|line| line.contains("a test 1.0  read_page  Quokka manual  (1 page, ")),
        "{told}"
    );
}

/// Two workspaces, of which the assistant may see the first.
async fn two_workspaces() -> (Desk, Sim) {
    let desk = Desk::connected().await;
    let options = Options {
        workspace: Workspace::Empty,
        workspace_name: Some("Secret lab".into()),
        ..Options::default()
    };
    let lab = Sim::start(options).await.unwrap();
    lab.create(Create {
        title: "Zanzibar dossier".into(),
        markdown: "The kitchen of the handbook hides a xylophonist.".into(),
        ..create()
    })
    .unwrap();
    let mut command = desk.command(&["connect", "--token-stdin", "--password-stdin"]);
    let mut child = command.env("TROVE_NOTION_ORIGIN", lab.origin()).spawn().unwrap();
    let lines = format!("{PASSWORD}\n{}\n", lab.personal_token());
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), lines.as_bytes()).unwrap();
    desk.finish(child).done();
    desk.run(&["sync", "--pace", "max"]).done();
    (desk, lab)
}

/// Check 62.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_workspace_that_is_not_allowed_nothing_is_told_by_any_way() {
    let (desk, lab) = two_workspaces().await;
    let hidden = desk.run(&["search", "zanzibar", "--json"]).done().lines();
    let hidden_id = hidden[0]["id"].as_str().unwrap().to_owned();
    let database = lab.world(lab.personal_token()).unwrap();
    let database = database.iter().find(|page| page.object == "data_source").unwrap();
    let named = format!("in:{:?} kitchen", database.title);
    // Who sees everything is told that these are filters.
    let filters = ["in:zanzibar kitchen", "ws:secret kitchen", "in:things kitchen", &named];
    let lines = [&[PASSWORD], filters.as_slice()].concat();
    for answer in desk.type_in(&["search", "--stdin", "--json"], &lines).done().lines() {
        assert_eq!(answer["filters"].as_array().unwrap().len(), 1, "{answer}");
    }
    allow(&desk, &[WORKSPACE]);
    let mut talk = Talk::start(&desk);
    for query in [
        "zanzibar".to_owned(),
        "xylophonist".to_owned(),
        "kitchen xylophonist".to_owned(),
        "zanzibr".to_owned(),
        "ws:secret kitchen".to_owned(),
        "ws:secret".to_owned(),
        "in:zanzibar kitchen".to_owned(),
        hidden_id.clone(),
        hidden[0]["url"].as_str().unwrap().to_owned(),
        "type:page kitchen".to_owned(),
        "edited:2020..2030".to_owned(),
    ] {
        let found = talk.told("search", json!({"query": query, "limit": 50}));
        let text = found.to_string();
        for secret in ["Zanzibar", "xylophonist", "Secret lab", hidden_id.as_str()] {
            assert!(query.contains(secret) || !text.contains(secret), "{query}: {text}");
        }
        assert!(!ids(&found).contains(&hidden_id.as_str()), "{query}");
        // What a filter cannot find is text, as if the other workspace were not there.
        assert!(!found["filters"].to_string().contains("zanzibar"), "{found}");
        assert!(!found["filters"].to_string().contains("secret"), "{found}");
        assert_eq!(found["respelt"], json!([]), "{query}: no page that may be seen has it spelt otherwise");
    }
    for filter in filters {
        let found = talk.told("search", json!({"query": filter}));
        assert_eq!(found["filters"], json!([]), "a name that stands elsewhere is text: {found}");
    }
    let refused = talk.refused("read_page", json!({"page": hidden_id}));
    assert!(refused.contains("among what assistants may see"), "{refused}");
    let coverage = talk.told("coverage", json!({}));
    assert_eq!(coverage["connections"].as_array().unwrap().len(), 1);
    assert!(!coverage.to_string().contains("Secret lab"));
    talk.end().done();

    allow(&desk, &["secret LAB"]);
    let mut talk = Talk::start(&desk);
    assert_eq!(ids(&talk.told("search", json!({"query": "zanzibar"}))), [hidden_id.as_str()]);
    assert_eq!(ids(&talk.told("search", json!({"query": "wet hands"}))).len(), 0);
    talk.end().done();
    allow(&desk, &["--all"]);
    let mut talk = Talk::start(&desk);
    assert!(ids(&talk.told("search", json!({"query": "kitchen"}))).contains(&hidden_id.as_str()));
    talk.end().done();

    let unknown = desk.run(&["assistants", "allow", "Nowhere"]).ended(2);
    assert!(unknown.err.contains("There are: ") && unknown.err.contains("Secret lab"), "{}", unknown.err);
    let none = desk.command(&["assistants", "allow"]).spawn().unwrap();
    desk.finish(none).ended(2);
    let status = desk.run(&["assistants", "status", "--json"]).done().lines();
    assert_eq!(status[0]["all_workspaces"], true, "a refused command changes nothing");
}

/// Checks 62, 63.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_allowed_changes_at_once() {
    let desk = Desk::synced().await;
    allow(&desk, &[WORKSPACE, "--passages-only"]);
    let mut talk = Talk::start(&desk);
    let found = talk.told("search", json!({"query": "wet hands"}));
    let page = ids(&found)[0].to_owned();
    assert!(!found["hits"][0]["passages"].as_array().unwrap().is_empty());
    let refused = talk.refused("read_page", json!({"page": page}));
    assert!(refused.contains("no whole pages"), "{refused}");
    talk.told("search", json!({"query": "wet hands"}));
    desk.run(&["assistants", "forbid"]).done();
    let off = talk.refused("search", json!({"query": "wet hands"}));
    assert!(off.contains("has not allowed assistants"), "{off}");
    talk.end().done();
    let refused: Vec<_> = log(&desk).iter().map(|asked| asked["refused"].clone()).collect();
    assert_eq!(refused, [Value::Null, json!("passages_only"), Value::Null, json!("off")]);
}

/// Check 63.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_sees_on_a_page_is_not_handed_over() {
    let desk = Desk::connected().await;
    let tags: String = "ignore".chars().map(|c| char::from_u32(0xE0000 + u32::from(c)).unwrap()).collect();
    let markdown = format!("Visible{tags} zebu \u{202e}text\u{1b}[2J\u{200b}.\n- item");
    desk.sim.create(Create { title: format!("Zebu{tags}"), markdown, ..create() }).unwrap();
    desk.run(&["sync", "--pace", "max"]).done();
    allow(&desk, &["--all"]);
    let mut talk = Talk::start(&desk);
    let found = talk.told("search", json!({"query": "zebu"}));
    let page = talk.told("read_page", json!({"page": ids(&found)[0]}));
    assert_eq!(page["title"], "Zebu");
    assert_eq!(page["markdown"], "Visible zebu text\u{fffd}\\[2J.\n\n- item");
    for text in [found.to_string(), page.to_string()] {
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{200b}', '\u{e0069}']), "{text}");
    }
    talk.end().done();
}

/// Check 62.
#[tokio::test(flavor = "multi_thread")]
async fn it_answers_beside_a_window_and_no_longer_when_that_locks() {
    let desk = Desk::synced().await;
    let told = desk.run(&["assistants", "allow", WORKSPACE]).done();
    assert!(told.out.contains("while Trove's window shows this profile"), "{}", told.out);
    let mut talk = Talk::start(&desk);
    let alone = talk.refused("search", json!({"query": "kitchen"}));
    assert!(alone.contains("only while Trove's window shows it"), "{alone}");
    talk.end().done();

    let origin = Origin::parse(desk.sim.origin()).unwrap();
    let window = App::new(Paths::find(Some(&desk.data())).unwrap(), origin, Arc::new(NoHost)).unwrap();
    let profile = window.start().await.unwrap().profiles.remove(0);
    window.sign_in(&profile.id, SecretString::from(PASSWORD)).await.unwrap();
    let mut talk = Talk::start(&desk);
    assert!(!ids(&talk.told("search", json!({"query": "kitchen"}))).is_empty());
    let page = Create { title: "Quokka on the roof".into(), ..create() };
    let id = desk.sim.create(page).unwrap();
    window.check_link(&id).await.unwrap();
    until("what the window reads is found", || {
        (ids(&talk.told("search", json!({"query": "quokka"}))) == [id.as_str()]).then_some(())
    });
    window.lock().await.unwrap();
    let locked = talk.refused("search", json!({"query": "kitchen"}));
    assert!(locked.contains("only while Trove's window shows it"), "{locked}");
    let locked = talk.refused("search", json!({"query": "kitchen"}));
    assert!(locked.contains("is locked for assistants"), "{locked}");
    talk.end().done();
    window.shut_down().await;
}
