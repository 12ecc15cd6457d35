//! `cargo xtask bundle`: the Debian package, by Tauri's own bundler.
//!
//! Other systems' packages are built with the same tool on those systems; nobody has
//! tried them here.

mod package_files;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::command_line::Options;
use crate::elf::weaknesses;
use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, built, root};
use crate::process::{cargo, command, output, run};
use crate::system_packages::{self, Purpose};
use crate::test::report::Report;
use crate::ui_packages::{self, npm};

/// Brought by npm when it is wanted: a prebuilt program, needed for nothing else.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

/// What software centres show of it.
const METAINFO: &str = "src-tauri/packaging/net.trovesearch.desktop.metainfo.xml";

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
    Ok(ExitCode::SUCCESS)
}

/// What is packed is looked at, not only how it was to be built.
fn hardened(program: &Path) -> Outcome<()> {
    let bytes = std::fs::read(program).map_err(|why| Stop(format!("{}: {why}.", program.display())))?;
    let found = weaknesses(&bytes);
    if found.is_empty() { Ok(()) } else { Err(Stop(format!("{}: {}.", program.display(), found.join("; ")))) }
}

/// What the package's metadata is to those who read it: software centres, `man` and shells, as far
/// as they are here. `program` is the command line as it was built.
pub fn metadata(program: &Path) -> Outcome<Report> {
    let mut report = Report::default();
    let metainfo = root().join(METAINFO).to_string_lossy().into_owned();
    let made = package_files::make(program)?;
    let mut checks: Vec<(&str, Vec<String>)> =
        vec![("appstreamcli", vec!["validate".into(), "--no-net".into(), metainfo])];
    for (path, place) in &made {
        let path = path.to_string_lossy().into_owned();
        match place {
            place if place.contains("/bash-completion/") => checks.push(("bash", vec!["-n".into(), path])),
            place if place.contains("/zsh/") => checks.push(("zsh", vec!["-n".into(), path])),
            place if place.contains("/fish/") => checks.push(("fish", vec!["-n".into(), path])),
            place if place.contains("/man/") => {
                let arguments = ["--warnings", "--local-file", "--encoding=utf8", "--pager=cat"];
                checks.push(("man", arguments.map(str::to_owned).into_iter().chain([path]).collect()));
            }
            _ => {}
        }
    }
    for (reader, arguments) in checks {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        if output(&mut command(reader, &["--version"], &root())).is_none() {
            let skipped = format!("{reader} is not here");
            if !report.skipped.contains(&skipped) {
                report.skipped.push(skipped);
            }
            continue;
        }
        let (good, told) = told_by(&mut command(reader, &arguments, &root()))?;
        if good { report.passed += 1 } else { report.fail(format!("{reader} {}: {told}", arguments.join(" "))) }
    }
    Ok(report)
}

/// Whether a reader takes what it is given without a word of complaint.
fn told_by(reader: &mut Command) -> Outcome<(bool, String)> {
    let done = reader.output().map_err(|why| Stop(format!("{why}")))?;
    let complaints = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    Ok((done.status.success() && complaints.is_empty(), complaints))
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
