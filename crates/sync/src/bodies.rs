//! Reading bodies: carries out what [`Body`] decides for each page that waits, some side
//! by side, and stores them as they come.
//!
//! Not here: deciding (`body`), and which pages wait (the store knows).
//!
//! While one transaction is written, what arrives is gathered for the next: at a slow pace
//! each body is stored at once, at full pace many share one. Killed at any moment, only
//! what was on its way is asked for again.

use crate::body::{Answer, Body, Step, Whole};
use crate::prune::says_nothing;
use crate::reading::{Rate, Reading, Tally};
use crate::whole_properties::{self, WholeProperties};
use crate::{SyncError, links, pacing, paths};
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt as _};
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use trove_model::{Clock, ConnectionId, NotionId, Timestamp};
use trove_notion::{Learnt, Notion, NotionError};
use trove_store::{BodyCounts, ReadBody, ReadFailure, Store, ToRead};

/// Bodies in one transaction at most.
const AT_ONCE: usize = 32;
/// For each lane so many pages may be on their way or not stored yet.
const UNSTORED: usize = 4;
/// Pages whose answers break off or are Notion's own trouble, one after the other, before
/// it is not the page's fault.
const TROUBLE: u32 = 3;
/// Bytes of text whose reading takes longer than going to another thread for it, by far.
const LONG: usize = 64 << 10;
/// Within so much of a page's stamp another edit may bear the same one: stamps are rounded
/// down to the minute and two clocks never agree.
const UNSETTLED: Duration = Duration::from_secs(180);
/// How often what waits is counted again: listings run beside.
const COUNTED: Duration = Duration::from_secs(60);

/// A reading that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadSummary {
    /// Bodies that Notion gave.
    pub read: usize,
    /// Those of them that differ from what was stored.
    pub changed: usize,
    pub failed: usize,
    /// Pages that are gone or no longer shared.
    pub removed: usize,
}

/// Reads the bodies that wait, the last opened or edited first, until none does. Those that
/// were read right after their edit wait again a few minutes later.
///
/// `progress` is called after each transaction. Drop the future to stop; what was stored
/// stays.
pub async fn read_bodies(
    notion: &Notion,
    store: &Store,
    connection: ConnectionId,
    clock: &dyn Clock,
    progress: &(dyn Fn(Reading) + Send + Sync),
) -> Result<ReadSummary, SyncError> {
    let following = pacing::begin(notion, store, connection).await?;
    let denied = Arc::new(store.denied(connection).await?.into_iter().collect());
    let counts = store.count_bodies(connection, notion.now()).await?;
    let learnt = Mutex::new(Learnt { allowed: following.allowed, refused: following.refused });
    let run = Run { notion, store, connection, clock, denied, capped: following.capped, learnt };
    let mut state = State {
        queue: VecDeque::new(),
        taken: HashSet::new(),
        finished: Vec::new(),
        storing: 0,
        meanwhile: HashSet::new(),
        trouble: 0,
        tally: Tally(counts),
        counted: clock.monotonic(),
        rate: Rate::since(clock.monotonic()),
        summary: ReadSummary::default(),
    };
    run.report(&state, 0, progress);
    loop {
        run.until_nothing_waits(&mut state, progress).await?;
        // What bodies name and no listing showed may bring more to read.
        if !run.capped || !links::ask(notion, store, connection).await? {
            break;
        }
    }
    paths::name_databases(notion, store, connection).await?;
    Ok(state.summary)
}

struct Run<'a> {
    notion: &'a Notion,
    store: &'a Store,
    connection: ConnectionId,
    clock: &'a dyn Clock,
    denied: Arc<HashSet<NotionId>>,
    capped: bool,
    /// As it is written down.
    learnt: Mutex<Learnt>,
}

struct State {
    queue: VecDeque<ToRead>,
    /// In the queue, on their way, or not stored yet.
    taken: HashSet<NotionId>,
    finished: Vec<Finished>,
    storing: usize,
    /// Stored since the store was last looked into.
    meanwhile: HashSet<NotionId>,
    /// How many pages in a row met trouble.
    trouble: u32,
    tally: Tally,
    counted: Duration,
    rate: Rate,
    summary: ReadSummary,
}

/// What a look into the store found.
struct Waiting {
    pages: Vec<ToRead>,
    counted: Option<BodyCounts>,
}

/// A page that was asked for.
struct Finished {
    page: ToRead,
    outcome: Outcome,
}

enum Outcome {
    Read { whole: Whole, properties: Option<Box<WholeProperties>>, settled: bool, read: Timestamp },
    Failed { why: ReadFailure, at: Timestamp },
    Gone,
}

impl Run<'_> {
    /// Everything goes on side by side in one loop and nothing is waited for outside it: what
    /// is not looked at may hold what the other waits for.
    async fn until_nothing_waits(
        &self,
        state: &mut State,
        progress: &(dyn Fn(Reading) + Send + Sync),
    ) -> Result<(), SyncError> {
        let mut reading = FuturesUnordered::new();
        let mut storing: Option<BoxFuture<'_, Result<Stored, SyncError>>> = None;
        let mut looking: Option<BoxFuture<'_, Result<Waiting, SyncError>>> = None;
        let mut more = true;
        let mut ended: Option<SyncError> = None;
        loop {
            if ended.is_none() {
                let lanes = pacing::lanes(self.notion.budget());
                // What waits to be stored is bounded, too: a kill would lose it.
                while reading.len() < lanes
                    && reading.len() + state.finished.len() + state.storing < UNSTORED * lanes
                    && let Some(page) = state.queue.pop_front()
                {
                    reading.push(async move { (page, self.read(page).await) });
                }
                if more && state.queue.is_empty() && looking.is_none() {
                    state.meanwhile.clear();
                    looking = Some(Box::pin(self.waiting(state)));
                }
            }
            if storing.is_none() && !state.finished.is_empty() {
                let some = state.finished.len().min(AT_ONCE);
                state.storing = some;
                storing = Some(Box::pin(self.store(state.finished.drain(..some).collect())));
            }
            tokio::select! {
                Some((page, outcome)) = reading.next(), if !reading.is_empty() => match outcome {
                    Ok(outcome) => {
                        state.trouble = 0;
                        state.finished.push(Finished { page, outcome });
                    }
                    Err(error) => if let Some(error) = self.failed(state, page, error) {
                        // The others on their way are lost with this one; what arrived is not.
                        reading.clear();
                        looking = None;
                        ended.get_or_insert(error);
                    }
                },
                stored = next(&mut storing), if storing.is_some() => {
                    storing = None;
                    state.storing = 0;
                    self.stored(state, stored?, progress);
                    more = true;
                }
                waiting = next(&mut looking), if looking.is_some() => {
                    looking = None;
                    let Waiting { pages, counted } = waiting?;
                    for page in pages {
                        if !state.meanwhile.contains(&page.page) && state.taken.insert(page.page) {
                            state.queue.push_back(page);
                        }
                    }
                    // Nothing new: not before something was stored.
                    more = !state.queue.is_empty() || !state.meanwhile.is_empty();
                    if let Some(counts) = counted {
                        state.tally = Tally(counts);
                        state.counted = self.clock.monotonic();
                    }
                }
                else => return match ended {
                    Some(error) => Err(error),
                    None => Ok(()),
                },
            }
        }
    }

    /// Pages that wait, those on their way among them.
    fn waiting(&self, state: &State) -> impl Future<Output = Result<Waiting, SyncError>> + Send + '_ {
        let taken = u32::try_from(state.taken.len()).unwrap_or(u32::MAX);
        let limit = pacing::refill(self.notion.budget()).saturating_add(taken);
        let count = self.clock.monotonic().saturating_sub(state.counted) >= COUNTED;
        async move {
            let now = self.notion.now();
            let pages = self.store.bodies_to_read(self.connection, now, limit).await?;
            let counted = match count {
                true => Some(self.store.count_bodies(self.connection, now).await?),
                false => None,
            };
            Ok(Waiting { pages, counted })
        }
    }

    async fn read(&self, page: ToRead) -> Result<Outcome, SyncError> {
        let asked = self.notion.now();
        let mut body = Body::new(page.page, &self.denied);
        loop {
            let answer = match body.step().clone() {
                Step::Done => break,
                // Listed, it is a page of its own and no part of this one.
                Step::Markdown(id) if id != page.page && self.store.is_known(id).await? => {
                    body.answered(Answer::AnotherPage);
                    continue;
                }
                Step::Markdown(id) => self.notion.page_markdown(&id).await.map(Answer::Markdown),
                Step::Block(id) => self.notion.block(&id).await.map(|block| Answer::Block(Box::new(block))),
                Step::Children(id, cursor) => {
                    self.notion.block_children(&id, cursor.as_deref()).await.map(Answer::Children)
                }
            };
            let own = matches!(body.step(), Step::Markdown(id) if *id == page.page);
            let answer = match answer {
                Ok(answer) => answer,
                Err(NotionError::NotFound(_)) if own => return Ok(self.not_found(page.page).await?),
                Err(error) if own => return Err(error.into()),
                Err(NotionError::NotFound(_) | NotionError::Restricted(_)) => Answer::Denied,
                Err(NotionError::Refused(_)) => Answer::NotAPage,
                Err(NotionError::InvalidCursor(_)) => Answer::Nothing,
                Err(error) if says_nothing(&error) => Answer::Nothing,
                Err(error) => return Err(error.into()),
            };
            let size = if let Answer::Markdown(answer) = &answer { answer.markdown.len() } else { 0 };
            body = aside(size, move || {
                body.answered(answer);
                body
            })
            .await;
        }
        let properties = match page.cut {
            true => whole_properties::ask(self.notion, page.page).await?.map(Box::new),
            false => None,
        };
        let size = body.size();
        let (body, mut document) = aside(size, move || {
            let document = body.document();
            (body, document)
        })
        .await;
        let names = self.store.names(&document.unnamed()).await?;
        let whole = aside(size, move || {
            document.name(&names);
            body.whole(&document)
        })
        .await;
        let settled = settled(page.edited, asked, page.again);
        Ok(Outcome::Read { whole, properties, settled, read: self.notion.now() })
    }

    /// No body is no proof that the page is gone: that is asked of the page itself.
    async fn not_found(&self, page: NotionId) -> Result<Outcome, NotionError> {
        match self.notion.page(&page).await {
            Ok(page) if page.in_trash() => Ok(Outcome::Gone),
            Err(NotionError::NotFound(_)) => Ok(Outcome::Gone),
            Err(error) if !says_nothing(&error) => Err(error),
            _ => Ok(Outcome::Failed { why: ReadFailure::NotShared, at: self.notion.now() }),
        }
    }

    /// A failure is the page's own, or it ends the run.
    fn failed(&self, state: &mut State, page: ToRead, error: SyncError) -> Option<SyncError> {
        let SyncError::Notion(error) = error else { return Some(error) };
        let why = match &error {
            NotionError::Restricted(_) => ReadFailure::Restricted,
            error if says_nothing(error) => ReadFailure::NotUnderstood,
            NotionError::Server(_)
            | NotionError::Conflict(_)
            | NotionError::Timeout
            | NotionError::Interrupted
            | NotionError::NotNotion { .. } => {
                state.trouble += 1;
                ReadFailure::Trouble
            }
            _ => return Some(error.into()),
        };
        let at = self.notion.now();
        state.finished.push(Finished { page, outcome: Outcome::Failed { why, at } });
        (state.trouble >= TROUBLE).then(|| error.into())
    }

    async fn store(&self, finished: Vec<Finished>) -> Result<Stored, SyncError> {
        let mut stored = Stored::default();
        let mut bodies = Vec::new();
        for Finished { page, outcome } in finished {
            let id = page.page;
            match outcome {
                Outcome::Read { whole, properties, settled, read } => {
                    if let Some(WholeProperties { page, properties, .. }) = properties.as_deref() {
                        self.store.put_whole_properties(page, properties).await?;
                    }
                    if !whole.people.is_empty() {
                        self.store.put_mentioned_people(&whole.people).await?;
                    }
                    if !whole.databases.is_empty() {
                        self.store.name_databases(id, &whole.databases).await?;
                    }
                    if !whole.denied.is_empty() {
                        self.store.put_denied_parts(self.connection, id, &whole.denied).await?;
                    }
                    if self.capped && !whole.links.is_empty() {
                        self.store.put_links(self.connection, &whole.links).await?;
                    }
                    let Whole { markdown, parts, text, hash, lacking, .. } = whole;
                    if lacking || properties.is_some_and(|properties| properties.lacking) {
                        stored.lacking.push((id, read));
                    }
                    bodies.push(ReadBody {
                        page: id,
                        edited: page.edited,
                        read,
                        settled,
                        hash,
                        markdown,
                        parts,
                        text,
                    });
                    stored.read.push(page);
                }
                Outcome::Failed { why, at } => {
                    self.store.put_read_failure(id, why, at).await?;
                    stored.failed.push(page);
                }
                Outcome::Gone => {
                    self.store.forget_page_in(self.connection, id).await?;
                    stored.gone.push(page);
                }
            }
        }
        if !bodies.is_empty() {
            stored.changed = self.store.put_bodies(&bodies).await?;
        }
        // What there is of them is stored; the rest is tried again like any failure.
        for (id, at) in &stored.lacking {
            self.store.put_read_failure(*id, ReadFailure::NotUnderstood, *at).await?;
        }
        let mut written = *self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        pacing::note(self.notion, self.store, self.connection, &mut written).await?;
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = written;
        Ok(stored)
    }

    fn stored(&self, state: &mut State, stored: Stored, progress: &(dyn Fn(Reading) + Send + Sync)) {
        for page in &stored.read {
            state.tally.read(page.hash.is_none(), page.failed);
        }
        for page in &stored.failed {
            state.tally.failed(page.failed);
        }
        state.tally.0.failed += u32::try_from(stored.lacking.len()).unwrap_or(0);
        for page in &stored.gone {
            state.tally.gone(page.hash.is_none(), page.failed);
        }
        let pages = [&stored.read, &stored.failed, &stored.gone];
        for page in pages.into_iter().flatten() {
            state.taken.remove(&page.page);
            state.meanwhile.insert(page.page);
        }
        let finished: usize = pages.iter().map(|pages| pages.len()).sum();
        state.rate.finished(self.clock.monotonic(), u32::try_from(finished).unwrap_or(u32::MAX));
        state.summary.read += stored.read.len();
        state.summary.failed += stored.failed.len();
        state.summary.removed += stored.gone.len();
        state.summary.changed += stored.changed;
        self.report(state, stored.changed + stored.gone.len(), progress);
    }

    fn report(&self, state: &State, changed: usize, progress: &(dyn Fn(Reading) + Send + Sync)) {
        let counts = state.tally.0;
        progress(Reading {
            known: counts.known,
            read: counts.read,
            waiting: counts.waiting,
            failed: counts.failed,
            changed,
            per_minute: self.notion.requests_last_minute(),
            left: state.rate.left(self.clock.monotonic(), counts.waiting, self.notion.budget()),
        });
    }
}

/// What one transaction was about.
#[derive(Default)]
struct Stored {
    read: Vec<ToRead>,
    failed: Vec<ToRead>,
    gone: Vec<ToRead>,
    /// Read, but for some part.
    lacking: Vec<(NotionId, Timestamp)>,
    changed: usize,
}

/// What becomes of it, if it was begun.
async fn next<T>(begun: &mut Option<BoxFuture<'_, T>>) -> T {
    match begun {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

/// A long text is read aside: the threads that wait for answers stay free, and who locks the
/// profile waits for none of it.
async fn aside<T: Send + 'static>(size: usize, read: impl FnOnce() -> T + Send + 'static) -> T {
    if size < LONG {
        return read();
    }
    match tokio::task::spawn_blocking(read).await {
        Ok(read) => read,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime ends, and with it whoever waits.
            Err(_) => std::future::pending().await,
        },
    }
}

/// Whether no later edit can bear the stamp of the one that was read. Reading once more
/// settles it in any case, or a clock that is wrong would have a page read for ever.
fn settled(edited: Option<Timestamp>, asked: Timestamp, again: bool) -> bool {
    again || edited.is_none_or(|edited| asked.since(edited).is_some_and(|since| since >= UNSETTLED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_long_text_is_read_on_another_thread() {
        let here = std::thread::current().id();
        let reader = |size| aside(size, || std::thread::current().id());
        assert_eq!(reader(LONG - 1).await, here);
        assert_ne!(reader(LONG).await, here);
    }

    #[test]
    fn a_body_is_settled_when_its_minute_is_past() {
        let minute = |minutes: i64| Timestamp(minutes * 60_000);
        for (edited, asked, again, expected) in [
            (Some(10), 10, false, false),
            (Some(10), 12, false, false),
            (Some(10), 13, false, true),
            (Some(10), 12, true, true),
            (Some(10), 5, false, false),
            (Some(10), 5, true, true),
            (None, 5, false, true),
        ] {
            let edited = edited.map(minute);
            assert_eq!(settled(edited, minute(asked), again), expected, "{edited:?} {asked} {again}");
        }
    }
}
