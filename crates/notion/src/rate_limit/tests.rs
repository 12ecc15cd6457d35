//! The queue under a moved clock: who goes, when, and how a probe for more ends.

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
    for priority in [Priority::Background, Priority::Interactive, Priority::Background, Priority::Interactive]
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
        6.4s Background 5
        11.8s Background 6
        17.2s Background 7
        22.6s Background 8
        28s Background 9
        61s Background 10
        66.4s Background 11
        71.8s Background 12
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
/// were answered in each minute, and how many refused; and after the second minute, the
/// longest time without an answer.
fn crawl(queue: &mut Queue, allowed: usize, latency: Duration, minutes: u32, began: u32) -> String {
    let (mut now, mut refused) = (SECOND, 0);
    let (mut window, mut used) = (Duration::ZERO, began as usize);
    let mut answered = vec![0; minutes as usize];
    let (mut last, mut still) = (2 * WINDOW, Duration::ZERO);
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
                if at > last {
                    still = still.max(at - last);
                    last = at;
                }
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
    format!("{answered:?} refused {refused}, {:?}, still for {still:?}", queue.learnt.allowed)
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
        180 a minute: [177, 177, 177, 177, 177] refused 0, None, still for 7.35s
        180 a minute, slow: [177, 177, 177, 177, 177] refused 0, None, still for 7.8s
        auto, small plan: [180, 177, 177, 177, 177] refused 1, None, still for 7.35s
        auto, small plan, a window begun: [179, 177, 177, 177, 177] refused 1, None, still for 7.35s
        auto, large plan: [590, 587, 589, 588, 589] refused 0, Some(600), still for 1.25s
        auto, large plan, slow: [230, 176, 176, 176, 176] refused 0, None, still for 600ms
        auto, two hours:  refused 3, None, still for 10.2s
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
    assert!(matches!(queue.turn(place, SECOND, wall(SECOND)), Turn::Wait(SECOND)), "but waits when told to");
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
            limit.admit(place, Endpoint::Page, Duration::MAX).await.unwrap();
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

/// Check 50.
#[tokio::test]
async fn a_pause_of_centuries_does_not_overflow() {
    let clock = HeldClock::default();
    clock.0.send_replace(SECOND);
    let limit = RateLimit::new(Arc::new(clock), Pace::PerMinute(1));
    limit.pause(Duration::from_secs(u64::MAX));
    limit.pause(SECOND);
    assert!(limit.paused_for() > Some(Duration::from_secs(u64::MAX / 2)));
    let never = limit.admit(limit.place(Priority::Interactive), Endpoint::Page, Duration::MAX);
    assert!(futures::FutureExt::now_or_never(never).is_none());
}

/// Of hours, say: nobody shall sit before a command that says nothing.
#[tokio::test]
async fn a_pause_beyond_patience_is_told_to_who_waits_and_who_comes() {
    let clock = HeldClock::default();
    let limit = Arc::new(RateLimit::new(Arc::new(clock.clone()), Pace::PerMinute(100)));
    let patience = 60 * SECOND;
    limit.pause(30 * SECOND);
    let (waiting, place) = (Arc::clone(&limit), limit.place(Priority::Background));
    let waiting = tokio::spawn(async move { waiting.admit(place, Endpoint::Page, patience).await.map(drop) });
    tokio::task::yield_now().await;
    limit.pause(3600 * SECOND);
    assert_eq!(waiting.await.unwrap(), Err(3600 * SECOND));
    clock.0.send_replace(600 * SECOND);
    let place = limit.place(Priority::Interactive);
    assert_eq!(limit.admit(place, Endpoint::Page, patience).await.map(drop), Err(3000 * SECOND));
    assert!(limit.queue().waiting.is_empty());
    clock.0.send_replace(3600 * SECOND);
    assert!(limit.admit(place, Endpoint::Page, patience).await.is_ok());
}
