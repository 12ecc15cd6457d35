//! What one line of text is: a heading, an item of a list, a quote, an image, a divider
//! or a paragraph.
//!
//! Not here: blocks of several lines and tags.

use super::address::Address;
use super::inline;
use super::tag::Attributes;
use super::tree::{Color, List, Media, NodeKind};

pub(super) struct Line {
    pub kind: NodeKind,
    pub color: Option<Color>,
}

/// `previous` is the number of the item directly before. A number that neither begins a
/// list nor follows is part of the text: a year at the start of a sentence.
pub(super) fn read(text: &str, previous: Option<u32>) -> Line {
    let (text, attributes) = Attributes::at_end_of(text.trim());
    let color = attributes.get("color").and_then(Color::named);
    let item = |list, text| NodeKind::ListItem { list, text: inline::runs(text) };
    let kind = if text == "---" {
        NodeKind::Divider
    } else if let Some(image) = image(text) {
        image
    } else if let Some((level, text)) = heading(text) {
        let toggle = attributes.get("toggle") == Some("true");
        NodeKind::Heading { level, toggle, text: inline::runs(text) }
    } else if let Some(text) = after_mark(text, "- [ ]") {
        item(List::ToDo { checked: false }, text)
    } else if let Some(text) = after_mark(text, "- [x]").or_else(|| after_mark(text, "- [X]")) {
        item(List::ToDo { checked: true }, text)
    } else if let Some(text) = after_mark(text, "-") {
        item(List::Bulleted, text)
    } else if let Some(text) = after_mark(text, ">") {
        NodeKind::Quote { text: inline::runs(text) }
    } else if let Some((number, text)) = numbered(text)
        && (number == 1 || previous.and_then(|before| before.checked_add(1)) == Some(number))
    {
        item(List::Numbered { number }, text)
    } else if let Some(expression) = equation(text) {
        NodeKind::Equation { expression: expression.to_owned() }
    } else {
        NodeKind::Paragraph { text: inline::runs(text) }
    };
    Line { kind, color }
}

/// The mark stands alone or before a space.
fn after_mark<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(mark)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
}

/// Notion has four levels; deeper ones are of the fourth.
fn heading(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let level = u8::try_from(level).ok().filter(|level| (1..=6).contains(level))?.min(4);
    after_mark(rest, "").map(|text| (level, text))
}

fn numbered(text: &str) -> Option<(u32, &str)> {
    let (digits, _) = text.split_once('.')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok())??;
    let canonical = digits.len() == 1 || !digits.starts_with('0');
    after_mark(text, &format!("{digits}.")).filter(|_| canonical).map(|text| (number, text))
}

fn equation(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("$$")?.strip_suffix("$$")?.trim();
    (!inner.is_empty() && !inner.contains("$$")).then_some(inner)
}

fn image(text: &str) -> Option<NodeKind> {
    let (caption, address) = text.strip_prefix("![")?.strip_suffix(')')?.rsplit_once("](")?;
    // A space would mean that the line goes on behind the image.
    if address.contains(char::is_whitespace) {
        return None;
    }
    let caption = inline::runs(caption);
    Some(NodeKind::Media { media: Media::Image, name: None, caption, address: Address::new(address) })
}
