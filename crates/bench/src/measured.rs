//! Searching in a process that does nothing else: the binary runs itself again, so that
//! its memory and its times are those of a search, not of making a corpus.

use crate::built::Built;
use crate::titles::Titles;
use crate::{Stop, index_settings, machine, queries, today};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use trove_index::query::Query;
use trove_index::{Index, Memory};

/// Answers of one search.
pub const LIMIT: usize = 20;
/// All requests are made once to warm up, then so often; the median of each counts.
const RUNS: usize = 3;

/// What the other process found.
pub struct Measured {
    /// Milliseconds of each request, query by query, prefix by prefix.
    pub requests: Vec<f64>,
    /// Of these, milliseconds that the processor worked.
    pub worked: Vec<f64>,
    /// Milliseconds to open the index.
    pub open_ms: f64,
    /// Of these, milliseconds that processors worked.
    pub open_worked: f64,
    /// Megabytes after all requests.
    pub resident: f64,
    /// The most megabytes at any time.
    pub peak: f64,
    /// The most pages that one request looked at.
    pub looked_at: u64,
    pub segments: u64,
}

/// Types all of `typed`, key by key, against the index.
///
/// # Errors
/// The other process failed; what it said is on standard error.
pub fn measure(built: &Built, typed: &[&str], memory: Memory) -> Result<Measured, Stop> {
    let file = built.folder.join("typed.json");
    fs::write(&file, serde_json::to_vec(typed)?)?;
    let bound = match memory {
        Memory::All => 0,
        Memory::Bounded(bytes) => bytes,
    };
    let output = Command::new(std::env::current_exe()?)
        .args(["--measure".as_ref(), built.folder.as_os_str()])
        .args(["--pages", &built.pages.to_string(), "--chunk-bytes", &bound.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(Stop(format!("the measuring process failed ({})", output.status)));
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let number = |name: &str| told.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let whole = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
    let times = |name: &str| -> Vec<f64> {
        told.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_f64).collect()
    };
    Ok(Measured {
        requests: times("requests"),
        worked: times("worked"),
        open_ms: number("open_ms"),
        open_worked: number("open_worked"),
        resident: number("resident"),
        peak: number("peak"),
        looked_at: whole("looked_at"),
        segments: whole("segments"),
    })
}

/// The other process: opens, searches, says what it took.
///
/// # Errors
/// The index cannot be opened or read.
pub fn child(folder: &Path, pages: usize, chunk_bytes: usize) -> Result<String, Stop> {
    let typed: Vec<String> = serde_json::from_slice(&fs::read(folder.join("typed.json"))?)?;
    let titles = Titles::read(&folder.join("titles"), pages)?;
    let memory = if chunk_bytes == 0 { Memory::All } else { Memory::Bounded(chunk_bytes) };
    let (opening, before) = (Instant::now(), machine::worked_in_all());
    let index = Index::open(index_settings(&folder.join("index"), memory))?;
    let open_ms = opening.elapsed().as_secs_f64() * 1e3;
    let open_worked = machine::worked_in_all() - before;
    let searcher = index.searcher();
    let today = today();
    let prefixes: Vec<&str> = typed.iter().flat_map(|text| queries::prefixes(text)).collect();
    let mut times = vec![[0.0; RUNS]; prefixes.len()];
    let mut work = times.clone();
    let mut looked_at = 0;
    // All is typed once, then again: what is kept of one request shall help none but the next keys.
    for run in 0..=RUNS {
        for (at, prefix) in prefixes.iter().enumerate() {
            titles.take_asked();
            let (started, before) = (Instant::now(), machine::worked());
            let query = Query::parse(prefix, &today);
            let answer = searcher.search(&query, &titles, LIMIT, true)?;
            let (took, took_work) = (started.elapsed().as_secs_f64() * 1e3, machine::worked() - before);
            std::hint::black_box(answer);
            looked_at = looked_at.max(titles.take_asked());
            // The first warms up.
            let Some(run) = run.checked_sub(1) else { continue };
            for (all, took) in [(&mut times, took), (&mut work, took_work)] {
                all.get_mut(at).and_then(|runs| runs.get_mut(run)).into_iter().for_each(|time| *time = took);
            }
        }
    }
    let [requests, worked] = [times, work].map(|all| all.into_iter().map(median).collect::<Vec<f64>>());
    let (resident, peak) = machine::resident();
    let told = json!({
        "requests": requests, "worked": worked, "open_ms": open_ms, "open_worked": open_worked, "resident": resident, "peak": peak, "looked_at": looked_at,
        "segments": count_segments(folder)?,
    });
    Ok(told.to_string())
}

fn median(mut times: [f64; RUNS]) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times.get(RUNS / 2).copied().unwrap_or(f64::NAN)
}

/// By the files that hold word lists: one for each segment.
fn count_segments(folder: &Path) -> Result<u64, Stop> {
    let mut count = 0;
    for entry in fs::read_dir(folder.join("index"))? {
        count += u64::from(entry?.path().extension().is_some_and(|extension| extension == "term"));
    }
    Ok(count)
}
