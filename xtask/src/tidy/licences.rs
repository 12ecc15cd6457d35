//! Which libraries may come in, by `deny.toml`: licences, bans, and where they come from.
//!
//! The file is cargo-deny's, and cargo-deny reads it where it is installed (the phase `deny`
//! of `cargo xtask test`). Its own build takes longer than all our tests, so the three checks
//! that need no network are done here from `Cargo.lock` and `cargo tree`. Known
//! vulnerabilities are not: those want its database.

use super::source::Source;
use crate::process::{cargo, output};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Below this a remote page could be taken for a local one (GHSA-7gmj-67g7-phm9).
const OLDEST_TAURI: [u32; 3] = [2, 11, 1];

pub fn lock_file(source: &Source) -> Vec<String> {
    let policy = source.get("deny.toml").unwrap_or_default();
    let banned = strings_after(policy, "crate = ");
    let mut findings = Vec::new();
    if banned.is_empty() {
        findings.push("deny.toml bans nothing".into());
    }
    for package in source.get("Cargo.lock").unwrap_or_default().split("[[package]]").skip(1) {
        let field = |name: &str| strings_after(package, &format!("\n{name} = ")).first().copied();
        let name = field("name").unwrap_or_default();
        let version = field("version").unwrap_or_default();
        if banned.contains(&name) {
            findings.push(format!("{name} is banned by deny.toml"));
        }
        if name == "tauri" && numbers(version) < OLDEST_TAURI {
            findings.push(format!("tauri {version} is older than {OLDEST_TAURI:?}"));
        }
        // Rooms of the workspace have no source.
        if field("source").is_some_and(|source| source != REGISTRY) {
            findings.push(format!("{name} {version} does not come from crates.io"));
        }
    }
    findings
}

/// An exception is looked at again some day: it says when it was, and why it is one.
pub fn exceptions(source: &Source) -> Vec<String> {
    let policy = source.get("deny.toml").unwrap_or_default();
    let advisories = policy.split_once("\n[advisories]").map_or("", |(_, rest)| rest);
    let advisories = advisories.split("\n[").next().unwrap_or_default();
    let exceptions = advisories.split("RUSTSEC-").skip(1);
    exceptions
        .filter(|rest| !strings_after(rest, "reason = ").first().is_some_and(|reason| dated(reason)))
        .map(|rest| {
            let id = rest.split(['"', ' ', '\n']).next().unwrap_or_default();
            format!("deny.toml excepts RUSTSEC-{id} without a date and a reason")
        })
        .collect()
}

/// `2026-11-28: why`
fn dated(reason: &str) -> bool {
    let Some((date, why)) = reason.split_once(": ") else { return false };
    let form: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    form == "0000-00-00" && !why.is_empty()
}

pub fn licences(source: &Source) -> Vec<String> {
    let arguments = [
        "tree",
        "--workspace",
        "--locked",
        "--prefix=none",
        "--target=all",
        "--edges=normal,build,dev",
        "--format={p}|{l}",
    ];
    match output(&mut cargo(&arguments)) {
        Some(tree) => refused(&tree, source.get("deny.toml").unwrap_or_default()),
        None => vec!["`cargo tree` failed, so nothing was checked".into()],
    }
}

/// `tree` has lines `name version (…)|licence expression`, with repetitions marked `(*)`.
fn refused(tree: &str, policy: &str) -> Vec<String> {
    let list = policy.split_once("\nallow = [").and_then(|(_, rest)| rest.split_once(']'));
    let allowed: Vec<&str> =
        list.map_or(Vec::new(), |(list, _)| list.split('"').skip(1).step_by(2).collect());
    let mut findings: Vec<String> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter_map(|line| line.split_once('|'))
        .filter(|(_, licence)| !acceptable(licence, &allowed))
        .map(|(package, licence)| {
            format!("{package}: {}", if licence.is_empty() { "no licence" } else { licence })
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}

/// Whether an SPDX expression (annex D of the SPDX specification, and the `/` of older
/// manifests) can be met with the allowed licences.
fn acceptable(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any_of(&mut words, allowed);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any_of(words: &mut Words, allowed: &[&str]) -> bool {
    let mut met = all_of(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= all_of(words, allowed);
    }
    met
}

fn all_of(words: &mut Words, allowed: &[&str]) -> bool {
    let mut met = single(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= single(words, allowed);
    }
    met
}

fn single(words: &mut Words, allowed: &[&str]) -> bool {
    match words.next() {
        Some("(") => {
            let met = any_of(words, allowed);
            words.next_if_eq(&")").is_some() && met
        }
        Some(licence) => match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
            Some(exception) => allowed.contains(&format!("{licence} WITH {exception}").as_str()),
            None => allowed.contains(&licence),
        },
        None => false,
    }
}

/// The quoted strings that follow `key`.
fn strings_after<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.split(key).skip(1).filter_map(|rest| rest.strip_prefix('"')?.split('"').next()).collect()
}

fn numbers(version: &str) -> [u32; 3] {
    let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn licence_expressions() {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
        for (expression, good) in [
            ("MIT", true),
            ("MIT OR GPL-3.0", true),
            ("GPL-3.0/MIT", true),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0 OR (MIT AND GPL-2.0)", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0 WITH Classpath-exception-2.0", false),
            ("GPL-3.0", false),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(acceptable(expression, &allowed), good, "{expression}");
        }
    }

    /// Check 58.
    #[test]
    fn an_unlisted_licence_is_found() {
        let tree =
            "a v1.0.0|MIT\nb v2.0.0 (proc-macro)|GPL-3.0 (*)\nb v2.0.0 (proc-macro)|GPL-3.0\nc v1.0.0|\n";
        assert_eq!(
            refused(tree, "[licenses]\nallow = [\n  \"MIT\",\n]\n"),
            ["b v2.0.0 (proc-macro): GPL-3.0", "c v1.0.0: no licence"]
        );
    }

    /// Check 58.
    #[test]
    fn an_exception_without_date_or_reason_is_found() {
        let policy = "\n[advisories]\nignore = [\n  # Words.\n\
                      { id = \"RUSTSEC-2024-0001\", reason = \"2026-11-28: why\" },\n\
                      { id = \"RUSTSEC-2024-0002\", reason = \"because\" },\n\"RUSTSEC-2024-0003\",\n]\n\
                      [bans]\nreason = \"2026-11-28: why\"\n";
        assert_eq!(
            exceptions(&sample(&[("deny.toml", policy)])),
            [
                "deny.toml excepts RUSTSEC-2024-0002 without a date and a reason",
                "deny.toml excepts RUSTSEC-2024-0003 without a date and a reason"
            ]
        );
    }

    /// Checks 18, 19.
    #[test]
    fn banned_old_and_foreign_libraries_are_found() {
        let lock = "[[package]]\nname = \"tauri\"\nversion = \"2.10.3\"\n\
                    [[package]]\nname = \"tauri-plugin-fs\"\nversion = \"2.0.0\"\n\
                    [[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"git+https://example.org/x\"\n";
        let policy = "[bans]\ndeny = [{ crate = \"tauri-plugin-fs\", reason = \"…\" }]\n";
        assert_eq!(
            lock_file(&sample(&[("Cargo.lock", lock), ("deny.toml", policy)])),
            [
                "tauri 2.10.3 is older than [2, 11, 1]",
                "tauri-plugin-fs is banned by deny.toml",
                "x 1.0.0 does not come from crates.io"
            ]
        );
        assert!(!lock_file(&sample(&[])).is_empty());
    }
}
