//! The time that packages carry in the place of that of their build, so that the same commit gives
//! the same bytes.
//!
//! <https://reproducible-builds.org/specs/source-date-epoch>: seconds since 1970, from the
//! environment; else those of the last commit.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output};

const NAME: &str = "SOURCE_DATE_EPOCH";

/// Hands it to a program that packs. Without a clone of git there is none, and nothing to keep to.
pub fn told(program: &mut Command) -> &mut Command {
    seconds().into_iter().fold(program, |program, seconds| program.env(NAME, seconds.to_string()))
}

/// Gives it to every file of a folder.
pub fn given_to(folder: &Path) -> Outcome<()> {
    let Some(seconds) = seconds() else { return Ok(()) };
    let failed = |why: std::io::Error| Stop(format!("{}: {why}.", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let file = File::options().write(true).open(entry.map_err(failed)?.path()).map_err(failed)?;
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).map_err(failed)?;
    }
    Ok(())
}

fn seconds() -> Option<u64> {
    let commit = || output(&mut command("git", &["log", "-1", "--format=%ct"], &root()));
    std::env::var(NAME).ok().or_else(commit)?.trim().parse().ok()
}
