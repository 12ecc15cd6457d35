//! Fault runs over the command line: while a workspace's requests have every kind of trouble,
//! commands are killed, run two at a time, and meet a disk that fails at the nth write. Whatever
//! happens, what was found once is found from then on, nothing is found that never was, a command
//! that fell short said so, and in the end everything is there.
//!
//! `TROVE_STORM_SEED=17` replays one run, `TROVE_STORM_RUNS=1000` makes more: see `StormsWanted`.
//! The workspace stands still: what moves in it are the storms' (`storm`).

use crate::desk::{Desk, PASSWORD, Ran};
use crate::storm::{PAGES, empty_desk, look, unnamed};
use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use trove_sim::{StormsWanted, Trouble};

const ACTS: usize = 7;

/// Requests go wrong, and nothing that was listed and read before goes with it.
const TROUBLES: &[Trouble] =
    &[Trouble::Passing, Trouble::DeadCursors, Trouble::StrayRefusals, Trouble::Hollow, Trouble::Bombs];

/// Whatever a command may end with, or the signal that ended it.
const ENDS: [i32; 10] = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 130];

/// A run of one seed.
struct Run {
    desk: Desk,
    dice: u64,
    /// By which words which pages were found.
    found: BTreeSet<(String, String)>,
    told: Vec<String>,
    wrong: Vec<String>,
}

/// What a command meets.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// Killed after so many milliseconds.
    Kill(u64),
    /// No file may grow beyond so many kilobytes.
    Small(u64),
    /// From the nth call on, the disk answers with an error.
    Disk {
        call: &'static str,
        nth: usize,
        error: &'static str,
    },
    Nothing,
}

impl Run {
    /// `SplitMix64`.
    fn below(&mut self, end: usize) -> usize {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn fate(&mut self) -> Fate {
        match self.below(5) {
            0 | 1 => Fate::Kill(20 + self.below(2_000) as u64),
            2 => Fate::Small(100 + self.below(900) as u64),
            3 if strace_is_here() => Fate::Disk {
                call: self.pick(&["pwrite64", "fdatasync,fsync", "rename,renameat,renameat2", "ftruncate"]),
                nth: 1 + self.below(40),
                error: self.pick(&["ENOSPC", "EIO", "EROFS", "EDQUOT"]),
            },
            _ => Fate::Nothing,
        }
    }

    fn start(&self, arguments: &[&str], fate: Fate) -> Child {
        let arguments = [arguments, &["--password-stdin"]].concat();
        let plain = self.desk.command(&arguments);
        let mut command = match fate {
            Fate::Kill(_) | Fate::Nothing => plain,
            Fate::Small(kilobytes) => {
                // The signal would end the process where the error is wanted.
                let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
                let mut command = Command::new("sh");
                command.args(["-c", &limit]).arg(plain.get_program()).args(plain.get_args());
                as_of(&plain, command)
            }
            Fate::Disk { call, nth, error } => {
                let mut command = Command::new("strace");
                command.args([
                    "-f",
                    "-qq",
                    "-o",
                    "/dev/null",
                    "--seccomp-bpf",
                    "-e",
                    &format!("trace={call}"),
                ]);
                command.args(["-e", &format!("inject={call}:error={error}:when={nth}+")]);
                command.arg(plain.get_program()).args(plain.get_args());
                as_of(&plain, command)
            }
        };
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // It may end before it has read it.
        let _ = std::io::Write::write_all(&mut input, format!("{PASSWORD}\n").as_bytes());
        child
    }

    /// Runs a command to its end, or to the end that it meets.
    fn act(&mut self, arguments: &[&str], fate: Fate) -> Ran {
        let mut child = self.start(arguments, fate);
        if let Fate::Kill(after) = fate {
            let start = Instant::now();
            while start.elapsed() < Duration::from_millis(after) && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_millis(5));
            }
            let _ = child.kill();
        }
        let ran = self.desk.finish(child);
        self.note(arguments, fate, &ran);
        ran
    }

    fn note(&mut self, arguments: &[&str], fate: Fate, ran: &Ran) {
        let said = ran.err.lines().last().unwrap_or_default();
        self.told.push(format!("{} {fate:?} ended with {}: {said}", arguments.join(" "), ran.code));
        let killed = matches!(fate, Fate::Kill(_)) && ran.code == -1;
        if ran.err.contains("panicked") || !ENDS.contains(&ran.code) || (ran.code == -1 && !killed) {
            self.wrong.push(format!("{} ended with {}: {}", arguments.join(" "), ran.code, ran.err));
        }
        // Nothing found is said by the code alone where it is asked to answer in lines.
        if !killed && ran.code > 1 && ran.err.trim().is_empty() {
            self.wrong.push(format!("{} ended with {} and said nothing", arguments.join(" "), ran.code));
        }
    }

    /// What was found before is found, and nothing that never was there.
    fn check(&mut self) {
        let looked = look(&self.desk);
        self.wrong.extend(looked.invisible.iter().map(|id| format!("{id} is found and was never there")));
        let lost: Vec<_> = self.found.difference(&looked.found).take(3).collect();
        self.wrong.extend(lost.iter().map(|(word, id)| format!("{id} is no longer found by {word}")));
        self.found = looked.found;
    }
}

/// The surroundings of one command for another.
fn as_of(plain: &Command, mut command: Command) -> Command {
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether calls can be made to fail here: the tool is there and may trace.
fn strace_is_here() -> bool {
    static HERE: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
        let here = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "true"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !here {
            println!("skipped: without strace no call to the disk is made to fail");
        }
        here
    });
    *HERE
}

/// Files of the index, which is made anew from the database whatever becomes of it.
fn index_files(run: &Run) -> Vec<std::path::PathBuf> {
    let cache = std::fs::read_dir(run.desk.data().join("cache")).into_iter().flatten().flatten();
    let folders = cache.map(|profile| profile.path().join("index"));
    folders
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect()
}

fn act(run: &mut Run) {
    let fate = run.fate();
    match run.below(10) {
        0..=3 => {
            run.act(&["sync", "--pace", "max"], fate);
        }
        4 => {
            run.act(&["sync", "--full", "--pace", "max"], fate);
        }
        // Two at once, of which one may be told that the other works.
        5 => {
            let first = run.start(&["sync", "--pace", "max"], Fate::Nothing);
            run.act(&["sync", "--pace", "max", "--json"], fate);
            let ran = run.desk.finish(first);
            run.note(&["sync", "--pace", "max"], Fate::Nothing, &ran);
        }
        6 => {
            let undo: &[&str] = if run.below(2) == 0 { &["--undo"] } else { &[] };
            run.act(&[&["profile", "sealed", "Ada"], undo].concat(), fate);
        }
        7 => {
            let files = index_files(run);
            if !files.is_empty() {
                let file = files[run.below(files.len())].clone();
                let mut bytes = std::fs::read(&file).unwrap();
                match run.below(3) {
                    0 => std::fs::remove_file(&file).unwrap(),
                    1 => std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
                    _ => {
                        let at = run.below(bytes.len().max(1));
                        bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 4);
                        std::fs::write(&file, bytes).unwrap();
                    }
                }
                run.told.push(format!("{} was damaged", file.file_name().unwrap().to_string_lossy()));
            }
            run.act(&["search", "anything"], fate);
        }
        8 => {
            run.act(&["doctor", "--repair", "--open"], fate);
        }
        _ => {
            run.act(&["coverage", "--json"], fate);
        }
    }
}

async fn run(seed: u64) -> Vec<String> {
    let desk = empty_desk(seed).await;
    desk.sim.storm(seed, PAGES, TROUBLES).unwrap();
    let mut run =
        Run { desk, dice: seed ^ 0x5eed, found: BTreeSet::new(), told: Vec::new(), wrong: Vec::new() };
    for _ in 0..ACTS {
        act(&mut run);
        run.check();
        if !run.wrong.is_empty() {
            break;
        }
    }
    run.told.extend(run.desk.sim.calm());
    // Everything is well again, and everything is there.
    if run.wrong.is_empty() {
        run.desk.sim.advance(Duration::from_secs(3_600));
        for arguments in [&["sync", "--full", "--pace", "max"][..], &["doctor", "--open"]] {
            let ran = run.act(arguments, Fate::Nothing);
            if ran.code != 0 {
                run.wrong.push(format!(
                    "{} ended with {}: {}{}",
                    arguments.join(" "),
                    ran.code,
                    ran.out,
                    ran.err
                ));
            }
        }
        run.check();
        let unnamed = unnamed(&run.desk, &look(&run.desk));
        run.wrong.extend(unnamed);
    }
    if !run.wrong.is_empty() {
        run.wrong.push(format!("what happened:\n  {}", run.told.join("\n  ")));
    }
    run.wrong
}

/// Checks 30, 31, 47, 48, 49.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_happens_to_a_command_loses_or_invents_anything() {
    let wanted = StormsWanted::from_environment(3).unwrap();
    let mut failed = Vec::new();
    for seed in wanted.seeds {
        let wrong = run(seed).await;
        if !wrong.is_empty() {
            failed.push(format!("TROVE_STORM_SEED={seed} replays this:\n{}", wrong.join("\n")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
