//! What `edited:` and `created:` take: a span of days as a person writes it.
//!
//! Days are days of the person's time zone, which is a parameter. Not here: the other
//! filters, and showing dates.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use trove_model::Timestamp;

/// Now, and where: what "today" means.
#[derive(Debug, Clone)]
pub struct Today {
    pub now: Timestamp,
    pub zone: TimeZone,
}

/// From `from`, up to but not including `until`; open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Period {
    pub fn contains(&self, moment: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment < until)
    }

    /// Whether a moment is let in; one that is not known, only where anything is.
    pub fn allows(&self, moment: Option<Timestamp>) -> bool {
        *self == Self::default() || moment.is_some_and(|at| self.contains(at))
    }

    /// The moments that both contain.
    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: match (self.until, other.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }
}

/// Reads `today`, `yesterday`, `week`, `month`, `year`, `7d`, `2w`, `3m`, `1y` (that far back, today included),
/// `2026`, `2026-08`, `2026-08-03`, and spans of these: `2026-01..2026-03`, `2026-01..`, `..2026`.
/// `None` where the text is none of these.
pub fn period(text: &str, today: &Today) -> Option<Period> {
    let days = match text.split_once("..") {
        Some(("", "")) => return None,
        Some((first, last)) => Days {
            first: if first.is_empty() { None } else { days(first, today)?.first },
            after: if last.is_empty() { None } else { days(last, today)?.after },
        },
        None => days(text, today)?,
    };
    let start = |day: Option<Date>| match day {
        // A day that the calendar lacks an instant for is out of any page's reach.
        Some(day) => Some(Some(Timestamp(
            day.to_zoned_datetime(today.zone.clone()).ok()?.timestamp().as_millisecond(),
        ))),
        None => Some(None),
    };
    Some(Period { from: start(days.first)?, until: start(days.after)? })
}

struct Days {
    first: Option<Date>,
    /// The day after the last.
    after: Option<Date>,
}

fn days(text: &str, today: &Today) -> Option<Days> {
    let this_day =
        jiff::Timestamp::from_millisecond(today.now.0).ok()?.to_zoned_datetime(today.zone.clone()).date();
    let (first, length) = match text {
        "today" => (this_day, 1.day()),
        "yesterday" => (this_day.yesterday().ok()?, 1.day()),
        "week" => return days("1w", today),
        "month" => return days("1m", today),
        "year" => return days("1y", today),
        _ => match back(text) {
            Some(span) => {
                let first = this_day.checked_sub(span).ok()?.tomorrow().ok()?;
                return Some(Days { first: Some(first), after: this_day.tomorrow().ok() });
            }
            None => written(text)?,
        },
    };
    Some(Days { first: Some(first), after: first.checked_add(length).ok() })
}

/// `7d`, `2w`, `3m`, `1y`.
fn back(text: &str) -> Option<Span> {
    let unit = text.chars().next_back()?;
    let count: i64 = number(text.strip_suffix(unit)?, 1..=4)?.into();
    match unit {
        'd' => Span::new().try_days(count),
        'w' => Span::new().try_weeks(count),
        'm' => Span::new().try_months(count),
        'y' => Span::new().try_years(count),
        _ => return None,
    }
    .ok()
}

/// `2026`, `2026-08` or `2026-08-03`: the first day, and how long it lasts.
fn written(text: &str) -> Option<(Date, Span)> {
    let mut parts = text.splitn(3, '-');
    let year = number(parts.next()?, 4..=4)?;
    let month = parts.next().map(|month| number(month, 1..=2)).map_or(Some(None), |month| month.map(Some))?;
    let day = parts.next().map(|day| number(day, 1..=2)).map_or(Some(None), |day| day.map(Some))?;
    let narrow = |number: i16| i8::try_from(number).ok();
    let length = match (month, day) {
        (None, _) => 1.year(),
        (_, None) => 1.month(),
        _ => 1.day(),
    };
    Some((Date::new(year, narrow(month.unwrap_or(1))?, narrow(day.unwrap_or(1))?).ok()?, length))
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
    (digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    /// Half past midnight in Berlin is still the day before in UTC.
    fn berlin() -> Today {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        Today {
            now: Timestamp("2026-11-22T00:30:00+01:00".parse::<jiff::Timestamp>().unwrap().as_millisecond()),
            zone,
        }
    }

    fn check(text: &str, expected: Expect) {
        let shown = |moment: Option<Timestamp>| {
            moment.map_or("…".to_owned(), |moment| {
                jiff::Timestamp::from_millisecond(moment.0).unwrap().to_string()
            })
        };
        let shown =
            period(text, &berlin()).map(|period| format!("{} {}", shown(period.from), shown(period.until)));
        expected.assert_eq(&shown.unwrap_or("text".into()));
    }

    #[test]
    fn spans_of_local_days() {
        check("today", expect!["2026-11-21T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("yesterday", expect!["2026-11-20T23:00:00Z 2026-11-21T23:00:00Z"]);
        check("1d", expect!["2026-11-21T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("7d", expect!["2026-11-15T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("2w", expect!["2026-11-08T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("week", expect!["2026-11-15T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("1m", expect!["2026-10-22T22:00:00Z 2026-11-22T23:00:00Z"]);
        check("1y", expect!["2025-11-22T23:00:00Z 2026-11-22T23:00:00Z"]);
        check("2026", expect!["2025-12-31T23:00:00Z 2026-12-31T23:00:00Z"]);
        check("2026-08", expect!["2026-07-31T22:00:00Z 2026-08-31T22:00:00Z"]);
        check("2026-8-3", expect!["2026-08-02T22:00:00Z 2026-08-03T22:00:00Z"]);
        check("2026-01..2026-03", expect!["2025-12-31T23:00:00Z 2026-03-31T22:00:00Z"]);
        check("2026-01..", expect!["2025-12-31T23:00:00Z …"]);
        check("..2025", expect!["… 2025-12-31T23:00:00Z"]);
        check("2w..yesterday", expect!["2026-11-08T23:00:00Z 2026-11-21T23:00:00Z"]);
    }

    #[test]
    fn anything_else_is_no_span() {
        for text in [
            "",
            "..",
            "7",
            "d",
            "7x",
            "-7d",
            "+7d",
            "99999d",
            "20",
            "2026-",
            "2026-13",
            "2026-02-30",
            "2026-1-1-1",
            "２０２６",
            "soon",
            "2026...",
            "0000-00",
            "7é",
        ] {
            assert_eq!(period(text, &berlin()), None, "{text}");
        }
    }

    #[test]
    fn two_spans_narrow_each_other() {
        let both = period("2026", &berlin()).unwrap().and(period("2026-08..", &berlin()).unwrap());
        assert_eq!(both, period("2026-08..2026-12", &berlin()).unwrap());
        let inside = both.from.unwrap();
        assert!(
            both.contains(inside)
                && !both.contains(Timestamp(inside.0 - 1))
                && !both.contains(both.until.unwrap())
        );
    }

    proptest! {
        #[test]
        fn no_text_and_no_time_is_too_odd(text in "[0-9a-z.-]{0,12}|.*", now in any::<i64>()) {
            period(&text, &Today { now: Timestamp(now), ..berlin() });
        }
    }
}
