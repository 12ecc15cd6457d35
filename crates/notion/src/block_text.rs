//! A block's own text, for the index.
//!
//! Not here: the text of its children, and Markdown.

use crate::api_types::{Block, plain_text};

/// All text that a person reads on the block, a line per part: the text itself, a
/// table row's cells (separated by tabs), then addresses and the caption. Signed
/// addresses of uploaded files are no text: they change with every request.
pub fn block_text(block: &Block) -> String {
    let content = &block.content;
    let cells: Vec<String> = content.cells.iter().map(|cell| plain_text(cell)).collect();
    let external = content.external.as_ref().and_then(|external| external.url.as_deref());
    let parts = [
        content.title.as_deref().unwrap_or_default(),
        &plain_text(&content.rich_text),
        &cells.join("\t"),
        content.expression.as_deref().unwrap_or_default(),
        content.name.as_deref().unwrap_or_default(),
        content.url.as_deref().unwrap_or_default(),
        external.unwrap_or_default(),
        &plain_text(&content.caption),
    ];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn each_kind_shows_its_text() {
        let run = |text: &str| format!(r#"[{{"plain_text":"{text} "}},{{"plain_text":"end"}}]"#);
        let mut table = String::new();
        for (kind, content) in [
            ("paragraph", format!(r#"{{"rich_text":{}}}"#, run("Hello"))),
            ("a_kind_of_tomorrow", format!(r#"{{"rich_text":{}}}"#, run("Still here"))),
            (
                "code",
                format!(r#"{{"rich_text":{},"caption":{},"language":"rust"}}"#, run("fn"), run("Fig. 1")),
            ),
            ("equation", r#"{"expression":"e=mc^2"}"#.into()),
            ("table_row", format!(r#"{{"cells":[{},[],{}]}}"#, run("a"), run("b"))),
            ("child_page", r#"{"title":"Plans"}"#.into()),
            ("meeting_notes", format!(r#"{{"title":{}}}"#, run("Standup"))),
            ("bookmark", format!(r#"{{"url":"https://a.example","caption":{}}}"#, run("See"))),
            (
                "file",
                r#"{"name":"a.pdf","type":"file","file":{"url":"https://s3?sig=x"},"caption":[]}"#.into(),
            ),
            (
                "image",
                r#"{"type":"external","external":{"url":"https://b.example/i.png"},"caption":[]}"#.into(),
            ),
            ("divider", "{}".into()),
            ("unsupported", "null".into()),
            ("paragraph", r#"{"rich_text":[{"plain_text":null},7,{"plain_text":"kept"}]}"#.into()),
            ("paragraph", r#""not an object""#.into()),
        ] {
            let json = format!(
                r#"{{"object":"block","id":"598337872cf94fdf8782e53db20768a5","type":"{kind}","{kind}":{content}}}"#
            );
            table += &format!("{kind}: {:?}\n", block_text(&serde_json::from_str(&json).unwrap()));
        }
        expect![[r#"
            paragraph: "Hello end"
            a_kind_of_tomorrow: "Still here end"
            code: "fn end\nFig. 1 end"
            equation: "e=mc^2"
            table_row: "a end\t\tb end"
            child_page: "Plans"
            meeting_notes: "Standup end"
            bookmark: "https://a.example\nSee end"
            file: "a.pdf"
            image: "https://b.example/i.png"
            divider: ""
            unsupported: ""
            paragraph: "kept"
            paragraph: ""
        "#]]
        .assert_eq(&table);
    }
}
