//! How times and memory of ranking grow to a million pages, with the index in memory and
//! without. Not whole answers (`answer_million`).

use crate::Stop;
use crate::context::Context;
use crate::measured::{Measured, measure};
use crate::percentiles::Percentiles;
use crate::queries;
use crate::report::{Report, Row, Target};
use trove_index::Memory;

/// Pages measured, the main corpus besides.
const FEW: usize = 10_000;
pub(super) const MANY: usize = 1_000_000;
/// Chunks kept where memory is short.
const BOUND: usize = 192 << 20;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let few = p99(&at(context, report, FEW, Memory::All)?);
    let some = p99(&at(context, report, context.pages, Memory::All)?);
    let many = at(context, report, MANY, Memory::All)?;
    let low = at(context, report, MANY, Memory::Bounded(BOUND))?;
    let pages = context.pages;
    let mut add = |name, what: &str, value, unit, target, how: String| {
        report.add(Row { name, what: what.to_owned(), value, unit, peer: None, target: Some(target), how });
    };
    let how = format!(
        "99 of 100: {few:.3} ms at {FEW} pages, {some:.3} ms at {pages}, {:.3} ms at {MANY}; a hundred would be linear",
        p99(&many)
    );
    add(
        "rank_growth",
        "times slower with 100 times the pages",
        p99(&many) / few,
        "×",
        Target::AtMost(50.0),
        how,
    );
    let how = |measured: &Measured, mode: &str| {
        format!(
            "{mode}; ranks alone; half within {:.3} ms, the longest {:.2} ms, opened in {:.0} ms, {:.0} MB at most, {} segments",
            Percentiles::of(measured.requests.iter().copied()).at(50),
            Percentiles::of(measured.requests.iter().copied()).at(100),
            measured.open_ms,
            measured.peak,
            measured.segments
        )
    };
    let whole = how(&many, "the index in memory");
    add(
        "rank_p99_ms_1m",
        "key → ranked ids, a million pages",
        p99(&many),
        "ms",
        Target::AtMost(4.0),
        whole.clone(),
    );
    add("rank_rss_mb_1m", "memory for that", many.resident, "MB", Target::AtMost(900.0), whole);
    let chunks = how(&low, &format!("{} MB of decrypted chunks kept", BOUND / 1_000_000));
    add(
        "rank_p99_ms_1m_low",
        "the same in little memory",
        p99(&low),
        "ms",
        Target::AtMost(30.0),
        chunks.clone(),
    );
    add("rank_rss_mb_1m_low", "memory for that", low.resident, "MB", Target::AtMost(600.0), chunks);
    Ok(())
}

fn at(context: &mut Context, report: &mut Report, pages: usize, memory: Memory) -> Result<Measured, Stop> {
    let (corpus, built) = context.built(pages, report)?;
    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    measure(&built, &typed, memory)
}

fn p99(measured: &Measured) -> f64 {
    Percentiles::of(measured.requests.iter().copied()).at(99)
}
