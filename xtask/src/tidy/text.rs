//! Rules about files as text: their first line, their length, the places they name.

use super::source::Source;
use crate::place::root;

/// A file that is longer wants to be two files.
const LONGEST: usize = 600;

/// Longer for a reason.
const LONG: &[(&str, &str)] = &[("ui/src/core/bindings.ts", "generated from ui_types.rs")];

pub fn headers(source: &Source) -> Vec<String> {
    let rust = source.within("", &[".rs"]).filter(|(_, text)| !text.starts_with("//! "));
    let script = source
        .within("ui/src/", &[".ts", ".tsx"])
        .filter(|(_, text)| !text.starts_with("//") && !text.starts_with("/*"));
    rust.chain(script).map(|(path, _)| format!("{path} does not begin with a comment")).collect()
}

pub fn length(source: &Source) -> Vec<String> {
    let long = |path| LONG.iter().any(|(exempt, _reason)| *exempt == path);
    source
        .within("", &[".rs", ".ts", ".tsx", ".css"])
        .filter(|(path, text)| text.lines().count() > LONGEST && !long(*path))
        .map(|(path, text)| format!("{path} has {} lines, more than {LONGEST}", text.lines().count()))
        .collect()
}

/// A clone of the project alone builds and passes, on any machine.
pub fn places(source: &Source) -> Vec<String> {
    let home = std::env::var("HOME").unwrap_or_default();
    places_besides(source, &[&root().to_string_lossy(), &home])
}

fn places_besides(source: &Source, machine: &[&str]) -> Vec<String> {
    // Written in two halves, so as not to find itself.
    let outside = concat!("..", "/shared");
    let mut findings = Vec::new();
    for (path, text) in source.iter() {
        if path != ".ci/run" && text.contains(outside) {
            findings.push(format!("{path} names a folder outside the project"));
        }
        for place in machine.iter().filter(|place| place.len() > 1) {
            if text.contains(&format!("{place}/")) {
                findings.push(format!("{path} names {place}, a place on one machine"));
            }
        }
        // Without addresses, a lock file works with whatever registry npm is set up for.
        let address = |line: &str| line.trim().starts_with("\"resolved\": \"http");
        if path.ends_with("package-lock.json") && text.lines().any(address) {
            findings.push(format!("{path} names where packages are fetched from"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_file_without_a_header_is_found() {
        let source = sample(&[
            ("crates/a/src/good.rs", "//! What it is.\n"),
            ("crates/a/src/bad.rs", "use std::fs;\n"),
            ("ui/src/good.tsx", "/** What it is. */\n"),
            ("ui/src/bad.ts", "import x from \"y\";\n"),
            ("ui/vite.config.ts", "export {};\n"),
        ]);
        assert_eq!(
            headers(&source),
            [
                "crates/a/src/bad.rs does not begin with a comment",
                "ui/src/bad.ts does not begin with a comment"
            ]
        );
    }

    #[test]
    fn a_long_file_is_found() {
        let text = "x\n".repeat(601);
        let source = sample(&[("a.rs", &text), ("notes.md", &text), ("ui/src/core/bindings.ts", &text)]);
        assert_eq!(length(&source), ["a.rs has 601 lines, more than 600"]);
    }

    #[test]
    fn places_of_one_machine_are_found() {
        let outside = concat!("see ..", "/shared/notes");
        let source = sample(&[
            (".ci/run", outside),
            ("README.md", outside),
            ("a.rs", "/somewhere/anna/trove/x"),
            ("ui/package-lock.json", "  \"resolved\": \"https://mirror.example/x.tgz\",\n"),
        ]);
        assert_eq!(
            places_besides(&source, &["/somewhere/anna", ""]),
            [
                "README.md names a folder outside the project",
                "a.rs names /somewhere/anna, a place on one machine",
                "ui/package-lock.json names where packages are fetched from"
            ]
        );
    }
}
