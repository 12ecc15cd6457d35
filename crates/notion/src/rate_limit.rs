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
use trove_model::Clock;

const WINDOW: Duration = Duration::from_secs(60);
/// Requests per window on Notion's smaller plans.
pub(crate) const DEFAULT_BUDGET: usize = 180;

/// Requests a person waits for go before those nobody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    Interactive,
    Background,
}

/// A request's place in the queue. It keeps it through retries, so that a request
/// that was turned away is not overtaken by those that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    priority: Priority,
    number: u64,
}

pub(crate) struct RateLimit {
    clock: Arc<dyn Clock>,
    queue: Mutex<Queue>,
    /// Counts changes of `queue`, so that those who wait look again.
    changes: watch::Sender<u64>,
}

struct Queue {
    /// Requests per window.
    budget: usize,
    /// The part of the budget that background requests leave alone: otherwise a crawl
    /// that spends the window at once makes the person wait for the rest of it.
    reserve: usize,
    /// When the requests of the last window were admitted, oldest first.
    sent: VecDeque<Duration>,
    /// Nobody goes before this.
    paused: Duration,
    paused_endpoints: HashMap<Endpoint, Duration>,
    waiting: BTreeMap<Place, Endpoint>,
    /// The number of the next place handed out.
    next: u64,
}

enum Turn {
    Go,
    /// First in line, but only after this long.
    Wait(Duration),
    /// Someone else is first.
    Behind,
}

impl RateLimit {
    pub(crate) fn new(clock: Arc<dyn Clock>, budget: usize) -> Self {
        let budget = budget.max(1);
        let queue = Queue {
            budget,
            reserve: budget / 10,
            sent: VecDeque::new(),
            paused: Duration::ZERO,
            paused_endpoints: HashMap::new(),
            waiting: BTreeMap::new(),
            next: 0,
        };
        Self { clock, queue: Mutex::new(queue), changes: watch::Sender::new(0) }
    }

    pub(crate) fn place(&self, priority: Priority) -> Place {
        let mut queue = self.queue();
        queue.next += 1;
        Place { priority, number: queue.next }
    }

    /// Returns when it is this place's turn to send one request.
    pub(crate) async fn admit(&self, place: Place, endpoint: Endpoint) {
        let mut changes = self.changes.subscribe();
        self.change(|queue| queue.waiting.insert(place, endpoint));
        let _leave = Leave { limit: self, place };
        loop {
            changes.mark_unchanged();
            let turn = self.queue().turn(place, self.clock.monotonic());
            match turn {
                Turn::Go => return,
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

    /// Holds back every request that is not sent yet.
    pub(crate) fn pause(&self, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        self.change(|queue| queue.paused = queue.paused.max(until));
    }

    /// Holds back every request to this endpoint.
    pub(crate) fn pause_endpoint(&self, endpoint: Endpoint, wait: Duration) {
        let until = self.clock.monotonic().saturating_add(wait);
        self.change(|queue| {
            let paused = queue.paused_endpoints.entry(endpoint).or_default();
            *paused = until.max(*paused);
        });
    }

    /// How long Notion has asked the whole connection to wait, if it has.
    pub(crate) fn paused_for(&self) -> Option<Duration> {
        let paused = self.queue().paused;
        paused.checked_sub(self.clock.monotonic()).filter(|left| !left.is_zero())
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
    fn turn(&mut self, place: Place, now: Duration) -> Turn {
        while self.sent.front().is_some_and(|sent| sent.saturating_add(WINDOW) <= now) {
            self.sent.pop_front();
        }
        let first = self
            .waiting
            .iter()
            .map(|(place, endpoint)| (self.opens(*place, *endpoint).max(now), *place))
            .min();
        match first {
            Some((opens, first)) if first == place => {
                if opens > now {
                    return Turn::Wait(opens - now);
                }
                self.waiting.remove(&place);
                self.sent.push_back(now);
                Turn::Go
            }
            _ => Turn::Behind,
        }
    }

    /// The earliest moment at which a place may go, were it alone.
    fn opens(&self, place: Place, endpoint: Endpoint) -> Duration {
        let limit = match place.priority {
            Priority::Interactive => self.budget,
            Priority::Background => self.budget - self.reserve,
        };
        let budget = match self.sent.len().checked_sub(limit) {
            // Room again once so many are a window old that fewer than `limit` remain.
            Some(over) => self.sent.get(over).map_or(Duration::ZERO, |sent| sent.saturating_add(WINDOW)),
            None => Duration::ZERO,
        };
        let endpoint = self.paused_endpoints.get(&endpoint).copied().unwrap_or_default();
        self.paused.max(endpoint).max(budget)
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
