//! What it costs Notion to keep up with it.

use crate::Stop;
use crate::built::count;
use crate::context::Context;
use crate::crawled::Crawler;
use crate::report::{Report, Row, Target};
use std::time::Duration;
use trove_model::Pace;
use trove_sim::{Edit, Limit};

const PAGES: u32 = 1_000;
const LATER: Duration = Duration::from_secs(3_600);

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir_in(context.made()?)?;
    let (idle, one) = runtime.block_on(async {
        let crawler = Crawler::new(folder.path(), PAGES, Limit::None, Pace::PerMinute(180)).await?;
        // The first one lists everything.
        crawler.refresh().await?;
        crawler.time.advance(LATER);
        let idle = crawler.refresh().await?;
        let world = crawler.sim.world(crawler.sim.internal_token());
        let page = world.into_iter().flatten().find(|seen| seen.object == "page" && !seen.in_trash);
        let page = page.ok_or_else(|| Stop("the local Notion has no page".to_owned()))?;
        crawler.time.advance(LATER);
        let edit = Edit {
            title: Some("Renamed meanwhile".to_owned()),
            markdown: Some("Another text.".to_owned()),
            ..Edit::default()
        };
        crawler.sim.edit(&page.id, edit).map_err(|why| Stop(format!("the edit was refused: {why:?}")))?;
        crawler.time.advance(LATER);
        let one = crawler.refresh().await?;
        crawler.store.close().await;
        Ok::<_, Stop>((idle, one))
    })?;
    let mut add = |name, what: &str, value, target, how: String| {
        let (what, target) = (what.to_owned(), Some(Target::AtMost(target)));
        report.add(Row { name, what, value: count(value), unit: "", peer: None, target, how });
    };
    let how =
        format!("{PAGES} pages known and read, an hour later: looking for changes, and for bodies to read");
    add("refresh_idle_requests", "requests when nothing changed", idle, 1.0, how);
    let how = "then one page with another title and body: found, and its body read".to_owned();
    add("refresh_one_requests", "requests when one page changed", one, 3.0, how);
    Ok(())
}
