//! How long something takes, and when it is over.

pub fn duration(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// The time of day at which a longer wait is over, where the person is.
pub fn until(seconds: u32) -> String {
    if seconds < 120 {
        return String::new();
    }
    let end = jiff::ZonedDateTime::now().saturating_add(jiff::SignedDuration::from_secs(i64::from(seconds)));
    format!(" (until {})", end.strftime("%H:%M"))
}
