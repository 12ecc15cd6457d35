//! `trove-e2e`: tells stories in the app's real window, with real keys and real links.
//!
//! Not a unit test of anything: it knows only what a person sees, the local Notion's
//! control port, and the files that are left behind.

mod assistant;
mod browser;
mod bus;
mod chromium;
mod display;
mod home;
mod leak_scan;
mod person;
mod process;
mod sim;
mod stage;
mod stories;
mod story;
mod system;
mod window;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use process::Outcome;
use story::Story;

/// Pictures and logs, below the folder it is called in.
const OUT: &str = "out/stories";

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--list"] => {
            by_name(|_| true).iter().for_each(|story| println!("{:30} {}", story.name, story.about));
            ExitCode::SUCCESS
        }
        [] => {
            let _ = std::fs::remove_dir_all(OUT);
            tell(stories::ALL.iter().collect()).await
        }
        ["--only", names] => {
            let wanted: Vec<&str> = names.split(',').collect();
            tell(by_name(|name| wanted.contains(&name))).await
        }
        _ => {
            eprintln!("trove-e2e [--list | --only NAME,NAME]");
            ExitCode::FAILURE
        }
    }
}

fn by_name(wanted: impl Fn(&str) -> bool) -> Vec<&'static Story> {
    stories::ALL.iter().chain(stories::BY_NAME).filter(|story| wanted(story.name)).collect()
}

#[expect(clippy::print_stdout, reason = "the closing line is read by `cargo xtask test`")]
async fn tell(stories: Vec<&Story>) -> ExitCode {
    let told = async {
        std::fs::create_dir_all(OUT)?;
        let binaries = std::env::current_exe()?.parent().map(PathBuf::from).unwrap_or_default();
        let tally = story::tell_all(&stories, &binaries, &Path::new(OUT).canonicalize()?).await?;
        Outcome::Ok(tally)
    };
    match told.await {
        Ok(tally) => {
            println!("stories: {} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped);
            if tally.failed == 0 && !stories.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            println!("FAILED   the stage: {why}");
            println!("stories: 0 passed, 1 failed, 0 skipped");
            ExitCode::FAILURE
        }
    }
}
