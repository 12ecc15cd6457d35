//! Running other programs: said before they start, a sentence when they fail.
//!
//! Not a shell: no pipes, no patterns, arguments as they are.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::outcome::{Outcome, Stop};
use crate::place;

/// A command in a folder of the project, not started yet.
pub fn command(program: impl AsRef<OsStr>, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command
}

/// The cargo that runs us, at the project's root.
pub fn cargo(arguments: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments, &place::root())
}

/// Runs to the end with its output on the terminal.
pub fn run(command: &mut Command) -> Outcome<()> {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|why| not_started(command, &why))?;
    if status.success() { Ok(()) } else { Err(Stop(format!("`{}` failed ({status}).", shown(command)))) }
}

/// Runs to the end; what it prints, errors among it, both on the terminal and handed back.
/// The flag says whether it succeeded: what it printed counts either way.
pub fn run_and_read(command: &mut Command) -> Outcome<(bool, String)> {
    println!("$ {}", shown(command));
    let (pipe, end) = std::io::pipe().map_err(|why| not_started(command, &why))?;
    let errors = end.try_clone().map_err(|why| not_started(command, &why))?;
    let child = command.stdout(end).stderr(errors).spawn();
    // The command holds ends of the pipe too, which closes with the last of them.
    command.stdout(Stdio::inherit()).stderr(Stdio::inherit());
    let mut child = child.map_err(|why| not_started(command, &why))?;
    let mut text = String::new();
    for line in BufReader::new(pipe).split(b'\n') {
        let line = line.map_err(|why| Stop(format!("Reading from `{}` failed: {why}.", shown(command))))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    }
    let status = child.wait().map_err(|why| not_started(command, &why))?;
    Ok((status.success(), text))
}

/// What a command prints, quietly; `None` when it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn not_started(command: &Command, why: &std::io::Error) -> Stop {
    let program = command.get_program().to_string_lossy();
    Stop(match why.kind() {
        ErrorKind::NotFound => format!("`{program}` is not installed."),
        _ => format!("`{program}` could not be started: {why}."),
    })
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
