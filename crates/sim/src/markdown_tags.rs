//! Tags, attributes and colours of enhanced Markdown: what lines and the text within a line have in common.
//!
//! Not what a tag stands for (`block_kinds`, `inline_reading`).

/// `<name attributes>text</name>`, `<name attributes/>` or `<name attributes>` on a line of its own.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    attributes: String,
    /// What stands between the opening and the closing tag, when both are on the line.
    pub text: String,
    /// Nothing on later lines belongs to it.
    pub closed: bool,
}

impl Tag {
    pub fn read(line: &str) -> Option<Self> {
        let (head, text) = line.strip_prefix('<')?.split_once('>')?;
        let self_closing = head.ends_with('/');
        let head = head.trim_end_matches('/');
        let (name, attributes) = head.split_once(' ').unwrap_or((head, ""));
        let inside = text.strip_suffix(&format!("</{name}>"));
        Some(Self {
            name: name.to_owned(),
            attributes: attributes.to_owned(),
            text: inside.unwrap_or(text).to_owned(),
            closed: self_closing || inside.is_some(),
        })
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.attributes, name)
    }

    /// As the API names it.
    pub fn color(&self) -> String {
        color(&self.attributes)
    }

    /// The address it points at.
    pub fn url(&self) -> String {
        self.attribute("url").or_else(|| self.attribute("src")).unwrap_or_default()
    }
}

/// The value of `name="…"`.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let padded = format!(" {attributes}");
    let (_, rest) = padded.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// Splits `Text {color="red"}` into the text and what the braces hold.
pub fn trailing_attributes(line: &str) -> (&str, String) {
    if let Some(inner) = line.strip_suffix("\"}")
        && let Some((text, attributes)) = inner.rsplit_once(" {")
        && attributes.contains("=\"")
    {
        return (text, format!("{attributes}\""));
    }
    (line, String::new())
}

/// The colour among these attributes, as the API names it.
pub fn color(attributes: &str) -> String {
    attribute(attributes, "color").map_or_else(|| "default".to_owned(), |name| api_color(&name))
}

/// `blue_bg` in Markdown is `blue_background` in the API.
pub fn api_color(name: &str) -> String {
    name.strip_suffix("_bg").map_or_else(|| name.to_owned(), |color| format!("{color}_background"))
}

/// The other way.
pub fn markdown_color(color: &str) -> String {
    color.strip_suffix("_background").map_or_else(|| color.to_owned(), |name| format!("{name}_bg"))
}
