//! What may be asked of `cargo xtask`: its commands, their options, and the text that lists them.
//!
//! Not what they do: each has a file of its own.

use crate::outcome::{Outcome, Stop};

pub const HELP: &str = "\
cargo xtask COMMAND

  run      install what is missing, build, and open Trove beside a local Notion
           with a sample workspace
             --yes            install system packages without asking
             --real           open it against Notion itself, with your own data folder
             --skip-packages  do not look at system packages
  test     everything CI runs; ends with one line: N passed, N failed, N skipped
             --yes            as above
             --skip-packages  as above
             --only A,B       these phases and no others
             --repeat N       N rounds of them, whatever fails; each failure once, with its count
             --busy           beside as many busy processes as there are cores
  bench    the figures Trove is measured by, each beside its peer; run whole, it writes
           docs/performance.md
             --pages N        of the main corpus; 100000 if not said
             --only A,B       these parts and no others; --help lists the rest
             --json FILE      also as one flat object
             --write-docs     write docs/performance.md even so
  tidy     the rules about the source that no compiler checks
             --write          first write docs/security-checks.md anew
  cross    the code for another system, on Debian; one of
             --check SYSTEM   windows or macos: window and command line are type-checked
             --build windows  both are built in release
             --test windows   the command line goes through its tests under Wine, and
                              what installs it is tried there
           and with it
             --installers     of `--build`: a setup and a .msi too
             --yes            fetch the compilers without asking
  model    the numbers that passages are compared by, fetched with pip into target/model
  bundle   the Debian package
             --debug          quick to build, slow to use: for trying the package itself
  release  what a release needs but its commit and its tag
             VERSION          set in each place, its data folder kept for tests, and every
                              package made that this machine can make, into out/release
             VERSION --dry-run  what that would do
             --packages       only the packages, of the version that is set
             --twice          those of the last commit from two folders, compared
             --compare A B    two folders of packages, file by file

Phases of `test`: ";

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    pub yes: bool,
    pub real: bool,
    pub skip_packages: bool,
    pub debug: bool,
    pub write: bool,
    /// Empty for every phase.
    pub only: Vec<String>,
    pub repeat: Option<u32>,
    pub busy: bool,
    pub cross: Option<Cross>,
    pub installers: bool,
}

/// What is done with the code for another system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cross {
    Check(CrossTarget),
    BuildForWindows,
    TestForWindows,
}

/// A system whose code `cross` can look at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CrossTarget {
    Windows,
    Macos,
}

impl Options {
    pub fn rounds(&self) -> u32 {
        self.repeat.unwrap_or(1)
    }

    /// Whether system packages may be installed without asking.
    pub fn agrees(&self) -> bool {
        self.yes || std::env::var_os("CI").is_some()
    }
}

/// What is done for a release. Folders are as the person names them.
#[derive(Debug, PartialEq)]
pub enum Release {
    Next { version: String, dry_run: bool },
    Packages,
    Twice,
    Compare(String, String),
}

#[derive(Debug, PartialEq)]
pub enum Command {
    Explain,
    Run(Options),
    Test(Options),
    /// Its options are its own.
    Bench(Vec<String>),
    Tidy(Options),
    Cross(Options),
    Bundle(Options),
    Release(Release),
    Model,
    /// Started by `test --busy`, not by people.
    Busy,
}

pub fn parse(words: &[String]) -> Outcome<Command> {
    if let Some((_, options)) = words.split_first().filter(|(first, _)| *first == "bench") {
        return Ok(Command::Bench(options.to_vec()));
    }
    if let Some((_, options)) = words.split_first().filter(|(first, _)| *first == "release") {
        return release(options).map(Command::Release);
    }
    let mut words = words.iter().map(String::as_str);
    let (allowed, make): (&[&str], fn(Options) -> Command) = match words.next() {
        None | Some("help" | "--help" | "-h") => return Ok(Command::Explain),
        Some("run") => (&["--yes", "--real", "--skip-packages"], Command::Run),
        Some("test") => (&["--yes", "--skip-packages", "--only", "--repeat", "--busy"], Command::Test),
        Some("tidy") => (&["--write"], Command::Tidy),
        Some("cross") => (&["--check", "--build", "--test", "--installers", "--yes"], Command::Cross),
        Some("model") => (&[], |_| Command::Model),
        Some("busy") => (&[], |_| Command::Busy),
        Some("bundle") => (&["--debug", "--yes", "--skip-packages"], Command::Bundle),
        Some(other) => {
            return Err(Stop(format!("There is no command `{other}`. `cargo xtask` lists them.")));
        }
    };
    let mut options = Options::default();
    while let Some(word) = words.next() {
        if !allowed.contains(&word) {
            return Err(Stop(format!("`{word}` does not belong here. `cargo xtask` lists what does.")));
        }
        match word {
            "--yes" => options.yes = true,
            "--real" => options.real = true,
            "--skip-packages" => options.skip_packages = true,
            "--debug" => options.debug = true,
            "--write" => options.write = true,
            "--busy" => options.busy = true,
            "--installers" => options.installers = true,
            "--check" | "--build" | "--test" => {
                let wanted = cross(word, words.next())?;
                if options.cross.replace(wanted).is_some() {
                    return Err(Stop("One of `--check`, `--build` and `--test` at a time.".into()));
                }
            }
            "--repeat" => {
                let number = words.next().and_then(|word| word.parse().ok()).filter(|number| *number > 0);
                options.repeat =
                    Some(number.ok_or_else(|| Stop("`--repeat` wants a number: --repeat 20".into()))?);
            }
            "--only" => {
                let list =
                    words.next().ok_or_else(|| Stop("`--only` wants phases: --only fmt,tidy".into()))?;
                options.only = list.split(',').map(str::to_owned).collect();
            }
            _ => unreachable!("every allowed word has an arm"),
        }
    }
    if options.installers && options.cross != Some(Cross::BuildForWindows) {
        return Err(Stop("`--installers` goes with `--build windows`.".into()));
    }
    Ok(make(options))
}

fn cross(word: &str, system: Option<&str>) -> Outcome<Cross> {
    match (word, system) {
        ("--check", Some("windows")) => Ok(Cross::Check(CrossTarget::Windows)),
        ("--check", Some("macos")) => Ok(Cross::Check(CrossTarget::Macos)),
        ("--build", Some("windows")) => Ok(Cross::BuildForWindows),
        ("--test", Some("windows")) => Ok(Cross::TestForWindows),
        ("--check", _) => Err(Stop("`--check` wants `windows` or `macos`.".into())),
        _ => Err(Stop(format!("`{word}` wants `windows`: Apple's frameworks are not to be had."))),
    }
}

fn release(words: &[String]) -> Outcome<Release> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let next = |version: &str, dry_run| Ok(Release::Next { version: version.to_owned(), dry_run });
    match *words.as_slice() {
        ["--packages"] => Ok(Release::Packages),
        ["--twice"] => Ok(Release::Twice),
        ["--compare", first, second] => Ok(Release::Compare(first.to_owned(), second.to_owned())),
        [version] if !version.starts_with('-') => next(version, false),
        [version, "--dry-run"] | ["--dry-run", version] if !version.starts_with('-') => next(version, true),
        _ => Err(Stop(
            "`release` wants a version, with `--dry-run` or without, or one of `--packages`, `--twice` and \
             `--compare FOLDER FOLDER`."
                .into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Outcome<Command> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn words_become_commands() {
        assert_eq!(parsed("").unwrap(), Command::Explain);
        assert_eq!(parsed("run --real").unwrap(), Command::Run(Options { real: true, ..Options::default() }));
        assert_eq!(
            parsed("test --yes --only fmt,tidy").unwrap(),
            Command::Test(Options {
                yes: true,
                only: vec!["fmt".into(), "tidy".into()],
                ..Options::default()
            })
        );
        assert_eq!(
            parsed("test --repeat 20 --busy").unwrap(),
            Command::Test(Options { repeat: Some(20), busy: true, ..Options::default() })
        );
    }

    #[test]
    fn the_model_takes_no_options() {
        assert_eq!(parsed("model").unwrap(), Command::Model);
        assert!(parsed("model --yes").is_err());
    }

    #[test]
    fn systems_to_check() {
        for (line, wanted) in [
            ("cross --check macos", Cross::Check(CrossTarget::Macos)),
            ("cross --build windows", Cross::BuildForWindows),
            ("cross --test windows", Cross::TestForWindows),
        ] {
            let options = Options { cross: Some(wanted), ..Options::default() };
            assert_eq!(parsed(line).unwrap(), Command::Cross(options));
        }
    }

    #[test]
    fn options_of_bench_are_its_own() {
        assert_eq!(parsed("bench --pages 5").unwrap(), Command::Bench(vec!["--pages".into(), "5".into()]));
    }

    #[test]
    fn ways_to_release() {
        let next = |dry_run| Release::Next { version: "1.2.3".into(), dry_run };
        for (line, wanted) in [
            ("release 1.2.3", next(false)),
            ("release 1.2.3 --dry-run", next(true)),
            ("release --dry-run 1.2.3", next(true)),
            ("release --packages", Release::Packages),
            ("release --twice", Release::Twice),
            ("release --compare a b", Release::Compare("a".into(), "b".into())),
        ] {
            assert_eq!(parsed(line).unwrap(), Command::Release(wanted));
        }
    }

    #[test]
    fn what_is_not_a_command_is_refused() {
        for line in [
            "dance",
            "tidy --yes",
            "run --only fmt",
            "test --only",
            "test --repeat",
            "test --repeat 0",
            "cross --check beos",
            "cross --build macos",
            "cross --check windows --build windows",
            "cross --check windows --installers",
            "release",
            "release --dry-run",
            "release --compare a",
            "release 1.2.3 1.2.4",
            "release --packages 1.2.3",
            "release --publish",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
