//! Listing: everything that a connection shows, or what is new.
//!
//! Not here: the walks (`walk`), what is asked when (`plan`), and when a listing is due
//! (`schedule`).

use crate::plan::Walk;
use crate::prune::Prune;
use crate::walk::{Progress, Walking};
use crate::{SyncError, pacing, paths};
use trove_model::{Clock, ConnectionId, Timestamp};
use trove_notion::{Learnt, Notion};
use trove_store::{Following, Store};

/// A run that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub found: usize,
    /// Pages this connection no longer sees.
    pub removed: usize,
    /// Pages that vanished with many others: they are kept for a while.
    pub missing: usize,
    /// False if Notion's search listed only some, so that what is missing says nothing.
    pub whole: bool,
    /// That was because it lists no more than so many (10,000 from either end).
    pub capped: bool,
}

/// Lists everything the connection sees, then finds what vanished and where pages sit.
///
/// Search may leave out what is shared, and may end before everything is listed: so the
/// data sources are asked for their rows, and what pages name besides is asked for while
/// bodies are read. Only a whole listing counts as one: until then the next call, and every
/// [`refresh`], lists again.
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
    let walking = Walking::new(notion, store, connection, sweep, progress).await?;
    let mut walk = Walk::everything(walking.most_met());
    let outcome = walking.search(&mut walk).await?;
    // All that is listed: of the newest and the oldest, if Notion lists no more; or as much as
    // is kept.
    let listed = outcome.whole || outcome.capped || outcome.full;
    if listed && !outcome.full {
        store.set_capped(connection, outcome.capped).await?;
    } else if !listed {
        store.set_short(connection, clock.wall()).await?;
    }
    let found = walking.all_rows(walk.found()).await?;
    walking.note_named().await?;
    let mut missing = 0;
    if listed {
        let absent = store.finish_sweep(connection, sweep, clock.wall()).await?;
        walking.mark(outcome).await?;
        // What was not looked at may be there.
        let absent = if outcome.full { Vec::new() } else { absent };
        let prune = Prune { notion, store, connection, sweep, now: notion.now() };
        let pruned = prune.absent(absent, || walking.one_removed(found)).await?;
        walking.asked(pruned.requests);
        missing = pruned.missing;
    }
    paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    if listed {
        store.set_last_checked(connection, clock.wall()).await?;
        store.set_sweep_cost(connection, walking.requests()).await?;
    }
    let (removed, whole, capped) = (walking.removed(), outcome.whole, outcome.capped);
    Ok(Summary { found, removed, missing, whole, capped })
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
    let walking = Walking::new(notion, store, connection, sweep, progress).await?;
    let mut walk = Walk::since(since, notion.now(), walking.most_met());
    let outcome = walking.search(&mut walk).await?;
    let found = walk.found();
    walking.note_named().await?;
    // Short of its goal, the next poll must look as far back again.
    if outcome.whole {
        walking.mark(outcome).await?;
        store.set_last_checked(connection, clock.wall()).await?;
    }
    // Also where nothing changed: the last run may have ended before it came to this.
    paths::resolve(notion, store, connection, |changed| progress(Progress { found, changed })).await?;
    let (removed, whole, capped) = (walking.removed(), outcome.whole, outcome.capped);
    Ok(Summary { found, removed, missing: 0, whole, capped })
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
