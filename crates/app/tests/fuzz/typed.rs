//! What a person types or pastes, and what anyone may hand over as a link.

use crate::mutation::{Random, written_at_random};
use crate::{both, fuzz, fuzz_with, seeds};
use jiff::tz::TimeZone;
use trove_index::asked::Asked;
use trove_index::dates::Today;
use trove_index::link::page_in;
use trove_index::query::Query;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::{SecretString, Timestamp};
use trove_oauth::{Redirect, RedirectForm};

const FORMS: [RedirectForm; 2] = [RedirectForm::Scheme, RedirectForm::Loopback];

fn secret(bytes: &[u8]) -> SecretString {
    SecretString::new(String::from_utf8_lossy(bytes).into_owned())
}

/// Checks 9, 58.
#[test]
fn redirects() {
    let seeds = seeds(&[
        "net.trovesearch.desktop:/oauth/callback?code=0123456789abcdef&state=abcDEF-_0123456789",
        "http://localhost:27463/oauth/callback?state=abc&code=x",
        "net.trovesearch.desktop:/oauth/callback?error=access_denied&state=abc&error_description=No%20thanks",
    ]);
    both(fuzz("redirects", &seeds, |input| {
        let address = secret(input);
        let taken = Redirect::parse(&address, &FORMS).is_ok();
        if taken {
            // Byte for byte up to the question mark, and nothing that could end a line behind it.
            let text = address.expose();
            assert!(FORMS.iter().any(|form| text.starts_with(&format!("{}?", form.redirect_uri()))));
            assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
        }
        // Whatever is taken as it is, is taken as pasted, and nothing but a mend more.
        assert!(Redirect::parse_pasted(&address, &FORMS).is_ok() >= taken);
        taken
    }));
}

/// Checks 56, 58.
#[test]
fn queries() {
    let seeds = seeds(&[
        "meeting notes -draft \"exact phrase\" in:Kitchen",
        "ws:\"A b\" type:page edited:2026-01..2026-03 by:Grace OR mint",
        "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5?pvs=4",
        "C++ 10.0.0.1 TASK-7 25,000 1 June 2026 软件 まっぷ mueller",
    ]);
    let today = Today { now: Timestamp(1_793_491_200_000), zone: TimeZone::UTC };
    let (taken, inputs) = fuzz("queries", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        let query = Query::parse(&text, &today);
        // Asked twice it means the same.
        assert_eq!(format!("{query:?}"), format!("{:?}", Query::parse(&text, &today)));
        true
    });
    assert_eq!(taken, inputs, "everything that can be typed has a meaning");
}

/// Checks 56, 58. A query upon a text: what is marked is the text, each letter once and in order.
#[test]
fn marks() {
    let today = Today { now: Timestamp(1_793_491_200_000), zone: TimeZone::UTC };
    let words =
        ["plan", "b c", "a", "\"b c\"", "é", "中文", "ﬃ", "x y z", "c++", "rust", "1 June 2026", "-a", "pla"];
    let made = |random: &mut Random| {
        let typed: Vec<&str> = (0..=random.below(4)).map(|_| words[random.below(words.len())]).collect();
        let text =
            format!("{} Plan b\u{301} ﬃ 中文字 {}", written_at_random(random), written_at_random(random));
        format!("{}\u{1}{text}", typed.join(" ")).into_bytes()
    };
    let (taken, inputs) = fuzz_with("marks", made, |input| {
        let text = String::from_utf8_lossy(input);
        let (typed, text) = text.split_once('\u{1}').unwrap();
        let asked = Asked::new(&Query::parse(typed, &today));
        let text = Text::new(text);
        let marked = snippet::mark(&text, &asked);
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let whole: String = marked.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(bare(&whole), bare(text.original()));
        for passage in snippet::passages(&text, &asked) {
            let said: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
            assert!(bare(text.original()).contains(&bare(&said)), "{said:?} is not in the text");
        }
        true
    });
    assert_eq!(taken, inputs);
}

/// Check 58.
#[test]
fn links_and_pasted_tokens() {
    let links = seeds(&[
        "https://www.notion.so/Plan-598337872cf94fdf8782e53db20768a5?pvs=4#x",
        "see https://app.notion.com/p/598337872cf94fdf8782e53db20768a5.",
        "59833787-2cf9-4fdf-8782-e53db20768a5",
        "notion://www.notion.so/598337872cf94fdf8782e53db20768a5",
    ]);
    both(fuzz("links", &links, |input| page_in(&String::from_utf8_lossy(input)).is_some()));

    let tokens = seeds(&[
        "ntn_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
        "Authorization: Bearer secret_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        "NOTION_TOKEN=\"ntn_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ\"",
    ]);
    both(fuzz("pasted tokens", &tokens, |input| match trove_notion::undress(&secret(input)) {
        // What is sent in a header cannot write another one.
        Ok(token) => {
            token.expose().bytes().all(|byte| byte.is_ascii_graphic()) || panic!("it cannot be sent")
        }
        Err(_) => false,
    }));
}
