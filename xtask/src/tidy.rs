//! `cargo xtask tidy`: the promises about the source that no compiler checks.
//!
//! Each rule is a function from the project's text to findings, with a test that shows
//! it failing. Not style: rustfmt and clippy have that.

mod config;
mod documents;
mod edges;
mod file_order;
mod licences;
mod metadata;
mod promises;
mod release;
mod security_checks;
mod source;
mod text;
mod unused;
mod window;
mod workflows;

use std::process::ExitCode;

use crate::command_line::Options;
use crate::outcome::Outcome;
use source::Source;

type Rule = fn(&Source) -> Vec<String>;

const RULES: &[(&str, Rule)] = &[
    ("rooms know the rooms of ARCHITECTURE.md's table, and no others", edges::between_rooms),
    ("some libraries belong to one room", edges::to_libraries),
    ("the files of a crate stand in an order", file_order::circles),
    ("every file opens with what it is", text::headers),
    ("files are short enough to hold in the head", text::length),
    ("files that documents and comments name are there", documents::named_files_exist),
    ("nothing points outside the project", text::places),
    ("one file of the window imports Tauri", window::one_importer),
    ("the window makes no HTML from text", window::no_markup),
    ("the window is granted our own commands and no others", config::capabilities),
    ("the window's settings are as agreed", config::tauri_settings),
    ("packages say of the app what the app says", metadata::agrees),
    ("libraries are recent enough and none is banned", licences::lock_file),
    ("a release has no inspector, no symbols and no updater", release::profile),
    ("what a forge runs is pinned and allowed little", workflows::are_tame),
    ("every security check has its tests, and its document", security_checks::checks_are_held),
    ("every library in a manifest is used", unused::dependencies_are_used),
    ("exceptions from advisories are dated and have a reason", licences::exceptions),
    ("every library's licence is one we accept", licences::licences),
];

/// Every rule with what it found.
pub fn check_all() -> Outcome<Vec<(&'static str, Vec<String>)>> {
    let source = Source::of_the_project()?;
    Ok(RULES.iter().map(|(name, rule)| (*name, rule(&source))).collect())
}

pub fn tidy(options: &Options) -> Outcome<ExitCode> {
    if options.write {
        security_checks::write(&Source::of_the_project()?)?;
    }
    let mut clean = true;
    for (rule, findings) in check_all()? {
        println!("{} {rule}", if findings.is_empty() { "ok    " } else { "BROKEN" });
        findings.iter().for_each(|finding| println!("         {finding}"));
        clean &= findings.is_empty();
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
