//! The workspace's clock: real time plus whatever the control port has added.
//!
//! Not for measuring durations of work; only for stamps, windows, lags and expiry.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// Virtual time in milliseconds since the Unix epoch.
#[derive(Debug, Default)]
pub struct Clock {
    added: Duration,
    /// When the machine's time stopped to count, if it did.
    held: Option<Duration>,
}

impl Clock {
    /// The present moment here.
    pub fn now_ms(&self) -> i64 {
        let real = self.held.unwrap_or_else(machine);
        i64::try_from((real + self.added).as_millis()).unwrap_or(i64::MAX)
    }

    /// From now on time passes only when it is moved.
    pub fn hold(&mut self) {
        self.held.get_or_insert_with(machine);
    }

    /// Moves time forward. It never goes back.
    pub fn advance(&mut self, by: Duration) {
        self.added = self.added.saturating_add(by);
    }
}

fn machine() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// A page's stamp: rounded down to the minute, as Notion's are.
pub fn minute(ms: i64) -> String {
    formatted(ms - ms.rem_euclid(60_000), "%Y-%m-%dT%H:%M:%S.000Z")
}

/// A database's stamp: to the millisecond and with an offset, as Notion's are.
pub fn exact(ms: i64) -> String {
    formatted(ms, "%Y-%m-%dT%H:%M:%S.%3f+00:00")
}

/// To the millisecond, in UTC: `2026-07-02T08:41:12.345Z`.
pub fn precise(ms: i64) -> String {
    formatted(ms, "%Y-%m-%dT%H:%M:%S.%3fZ")
}

/// As in HTTP headers: `Thu, 02 Jul 2026 08:41:12 GMT`.
pub fn http_date(ms: i64) -> String {
    formatted(ms, "%a, %d %b %Y %H:%M:%S GMT")
}

/// As in signed addresses: `20260702T084112Z`.
pub fn compact(ms: i64) -> String {
    formatted(ms, "%Y%m%dT%H%M%SZ")
}

fn formatted(ms: i64, format: &str) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime(format).to_string()
}

/// Reads a date or a moment: `2026-07-02`, `2026-07-02T08:40:00Z`, with any offset. Milliseconds, UTC.
pub fn read(text: &str) -> Option<i64> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let civil = text
        .parse::<jiff::civil::DateTime>()
        .or_else(|_| text.parse::<jiff::civil::Date>().map(|date| date.at(0, 0, 0, 0)))
        .ok()?;
    Some(civil.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
