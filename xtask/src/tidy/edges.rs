//! Who may know whom: the table of ARCHITECTURE.md, held against the manifests, both ways.
//!
//! Names are enough: a crate that is not in a manifest cannot be used.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;

/// The table is the first code block below this heading.
const HEADING: &str = "## Who may know whom";

/// What a room knows, and what its tests know besides.
#[derive(Default)]
struct Known<'a> {
    always: BTreeSet<&'a str>,
    in_tests: BTreeSet<&'a str>,
}

/// Libraries that only these rooms may name outside their tests.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("tauri", &[""]),
    ("tauri-build", &[""]),
    ("tauri-plugin-deep-link", &[""]),
    ("tauri-plugin-single-instance", &[""]),
    ("tauri-plugin-stronghold", &["crates/vault"]),
    ("keyring", &["crates/app"]),
    ("sqlx", &["crates/store"]),
    // The bench's peer is SQLite itself.
    ("libsqlite3-sys", &["crates/store", "crates/bench"]),
    ("rusqlite", &["crates/bench"]),
    ("tantivy", &["crates/index"]),
    ("argon2", &["crates/profiles"]),
    ("oauth2", &["crates/oauth"]),
    // One HTTP client: `http` builds it, `notion` and `oauth` are handed it by `app`. The
    // stories play a browser; the bench hands the client its own, to crawl in virtual time.
    ("reqwest", &["crates/http", "crates/app", "crates/notion", "crates/oauth", "crates/bench", "e2e"]),
    ("fantoccini", &["e2e"]),
];

pub fn between_rooms(source: &Source) -> Vec<String> {
    let mut written = table(source.get("ARCHITECTURE.md").unwrap_or_default());
    if written.is_empty() {
        return vec![format!("ARCHITECTURE.md has no table below `{HEADING}`")];
    }
    let mut findings = Vec::new();
    for (folder, manifest) in manifests(source) {
        let room = title(folder);
        let Some(written) = written.remove(room) else {
            findings.push(format!("{room} is not in the table of ARCHITECTURE.md"));
            continue;
        };
        let real = known(manifest);
        for (written, real, what) in [
            (&written.always, &real.always, "knows"),
            (&written.in_tests, &real.in_tests, "knows in its tests"),
        ] {
            for other in real.difference(written) {
                findings.push(format!(
                    "{room} {what} {other}, which the table of ARCHITECTURE.md does not allow"
                ));
            }
            for other in written.difference(real) {
                findings.push(format!("{room} {what} {other} by the table of ARCHITECTURE.md, and does not"));
            }
        }
    }
    findings
        .extend(written.keys().map(|room| format!("{room}, in the table of ARCHITECTURE.md, is no room")));
    findings
}

/// Lines `a, b → c, d` and `tests of a → c`.
fn table(text: &str) -> BTreeMap<&str, Known<'_>> {
    let block = text.split_once(HEADING).and_then(|(_, below)| below.split("```").nth(1)).unwrap_or_default();
    let mut rooms: BTreeMap<&str, Known> = BTreeMap::new();
    for (left, right) in block.lines().filter_map(|line| line.split_once('→')) {
        let (who, of_tests) = match left.trim().strip_prefix("tests of ") {
            Some(who) => (who, true),
            None => (left, false),
        };
        for room in who.split(',').map(str::trim) {
            let known = rooms.entry(room).or_default();
            let known = if of_tests { &mut known.in_tests } else { &mut known.always };
            known.extend(right.split(',').map(str::trim).filter(|name| *name != "nothing of ours"));
        }
    }
    rooms
}

fn known(manifest: &str) -> Known<'_> {
    let mut known = Known::default();
    for dependency in dependencies(manifest) {
        let Some(name) = dependency.name.strip_prefix("trove-") else { continue };
        if dependency.of_tests { &mut known.in_tests } else { &mut known.always }.insert(name);
    }
    // With another feature for its tests, say: no edge of its own.
    let Known { always, in_tests } = &mut known;
    in_tests.retain(|name| !always.contains(name));
    known
}

pub fn to_libraries(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (folder, manifest) in manifests(source) {
        for dependency in dependencies(manifest).into_iter().filter(|dependency| !dependency.of_tests) {
            let owners = LIBRARIES.iter().find(|(name, _)| *name == dependency.name);
            if owners.is_some_and(|(_, owners)| !owners.contains(&folder)) {
                findings.push(format!("{} may not depend on {}", title(folder), dependency.name));
            }
        }
        if folder == "xtask" && !dependencies(manifest).is_empty() {
            findings.push("xtask may not depend on anything".into());
        }
    }
    findings
}

/// Each folder with its manifest.
pub fn manifests(source: &Source) -> impl Iterator<Item = (&str, &str)> {
    source.iter().filter_map(|(path, text)| {
        let folder = path.strip_suffix("Cargo.toml")?;
        Some((folder.trim_end_matches('/'), text))
    })
}

/// What the table calls a room.
fn title(folder: &str) -> &str {
    if folder.is_empty() { "src-tauri" } else { folder.rsplit('/').next().unwrap_or(folder) }
}

pub struct Dependency<'a> {
    pub name: &'a str,
    of_tests: bool,
}

/// Reads `[dependencies]`, its kinds and its per-target forms; one line per dependency,
/// or a table of its own (`[dependencies.x]`).
pub fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut kind = None;
    for line in manifest.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            let (table, name) = match section.rsplit_once("dependencies") {
                Some((_, "")) => (section, None),
                Some((table, name)) if name.starts_with('.') => (table, name.strip_prefix('.')),
                _ => ("", None),
            };
            let of_ours = !section.starts_with("workspace");
            kind = (of_ours && !table.is_empty() && name.is_none()).then(|| table.contains("dev-"));
            if let (true, Some(name)) = (of_ours, name) {
                found.push(Dependency { name: name.trim_matches('"'), of_tests: table.contains("dev-") });
            }
        } else if let Some(of_tests) = kind
            && let Some((key, _)) = line.split_once('=')
            && !line.starts_with('#')
        {
            let key = key.split('.').next().unwrap_or(key);
            found.push(Dependency { name: key.trim().trim_matches('"'), of_tests });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn dependencies_are_read_in_every_form() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\n# b = 1\n\
                        c = { path = \"c\" }\n[target.'cfg(unix)'.dependencies]\nd = \"1\"\n\
                        [dev-dependencies]\ne = \"1\"\n[dependencies.f]\nversion = \"1\"\n[features]\ng = []\n\
                        [build-dependencies]\nh = \"1\"\n[workspace.dependencies]\ni = \"1\"\n";
        let names: Vec<_> = dependencies(manifest).iter().map(|d| (d.name, d.of_tests)).collect();
        assert_eq!(
            names,
            [("a", false), ("c", false), ("d", false), ("e", true), ("f", false), ("h", false)]
        );
    }

    #[test]
    fn edges_equal_the_table_both_ways() {
        let table = "# x\n## Who may know whom\nOne way.\n```\nnotion, store → model\nmodel → nothing of ours\n\
                     tests of notion → sim\nsim → nothing of ours\n```\n";
        let notion = "[dependencies]\ntrove-model.workspace = true\n[dev-dependencies]\ntrove-sim = {}\n";
        let check = |notion: &str, store: &str, table: &str| {
            between_rooms(&sample(&[
                ("ARCHITECTURE.md", table),
                ("crates/model/Cargo.toml", ""),
                ("crates/notion/Cargo.toml", notion),
                ("crates/sim/Cargo.toml", ""),
                ("crates/store/Cargo.toml", store),
            ]))
        };
        let store = "[dependencies]\ntrove-model.workspace = true\n";
        assert_eq!(check(notion, store, table), Vec::<String>::new());
        assert_eq!(
            check(&notion.replace("trove-model", "trove-store"), "", table),
            [
                "notion knows store, which the table of ARCHITECTURE.md does not allow",
                "notion knows model by the table of ARCHITECTURE.md, and does not",
                "store knows model by the table of ARCHITECTURE.md, and does not"
            ]
        );
        assert_eq!(
            check(notion, store, &table.replace("sim → nothing", "cli → nothing")),
            [
                "sim is not in the table of ARCHITECTURE.md",
                "cli, in the table of ARCHITECTURE.md, is no room"
            ]
        );
        assert_eq!(check(notion, store, "").len(), 1);
    }

    /// Check 19.
    #[test]
    fn a_library_in_the_wrong_room_is_found() {
        let source = sample(&[
            ("crates/store/Cargo.toml", "[dependencies]\nsqlx = \"0.9\"\nreqwest = \"0.13\"\n"),
            ("crates/sim/Cargo.toml", "[dev-dependencies]\nreqwest = \"0.13\"\n"),
            ("xtask/Cargo.toml", "[dependencies]\nanyhow = \"1\"\n"),
        ]);
        assert_eq!(
            to_libraries(&source),
            ["store may not depend on reqwest", "xtask may not depend on anything"]
        );
    }
}
