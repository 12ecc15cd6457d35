//! `cargo xtask bench`: builds and runs the figures.
//!
//! Not the figures: those are `crates/bench`, which knows its own options.

use std::process::ExitCode;

use crate::model;
use crate::outcome::Outcome;
use crate::place::{beside_us, root};
use crate::process::{cargo, run};

pub fn bench(words: &[String]) -> Outcome<ExitCode> {
    let texts = beside_us("bench-texts");
    let mut bench = cargo(&["run", "--release", "--locked", "--quiet", "--package", "trove-bench", "--"]);
    // Fetched once; a folder of the caller's comes later and wins.
    if !words.iter().any(|word| word.starts_with("--texts")) {
        bench.arg("--texts").arg(texts);
    }
    if let Some(model) = model::bring_if_possible() {
        bench.env(model::VARIABLE, model);
    }
    bench.args(words).current_dir(root());
    run(&mut bench).map(|()| ExitCode::SUCCESS)
}
