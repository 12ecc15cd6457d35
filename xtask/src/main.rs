//! `cargo xtask`: one command to see Trove, one to test it, and the few that keep it tidy.
//!
//! It depends on nothing, ours or anyone's, so that it builds in seconds on a bare
//! machine and can install what the rest needs. Not a place for product code.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

mod bench;
mod bundle;
mod place;
mod process;
mod run;
mod system_packages;
mod test;
mod tidy;
mod ui_packages;

use std::process::ExitCode;

const HELP: &str = "\
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
  bench    the figures Trove is measured by, each beside its peer; run whole, it writes
           docs/performance.md
             --pages N        of the main corpus; 100000 if not said
             --only A,B       these parts and no others; --help lists the rest
             --json FILE      also as one flat object
             --write-docs     write docs/performance.md even so
  tidy     the rules about the source that no compiler checks
  bundle   the Debian package
             --debug          quick to build, slow to use: for trying the package itself

Phases of `test`: ";

/// Why a command ended early: one sentence for the person at the terminal.
#[derive(Debug)]
pub struct Stop(pub String);

pub type Outcome<T> = Result<T, Stop>;

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    pub yes: bool,
    pub real: bool,
    pub skip_packages: bool,
    pub debug: bool,
    /// Empty for every phase.
    pub only: Vec<String>,
}

#[derive(Debug, PartialEq)]
enum Command {
    Explain,
    Run(Options),
    Test(Options),
    /// Its options are its own.
    Bench(Vec<String>),
    Tidy,
    Bundle(Options),
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = parse(&words).and_then(|command| match command {
        Command::Explain => {
            println!("{HELP}{}", test::phase_names().join(", "));
            Ok(ExitCode::SUCCESS)
        }
        Command::Run(options) => run::run(&options),
        Command::Test(options) => test::test(&options),
        Command::Bench(words) => bench::bench(&words),
        Command::Tidy => tidy::tidy(),
        Command::Bundle(options) => bundle::bundle(&options),
    });
    match done {
        Ok(code) => code,
        Err(Stop(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn parse(words: &[String]) -> Outcome<Command> {
    if let Some((_, options)) = words.split_first().filter(|(first, _)| *first == "bench") {
        return Ok(Command::Bench(options.to_vec()));
    }
    let mut words = words.iter().map(String::as_str);
    let (allowed, make): (&[&str], fn(Options) -> Command) = match words.next() {
        None | Some("help" | "--help" | "-h") => return Ok(Command::Explain),
        Some("run") => (&["--yes", "--real", "--skip-packages"], Command::Run),
        Some("test") => (&["--yes", "--skip-packages", "--only"], Command::Test),
        Some("tidy") => (&[], |_| Command::Tidy),
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
            "--only" => {
                let list =
                    words.next().ok_or_else(|| Stop("`--only` wants phases: --only fmt,tidy".into()))?;
                options.only = list.split(',').map(str::to_owned).collect();
            }
            _ => unreachable!("every allowed word has an arm"),
        }
    }
    Ok(make(options))
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
    }

    #[test]
    fn options_of_bench_are_its_own() {
        assert_eq!(parsed("bench --pages 5").unwrap(), Command::Bench(vec!["--pages".into(), "5".into()]));
    }

    #[test]
    fn what_is_not_a_command_is_refused() {
        for line in ["dance", "tidy --yes", "run --only fmt", "test --only"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
