//! The program was started again while it runs: by its person, by a link, or by anything else
//! on the session bus, where such a call needs no program at all.
//!
//! Not here: what a link says (`deep_link`), and whether its answer is waited for (the app).

use crate::arguments::{self, Wanted};
use crate::{deep_link, window};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tauri::AppHandle;
use trove_model::Seldom;

/// A person who starts it again wants to see it; one that has come forward need not do so
/// again at once. Whoever calls a thousand times a second brings it forward no more often.
static FORWARD: Seldom = Seldom::new(Duration::from_secs(2));
/// Keys that a desktop holds for it are pressed again as soon as a mind is changed.
static SUMMONED: Seldom = Seldom::new(Duration::from_millis(300));
static RUNS_SINCE: LazyLock<Instant> = LazyLock::new(Instant::now);

pub fn take(handle: &AppHandle, arguments: Vec<String>) {
    let now = RUNS_SINCE.elapsed();
    if is_plain(&arguments) {
        if FORWARD.may(now) {
            window::show(handle);
        }
    } else if is_summons(&arguments) {
        if SUMMONED.may(now) {
            window::summon(handle);
        }
    } else {
        deep_link::deliver(handle, arguments);
    }
}

/// Nothing but the wish for the search box, as a desktop's own keys run it.
fn is_summons(arguments: &[String]) -> bool {
    arguments.len() == 2 && arguments::wanted(arguments) == Wanted::Search
}

/// Nothing but the program's own name, as a launcher starts it.
fn is_plain(arguments: &[String]) -> bool {
    arguments.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every call on the session bus stole the focus, whatever it carried.
    #[test]
    fn only_a_plain_start_asks_to_be_seen() {
        let plain =
            |arguments: &[&str]| is_plain(&arguments.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(plain(&["trove-desktop"]));
        for other in [
            &[][..],
            &["trove-desktop", ""],
            &["trove-desktop", "net.trovesearch.desktop:/oauth/callback?code=1&state=2"],
            &["trove-desktop", "https://example.com/"],
            &["trove-desktop", "a", "b"],
        ] {
            assert!(!plain(other), "{other:?}");
        }
    }
}
