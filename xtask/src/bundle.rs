//! `cargo xtask bundle`: the Debian package, by Tauri's own bundler.
//!
//! Other systems' packages are built with the same tool on those systems; nobody has
//! tried them here.

pub mod package_files;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::command_line::Options;
use crate::elf::weaknesses;
use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, built, root};
use crate::process::{cargo, command, output, run};
use crate::system_packages::{self, Purpose};
use crate::ui_packages::{self, npm};

/// Brought by npm when it is wanted: a prebuilt program, needed for nothing else.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

pub fn bundle(options: &Options) -> Outcome<ExitCode> {
    system_packages::ensure(Purpose::Run, options)?;
    let ui = root().join("ui");
    ui_packages::ensure(&ui)?;
    run(&mut npm(&["run", "build"], &ui))?;
    // The bundler builds the window only.
    let mut build = vec!["build", "--package", "trove-cli", "--locked"];
    build.extend((!options.debug).then_some("--release"));
    run(&mut cargo(&build))?;
    let program = if options.debug { built("trove") } else { beside_us("../release/trove") };
    let config = package_files::settings(&package_files::make(&program)?);
    let mut words = vec!["exec", "--yes", "--package", BUNDLER, "--", "tauri", "build", "--bundles", "deb"];
    words.extend(["--config", &config]);
    words.extend(options.debug.then_some("--debug"));
    run(&mut npm(&words, &root()))?;
    for name in ["trove-desktop", "trove"] {
        hardened(&if options.debug { built(name) } else { beside_us(&format!("../release/{name}")) })?;
    }
    let bill = beside_us("bundle/trove.cdx.json");
    run(&mut command("node", &["xtask/sbom.mjs", &bill.to_string_lossy()], &root()))?;
    Ok(ExitCode::SUCCESS)
}

/// What is packed is looked at, not only how it was to be built.
fn hardened(program: &Path) -> Outcome<()> {
    let bytes = std::fs::read(program).map_err(|why| Stop(format!("{}: {why}.", program.display())))?;
    let found = weaknesses(&bytes);
    if found.is_empty() { Ok(()) } else { Err(Stop(format!("{}: {}.", program.display(), found.join("; ")))) }
}

/// Whether the bundler was brought before, or can be now.
pub fn can_bundle() -> bool {
    let words = ["exec", "--yes", "--package", BUNDLER, "--", "tauri", "--version"];
    let offline = [&["--offline"], &words[..]].concat();
    let asked = ["view", BUNDLER, "version", "--fetch-timeout=10000", "--fetch-retries=0"];
    output(&mut npm(&offline, &root())).is_some() || output(&mut npm(&asked, &root())).is_some()
}

/// Packs the debug build that is there already: in seconds, for the story of the package.
pub fn bundle_debug_build() -> Outcome<PathBuf> {
    let config = package_files::settings(&package_files::make(&built("trove"))?);
    let mut words =
        vec!["exec", "--yes", "--package", BUNDLER, "--", "tauri", "bundle", "--debug", "--bundles", "deb"];
    words.extend(["--config", &config]);
    run(&mut npm(&words, &root()))?;
    let folder = beside_us("bundle/deb");
    let entries = std::fs::read_dir(&folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let packages = entries.flatten().map(|entry| entry.path());
    packages
        .filter(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .max()
        .ok_or_else(|| Stop(format!("There is no package in {}.", folder.display())))
}
