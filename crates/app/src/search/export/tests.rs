//! Pages in each of the formats.

use super::*;
use expect_test::expect;

fn body(markdown: &str, parts: &[(&str, &str)]) -> StoredBody {
    let parts = parts.iter().map(|(id, part)| (id.parse().unwrap(), (*part).to_owned())).collect();
    StoredBody { read: Timestamp(0), markdown: markdown.into(), parts }
}

#[test]
fn what_was_fetched_on_its_own_stands_in_its_place() {
    let id = "598337872cf94fdf8782e53db20768a5";
    let own = format!("before\n\t<unknown url=\"https://app.notion.com/p/{id}#{id}\" alt=\"x\"/>\nafter");
    expect![[r#"
        before
        	first
        	second
        after"#]]
    .assert_eq(&whole(body(&own, &[(id, "first\nsecond")])));
    assert_eq!(whole(body("alone\n", &[(id, "the rest")])), "alone\nthe rest");
}

#[test]
fn a_page_as_markdown() {
    let page = Page {
        hit: SearchHit {
            title: vec![crate::ui_types::Segment { text: "Plan *B*: \"now\"".into(), marked: false }],
            url: "https://www.notion.so/x".into(),
            workspaces: vec!["Acme".into()],
            path: vec!["Company".into(), "Plans".into()],
            edited: Some(0),
            ..empty_hit()
        },
        properties: vec![("Status".into(), "Done: yes".into()), (String::new(), "about it".into())],
        text: Some("First line\n- [ ] second\n".into()),
    };
    expect![[r#"
        ---
        title: "Plan *B*: \"now\""
        url: "https://www.notion.so/x"
        workspaces: ["Acme"]
        path: ["Company","Plans"]
        edited: "1970-01-01T00:00:00Z"
        properties:
          - "Status": "Done: yes"
          - "": "about it"
        ---

        # Plan \*B\*: "now"

        First line
        - [ ] second
    "#]]
    .assert_eq(&markdown::written(&page));
}

#[test]
fn pages_as_a_table() {
    let page = |title: &str, properties: &[(&str, &str)]| Page {
        hit: SearchHit {
            title: vec![crate::ui_types::Segment { text: title.into(), marked: false }],
            ..empty_hit()
        },
        properties: properties.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        text: None,
    };
    let pages = [
        page("One", &[("Status", "Done"), ("Tags", "a"), ("Tags", "b")]),
        page("=Two", &[("Owner", "Ana \"A\" Lima"), ("Status", "Open")]),
    ];
    let mut written = Vec::new();
    csv::write(&pages, &mut written).unwrap();
    expect![[r#"
        ﻿"title","kind","workspaces","path","edited","url","Status","Tags","Owner"
        "One","page","","","","","Done","a; b",""
        "'=Two","page","","","","","Open","","Ana ""A"" Lima"
    "#]]
    .assert_eq(&String::from_utf8(written).unwrap().replace("\r\n", "\n"));
}

fn empty_hit() -> SearchHit {
    SearchHit {
        id: "598337872cf94fdf8782e53db20768a5".into(),
        kind: PageKind::Page,
        icon: None,
        title: Vec::new(),
        passages: Vec::new(),
        path: Vec::new(),
        workspaces: Vec::new(),
        connections: Vec::new(),
        edited: None,
        url: String::new(),
        sample: false,
        pinned: false,
        tier: HitTier::Title,
        in_title: Vec::new(),
        in_text: Vec::new(),
        in_properties: Vec::new(),
        in_path: Vec::new(),
        lacks: Vec::new(),
        other_forms: Vec::new(),
    }
}
