//! npm's packages for the window and for the SDK check, installed once per lock file.
//!
//! The lock file that was installed is kept inside `node_modules`, which npm empties
//! first, so that a half-finished install is not taken for a whole one.

use std::path::Path;

use crate::outcome::{Outcome, Stop};
use crate::process::{command, run};

const STAMP: &str = "node_modules/.installed-lock.json";

/// Installs exactly what `folder/package-lock.json` says, unless it is there already.
pub fn ensure(folder: &Path) -> Outcome<()> {
    let lock = std::fs::read(folder.join("package-lock.json"))
        .map_err(|why| Stop(format!("{}/package-lock.json: {why}.", folder.display())))?;
    if std::fs::read(folder.join(STAMP)).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund"], folder))?;
    std::fs::write(folder.join(STAMP), lock).map_err(|why| Stop(format!("{STAMP}: {why}.")))
}

/// npm in a folder of the project.
pub fn npm(arguments: &[&str], folder: &Path) -> std::process::Command {
    // npm is a script on Windows, and scripts need their extension there.
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments, folder)
}
