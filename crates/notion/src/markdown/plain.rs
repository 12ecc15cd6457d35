//! Plain text written as Markdown, where all that is known of a part is its words.
//!
//! Not here: form of any kind; each line becomes a paragraph.

/// Reading it back gives the same lines.
pub fn plain(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        // Anything that may begin a mark or a block, at the start of a line too.
        if letter.is_ascii_punctuation() {
            markdown.push('\\');
        }
        markdown.push(letter);
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(lines in prop::collection::vec("[ -~é概\u{1F600}]{1,30}", 1..6)) {
            let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            prop_assert_eq!(parse(&plain(&text)).text(), text);
        }
    }

    #[test]
    fn nothing_of_it_is_a_mark() {
        for line in [
            "- a",
            "1. a",
            "# a",
            "> a",
            "---",
            "$$x$$",
            "![a](b)",
            "<br>",
            "a {color=\"red\"}",
            "```",
            "a\tb",
            "\\",
        ] {
            assert_eq!(parse(&plain(line)).text(), format!("{line}\n"));
        }
    }
}
