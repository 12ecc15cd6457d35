//! A machine that draws badly: a window that has drawn nothing within seconds is noticed, and
//! the next start takes the way that works everywhere. On some drivers WebKitGTK shares its
//! pictures (DMA-BUF) in a way that leaves the window blank; a variable of its own turns that
//! off, and is slower. Other systems have one way to draw.
//!
//! What is noticed is that no frame was drawn; frames that a driver loses later are not.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use trove_app::Paths;

/// Read by WebKitGTK.
#[cfg(target_os = "linux")]
const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Longer than a first picture takes on a machine with other work.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Whoever closes an empty window after so long has not done it by accident.
const CLOSED_AFTER: Duration = Duration::from_secs(3);

/// What is known of this run's drawing.
#[derive(Default)]
pub struct Drawing {
    shown: Mutex<Option<Instant>>,
    drawn: AtomicBool,
}

impl Drawing {
    /// The window is shown; answers whether that was the first time.
    pub fn shows(&self) -> bool {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let first = shown.is_none();
        shown.get_or_insert_with(Instant::now);
        first
    }

    pub fn has_drawn(&self) {
        self.drawn.store(true, Ordering::Relaxed);
    }

    /// Whether it has been shown for `time` and has drawn nothing, in a way that can be changed.
    fn is_blank(&self, time: Duration) -> bool {
        let shown = *self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let long = shown.is_some_and(|shown| shown.elapsed() >= time);
        long && !self.drawn.load(Ordering::Relaxed) && draws_safely() == Some(false)
    }

    /// Once [`PATIENCE`] is over.
    pub fn stays_blank(&self) -> bool {
        self.is_blank(PATIENCE)
    }

    /// As its person closes it.
    pub fn closes_blank(&self) -> bool {
        self.is_blank(CLOSED_AFTER)
    }
}

/// Whether this run draws the way that works everywhere; `None` where there is one way.
pub fn draws_safely() -> Option<bool> {
    #[cfg(target_os = "linux")]
    return Some(std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty() && value != "0"));
    #[cfg(not(target_os = "linux"))]
    None
}

/// Starts this program once more in its own place, where it has to draw safely and does not:
/// the variable has to be there before the first thread is.
#[cfg(target_os = "linux")]
pub fn take_the_safe_way(paths: &Paths) {
    use std::os::unix::process::CommandExt;
    let wanted = trove_app::machine_settings(&paths.machine_settings()).desktop.draw_safely;
    // Set to anything, it is somebody's decision.
    if !wanted || std::env::var_os(VARIABLE).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let error =
        std::process::Command::new(program).args(std::env::args_os().skip(1)).env(VARIABLE, "1").exec();
    tracing::warn!(%error, "the program could not start itself to draw safely");
}

#[cfg(not(target_os = "linux"))]
pub fn take_the_safe_way(_paths: &Paths) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_blank_after_a_time_and_until_it_draws() {
        let drawing = Drawing::default();
        assert!(!drawing.is_blank(Duration::ZERO), "nothing is shown yet");
        assert!(drawing.shows());
        assert!(!drawing.shows(), "the first time counts");
        assert_eq!(drawing.is_blank(Duration::ZERO), draws_safely() == Some(false));
        assert!(!drawing.is_blank(Duration::from_secs(3600)));
        drawing.has_drawn();
        assert!(!drawing.is_blank(Duration::ZERO));
    }
}
