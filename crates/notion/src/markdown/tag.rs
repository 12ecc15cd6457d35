//! One tag of Notion's dialect: `<name key="value" …>`, `</name>`, `<name/>`.
//!
//! Not here: what a tag means. A `<` that begins no tag is text; Notion puts a backslash
//! before those that a person wrote.

use super::steps;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub form: Form,
    attributes: Attributes<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Open,
    Close,
    /// `<name/>`
    Whole,
}

impl<'a> Tag<'a> {
    /// The tag at the start of `text`, and what follows it. The time taken is that of
    /// reading to the tag's end or to the next `<` outside quotes.
    pub fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let inner = text.strip_prefix('<')?;
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let end =
            inner.find(|c: char| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '_')).unwrap_or(inner.len());
        let (name, rest) = inner.split_at_checked(end)?;
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            !quoted && matches!(c, '<' | '>')
        });
        let end = steps::looked(rest, end)?;
        let (head, after) = rest.split_at_checked(end)?;
        let after = after.strip_prefix('>')?;
        let whole = head.ends_with('/');
        let head = head.strip_suffix('/').unwrap_or(head);
        if !(head.is_empty() || head.starts_with(char::is_whitespace)) {
            return None;
        }
        let form = match (closing, whole) {
            (true, _) => Form::Close,
            (false, true) => Form::Whole,
            (false, false) => Form::Open,
        };
        Some((Self { name, form, attributes: Attributes(head) }, after))
    }

    /// `::: callout {icon="💡"}`, another way to open a callout; `:::` closes it.
    pub fn fenced(line: &'a str) -> Option<Self> {
        let (line, attributes) = Attributes::at_end_of(line);
        let name = line.strip_prefix(":::")?.trim_start_matches(':').trim();
        match name {
            "" => Some(Self { name: "callout", form: Form::Close, attributes }),
            "callout" => Some(Self { name, form: Form::Open, attributes }),
            _ => None,
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.get(name)
    }

    pub fn is_set(&self, name: &str) -> bool {
        self.attribute(name) == Some("true")
    }
}

/// `key="value" key="value"`, in a tag or in the braces at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    pub const NONE: Attributes<'static> = Attributes("");

    pub fn get(self, name: &str) -> Option<&'a str> {
        self.pairs().find(|pair| pair.0 == name).map(|pair| pair.1)
    }

    fn pairs(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let before = rest.len();
            let (name, tail) = rest.trim_start().split_once("=\"")?;
            let (value, tail) = tail.split_once('"')?;
            steps::take(before - tail.len());
            rest = tail;
            Some((name, value))
        })
    }

    /// Splits `Text {color="red"}`. Braces that a person wrote have a backslash before
    /// them, and others that hold no attributes stay text.
    pub fn at_end_of(line: &'a str) -> (&'a str, Self) {
        steps::take(line.len());
        let split = || {
            let (text, inner) = line.strip_suffix('}')?.rsplit_once('{')?;
            let whole = Self(inner);
            let consumed: usize = whole.pairs().map(|(name, value)| name.len() + value.len() + 3).sum();
            let spaces = whole.pairs().count().checked_sub(1)?;
            let named = |(name, _): (&str, &str)| name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
            let is_attributes = whole.pairs().all(named) && consumed + spaces == inner.trim().len();
            (is_attributes && !text.ends_with('\\')).then_some((text.trim_end(), whole))
        };
        split().unwrap_or((line, Self::NONE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn tags_and_what_only_looks_like_one() {
        let mut table = String::new();
        for text in [
            "<callout icon=\"💡\" color=\"red_bg\">after",
            "</callout> after",
            "<empty-block/>",
            "<unknown url=\"https://a.example/b>c\" alt=\"x\"/>rest",
            "<table_of_contents color=\"gray\"/>",
            "<br>",
            "<page url=\"no end",
            "<a <b>",
            "< b>",
            "<3",
            "<String>",
            "<é>",
            "<a\">",
        ] {
            let read = Tag::read(text);
            let shown = read.map(|(tag, rest)| (tag.name, tag.form, tag.attribute("url"), rest));
            table += &format!("{text} → {shown:?}\n");
        }
        expect![[r#"
            <callout icon="💡" color="red_bg">after → Some(("callout", Open, None, "after"))
            </callout> after → Some(("callout", Close, None, " after"))
            <empty-block/> → Some(("empty-block", Whole, None, ""))
            <unknown url="https://a.example/b>c" alt="x"/>rest → Some(("unknown", Whole, Some("https://a.example/b>c"), "rest"))
            <table_of_contents color="gray"/> → Some(("table_of_contents", Whole, None, ""))
            <br> → Some(("br", Open, None, ""))
            <page url="no end → None
            <a <b> → None
            < b> → None
            <3 → None
            <String> → None
            <é> → None
            <a"> → None
        "#]].assert_eq(&table);
    }

    #[test]
    fn attributes_end_a_line() {
        let mut table = String::new();
        for line in [
            "Text {color=\"red\"}",
            "# Text {toggle=\"true\" color=\"blue_bg\"}",
            "{color=\"red\"}",
            "A literal {note}",
            "Escaped \\{color=\"red\"\\}",
            "Escaped \\{color=\"red\"}",
            "Empty {}",
            "Words {and color=\"red\" more}",
        ] {
            let (text, attributes) = Attributes::at_end_of(line);
            table += &format!("{line} → {text:?} {:?}\n", attributes.get("color"));
        }
        expect![[r##"
            Text {color="red"} → "Text" Some("red")
            # Text {toggle="true" color="blue_bg"} → "# Text" Some("blue_bg")
            {color="red"} → "" Some("red")
            A literal {note} → "A literal {note}" None
            Escaped \{color="red"\} → "Escaped \\{color=\"red\"\\}" None
            Escaped \{color="red"} → "Escaped \\{color=\"red\"}" None
            Empty {} → "Empty {}" None
            Words {and color="red" more} → "Words {and color=\"red\" more}" None
        "##]]
        .assert_eq(&table);
    }
}
