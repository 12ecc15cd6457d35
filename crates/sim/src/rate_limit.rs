//! Notion's per-connection budget: a fixed window of 60 seconds that may be spent in one burst.
//!
//! Not the workspace's shared budget, which has no published figure; a fault can play it.

/// How many requests a connection may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    PerMinute(u32),
    None,
}

const WINDOW_MS: i64 = 60_000;

/// The current window of one connection.
#[derive(Debug, Default)]
pub struct Window {
    started_ms: i64,
    used: u32,
}

impl Window {
    /// Counts one request. `Err` says in how many whole seconds the next window begins.
    pub fn admit(&mut self, limit: Limit, now_ms: i64) -> Result<(), u64> {
        let Limit::PerMinute(allowed) = limit else { return Ok(()) };
        if now_ms - self.started_ms >= WINDOW_MS {
            *self = Self { started_ms: now_ms, used: 0 };
        }
        if self.used < allowed {
            self.used += 1;
            return Ok(());
        }
        let left = self.started_ms + WINDOW_MS - now_ms;
        Err(u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_allowed_then_the_rest_of_the_window_is_closed() {
        let mut window = Window::default();
        let limit = Limit::PerMinute(2);
        let told: Vec<_> =
            [100_000, 100_000, 100_001, 159_500, 160_000].map(|now| window.admit(limit, now)).into();
        assert_eq!(told, [Ok(()), Ok(()), Err(60), Err(1), Ok(())]);
    }
}
