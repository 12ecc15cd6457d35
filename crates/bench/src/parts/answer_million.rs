//! Whole answers of the app over a million pages, in both ways of holding the index.

use super::answer::{longest, percentiles};
use super::million::MANY;
use crate::Stop;
use crate::answered::{Answered, Doing, Memory, ask};
use crate::context::Context;
use crate::queries;
use crate::report::{Report, Row, Target};

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, filled) = context.filled(MANY, report)?;
    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let mut add = |name, what: &str, value, unit, most, how: &str| {
        let target = Some(Target::AtMost(most));
        report.add(Row { name, what: what.to_owned(), value, unit, peer: None, target, how: how.to_owned() });
    };
    let how = |busy: &Answered, quiet: &Answered, held: &str| {
        let (times, still) = (percentiles(busy), percentiles(quiet));
        format!(
            "{MANY} pages ({}) in a profile's database, read once before; {held}; {} queries typed key by key into the app, {} \
             requests, each timed once after all were typed once, while {} pages were edited; half within {:.2} ms, 95 of 100 \
             within {:.2} ms, the longest {:.2} ms; without edits 99 of 100 within {:.2} ms; first answer on titles after {:.0} \
             ms, by the index after {:.0} ms; memory after all requests, nothing changing, {:.0} MB at most, {:.0} MB where pages \
             changed meanwhile; longest: {}",
            corpus.source(),
            typed.len(),
            busy.requests.len(),
            busy.edited,
            times.at(50),
            times.at(95),
            times.at(100),
            still.at(99),
            quiet.open_titles_ms,
            quiet.open_full_ms,
            quiet.peak,
            busy.resident,
            longest(&typed, busy)
        )
    };
    for (memory, held) in [(Memory::Whole, "the index in memory"), (Memory::Pieces, "the index in pieces")] {
        let busy = ask(&filled, &typed, Doing::SearchAndEdit, memory)?;
        let quiet = ask(&filled, &typed, Doing::Search, memory)?;
        let (told, p99) = (how(&busy, &quiet, held), percentiles(&busy).at(99));
        if memory == Memory::Whole {
            add("answer_p99_ms_1m", "key → 20 whole answers, a million pages", p99, "ms", 8.0, &told);
            add("rss_mb_1m", "memory of the app for that", quiet.resident, "MB", 900.0, &told);
        } else {
            add("answer_p99_ms_1m_low", "the same in little memory", p99, "ms", 30.0, &told);
            add("rss_mb_1m_low", "memory of the app for that", quiet.resident, "MB", 600.0, &told);
        }
    }
    Ok(())
}
