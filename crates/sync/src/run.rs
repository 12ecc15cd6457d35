//! Doing: carries out a [`Walk`]'s steps against Notion and the store.
//!
//! Not here: deciding (`plan`), and what a run does besides walking (`prune`, `paths`).

use crate::plan::{Order, Outcome, Part, Step, Walk, watermark};
use crate::rows::{self, Rows};
use crate::{SyncError, listed, pacing, paths, prune};
use std::sync::atomic::{AtomicUsize, Ordering};
use trove_model::{Clock, ConnectionId, Timestamp};
use trove_notion::{
    Direction, Found, Learnt, List, Notion, NotionError, ObjectFilter, QueryRequest, SearchFilter,
    SearchRequest, Sort,
};
use trove_store::{Following, Listed, ListingBatch, RowWalk, Store, SweepId};

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
/// Where Notion's search ends before everything is listed, the data sources are asked for
/// their rows; what is named in bodies besides is found while those are read. Cut short
/// there, the next call goes on where this one stopped.
///
/// `progress` is called after each transaction. Drop the future to stop.
pub async fn list_everything(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    clock: &dyn Clock,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, SyncError> {
    let following = pacing::begin(notion, store, connection).await?;
    let listed = everything(notion, store, connection, clock, progress).await;
    note(notion, store, connection, following).await?;
    listed
}

async fn everything(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    clock: &dyn Clock,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, SyncError> {
    let sweep = store.resume_sweep(connection, clock.wall()).await?;
    let run = Run { notion, store, connection, sweep, progress, removed: AtomicUsize::new(0) };
    let mut walk = Walk::everything();
    let outcome = run.walk(&mut walk, None).await?;
    let mut found = walk.found();
    if outcome.complete || outcome.capped {
        store.set_capped(connection, outcome.capped).await?;
    }
    if outcome.capped {
        found = run.beyond_search(found).await?;
    }
    let absent = store.finish_sweep(connection, sweep, clock.wall()).await?;
    run.mark(outcome).await?;
    if outcome.complete || outcome.capped {
        prune::confirm_absent(notion, store, connection, sweep, absent, || run.one_removed(found)).await?;
    }
    paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    if outcome.complete || outcome.capped {
        store.set_last_checked(connection, clock.wall()).await?;
    }
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
    let following = pacing::begin(notion, store, connection).await?;
    let polled = poll(notion, store, connection, since, clock, progress).await;
    note(notion, store, connection, following).await?;
    polled
}

async fn poll(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    since: Timestamp,
    clock: &dyn Clock,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Summary, SyncError> {
    let sweep = store.current_sweep(connection).await?;
    let changes = AtomicUsize::new(0);
    let counted = |step: Progress| {
        changes.fetch_add(step.changed, Ordering::Relaxed);
        progress(step);
    };
    let run = Run { notion, store, connection, sweep, progress: &counted, removed: AtomicUsize::new(0) };
    let mut walk = Walk::since(since);
    let outcome = run.walk(&mut walk, None).await?;
    let found = walk.found();
    // Short of its goal, the next poll must look as far back again.
    if outcome.complete {
        run.mark(outcome).await?;
        store.set_last_checked(connection, clock.wall()).await?;
    }
    if changes.load(Ordering::Relaxed) > 0 {
        paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    }
    Ok(run.summary(found, outcome))
}

/// Whatever became of a run, what it learnt about the pace is kept.
async fn note(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    following: Following,
) -> Result<(), SyncError> {
    let mut written = Learnt { allowed: following.allowed, refused: following.refused };
    match pacing::note(notion, store, connection, &mut written).await {
        // The connection was removed meanwhile: the run says so itself.
        Err(SyncError::Store(trove_store::StoreError::Closed)) => Ok(()),
        noted => noted,
    }
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
    async fn walk(&self, walk: &mut Walk, only: Option<ObjectFilter>) -> Result<Outcome, SyncError> {
        loop {
            let request = match walk.step() {
                Step::Done(outcome) => return Ok(*outcome),
                Step::Ask { order, cursor } => SearchRequest {
                    sort: Some(Sort::LastEdited(direction(*order))),
                    filter: only.map(|object| SearchFilter { object: Some(object), in_trash: None }),
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

    /// Data sources by themselves, of which search lists as many again, then the rows of
    /// each. How many pages and data sources were met in all.
    async fn beyond_search(&self, mut found: usize) -> Result<usize, SyncError> {
        let mut sources = Walk::everything();
        self.walk(&mut sources, Some(ObjectFilter::DataSource)).await?;
        loop {
            let walks = self.store.unwalked_sources(self.connection, self.sweep, 100).await?;
            if walks.is_empty() {
                return Ok(found);
            }
            for walk in walks {
                self.rows(walk, &mut found).await?;
            }
        }
    }

    async fn rows(&self, walk: RowWalk, found: &mut usize) -> Result<(), SyncError> {
        let mut rows = Rows::since(walk.created);
        while let rows::Step::Ask { since, cursor } = rows.step().clone() {
            let request = QueryRequest::oldest_first(since, cursor);
            match self.notion.query_data_source(&walk.source, &request).await {
                Ok(list) => {
                    let Part { pages, next, incomplete } = part(list);
                    rows.answered(pages.iter().map(|listed| listed.page.created), next, incomplete);
                    self.store_rows(pages, found).await?;
                    let met = RowWalk { created: rows.newest(), ..walk };
                    let ended = matches!(rows.step(), rows::Step::Done(_));
                    self.store.put_row_walk(self.connection, self.sweep, met, ended).await?;
                }
                Err(NotionError::InvalidCursor(_)) => rows.cursor_went_stale(),
                // Not shared any more, say: pruning asks about the data source itself.
                Err(error) if matches!(error, NotionError::NotFound(_)) || prune::says_nothing(&error) => {
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        let met = RowWalk { created: rows.newest(), ..walk };
        Ok(self.store.put_row_walk(self.connection, self.sweep, met, true).await?)
    }

    async fn store_rows(&self, rows: Vec<Listed>, found: &mut usize) -> Result<(), SyncError> {
        let pages: Vec<Listed> = rows.into_iter().filter(|listed| !listed.page.in_trash).collect();
        if !pages.is_empty() {
            let batch = ListingBatch { pages, sweep: self.sweep };
            let changed = self.store.apply_listing(self.connection, &batch).await?;
            *found += changed;
            (self.progress)(Progress { found: *found, changed });
        }
        Ok(())
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

    async fn mark(&self, outcome: Outcome) -> Result<(), SyncError> {
        if let Some(edited) = watermark(outcome.newest, self.notion.now()) {
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
