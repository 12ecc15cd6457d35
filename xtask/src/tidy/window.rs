//! Rules about the window's source: one door to Tauri, and text is never markup.

use super::source::Source;

const THE_IMPORTER: &str = "ui/src/core/host.ts";

/// Reads equations as XML, in a document of its own, and builds again what it knows of them.
const THE_READER_OF_XML: &str = "ui/src/preview/equation_elements.ts";
const READS_XML: &str = "new DOMParser().parseFromString(written, \"application/xml\")";

/// Ways to make elements from a string, and style attributes, which the CSP blocks.
const MARKUP: &[&str] = &[
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "DOMParser",
    " style=\"",
    " style='",
    " style={\"",
    " style={`",
];

pub fn one_importer(source: &Source) -> Vec<String> {
    source
        .within("ui/src/", &[".ts", ".tsx"])
        .filter(|(path, text)| *path != THE_IMPORTER && text.contains("@tauri-apps"))
        .map(|(path, _)| format!("{path} imports Tauri; only {THE_IMPORTER} may"))
        .collect()
}

pub fn no_markup(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in source.within("ui/", &[".ts", ".tsx", ".html"]) {
        if !path.starts_with("ui/src/") && !path.ends_with(".html") {
            continue;
        }
        let text = match path == THE_READER_OF_XML {
            true => text.replace(READS_XML, ""),
            false => text.to_owned(),
        };
        findings.extend(
            MARKUP
                .iter()
                .filter(|word| text.contains(**word))
                .map(|word| format!("{path} has `{}`", word.trim())),
        );
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_second_importer_is_found() {
        let line = "import { invoke } from \"@tauri-apps/api/core\";";
        let source = sample(&[("ui/src/core/host.ts", line), ("ui/src/views/pages.tsx", line)]);
        assert_eq!(
            one_importer(&source),
            ["ui/src/views/pages.tsx imports Tauri; only ui/src/core/host.ts may"]
        );
    }

    /// Check 53.
    #[test]
    fn markup_from_text_is_found() {
        let source = sample(&[
            ("ui/src/a.tsx", "<p style={{ color: shade() }}>"),
            ("ui/src/b.tsx", "<p style=\"color: red\">"),
            ("ui/src/c.ts", "element.innerHTML = text"),
            ("ui/test/d.ts", "element.innerHTML"),
            ("ui/src/e.ts", READS_XML),
            (THE_READER_OF_XML, READS_XML),
        ]);
        let found =
            ["ui/src/b.tsx has `style=\"`", "ui/src/c.ts has `innerHTML`", "ui/src/e.ts has `DOMParser`"];
        assert_eq!(no_markup(&source), found);
        let html = "new DOMParser().parseFromString(written, \"text/html\")";
        assert_eq!(no_markup(&sample(&[(THE_READER_OF_XML, html)])).len(), 1);
    }
}
