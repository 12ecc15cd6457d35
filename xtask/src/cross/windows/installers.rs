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
use crate::source_date;

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
    source_date::given_to(&files)?;
    let installers =
        Installers { setup: setup(folder, &names, version)?, package: package(folder, version)? };
    sign(&installers.setup)?;
    sign(&installers.package)?;
    Ok(installers)
}

/// Of [`files`], which have these names.
fn setup(folder: &Path, names: &[&str], version: &str) -> Outcome<PathBuf> {
    let removed = folder.join("removed.nsh");
    let deletes: String = names.iter().map(|name| format!("Delete \"$INSTDIR\\{name}\"\n")).collect();
    fs::write(&removed, deletes).map_err(|why| Stop(format!("{}: {why}.", removed.display())))?;
    let setup = folder.join(format!("Trove-{version}-setup.exe"));
    let define = |name: &str, value: &Path| format!("-D{name}={}", value.display());
    let words = [
        "-V2".to_owned(),
        "-WX".to_owned(),
        "-NOCD".to_owned(),
        format!("-DVERSION={version}"),
        define("FILES", &files(folder)),
        define("REMOVED", &removed),
        define("ICON", &root().join("icons/icon.ico")),
        define("OUT", &setup),
        root().join(SCRIPTS).join("setup.nsi").to_string_lossy().into_owned(),
    ];
    let mut makensis = command("makensis", &words.each_ref().map(String::as_str), folder);
    run(source_date::told(&mut makensis))?;
    Ok(setup)
}

/// Its product code is another each time.
fn package(folder: &Path, version: &str) -> Outcome<PathBuf> {
    let made = folder.join(format!("Trove-{version}.msi"));
    let version = format!("VERSION={version}");
    let (package, script) = (made.to_string_lossy(), root().join(SCRIPTS).join("trove.wxs"));
    let words = ["-a", "x64", "-D", &version, "-o", &package, &script.to_string_lossy()];
    // It finds files by their names in the folder that it runs in.
    run(source_date::told(&mut command("wixl", &words, &files(folder))))?;
    Ok(made)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;
    use std::time::{Duration, UNIX_EPOCH};

    /// In folders whose names have another length, of files from other times.
    #[test]
    fn the_same_files_make_the_same_setup() {
        if output(&mut command("makensis", &["-VERSION"], &root())).is_none() {
            println!("skipped: makensis is not here");
            return;
        }
        let scratch = Scratch::new().unwrap();
        let names: Vec<_> = PROGRAMS.iter().copied().chain(PAPERS.iter().map(|(_, name)| *name)).collect();
        let made = |name: &str, seconds: u64, text: &str| {
            let folder = scratch.path().join(name);
            fs::create_dir_all(files(&folder)).unwrap();
            for name in names.iter().chain([&BILL]) {
                let file = fs::File::create(files(&folder).join(name)).unwrap();
                fs::write(files(&folder).join(name), text).unwrap();
                file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
            }
            source_date::given_to(&files(&folder)).unwrap();
            fs::read(setup(&folder, &names, "1.2.3").unwrap()).unwrap()
        };
        let first = made("one", 1_000_000_000, "text");
        assert!(first == made("another", 1_500_000_000, "text"), "the setups differ");
        assert!(first != made("third", 1_000_000_000, "other"), "what is packed makes no difference");
    }
}
