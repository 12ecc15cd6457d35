//! Doing: carries out a [`Walk`]'s steps against Notion and the store.
//!
//! Not here: deciding (`plan`), and what a run does besides walking (`prune`, `paths`).

use crate::plan::{Order, Outcome, Part, Step, Walk, watermark};
use crate::{SyncError, listed, paths, prune};
use std::sync::atomic::{AtomicUsize, Ordering};
use trove_model::{Clock, ConnectionId};
use trove_notion::{Direction, Found, List, Notion, NotionError, SearchRequest, Sort};
use trove_store::{ListingBatch, Store, SweepId};

const PART_SIZE: u8 = 100;

/// Something was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages and data sources that this run has met so far.
    pub found: usize,
    /// How many of those just stored, removed or placed differ from before. With 0, a
    /// list on the screen is still right.
    pub changed: usize,
}

/// A run that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub found: usize,
    /// Pages this connection no longer sees.
    pub removed: usize,
    /// False if Notion listed only some (10,000 at most from either end), so that what
    /// is missing says nothing.
    pub complete: bool,
}

/// Lists everything the connection sees, then finds what vanished and where pages sit.
///
/// `progress` is called after each transaction. Drop the future to stop.
pub async fn list_everything(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    clock: &dyn Clock,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, SyncError> {
    let sweep = store.begin_sweep(connection).await?;
    let run = Run { notion, store, connection, sweep, progress, removed: AtomicUsize::new(0) };
    let mut walk = Walk::everything();
    let outcome = run.walk(&mut walk).await?;
    let found = walk.found();
    let absent = store.finish_sweep(connection, sweep, clock.wall()).await?;
    run.mark(outcome, clock).await?;
    if outcome.complete {
        prune::confirm_absent(notion, store, connection, sweep, absent, || run.one_removed(found)).await?;
    }
    paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    Ok(run.summary(found, outcome))
}

/// Lists what was edited since the last run: one request if nothing was. The first
/// time, everything.
///
/// What vanished stays until the next [`list_everything`].
pub async fn refresh(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    clock: &dyn Clock,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, SyncError> {
    let Some(since) = store.watermark(connection).await? else {
        return list_everything(notion, store, connection, clock, progress).await;
    };
    let sweep = store.current_sweep(connection).await?;
    let changes = AtomicUsize::new(0);
    let counted = |step: Progress| {
        changes.fetch_add(step.changed, Ordering::Relaxed);
        progress(step);
    };
    let run = Run { notion, store, connection, sweep, progress: &counted, removed: AtomicUsize::new(0) };
    let mut walk = Walk::since(since);
    let outcome = run.walk(&mut walk).await?;
    let found = walk.found();
    // Short of its goal, the next poll must look as far back again.
    if outcome.complete {
        run.mark(outcome, clock).await?;
    }
    if changes.load(Ordering::Relaxed) > 0 {
        paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    }
    Ok(run.summary(found, outcome))
}

struct Run<'a> {
    notion: &'a Notion,
    store: &'a Store,
    connection: ConnectionId,
    sweep: SweepId,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
    removed: AtomicUsize,
}

impl Run<'_> {
    async fn walk(&self, walk: &mut Walk) -> Result<Outcome, SyncError> {
        loop {
            let request = match walk.step() {
                Step::Done(outcome) => return Ok(*outcome),
                Step::Ask { order, cursor } => SearchRequest {
                    sort: Some(Sort::LastEdited(direction(*order))),
                    start_cursor: cursor.clone(),
                    page_size: Some(PART_SIZE),
                    ..SearchRequest::default()
                },
            };
            match self.notion.search(&request).await {
                Ok(list) => self.store_part(walk, part(list)).await?,
                Err(NotionError::InvalidCursor(_)) => walk.cursor_went_stale(),
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn store_part(&self, walk: &mut Walk, part: Part) -> Result<(), SyncError> {
        let sorted = walk.answered(part);
        for page in sorted.forget {
            if self.store.forget_page_in(self.connection, page).await? {
                self.one_removed(walk.found());
            }
        }
        if !sorted.store.is_empty() {
            let batch = ListingBatch { pages: sorted.store, sweep: self.sweep };
            let changed = self.store.apply_listing(self.connection, &batch).await?;
            (self.progress)(Progress { found: walk.found(), changed });
        }
        Ok(())
    }

    async fn mark(&self, outcome: Outcome, clock: &dyn Clock) -> Result<(), SyncError> {
        if let Some(edited) = watermark(outcome.newest, clock.wall()) {
            self.store.set_watermark(self.connection, edited).await?;
        }
        Ok(())
    }

    fn one_removed(&self, found: usize) {
        self.removed.fetch_add(1, Ordering::Relaxed);
        (self.progress)(Progress { found, changed: 1 });
    }

    fn summary(&self, found: usize, outcome: Outcome) -> Summary {
        Summary { found, removed: self.removed.load(Ordering::Relaxed), complete: outcome.complete }
    }
}

fn direction(order: Order) -> Direction {
    match order {
        Order::NewestFirst => Direction::Descending,
        Order::OldestFirst => Direction::Ascending,
    }
}

fn part(list: List<Found>) -> Part {
    Part {
        next: list.next().map(str::to_owned),
        incomplete: list.is_incomplete(),
        pages: list.results.into_iter().filter_map(listed::of).collect(),
    }
}
