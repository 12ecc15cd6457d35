//! `cargo xtask test`: everything CI runs, phase by phase, with the minutes of each.
//!
//! A phase that fails does not stop the next, unless the next has nothing to stand on.
//! Not a test runner: it counts what the runners say.

use std::process::ExitCode;
use std::time::Instant;

use crate::bundle;
use crate::command_line::Options;
use crate::outcome::{Outcome, Stop};
use crate::place::{built, root};
use crate::process::{cargo, command, run, run_and_read};
use crate::system_packages::{self, Purpose};
use crate::tidy;
use crate::ui_packages::{self, npm};

/// What a phase has to say at its end.
#[derive(Debug, Default, PartialEq)]
struct Report {
    passed: u32,
    failed: u32,
    /// One reason each.
    skipped: Vec<String>,
    /// What failed, for the closing summary.
    failures: Vec<String>,
}

struct Phase {
    name: &'static str,
    /// Phases that must not have failed before this one makes sense.
    after: &'static [&'static str],
    run: fn(&Options) -> Outcome<Report>,
}

/// Cheap ones first. The build comes before clippy and the tests share its files: with
/// `--all-targets` its libraries have the very features that the tests want.
const PHASES: &[Phase] = &[
    Phase { name: "prepare", after: &[], run: prepare },
    Phase { name: "fmt", after: &[], run: fmt },
    Phase { name: "tidy", after: &[], run: tidy_rules },
    Phase { name: "ui", after: &["prepare"], run: ui },
    Phase { name: "build", after: &["ui"], run: build },
    Phase { name: "tests", after: &["build"], run: tests },
    Phase { name: "notices", after: &["build"], run: notices },
    Phase { name: "sdk", after: &["build"], run: sdk },
    Phase { name: "stories", after: &["build"], run: stories },
    Phase { name: "package", after: &["build"], run: package },
    Phase { name: "clippy", after: &["ui"], run: clippy },
];

pub fn phase_names() -> Vec<&'static str> {
    PHASES.iter().map(|phase| phase.name).collect()
}

pub fn test(options: &Options) -> Outcome<ExitCode> {
    if let Some(unknown) = options.only.iter().find(|name| !phase_names().contains(&name.as_str())) {
        return Err(Stop(format!("There is no phase `{unknown}`; there are {}.", phase_names().join(", "))));
    }
    let mut total = Report::default();
    let mut broken: Vec<&str> = Vec::new();
    let mut minutes = Vec::new();
    for phase in PHASES {
        if !options.only.is_empty() && !options.only.iter().any(|name| name == phase.name) {
            continue;
        }
        println!("\n── {} ──", phase.name);
        let begun = Instant::now();
        let report = match phase.after.iter().find(|name| broken.contains(name)) {
            Some(first) => Err(Stop(format!("not run, because `{first}` failed"))),
            None => (phase.run)(options),
        };
        let report = report.unwrap_or_else(|Stop(why)| {
            println!("{why}");
            Report { failed: 1, failures: vec![why], ..Report::default() }
        });
        if report.failed > 0 {
            broken.push(phase.name);
        }
        minutes.push((phase.name, begun.elapsed().as_secs()));
        total.passed += report.passed;
        total.failed += report.failed;
        total.skipped.extend(report.skipped.into_iter().map(|why| format!("{}: {why}", phase.name)));
        total.failures.extend(report.failures.into_iter().map(|what| format!("{}: {what}", phase.name)));
    }
    println!("\n── summary ──");
    for (name, seconds) in &minutes {
        println!("{name:>8}  {:>3} min {:02} s", seconds / 60, seconds % 60);
    }
    total.skipped.iter().for_each(|why| println!("skipped  {why}"));
    total.failures.iter().for_each(|what| println!("FAILED   {what}"));
    println!("\n{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped.len());
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn prepare(options: &Options) -> Outcome<Report> {
    system_packages::ensure(Purpose::Test, options)?;
    ui_packages::ensure(&root().join("ui"))?;
    let sdk = root().join("crates/sim/sdk");
    if sdk.join("package-lock.json").exists() {
        ui_packages::ensure(&sdk)?;
    }
    Ok(Report::default())
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
        failures: broken.iter().map(|(rule, _)| (*rule).to_owned()).collect(),
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
    report.add(vitest_counts(&text), good, "vitest");
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
    report.add(libtest_counts(&text), good, "cargo test");
    Ok(report)
}

/// The third-party notices name what is really linked.
fn notices(_: &Options) -> Outcome<Report> {
    one_check(run(&mut command("node", &["xtask/notices.mjs", "--check"], &root())))
}

/// Notion's own JavaScript client, unmodified, against the local Notion.
fn sdk(_: &Options) -> Outcome<Report> {
    let folder = root().join("crates/sim/sdk");
    let mut node = command("node", &["--test", "--test-reporter=tap"], &folder);
    let (good, text) = run_and_read(node.env("TROVE_SIM", built("trove-sim")))?;
    let mut report = Report::default();
    report.add(tap_counts(&text), good, "node --test");
    Ok(report)
}

fn stories(_: &Options) -> Outcome<Report> {
    let (good, text) = run_and_read(&mut command(built("trove-e2e"), &[], &root()))?;
    let mut report = Report::default();
    report.add(story_counts(&text), good, "trove-e2e");
    Ok(report)
}

/// The Debian package, installed and started through its own desktop entry. It packs the
/// debug build: a release build takes longer than everything else here.
fn package(options: &Options) -> Outcome<Report> {
    let in_ci = std::env::var_os("CI").is_some();
    let spared = if !options.yes && !in_ci {
        Some("installing the package on this system wants --yes")
    } else if !in_ci && system_packages::is_installed("trove") {
        Some("Trove is installed on this system already, and is left alone")
    } else {
        None
    };
    if let Some(why) = spared {
        return Ok(Report { skipped: vec![why.into()], ..Report::default() });
    }
    system_packages::install_file(&bundle::bundle_debug_build()?)?;
    let told = run_and_read(&mut command(built("trove-e2e"), &["--only", "installed_package"], &root()));
    system_packages::remove("trove")?;
    let (good, text) = told?;
    let mut report = Report::default();
    report.add(story_counts(&text), good, "trove-e2e");
    if !report.skipped.is_empty() {
        report.fail("the package was installed, but its story was skipped".into());
    }
    Ok(report)
}

fn clippy(_: &Options) -> Outcome<Report> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    one_check(run(&mut cargo(&arguments)))
}

/// A tool that says yes or no.
fn one_check(outcome: Outcome<()>) -> Outcome<Report> {
    outcome.map(|()| Report { passed: 1, ..Report::default() })
}

impl Report {
    fn fail(&mut self, what: String) {
        self.failed += 1;
        self.failures.push(what);
    }

    /// Adds what a runner counted. One that dies, or counts nothing, has failed.
    fn add(&mut self, counted: Report, good: bool, runner: &str) {
        if !good && counted.failed == 0 {
            self.fail(format!("{runner} ended with an error of its own"));
        } else if good && counted.passed == 0 && counted.skipped.is_empty() {
            self.fail(format!("{runner} ran nothing"));
        }
        self.passed += counted.passed;
        self.failed += counted.failed;
        self.skipped.extend(counted.skipped);
        self.failures.extend(counted.failures);
    }
}

/// What cargo says of a test binary that failed, and how the line ends where its tests did:
/// another end is a crash, perhaps after all of them passed.
const DIED: &str = "process didn't exit successfully:";
const FAILED: &str = "(exit status: 101)";

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, once per binary. A test that
/// prints a line starting with `skipped:` passed nothing.
fn libtest_counts(text: &str) -> Report {
    let mut report = Report::default();
    for line in text.lines() {
        if let Some(result) = line.strip_prefix("test result: ") {
            report.passed += number_before(result, " passed");
            report.failed += number_before(result, " failed");
            for _ in 0..number_before(result, " ignored") {
                report.skipped.push("an ignored test".into());
            }
        } else if let Some(why) = line.strip_prefix("skipped:") {
            report.skipped.push(why.trim().to_owned());
            report.passed = report.passed.saturating_sub(1);
        } else if let Some(name) =
            line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED"))
        {
            report.failures.push(name.to_owned());
        } else if line.trim_start().starts_with(DIED) && !line.ends_with(FAILED) {
            report.failed += 1;
            report.failures.push(line.trim().to_owned());
        }
    }
    report
}

/// `Tests  1 failed | 11 passed | 2 skipped (14)`.
fn vitest_counts(text: &str) -> Report {
    let line = text.lines().rev().map(str::trim).find_map(|line| line.strip_prefix("Tests "));
    let line = line.unwrap_or_default();
    let skipped = number_before(line, " skipped") + number_before(line, " todo");
    Report {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
        skipped: (0..skipped).map(|_| "a vitest test".into()).collect(),
        failures: Vec::new(),
    }
}

/// `# pass 3`, `# fail 0`, `# skipped 0`.
fn tap_counts(text: &str) -> Report {
    let count = |name: &str| {
        let line = text.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        line.and_then(|number| number.trim().parse::<u32>().ok()).unwrap_or(0)
    };
    Report {
        passed: count("pass"),
        failed: count("fail"),
        skipped: (0..count("skipped")).map(|_| "a node test".into()).collect(),
        failures: Vec::new(),
    }
}

/// `stories: 12 passed, 0 failed, 1 skipped`, and a line for each that did not pass.
fn story_counts(text: &str) -> Report {
    let line = text.lines().rev().find_map(|line| line.strip_prefix("stories: ")).unwrap_or_default();
    let reasons = |word: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix(word)).map(|rest| rest.trim().to_owned()).collect()
    };
    Report {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
        skipped: reasons("skipped"),
        failures: reasons("FAILED"),
    }
}

/// The number that ends right before `word`; 0 when there is none.
fn number_before(text: &str, word: &str) -> u32 {
    let before = text.split_once(word).map(|(before, _)| before).unwrap_or_default();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(report: &Report) -> (u32, u32, usize) {
        (report.passed, report.failed, report.skipped.len())
    }

    #[test]
    fn cargo_test_is_counted() {
        let text = "\
test a ... ok
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out
---- recordings stdout ----
skipped: no recordings here
test b::c ... FAILED
test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out
error: test failed, to rerun pass `-p trove-b --lib`

Caused by:
  process didn't exit successfully: `/target/b-1 --show-output` (exit status: 101)
error: test failed, to rerun pass `-p trove-c --test c`

Caused by:
  process didn't exit successfully: `/target/c-2 --show-output` (signal: 11, SIGSEGV: invalid memory reference)
";
        let report = libtest_counts(text);
        assert_eq!(counts(&report), (14, 2, 2));
        assert_eq!(report.skipped.last().unwrap(), "no recordings here");
        let [test, crash] = report.failures.as_slice() else { panic!("{:?}", report.failures) };
        assert_eq!(test, "b::c");
        assert!(crash.contains("c-2") && crash.contains("SIGSEGV"), "{crash}");
    }

    #[test]
    fn the_other_runners_are_counted() {
        assert_eq!(
            counts(&vitest_counts(
                " Test Files  3 passed (3)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n"
            )),
            (11, 1, 2)
        );
        assert_eq!(counts(&tap_counts("ok 1\n# pass 7\n# fail 1\n# skipped 2\n")), (7, 1, 2));
        let text = "ok       first_run\nskipped  chromium: not installed\nFAILED   cancel: no window\n\
                    stories: 1 passed, 1 failed, 1 skipped\n";
        assert_eq!(counts(&story_counts(text)), (1, 1, 1));
    }

    #[test]
    fn a_runner_that_dies_without_counting_has_failed() {
        let mut report = Report::default();
        report.add(libtest_counts("error: could not compile"), false, "cargo test");
        assert_eq!(report.failed, 1);
        report.add(tap_counts("1..0\n# pass 0\n"), true, "node --test");
        assert_eq!(report.failed, 2);
    }

    #[test]
    fn phases_stand_on_earlier_ones() {
        for (index, phase) in PHASES.iter().enumerate() {
            for needed in phase.after {
                assert!(PHASES.iter().take(index).any(|earlier| earlier.name == *needed), "{}", phase.name);
            }
        }
    }
}
