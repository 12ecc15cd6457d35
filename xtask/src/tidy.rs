//! `cargo xtask tidy`: the promises about the source that no compiler checks.
//!
//! Each rule is a function from the project's text to findings, with a test that shows
//! it failing. Not style: rustfmt and clippy have that.

mod commands;
mod config;
mod edges;
mod file_order;
mod licences;
mod text;
mod window;

use std::process::ExitCode;

use crate::place::root;
use crate::process::{command, output};
use crate::{Outcome, Stop};

/// The project's text files as git lists them, those not yet added included.
pub struct Source {
    files: Vec<(String, String)>,
}

type Rule = fn(&Source) -> Vec<String>;

const RULES: &[(&str, Rule)] = &[
    ("rooms know only the rooms they may", edges::between_rooms),
    ("some libraries belong to one room", edges::to_libraries),
    ("the files of a crate stand in an order", file_order::circles),
    ("every file opens with what it is", text::headers),
    ("files are short enough to hold in the head", text::length),
    ("nothing points outside the project", text::places),
    ("one file of the window imports Tauri", window::one_importer),
    ("the window makes no HTML from text", window::no_markup),
    ("handler, manifest, capabilities and window name the same commands", commands::same_everywhere),
    ("capabilities grant commands of ours only", config::capabilities),
    ("the window's settings are as agreed", config::tauri_settings),
    ("libraries are recent enough and none is banned", licences::lock_file),
    ("every library's licence is one we accept", licences::licences),
];

/// Every rule with what it found.
pub fn check_all() -> Outcome<Vec<(&'static str, Vec<String>)>> {
    let source = Source::of_the_project()?;
    Ok(RULES.iter().map(|(name, rule)| (*name, rule(&source))).collect())
}

pub fn tidy() -> Outcome<ExitCode> {
    let mut clean = true;
    for (rule, findings) in check_all()? {
        println!("{} {rule}", if findings.is_empty() { "ok    " } else { "BROKEN" });
        findings.iter().for_each(|finding| println!("         {finding}"));
        clean &= findings.is_empty();
    }
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Source {
    fn of_the_project() -> Outcome<Self> {
        let root = root();
        let arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
        let list = output(&mut command("git", &arguments, &root))
            .ok_or_else(|| Stop("`git ls-files` failed: tidy wants a git clone.".into()))?;
        let read = |name: &str| {
            let text = std::fs::read_to_string(root.join(name)).ok()?;
            Some((name.to_owned(), text))
        };
        // What is no text, or deleted and not yet committed, has nothing to check.
        Ok(Self { files: list.lines().filter_map(read).collect() })
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, text)| text.as_str())
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Files in a folder, at any depth, whose names end in one of `endings`.
    fn within<'a>(
        &'a self,
        folder: &'a str,
        endings: &'a [&str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.iter().filter(move |(name, _)| {
            name.starts_with(folder) && endings.iter().any(|ending| name.ends_with(ending))
        })
    }
}

#[cfg(test)]
fn sample(files: &[(&str, &str)]) -> Source {
    Source { files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect() }
}
