//! From a key to the ids of the best pages, in order; beside SQLite's own full-text search.

use crate::built::{Built, count};
use crate::context::Context;
use crate::corpus::Corpus;
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
const WITHIN: Option<Target> = Some(Target::AtMost(1.0));

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, built) = context.built(context.pages, report)?;
    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let ours = measure(&built, &typed, Memory::All)?;
    let peer = Fts5::build(&corpus, &context.folder.join("fts5.db"))?;
    let theirs = beside(&peer, &typed, &ours)?;
    times(report, &corpus, &drawn, &ours, &theirs);
    held_out(report, &corpus, &built)?;
    titles_alone(report, &built, &typed)?;
    resources(report, &built, &ours)
}

/// What the peer took, and what ours took for the same requests.
struct Beside {
    theirs: Percentiles,
    ours: Percentiles,
}

fn beside(peer: &Fts5, typed: &[&str], ours: &Measured) -> Result<Beside, Stop> {
    peer.check_encrypted()?;
    let (mut theirs, mut same, mut at) = (Vec::new(), Vec::new(), 0);
    for (number, text) in typed.iter().enumerate() {
        for prefix in prefixes(text) {
            if number % EVERY == 0 {
                theirs.push(faster_of_two(|| peer.search(prefix).map(drop))?);
                same.extend(ours.requests.get(at).copied());
            }
            at += 1;
        }
    }
    Ok(Beside { theirs: Percentiles::of(theirs), ours: Percentiles::of(same) })
}

/// Milliseconds.
fn faster_of_two(mut run: impl FnMut() -> Result<(), Stop>) -> Result<f64, Stop> {
    let mut fastest = f64::INFINITY;
    for _ in 0..2 {
        let started = Instant::now();
        run()?;
        fastest = fastest.min(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(fastest)
}

fn row(name: &'static str, what: &str, value: f64, unit: &'static str, how: String) -> Row {
    Row { name, what: what.to_owned(), value, unit, peer: None, target: None, how }
}

fn times(report: &mut Report, corpus: &Corpus, drawn: &[Query], ours: &Measured, beside: &Beside) {
    let all = Percentiles::of(ours.requests.iter().copied());
    let method = format!(
        "{} pages ({}), {} queries typed key by key, {} requests, the median of 3 after one to warm up; \
         the index in memory, in a process of its own, {} segments",
        corpus.len(),
        corpus.source(),
        drawn.len(),
        ours.requests.len(),
        ours.segments
    );
    let peer = |share| Some(format!("FTS5 {:.1} ms", beside.theirs.at(share)));
    let median = row("rank_p50_ms", "key → ranked ids, median", all.at(50), "ms", method.clone());
    report.add(Row { peer: peer(50), ..median });
    let worked = Percentiles::of(ours.worked.iter().copied()).at(99);
    let worst = format!(
        "{method}; the processor worked {worked:.3} ms of it; 95 of 100 within {:.3} ms, the longest {:.2} ms, at most {} pages looked at; longest: {}",
        all.at(95),
        all.at(100),
        ours.looked_at,
        longest(drawn, ours)
    );
    let most = row("rank_p99_ms", "key → ranked ids, 99 of 100", all.at(99), "ms", worst);
    report.add(Row { peer: peer(99), target: WITHIN, ..most });
    let how = format!(
        "FTS5 in SQLCipher: unicode61, prefix='2 3', bm25(10, 1), 20 rows, 128 MB cache; every {EVERY}th query, the \
         faster of two runs"
    );
    let theirs = beside.theirs.at(99);
    report.add(row("fts5_p99_ms", "SQLite FTS5 beside it, 99 of 100", theirs, "ms", how));
    let how = "99 of 100 of FTS5 over ours, the same requests in the same run".to_owned();
    let ratio = row("fts5_over_rank", "times faster than FTS5", theirs / beside.ours.at(99), "×", how);
    report.add(Row { target: Some(Target::AtLeast(50.0)), ..ratio });
}

fn held_out(report: &mut Report, corpus: &Corpus, built: &Built) -> Result<(), Stop> {
    let drawn = queries::draw(corpus, queries::HELD_OUT);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let most = Percentiles::of(measure(built, &typed, Memory::All)?.requests).at(99);
    let how = "the same with queries of another seed, that no threshold was chosen by".to_owned();
    let row = row("rank_p99_ms_held_out", "the same, queries not seen before", most, "ms", how);
    report.add(Row { target: WITHIN, ..row });
    Ok(())
}

fn titles_alone(report: &mut Report, built: &Built, typed: &[&str]) -> Result<(), Stop> {
    let titles = Titles::read(&built.titles(), built.pages)?;
    let scans = typed.iter().step_by(EVERY).flat_map(|text| prefixes(text)).map(|prefix| {
        let before = machine::worked();
        let query = trove_index::query::Query::parse(prefix, &today());
        std::hint::black_box(scan(&query, titles.iter(), LIMIT));
        machine::worked() - before
    });
    let scans = Percentiles::of(scans.collect::<Vec<f64>>());
    let how = format!(
        "all titles looked through, as while there is no index; every {EVERY}th query, once, time of the processor; \
         half within {:.2} ms",
        scans.at(50)
    );
    let row = row("titles_p99_ms", "key → ranked ids by titles alone, 99 of 100", scans.at(99), "ms", how);
    report.add(Row { target: Some(Target::AtMost(5.0)), ..row });
    Ok(())
}

fn resources(report: &mut Report, built: &Built, ours: &Measured) -> Result<(), Stop> {
    let how = format!(
        "the process that searched, after all requests; {:.0} MB at most; titles and index, without the store",
        ours.peak
    );
    let memory = row("rank_rss_mb", "memory of a searching process", ours.resident, "MB", how);
    report.add(Row { target: Some(Target::AtMost(250.0)), ..memory });
    let how = format!(
        "files in the page cache; {:.0} MB of index decrypted and opened; processors worked {:.0} ms of it",
        count(usize::try_from(built.on_disk()?).unwrap_or(0)) / 1e6,
        ours.open_worked
    );
    let opening = row("open_index_ms", "opening the index", ours.open_ms, "ms", how);
    report.add(Row { target: Some(Target::AtMost(150.0)), ..opening });
    Ok(())
}

/// The five longest requests, for whoever wants to know why.
fn longest(drawn: &[Query], ours: &Measured) -> String {
    let requests = drawn.iter().flat_map(|query| prefixes(&query.text));
    let mut timed: Vec<(&str, f64)> = requests.zip(ours.requests.iter().copied()).collect();
    timed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown: Vec<String> = timed.iter().take(5).map(|(text, ms)| format!("“{text}” {ms:.2}")).collect();
    shown.join(", ")
}
