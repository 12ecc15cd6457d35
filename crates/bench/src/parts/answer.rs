//! From a key to twenty whole answers, with passages, as the app gives them; and what
//! stands before that: the index, made from the database.

use crate::Stop;
use crate::answered::{Answered, Doing, Memory, ask};
use crate::built::count;
use crate::context::Context;
use crate::percentiles::Percentiles;
use crate::queries::{self, prefixes};
use crate::report::{Report, Row, Target};

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, filled) = context.filled(context.pages, report)?;
    let mut add = |name, what: &str, value, unit, target, how: String| {
        report.add(Row { name, what: what.to_owned(), value, unit, peer: None, target, how });
    };
    let pages = count(filled.pages);
    let text = count(usize::try_from(filled.text).unwrap_or_default());
    add(
        "rebuild_pages_per_s",
        "pages indexed each second, from the database",
        pages / filled.seconds,
        "/s",
        Some(Target::AtLeast(2_500.0)),
        format!(
            "{pages} pages of {:.2} KB read from SQLCipher ({:.0} MB) and indexed in {:.1} s ({:.1} s of processors) with \
             commits, merges and encryption; one thread reads, which alone takes {:.1} s, and one writes, which takes the rest",
            text / pages / 1e3,
            count(usize::try_from(filled.database).unwrap_or_default()) / 1e6,
            filled.seconds,
            filled.worked,
            filled.reading
        ),
    );

    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let busy = ask(&filled, &typed, Doing::SearchAndEdit, Memory::Auto)?;
    let quiet = ask(&filled, &typed, Doing::Search, Memory::Auto)?;
    let (all, still) = (percentiles(&busy), percentiles(&quiet));
    let how = format!(
        "{pages} pages ({}) in a profile's database, {} queries typed key by key into the app, {} requests for 20 answers with \
         title, passages and path, each timed once after all were typed once; meanwhile {} pages were edited, stored and \
         committed every second or two; without that, half within {:.2} ms, 99 of 100 within {:.2} ms",
        corpus.source(),
        typed.len(),
        busy.requests.len(),
        busy.edited,
        still.at(50),
        still.at(99)
    );
    add("answer_p50_ms", "key → 20 whole answers, median", all.at(50), "ms", None, how.clone());
    let worst = format!(
        "{how}; 95 of 100 within {:.2} ms, the longest {:.2} ms; longest: {}",
        all.at(95),
        all.at(100),
        longest(&typed, &busy)
    );
    let within = Some(Target::AtMost(4.0));
    add("answer_p99_ms", "key → 20 whole answers, 99 of 100", all.at(99), "ms", within, worst);
    let how = format!(
        "the process that opened the profile and searched, after all requests, nothing changing: columns, index, database and \
         all; {:.0} MB at most; {:.0} MB where pages changed meanwhile",
        quiet.peak, busy.resident
    );
    let within = Some(Target::AtMost(250.0));
    add("rss_mb", "memory of the app without a window", quiet.resident, "MB", within, how);
    Ok(())
}

pub(super) fn percentiles(answered: &Answered) -> Percentiles {
    Percentiles::of(answered.requests.iter().copied())
}

/// The five longest requests, for whoever wants to know why.
pub(super) fn longest(typed: &[&str], answered: &Answered) -> String {
    let requests = typed.iter().flat_map(|text| prefixes(text));
    let mut timed: Vec<(&str, f64)> = requests.zip(answered.requests.iter().copied()).collect();
    timed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown: Vec<String> = timed.iter().take(5).map(|(text, ms)| format!("“{text}” {ms:.2}")).collect();
    shown.join(", ")
}
