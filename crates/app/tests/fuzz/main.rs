//! Whatever reads foreign bytes gets many that are nearly right: redirects, token replies, API
//! objects, Markdown, the vault's header, key file, registry, index files, backups, queries,
//! links.
//!
//! Inputs are made from seeds by a generator that starts with a number, so each is made again
//! from it. `TROVE_FUZZ=100000` makes so many for each reader instead of a few hundred;
//! `TROVE_FUZZ_FROM` starts elsewhere; `TROVE_RECORDED` adds recorded answers to the seeds.
//! There is no feedback from the code that runs: that wants another toolchain.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a panic in a test is its report"
)]

mod answers;
mod files;
mod mutation;
mod typed;

use mutation::{Random, mutated};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Inputs for each reader, as many as take a second or two.
const INPUTS: u64 = 400;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Calls `read` with inputs made of `seeds`; how many it took for good, of how many.
fn fuzz(reader: &str, seeds: &[Vec<u8>], read: impl Fn(&[u8]) -> bool) -> (u64, u64) {
    fuzz_with(reader, |random| mutated(seeds, random), read)
}

fn fuzz_with(
    reader: &str,
    made: impl Fn(&mut Random) -> Vec<u8>,
    read: impl Fn(&[u8]) -> bool,
) -> (u64, u64) {
    let (inputs, from) = (number("TROVE_FUZZ").unwrap_or(INPUTS), number("TROVE_FUZZ_FROM").unwrap_or(0));
    let mut taken = 0;
    for nth in from..from + inputs {
        let input = made(&mut Random::of(nth));
        match catch_unwind(AssertUnwindSafe(|| read(&input))) {
            Ok(good) => taken += u64::from(good),
            Err(_) => panic!("{reader} fails on input {nth}: {:?}", String::from_utf8_lossy(&input)),
        }
    }
    println!("{reader}: {taken} of {inputs} taken");
    (taken, inputs)
}

/// Both happen, or the inputs are too wild or too tame to show anything.
fn both((taken, inputs): (u64, u64)) {
    assert!(taken > 0, "everything is refused");
    assert!(taken < inputs, "nothing is refused");
}

fn seeds(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Recorded bodies below a folder, of a size that can be changed often.
fn recorded() -> Vec<Vec<u8>> {
    let Some(folder) = std::env::var_os("TROVE_RECORDED").map(PathBuf::from) else { return Vec::new() };
    let mut found = Vec::new();
    collect(&folder, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            let body = std::fs::read(&path).unwrap();
            found.extend((body.len() < 64 * 1024).then_some(body));
        }
    }
}
