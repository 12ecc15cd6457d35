//! `cargo xtask`: one command to see Trove, one to test it, and the few that keep it tidy.
//!
//! It depends on nothing, ours or anyone's, so that it builds in seconds on a bare
//! machine and can install what the rest needs. Not a place for product code.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

mod bench;
mod bundle;
mod command_line;
mod cross;
mod elf;
mod model;
mod outcome;
mod place;
mod process;
mod release;
mod run;
mod scratch;
mod source_date;
mod system_packages;
mod test;
mod tidy;
mod ui_packages;

use std::process::ExitCode;

use command_line::{Command, HELP, parse};
use outcome::Stop;

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
        Command::Tidy(options) => tidy::tidy(&options),
        Command::Cross(options) => cross::cross(&options),
        Command::Bundle(options) => bundle::bundle(&options),
        Command::Release(wanted) => release::release(&wanted),
        Command::Model => model::model(),
        Command::Busy => test::busy::until_input_closes(),
    });
    match done {
        Ok(code) => code,
        Err(Stop(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
