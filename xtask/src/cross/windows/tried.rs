//! The programs for Windows, run: the command line's own tests with `trove.exe` in the place of
//! the program of this system, tests of what only Windows does, and the window as far as it goes.
//!
//! Wine has no WebView2, so that the window cannot be shown.

use std::path::Path;

use super::build;
use super::wine::Wine;
use crate::cross::tools::Tools;
use crate::outcome::Outcome;
use crate::process::{cargo, run_and_read};
use crate::test::counts;
use crate::test::report::Report;

/// Names the program that `crates/cli/tests` try under Wine.
const WINDOWS_PROGRAM: &str = "TROVE_WINDOWS_PROGRAM";

/// Of the command line's tests, those of what is Linux's own: its launchers, its keychain; those of
/// libraries that start it in an environment of theirs, where Wine is not found; and that of a window
/// which holds its profile by this system's locks, which Wine's do not meet.
const NOT_OF_WINDOWS: [&str; 8] = [
    "--skip",
    "launchers::",
    "--skip",
    "keychain::",
    "--skip",
    "official_clients::",
    "--skip",
    "it_answers_beside_a_window",
];

/// Crates whose own tests are about files as Windows keeps them.
const BUILT_FOR_WINDOWS: &[&str] = &["trove-private-file"];

/// The tests are of this system, and so is the Notion that answers.
pub fn command_line(wine: &Wine, program: &Path) -> Outcome<Report> {
    // Of the whole workspace, as the tests of this system: so that nothing is compiled twice.
    let words = ["test", "--locked", "--workspace", "--test", "commands", "--", "--show-output"];
    let mut cargo = cargo(&[&words[..], &NOT_OF_WINDOWS].concat());
    cargo.env(WINDOWS_PROGRAM, program).env("CARGO_TERM_COLOR", "never");
    let (good, text) = run_and_read(wine.surround(&mut cargo))?;
    let mut report = Report::default();
    report.add(counts::libtest(&text), good, "the command line under Wine");
    Ok(report)
}

pub fn built_for_windows(wine: &Wine, tools: &Tools) -> Outcome<Report> {
    let mut words = vec!["test", "--profile", build::TRIAL];
    words.extend(BUILT_FOR_WINDOWS.iter().flat_map(|name| ["--package", name]));
    words.extend(["--", "--show-output"]);
    let mut cargo = build::linking(tools, &words)?;
    cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine").env("CARGO_TERM_COLOR", "never");
    let (good, text) = run_and_read(wine.surround(&mut cargo))?;
    let mut report = Report::default();
    report.add(counts::libtest(&text), good, "what is built for Windows, under Wine");
    Ok(report)
}

/// Without WebView2 it says so, and where it is to be had.
pub fn window(wine: &Wine, program: &Path) -> Outcome<Report> {
    let ran = wine.ran(program, &[])?;
    let told = String::from_utf8_lossy(&ran.stderr);
    let mut report = Report::default();
    let said = told.contains("WebView2, which is not installed")
        && told.contains("https://developer.microsoft.com/");
    if !ran.status.success() && said && !told.contains("panicked") {
        report.passed += 1;
    } else {
        report.fail(format!("the window without WebView2 ended with {}: {told}", ran.status));
    }
    Ok(report)
}
