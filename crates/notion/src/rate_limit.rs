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

    pub(crate) fn budget(&self) -> Option<u32> {
        u32::try_from(self.queue().budget).ok()
    }

    pub(crate) fn last_minute(&self) -> u32 {
        u32::try_from(self.queue().sent.len()).unwrap_or(u32::MAX)
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

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;
    use trove_model::clock::{Boot, ManualClock, Sleep, Timestamp};

    const SECOND: Duration = Duration::from_secs(1);

    fn queue(budget: usize) -> Queue {
        let clock = Arc::new(ManualClock::default());
        RateLimit::new(clock, budget).queue.into_inner().unwrap()
    }

    fn arrive(queue: &mut Queue, priority: Priority, endpoint: Endpoint) -> Place {
        queue.next += 1;
        let place = Place { priority, number: queue.next };
        queue.waiting.insert(place, endpoint);
        place
    }

    /// Lets everyone go who waits, as time passes: who went, and when.
    fn drain(queue: &mut Queue, mut now: Duration) -> Vec<(Duration, Place)> {
        let mut gone = Vec::new();
        while !queue.waiting.is_empty() {
            let places: Vec<Place> = queue.waiting.keys().copied().collect();
            let mut first = 0;
            for place in places {
                match queue.turn(place, now) {
                    Turn::Go => {
                        gone.push((now, place));
                        first += 1;
                    }
                    Turn::Wait(wait) => {
                        now += wait;
                        first += 1;
                    }
                    Turn::Behind => {}
                }
            }
            assert!(first > 0, "nobody is first");
        }
        gone
    }

    fn show(gone: &[(Duration, Place)]) -> String {
        let lines = gone.iter().map(|(at, place)| format!("{at:?} {:?} {}\n", place.priority, place.number));
        lines.collect()
    }

    #[test]
    fn interactive_requests_go_first_and_each_kind_in_its_order() {
        let mut queue = queue(100);
        for priority in
            [Priority::Background, Priority::Interactive, Priority::Background, Priority::Interactive]
        {
            arrive(&mut queue, priority, Endpoint::Search);
        }
        expect![[r#"
            1s Interactive 2
            1s Interactive 4
            1s Background 1
            1s Background 3
        "#]]
        .assert_eq(&show(&drain(&mut queue, SECOND)));
    }

    #[test]
    fn a_crawl_leaves_a_reserve_to_the_person() {
        let mut queue = queue(10);
        for _ in 0..12 {
            arrive(&mut queue, Priority::Background, Endpoint::PageMarkdown);
        }
        let gone = drain(&mut queue, SECOND);
        expect![[r#"
            1s Background 1
            1s Background 2
            1s Background 3
            1s Background 4
            1s Background 5
            1s Background 6
            1s Background 7
            1s Background 8
            1s Background 9
            61s Background 10
            61s Background 11
            61s Background 12
        "#]]
        .assert_eq(&show(&gone));
        let mut queue = self::queue(10);
        for _ in 0..9 {
            arrive(&mut queue, Priority::Background, Endpoint::PageMarkdown);
        }
        drain(&mut queue, SECOND);
        arrive(&mut queue, Priority::Background, Endpoint::PageMarkdown);
        arrive(&mut queue, Priority::Interactive, Endpoint::Search);
        expect![[r#"
            2s Interactive 11
            61s Background 10
        "#]]
        .assert_eq(&show(&drain(&mut queue, 2 * SECOND)));
    }

    #[test]
    fn a_paused_endpoint_does_not_hold_up_the_others() {
        let mut queue = queue(100);
        queue.paused_endpoints.insert(Endpoint::Search, 30 * SECOND);
        arrive(&mut queue, Priority::Interactive, Endpoint::Search);
        arrive(&mut queue, Priority::Background, Endpoint::Page);
        expect![[r#"
            1s Background 2
            30s Interactive 1
        "#]]
        .assert_eq(&show(&drain(&mut queue, SECOND)));
    }

    proptest! {
        /// No 60 seconds, wherever they begin, hold more than the budget.
        #[test]
        fn no_window_holds_more_than_the_budget(
            budget in 1usize..20,
            bursts in prop::collection::vec((0u64..90, prop::collection::vec(any::<bool>(), 1..30)), 1..8),
        ) {
            let mut queue = queue(budget);
            let mut now = SECOND;
            let mut sent = Vec::new();
            let mut asked = 0;
            for (pause, burst) in bursts {
                now += Duration::from_secs(pause);
                asked += burst.len();
                for interactive in burst {
                    let priority = if interactive { Priority::Interactive } else { Priority::Background };
                    arrive(&mut queue, priority, Endpoint::Page);
                }
                let gone = drain(&mut queue, now);
                now = gone.last().map_or(now, |(at, _)| *at);
                sent.extend(gone.into_iter().map(|(at, _)| at));
            }
            prop_assert_eq!(sent.len(), asked);
            for start in &sent {
                let window = sent.iter().filter(|at| *start <= **at && **at < *start + WINDOW).count();
                prop_assert!(window <= budget, "{} in the minute from {:?}", window, start);
            }
        }
    }

    /// A clock whose sleeps last until a test moves it.
    #[derive(Clone, Default)]
    struct HeldClock(Arc<watch::Sender<Duration>>);

    impl Clock for HeldClock {
        fn wall(&self) -> Timestamp {
            Timestamp(0)
        }

        fn monotonic(&self) -> Duration {
            *self.0.borrow()
        }

        fn boot(&self) -> Boot {
            Boot { id: None, elapsed: self.monotonic() }
        }

        fn sleep(&self, duration: Duration) -> Sleep {
            let until = self.monotonic().saturating_add(duration);
            let mut time = self.0.subscribe();
            Box::pin(async move {
                time.wait_for(|now| *now >= until).await.unwrap();
            })
        }
    }

    /// Three requests wait out a pause; the one for a person came last.
    #[tokio::test]
    async fn whoever_sleeps_first_is_overtaken_and_a_cancelled_one_is_forgotten() {
        let clock = HeldClock::default();
        let limit = Arc::new(RateLimit::new(Arc::new(clock.clone()), 100));
        limit.pause(10 * SECOND);
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (name, priority) in [
            ("cancelled", Priority::Background),
            ("crawl", Priority::Background),
            ("person", Priority::Interactive),
        ] {
            let (limit, order) = (Arc::clone(&limit), Arc::clone(&order));
            let place = limit.place(priority);
            tasks.push(tokio::spawn(async move {
                limit.admit(place, Endpoint::Page).await;
                order.lock().unwrap().push(name);
            }));
            tokio::task::yield_now().await;
        }
        tasks.remove(0).abort();
        clock.0.send_replace(9 * SECOND);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert_eq!(order.lock().unwrap().len(), 0, "someone went before the pause was over");
        assert_eq!(limit.paused_for(), Some(SECOND));
        clock.0.send_replace(10 * SECOND);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), ["person", "crawl"]);
        assert_eq!(limit.paused_for(), None);
        assert!(limit.queue().waiting.is_empty());
    }

    #[tokio::test]
    async fn a_pause_of_centuries_does_not_overflow() {
        let clock = HeldClock::default();
        clock.0.send_replace(SECOND);
        let limit = RateLimit::new(Arc::new(clock), 1);
        limit.pause(Duration::from_secs(u64::MAX));
        limit.pause(SECOND);
        assert!(limit.paused_for() > Some(Duration::from_secs(u64::MAX / 2)));
        let never = limit.admit(limit.place(Priority::Interactive), Endpoint::Page);
        assert!(futures::FutureExt::now_or_never(never).is_none());
    }
}
