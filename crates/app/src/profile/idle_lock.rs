//! The idle lock: a window's profile that nobody looks at closes by itself, and so does one
//! whose computer slept or, where the person wants that, locked. What answers assistants is idle
//! while it is asked nothing.
//!
//! Other commands are not idle: they work, and end by themselves. They have their profile by a
//! password of their own, which neither their own idle lock nor the window's takes away.
//!
//! Not here: after how long, which is a setting of the profile.

use crate::state::app::{App, WeakApp};
use crate::state::profile_locks::Access;
use crate::state::profile_settings::profile_settings;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use trove_model::Clock;

/// How often the clocks are looked at.
const CHECK: Duration = Duration::from_secs(15);

/// A machine that slept this long is locked when it wakes.
const SLEPT: Duration = Duration::from_secs(120);

impl App {
    /// The person is there.
    pub fn touch(&self) {
        *self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner) = self.inner.clock.boot().elapsed;
    }

    /// The system locks its screen or is about to sleep.
    pub async fn system_locks(&self) {
        // A profile that is just being opened is open by the time it could be locked.
        drop(self.inner.door.lock().await);
        let Ok(open) = self.open_profile().await else { return };
        // Where the setting cannot be read, the safe one counts.
        let unwanted = profile_settings(&open.store).await.is_ok_and(|settings| !settings.lock_with_system);
        let locks = open.access == Access::Window && !unwanted;
        drop(open);
        if locks {
            let _ = self.lock().await;
        }
    }

    fn touched(&self) -> Duration {
        *self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Locks after the time the person chose without a key or a click, and after sleep.
/// Runs as long as the app lives; holds it weakly.
pub(crate) async fn watch(clock: Arc<dyn Clock>, app: WeakApp) {
    let mut before = Clocks::read(&*clock);
    loop {
        clock.sleep(CHECK).await;
        let Some(app) = app.upgrade() else { return };
        let now = Clocks::read(&*clock);
        let slept = now.slept_since(before);
        before = now;
        let Ok(open) = app.open_profile().await else { continue };
        if !open.access.waits() {
            continue;
        }
        let idle = open.lock_after().is_some_and(|after| now.boot.saturating_sub(app.touched()) >= after);
        drop(open);
        if slept || idle {
            let _ = app.lock().await;
        }
    }
}

/// Two clocks that no one sets: one stands still while the computer sleeps, the other goes on.
/// The time of day is neither: it jumps when somebody sets it.
#[derive(Clone, Copy)]
struct Clocks {
    monotonic: Duration,
    boot: Duration,
}

impl Clocks {
    fn read(clock: &dyn Clock) -> Self {
        Self { monotonic: clock.monotonic(), boot: clock.boot().elapsed }
    }

    fn slept_since(self, before: Self) -> bool {
        let passed = self.boot.saturating_sub(before.boot);
        passed.saturating_sub(self.monotonic.saturating_sub(before.monotonic)) >= SLEPT
    }
}
