//! One page as a Markdown file: what is known of it as YAML before its text.
//!
//! Pure. Names and values are written as JSON writes them, which is YAML whatever stands in
//! them (YAML 1.2 §1.3).

use super::page::Page;
use crate::ui_types::PageKind;

pub fn written(page: &Page) -> String {
    let Page { hit, properties, text } = page;
    let title = page.title();
    let mut file = String::from("---\n");
    let mut line = |name: &str, value: String| file.extend([name, ": ", &value, "\n"]);
    line("title", json(&title));
    line("url", json(&hit.url));
    line("workspaces", json(&hit.workspaces));
    line("path", json(&hit.path));
    if let Some(edited) = page.edited() {
        line("edited", json(&edited));
    }
    if text.is_none() && hit.kind == PageKind::Page {
        line("text", json("not read yet"));
    }
    if !properties.is_empty() {
        file.push_str("properties:\n");
        // A list: two may have the same name, and one that describes a database has none.
        for (name, value) in properties {
            file.push_str(&format!("  - {}: {}\n", json(name), json(value)));
        }
    }
    file.push_str("---\n\n");
    if !title.is_empty() {
        file.push_str(&format!("# {}\n\n", heading(&title)));
    }
    if let Some(text) = text {
        file.extend([text.trim_end(), "\n"]);
    }
    file
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// One line, in which nothing is markup.
fn heading(title: &str) -> String {
    let mut written = String::with_capacity(title.len());
    for letter in title.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            written.push('\\');
        }
        written.push(if letter.is_control() { ' ' } else { letter });
    }
    written
}
