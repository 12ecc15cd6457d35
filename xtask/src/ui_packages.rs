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
    if are_there(folder) {
        return Ok(());
    }
    let lock = lock(folder)?;
    // Without a network npm tries for a quarter of an hour otherwise.
    let install = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=60000"];
    run(&mut npm(&install, folder)).map_err(|Stop(why)| {
        let lock = folder.join("package-lock.json");
        Stop(format!("{why} It fetches what {} lists, which wants a network once.", lock.display()))
    })?;
    std::fs::write(folder.join(STAMP), lock).map_err(|why| Stop(format!("{STAMP}: {why}.")))
}

/// Whether what the lock file says was installed to its end.
pub fn are_there(folder: &Path) -> bool {
    std::fs::read(folder.join(STAMP)).is_ok_and(|installed| lock(folder).is_ok_and(|lock| lock == installed))
}

fn lock(folder: &Path) -> Outcome<Vec<u8>> {
    let path = folder.join("package-lock.json");
    std::fs::read(&path).map_err(|why| Stop(format!("{}: {why}.", path.display())))
}

/// npm in a folder of the project.
pub fn npm(arguments: &[&str], folder: &Path) -> std::process::Command {
    // npm is a script on Windows, and scripts need their extension there.
    command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments, folder)
}
