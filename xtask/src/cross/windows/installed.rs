//! The setup and the package for Windows under Wine: installed, upgraded, run, refused and
//! removed, with a look at the registry before and after each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::installers::{self, Installers};
use super::wine::Wine;
use crate::outcome::{Outcome, Stop};
use crate::test::report::Report;

/// An older one than any.
const BEFORE: &str = "0.0.1";
const NOW: &str = env!("CARGO_PKG_VERSION");

/// What a setup answers where the app is open (`setup.nsi`).
const STILL_OPEN: i32 = 3;

/// Reached only where something is never removed.
const PATIENCE: Duration = Duration::from_secs(60);

const OPENED_BY: &str = r#"trove-desktop.exe" "%1""#;

/// One way to install it, and what it leaves in which part of the registry.
struct Way {
    what: &'static str,
    root: &'static str,
    folder: PathBuf,
    older: Vec<String>,
    newer: Vec<String>,
    removed: Vec<String>,
}

/// Programs of `folder`, packed twice: as they are, and as an older version.
pub fn tried(wine: &Wine, folder: &Path) -> Outcome<Report> {
    let (older, newer) = (installers::make(folder, BEFORE)?, installers::make(folder, NOW)?);
    let local = wine.home()?.join("AppData/Local");
    let profiles = local.join("net.trovesearch.desktop/profiles");
    fs::create_dir_all(&profiles).map_err(|why| Stop(format!("{}: {why}.", profiles.display())))?;
    let mut report = Report::default();
    for way in [setup(&local, &older, &newer), package(wine, &older, &newer)] {
        let files = installers::files(folder);
        Trial { wine, way, files, profiles: &profiles, report: &mut report }.run()?;
    }
    Ok(report)
}

fn setup(local: &Path, older: &Installers, newer: &Installers) -> Way {
    let folder = local.join("Programs/Trove");
    let silent = |program: &Path| vec![program.to_string_lossy().into_owned(), "/S".into()];
    Way {
        what: "setup",
        root: "HKCU",
        older: silent(&older.setup),
        newer: silent(&newer.setup),
        removed: silent(&folder.join("uninstall.exe")),
        folder,
    }
}

fn package(wine: &Wine, older: &Installers, newer: &Installers) -> Way {
    let silent = |how: &str, package: &Path| {
        ["msiexec", how, &package.to_string_lossy(), "/qn"].map(str::to_owned).to_vec()
    };
    Way {
        what: "package",
        root: "HKLM",
        folder: wine.drive().join("Program Files/Trove"),
        older: silent("/i", &older.package),
        newer: silent("/i", &newer.package),
        removed: silent("/x", &newer.package),
    }
}

struct Trial<'a> {
    wine: &'a Wine,
    way: Way,
    files: PathBuf,
    profiles: &'a Path,
    report: &'a mut Report,
}

impl Trial<'_> {
    fn run(&mut self) -> Outcome<()> {
        self.registered(None)?;
        for (words, version) in [(self.way.older.clone(), BEFORE), (self.way.newer.clone(), NOW)] {
            let code = self.code(&words)?;
            self.expect(&format!("{version} is installed"), code == Some(0));
            self.registered(Some(version))?;
            self.is_whole();
            self.runs()?;
        }
        self.refuses()?;
        self.is_whole();
        self.remove()?;
        self.registered(None)
    }

    fn expect(&mut self, what: &str, good: bool) {
        if good {
            self.report.passed += 1
        } else {
            self.report.fail(format!("{}: not true that {what}", self.way.what))
        }
    }

    fn code(&self, words: &[String]) -> Outcome<Option<i32>> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (program, rest) = words.split_first().ok_or_else(|| Stop("Nothing is to be run.".into()))?;
        Ok(self.wine.ran(Path::new(program), rest)?.status.code())
    }

    /// One entry for uninstalling and the scheme, both of this version; or neither.
    fn registered(&mut self, version: Option<&str>) -> Outcome<()> {
        let key = |path: &str| self.wine.registry(&format!(r"{}\Software\{path}", self.way.root));
        let entries = key(r"Microsoft\Windows\CurrentVersion\Uninstall")?;
        let scheme = key(r"Classes\net.trovesearch.desktop")?;
        let names = entries.lines().filter(|line| value(line) == Some(("DisplayName", "Trove"))).count();
        match version {
            None => {
                self.expect("no entry stands among programs", names == 0);
                self.expect("no scheme is registered", scheme.is_empty());
            }
            Some(version) => {
                let versions =
                    entries.lines().filter(|line| value(line) == Some(("DisplayVersion", version)));
                let versions = versions.count();
                self.expect("one entry stands among programs", (names, versions) == (1, 1));
                let drive = self.wine.drive();
                let folder = self.way.folder.strip_prefix(&drive).unwrap_or(&drive).to_string_lossy();
                let folder = folder.replace('/', "\\");
                let opened = format!("\"C:\\{folder}\\{OPENED_BY}");
                self.expect(
                    "the scheme opens it",
                    scheme.lines().any(|line| line.trim_end().ends_with(&opened)),
                );
                self.expect("the scheme is one", scheme.contains("URL Protocol"));
            }
        }
        let shortcut = self.shortcuts();
        self.expect("a shortcut goes with it", shortcut == usize::from(version.is_some()));
        Ok(())
    }

    /// In start menus of whomever.
    fn shortcuts(&self) -> usize {
        let users = fs::read_dir(self.wine.drive().join("users")).into_iter().flatten().flatten();
        let people = users.map(|user| user.path().join("AppData/Roaming"));
        let all = self.wine.drive().join("ProgramData");
        let menus = people.chain([all]).map(|folder| folder.join("Microsoft/Windows/Start Menu/Programs"));
        menus.filter(|menu| menu.join("Trove.lnk").exists()).count()
    }

    /// Each file as it was packed.
    fn is_whole(&mut self) {
        let packed: Vec<_> = fs::read_dir(&self.files).into_iter().flatten().flatten().collect();
        let same = |entry: &fs::DirEntry| {
            let installed = fs::read(self.way.folder.join(entry.file_name())).ok();
            installed.is_some() && installed == fs::read(entry.path()).ok()
        };
        let good = packed.iter().filter(|entry| same(entry)).count();
        self.expect("every file is there as it was packed", good >= 7 && good == packed.len());
    }

    fn runs(&mut self) -> Outcome<()> {
        let ran = self.wine.ran(&self.way.folder.join("trove.exe"), &["--version"])?;
        let told = String::from_utf8_lossy(&ran.stdout).into_owned();
        self.expect("trove tells its version", ran.status.success() && told.contains(NOW));
        Ok(())
    }

    /// A setup while the program runs, and a package of an older version.
    fn refuses(&mut self) -> Outcome<()> {
        if self.way.root == "HKCU" {
            let open = self.waiting()?;
            let code = self.code(&self.way.newer)?;
            end(open);
            self.expect("what is open is not written over", code == Some(STILL_OPEN));
        } else {
            let code = self.code(&self.way.older)?;
            self.expect("an older version is refused", code != Some(0));
        }
        Ok(())
    }

    /// The command line, waiting for a password, from when its file is mapped (proc(5)).
    fn waiting(&self) -> Outcome<Child> {
        let program = self.way.folder.join("trove.exe");
        let mut command = self.wine.command(&program, &["profile", "add", "Ada", "--password-stdin"]);
        let child = command
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|why| Stop(format!("{}: {why}.", program.display())))?;
        let maps = format!("/proc/{}/maps", child.id());
        until(|| fs::read_to_string(&maps).is_ok_and(|maps| maps.contains("trove.exe")));
        Ok(child)
    }

    /// Profiles stay.
    fn remove(&mut self) -> Outcome<()> {
        self.code(&self.way.removed)?;
        let folder = self.way.folder.clone();
        // A setup removes itself from a copy, which goes on after it has ended.
        let gone = until(|| !folder.exists());
        self.expect("its folder is gone", gone);
        self.expect("profiles stay", self.profiles.exists());
        Ok(())
    }
}

/// Whether it came true.
fn until(mut true_now: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    while !true_now() {
        if begun.elapsed() > PATIENCE {
            return false;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    true
}

fn end(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Of a line `    Name    REG_SZ    value`.
fn value(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once("    REG_SZ    ")?;
    Some((name, value))
}
