//! Whatever a server answers, it takes a process no more memory than is promised: each answer is
//! as large as is read, and of the kind that grows most when it is.

use crate::{child, is_child};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc;
use trove_model::clock::ManualClock;
use trove_model::connection::TokenFuture;
use trove_model::{
    Entropy, EntropyUnavailable, NotionId, Origin, SecretString, TokenSource, TokenUnavailable,
};
use trove_notion::markdown::{parse, written};
use trove_notion::{Notion, SearchRequest};

/// Of the whole process, in kilobytes.
const PROMISED: usize = 300 * 1024;
/// As much as is read of an answer, less what stands around it.
const LARGEST: usize = (16 << 20) - 1024;

struct OneToken;

impl TokenSource for OneToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(SecretString::from("ntn_token")) })
    }

    fn renew<'a>(&'a self, _: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(async { Err(TokenUnavailable::Revoked) })
    }
}

struct Still;

impl Entropy for Still {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        buffer.fill(0);
        Ok(())
    }
}

/// Asks once, does with the answer what is done with one, and prints the most memory it had.
#[test]
fn asks() {
    if !is_child("answers::asks") {
        return;
    }
    let origin = Origin::parse(&std::env::var("TROVE_TEST_ORIGIN").unwrap()).unwrap();
    let endpoint = std::env::var("TROVE_TEST_ENDPOINT").unwrap();
    let http = trove_http::Clients::new().unwrap().to(&origin);
    let clock = Arc::new(ManualClock::default());
    let notion = Notion::new(http, origin, Arc::new(OneToken), clock, Arc::new(Still));
    let id: NotionId = "598337872cf94fdf8782e53db20768a5".parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let read = runtime.block_on(async {
        match endpoint.as_str() {
            "search" => notion.search(&SearchRequest::default()).await.map(|list| list.results.len()),
            "children" => notion.block_children(&id, None).await.map(|list| list.results.len()),
            _ => notion.page_markdown(&id).await.map(|page| {
                let document = parse(&page.markdown);
                document.text().len() + written(&document).len()
            }),
        }
    });
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("\npeak {} {read:?}", peak.trim().trim_end_matches(" kB"));
}

/// As often as it fits.
fn filled(before: &str, one: &[u8], after: &str) -> Vec<u8> {
    let count = (LARGEST - before.len() - after.len()) / one.len();
    counted(before, |_| one.to_vec(), count, after)
}

fn counted(before: &str, one: impl Fn(usize) -> Vec<u8>, count: usize, after: &str) -> Vec<u8> {
    let mut body = before.as_bytes().to_vec();
    (0..count).for_each(|nth| body.extend(one(nth)));
    body.extend_from_slice(after.as_bytes());
    body
}

/// Those that grow by their structure are as many as are read, one of more of which is refused;
/// those that grow by their length as long.
fn bodies() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let list = r#"{"object":"list","has_more":false,"next_cursor":null,"results":["#;
    let page = r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5","properties":{"#;
    let block = format!(
        r#"{list}{{"id":"598337872cf94fdf8782e53db20768a5","object":"block","type":"paragraph","paragraph":{{"rich_text":["#
    );
    let table = "<table><tr><td>a</td><td>b</td></tr></table>\\n";
    let markdown = r#"{"object":"page_markdown","markdown":""#;
    let deep = format!("{}0{},", r#"{"a":"#.repeat(90), "}".repeat(90));
    let title = format!(r#"{list}{page}"a":{{"type":"title","title":[{{"plain_text":""#);
    let same = |one: &str| {
        let one = one.as_bytes().to_vec();
        move |_: usize| one.clone()
    };
    vec![
        ("search", "more than is read", filled(list, br#"{"a":1},"#, "0]}")),
        ("search", "objects", counted(list, same(r#"{"a":1},"#), 87_000, "0]}")),
        ("search", "objects of objects", counted(list, same(&deep), 1_100, "0]}")),
        ("search", "empty texts", counted(list, same(r#""","#), 699_000, "0]}")),
        ("search", "lists", counted(list, same("[[]],"), 139_000, "0]}")),
        ("search", "pages", counted(list, same(&format!("{page}}}}},")), 41_000, "0]}")),
        (
            "search",
            "values",
            counted(
                &format!("{list}{page}"),
                |nth| format!(r#""{nth}":{{}},"#).into_bytes(),
                87_000,
                r#""z":0}}]}"#,
            ),
        ),
        ("children", "runs", counted(&block, same("{},"), 87_000, "{}]}}]}")),
        ("search", "a title of controls", filled(&title, b"\x01", r#""}]}}}]}"#)),
        ("search", "a title of no text", filled(&title, b"\xff", r#""}]}}}]}"#)),
        ("markdown", "a line", filled(markdown, b"x", "\"}")),
        ("markdown", "lines", filled(markdown, br"a\n", "\"}")),
        ("markdown", "items in items", filled(markdown, br"\t- a\n", "\"}")),
        ("markdown", "runs", filled(markdown, b"**a**b", "\"}")),
        ("markdown", "links", filled(markdown, b"[a](b)", "\"}")),
        ("markdown", "cells", filled(markdown, table.as_bytes(), "\"}")),
        ("markdown", "mentions", filled(markdown, br#"<mention-date start=\"a\"/>"#, "\"}")),
    ]
}

/// Check 51. An answer of 16 MB, packed into 20 KB, was five gigabytes of blocks.
#[test]
fn no_answer_takes_more_memory_than_promised() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (bodies_to_send, waiting) = mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        for body in waiting {
            let (mut client, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = client.read(&mut request);
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _ = client.write_all(head.as_bytes()).and_then(|()| client.write_all(&body));
        }
    });
    let mut told = Vec::new();
    for (endpoint, what, body) in bodies() {
        bodies_to_send.send(body).unwrap();
        let mut asking = child("answers::asks")
            .env("TROVE_TEST_ORIGIN", &origin)
            .env("TROVE_TEST_ENDPOINT", endpoint)
            .spawn()
            .unwrap();
        // To its end, or it could not print the rest.
        let lines = BufReader::new(asking.stdout.take().unwrap()).lines().map_while(Result::ok);
        let lines: Vec<String> = lines.collect();
        let line = lines.iter().find_map(|line| line.strip_prefix("peak "));
        assert!(asking.wait().unwrap().success(), "{endpoint}, {what}");
        let line = line.unwrap();
        let peak: usize = line.split(' ').next().unwrap().parse().unwrap();
        println!("{endpoint}, {what}: {line}");
        told.push((endpoint, what, peak));
    }
    let too_much: Vec<_> = told.iter().filter(|(_, _, peak)| *peak > PROMISED).collect();
    assert!(too_much.is_empty(), "kilobytes: {too_much:?}");
    // The control: what was asked for arrived, and memory was taken for it.
    assert!(told.iter().filter(|(_, _, peak)| *peak > 40 * 1024).count() > told.len() / 2, "{told:?}");
}
