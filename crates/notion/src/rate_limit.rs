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
/// Requests per window on Notion's smaller plans, and on the larger ones.
const SMALL: u32 = 180;
const LARGE: u32 = 600;
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
            paused: Duration::ZERO,
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
    pub(crate) async fn admit(&self, place: Place, endpoint: Endpoint) -> Sent<'_> {
        let mut changes = self.changes.subscribe();
        self.change(|queue| queue.waiting.insert(place, endpoint));
        let _leave = Leave { limit: self, place };
        loop {
            changes.mark_unchanged();
            let turn = self.queue().turn(place, self.clock.monotonic(), self.clock.wall());
            match turn {
                Turn::Go => return Sent { limit: self, accepted: false },
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
                Turn::Go
            }
            _ => Turn::Behind,
        }
    }

    /// The earliest moment at which a place may go, were it alone; the end of time where
    /// only an answer can tell.
    fn opens(&self, place: Place, endpoint: Endpoint, now: Duration, wall: Timestamp) -> Duration {
        let endpoint = self.paused_endpoints.get(&endpoint).copied().unwrap_or_default();
        self.paused.max(endpoint).max(self.room(place.priority, now, wall))
    }

    /// When the budget has room.
    fn room(&self, priority: Priority, now: Duration, wall: Timestamp) -> Duration {
        let Some(budget) = self.budget() else { return Duration::ZERO };
        let limit = limit(budget, priority);
        let answered = self.in_the_last(WINDOW, now);
        let Some(over) = (answered + self.on_their_way).checked_sub(limit) else { return Duration::ZERO };
        // One at a time beyond what is known, so that one is refused at most.
        let probes = self.probes(wall) && self.on_their_way == 0 && answered < self::limit(LARGE, priority);
        if probes {
            return Duration::ZERO;
        }
        // Room again once so many are a window old that fewer than `limit` remain.
        let oldest = self.answered.len() - answered;
        self.answered.get(oldest + over).map_or(Duration::MAX, |at| at.saturating_add(WINDOW))
    }

    fn budget(&self) -> Option<u32> {
        match self.pace {
            Pace::Auto => Some(self.learnt.allowed.unwrap_or(SMALL).max(SMALL)),
            Pace::PerMinute(requests) => Some(requests.max(1)),
            Pace::Max => None,
        }
    }

    /// Whether more than what is known to be allowed may be tried.
    fn probes(&self, wall: Timestamp) -> bool {
        let calm = |refused| wall.since(refused).is_some_and(|since| since >= PROBE_AGAIN);
        self.pace == Pace::Auto && self.budget() < Some(LARGE) && self.learnt.refused.is_none_or(calm)
    }

    /// How many were answered in so much time before now.
    fn in_the_last(&self, time: Duration, now: Duration) -> usize {
        self.answered.len() - self.answered.partition_point(|at| at.saturating_add(time) <= now)
    }

    /// Notion has two kinds of plan. So many windows hold no more than the smaller allows in
    /// each; more than that were answered, so this is the larger one.
    fn learn_from_answers(&mut self, now: Duration) {
        let more_than = |seconds, windows: usize| {
            self.in_the_last(Duration::from_secs(seconds), now) > windows * SMALL as usize
        };
        if self.pace == Pace::Auto && (more_than(59, 2) || more_than(118, 3)) {
            self.learnt.allowed = Some(LARGE);
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
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;
    use trove_model::clock::{Boot, ManualClock, Sleep, Timestamp};

    const SECOND: Duration = Duration::from_secs(1);

    fn queue(budget: u32) -> Queue {
        at_pace(Pace::PerMinute(budget))
    }

    fn at_pace(pace: Pace) -> Queue {
        let clock = Arc::new(ManualClock::default());
        RateLimit::new(clock, pace).queue.into_inner().unwrap()
    }

    /// The moment as the wall clock has it.
    fn wall(now: Duration) -> Timestamp {
        Timestamp(i64::try_from(now.as_millis()).unwrap())
    }

    fn answer(queue: &mut Queue, now: Duration) {
        queue.on_their_way -= 1;
        queue.answered.push_back(now);
        queue.learn_from_answers(now);
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
                match queue.turn(place, now, wall(now)) {
                    Turn::Go => {
                        answer(queue, now);
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

    /// Answers take their time: a request that Notion may count late is not forgotten early.
    #[test]
    fn what_is_on_its_way_counts_until_a_window_after_its_answer() {
        let mut queue = queue(3);
        let mut table = String::new();
        let mut ask = |queue: &mut Queue, seconds: u32| {
            let now = seconds * SECOND;
            let place = arrive(queue, Priority::Interactive, Endpoint::Page);
            let turn = queue.turn(place, now, wall(now));
            queue.waiting.clear();
            table += &match turn {
                Turn::Go => format!("{seconds}: go\n"),
                Turn::Wait(wait) => format!("{seconds}: wait {wait:?}\n"),
                Turn::Behind => format!("{seconds}: wait for an answer\n"),
            };
        };
        ask(&mut queue, 1);
        ask(&mut queue, 1);
        ask(&mut queue, 2);
        ask(&mut queue, 2);
        ask(&mut queue, 70);
        answer(&mut queue, 80 * SECOND);
        ask(&mut queue, 80);
        answer(&mut queue, 81 * SECOND);
        ask(&mut queue, 130);
        ask(&mut queue, 140);
        ask(&mut queue, 140);
        expect![[r#"
            1: go
            1: go
            2: go
            2: wait for an answer
            70: wait for an answer
            80: wait 60s
            130: wait 10s
            140: go
            140: wait 1s
        "#]]
        .assert_eq(&table);
    }

    /// A server with fixed windows, and a client that asks as fast as it may: how many
    /// were answered in each minute, and how many refused.
    fn crawl(queue: &mut Queue, allowed: usize, latency: Duration, minutes: u32, began: u32) -> String {
        let (mut now, mut refused) = (SECOND, 0);
        let (mut window, mut used) = (Duration::ZERO, began as usize);
        let mut answered = vec![0; minutes as usize];
        let mut on_their_way: VecDeque<Duration> = VecDeque::new();
        while now < minutes * 60 * SECOND {
            while on_their_way.front().is_some_and(|at| *at <= now) {
                let at = on_their_way.pop_front().unwrap();
                if at >= window + WINDOW {
                    (window, used) = (at, 0);
                }
                used += 1;
                if used > allowed {
                    refused += 1;
                    queue.on_their_way -= 1;
                    queue.answered.push_back(at);
                    queue.learnt = Learnt { allowed: None, refused: Some(wall(at)) };
                    queue.paused = window + WINDOW;
                } else {
                    answered[(at.as_secs() / 60) as usize] += 1;
                    answer(queue, at);
                }
            }
            let place = arrive(queue, Priority::Background, Endpoint::PageMarkdown);
            let lanes = on_their_way.len() < 4;
            let turn = if lanes { queue.turn(place, now, wall(now)) } else { Turn::Behind };
            queue.waiting.clear();
            match turn {
                Turn::Go => on_their_way.push_back(now + latency),
                _ => now += Duration::from_millis(50),
            }
        }
        format!("{answered:?} refused {refused}, {:?}", queue.learnt.allowed)
    }

    #[test]
    fn auto_finds_out_what_is_allowed_with_one_refusal_an_hour() {
        let fast = Duration::from_millis(150);
        let mut table = String::new();
        for (what, pace, allowed, latency, minutes, began) in [
            ("180 a minute", Pace::PerMinute(180), 180, fast, 5, 0),
            ("180 a minute, slow", Pace::PerMinute(180), 180, 4 * fast, 5, 0),
            ("auto, small plan", Pace::Auto, 180, fast, 5, 0),
            ("auto, small plan, a window begun", Pace::Auto, 180, fast, 5, 1),
            ("auto, large plan", Pace::Auto, 600, fast, 5, 0),
            ("auto, large plan, slow", Pace::Auto, 600, 4 * fast, 5, 0),
        ] {
            let mut queue = at_pace(pace);
            table += &format!("{what}: {}\n", crawl(&mut queue, allowed, latency, minutes, began));
        }
        let mut queue = at_pace(Pace::Auto);
        let hours = crawl(&mut queue, 180, fast, 130, 0);
        table += &format!("auto, two hours: {}\n", hours.split(']').next_back().unwrap());
        expect![[r#"
            180 a minute: [177, 177, 177, 177, 177] refused 0, None
            180 a minute, slow: [177, 177, 177, 177, 177] refused 0, None
            auto, small plan: [180, 177, 177, 177, 177] refused 1, None
            auto, small plan, a window begun: [179, 177, 177, 177, 177] refused 1, None
            auto, large plan: [590, 590, 590, 590, 590] refused 0, Some(600)
            auto, large plan, slow: [230, 176, 176, 176, 176] refused 0, None
            auto, two hours:  refused 3, None
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn max_has_no_bound() {
        let mut queue = at_pace(Pace::Max);
        for _ in 0..10_000 {
            let place = arrive(&mut queue, Priority::Background, Endpoint::PageMarkdown);
            assert!(matches!(queue.turn(place, SECOND, wall(SECOND)), Turn::Go));
        }
        queue.paused = 2 * SECOND;
        let place = arrive(&mut queue, Priority::Interactive, Endpoint::PageMarkdown);
        assert!(
            matches!(queue.turn(place, SECOND, wall(SECOND)), Turn::Wait(SECOND)),
            "but waits when told to"
        );
    }

    proptest! {
        /// No 60 seconds, wherever they begin, hold more than the budget.
        #[test]
        fn no_window_holds_more_than_the_budget(
            budget in 1u32..20,
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
                prop_assert!(window <= budget as usize, "{} in the minute from {:?}", window, start);
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
        let limit = Arc::new(RateLimit::new(Arc::new(clock.clone()), Pace::PerMinute(100)));
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
        let limit = RateLimit::new(Arc::new(clock), Pace::PerMinute(1));
        limit.pause(Duration::from_secs(u64::MAX));
        limit.pause(SECOND);
        assert!(limit.paused_for() > Some(Duration::from_secs(u64::MAX / 2)));
        let never = limit.admit(limit.place(Priority::Interactive), Endpoint::Page);
        assert!(futures::FutureExt::now_or_never(never).is_none());
    }
}
