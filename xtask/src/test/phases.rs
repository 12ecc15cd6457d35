//! What each phase of `cargo xtask test` runs, and what it needs to have run before.
//!
//! A phase that cannot do its work for want of a network or of a program says so and counts
//! as skipped. One that others stand on ends with a `Stop`, and those are not run.

use super::counts;
use super::report::{Failure, Report};
use crate::bundle;
use crate::command_line::{CrossTarget, Options};
use crate::cross;
use crate::model;
use crate::outcome::{Outcome, Stop};
use crate::place::{built, root};
use crate::process::{cargo, command, output, run, run_and_read};
use crate::system_packages::{self, Purpose};
use crate::tidy;
use crate::ui_packages::{self, npm};

pub struct Phase {
    pub name: &'static str,
    /// Phases that must not have stopped before this one makes sense.
    pub after: &'static [&'static str],
    pub run: fn(&Options) -> Outcome<Report>,
}

/// Cheap ones first. The build comes before clippy and the tests share its files: with
/// `--all-targets` its libraries have the very features that the tests want.
pub const PHASES: &[Phase] = &[
    Phase { name: "prepare", after: &[], run: prepare },
    Phase { name: "fmt", after: &[], run: fmt },
    Phase { name: "tidy", after: &[], run: tidy_rules },
    Phase { name: "ui", after: &["prepare"], run: ui },
    Phase { name: "build", after: &["ui"], run: build },
    Phase { name: "tests", after: &["build"], run: tests },
    Phase { name: "notices", after: &["build"], run: notices },
    Phase { name: "metadata", after: &["build"], run: metadata },
    Phase { name: "deny", after: &[], run: deny },
    Phase { name: "audit", after: &["prepare"], run: audit },
    Phase { name: "sdk", after: &["build"], run: sdk },
    Phase { name: "stories", after: &["build"], run: stories },
    Phase { name: "package", after: &["build"], run: package },
    Phase { name: "clippy", after: &["ui"], run: clippy },
    Phase { name: "cross", after: &["ui"], run: other_systems },
];

fn prepare(options: &Options) -> Outcome<Report> {
    let mut report = Report::default();
    if let Err(Stop(why)) = system_packages::ensure(Purpose::Test, options) {
        if !system_packages::can_build() {
            return Err(Stop(why));
        }
        // All but the stories can be tested, and those say what they lack.
        println!("{why}");
    }
    ui_packages::ensure(&root().join("ui"))?;
    for folder in SDKS {
        if let Err(Stop(why)) = ui_packages::ensure(&root().join(folder)) {
            println!("{why}");
        }
    }
    if model::bring_if_possible().is_none() {
        report.skipped.push("pages were not found by meaning: there is no model".into());
    }
    // Those of other systems too, whose licences are looked at.
    if let Err(Stop(why)) = run(&mut cargo(&["fetch", "--locked"])) {
        println!("{why}");
        report.skipped.push("not every library could be fetched; what is here is all there is".into());
    }
    Ok(report)
}

fn fmt(_: &Options) -> Outcome<Report> {
    one_check(run(&mut cargo(&["fmt", "--all", "--check"])))
}

fn tidy_rules(_: &Options) -> Outcome<Report> {
    let rules = tidy::check_all()?;
    let broken: Vec<_> = rules.iter().filter(|(_, findings)| !findings.is_empty()).collect();
    for (rule, findings) in &broken {
        println!("{rule}:");
        findings.iter().for_each(|finding| println!("  {finding}"));
    }
    let failed = u32::try_from(broken.len()).unwrap_or(u32::MAX);
    Ok(Report {
        passed: u32::try_from(rules.len()).unwrap_or(u32::MAX) - failed,
        failed,
        failures: broken
            .iter()
            .map(|(rule, findings)| Failure { what: (*rule).to_owned(), told: findings.join("\n") })
            .collect(),
        ..Report::default()
    })
}

fn ui(_: &Options) -> Outcome<Report> {
    let ui = root().join("ui");
    // Without the window's files nothing after this can be built.
    run(&mut npm(&["run", "build"], &ui))?;
    let mut report = Report::default();
    match run(&mut npm(&["run", "check"], &ui)) {
        Ok(()) => report.passed += 1,
        Err(Stop(why)) => report.fail(why),
    }
    let (good, text) = run_and_read(npm(&["test"], &ui).env("NO_COLOR", "1"))?;
    report.add(counts::vitest(&text), good, "vitest");
    Ok(report)
}

fn build(_: &Options) -> Outcome<Report> {
    run(&mut cargo(&["build", "--workspace", "--all-targets", "--locked"]))?;
    Ok(Report::default())
}

fn tests(_: &Options) -> Outcome<Report> {
    // A test that skips itself says so in its output, which is shown for tests that pass too.
    let arguments = ["test", "--workspace", "--locked", "--no-fail-fast", "--", "--show-output"];
    let (good, text) = run_and_read(cargo(&arguments).env("CARGO_TERM_COLOR", "never"))?;
    let mut report = Report::default();
    report.add(counts::libtest(&text), good, "cargo test");
    Ok(report)
}

/// The third-party notices name what is really linked, and so does the bill of materials.
fn notices(_: &Options) -> Outcome<Report> {
    if output(&mut cargo(&["metadata", "--locked", "--offline", "--format-version", "1"])).is_none() {
        return Ok(Report::skip("the libraries of other systems were not fetched"));
    }
    let mut report = one_check(run(&mut command("node", &["xtask/notices.mjs", "--check"], &root())))?;
    match run(&mut command("node", &["xtask/sbom.mjs", "--check"], &root())) {
        Ok(()) => report.passed += 1,
        Err(Stop(why)) => report.fail(why),
    }
    Ok(report)
}

/// The manual, completions and what software centres show, read by those that they are for.
fn metadata(_: &Options) -> Outcome<Report> {
    super::metadata::metadata(&built("trove"))
}

/// What `deny.toml` says, by cargo-deny itself, which also knows what advisories there are.
fn deny(_: &Options) -> Outcome<Report> {
    if output(&mut cargo(&["deny", "--version"])).is_none() {
        return Ok(Report::skip(
            "cargo-deny is not installed: `cargo install --locked cargo-deny` brings it",
        ));
    }
    if output(&mut cargo(&["deny", "fetch", "db"])).is_some() {
        return one_check(run(&mut cargo(&["deny", "check"])));
    }
    let mut report = one_check(run(&mut cargo(&["deny", "check", "bans", "licenses", "sources"])))?;
    report.skipped.push("advisories: RustSec's database cannot be reached".into());
    Ok(report)
}

/// What npm knows of the packages in the window. It answers a question without an answer (no
/// network, a registry that does not know) in another form than one with findings.
fn audit(_: &Options) -> Outcome<Report> {
    let words = ["audit", "--omit=dev", "--json", "--fetch-timeout=10000", "--fetch-retries=0"];
    let (good, text) = run_and_read(&mut npm(&words, &root().join("ui")))?;
    if !text.contains("\"auditReportVersion\"") {
        return Ok(Report::skip("npm's registry does not answer what it knows of vulnerabilities"));
    }
    let mut report = Report::default();
    if good {
        report.passed += 1
    } else {
        report.fail("npm audit names vulnerabilities in what the window contains")
    }
    Ok(report)
}

/// Notion's own JavaScript client, unmodified, against the local Notion.
fn sdk(_: &Options) -> Outcome<Report> {
    let folder = root().join(SDKS[0]);
    if !ui_packages::are_there(&folder) {
        return Ok(Report::skip("Notion's client could not be fetched from npm"));
    }
    let mut node = command("node", &["--test", "--test-reporter=tap"], &folder);
    let (good, text) = run_and_read(node.env("TROVE_SIM", built("trove-sim")))?;
    let mut report = Report::default();
    report.add(counts::tap(&text), good, "node --test");
    Ok(report)
}

/// Other people's clients, unmodified: Notion's against the local Notion, and the Model Context
/// Protocol's, which a test of the command line runs.
pub const SDKS: [&str; 2] = ["crates/sim/sdk", "crates/cli/sdk"];

fn stories(options: &Options) -> Outcome<Report> {
    let missing = system_packages::missing_for_test(options).unwrap_or_default();
    if !missing.is_empty() {
        let why = format!("these packages are not installed: {}", missing.join(" "));
        // There, silence would be taken for a pass.
        return if in_ci() { Err(Stop(why)) } else { Ok(Report::skip(why)) };
    }
    let (good, text) = run_and_read(&mut command(built("trove-e2e"), &[], &root()))?;
    let mut report = Report::default();
    report.add(counts::stories(&text), good, "trove-e2e");
    Ok(report)
}

/// The Debian package, installed and started through its own desktop entry. It packs the
/// debug build: a release build takes longer than everything else here.
fn package(options: &Options) -> Outcome<Report> {
    if !options.agrees() {
        return Ok(Report::skip("installing the package on this system wants --yes"));
    }
    if !in_ci() && system_packages::is_installed("trove") {
        return Ok(Report::skip("Trove is installed on this system already, and is left alone"));
    }
    if !bundle::can_bundle() {
        return Ok(Report::skip("Tauri's bundler is not here, and npm's registry does not answer"));
    }
    system_packages::install_file(&bundle::bundle_debug_build()?)?;
    let told = run_and_read(&mut command(built("trove-e2e"), &["--only", "installed_package"], &root()));
    system_packages::remove("trove")?;
    let (good, text) = told?;
    let mut report = Report::default();
    report.add(counts::stories(&text), good, "trove-e2e");
    if !report.skipped.is_empty() {
        report.fail("the package was installed, but its story was skipped");
    }
    Ok(report)
}

fn in_ci() -> bool {
    std::env::var_os("CI").is_some()
}

fn clippy(_: &Options) -> Outcome<Report> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    one_check(run(&mut cargo(&arguments)))
}

/// Windows and macOS, as far as a type check tells. A first time costs twenty minutes and 5 GB,
/// and is left to whoever asks for it.
fn other_systems(_: &Options) -> Outcome<Report> {
    let mut report = Report::default();
    for target in [CrossTarget::Windows, CrossTarget::Macos] {
        match cross::check_if_ready(target) {
            Ok(true) => report.passed += 1,
            Ok(false) => report
                .skipped
                .push(format!("{}: `cargo xtask cross` brings the compilers", cross::name(target))),
            Err(Stop(why)) => report.fail(why),
        }
    }
    Ok(report)
}

/// A tool that says yes or no.
fn one_check(outcome: Outcome<()>) -> Outcome<Report> {
    outcome.map(|()| Report::one_passed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_stand_on_earlier_ones() {
        for (index, phase) in PHASES.iter().enumerate() {
            for needed in phase.after {
                assert!(PHASES.iter().take(index).any(|earlier| earlier.name == *needed), "{}", phase.name);
            }
        }
    }
}
