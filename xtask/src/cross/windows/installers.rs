//! What installs the programs for Windows: a setup for one person, a package for all users of a
//! computer (`src-tauri/packaging/windows`).
//!
//! Signed where [`SIGN_WITH`] says by what: programs before they are packed, then what packs them.
//! Not the program that removes them, which the setup writes itself.

use std::fs;
use std::path::{Path, PathBuf};

use super::build::LOADER;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output, run};

const SCRIPTS: &str = "src-tauri/packaging/windows";

const PROGRAMS: &[&str] = &["trove-desktop.exe", "trove.exe", LOADER];

/// By the names that Windows opens.
const PAPERS: &[(&str, &str)] = &[
    ("LICENSE-MIT", "LICENSE-MIT.txt"),
    ("LICENSE-APACHE", "LICENSE-APACHE.txt"),
    ("THIRD-PARTY.md", "THIRD-PARTY.md"),
];

/// The environment variable that names a program which signs the file that it is given; signtool,
/// osslsigncode and the like want it told how, which is that program's own business.
const SIGN_WITH: &str = "TROVE_SIGN_WITH";

/// The bill of materials.
const BILL: &str = "trove.cdx.json";

pub struct Installers {
    pub setup: PathBuf,
    pub package: PathBuf,
}

impl Installers {
    pub fn both(self) -> Vec<PathBuf> {
        vec![self.setup, self.package]
    }
}

pub fn tools_are_here() -> Outcome<()> {
    let missing = |program, asked| output(&mut command(program, &[asked], &root())).is_none();
    if missing("makensis", "-VERSION") || missing("wixl", "--version") {
        return Err(Stop("Installers want `apt-get install nsis wixl`.".into()));
    }
    Ok(())
}

/// Everything that is installed, beside the programs that were built in `folder`.
pub fn files(folder: &Path) -> PathBuf {
    folder.join("installed")
}

/// Of the programs in `folder`, as `version`.
pub fn make(folder: &Path, version: &str) -> Outcome<Installers> {
    let files = files(folder);
    let names = lay_out(folder, &files)?;
    for name in names.iter().filter(|name| name.ends_with(".exe")) {
        sign(&files.join(name))?;
    }
    let removed = folder.join("removed.nsh");
    let deletes: String = names.iter().map(|name| format!("Delete \"$INSTDIR\\{name}\"\n")).collect();
    fs::write(&removed, deletes).map_err(|why| Stop(format!("{}: {why}.", removed.display())))?;
    let installers = Installers {
        setup: folder.join(format!("Trove-{version}-setup.exe")),
        package: folder.join(format!("Trove-{version}.msi")),
    };
    let scripts = root().join(SCRIPTS);
    let define = |name: &str, value: &Path| format!("-D{name}={}", value.display());
    let words = [
        "-V2".to_owned(),
        "-WX".to_owned(),
        "-NOCD".to_owned(),
        format!("-DVERSION={version}"),
        define("FILES", &files),
        define("REMOVED", &removed),
        define("ICON", &root().join("icons/icon.ico")),
        define("OUT", &installers.setup),
        scripts.join("setup.nsi").to_string_lossy().into_owned(),
    ];
    run(&mut command("makensis", &words.each_ref().map(String::as_str), folder))?;
    let version = format!("VERSION={version}");
    let (package, script) = (installers.package.to_string_lossy(), scripts.join("trove.wxs"));
    let words = ["-a", "x64", "-D", &version, "-o", &package, &script.to_string_lossy()];
    // It finds files by their names in the folder that it runs in.
    run(&mut command("wixl", &words, &files))?;
    sign(&installers.setup)?;
    sign(&installers.package)?;
    Ok(installers)
}

fn sign(file: &Path) -> Outcome<()> {
    match std::env::var_os(SIGN_WITH).filter(|program| !program.is_empty()) {
        Some(program) => run(&mut command(program, &[&file.to_string_lossy()], &root())),
        None => Ok(()),
    }
}

/// Names of what was laid into the folder.
fn lay_out(programs: &Path, files: &Path) -> Outcome<Vec<&'static str>> {
    let _ = fs::remove_dir_all(files);
    fs::create_dir_all(files).map_err(|why| Stop(format!("{}: {why}.", files.display())))?;
    let papers = PAPERS.iter().map(|(from, to)| (root().join(from), *to));
    let all: Vec<_> = PROGRAMS.iter().map(|name| (programs.join(name), *name)).chain(papers).collect();
    for (from, name) in &all {
        fs::copy(from, files.join(name)).map_err(|why| Stop(format!("{}: {why}.", from.display())))?;
    }
    run(&mut command("node", &["xtask/sbom.mjs", &files.join(BILL).to_string_lossy()], &root()))?;
    Ok(all.into_iter().map(|(_, name)| name).chain([BILL]).collect())
}
