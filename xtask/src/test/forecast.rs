//! What a run will take, said before it begins: minutes, disk, and what it installs.
//!
//! Minutes are those of the last time on this machine, where there was one.

use std::process::Command;

use super::busy::cores;
use super::phases::{Phase, SDKS};
use crate::command_line::Options;
use crate::place::{beside_us, root};
use crate::process::output;
use crate::system_packages;
use crate::ui_packages;

/// Seconds of each phase when it last went well: `name seconds` in each line.
const LAST_TIME: &str = "xtask-test-seconds";

/// A whole run from nothing, target folder and npm's packages together.
const GIGABYTES: u64 = 12;

/// Measured on two cores with nothing else to do: the build, and what clippy reads again.
const MINUTES_TO_COMPILE: u64 = 12;

pub fn forecast(phases: &[&Phase], options: &Options) -> String {
    let names: Vec<&str> = phases.iter().map(|phase| phase.name).collect();
    let last = std::fs::read_to_string(beside_us(LAST_TIME)).unwrap_or_default();
    let mut lines = vec![
        format!("Runs {}{}.", names.join(", "), in_rounds(options)),
        format!("  time      {}", time(&last, &names, options.rounds().into())),
        format!("  disk      {}", disk()),
    ];
    if names.contains(&"prepare") {
        lines.push(format!("  installs  {}", installs(options)));
    }
    if names.contains(&"package") && options.yes {
        lines.push("            Trove's own Debian package, which is removed again".into());
    }
    lines.join("\n")
}

/// Called after a round in which nothing failed.
pub fn remember(seconds: &[(&str, u64)]) {
    let last = std::fs::read_to_string(beside_us(LAST_TIME)).unwrap_or_default();
    let others = last.lines().filter(|line| !seconds.iter().any(|(name, _)| of_phase(line, name).is_some()));
    let mut text: String = others.map(|line| format!("{line}\n")).collect();
    text.extend(seconds.iter().map(|(name, seconds)| format!("{name} {seconds}\n")));
    // Only the next forecast would miss it.
    let _ = std::fs::write(beside_us(LAST_TIME), text);
}

fn in_rounds(options: &Options) -> String {
    let rounds = if options.rounds() > 1 { format!(", {} times", options.rounds()) } else { String::new() };
    let busy = if options.busy {
        format!(", beside {} processes that keep the cores busy", cores())
    } else {
        String::new()
    };
    rounds + &busy
}

fn time(last: &str, names: &[&str], rounds: u64) -> String {
    let known: Vec<u64> =
        names.iter().filter_map(|name| last.lines().find_map(|line| of_phase(line, name))).collect();
    if known.len() == names.len() {
        let minutes = (known.iter().sum::<u64>() * rounds).div_ceil(60);
        return format!("about {minutes} min, going by the last time here");
    }
    format!(
        "not run here before; compiling everything takes about {MINUTES_TO_COMPILE} min on two idle cores the \
         first time; the tests come on top, and the next run can say how long"
    )
}

fn of_phase(line: &str, name: &str) -> Option<u64> {
    line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok()
}

fn disk() -> String {
    let folder = beside_us("");
    let free = output(Command::new("df").arg("-Pk").arg(&folder)).as_deref().and_then(free_gigabytes);
    let place = folder.display();
    match free {
        Some(free) if free < GIGABYTES => {
            format!("up to {GIGABYTES} GB below {place}; only {free} GB ARE FREE there, which may not do")
        }
        Some(free) => format!("up to {GIGABYTES} GB below {place}, where {free} GB are free"),
        None => format!("up to {GIGABYTES} GB below {place}"),
    }
}

/// The fourth field of the second line, in kilobytes (POSIX, `df -P -k`).
fn free_gigabytes(df: &str) -> Option<u64> {
    let kilobytes: u64 = df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kilobytes / (1024 * 1024))
}

fn installs(options: &Options) -> String {
    let packages = match system_packages::missing_for_test(options) {
        Some(missing) if missing.is_empty() => "no system packages: all are there".to_owned(),
        Some(missing) => {
            let asked = if options.agrees() { "" } else { ", after asking" };
            format!("system packages{asked}: {}", missing.join(" "))
        }
        None => "no system packages".to_owned(),
    };
    let npm: Vec<&str> = std::iter::once("ui")
        .chain(SDKS)
        .filter(|folder| !ui_packages::are_there(&root().join(folder)))
        .collect();
    let npm = if npm.is_empty() {
        "nothing from npm: all is there".to_owned()
    } else {
        format!("npm's packages, in node_modules of {}", npm.join(" and "))
    };
    format!("{packages}\n            {npm}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_of_the_last_time() {
        let last = "fmt 2\nui 100\nui-other 7\nbuild 300\n";
        assert!(
            time(last, &["fmt", "ui"], 3).starts_with("about 6 min"),
            "{}",
            time(last, &["fmt", "ui"], 3)
        );
        assert!(time(last, &["fmt", "stories"], 1).starts_with("not run here before"));
    }

    #[test]
    fn what_df_says() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 9999 1 20971520 16% /\n";
        assert_eq!(free_gigabytes(df), Some(20));
        assert_eq!(free_gigabytes("df: no such folder\n"), None);
    }
}
