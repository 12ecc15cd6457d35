//! Every package that this machine can make, in one folder with their sums and the bill of
//! materials; of each that it cannot make, why.
//!
//! Not what is in a package: `bundle` and `cross` know that.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use super::version::Version;
use crate::bundle::{self, Programs};
use crate::command_line::Options;
use crate::cross;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, run};
use crate::system_packages::{self, Purpose};

/// Where packages of a version lie.
pub fn folder(version: Version) -> PathBuf {
    root().join("out/release").join(version.to_string())
}

/// A kind of package, or several that are made together.
struct Kind {
    what: &'static str,
    /// Why this machine cannot make it.
    obstacle: fn() -> Option<String>,
    make: fn(&Release) -> Outcome<Vec<PathBuf>>,
}

/// What is packed: the programs for this system are built once, with the first that wants them.
struct Release {
    version: Version,
    programs: OnceCell<Result<Programs, String>>,
}

impl Release {
    fn new(version: Version) -> Self {
        Self { version, programs: OnceCell::new() }
    }

    fn bundled(&self, kind: &str) -> Outcome<Vec<PathBuf>> {
        let programs = self.programs.get_or_init(|| {
            if cfg!(target_os = "linux") {
                // Said, and then tried all the same: not every system's packages can be looked up.
                let ready = system_packages::ensure(Purpose::Run, &Options::default());
                ready.unwrap_or_else(|Stop(why)| println!("{why}"));
            }
            bundle::build(false).map_err(|Stop(why)| why)
        });
        let programs = programs.as_ref().map_err(|why| Stop(why.clone()))?;
        bundle::packed(kind, programs, &self.version.to_string())
    }
}

const KINDS: &[Kind] = &[
    Kind { what: ".deb", obstacle: not_linux, make: |release| release.bundled("deb") },
    Kind { what: ".rpm", obstacle: not_linux, make: |release| release.bundled("rpm") },
    Kind {
        what: "AppImage",
        obstacle: || Some("Tauri's bundler downloads the programs that it makes one with".into()),
        make: |_| Ok(Vec::new()),
    },
    Kind {
        what: "setup and .msi for Windows",
        obstacle: cross::why_not_packed_for_windows,
        make: |release| cross::packed_for_windows(&release.version.to_string()),
    },
    Kind { what: ".dmg", obstacle: not_macos, make: |release| release.bundled("dmg") },
];

fn not_linux() -> Option<String> {
    if cfg!(target_os = "linux") { bundler() } else { Some("it is made on Linux".into()) }
}

fn not_macos() -> Option<String> {
    if cfg!(target_os = "macos") {
        bundler()
    } else {
        Some("it is made on macOS, with Apple's own programs".into())
    }
}

fn bundler() -> Option<String> {
    (!bundle::can_bundle()).then(|| "Tauri's bundler is not here, and npm's registry does not answer".into())
}

/// How it went with one kind.
#[derive(Debug, PartialEq)]
enum Ending {
    Made(Vec<PathBuf>),
    NotHere(String),
    Failed(String),
}

/// A line for each kind, without making any.
pub fn forecast() -> Vec<String> {
    let told = |kind: &Kind| match (kind.obstacle)() {
        None => format!("{}: would be made", kind.what),
        Some(why) => format!("{}: not made here: {why}", kind.what),
    };
    KINDS.iter().map(told).chain([audit_data()]).collect()
}

fn audit_data() -> String {
    if bundle::is_auditable() {
        "data for `cargo audit bin`: in programs for this system; not in those that are built for another"
            .into()
    } else {
        "data for `cargo audit bin`: none, since cargo-auditable is not installed: \
         `cargo install --locked cargo-auditable` brings it"
            .into()
    }
}

/// One kind that fails does not stop the next.
pub fn make(version: Version) -> Outcome<()> {
    let folder = folder(version);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let release = Release::new(version);
    let results: Vec<_> = KINDS.iter().map(|kind| (kind.what, one(kind, &release, &folder))).collect();
    println!("\n── packages of {version} ──");
    told(&results).iter().chain([&audit_data()]).for_each(|line| println!("{line}"));
    if !results.iter().any(|(_, result)| matches!(result, Ending::Made(_))) {
        return Err(Stop("No package was made.".into()));
    }
    let bill = folder.join(format!("Trove-{version}.cdx.json"));
    run(&mut command("node", &["xtask/sbom.mjs", &bill.to_string_lossy()], &root()))?;
    sums(&folder)?;
    println!("They are in {}.", folder.display());
    let failed = results.iter().filter(|(_, result)| matches!(result, Ending::Failed(_))).count();
    if failed == 0 { Ok(()) } else { Err(Stop(format!("{failed} kinds of package could not be made."))) }
}

fn one(kind: &Kind, release: &Release, folder: &Path) -> Ending {
    if let Some(why) = (kind.obstacle)() {
        return Ending::NotHere(why);
    }
    let made = (kind.make)(release).and_then(|paths| gather(&paths, folder));
    match made {
        Ok(made) if made.is_empty() => Ending::Failed("nothing came of it".into()),
        Ok(made) => Ending::Made(made),
        Err(Stop(why)) => Ending::Failed(why),
    }
}

fn gather(paths: &[PathBuf], folder: &Path) -> Outcome<Vec<PathBuf>> {
    let copy = |path: &PathBuf| {
        let target = folder.join(path.file_name().unwrap_or_default());
        fs::copy(path, &target).map_err(|why| Stop(format!("{}: {why}.", path.display())))?;
        Ok(target)
    };
    paths.iter().map(copy).collect()
}

fn told(results: &[(&str, Ending)]) -> Vec<String> {
    let line = |(what, result): &(&str, Ending)| match result {
        Ending::Made(paths) => {
            let names: Vec<_> =
                paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy())).collect();
            format!("{what}: {}", names.join(", "))
        }
        Ending::NotHere(why) => format!("{what}: not made here: {why}"),
        Ending::Failed(why) => format!("{what}: FAILED: {why}"),
    };
    results.iter().map(line).collect()
}

/// `SHA256SUMS`, over all that lies in the folder.
fn sums(folder: &Path) -> Outcome<()> {
    run(&mut command("node", &["xtask/sums.mjs", &folder.to_string_lossy()], &root()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn each_kind_has_a_line() {
        let results = [
            (".deb", Ending::Made(vec!["/o/a.deb".into(), "/o/b.deb".into()])),
            (".dmg", Ending::NotHere("it is made on macOS".into())),
            (".rpm", Ending::Failed("x failed.".into())),
        ];
        assert_eq!(
            told(&results),
            [".deb: a.deb, b.deb", ".dmg: not made here: it is made on macOS", ".rpm: FAILED: x failed."]
        );
    }

    #[test]
    fn what_cannot_be_made_here_is_not_tried() {
        let scratch = Scratch::new().unwrap();
        let release = Release::new(Version::parse("1.2.3").unwrap());
        let kind = |obstacle, make| Kind { what: "x", obstacle, make };
        let result = |kind: &Kind| one(kind, &release, scratch.path());
        let made: fn(&Release) -> _ = |release| {
            let version = release.version.to_string();
            let path = std::env::temp_dir().join(format!("trove-package-{version}-{}", std::process::id()));
            fs::write(&path, version).unwrap();
            Ok(vec![path])
        };
        let cannot = kind(|| Some("why".into()), |_| panic!("it was tried"));
        assert_eq!(result(&cannot), Ending::NotHere("why".into()));
        let Ending::Made(paths) = result(&kind(|| None, made)) else { panic!("it was not made") };
        assert_eq!(paths.len(), 1);
        assert!(paths[0].starts_with(scratch.path()));
        assert_eq!(fs::read_to_string(&paths[0]).unwrap(), "1.2.3");
        fs::remove_file(std::env::temp_dir().join(paths[0].file_name().unwrap())).unwrap();
        let lost = kind(|| None, |_| Ok(vec!["/none/x.deb".into()]));
        assert!(matches!(result(&lost), Ending::Failed(_)));
        assert!(matches!(result(&kind(|| None, |_| Ok(Vec::new()))), Ending::Failed(_)));
    }

    /// By the examples of FIPS 180-2 (B.1) and of nothing.
    #[test]
    fn sums_are_as_sha256sum_reads_them() {
        let scratch = Scratch::new().unwrap();
        for (name, text) in [("b", "abc"), ("a", ""), ("SHA256SUMS", "old")] {
            fs::write(scratch.path().join(name), text).unwrap();
        }
        fs::create_dir(scratch.path().join("folder")).unwrap();
        sums(scratch.path()).unwrap();
        assert_eq!(
            fs::read_to_string(scratch.path().join("SHA256SUMS")).unwrap(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
        );
    }
}
