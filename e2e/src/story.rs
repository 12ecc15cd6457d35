//! A story: a name, what it stands on, and what happens. And telling them all.

use std::path::Path;
use std::pin::Pin;
use std::time::{Duration, Instant};

use crate::display::Display;
use crate::process::Outcome;
use crate::stage::Stage;

pub type Told<'a> = Pin<Box<dyn Future<Output = Outcome<Ending>> + 'a>>;

pub enum Ending {
    Good,
    /// Something the story needs is not on this machine.
    Skipped(String),
}

pub struct Story {
    pub name: &'static str,
    /// One sentence, for the list.
    pub about: &'static str,
    /// Arguments of the story's local Notion.
    pub sim: &'static [&'static str],
    pub tell: for<'a> fn(&'a Stage) -> Told<'a>,
}

/// No story may hold up the others for longer.
const LONGEST: Duration = Duration::from_secs(300);

#[derive(Default)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

/// Tells each story and prints a line about it.
#[expect(clippy::print_stdout, reason = "the lines are what this program is for")]
pub async fn tell_all(stories: &[&Story], binaries: &Path, out: &Path) -> Outcome<Tally> {
    let display = Display::start(&out.join("display.log"))?;
    let mut tally = Tally::default();
    for story in stories {
        let begun = Instant::now();
        let ending = tell(story, &display, binaries, out).await;
        let seconds = begun.elapsed().as_secs();
        match ending {
            Ok(Ending::Good) => {
                tally.passed += 1;
                println!("ok       {} ({seconds} s)", story.name);
            }
            Ok(Ending::Skipped(why)) => {
                tally.skipped += 1;
                println!("skipped  {}: {why}", story.name);
            }
            Err(why) => {
                tally.failed += 1;
                println!("FAILED   {} ({seconds} s): {why}", story.name);
            }
        }
    }
    Ok(tally)
}

async fn tell(story: &Story, display: &Display, binaries: &Path, out: &Path) -> Outcome<Ending> {
    let stage = Stage::new(story.name, story.sim, display, binaries, out)?;
    let ending = match tokio::time::timeout(LONGEST, (story.tell)(&stage)).await {
        Ok(ending) => ending,
        Err(_) => Err(format!("not at its end after {} s", LONGEST.as_secs()).into()),
    };
    if ending.is_err() {
        stage.last_picture().await;
    }
    ending
}
