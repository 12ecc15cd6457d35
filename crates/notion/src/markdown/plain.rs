//! Plain text written as Markdown, where Notion gives blocks alone.
//!
//! Not here: form of any other kind than that of bookmarks and files; each line becomes a
//! paragraph.

use super::address::Address;
use super::text::words;
use super::tree::{Document, Media, Node, NodeKind};

/// The words of a tree as Markdown, its bookmarks and files on the web as such.
pub fn written(document: &Document) -> String {
    let mut markdown = String::new();
    for node in &document.nodes {
        match media(node) {
            Some(tag) => markdown.extend([tag.as_str(), "\n"]),
            None => markdown += &plain(&Document { nodes: vec![node.clone()] }.text()),
        }
    }
    markdown.truncate(markdown.trim_end().len());
    markdown
}

fn media(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Media { media, name: None, caption, address: Some(Address::External(address)) }
            if node.children.is_empty()
                && !address.contains('"')
                && !address.contains(char::is_whitespace) =>
        {
            let (tag, caption) = (word(*media), plain(&words(caption)).replace('\n', "<br>"));
            Some(format!("<{tag} url=\"{address}\">{caption}</{tag}>"))
        }
        _ => None,
    }
}

fn word(media: Media) -> &'static str {
    match media {
        Media::Image => "image",
        Media::File => "file",
        Media::Video => "video",
        Media::Audio => "audio",
        Media::Pdf => "pdf",
        Media::Bookmark => "bookmark",
        Media::Embed => "embed",
        Media::LinkPreview => "link_preview",
    }
}

/// Reading it back gives the same lines.
fn plain(text: &str) -> String {
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
    fn bookmarks_keep_their_form() {
        let tag = r#"<bookmark url="https://a.example/?x=1&y=(2)">A \*paper\*<br>of it</bookmark>"#;
        let document = parse(tag);
        assert_eq!(document.text(), "A *paper* of it\thttps://a.example/?x=1&y=(2)\n");
        assert_eq!(parse(&written(&document)), document);
        let stored = "![Fig](https://s3.example/photo.png?X-Amz-Signature=1)\n- item";
        assert_eq!(parse(&written(&parse(stored))).text(), parse(stored).text());
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
