//! What a whole crawl costs Notion, in requests, and what looking for changes without a stamp
//! costs from then on.

use crate::Stop;
use crate::built::count;
use crate::context::Context;
use crate::crawled::Crawler;
use crate::report::{Report, Row, Target};
use std::time::Instant;
use trove_model::Pace;
use trove_sim::Limit;
use trove_sync::schedule;

const PAGES: u32 = 5_000;
const PER_MINUTE: u32 = 180;
/// More than search lists from one end.
const MANY: u32 = 10_000;
/// Workspaces of so many pages are looked through in the background.
const SIZES: [(&str, u32); 3] =
    [("background_1000", 1_000), ("background_10000", 10_000), ("background_100000", 100_000)];

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let mut add = |name, what: &str, value, unit, target, how: String| {
        report.add(Row { name, what: what.to_owned(), value, unit, peer: None, target: Some(target), how });
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir_in(context.made()?)?;
    runtime.block_on(async {
        let started = Instant::now();
        let (limit, pace) = (Limit::PerMinute(PER_MINUTE), Pace::PerMinute(PER_MINUTE));
        let crawler = Crawler::new(&folder.path().join("crawl"), PAGES, limit, pace).await?;
        let first = crawler.list().await?;
        let listed = crawler.sim.log().len();
        crawler.read().await?;
        let cost = crawler.cost(PER_MINUTE as usize);
        let (bound, made_of) = crawler.bound().await?;
        crawler.store.close().await;
        let how = format!(
            "synthetic:{PAGES} of the local Notion at {PER_MINUTE} requests a minute in virtual time ({:.0} s of ours); at most for \
             {made_of}; first titles stored after {first} requests, all listed after {listed}",
            started.elapsed().as_secs_f64()
        );
        let most = Target::AtMost(count(bound));
        add("crawl_requests", "requests of a whole crawl", count(cost.requests), "", most, how.clone());
        let refused = "the same crawl; the local Notion counts as Notion does".to_owned();
        add("crawl_429", "of them refused", count(cost.refused), "", Target::AtMost(0.0), refused);
        let share = "the same crawl, all whole minutes but the last".to_owned();
        let least = Target::AtLeast(0.95);
        add("crawl_rate_share", "of what the pace allows", cost.rate_share, "", least, share);
        add(
            "crawl_first_title_requests",
            "requests until titles can be found",
            count(first),
            "",
            Target::AtMost(2.0),
            "the same crawl: the first progress that is told, after its transaction".to_owned(),
        );

        let crawler =
            Crawler::new(&folder.path().join("titles"), MANY, Limit::PerMinute(PER_MINUTE), pace).await?;
        crawler.list().await?;
        let stored = crawler.store.count_pages().await?;
        let asked = crawler.sim.log().iter().filter(|request| request.path.starts_with("/v1/search")).count();
        let others = crawler.sim.log().len() - asked;
        crawler.store.close().await;
        let how = format!(
            "synthetic:{MANY} listed at the same pace: {stored} pages and data sources by {asked} searches, then {others} requests \
             for where they sit"
        );
        let most = Target::AtMost(110.0);
        add("crawl_titles_requests", "requests for 10,000 titles", count(asked), "", most, how);

        let hourly = schedule::share_per_hour(Some(PER_MINUTE));
        for (name, pages) in SIZES {
            let folder = folder.path().join(pages.to_string());
            let crawler = Crawler::new(&folder, pages, Limit::None, Pace::Max).await?;
            crawler.list().await?;
            let sweep = crawler.sweep_cost().await?;
            crawler.store.close().await;
            let apart = schedule::between_listings(sweep, Some(PER_MINUTE));
            let listing = f64::from(sweep) * 3_600.0 / apart.as_secs_f64();
            let rest = hourly / 2;
            let how = format!(
                "synthetic:{pages}: everything is listed again by {sweep} requests every {} min, and at most {rest} requests an hour \
                 go into bodies read again and links asked for again, at {PER_MINUTE} requests a minute",
                apart.as_secs() / 60
            );
            add(
                name,
                &format!("requests an hour for what no stamp tells, {pages} pages"),
                listing.round() + f64::from(rest),
                "",
                Target::AtMost(f64::from(hourly)),
                how,
            );
        }
        Ok(())
    })
}
