//! The idle lock by the boot clock: on time, through sleep, past clocks that somebody sets,
//! and never while a command works.

use crate::desk::{PASSWORD, TestEntropy, TestHost};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use trove_app::ui_types::*;
use trove_app::{App, Paths};
#[cfg(unix)]
use trove_app::{Ask, Refusal, Request};
use trove_model::clock::Sleep;
use trove_model::{Boot, Clock, Origin, Timestamp};

/// How often the lock looks at the clocks: its own sleeps are known by this.
const CHECK: Duration = Duration::from_secs(15);
const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, Default)]
struct Times {
    wall: i64,
    monotonic: Duration,
    boot: Duration,
    /// Sleeps of the idle lock that were begun.
    checks: u32,
}

impl Times {
    fn suspend(&mut self, time: Duration) {
        self.wall += i64::try_from(time.as_millis()).unwrap();
        self.boot += time;
    }
}

/// Moves when told to; a sleep ends when the monotonic clock has reached its end.
struct SteppedClock(watch::Sender<Times>);

impl Default for SteppedClock {
    fn default() -> Self {
        Self(watch::Sender::new(Times { wall: 1_700_000_000_000, boot: MINUTE, ..Times::default() }))
    }
}

impl SteppedClock {
    fn set_wall(&self, by: i64) {
        self.0.send_modify(|times| times.wall += by);
    }

    /// The computer sleeps: only two of the clocks go on.
    fn suspend(&self, time: Duration) {
        self.0.send_modify(|times| times.suspend(time));
    }

    /// Time passes, and the idle lock has looked at it as often as it does.
    async fn pass(&self, time: Duration) {
        let mut left = time;
        let mut times = self.0.subscribe();
        while left > Duration::ZERO {
            let checks = times.wait_for(|times| times.checks > 0).await.unwrap().checks;
            // As one: who wakes in between would see a computer that slept, or ran ahead.
            self.0.send_modify(|times| {
                times.monotonic += CHECK;
                times.suspend(CHECK);
            });
            times.wait_for(|times| times.checks > checks).await.unwrap();
            left = left.saturating_sub(CHECK);
        }
    }
}

impl Clock for SteppedClock {
    fn wall(&self) -> Timestamp {
        Timestamp(self.0.borrow().wall)
    }

    fn monotonic(&self) -> Duration {
        self.0.borrow().monotonic
    }

    fn boot(&self) -> Boot {
        Boot { id: Some("this boot".into()), elapsed: self.0.borrow().boot }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut times = self.0.subscribe();
        let end = times.borrow().monotonic + duration;
        self.0.send_modify(|times| times.checks += u32::from(duration == CHECK));
        Box::pin(async move {
            let _ = times.wait_for(|times| times.monotonic >= end).await;
        })
    }
}

struct Desk {
    app: App,
    clock: Arc<SteppedClock>,
    folder: Arc<tempfile::TempDir>,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let closing = self.app.shut_down();
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(closing));
    }
}

impl Desk {
    fn on(folder: Arc<tempfile::TempDir>) -> Self {
        let clock: Arc<SteppedClock> = Arc::default();
        let paths = Paths::find(Some(folder.path())).unwrap();
        let origin = Origin::parse("http://127.0.0.1:9").unwrap();
        let host = Arc::new(TestHost::default());
        let app = App::with(paths, origin, host, clock.clone(), Arc::new(TestEntropy)).unwrap();
        Self { app, clock, folder }
    }

    /// A window whose profile locks after so many minutes.
    async fn window(minutes: u32) -> Self {
        let desk = Self::on(Arc::new(tempfile::tempdir().unwrap()));
        desk.app.create_administrator("Ada".into(), PASSWORD.into()).await.unwrap();
        let settings = ProfileSettings { lock_after_minutes: minutes, ..ProfileSettings::default() };
        desk.app.set_profile_settings(settings).await.unwrap();
        desk
    }

    async fn is_open(&self) -> bool {
        match self.app.connections().await {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error, UiError::Locked);
                false
            }
        }
    }

    async fn profile(&self) -> String {
        self.app.start().await.unwrap().profiles.remove(0).id
    }
}

/// Check 42.
#[tokio::test(flavor = "multi_thread")]
async fn it_locks_on_time_and_not_while_somebody_is_there() {
    let desk = Desk::window(2).await;
    desk.clock.pass(MINUTE).await;
    desk.app.touch();
    desk.clock.pass(MINUTE + CHECK * 3).await;
    assert!(desk.is_open().await, "not two minutes after the last sign of life");
    desk.clock.pass(CHECK).await;
    assert!(!desk.is_open().await);
}

/// Check 64. Waiting is not working: who asks to be let in keeps nobody there.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_waits_for_a_word_does_not_keep_it_open() {
    let desk = Desk::window(1).await;
    let all = AssistantSettings { workspaces: AllowedWorkspaces::All, ..AssistantSettings::default() };
    desk.app.set_assistant_settings(&all).await.unwrap();
    while !desk.app.assistants().await.unwrap().reachable {
        tokio::task::yield_now().await;
    }
    let mut door = desk.app.window_door(&desk.profile().await);
    let request = Request { program: "Claude".into(), ask: Ask::Coverage };
    let asking = tokio::spawn(async move { door.ask(&request).await });
    while desk.app.access_request().await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    desk.clock.pass(CHECK * 2).await;
    assert!(!asking.is_finished(), "the person may be on their way");
    desk.clock.pass(CHECK).await;
    assert_eq!(asking.await.unwrap(), Err(Refusal::Nobody));
    assert!(desk.is_open().await);
    desk.clock.pass(CHECK).await;
    assert!(!desk.is_open().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn never_is_never() {
    let desk = Desk::window(0).await;
    desk.clock.pass(MINUTE * 60).await;
    assert!(desk.is_open().await);
}

/// Check 42.
#[tokio::test(flavor = "multi_thread")]
async fn a_computer_that_slept_is_locked_when_it_wakes() {
    let desk = Desk::window(0).await;
    desk.clock.suspend(Duration::from_secs(119));
    desk.clock.pass(CHECK).await;
    assert!(desk.is_open().await, "a lid that was closed and opened again");
    desk.clock.suspend(Duration::from_secs(120));
    desk.clock.pass(CHECK).await;
    assert!(!desk.is_open().await);
}

/// Check 42.
#[tokio::test(flavor = "multi_thread")]
async fn short_sleeps_count_as_absence() {
    let desk = Desk::window(1).await;
    desk.clock.suspend(Duration::from_secs(50));
    desk.clock.pass(CHECK).await;
    assert!(!desk.is_open().await, "65 seconds by the clock that goes on in sleep");
}

/// Check 42.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_somebody_sets_changes_nothing() {
    let desk = Desk::window(2).await;
    let year = 365 * 24 * 60 * 60 * 1000;
    for jump in [year, -2 * year, year] {
        desk.clock.set_wall(jump);
        desk.clock.pass(CHECK).await;
        assert!(desk.is_open().await, "{jump}");
    }
    desk.clock.set_wall(-year);
    desk.clock.pass(MINUTE + CHECK).await;
    assert!(!desk.is_open().await, "two minutes are over whatever the time of day says");
}

/// Check 42.
/// With one minute set, a command was locked out of its own profile after 77 seconds.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_not_idle_and_not_locked_by_the_window() {
    let window = Desk::window(1).await;
    let command = Desk::on(Arc::clone(&window.folder));
    let profile = window.profile().await;
    command.app.open_to_read(&profile, PASSWORD.into()).await.unwrap();
    window.clock.pass(MINUTE).await;
    assert!(!window.is_open().await);
    assert!(command.is_open().await, "it has a password of its own");

    command.app.open_to_write(&profile, PASSWORD.into()).await.unwrap();
    command.clock.pass(MINUTE * 90).await;
    command.clock.suspend(MINUTE * 60);
    command.clock.pass(CHECK).await;
    assert!(command.is_open().await, "a sync of an hour and a half");
    window.app.sign_in(&profile, PASSWORD.into()).await.unwrap();
    window.clock.pass(MINUTE).await;
    assert!(!window.is_open().await && command.is_open().await);
}
