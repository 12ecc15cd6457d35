//! `cargo xtask release`: a version set, its data folder kept for tests, and its packages made.
//!
//! It commits nothing, tags nothing and sends nothing anywhere: it prints what would. Signing is
//! the forge's (`.github/workflows/release.yml`), whose secrets the keys are.

mod comparison;
mod date;
mod packages;
mod texts;
mod twice;
mod unpacked;
mod version;
mod writing;

use std::path::Path;
use std::process::ExitCode;

use crate::command_line::Release;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{cargo, command, output, run};
use texts::Edit;
use version::Version;

/// Data folders of released versions, which `crates/app/tests/journey/older_versions.rs` opens.
const FIXTURES: &str = "crates/app/tests/fixtures";

pub fn release(wanted: &Release) -> Outcome<ExitCode> {
    match wanted {
        Release::Next { version, dry_run } => next(Version::parse(version)?, *dry_run)?,
        Release::Packages => packages::make(present()?)?,
        Release::Twice => {
            clean()?;
            return told(&twice::compared(present()?)?);
        }
        Release::Compare(first, second) => {
            return told(&comparison::of_packages(Path::new(first), Path::new(second), &[])?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn next(version: Version, dry_run: bool) -> Outcome<()> {
    clean()?;
    let edits = texts::edits(version, &date::today(), read)?;
    println!("{}", plan(version, &edits).join("\n"));
    if dry_run {
        println!("{}", packages::forecast().join("\n"));
        return Ok(());
    }
    writing::write_all(&root(), &edits)?;
    fixture(version).map_err(|Stop(why)| {
        Stop(format!(
            "{why} The version is set all the same; \
             `git restore . && git clean -d --force {FIXTURES}` takes that back."
        ))
    })?;
    packages::make(version).map_err(|Stop(why)| {
        Stop(format!(
            "{why} The version is set all the same; `cargo xtask release --packages` makes packages again.\n\n{}",
            commands(version)
        ))
    })?;
    println!("\nLook at `git diff`, then\n\n{}", commands(version));
    Ok(())
}

fn read(path: &str) -> Outcome<String> {
    std::fs::read_to_string(root().join(path)).map_err(|why| Stop(format!("{path}: {why}.")))
}

fn present() -> Outcome<Version> {
    texts::present(&read("Cargo.toml")?)
}

/// What is released is what is committed.
fn clean() -> Outcome<()> {
    let status = output(&mut command("git", &["status", "--porcelain"], &root()))
        .ok_or_else(|| Stop("`git status` failed: a release wants a git clone.".into()))?;
    match uncommitted(&status) {
        None => Ok(()),
        Some(told) => Err(Stop(told)),
    }
}

/// Of `git status --porcelain` (git-status(1)): two letters, a space, a path.
fn uncommitted(status: &str) -> Option<String> {
    let paths: Vec<&str> = status.lines().filter_map(|line| line.get(3..)).collect();
    let shown: Vec<&str> = paths.iter().take(5).copied().collect();
    let more = match paths.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!paths.is_empty()).then(|| format!("Not committed: {}{more}. Commit first.", shown.join(", ")))
}

fn plan(version: Version, edits: &[Edit]) -> Vec<String> {
    let mut lines = vec![format!("Trove {version}:")];
    for edit in edits {
        lines.push(format!("  {}", edit.path));
        let mut news = edit.news();
        let times = news.len();
        news.dedup();
        lines.extend(news.iter().map(|line| {
            let often = if times > news.len() { format!(" ({times} times)") } else { String::new() };
            format!("    {}{often}", line.trim())
        }));
    }
    lines.push(format!("  {FIXTURES}/{version}: a data folder as this version writes it"));
    lines
}

/// Written by the app's own test, and opened by another before anyone relies on it.
fn fixture(version: Version) -> Outcome<()> {
    let test = |name: &str| {
        let name = format!("older_versions::{name}");
        cargo(&["test", "--locked", "--package", "trove-app", "--test", "journey", "--", "--exact", &name])
    };
    run(test("the_fixture_of_this_version_is_written_on_request").env("TROVE_WRITE_FIXTURE", "1"))?;
    // A test that was renamed would have written nothing, and passed.
    if !root().join(FIXTURES).join(version.to_string()).join("registry.json").exists() {
        return Err(Stop(format!("The app's tests wrote no {FIXTURES}/{version}.")));
    }
    run(&mut test("data_folders_of_tagged_versions_open"))
}

fn commands(version: Version) -> String {
    format!(
        "  git add --all\n  git commit --message 'Trove {version}'\n  \
         git tag --annotate v{version} --message 'Trove {version}'\n\n\
         The tag, once it is pushed, is what the forge's workflow begins with."
    )
}

fn told(differences: &[String]) -> Outcome<ExitCode> {
    if differences.is_empty() {
        println!("They are the same, byte for byte.");
        return Ok(ExitCode::SUCCESS);
    }
    differences.iter().for_each(|line| println!("{line}"));
    println!("{} differences", differences.len());
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_committed_is_named() {
        assert_eq!(uncommitted(""), None);
        assert_eq!(uncommitted(" M a.rs\n?? docs/\n").unwrap(), "Not committed: a.rs, docs/. Commit first.");
        let many = "?? x\n".repeat(7);
        assert_eq!(uncommitted(&many).unwrap(), "Not committed: x, x, x, x, x and 2 more. Commit first.");
    }

    #[test]
    fn a_plan_tells_each_line_once() {
        let edit = |path, new: &str| Edit { path, old: "a\n".into(), new: new.into() };
        let edits = [edit("lock", "a\n  v2\n  v2\n"), edit("toml", "v2\n")];
        assert_eq!(
            plan(Version::parse("2.0.0").unwrap(), &edits),
            [
                "Trove 2.0.0:",
                "  lock",
                "    v2 (2 times)",
                "  toml",
                "    v2",
                "  crates/app/tests/fixtures/2.0.0: a data folder as this version writes it",
            ]
        );
    }

    /// The files of this very project are as the rules expect them.
    #[test]
    fn this_project_can_be_released() {
        let version = Version::parse("255.0.0").unwrap();
        let edits = texts::edits(version, "2026-11-28", read);
        match edits {
            Ok(edits) => assert_eq!(edits.len(), 4),
            // Right after a release.
            Err(Stop(why)) => assert!(why.contains("nothing stands under"), "{why}"),
        }
    }
}
