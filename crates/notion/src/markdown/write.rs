//! A tree as Markdown that everybody reads (CommonMark, with the tables, strikes and check
//! boxes of GitHub's), for who wants a page as text.
//!
//! Not Notion's own Markdown, whose tags and signed addresses stay here, and not the text for
//! the index ([`super::text`]).

use super::address::Address;
use super::text::words;
use super::tree::{
    Cell, Content, Document, List, Media, Mention, Mentioned, Node, NodeKind, Object, Run, Style,
};
use trove_model::Icon;

impl Document {
    /// Blocks in reading order, what lies inside others behind more spaces. A page that stands
    /// in it is a link to its address at Notion, and what Notion did not give is named.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        blocks(&self.nodes, "", &mut out);
        out.truncate(out.trim_end().len());
        out
    }
}

fn blocks(nodes: &[Node], indent: &str, out: &mut String) {
    let mut list_before = false;
    for node in nodes {
        let in_list = matches!(node.kind, NodeKind::ListItem { .. } | NodeKind::Toggle { .. });
        let begins_apart = out.is_empty() || out.ends_with("\n\n");
        // A line between blocks, and none within a list.
        if !(begins_apart || in_list && list_before) {
            out.push('\n');
        }
        block(node, indent, out);
        list_before = in_list;
    }
}

fn block(node: &Node, indent: &str, out: &mut String) {
    let children = &node.children;
    match &node.kind {
        NodeKind::ListItem { list, text } => {
            let mark = match list {
                List::Bulleted => "- ".to_owned(),
                List::Numbered { number } => format!("{number}. "),
                List::ToDo { checked: true } => "- [x] ".to_owned(),
                List::ToDo { checked: false } => "- [ ] ".to_owned(),
            };
            item(&mark, text, children, indent, out);
        }
        NodeKind::Toggle { summary } => item("- ", summary, children, indent, out),
        NodeKind::Quote { text } => quoted(text, None, children, indent, out),
        NodeKind::Callout { icon, text } => {
            let icon = icon.as_ref().and_then(|icon| match icon {
                Icon::Emoji(emoji) => Some(emoji.as_str()),
                _ => None,
            });
            quoted(text, icon, children, indent, out);
        }
        kind => {
            lines(&own(kind), indent, out);
            // What lies in a heading or a column stands below it.
            blocks(children, indent, out);
        }
    }
}

fn item(mark: &str, text: &[Run], children: &[Node], indent: &str, out: &mut String) {
    let inside = format!("{indent}{}", " ".repeat(mark.len()));
    let text = inline(text, "\n");
    let mut written = text.split('\n');
    out.extend([indent, mark, written.next().unwrap_or_default(), "\n"]);
    written.for_each(|line| out.extend([&inside, line, "\n"]));
    let mut below = String::new();
    blocks(children, &inside, &mut below);
    if children.first().is_some_and(|child| !matches!(child.kind, NodeKind::ListItem { .. })) {
        out.push('\n');
    }
    out.push_str(&below);
}

fn quoted(text: &[Run], icon: Option<&str>, children: &[Node], indent: &str, out: &mut String) {
    let mut inside = String::new();
    let text = inline(text, "\n");
    let text = [icon.unwrap_or_default(), &text].join(" ");
    lines(text.trim(), "", &mut inside);
    let mut below = String::new();
    blocks(children, "", &mut below);
    if !below.is_empty() && !inside.is_empty() {
        inside.push('\n');
    }
    inside += &below;
    for line in inside.trim_end().split('\n') {
        out.extend([indent, if line.is_empty() { ">" } else { "> " }, line, "\n"]);
    }
}

/// What a block says itself, without what lies inside it.
fn own(kind: &NodeKind) -> String {
    match kind {
        NodeKind::Paragraph { text } => at_line_starts(&inline(text, "\n")),
        NodeKind::Heading { level, text, .. } => {
            format!("{} {}", "#".repeat(usize::from(*level)), inline(text, " "))
        }
        NodeKind::Code { language, code, caption } => {
            let fence = fence(code);
            let language = language.as_deref().filter(|language| *language != "plain text");
            let language: String =
                language.unwrap_or_default().chars().filter(|c| !c.is_whitespace() && *c != '`').collect();
            let caption = inline(caption, " ");
            let after = if caption.is_empty() { String::new() } else { format!("\n\n{caption}") };
            format!("{fence}{language}\n{}\n{fence}{after}", code.trim_end_matches('\n'))
        }
        NodeKind::Equation { expression } => format!("$$\n{}\n$$", expression.trim()),
        NodeKind::Table { header_row, rows, .. } => table(*header_row, rows),
        NodeKind::Tab { title } | NodeKind::MeetingNotes { title } if !title.is_empty() => {
            format!("**{}**", inline(title, " "))
        }
        NodeKind::Media { media, name, caption, address } => {
            self::media(*media, name.as_deref(), caption, address.as_ref())
        }
        NodeKind::Page { object, id, title } => {
            let title = words(title);
            let title = if title.trim().is_empty() { named(*object).to_owned() } else { escaped(&title) };
            match id {
                Some(id) => format!(
                    "[{}](https://www.notion.so/{})",
                    one_line(&title),
                    id.to_string().replace('-', "")
                ),
                None => title,
            }
        }
        NodeKind::Divider => "---".to_owned(),
        NodeKind::Unknown { kind, .. } if kind.is_empty() => {
            "[Notion did not give what stands here]".to_owned()
        }
        NodeKind::Unknown { kind, .. } => {
            format!("[Notion did not give what stands here: {}]", escaped(kind))
        }
        _ => String::new(),
    }
}

fn named(object: Object) -> &'static str {
    match object {
        Object::Page => "Untitled",
        Object::Database | Object::DataSource => "Untitled database",
    }
}

fn media(media: Media, name: Option<&str>, caption: &[Run], address: Option<&Address>) -> String {
    let said = words(caption);
    let said = [said.as_str(), name.unwrap_or_default()].into_iter().find(|text| !text.trim().is_empty());
    match address {
        Some(Address::External(address)) if is_plain(address) => {
            let said = one_line(&escaped(said.unwrap_or(address)));
            let mark = if media == Media::Image { "!" } else { "" };
            format!("{mark}[{said}](<{address}>)")
        }
        // The file itself lies at Notion and cannot be read from here.
        Some(Address::Stored { name, .. }) => {
            let said =
                said.filter(|said| said.trim() != name.trim()).map(|said| format!(" ({})", escaped(said)));
            format!("[{}: {}]{}", word(media), escaped(name), one_line(&said.unwrap_or_default()))
        }
        _ => said.map(|said| one_line(&escaped(said))).unwrap_or_default(),
    }
}

fn word(media: Media) -> &'static str {
    match media {
        Media::Image => "image",
        Media::Video => "video",
        Media::Audio => "audio",
        Media::File | Media::Pdf | Media::Bookmark | Media::Embed | Media::LinkPreview => "file",
    }
}

fn table(header_row: bool, rows: &[Vec<Cell>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if width == 0 {
        return String::new();
    }
    let cell = |cell: &Cell| inline(cell, "<br>").replace('|', "\\|");
    let line = |row: &[Cell]| {
        let cells = (0..width).map(|at| row.get(at).map(cell).unwrap_or_default());
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let (head, rest) = match rows.split_first() {
        Some((head, rest)) if header_row => (line(head), rest),
        // Every table has a head in Markdown: an empty one.
        _ => (line(&[]), rows),
    };
    let rule = format!("|{}\n", " --- |".repeat(width));
    let body: String = rest.iter().map(|row| line(row)).collect();
    format!("{head}{rule}{}", body.trim_end())
}

/// Text with its marks; `break_with` stands for line breaks in it.
fn inline(runs: &[Run], break_with: &str) -> String {
    let mut out = String::new();
    for run in runs {
        let shown = match &run.content {
            Content::Text(text) if run.style.code => code(text),
            Content::Text(text) => styled(&escaped(text), run.style),
            Content::Equation(expression) => format!("${}$", expression.trim()),
            Content::Mention(Mention { of: Mentioned::Person(_), text }) if !text.is_empty() => {
                format!("@{}", escaped(text))
            }
            Content::Mention(Mention { of: Mentioned::Object(object, id), text }) => {
                let text = if text.trim().is_empty() { named(*object) } else { text };
                match id {
                    Some(id) => format!(
                        "[{}](https://www.notion.so/{})",
                        escaped(text),
                        id.to_string().replace('-', "")
                    ),
                    None => escaped(text),
                }
            }
            Content::Mention(mention) => escaped(&mention.text),
        };
        match run.link.as_deref().and_then(Address::findable).filter(|link| is_plain(link)) {
            Some(link) if !shown.is_empty() => out += &format!("[{shown}](<{link}>)"),
            _ => out += &shown,
        }
    }
    out.replace("\r\n", "\n").replace(['\n', '\r'], break_with)
}

/// A mark holds only where no space stands inside it.
fn styled(text: &str, style: Style) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let mut marked = inner.to_owned();
    for (on, mark) in [(style.italic, "*"), (style.bold, "**"), (style.strikethrough, "~~")] {
        if on {
            marked = format!("{mark}{marked}{mark}");
        }
    }
    text.replacen(inner, &marked, 1)
}

fn code(text: &str) -> String {
    let longest = longest_run(text);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn fence(code: &str) -> String {
    "`".repeat(longest_run(code).max(2) + 1)
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Marks that stand in the text itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '[' | ']' | '<' | '~') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// What would begin a block at the start of a line.
fn at_line_starts(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = line.get(digits..).unwrap_or_default();
        if line.starts_with(['#', '>', '-', '+', '|', '=']) {
            format!("\\{line}")
        } else if digits > 0 && after.starts_with(['.', ')']) {
            format!("{}\\{after}", line.get(..digits).unwrap_or_default())
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

fn is_plain(address: &str) -> bool {
    !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
}

/// Nothing for an empty text.
fn lines(text: &str, indent: &str, out: &mut String) {
    if text.is_empty() {
        return;
    }
    for line in text.split('\n') {
        if !line.is_empty() {
            out.extend([indent, line]);
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::{Document, Node, NodeKind, Run};
    use crate::markdown::parse;
    use expect_test::{Expect, expect};

    fn check(notion: &str, expected: Expect) {
        expected.assert_eq(&(parse(notion).to_markdown() + "\n"));
    }

    #[test]
    fn blocks_and_marks() {
        check(
            "# Plan {color=\"red\"}\nA **bold** and *slanted* ~~word~~, `co``de`, [a link](https://a.example/x) and snake_case 2 \\* 3\n\
             - one\n\t- inside\n\t\tits text\n- [x] done\n- [ ] open\n1. first\n2. second\n> quoted\n---\n```rust\nlet x = 1;\n```\nafter",
            expect![[r#"
                # Plan

                A **bold** and *slanted* ~~word~~, ```co``de```, [a link](<https://a.example/x>) and snake_case 2 \* 3

                - one
                  - inside

                    its text
                - [x] done
                - [ ] open
                1. first
                2. second

                > quoted

                ---

                ```rust
                let x = 1;
                ```

                after
            "#]],
        );
    }

    #[test]
    fn tables_toggles_callouts_and_columns() {
        check(
            "<callout icon=\"💡\">\n\tMind the **gap**\n\t- point\n</callout>\n\
             <details>\n<summary>More</summary>\n\tHidden text\n</details>\n\
             <columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>\n\
             <table header-row=\"true\">\n<tr>\n<td>Name</td>\n<td>a|b</td>\n</tr>\n<tr>\n<td>one<br>two</td>\n</tr>\n</table>",
            expect![[r#"
                > 💡 Mind the **gap**
                >
                > - point

                - More

                  Hidden text

                left

                right

                | Name | a\|b |
                | --- | --- |
                | one<br>two |  |
            "#]],
        );
    }

    #[test]
    fn pages_files_and_holes_are_named_and_signed_addresses_are_not_handed_on() {
        check(
            "<page url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5\">Roadmap [draft]</page>\n\
             ![Fig](https://s3.example/photo.png?X-Amz-Signature=1)\n\
             <file url=\"https://files.example/a.pdf\">Manual</file>\n\
             <unknown url=\"https://app.notion.com/p/598337872cf94fdf8782e53db20768a5#598337872cf94fdf8782e53db20768a5\" alt=\"form\"/>\n\
             With <mention-user url=\"user://598337872cf94fdf8782e53db20768a5\">Ada</mention-user>",
            expect![[r#"
                [Roadmap \[draft\]](https://www.notion.so/598337872cf94fdf8782e53db20768a5)

                [image: photo.png] (Fig)

                [Manual](<https://files.example/a.pdf>)

                [Notion did not give what stands here: form]

                With @Ada
            "#]],
        );
    }

    /// Text that looks like marks stays text: read again it says the same.
    #[test]
    fn what_is_written_says_the_same() {
        for text in [
            "# no heading",
            "- no item",
            "3. no number",
            "1) a",
            "> no quote",
            "a * b * c",
            "[x](y)",
            "`a",
            "<b>",
            "~~a~~",
            "a\\b",
            "2026",
            "snake_case",
        ] {
            let kind = NodeKind::Paragraph { text: vec![Run::text(text)] };
            let document = Document { nodes: vec![Node::new(kind)] };
            let read = parse(&document.to_markdown());
            assert_eq!(read.text(), format!("{text}\n"));
            assert!(matches!(read.nodes[0].kind, NodeKind::Paragraph { .. }), "{:?}", read.nodes);
        }
    }
}
