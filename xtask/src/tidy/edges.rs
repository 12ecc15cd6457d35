//! Who may know whom: the arrows of ARCHITECTURE.md, read from the manifests.
//!
//! Names are enough: a crate that is not in a manifest cannot be used.

use super::source::Source;

struct Room {
    /// Folder of its manifest; empty for the root package.
    folder: &'static str,
    knows: &'static [&'static str],
    /// Besides, in its tests only.
    tests: &'static [&'static str],
}

/// Anything not listed is forbidden.
const ROOMS: &[Room] = &[
    Room { folder: "", knows: &["app", "model", "sim"], tests: &[] },
    Room {
        folder: "crates/app",
        knows: &["index", "model", "notion", "oauth", "profiles", "store", "sync", "vault"],
        tests: &["sim"],
    },
    // It measures what the others do, so it may see them; nothing sees it.
    Room {
        folder: "crates/bench",
        knows: &["app", "index", "model", "notion", "profiles", "sim", "store", "sync"],
        tests: &[],
    },
    Room { folder: "crates/cli", knows: &["app", "model"], tests: &["sim"] },
    Room { folder: "crates/index", knows: &["model"], tests: &[] },
    Room { folder: "crates/model", knows: &[], tests: &[] },
    Room { folder: "crates/notion", knows: &["model"], tests: &["sim"] },
    Room { folder: "crates/oauth", knows: &["model"], tests: &["sim"] },
    Room { folder: "crates/profiles", knows: &["model"], tests: &[] },
    // It writes its own JSON: sharing types with the client would share the client's mistakes.
    Room { folder: "crates/sim", knows: &[], tests: &[] },
    Room { folder: "crates/store", knows: &["model"], tests: &[] },
    Room { folder: "crates/sync", knows: &["index", "model", "notion", "store"], tests: &["sim"] },
    Room { folder: "crates/vault", knows: &["model"], tests: &[] },
    Room { folder: "e2e", knows: &[], tests: &[] },
    Room { folder: "xtask", knows: &[], tests: &[] },
];

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
    // One HTTP client: `app` builds it, the next two are handed it. The stories play a browser;
    // the bench hands the client its own, to crawl in virtual time.
    ("reqwest", &["crates/app", "crates/notion", "crates/oauth", "crates/bench", "e2e"]),
    ("fantoccini", &["e2e"]),
];

pub fn between_rooms(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for (folder, manifest) in manifests(source) {
        let Some(room) = ROOMS.iter().find(|room| room.folder == folder) else {
            findings.push(format!("{folder} is a room that xtask/src/tidy/edges.rs does not know"));
            continue;
        };
        for dependency in dependencies(manifest) {
            let Some(name) = dependency.name.strip_prefix("trove-") else { continue };
            let allowed = room.knows.contains(&name) || (dependency.of_tests && room.tests.contains(&name));
            if !allowed {
                findings.push(format!("{} may not depend on {}", title(folder), dependency.name));
            }
        }
    }
    findings
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

fn manifests(source: &Source) -> impl Iterator<Item = (&str, &str)> {
    source.iter().filter_map(|(path, text)| {
        let folder = path.strip_suffix("Cargo.toml")?;
        Some((folder.trim_end_matches('/'), text))
    })
}

fn title(folder: &str) -> &str {
    if folder.is_empty() { "src-tauri" } else { folder }
}

struct Dependency<'a> {
    name: &'a str,
    of_tests: bool,
}

/// Reads `[dependencies]`, its kinds and its per-target forms; one line per dependency,
/// or a table of its own (`[dependencies.x]`).
fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
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
    fn a_forbidden_edge_is_found() {
        let good = sample(&[("crates/notion/Cargo.toml", "[dependencies]\ntrove-model.workspace = true\n")]);
        assert!(between_rooms(&good).is_empty());
        let bad = sample(&[
            ("crates/notion/Cargo.toml", "[dependencies]\ntrove-store.workspace = true\n"),
            ("crates/model/Cargo.toml", "[dev-dependencies]\ntrove-sim.workspace = true\n"),
            ("crates/new/Cargo.toml", ""),
        ]);
        assert_eq!(
            between_rooms(&bad),
            [
                "crates/notion may not depend on trove-store",
                "crates/model may not depend on trove-sim",
                "crates/new is a room that xtask/src/tidy/edges.rs does not know"
            ]
        );
    }

    #[test]
    fn a_library_in_the_wrong_room_is_found() {
        let source = sample(&[
            ("crates/store/Cargo.toml", "[dependencies]\nsqlx = \"0.9\"\nreqwest = \"0.13\"\n"),
            ("crates/sim/Cargo.toml", "[dev-dependencies]\nreqwest = \"0.13\"\n"),
            ("xtask/Cargo.toml", "[dependencies]\nanyhow = \"1\"\n"),
        ]);
        assert_eq!(
            to_libraries(&source),
            ["crates/store may not depend on reqwest", "xtask may not depend on anything"]
        );
    }
}
