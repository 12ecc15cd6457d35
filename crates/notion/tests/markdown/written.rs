//! Any text, written the way Notion writes it, is read back letter for letter.

use proptest::prelude::*;
use trove_notion::markdown::{Content, NodeKind, content_hash, parse};

/// As the format's documentation says, "escaping".
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if r"\*~`$[]<>{}|^".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Letters of all scripts and far more of what the format gives a meaning than people write.
fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        3 => prop::char::any().prop_filter("one line", |c| !c.is_control() && !c.is_whitespace()),
        3 => prop::sample::select(r#"\*~`$[]<>{}|^()#-+!:"'=/&_.1x"#.chars().collect::<Vec<_>>()),
        1 => Just(' '),
    ];
    let text =
        prop::collection::vec(letter, 1..40).prop_map(|letters| letters.into_iter().collect::<String>());
    let text = prop_oneof![
        4 => text,
        1 => prop::sample::select(vec!["a {color=\"red\"}", "<br>", "</callout>", "[a](b)", "](", "$`a`$", "**", "a\\"]).prop_map(str::to_owned),
    ];
    // Notion leaves what begins a block as it is, so the text begins with a letter.
    text.prop_map(|text| format!("w{}", text.trim_end()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn escaped_text_is_read_back(text in text()) {
        for (before, after) in [
            ("", ""), ("", " {color=\"red\"}"), ("- ", ""), ("- [x] ", ""), ("1. ", ""), ("> ", ""), ("## ", " {toggle=\"true\"}"),
            ("\t\t", ""), ("**", "**"), ("***~~", "~~***"), ("<span color=\"red\">", "</span>"), ("[", "](/a/(b))"),
            ("<callout>\n\t", "\n</callout>"), ("<callout>", "</callout>"), ("<details>\n<summary>", "</summary>\n</details>"),
            ("<table>\n<tr>\n<td>", "</td>\n</tr>\n</table>"), ("<page url=\"u\">", "</page>"), ("![", "](https://s3.example/?X-Amz-Signature=s)"),
            ("<pdf src=\"\">", "</pdf>"), ("<mention-page url=\"u\">", "</mention-page>"), ("<meeting-notes>\n\t", "\n</meeting-notes>"),
            ("<future>", "</future>"),
        ] {
            let markdown = format!("{before}{}{after}", escaped(&text));
            prop_assert_eq!(parse(&markdown).text(), format!("{text}\n"), "{}", markdown);
        }
    }

    #[test]
    fn code_is_taken_as_it_is(lines in prop::collection::vec("[^\n\r]{0,20}", 1..5)) {
        let code = lines.join("\n");
        prop_assume!(lines.iter().all(|line| !line.trim().starts_with("````")));
        for indent in ["", "\t"] {
            let inside = code.replace('\n', &format!("\n{indent}"));
            let document = parse(&format!("- a\n{indent}````rust\n{indent}{inside}\n{indent}````"));
            let mut found = None;
            document.walk(|node| if let NodeKind::Code { code, .. } = &node.kind { found = Some(code.clone()) });
            prop_assert_eq!(found.as_deref(), Some(&*code));
        }
    }

    #[test]
    fn a_code_span_is_taken_as_it_is(code in "[^\n\r\t `]{1,20}") {
        let document = parse(&format!("before `{code}` after"));
        let NodeKind::Paragraph { text } = &document.nodes[0].kind else { panic!("{document:?}") };
        prop_assert_eq!(&text[1].content, &Content::Text(code));
    }

    #[test]
    fn a_hash_is_of_the_text(one in text(), other in text()) {
        prop_assert_eq!(one == other, content_hash(&one) == content_hash(&other));
    }
}
