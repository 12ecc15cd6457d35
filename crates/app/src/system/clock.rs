//! The operating system's clocks, behind the domain's trait.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use trove_model::clock::Sleep;
use trove_model::{Boot, Clock, Timestamp};

pub struct SystemClock {
    started: Instant,
    boot_id: Option<String>,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now(), boot_id: boot_id() }
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn boot(&self) -> Boot {
        Boot { id: self.boot_id.clone(), elapsed: since_boot(self.started) }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(target_os = "linux")]
fn boot_id() -> Option<String> {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(id.trim().to_owned())
}

/// No boot id: wall time alone decides across restarts of the app.
#[cfg(not(target_os = "linux"))]
fn boot_id() -> Option<String> {
    None
}

#[cfg(target_os = "linux")]
fn since_boot(_started: Instant) -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Counts from the start of the process, which is all that is compared without a boot id.
#[cfg(not(target_os = "linux"))]
fn since_boot(started: Instant) -> Duration {
    started.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_do_not_go_back() {
        let clock = SystemClock::default();
        let before = (clock.monotonic(), clock.boot().elapsed);
        assert!(clock.monotonic() >= before.0 && clock.boot().elapsed >= before.1);
    }
}
