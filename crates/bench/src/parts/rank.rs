//! From a key to the ids of the best pages, in order; beside SQLite's own full-text search.

use super::Context;
use crate::built::count;
use crate::measured::{LIMIT, Measured, measure};
use crate::peer::Fts5;
use crate::percentiles::Percentiles;
use crate::queries::{self, Query, prefixes};
use crate::report::{Report, Row, Target};
use crate::titles::Titles;
use crate::{Stop, machine, today};
use std::time::Instant;
use trove_index::Memory;
use trove_index::titles::scan;

/// The peer is slow: it answers each so manieth query.
const EVERY: usize = 4;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, built) = context.built(context.pages, report)?;
    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let ours = measure(&built, &typed, Memory::All)?;
    let held_out = queries::draw(&corpus, queries::HELD_OUT);
    let held_out: Vec<&str> = held_out.iter().map(|query| query.text.as_str()).collect();
    let others = measure(&built, &held_out, Memory::All)?;

    let peer = Fts5::build(&corpus, &context.folder.join("fts5.db"))?;
    peer.check_encrypted()?;
    let (mut theirs, mut same, mut at) = (Vec::new(), Vec::new(), 0);
    for (number, text) in typed.iter().enumerate() {
        for prefix in prefixes(text) {
            if number % EVERY == 0 {
                let mut times = [0.0; 2];
                for time in &mut times {
                    let started = Instant::now();
                    peer.search(prefix)?;
                    *time = started.elapsed().as_secs_f64() * 1e3;
                }
                theirs.push(times.into_iter().fold(f64::INFINITY, f64::min));
                same.extend(ours.requests.get(at).copied());
            }
            at += 1;
        }
    }
    let (all, theirs) = (Percentiles::of(ours.requests.iter().copied()), Percentiles::of(theirs));
    let ratio = theirs.at(99) / Percentiles::of(same).at(99);
    let pages = corpus.len();
    let method = format!(
        "{pages} pages ({}), {} queries typed key by key, {} requests, the median of 3 after one to warm up; \
         the index in memory, in a process of its own, {} segments",
        corpus.source(),
        typed.len(),
        ours.requests.len(),
        ours.segments
    );
    let mut add = |name, what: &str, value, unit, peer, target, how: String| {
        report.add(Row { name, what: what.to_owned(), value, unit, peer, target, how });
    };
    add(
        "rank_p50_ms",
        "key → ranked ids, median",
        all.at(50),
        "ms",
        Some(beside(theirs.at(50))),
        None,
        method.clone(),
    );
    let within = Some(Target::AtMost(1.0));
    let worked = Percentiles::of(ours.worked.iter().copied()).at(99);
    let worst = format!(
        "{method}; the processor worked {worked:.3} ms of it; 95 of 100 within {:.3} ms, the longest {:.2} ms, at most {} pages looked at; longest: {}",
        all.at(95),
        all.at(100),
        ours.looked_at,
        longest(&drawn, &ours)
    );
    add(
        "rank_p99_ms",
        "key → ranked ids, 99 of 100",
        all.at(99),
        "ms",
        Some(beside(theirs.at(99))),
        within,
        worst,
    );
    let held_out = Percentiles::of(others.requests.iter().copied());
    let how = "the same with queries of another seed, that no threshold was chosen by".to_owned();
    add(
        "rank_p99_ms_held_out",
        "the same, queries not seen before",
        held_out.at(99),
        "ms",
        None,
        within,
        how,
    );
    let how = format!(
        "FTS5 in SQLCipher: unicode61, prefix='2 3', bm25(10, 1), 20 rows, 128 MB cache; every {EVERY}th query, the \
         faster of two runs"
    );
    add("fts5_p99_ms", "SQLite FTS5 beside it, 99 of 100", theirs.at(99), "ms", None, None, how);
    let how = "99 of 100 of FTS5 over ours, the same requests in the same run".to_owned();
    add("fts5_over_rank", "times faster than FTS5", ratio, "×", None, Some(Target::AtLeast(50.0)), how);
    let titles = Titles::read(&built.titles(), built.pages)?;
    let mut scans = Vec::new();
    for prefix in typed.iter().step_by(EVERY).flat_map(|text| prefixes(text)) {
        let before = machine::worked();
        let query = trove_index::query::Query::parse(prefix, &today());
        std::hint::black_box(scan(&query, titles.iter(), LIMIT));
        scans.push(machine::worked() - before);
    }
    let scans = Percentiles::of(scans);
    let how = format!(
        "all titles looked through, as while there is no index; every {EVERY}th query, once, time of the processor; \
         half within {:.2} ms",
        scans.at(50)
    );
    let within = Some(Target::AtMost(5.0));
    add(
        "titles_p99_ms",
        "key → ranked ids by titles alone, 99 of 100",
        scans.at(99),
        "ms",
        None,
        within,
        how,
    );
    let how = format!(
        "the process that searched, after all requests; {:.0} MB at most; titles and index, without the store",
        ours.peak
    );
    add(
        "rank_rss_mb",
        "memory of a searching process",
        ours.resident,
        "MB",
        None,
        Some(Target::AtMost(250.0)),
        how,
    );
    let how = format!(
        "files in the page cache; {:.0} MB of index decrypted and opened; processors worked {:.0} ms of it",
        count(usize::try_from(built.on_disk()?).unwrap_or(0)) / 1e6,
        ours.open_worked
    );
    add("open_index_ms", "opening the index", ours.open_ms, "ms", None, Some(Target::AtMost(150.0)), how);
    Ok(())
}

fn beside(peer: f64) -> String {
    format!("FTS5 {peer:.1} ms")
}

/// The five longest requests, for whoever wants to know why.
fn longest(drawn: &[Query], ours: &Measured) -> String {
    let requests = drawn.iter().flat_map(|query| prefixes(&query.text));
    let mut timed: Vec<(&str, f64)> = requests.zip(ours.requests.iter().copied()).collect();
    timed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown: Vec<String> = timed.iter().take(5).map(|(text, ms)| format!("“{text}” {ms:.2}")).collect();
    shown.join(", ")
}
