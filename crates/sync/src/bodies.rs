//! Reading bodies: which are read when, some side by side, and stored as they come.
//!
//! Not here: reading one (`attempt`), storing (`storing`), whose fault it is when one cannot
//! be read (`doubt`), and which pages wait (the store knows).
//!
//! While one transaction is written, what arrives is gathered for the next: at a slow pace
//! each body is stored at once, at full pace many share one. Killed at any moment, only
//! what was on its way is asked for again.

use crate::attempt::{Finished, Outcome, Reader};
use crate::doubt::{self, Blame, Doubt};
use crate::reading::{Rate, Reading, Tally};
use crate::storing::{Stored, Storing};
use crate::{SyncError, links, pacing, paths, prune};
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt as _};
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use trove_model::{Clock, ConnectionId, NotionId};
use trove_notion::{Learnt, Notion};
use trove_store::{BodyCounts, Store, ToRead};

/// Bodies in one transaction at most.
const AT_ONCE: usize = 32;
/// For each lane so many pages may be on their way or not stored yet.
const UNSTORED: usize = 4;
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
///
/// # Errors
/// [`SyncError`] where no page can be read. Trouble of Notion's own leaves the pages that
/// met it as they were, to be read at the next call.
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
    let run = Run {
        reader: Reader { notion, store, denied },
        storing: Storing { notion, store, connection, learnt },
        notion,
        store,
        connection,
        clock,
        progress,
        most_bytes: following.limits.bytes,
    };
    let mut state = State::new(counts, clock.monotonic());
    run.report(&state, 0);
    loop {
        run.until_nothing_waits(&mut state).await?;
        // What bodies name and no listing showed may bring more to read.
        if !links::ask(notion, store, connection).await? {
            break;
        }
    }
    paths::name_databases(notion, store, connection).await?;
    Ok(state.summary)
}

struct Run<'a> {
    reader: Reader<'a>,
    storing: Storing<'a>,
    notion: &'a Notion,
    store: &'a Store,
    connection: ConnectionId,
    clock: &'a dyn Clock,
    progress: &'a (dyn Fn(Reading) + Send + Sync),
    /// Of Markdown that is kept of this connection: beyond, what waits goes on waiting.
    most_bytes: u64,
}

struct State {
    queue: VecDeque<ToRead>,
    /// In the queue, on their way, or not stored yet.
    taken: HashSet<NotionId>,
    finished: Vec<Finished>,
    being_stored: usize,
    /// Stored since the store was last looked into.
    meanwhile: HashSet<NotionId>,
    /// There may be more in the store.
    more: bool,
    doubt: Doubt,
    /// How many were begun, and how many when the last doubt came up.
    begun: u64,
    begun_at_doubt: u64,
    /// One that was read: Notion can be asked for it to see whether it is well.
    control: Option<NotionId>,
    ended: Option<SyncError>,
    put_off: Vec<NotionId>,
    tally: Tally,
    counted: Duration,
    rate: Rate,
    summary: ReadSummary,
}

impl State {
    fn new(counts: BodyCounts, now: Duration) -> Self {
        Self {
            queue: VecDeque::new(),
            taken: HashSet::new(),
            finished: Vec::new(),
            being_stored: 0,
            meanwhile: HashSet::new(),
            more: true,
            doubt: Doubt::default(),
            begun: 0,
            begun_at_doubt: 0,
            control: None,
            ended: None,
            put_off: Vec::new(),
            tally: Tally(counts),
            counted: now,
            rate: Rate::since(now),
            summary: ReadSummary::default(),
        }
    }

    fn fail(&mut self, pages: Vec<(ToRead, trove_store::ReadFailure)>, at: trove_model::Timestamp) {
        let failed = |(page, why)| Finished { page, outcome: Outcome::Failed { why, at } };
        self.finished.extend(pages.into_iter().map(failed));
    }
}

/// What goes on at one time.
struct Underway<'a> {
    reading: FuturesUnordered<BoxFuture<'a, Event>>,
    storing: Option<BoxFuture<'a, Event>>,
    looking: Option<BoxFuture<'a, Event>>,
    probing: Option<BoxFuture<'a, Event>>,
}

/// What came to its end.
enum Event {
    Read {
        number: u64,
        page: ToRead,
        read: Result<Outcome, SyncError>,
    },
    Stored(Result<Stored, SyncError>),
    Looked(Result<Waiting, SyncError>),
    /// Whether Notion is well; `None` if nothing can be asked for to find out.
    Probed(Result<Option<bool>, SyncError>),
}

/// What a look into the store found.
struct Waiting {
    pages: Vec<ToRead>,
    counted: Option<BodyCounts>,
}

impl Underway<'_> {
    /// The next end; `None` when nothing goes on.
    async fn next(&mut self) -> Option<Event> {
        let event = tokio::select! {
            Some(event) = self.reading.next(), if !self.reading.is_empty() => event,
            event = end_of(&mut self.storing), if self.storing.is_some() => event,
            event = end_of(&mut self.looking), if self.looking.is_some() => event,
            event = end_of(&mut self.probing), if self.probing.is_some() => event,
            else => return None,
        };
        match &event {
            Event::Read { .. } => {}
            Event::Stored(_) => self.storing = None,
            Event::Looked(_) => self.looking = None,
            Event::Probed(_) => self.probing = None,
        }
        Some(event)
    }
}

/// What becomes of it, if it was begun.
async fn end_of<T>(begun: &mut Option<BoxFuture<'_, T>>) -> T {
    match begun {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

impl<'a> Run<'a> {
    /// Everything goes on side by side in one loop and nothing is waited for outside it: what
    /// is not looked at may hold what the other waits for.
    async fn until_nothing_waits(&self, state: &mut State) -> Result<(), SyncError> {
        let mut underway =
            Underway { reading: FuturesUnordered::new(), storing: None, looking: None, probing: None };
        state.more = true;
        loop {
            self.begin(state, &mut underway);
            match underway.next().await {
                None => break,
                Some(Event::Read { number, page, read }) => self.was_read(state, number, page, read),
                Some(Event::Stored(stored)) => self.was_stored(state, stored?),
                Some(Event::Looked(waiting)) => self.looked(state, waiting?),
                Some(Event::Probed(well)) => self.was_probed(state, well),
            }
            if state.ended.is_some() {
                // Those on their way are lost; what arrived is not.
                underway.reading.clear();
                underway.looking = None;
                underway.probing = None;
            }
        }
        self.store.put_off(&std::mem::take(&mut state.put_off), self.notion.now()).await?;
        state.ended.take().map_or(Ok(()), Err)
    }

    /// Begins what may begin.
    fn begin<'b>(&'b self, state: &mut State, underway: &mut Underway<'b>) {
        if underway.storing.is_none() && !state.finished.is_empty() {
            let some = state.finished.len().min(AT_ONCE);
            state.being_stored = some;
            let finished: Vec<Finished> = state.finished.drain(..some).collect();
            let many_gone = state.summary.removed >= prune::MANY;
            underway.storing =
                Some(Box::pin(async move { Event::Stored(self.storing.store(finished, many_gone).await) }));
        }
        if state.ended.is_some() {
            return;
        }
        if !state.doubt.is_strong() {
            self.begin_reading(state, underway);
        }
        if state.more && state.queue.is_empty() && underway.looking.is_none() {
            state.meanwhile.clear();
            underway.looking = Some(Box::pin(self.look(state)));
        }
        let idle = underway.reading.is_empty() && underway.looking.is_none() && state.queue.is_empty();
        let asks = state.doubt.is_strong() || (idle && !state.more && !state.doubt.is_empty());
        if asks && underway.reading.is_empty() && underway.probing.is_none() {
            underway.probing = Some(Box::pin(self.probe(state.control)));
        }
    }

    fn begin_reading<'b>(&'b self, state: &mut State, underway: &mut Underway<'b>) {
        let lanes = pacing::lanes(self.notion.budget());
        // What waits to be stored is bounded, too: a kill would lose it.
        while state.tally.0.bytes < self.most_bytes
            && underway.reading.len() < lanes
            && underway.reading.len() + state.finished.len() + state.being_stored < UNSTORED * lanes
            && let Some(page) = state.queue.pop_front()
        {
            state.begun += 1;
            let number = state.begun;
            underway.reading.push(Box::pin(async move {
                Event::Read { number, page, read: self.reader.read(page).await }
            }));
        }
    }

    fn was_read(&self, state: &mut State, number: u64, page: ToRead, read: Result<Outcome, SyncError>) {
        let at = self.notion.now();
        match read {
            Ok(outcome) => {
                // One that was begun before the trouble says nothing about it.
                if number > state.begun_at_doubt {
                    let own = state.doubt.settle();
                    state.fail(own, at);
                }
                if matches!(outcome, Outcome::Read { .. }) {
                    state.control = Some(page.page);
                }
                state.finished.push(Finished { page, outcome });
            }
            Err(SyncError::Notion(error)) => match doubt::blame(&error) {
                Blame::Page(why) => state.fail(vec![(page, why)], at),
                Blame::Either(why) => {
                    state.begun_at_doubt = state.begun;
                    state.doubt.raise(page, why, error);
                }
                Blame::Run => {
                    state.ended.get_or_insert(error.into());
                }
            },
            Err(error) => {
                state.ended.get_or_insert(error);
            }
        }
    }

    fn was_probed(&self, state: &mut State, well: Result<Option<bool>, SyncError>) {
        let well = match well {
            Ok(Some(well)) => well,
            // Nothing was ever read: those that were put off before have had their turn.
            Ok(None) => state.doubt.is_old(),
            Err(error) => {
                state.ended.get_or_insert(error);
                return;
            }
        };
        if well {
            let own = state.doubt.settle();
            state.fail(own, self.notion.now());
            return;
        }
        let (pages, last) = state.doubt.confirm();
        state.put_off.extend(pages.iter().map(|page| page.page));
        if let Some(error) = last {
            state.ended.get_or_insert(error.into());
        }
    }

    /// Asks for a page that was read before.
    async fn probe(&self, control: Option<NotionId>) -> Event {
        let control = match control {
            Some(page) => Ok(Some(page)),
            None => self.store.a_read_page(self.connection).await,
        };
        Event::Probed(match control {
            Err(error) => Err(error.into()),
            Ok(None) => Ok(None),
            Ok(Some(page)) => match self.notion.page_markdown(&page).await {
                Ok(_) => Ok(Some(true)),
                Err(error) => match doubt::blame(&error) {
                    Blame::Page(_) => Ok(Some(true)),
                    Blame::Either(_) => Ok(Some(false)),
                    Blame::Run if crate::lookup::is_absence(&error) => Ok(Some(true)),
                    Blame::Run => Err(error.into()),
                },
            },
        })
    }

    /// Pages that wait, those on their way among them.
    fn look(&self, state: &State) -> impl Future<Output = Event> + Send + use<'_, 'a> {
        let taken = u32::try_from(state.taken.len()).unwrap_or(u32::MAX);
        let limit = pacing::refill(self.notion.budget()).saturating_add(taken);
        let count = self.clock.monotonic().saturating_sub(state.counted) >= COUNTED;
        async move {
            let now = self.notion.now();
            let waiting = async {
                let pages = self.store.bodies_to_read(self.connection, now, limit).await?;
                let counted = match count {
                    true => Some(self.store.count_bodies(self.connection, now).await?),
                    false => None,
                };
                Ok(Waiting { pages, counted })
            };
            Event::Looked(waiting.await)
        }
    }

    fn looked(&self, state: &mut State, waiting: Waiting) {
        for page in waiting.pages {
            if !state.meanwhile.contains(&page.page) && state.taken.insert(page.page) {
                state.queue.push_back(page);
            }
        }
        // Nothing new: not before something was stored.
        state.more = !state.queue.is_empty() || !state.meanwhile.is_empty();
        if let Some(counts) = waiting.counted {
            state.tally = Tally(counts);
            state.counted = self.clock.monotonic();
        }
    }

    fn was_stored(&self, state: &mut State, stored: Stored) {
        state.being_stored = 0;
        state.more = true;
        state.tally.stored(&stored);
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
        self.report(state, stored.changed + stored.gone.len());
    }

    fn report(&self, state: &State, changed: usize) {
        let counts = state.tally.0;
        (self.progress)(Reading {
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
