//! Weeks of use in minutes: the app follows a workspace that is edited every day, answers, is
//! locked and opened, by a clock that runs thousands of times as fast. What it takes of the
//! computer is the same in the end as after the first days.
//!
//! `TROVE_SOAK_DAYS=56` lives longer than usual, and `TROVE_SOAK_PLOT=docs/soak.svg` draws what
//! was measured.

use crate::{child, is_child};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::Arc;
use std::time::{Duration, Instant};
use trove_app::host::NoHost;
use trove_app::ui_types::{ProfileSettings, SearchRequest, SearchSort};
use trove_app::{App, Paths};
use trove_model::clock::Sleep;
use trove_model::{Boot, Clock, Entropy, EntropyUnavailable, Origin, Timestamp};
use trove_sim::{Create, Edit, Options, Sim, Workspace};

const DAYS: usize = 9;
const DAY: Duration = Duration::from_secs(86_400);
/// Seconds of the fast clock in one of the computer's: a day takes three.
const SPEED: u32 = 28_800;
/// 2026-11-22.
const BEGINNING: i64 = 1_795_305_600_000;
const PASSWORD: &str = "violet-harbour-lantern-9";

struct FastClock(Instant);

impl FastClock {
    fn passed(&self) -> Duration {
        self.0.elapsed() * SPEED
    }
}

impl Clock for FastClock {
    fn wall(&self) -> Timestamp {
        Timestamp(BEGINNING + i64::try_from(self.passed().as_millis()).unwrap())
    }

    fn monotonic(&self) -> Duration {
        self.passed()
    }

    fn boot(&self) -> Boot {
        Boot { id: Some("this boot".into()), elapsed: self.passed() }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }
}

struct SystemRandom;

impl Entropy for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        rand::fill(buffer);
        Ok(())
    }
}

/// What the app takes of the computer at the end of a day: kilobytes of memory, threads, open
/// files, kilobytes on disk; and how often it asked on that day.
#[derive(Debug, Clone, Copy)]
struct Day([u64; 5]);

const MEASURES: [&str; 5] = ["memory, kB", "threads", "open files", "disk, kB", "requests"];

/// A workspace of which every day some pages are edited, one is made and one goes.
#[test]
fn serves() {
    if !is_child("soak::serves") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sim = runtime.block_on(Sim::start(Options {
        workspace: Workspace::Synthetic { pages: 150, seed: 5 },
        ..Options::default()
    }));
    let sim = sim.unwrap();
    println!("\nready {} {}", sim.origin(), sim.personal_token());
    let pages: Vec<String> =
        sim.world(sim.personal_token()).unwrap().into_iter().map(|page| page.id).collect();
    let mut made: Option<String> = None;
    for (day, _) in std::io::stdin().lines().map_while(Result::ok).enumerate() {
        let requests = sim.log().len();
        sim.clear_log();
        sim.advance(DAY);
        for nth in 0..5 {
            let page = &pages[(day * 5 + nth) % pages.len()];
            let markdown = Some(format!("Edited on day {day}.\n{}", "Some words more. ".repeat(20)));
            let _ = sim.edit(page, Edit { markdown, ..Edit::default() });
        }
        let create = Create { title: format!("Made on day {day}"), ..Create::default() };
        let new = sim.create(create).unwrap();
        sim.reshare(&new).unwrap();
        if let Some(old) = made.replace(new) {
            sim.trash(&old).unwrap();
        }
        println!("{requests}");
    }
}

#[test]
fn lives() {
    if !is_child("soak::lives") {
        return;
    }
    let [origin, token, folder] = ["TROVE_TEST_ORIGIN", "TROVE_TEST_TOKEN", "TROVE_TEST_FOLDER"]
        .map(|name| std::env::var(name).unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let paths = Paths::find(Some(Path::new(&folder))).unwrap();
        let clock = Arc::new(FastClock(Instant::now()));
        let origin = Origin::parse(&origin).unwrap();
        let app = App::with(paths, origin, Arc::new(NoHost), clock.clone(), Arc::new(SystemRandom)).unwrap();
        app.create_administrator("Ada".into(), PASSWORD.into()).await.unwrap();
        let settings = ProfileSettings { lock_after_minutes: 0, ..ProfileSettings::default() };
        app.set_profile_settings(settings).await.unwrap();
        app.connect_token(token.as_str().into()).await.unwrap();
        app.confirm_connection().await.unwrap();
        println!("\nready");
        let profile = app.start().await.unwrap().profiles.remove(0).id;
        for line in std::io::stdin().lines().map_while(Result::ok) {
            let end = clock.passed() + DAY;
            while clock.passed() < end {
                let asked = SearchRequest {
                    text: "words edited".into(),
                    limit: 20,
                    correct: true,
                    sort: SearchSort::Relevance,
                };
                let hits = app.search(asked).await.unwrap().hits;
                if let Some(hit) = hits.first() {
                    app.preview(&hit.id, "words".into(), true, None).await.unwrap();
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            app.index_caught_up().await.unwrap();
            app.lock().await.unwrap();
            app.sign_in(&profile, PASSWORD.into()).await.unwrap();
            let [memory, threads] = ["VmRSS:", "Threads:"].map(of_this_process);
            let handles = std::fs::read_dir("/proc/self/fd").unwrap().count();
            println!("{line} {memory} {threads} {handles} {}", size(Path::new(&folder)) / 1024);
        }
        app.shut_down().await;
    });
}

fn of_this_process(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size(&entry.path()),
        Ok(metadata) => metadata.len(),
        // It went meanwhile.
        Err(_) => 0,
    };
    entries.map(of).sum()
}

/// A process that answers a line with a line.
struct Asked {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Asked {
    fn new(mut child: Child) -> (Self, String) {
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut lines = BufReader::new(output).lines();
        let ready = lines.find_map(|line| line.unwrap().strip_prefix("ready").map(str::to_owned)).unwrap();
        (Self { child, input, lines }, ready)
    }

    fn ask(&mut self, line: &str) -> String {
        writeln!(self.input, "{line}").unwrap();
        self.lines.next().unwrap().unwrap()
    }

    fn end(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn weeks_take_no_more_than_days() {
    let days = std::env::var("TROVE_SOAK_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(DAYS);
    let (mut server, ready) = Asked::new(child("soak::serves").spawn().unwrap());
    let words: Vec<&str> = ready.split_whitespace().collect();
    let folder = tempfile::tempdir().unwrap();
    let app = child("soak::lives")
        .env("TROVE_TEST_ORIGIN", words[0])
        .env("TROVE_TEST_TOKEN", words[1])
        .env("TROVE_TEST_FOLDER", folder.path())
        .spawn();
    let (mut app, _) = Asked::new(app.unwrap());
    let mut lived: Vec<Day> = Vec::new();
    for day in 1..=days {
        let told = app.ask(&day.to_string());
        let mut day = [0; 5];
        told.split(' ').skip(1).zip(&mut day).for_each(|(number, to)| *to = number.parse().unwrap());
        day[4] = server.ask("day").parse().unwrap();
        println!("{:?}", Day(day));
        lived.push(Day(day));
    }
    app.end();
    server.end();
    if let Ok(file) = std::env::var("TROVE_SOAK_PLOT") {
        std::fs::write(file, plot(&lived)).unwrap();
    }
    // The first days fill what is kept anyway.
    let third = days / 3;
    // On the disk a log and an index that is being merged come and go, and so do threads for what
    // is done now and then: what stays is the least.
    let taken = |days: &[Day], measure: usize| {
        let days = days.iter().map(|day| day.0[measure]);
        let come_and_go = ["disk", "threads"].iter().any(|name| MEASURES[measure].starts_with(name));
        if come_and_go { days.min() } else { days.max() }.unwrap()
    };
    for (measure, name) in MEASURES.iter().enumerate().take(4) {
        let (early, late) = (taken(&lived[third..2 * third], measure), taken(&lived[2 * third..], measure));
        assert!(late <= early + early / 5, "{name}: {early}, later {late}");
    }
    assert!(lived.iter().all(|day| day.0[4] > 10), "it followed the workspace every day: {lived:?}");
}

/// One line for each measure, each as a part of its own greatest.
fn plot(lived: &[Day]) -> String {
    const WIDTH: usize = 640;
    const HEIGHT: usize = 90;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"12\">\n",
        WIDTH + 200,
        4 * (HEIGHT + 20) + 20
    );
    for (measure, name) in MEASURES.iter().enumerate().take(4) {
        let top = 20 + measure * (HEIGHT + 20);
        let most = lived.iter().map(|day| day.0[measure]).max().unwrap_or(1).max(1);
        let mut line = String::new();
        for (day, of) in lived.iter().enumerate() {
            let x = day * WIDTH / lived.len().saturating_sub(1).max(1);
            let y = top + HEIGHT - usize::try_from(of.0[measure] * HEIGHT as u64 / most).unwrap();
            let _ = write!(line, "{x},{y} ");
        }
        let last = lived.last().map_or(0, |day| day.0[measure]);
        let _ = writeln!(
            svg,
            "<path d=\"M0 {0}H{WIDTH}\" stroke=\"#999\"/><polyline points=\"{1}\" fill=\"none\" stroke=\"#0b6\" stroke-width=\"2\"/><text x=\"{2}\" y=\"{3}\">{name}</text><text x=\"{2}\" y=\"{4}\">most {most}, last {last}</text>",
            top + HEIGHT,
            line.trim(),
            WIDTH + 10,
            top + HEIGHT - 24,
            top + HEIGHT - 8
        );
    }
    let _ =
        writeln!(svg, "<text x=\"0\" y=\"{}\">{} days</text>\n</svg>", 4 * (HEIGHT + 20) + 15, lived.len());
    svg
}
