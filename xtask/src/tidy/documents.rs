//! Files that documents and comments name are there.
//!
//! What counts as a name: words in backticks and targets of links that look like a path.
//! `store/pages.rs` may stand for `crates/store/src/pages.rs`, and `pages.rs` for any file
//! of that name.

use super::source::Source;

/// A word in backticks that ends so names a file, wherever it stands.
const ENDINGS: &[&str] = &[".rs", ".ts", ".tsx", ".css", ".mjs", ".sql", ".md"];

/// Written by a tool, of what others wrote.
const NOT_OURS: &[&str] = &["THIRD-PARTY.md"];

pub fn named_files_exist(source: &Source) -> Vec<String> {
    let generated: Vec<&str> = source
        .get(".gitignore")
        .unwrap_or_default()
        .lines()
        .map(|line| line.trim_matches('/'))
        .filter(|line| !line.is_empty())
        .collect();
    let mut findings = Vec::new();
    for (path, text) in source.within("", &[".md", ".rs", ".ts", ".tsx"]) {
        if NOT_OURS.contains(&path) {
            continue;
        }
        let document = path.ends_with(".md");
        let names = text.lines().filter(|line| document || is_comment(line)).flat_map(in_backticks);
        let links = text.split("](").skip(usize::from(document)).filter(|_| document);
        let links = links.filter_map(|rest| rest.split([')', '#']).next()).filter(|link| !link.contains(':'));
        for name in names.filter(|name| names_a_file(name, document)).chain(links) {
            let made = generated.iter().any(|folder| name.split('/').next() == folder.split('/').next());
            if !(made || exists(source, path, name.trim_start_matches("../").trim_end_matches('/'))) {
                findings.push(format!("{path} names {name}, which is not there"));
            }
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
}

fn in_backticks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// In comments, a slash alone may be anything: a media type, a choice.
fn names_a_file(word: &str, document: bool) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let known = ENDINGS.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending));
    plain && !word.starts_with('/') && (known || document && word.contains('/'))
}

fn exists(source: &Source, document: &str, name: &str) -> bool {
    let beside = document.rsplit_once('/').map(|(folder, _)| format!("{folder}/{name}"));
    let in_crate = name.split_once('/').map(|(room, rest)| format!("{room}/src/{rest}"));
    let meant: Vec<&str> =
        [Some(name), beside.as_deref(), in_crate.as_deref()].into_iter().flatten().collect();
    source.names().any(|file| meant.iter().any(|name| is_or_holds(file, name)))
}

/// Whether `file` is `name`, or lies in the folder `name`, perhaps within other folders.
fn is_or_holds(file: &str, name: &str) -> bool {
    format!("/{file}/").contains(&format!("/{name}/"))
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    const FILES: [(&str, &str); 4] = [
        (".gitignore", "/target\n/out\n"),
        (
            "crates/store/src/pages.rs",
            "//! Not here: `rows.rs`, `pages.rs`, and `text/html`.\nlet x = \"`no.rs`\";\n",
        ),
        ("docs/page.md", ""),
        ("ui/src/words/en.ts", "// See `words/de.ts`.\n"),
    ];

    fn found(readme: &str) -> Vec<String> {
        let files: Vec<(&str, &str)> = FILES.iter().copied().chain([("README.md", readme)]).collect();
        let readme = named_files_exist(&sample(&files)).into_iter();
        readme.filter_map(|line| line.strip_prefix("README.md names ").map(str::to_owned)).collect()
    }

    #[test]
    fn names_in_every_form_are_looked_for() {
        let good = "`crates/store/` `store/pages.rs` `pages.rs` `out/stories/` `ui/src/words` [x](docs/page.md#y)\n\
                    `cargo xtask` `in:` `~/.local/share` [web](https://example.org/a.md)";
        assert_eq!(found(good), Vec::<String>::new());
        assert_eq!(
            found("`store/rows.rs` `crate/store/` [x](docs/other.md) `rows.rs`"),
            [
                "crate/store/, which is not there",
                "docs/other.md, which is not there",
                "rows.rs, which is not there",
                "store/rows.rs, which is not there"
            ]
        );
    }

    #[test]
    fn comments_name_files_too() {
        assert_eq!(
            named_files_exist(&sample(&FILES)),
            [
                "crates/store/src/pages.rs names rows.rs, which is not there",
                "ui/src/words/en.ts names words/de.ts, which is not there"
            ]
        );
    }
}
