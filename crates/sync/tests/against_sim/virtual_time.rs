//! One clock for a client and the local Notion, which passes only when the client waits: an
//! hour of crawl takes seconds, and the windows of both lie where they would.
//!
//! It stands alone, so that a bench can take this file in by its path.

use std::sync::{Arc, OnceLock};
use std::time::Duration;
use trove_model::clock::{Boot, Clock, ManualClock, Sleep, Timestamp};
use trove_notion::Notion;
use trove_sim::Sim;

#[derive(Clone)]
pub struct VirtualTime {
    clock: ManualClock,
    sim: Arc<Sim>,
    client: Arc<OnceLock<Notion>>,
}

impl VirtualTime {
    pub fn of(sim: &Arc<Sim>) -> Self {
        sim.hold_clock();
        let clock = ManualClock::at(Timestamp(sim.now_ms()));
        Self { clock, sim: Arc::clone(sim), client: Arc::default() }
    }

    /// Time stands still while a request of this client is on its way.
    pub fn follows(&self, client: &Notion) {
        let _ = self.client.set(client.clone());
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.sim.advance(by);
    }
}

impl Clock for VirtualTime {
    fn wall(&self) -> Timestamp {
        self.clock.wall()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn boot(&self) -> Boot {
        self.clock.boot()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.clone();
        Box::pin(async move {
            let busy = || time.client.get().is_some_and(|client| client.on_their_way() > 0);
            loop {
                while busy() {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                // Whoever may go because of an answer goes before time does.
                tokio::task::yield_now().await;
                if !busy() {
                    break;
                }
            }
            time.advance(duration);
        })
    }
}

/// What a crawl cost, by the local Notion's log.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub requests: usize,
    pub refused: usize,
    /// Of what the limit allows, in all whole minutes but the last.
    pub rate_share: f64,
}

impl Cost {
    pub fn so_far(sim: &Sim, per_minute: usize) -> Self {
        let log = sim.log();
        let first = log.first().map_or(0, |request| request.at_ms);
        let last = log.last().map_or(0, |request| request.at_ms);
        let minutes = usize::try_from((last - first) / 60_000).unwrap_or(0);
        let whole = first + i64::try_from(minutes).unwrap_or(0) * 60_000;
        let sent = log.iter().filter(|request| request.at_ms < whole).count();
        Self {
            requests: log.len(),
            refused: log.iter().filter(|request| request.status == 429).count(),
            rate_share: if minutes == 0 { 1.0 } else { sent as f64 / (minutes * per_minute) as f64 },
        }
    }
}
