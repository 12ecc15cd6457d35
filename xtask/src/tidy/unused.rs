//! Every library in a manifest is named somewhere in what the manifest is for.
//!
//! By name alone: a word that only stands in a comment counts as use.

use super::edges::{dependencies, manifests};
use super::source::Source;

/// Folder, library, and what it is there for. `*` is any folder.
const UNNAMED: &[(&str, &str, &str)] = &[
    ("*", "libsqlite3-sys", "its features say how SQLite and its encryption are built"),
    ("src-tauri/", "serde_json", "tauri::generate_context! writes its name"),
];

pub fn dependencies_are_used(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (folder, manifest) in manifests(source) {
        let sources = if folder.is_empty() { "src-tauri/".to_owned() } else { format!("{folder}/") };
        for dependency in dependencies(manifest) {
            let name = dependency.name;
            let word = name.replace('-', "_");
            let mut texts = source.within(&sources, &[".rs"]).map(|(_, text)| text);
            let exempt = UNNAMED
                .iter()
                .any(|(folder, library, _)| *library == name && ["*", sources.as_str()].contains(folder));
            if !exempt && !texts.any(|text| has_word(text, &word)) {
                findings.push(format!("{sources} never names {name}, on which it depends"));
            }
        }
    }
    let inherited: String = manifests(source).map(|(_, text)| text).collect();
    for name in workspace(source.get("Cargo.toml").unwrap_or_default()) {
        let forms = [format!("\n{name}.workspace"), format!("\n{name} = {{ workspace")];
        if !forms.iter().any(|form| inherited.contains(form)) {
            findings.push(format!("no crate takes {name} from the workspace"));
        }
    }
    findings
}

fn workspace(manifest: &str) -> impl Iterator<Item = &str> {
    let table = manifest.split_once("[workspace.dependencies]").map_or("", |(_, rest)| rest);
    let lines = table.split("\n[").next().unwrap_or_default().lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once('=')?.0.trim()))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_library_that_nothing_names_is_found() {
        let source = sample(&[
            (
                "Cargo.toml",
                "[workspace.dependencies]\n# Why.\na-b = \"1\"\nserde = \"1\"\nx = \"1\"\n[package]\n",
            ),
            ("crates/y/Cargo.toml", "[dependencies]\na-b.workspace = true\nserde = { workspace = true }\n"),
            ("crates/y/src/lib.rs", "use a_b::C;\nuse serde_json::Value;\n"),
            ("crates/z/src/lib.rs", "use serde::Serialize;\n"),
        ]);
        assert_eq!(
            dependencies_are_used(&source),
            ["crates/y/ never names serde, on which it depends", "no crate takes x from the workspace"]
        );
    }
}
