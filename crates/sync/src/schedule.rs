//! When to look for what no stamp tells: what was shared, unshared or trashed, and bodies
//! that changed without their page. Pure.
//!
//! Not here: looking (`run`, `bodies`, `links`), and the clock.
//!
//! Polls cost one request and see none of this, so a small fixed share of what Notion
//! allows goes into it: half into listing everything again as often as that pays for, half
//! into asking again for what was named and not there, and into reading bodies again. A workspace of a few thousand pages is listed twice an hour.

use crate::SyncError;
use std::time::Duration;
use trove_model::{ConnectionId, Timestamp};
use trove_notion::Notion;
use trove_store::{Following, Store};

/// One request in so many.
const SHARE: u32 = 20;
/// Where Notion's limit is not known: that of its smaller plans.
const BUDGET: u32 = 180;
/// Listings are no closer than this, however little they cost,
const SOONEST: Duration = Duration::from_secs(30 * 60);
/// and no further apart, however much.
const LATEST: Duration = Duration::from_secs(24 * 60 * 60);
/// Where the last listing stopped short, the next is tried this soon.
const AFTER_SHORT: Duration = Duration::from_secs(5 * 60);

/// Requests an hour that go into looking for what no stamp tells.
pub fn share_per_hour(budget: Option<u32>) -> u32 {
    budget.unwrap_or(BUDGET).saturating_mul(60) / SHARE
}

/// How far apart whole listings are that cost so many requests each.
pub fn between_listings(cost: u32, budget: Option<u32>) -> Duration {
    let share = (share_per_hour(budget) / 2).max(1);
    Duration::from_secs(u64::from(cost) * 3_600 / u64::from(share)).clamp(SOONEST, LATEST)
}

/// Whether everything is to be listed again.
pub fn is_listing_due(
    last_listed: Option<Timestamp>,
    following: &Following,
    budget: Option<u32>,
    now: Timestamp,
) -> bool {
    // What is not listed yet is listed by the next poll in any case.
    let Some(last) = last_listed else { return true };
    let apart = match following.short_since {
        Some(_) => AFTER_SHORT,
        None => between_listings(following.sweep_cost.unwrap_or(0), budget),
    };
    // A clock that was put back makes it due.
    now.since(last).is_none_or(|age| age >= apart)
}

/// Lets some of what was named and not there be asked for again, and some bodies be read again,
/// those whose turn has come and as many as the share of so much time pays for: how many in
/// all. They are read with the others that wait.
///
/// # Errors
/// [`SyncError::Store`].
pub async fn look_again_in_turn(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    time: Duration,
) -> Result<u64, SyncError> {
    let hourly = u64::from(share_per_hour(notion.budget()) / 2);
    let some = u32::try_from(hourly * time.as_secs() / 3_600).unwrap_or(u32::MAX);
    let links = store.ask_due_links_again(connection, notion.now(), some / 2).await?;
    let rest = some.saturating_sub(u32::try_from(links).unwrap_or(u32::MAX));
    Ok(links + store.read_due_bodies_again(connection, notion.now(), rest).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use trove_model::Pace;

    #[test]
    fn the_share_pays_for_listings() {
        let mut table = String::new();
        for (pages, cost) in [(1_000, 22), (5_000, 127), (10_000, 230), (100_000, 1_400)] {
            for budget in [180, 600] {
                let apart = between_listings(cost, Some(budget));
                let hourly = f64::from(cost) * 3_600.0 / apart.as_secs_f64();
                table += &format!(
                    "{pages} pages at {budget}: every {} min, {hourly:.0} requests an hour of {}\n",
                    apart.as_secs() / 60,
                    budget * 60
                );
            }
        }
        expect![[r#"
            1000 pages at 180: every 30 min, 44 requests an hour of 10800
            1000 pages at 600: every 30 min, 44 requests an hour of 36000
            5000 pages at 180: every 30 min, 254 requests an hour of 10800
            5000 pages at 600: every 30 min, 254 requests an hour of 36000
            10000 pages at 180: every 51 min, 270 requests an hour of 10800
            10000 pages at 600: every 30 min, 460 requests an hour of 36000
            100000 pages at 180: every 311 min, 270 requests an hour of 10800
            100000 pages at 600: every 93 min, 900 requests an hour of 36000
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn a_listing_is_due_when_it_is_paid_for_or_was_cut_short() {
        let following = Following {
            pace: Pace::Auto,
            allowed: None,
            refused: None,
            last_checked: None,
            capped: false,
            short_since: None,
            sweep_cost: Some(20),
            limits: trove_store::Limits::default(),
        };
        let short = Following { short_since: Some(Timestamp(0)), ..following };
        let minute = |minutes: i64| Timestamp(minutes * 60_000);
        for (last, following, now, due) in [
            (None, following, 0, true),
            (Some(100), following, 129, false),
            (Some(100), following, 130, true),
            (Some(100), following, 90, true),
            (Some(100), short, 104, false),
            (Some(100), short, 105, true),
        ] {
            let told = is_listing_due(last.map(minute), &following, Some(180), minute(now));
            assert_eq!(told, due, "{last:?} {now}");
        }
    }
}
