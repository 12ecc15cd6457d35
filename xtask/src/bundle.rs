//! `cargo xtask bundle`: the Debian package, by Tauri's own bundler; for a release the others that
//! it makes on this system.
//!
//! Not those for Windows (`cross`). Nobody has tried the ones for macOS.

pub mod package_files;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::command_line::Options;
use crate::elf::weaknesses;
use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, root};
use crate::process::{cargo, command, output, run};
use crate::source_date;
use crate::system_packages::{self, Purpose};
use crate::ui_packages::{self, npm};

/// Brought by npm when it is wanted: a prebuilt program, needed for nothing else.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// What the bundler has Tauri built with.
const AS_BUNDLED: &[&str] = &["--features", "tauri/custom-protocol"];

/// Where cargo-auditable lays its list of libraries, in programs of every format.
const AUDIT_DATA: &[u8] = b".dep-v0";

pub fn bundle(options: &Options) -> Outcome<ExitCode> {
    system_packages::ensure(Purpose::Run, options)?;
    let programs = build(options.debug)?;
    pack("deb", &programs)?;
    let bill = beside_us("bundle/trove.cdx.json");
    run(&mut command("node", &["xtask/sbom.mjs", &bill.to_string_lossy()], &root()))?;
    Ok(ExitCode::SUCCESS)
}

/// A package of `kind` ("deb", "rpm", "dmg").
pub fn packed(kind: &str, programs: &Programs, version: &str) -> Outcome<Vec<PathBuf>> {
    let folder = programs.folder.join("bundle").join(kind);
    // One of another version lies there else.
    let _ = std::fs::remove_dir_all(&folder);
    pack(kind, programs)?;
    let made = files(&folder, kind)?;
    let other =
        made.iter().find(|path| !path.file_name().unwrap_or_default().to_string_lossy().contains(version));
    match other {
        None => Ok(made),
        Some(path) => Err(Stop(format!("{} is not of version {version}.", path.display()))),
    }
}

/// Both programs, as they were built.
pub struct Programs {
    folder: PathBuf,
    debug: bool,
}

impl Programs {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

pub fn build(debug: bool) -> Outcome<Programs> {
    let ui = root().join("ui");
    ui_packages::ensure(&ui)?;
    run(&mut npm(&["run", "build"], &ui))?;
    let audited = is_auditable();
    // One by one: together they would share features, and the command line would bring GTK.
    for (package, features) in [("trove-cli", &[][..]), ("trove-desktop", AS_BUNDLED)] {
        let mut words = [build_words(audited), &["--package", package, "--locked"]].concat();
        words.extend(features);
        words.extend((!debug).then_some("--release"));
        run(&mut cargo(&words))?;
    }
    let folder = if debug { beside_us("") } else { beside_us("../release") };
    let programs = Programs { folder, debug };
    for name in ["trove-desktop", "trove"] {
        sound(&programs.path(name), audited)?;
    }
    Ok(programs)
}

/// By Tauri's bundler, of what is built already.
fn pack(kind: &str, programs: &Programs) -> Outcome<()> {
    let mut words = vec!["exec", "--yes", "--package", BUNDLER, "--", "tauri", "bundle", "--bundles", kind];
    let linux =
        if cfg!(target_os = "linux") { Some(package_files::make(&programs.path("trove"))?) } else { None };
    let config = linux.map(|files| package_files::settings(&files));
    words.extend(config.iter().flat_map(|config| ["--config", config]));
    words.extend(programs.debug.then_some("--debug"));
    run(source_date::told(&mut npm(&words, &root())))
}

fn files(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let found: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
    if found.is_empty() {
        Err(Stop(format!("There is no package in {}.", folder.display())))
    } else {
        Ok(found)
    }
}

/// What cargo is told first.
pub fn build_words(audited: bool) -> &'static [&'static str] {
    if audited { &["auditable", "build"] } else { &["build"] }
}

/// Whether programs are built with a list of the libraries in them, for `cargo audit bin`.
pub fn is_auditable() -> bool {
    output(&mut cargo(&["auditable", "--version"])).is_some()
}

/// What is packed is looked at, not only how it was to be built.
fn sound(program: &Path, audited: bool) -> Outcome<()> {
    let bytes = std::fs::read(program).map_err(|why| Stop(format!("{}: {why}.", program.display())))?;
    let mut found = if cfg!(target_os = "linux") { weaknesses(&bytes) } else { Vec::new() };
    found.extend((audited && !has_audit_data(&bytes)).then(|| "it has no list of its libraries".to_owned()));
    if found.is_empty() { Ok(()) } else { Err(Stop(format!("{}: {}.", program.display(), found.join("; ")))) }
}

fn has_audit_data(program: &[u8]) -> bool {
    program.windows(AUDIT_DATA.len()).any(|part| part == AUDIT_DATA)
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
    let programs = Programs { folder: beside_us(""), debug: true };
    pack("deb", &programs)?;
    let packages = files(&programs.folder.join("bundle/deb"), "deb")?;
    packages.into_iter().max().ok_or_else(|| Stop("There is no package.".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_libraries_is_found_by_its_section() {
        assert!(has_audit_data(b"\0.text\0.dep-v0\0.data"));
        for without in [&b"\0.text\0.dep-v\0"[..], b"", b".dep"] {
            assert!(!has_audit_data(without));
        }
    }
}
