//! The idle lock: a profile that nobody looks at closes by itself, and so does one whose
//! computer slept.
//!
//! Not here: after how long, which is a setting of the profile.

use crate::state::app::{App, WeakApp};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use trove_model::Clock;

/// How often the clock is looked at.
const CHECK: Duration = Duration::from_secs(15);

/// A machine that slept this long is locked when it wakes.
const SLEPT: Duration = Duration::from_secs(120);

impl App {
    /// The person is there.
    pub fn touch(&self) {
        *self.inner.touched.lock().unwrap_or_else(PoisonError::into_inner) = self.inner.clock.boot().elapsed;
    }
}

/// Locks after the time the person chose without a key or a click, and after sleep.
/// Runs as long as the app lives; holds it weakly.
pub(crate) async fn watch(clock: Arc<dyn Clock>, app: WeakApp) {
    let mut seen = (clock.monotonic(), clock.boot().elapsed);
    loop {
        clock.sleep(CHECK).await;
        let Some(app) = app.upgrade() else { return };
        let now = (clock.monotonic(), clock.boot().elapsed);
        let slept = now.1.saturating_sub(seen.1).saturating_sub(now.0.saturating_sub(seen.0)) >= SLEPT;
        seen = now;
        let Ok(open) = app.open_profile().await else { continue };
        let touched = *app.inner.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = open.lock_after().is_some_and(|after| now.1.saturating_sub(touched) >= after);
        drop(open);
        if slept || idle {
            let _ = app.lock().await;
        }
    }
}
