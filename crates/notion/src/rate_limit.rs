//! The one queue that all requests of a connection pass: who goes next, and when.
//!
//! Not here: what Notion's answers mean ([`crate::retry_policy`]) and sending.
//!
//! Notion counts requests per connection in fixed windows of 60 seconds whose start it
//! does not tell. Staying below the budget in *every* 60 seconds stays below it in
//! those. Source: <https://developers.notion.com/reference/request-limits>.

use crate::endpoint::Endpoint;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use trove_model::{Clock, Pace, Timestamp};

const WINDOW: Duration = Duration::from_secs(60);
/// After a refusal nothing beyond what is known to be allowed is tried for so long.
const PROBE_AGAIN: Duration = Duration::from_secs(3600);

/// Requests a person waits for go before those nobody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    Interactive,
    Background,
}

/// What [`Pace::Auto`] found out about a connection, to be kept from one run to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Learnt {
    /// So many requests a minute proved to be allowed, where that is more than every plan
    /// allows.
    pub allowed: Option<u32>,
    /// When Notion last refused one.
    pub refused: Option<Timestamp>,
}

/// A request's place in the queue. It keeps it through retries, so that a request
/// that was turned away is not overtaken by those that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    priority: Priority,
    number: u64,
}

/// Before which moment nothing of a workspace is asked: Notion also limits what all its
/// connections ask together, and tells whichever asks next.
#[derive(Debug, Default)]
pub struct WorkspacePause(Mutex<Duration>);

impl WorkspacePause {
    fn until(&self) -> Duration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn extend(&self, until: Duration) {
        let mut paused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *paused = until.max(*paused);
    }
}

pub(crate) struct RateLimit {
    clock: Arc<dyn Clock>,
    queue: Mutex<Queue>,
    /// Counts changes of `queue`, so that those who wait look again.
    changes: watch::Sender<u64>,
}

struct Queue {
    pace: Pace,
    learnt: Learnt,
    /// Requests that were sent and not answered yet. Notion may count them at any moment
    /// until their answer, so they count as long as they take and a window longer.
    on_their_way: usize,
    /// When the answers of the last two windows came, oldest first.
    answered: VecDeque<Duration>,
    /// When the last request nobody waits for was sent.
    sent: Option<Duration>,
    /// Nobody goes before this, or before what the workspace's connections share.
    paused: Duration,
    workspace: Arc<WorkspacePause>,
    paused_endpoints: HashMap<Endpoint, Duration>,
    waiting: BTreeMap<Place, Endpoint>,
    /// The number of the next place handed out.
    next: u64,
}

enum Turn {
    Go,
    /// First in line, but only after this long.
    Wait(Duration),
    /// Someone else is first, or everything depends on answers that are on their way.
    Behind,
}

impl RateLimit {
    pub(crate) fn new(clock: Arc<dyn Clock>, pace: Pace) -> Self {
        let queue = Queue {
            pace,
            learnt: Learnt::default(),
            on_their_way: 0,
            answered: VecDeque::new(),
            sent: None,
            paused: Duration::ZERO,
            workspace: Arc::default(),
            paused_endpoints: HashMap::new(),
            waiting: BTreeMap::new(),
            next: 0,
        };
        Self { clock, queue: Mutex::new(queue), changes: watch::Sender::new(0) }
    }

    pub(crate) fn set_pace(&self, pace: Pace) {
        self.change(|queue| queue.pace = pace);
    }

    pub(crate) fn learn(&self, learnt: Learnt) {
        self.change(|queue| queue.learnt = learnt);
    }

    pub(crate) fn learnt(&self) -> Learnt {
        self.queue().learnt
    }

    pub(crate) fn place(&self, priority: Priority) -> Place {
        let mut queue = self.queue();
        queue.next += 1;
        Place { priority, number: queue.next }
    }

    /// Returns when it is this place's turn to send one request.
    ///
    /// # Errors
    /// How long Notion has asked to wait, if that is longer than `patience`. Nothing is sent
    /// then, and whoever waits already hears of it at once.
    pub(crate) async fn admit(
        &self,
        place: Place,
        endpoint: Endpoint,
        patience: Duration,
    ) -> Result<Sent<'_>, Duration> {
        let mut changes = self.changes.subscribe();
        self.change(|queue| queue.waiting.insert(place, endpoint));
        let _leave = Leave { limit: self, place };
        loop {
            changes.mark_unchanged();
            if let Some(left) = self.held_back(endpoint).filter(|left| *left > patience) {
                return Err(left);
            }
            let turn = self.queue().turn(place, self.clock.monotonic(), self.clock.wall());
            match turn {
                Turn::Go => return Ok(Sent { limit: self, accepted: false }),
                // Only the first in line sleeps: the others are woken by its leaving.
                Turn::Wait(wait) => {
                    tokio::select! {
                        () = self.clock.sleep(wait) => {}
                        _ = changes.changed() => {}
                    }
                }
                Turn::Behind => {
                    // Never fails: `self` holds the sender.
                    let _ = changes.changed().await;
                }
            }
        }
    }

    /// Notion refused a request because this connection sent too many.
    pub(crate) fn refused(&self) {
        let now = self.clock.wall();
        self.change(|queue| queue.learnt = Learnt { allowed: None, refused: Some(now) });
    }

    /// Holds back every request that is not sent yet.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        self.change(|queue| queue.paused = queue.paused.max(until));
    }

    /// From now on waits as the others do that share this.
    pub(crate) fn share(&self, workspace: Arc<WorkspacePause>) {
        self.change(|queue| queue.workspace = workspace);
    }

    /// Holds back every request of the workspace. Those that wait look again before they go.
    pub(crate) fn pause_workspace(&self, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        self.change(|queue| queue.workspace.extend(until));
    }

    /// Holds back every request to this endpoint.
    pub(crate) fn pause_endpoint(&self, endpoint: Endpoint, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        self.change(|queue| {
            let paused = queue.paused_endpoints.entry(endpoint).or_default();
            *paused = until.max(*paused);
        });
    }

    /// How long Notion has asked the whole connection or its workspace to wait, if it has.
    pub(crate) fn paused_for(&self) -> Option<Duration> {
        let queue = self.queue();
        let paused = queue.paused.max(queue.workspace.until());
        paused.checked_sub(self.clock.monotonic()).filter(|left| !left.is_zero())
    }

    /// How long requests to this endpoint are held back, if they are.
    fn held_back(&self, endpoint: Endpoint) -> Option<Duration> {
        let queue = self.queue();
        let endpoint = queue.paused_endpoints.get(&endpoint).copied().unwrap_or_default();
        let paused = queue.paused.max(queue.workspace.until()).max(endpoint);
        paused.checked_sub(self.clock.monotonic()).filter(|left| !left.is_zero())
    }

    /// Requests a minute that are known to be allowed at the pace that is set.
    pub(crate) fn budget(&self) -> Option<u32> {
        self.queue().budget()
    }

    pub(crate) fn on_their_way(&self) -> usize {
        self.queue().on_their_way
    }

    pub(crate) fn last_minute(&self) -> u32 {
        let queue = self.queue();
        let sent = queue.in_the_last(WINDOW, self.clock.monotonic()) + queue.on_their_way;
        u32::try_from(sent).unwrap_or(u32::MAX)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Queue) -> T) {
        change(&mut self.queue());
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn turn(&mut self, place: Place, now: Duration, wall: Timestamp) -> Turn {
        while self.answered.front().is_some_and(|at| at.saturating_add(2 * WINDOW) <= now) {
            self.answered.pop_front();
        }
        let first = self
            .waiting
            .iter()
            .map(|(place, endpoint)| (self.opens(*place, *endpoint, now, wall).max(now), *place))
            .min();
        match first {
            Some((Duration::MAX, _)) => Turn::Behind,
            Some((opens, first)) if first == place => {
                if opens > now {
                    return Turn::Wait(opens - now);
                }
                self.waiting.remove(&place);
                self.on_their_way += 1;
                if place.priority == Priority::Background {
                    self.sent = Some(now);
                }
                Turn::Go
            }
            _ => Turn::Behind,
        }
    }

    /// The earliest moment at which a place may go, were it alone; the end of time where
    /// only an answer can tell.
    fn opens(&self, place: Place, endpoint: Endpoint, now: Duration, wall: Timestamp) -> Duration {
        let endpoint = self.paused_endpoints.get(&endpoint).copied().unwrap_or_default();
        self.paused.max(self.workspace.until()).max(endpoint).max(self.room(place.priority, now, wall))
    }

    /// When the budget has room.
    fn room(&self, priority: Priority, now: Duration, wall: Timestamp) -> Duration {
        let Some(budget) = self.budget() else { return Duration::ZERO };
        let limit = limit(budget, priority);
        let answered = self.in_the_last(WINDOW, now);
        let counted = answered + self.on_their_way;
        let Some(over) = counted.checked_sub(limit) else {
            // Half of the budget at once, so that the first titles are there soon; the rest at
            // even intervals, or each minute would begin with all of it and stand still. A bit
            // shorter than they might be, since whoever is woken is late.
            let evenly = priority == Priority::Background && counted >= limit / 2 && !self.probes(wall);
            return match self.sent {
                Some(sent) if evenly => sent.saturating_add(WINDOW * 9 / 10 / budget),
                _ => Duration::ZERO,
            };
        };
        // One at a time beyond what is known, so that one is refused at most.
        let probes = self.probes(wall)
            && self.on_their_way == 0
            && answered < self::limit(Pace::LARGEST_PLAN, priority);
        if probes {
            return Duration::ZERO;
        }
        // Room again once so many are a window old that fewer than `limit` remain.
        let oldest = self.answered.len() - answered;
        self.answered.get(oldest + over).map_or(Duration::MAX, |at| at.saturating_add(WINDOW))
    }

    fn budget(&self) -> Option<u32> {
        match self.pace {
            Pace::Auto => Some(self.learnt.allowed.unwrap_or(Pace::EVERY_PLAN).max(Pace::EVERY_PLAN)),
            Pace::PerMinute(requests) => Some(requests.max(1)),
            Pace::Max => None,
        }
    }

    /// Whether more than what is known to be allowed may be tried.
    fn probes(&self, wall: Timestamp) -> bool {
        let calm = |refused| wall.since(refused).is_some_and(|since| since >= PROBE_AGAIN);
        self.pace == Pace::Auto
            && self.budget() < Some(Pace::LARGEST_PLAN)
            && self.learnt.refused.is_none_or(calm)
    }

    /// How many were answered in so much time before now.
    fn in_the_last(&self, time: Duration, now: Duration) -> usize {
        self.answered.len() - self.answered.partition_point(|at| at.saturating_add(time) <= now)
    }

    /// Notion has two kinds of plan. So many windows hold no more than the smaller allows in
    /// each; more than that were answered, so this is the larger one.
    fn learn_from_answers(&mut self, now: Duration) {
        let more_than = |seconds, windows: usize| {
            self.in_the_last(Duration::from_secs(seconds), now) > windows * Pace::EVERY_PLAN as usize
        };
        if self.pace == Pace::Auto && (more_than(59, 2) || more_than(118, 3)) {
            self.learnt.allowed = Some(Pace::LARGEST_PLAN);
        }
    }
}

/// The part of the budget that background requests leave alone: otherwise a crawl that
/// spends the window at once makes the person wait for the rest of it.
fn limit(budget: u32, priority: Priority) -> usize {
    let reserve = match priority {
        Priority::Interactive => 0,
        Priority::Background => (budget / 60).max(1).min(budget - 1),
    };
    (budget - reserve) as usize
}

/// A request on its way. Dropped without an answer, it counts as one that was sent.
pub(crate) struct Sent<'a> {
    limit: &'a RateLimit,
    accepted: bool,
}

impl Sent<'_> {
    /// Notion answered, and not that there were too many.
    pub(crate) fn accepted(mut self) {
        self.accepted = true;
    }
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        let now = self.limit.clock.monotonic();
        self.limit.change(|queue| {
            queue.on_their_way -= 1;
            queue.answered.push_back(now);
            if self.accepted {
                queue.learn_from_answers(now);
            }
        });
    }
}

/// Leaves the queue on every way out of [`RateLimit::admit`], a cancelled one too.
struct Leave<'a> {
    limit: &'a RateLimit,
    place: Place,
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.limit.change(|queue| queue.waiting.remove(&self.place));
    }
}

#[cfg(test)]
mod tests;
