//! A tree as an outline, for tables of expectations.

use trove_notion::markdown::{Content, Document, Mention, Mentioned, Node, NodeKind, Run, Style};

pub fn outline(document: &Document) -> String {
    let mut text = String::new();
    for node in &document.nodes {
        write(node, 0, &mut text);
    }
    text
}

fn write(node: &Node, depth: usize, text: &mut String) {
    let color = node.color.map_or(String::new(), |color| {
        format!(" {:?}{}", color.hue, if color.background { " behind" } else { "" })
    });
    *text += &format!("{}{}{color}\n", "  ".repeat(depth), kind(&node.kind));
    for child in &node.children {
        write(child, depth + 1, text);
    }
}

fn kind(kind: &NodeKind) -> String {
    match kind {
        NodeKind::Paragraph { text } => format!("Paragraph {}", runs(text)),
        NodeKind::Heading { level, toggle, text } => {
            format!("Heading {level}{} {}", if *toggle { " toggle" } else { "" }, runs(text))
        }
        NodeKind::ListItem { list, text } => format!("{list:?} {}", runs(text)),
        NodeKind::Quote { text } => format!("Quote {}", runs(text)),
        NodeKind::Callout { icon, text } => format!("Callout {icon:?} {}", runs(text)),
        NodeKind::Toggle { summary } => format!("Toggle {}", runs(summary)),
        NodeKind::Code { language, code, caption } => format!("Code {language:?} {code:?} {}", runs(caption)),
        NodeKind::Table { header_row, header_column, rows } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| row.iter().map(|cell| runs(cell)).collect::<Vec<_>>().join(" | "))
                .collect();
            format!("Table {header_row} {header_column} / {}", rows.join(" / "))
        }
        NodeKind::Tab { title } => format!("Tab {}", runs(title)),
        NodeKind::Media { media, name, caption, address } => {
            format!("{media:?} {name:?} {} {address:?}", runs(caption))
        }
        NodeKind::Page { object, id, title } => format!("{object:?} {} {}", short(*id), runs(title)),
        NodeKind::Synced { copy, source } => {
            format!("Synced {} {}", if *copy { "copy of" } else { "source" }, short(*source))
        }
        NodeKind::MeetingNotes { title } => format!("MeetingNotes {}", runs(title)),
        NodeKind::Unknown { kind, id } => format!("Unknown {kind} {}", short(*id)),
        other => format!("{other:?}"),
    }
}

fn short(id: Option<trove_model::NotionId>) -> String {
    id.map_or("-".to_owned(), |id| id.bare().chars().take(4).collect())
}

pub fn runs(runs: &[Run]) -> String {
    runs.iter().map(run).collect::<Vec<_>>().join("+")
}

fn run(run: &Run) -> String {
    let said = match &run.content {
        Content::Text(text) => format!("{text:?}"),
        Content::Equation(expression) => format!("${expression}$"),
        Content::Mention(Mention { of, text }) => match of {
            Mentioned::Person(id) => format!("@{text} {}", short(*id)),
            Mentioned::Object(object, id) => format!("→{text} {object:?} {}", short(*id)),
            of => format!("{of:?} {text}"),
        },
    };
    let Style { bold, italic, strikethrough, underline, code, color } = run.style;
    let mut marks: String = [(bold, 'b'), (italic, 'i'), (strikethrough, 's'), (underline, 'u'), (code, 'c')]
        .into_iter()
        .filter_map(|(set, mark)| set.then_some(mark))
        .collect();
    if let Some(color) = color {
        marks += &format!(" {:?}{}", color.hue, if color.background { " behind" } else { "" });
    }
    if let Some(link) = &run.link {
        marks += &format!(" ⇒{link}");
    }
    if marks.is_empty() { said } else { format!("{said}({})", marks.trim()) }
}
