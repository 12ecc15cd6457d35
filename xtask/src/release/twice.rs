//! The packages of a commit, made in two folders and compared.
//!
//! Each has a clone and a target folder of its own, at paths of different length. Compilers for
//! Windows and what is built with them of other people lie in one cache folder for both.

use std::path::Path;

use super::comparison;
use super::version::Version;
use crate::outcome::Outcome;
use crate::place::root;
use crate::process::{command, run};
use crate::scratch::Scratch;

/// A line for each difference.
pub fn compared(version: Version) -> Outcome<Vec<String>> {
    let scratch = Scratch::new()?;
    let clones = ["one", "another/and-deeper"].map(|name| scratch.path().join(name));
    for clone in &clones {
        built(clone)?;
    }
    let folders = clones.each_ref().map(|clone| clone.join("out/release").join(version.to_string()));
    let places = clones.each_ref().map(|clone| clone.to_string_lossy());
    comparison::of_packages(&folders[0], &folders[1], &places.each_ref().map(|place| &**place))
}

fn built(clone: &Path) -> Outcome<()> {
    let from = root();
    run(&mut command(
        "git",
        &["clone", "--quiet", &from.to_string_lossy(), &clone.to_string_lossy()],
        &from,
    ))?;
    let mut cargo = command("cargo", &["xtask", "release", "--packages"], clone);
    cargo.env("CARGO_TARGET_DIR", clone.join("target"));
    run(cargo.env_remove("CARGO").env_remove("CARGO_MANIFEST_DIR"))
}
