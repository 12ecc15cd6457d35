//! What the index takes on disk, and how long making it takes.

use crate::Stop;
use crate::built::count;
use crate::context::Context;
use crate::report::{Report, Row, Target};

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, built) = context.built(context.pages, report)?;
    let on_disk = count(usize::try_from(built.on_disk()?).unwrap_or_default());
    let text = count(usize::try_from(built.text).unwrap_or_default());
    let pages = count(built.pages);
    report.add(Row {
        name: "index_ratio",
        what: "index on disk over text".to_owned(),
        value: on_disk / text,
        unit: "",
        peer: None,
        target: Some(Target::AtMost(0.55)),
        how: format!(
            "{pages} pages ({}): {:.1} MB over {:.1} MB",
            corpus.source(),
            on_disk / 1e6,
            text / 1e6
        ),
    });
    report.add(Row {
        name: "index_pages_per_s",
        what: "pages indexed each second, out of memory".to_owned(),
        value: built.pages_per_second(),
        unit: "/s",
        peer: None,
        target: None,
        how: format!(
            "{pages} pages of {:.2} KB in {:.1} s ({:.1} s of a processor) with commits, merges and encryption: one writer; pages made by another thread, \
             no database read",
            text / pages / 1e3,
            built.seconds,
            built.worked
        ),
    });
    Ok(())
}
