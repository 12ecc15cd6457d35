//! From keys in hand to the first answers.

use crate::Stop;
use crate::answered::{Doing, Memory, ask};
use crate::context::Context;
use crate::percentiles::Percentiles;
use crate::report::{Report, Row, Target};

/// Processes that open the profile, one after the other.
const RUNS: usize = 5;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (_, filled) = context.filled(context.pages, report)?;
    // Once to have all files in the page cache, and a vault made.
    ask(&filled, &[], Doing::Open, Memory::Auto)?;
    let (mut titles, mut full) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let opened = ask(&filled, &[], Doing::Open, Memory::Auto)?;
        titles.push(opened.open_titles_ms);
        full.push(opened.open_full_ms);
    }
    let (titles, full) = (Percentiles::of(titles), Percentiles::of(full));
    let how = |times: &Percentiles, what: &str| {
        format!(
            "{} pages, {RUNS} new processes, files in the page cache, the median ({:.0} to {:.0} ms): from the window's lock, \
             which the app takes first with the keys in hand, {what}",
            filled.pages,
            times.at(0),
            times.at(100)
        )
    };
    let mut add = |name, what: &str, value, how: String| {
        let target = Some(Target::AtMost(300.0));
        report.add(Row { name, what: what.to_owned(), value, unit: "ms", peer: None, target, how });
    };
    add(
        "open_titles_ms",
        "keys in hand → first answer on titles",
        titles.at(50),
        how(&titles, "over vault, database and all columns to 20 answers"),
    );
    add(
        "open_full_ms",
        "keys in hand → first answer by the index",
        full.at(50),
        how(&full, "with that answer on titles on the way, to the same with the index opened and decrypted"),
    );
    Ok(())
}
