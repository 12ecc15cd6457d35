//! `cargo xtask test`: everything CI runs, phase by phase, with the minutes of each; with
//! `--repeat`, again and again.
//!
//! A phase that fails does not stop the next, unless the next has nothing to stand on.
//! Not a test runner: it counts what the runners say.

pub mod busy;
pub mod counts;
mod forecast;
mod metadata;
mod phases;
pub mod report;

use std::process::ExitCode;
use std::time::Instant;

use crate::command_line::Options;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use busy::BusyCores;
use phases::{PHASES, Phase};
use report::{Report, counted};

/// Of what was printed about one failure, at the end of many rounds.
const LINES_SHOWN: usize = 40;

pub fn phase_names() -> Vec<&'static str> {
    PHASES.iter().map(|phase| phase.name).collect()
}

pub fn test(options: &Options) -> Outcome<ExitCode> {
    if let Some(unknown) = options.only.iter().find(|name| !phase_names().contains(&name.as_str())) {
        return Err(Stop(format!("There is no phase `{unknown}`; there are {}.", phase_names().join(", "))));
    }
    let wanted =
        |phase: &&Phase| options.only.is_empty() || options.only.iter().any(|name| name == phase.name);
    let phases: Vec<&Phase> = PHASES.iter().filter(wanted).collect();
    println!("{}", forecast::forecast(&phases, options));
    let _busy = if options.busy { Some(BusyCores::start()?) } else { None };
    let mut total = Report::default();
    for number in 1..=options.rounds() {
        if options.rounds() > 1 {
            println!("\n══ round {number} of {}, {} failed so far ══", options.rounds(), total.failed);
        }
        total.sum(round(&phases, options, number));
    }
    tell(&total, options);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each phase once.
fn round(phases: &[&Phase], options: &Options, number: u32) -> Report {
    let mut total = Report::default();
    let mut stopped: Vec<&str> = Vec::new();
    let mut seconds = Vec::new();
    for phase in phases {
        println!("\n── {} ──", phase.name);
        let begun = Instant::now();
        let report = match phase.after.iter().find(|name| stopped.contains(name)) {
            Some(first) => Err(Stop(format!("not run, because `{first}` failed"))),
            None => (phase.run)(options),
        };
        let report = report.unwrap_or_else(|Stop(why)| {
            println!("{why}");
            stopped.push(phase.name);
            let mut report = Report::default();
            report.fail(why);
            report
        });
        if phase.name == "stories" && report.failed > 0 && options.rounds() > 1 {
            keep_pictures(number);
        }
        seconds.push((phase.name, begun.elapsed().as_secs()));
        total.sum(report.named(phase.name));
    }
    println!();
    for (name, seconds) in &seconds {
        println!("{name:>8}  {:>3} min {:02} s", seconds / 60, seconds % 60);
    }
    if total.failed == 0 && !options.busy {
        forecast::remember(&seconds);
    }
    total
}

/// The stories of the next round begin with an empty folder.
fn keep_pictures(round: u32) {
    let out = root().join("out");
    let kept = out.join(format!("stories-of-round-{round}"));
    let moved =
        std::fs::remove_dir_all(&kept).or(Ok(())).and_then(|()| std::fs::rename(out.join("stories"), &kept));
    match moved {
        Ok(()) => println!("The pictures of this round are kept in {}.", kept.display()),
        Err(why) => println!("The pictures of this round could not be kept: {why}."),
    }
}

/// Each failure and each reason for skipping once, with its count where there were rounds.
fn tell(total: &Report, options: &Options) {
    let rounds = options.rounds();
    println!("\n── summary ──");
    for (why, _) in counted(&total.skipped, |why| why) {
        println!("skipped  {why}");
    }
    for (failure, times) in counted(&total.failures, |failure| &failure.what) {
        if rounds == 1 {
            println!("FAILED   {}", failure.what);
            continue;
        }
        println!("FAILED   {} ({times} times in {rounds} rounds)", failure.what);
        failure.told.lines().take(LINES_SHOWN).for_each(|line| println!("         {line}"));
    }
    println!("\n{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped.len());
}
