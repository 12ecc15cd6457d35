//! Where a version stands, and what each place says once it is released: texts in, texts out.
//!
//! Other places read one of these: `tauri.conf.json` names no version, so that Tauri takes
//! Cargo's; the bill of materials and the installers take it too. Not how they are written
//! (`writing.rs`).

use std::collections::VecDeque;

use super::version::Version;
use crate::outcome::{Outcome, Stop};

const MANIFEST: &str = "Cargo.toml";
const LOCK: &str = "Cargo.lock";
const CHANGELOG: &str = "CHANGELOG.md";
const METAINFO: &str = "src-tauri/packaging/net.trovesearch.desktop.metainfo.xml";

/// Above what is not released yet; what stands under it is all that the next version gets.
const UNRELEASED: &str = "## Unreleased";

/// A file of the project, before and after.
#[derive(Debug, PartialEq)]
pub struct Edit {
    pub path: &'static str,
    pub old: String,
    pub new: String,
}

impl Edit {
    /// Lines that were not there, or not as often.
    pub fn news(&self) -> Vec<&str> {
        let mut old: VecDeque<&str> = self.old.lines().collect();
        let is_new = |line: &&str| match old.iter().position(|old| old == line) {
            Some(at) => old.remove(at).is_none(),
            None => !line.trim().is_empty(),
        };
        self.new.lines().filter(is_new).collect()
    }
}

/// What is to be written for `version`, or why there can be no such version. `read` gives a file
/// of the project; `date` is 2026-11-28.
pub fn edits(version: Version, date: &str, read: impl Fn(&str) -> Outcome<String>) -> Outcome<Vec<Edit>> {
    let edit = |path, change: &dyn Fn(&str) -> Outcome<String>| {
        let old = read(path)?;
        let new = change(&old).map_err(|Stop(why)| Stop(format!("{path}: {why}")))?;
        Ok(Edit { path, old, new })
    };
    let present = present(&read(MANIFEST)?)?;
    // First of all, since it is what a person most likely has to mend.
    let mut edits = vec![edit(CHANGELOG, &|text| changelog(text, present, version, date))?];
    edits.push(edit(MANIFEST, &|text| manifest(text, present, version))?);
    edits.push(edit(LOCK, &|text| lock(text, present, version))?);
    edits.push(edit(METAINFO, &|text| metainfo(text, version, date))?);
    // Of a first version, these say so already.
    edits.retain(|edit| edit.new != edit.old);
    Ok(edits)
}

/// The version that the workspace has.
pub fn present(manifest: &str) -> Outcome<Version> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Version::parse(line.ok_or_else(|| Stop(format!("{MANIFEST} has no version.")))?)
}

fn manifest(text: &str, present: Version, version: Version) -> Outcome<String> {
    Ok(text.replacen(&format!("\nversion = \"{present}\"\n"), &format!("\nversion = \"{version}\"\n"), 1))
}

/// Ours are the packages without a source.
fn lock(text: &str, present: Version, version: Version) -> Outcome<String> {
    let was = format!("version = \"{present}\"");
    let ours = |entry: &str| entry.lines().any(|line| line == was) && !entry.contains("\nsource = ");
    let entries: Vec<&str> = text.split("[[package]]").collect();
    let found = entries.iter().filter(|entry| ours(entry)).count();
    if found == 0 {
        return Err(Stop(format!("no package of ours has version {present}; `cargo update --workspace`.")));
    }
    let now = format!("version = \"{version}\"");
    let entries = entries
        .iter()
        .map(|entry| if ours(entry) { entry.replacen(&was, &now, 1) } else { (*entry).to_owned() });
    Ok(entries.collect::<Vec<_>>().join("[[package]]"))
}

/// The unreleased part gets version and date; an empty one stands above it for what comes next.
fn changelog(text: &str, present: Version, version: Version, date: &str) -> Outcome<String> {
    let (before, rest) = text
        .split_once(&format!("\n{UNRELEASED}\n"))
        .ok_or_else(|| Stop(format!("it has no heading `{UNRELEASED}`.")))?;
    let part = rest.split("\n## ").next().unwrap_or_default();
    if part.trim().is_empty() {
        return Err(Stop(format!("nothing stands under `{UNRELEASED}`: there is nothing to release.")));
    }
    let released = released(text);
    if let Some(last) = released.iter().max().filter(|last| **last >= version) {
        return Err(Stop(format!("{version} is not later than {last}, which is released.")));
    }
    // The first version stood in the manifest before it was released, and may be released as it is.
    if version < present || version == present && released.contains(&present) {
        return Err(Stop(format!("{version} is not later than the present {present}.")));
    }
    Ok(format!("{before}\n{UNRELEASED}\n\n## {version} ({date})\n{rest}"))
}

/// By their headings, as `## 0.1.0 (2026-11-28)`.
fn released(changelog: &str) -> Vec<Version> {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## ")?.split(' ').next());
    headings.filter_map(|word| Version::parse(word).ok()).collect()
}

/// An entry of AppStream's list of releases (freedesktop.org, "AppStream", 2.2), newest first.
/// A version that was announced as in development becomes one for everybody.
fn metainfo(text: &str, version: Version, date: &str) -> Outcome<String> {
    let entry = format!("<release version=\"{version}\" date=\"{date}\"");
    let announced = format!("<release version=\"{version}\"");
    if let Some((before, rest)) = text.split_once(&announced) {
        let (_, after) = rest.split_once('>').ok_or_else(|| Stop("its release has no end.".into()))?;
        let alone = rest.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        return Ok(format!("{before}{entry}{}>{after}", if alone { "/" } else { "" }));
    }
    let (before, after) =
        text.split_once("<releases>\n").ok_or_else(|| Stop("it has no list of releases.".into()))?;
    Ok(format!("{before}<releases>\n    {entry}/>\n{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 4] = [
        (MANIFEST, "[workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\nx = \"0.1.0\"\n"),
        (
            LOCK,
            "version = 4\n\n[[package]]\nname = \"far\"\nversion = \"0.1.0\"\nsource = \"registry+x\"\n\n\
             [[package]]\nname = \"near\"\nversion = \"0.2.0\"\nsource = \"registry+x\"\n\n\
             [[package]]\nname = \"trove-a\"\nversion = \"0.1.0\"\ndependencies = [\n \"far\",\n]\n\n\
             [[package]]\nname = \"trove-b\"\nversion = \"0.1.0\"\n",
        ),
        (CHANGELOG, "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-02)\n\n- First.\n"),
        (METAINFO, "  <releases>\n    <release version=\"0.1.0\" date=\"2026-01-02\"/>\n  </releases>\n"),
    ];

    /// What is written for `version`, where one of the files says something else.
    fn with(version: &str, change: Option<(&str, &str)>) -> Outcome<Vec<Edit>> {
        edits(Version::parse(version).unwrap(), "2026-11-28", |path| {
            let changed = change.filter(|(changed, _)| *changed == path).map(|(_, text)| text);
            let text = changed.or(FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text));
            Ok(text.unwrap().to_owned())
        })
    }

    fn why(version: &str, change: Option<(&str, &str)>) -> String {
        match with(version, change) {
            Err(Stop(why)) => why,
            Ok(edits) => panic!("{version} was taken: {edits:?}"),
        }
    }

    #[test]
    fn a_version_is_set_in_each_place() {
        let edits = with("0.2.0", None).unwrap();
        let news: Vec<_> = edits.iter().map(|edit| (edit.path, edit.news())).collect();
        assert_eq!(
            news,
            [
                (CHANGELOG, vec!["## 0.2.0 (2026-11-28)"]),
                (MANIFEST, vec!["version = \"0.2.0\""]),
                (LOCK, vec!["version = \"0.2.0\"", "version = \"0.2.0\""]),
                (METAINFO, vec!["    <release version=\"0.2.0\" date=\"2026-11-28\"/>"]),
            ]
        );
        for (edit, wanted) in edits.iter().zip([
            "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-28)\n\n- New.\n\n## 0.1.0 (2026-01-02)\n\n- First.\n",
            "[workspace.package]\nversion = \"0.2.0\"\n\n[workspace.dependencies]\nx = \"0.1.0\"\n",
            "version = 4\n\n[[package]]\nname = \"far\"\nversion = \"0.1.0\"\nsource = \"registry+x\"\n\n\
             [[package]]\nname = \"near\"\nversion = \"0.2.0\"\nsource = \"registry+x\"\n\n\
             [[package]]\nname = \"trove-a\"\nversion = \"0.2.0\"\ndependencies = [\n \"far\",\n]\n\n\
             [[package]]\nname = \"trove-b\"\nversion = \"0.2.0\"\n",
            "  <releases>\n    <release version=\"0.2.0\" date=\"2026-11-28\"/>\n    \
             <release version=\"0.1.0\" date=\"2026-01-02\"/>\n  </releases>\n",
        ]) {
            assert_eq!(edit.new, wanted, "{}", edit.path);
        }
    }

    /// It stands in the manifest and among AppStream's releases from the first day on.
    #[test]
    fn the_first_version_is_released_as_it_is() {
        let first = "# Changelog\n\n## Unreleased\n\n- All of it.\n";
        let edits = with("0.1.0", Some((CHANGELOG, first))).unwrap();
        let paths: Vec<_> = edits.iter().map(|edit| edit.path).collect();
        assert_eq!(paths, [CHANGELOG, METAINFO]);
        assert_eq!(edits[0].new, "# Changelog\n\n## Unreleased\n\n## 0.1.0 (2026-11-28)\n\n- All of it.\n");
    }

    #[test]
    fn what_was_announced_becomes_released() {
        for (entry, wanted) in [
            (
                "<release version=\"0.2.0\" type=\"development\" date=\"2026-01-01\">\n<p>x</p></release>\n",
                "<release version=\"0.2.0\" date=\"2026-11-28\">\n<p>x</p></release>\n",
            ),
            (
                "<release version=\"0.2.0\" type=\"development\"/>\n",
                "<release version=\"0.2.0\" date=\"2026-11-28\"/>\n",
            ),
        ] {
            let text = format!("<releases>\n{entry}</releases>\n");
            let edits = with("0.2.0", Some((METAINFO, &text))).unwrap();
            assert_eq!(edits[3].new, format!("<releases>\n{wanted}</releases>\n"));
        }
    }

    #[test]
    fn versions_that_are_not_later_are_refused() {
        for (version, reason) in [
            ("0.1.0", "0.1.0 is not later than 0.1.0, which is released."),
            ("0.0.9", "0.0.9 is not later than 0.1.0, which is released."),
        ] {
            assert_eq!(why(version, None), format!("{CHANGELOG}: {reason}"));
        }
        let later = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.3.0 (2026-01-02)\n";
        let reason = "0.2.0 is not later than 0.3.0, which is released.";
        assert_eq!(why("0.2.0", Some((CHANGELOG, later))), format!("{CHANGELOG}: {reason}"));
        let ahead = "version = \"0.5.0\"\n";
        let reason = "0.4.0 is not later than the present 0.5.0.";
        assert_eq!(why("0.4.0", Some((MANIFEST, ahead))), format!("{CHANGELOG}: {reason}"));
    }

    #[test]
    fn files_that_lack_something_are_named() {
        for (path, text, reason) in [
            (CHANGELOG, "# Changelog\n\n## 0.1.0 (2026-01-02)\n", "it has no heading `## Unreleased`."),
            (
                CHANGELOG,
                "\n## Unreleased\n\n \n## 0.1.0 (2026-01-02)\n\n- First.\n",
                "nothing stands under `## Unreleased`: there is nothing to release.",
            ),
            (
                CHANGELOG,
                "\n## Unreleased\n",
                "nothing stands under `## Unreleased`: there is nothing to release.",
            ),
            (
                LOCK,
                "[[package]]\nname = \"trove-a\"\nversion = \"0.0.9\"\n",
                "no package of ours has version 0.1.0; `cargo update --workspace`.",
            ),
            (METAINFO, "<component/>", "it has no list of releases."),
        ] {
            assert_eq!(why("0.2.0", Some((path, text))), format!("{path}: {reason}"));
        }
        assert_eq!(why("0.2.0", Some((MANIFEST, "[package]\n"))), "Cargo.toml has no version.");
    }
}
