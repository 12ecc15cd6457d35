//! What a server sends: objects of the API, bodies, and the reply with a token.

use crate::mutation::{Random, written_at_random};
use crate::{both, fuzz, fuzz_with, recorded, seeds};
use serde::de::DeserializeOwned;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use trove_model::{Origin, SecretString};
use trove_notion::block_text::block_text;
use trove_notion::markdown::{parse, written};
use trove_notion::{Block, DataSource, Database, Found, List, PageMarkdown, PageObject, PropertyValue, User};
use trove_oauth::{Credentials, OAuthClient};

const PAGE: &str = r#"{"object":"page","id":"59833787-2cf9-4fdf-8782-e53db20768a5","created_time":"2026-01-01T00:00:00.000Z","last_edited_time":"2026-06-01T10:00:00.000Z","in_trash":false,"parent":{"type":"workspace","workspace":true},"url":"https://www.notion.so/x","icon":{"type":"emoji","emoji":"🔥"},"properties":{"Name":{"id":"title","type":"title","title":[{"type":"text","plain_text":"Plan","annotations":{"bold":true},"href":null}]},"When":{"id":"a%3Ab","type":"date","date":{"start":"2026-01-01","end":null}},"N":{"id":"n","type":"number","number":1.5}}}"#;
const BLOCK: &str = r#"{"object":"block","id":"59833787-2cf9-4fdf-8782-e53db20768a5","type":"paragraph","has_children":true,"paragraph":{"rich_text":[{"type":"mention","mention":{"type":"page","page":{"id":"59833787-2cf9-4fdf-8782-e53db20768a5"}},"plain_text":"Plan"}],"color":"default"}}"#;
const MARKDOWN: &str = r##"{"object":"page_markdown","id":"59833787-2cf9-4fdf-8782-e53db20768a5","markdown":"# Plan\n- one\n\t- two **b** `c`\n","truncated":false,"unknown_block_ids":[]}"##;
const USER: &str = r#"{"object":"user","id":"59833787-2cf9-4fdf-8782-e53db20768a5","type":"person","name":"Ada","person":{"email":"a@example.com"}}"#;

fn objects() -> Vec<Vec<u8>> {
    let list = format!(r#"{{"object":"list","results":[{PAGE},{PAGE}],"has_more":true,"next_cursor":"x"}}"#);
    let mut seeds = seeds(&[PAGE, BLOCK, MARKDOWN, USER, &list]);
    seeds.extend(recorded());
    seeds
}

/// Checks 51, 58.
#[test]
fn objects_of_the_api() {
    fn read<T: DeserializeOwned>(input: &[u8]) -> Option<T> {
        serde_json::from_slice(input).ok()
    }
    both(fuzz("objects", &objects(), |input| {
        let block = read::<Block>(input);
        block.iter().for_each(|block| drop(block_text(block)));
        let page = read::<PageObject>(input);
        page.iter().for_each(|page| drop(page.title()));
        let value = read::<PropertyValue>(input);
        value.iter().for_each(|value| drop(trove_notion::property_text::property_text(value)));
        let others = [
            read::<DataSource>(input).is_some(),
            read::<Database>(input).is_some(),
            read::<PageMarkdown>(input).is_some(),
            read::<User>(input).is_some(),
            read::<List<Found>>(input).is_some(),
        ];
        block.is_some() || others.contains(&true)
    }));
}

/// Checks 51, 58.
#[test]
fn bodies_in_enhanced_markdown() {
    let mut seeds = seeds(&[
        "# Plan\n- one\n\t- two **b** `c` $x$ ~~s~~ [l](https://example.com) <br>\n> quote\n```rust\nlet x;\n```\n",
        "<table header-row=\"true\">\n<tr>\n<td>a</td>\n<td>b **c**</td>\n</tr>\n</table>\n<columns>\n\t<column>\n\t\tx\n\t</column>\n</columns>\n",
        "<mention-page url=\"https://www.notion.so/598337872cf94fdf8782e53db20768a5\">Plan</mention-page> and <mention-user url=\"user://1\">Ada</mention-user>\n",
        "<callout icon=\"💡\" color=\"gray_bg\">\n\tText\n</callout>\n<details>\n<summary>S</summary>\n\tx\n</details>\n- [x] done\n1. a\n---\n$$\nx^2\n$$\n",
    ]);
    seeds.extend(recorded().iter().filter_map(|body| {
        let json: serde_json::Value = serde_json::from_slice(body).ok()?;
        Some(json.get("markdown")?.as_str()?.as_bytes().to_vec())
    }));
    let (taken, inputs) = fuzz("bodies", &seeds, is_read_soundly);
    assert_eq!(taken, inputs);
    let made = |random: &mut Random| written_at_random(random).into_bytes();
    let (taken, inputs) = fuzz_with("bodies of constructs", made, is_read_soundly);
    assert_eq!(taken, inputs);
}

fn is_read_soundly(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let document = parse(&text);
    let words = document.text();
    // Names of tags and addresses come and go; nothing is made up out of proportion.
    assert!(words.len() <= text.len() * 4 + 64, "{} bytes of {}", words.len(), text.len());
    document.linked_pages();
    document.missing();
    // What is kept of blocks reads as what was kept.
    assert_eq!(parse(&written(&document)).text(), words, "written: {:?}", written(&document));
    true
}

/// Checks 14, 58. Through a socket, as a server sends it.
#[test]
fn token_replies() {
    const GRANT: &str = r#"{"access_token":"ntn_0123456789","refresh_token":"nrt_0123456789","token_type":"bearer","bot_id":"59833787-2cf9-4fdf-8782-e53db20768a5","workspace_id":"59833787-2cf9-4fdf-8782-e53db20768a6","workspace_name":"Fernfield","workspace_icon":null,"owner":{"type":"user","user":{"object":"user","id":"59833787-2cf9-4fdf-8782-e53db20768a7","name":"Ada","person":{"email":"a@example.com"}}},"duplicated_template_id":null}"#;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (bodies, waiting) = mpsc::channel::<Vec<u8>>();
    std::thread::spawn(move || {
        for body in waiting {
            let Ok((mut client, _)) = listener.accept() else { return };
            let mut request = [0; 4096];
            let _ = client.read(&mut request);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = client.write_all(head.as_bytes()).and_then(|()| client.write_all(&body));
        }
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let http = trove_http::Clients::new().unwrap().to(&origin);
    let client = OAuthClient::new(http, origin);
    let credentials = Credentials { client_id: "id".into(), secret: "secret".into() };
    both(fuzz("token replies", &seeds(&[GRANT]), |input| {
        bodies.send(input.to_vec()).unwrap();
        let code = SecretString::from("code");
        match runtime.block_on(client.exchange(&credentials, &code, "x:/y")) {
            Ok(grant) => {
                let tokens = [Some(&grant.access), grant.refresh.as_ref()];
                let sendable =
                    |token: &SecretString| token.expose().bytes().all(|byte| byte.is_ascii_graphic());
                assert!(tokens.into_iter().flatten().all(sendable));
                true
            }
            Err(_) => false,
        }
    }));
}
