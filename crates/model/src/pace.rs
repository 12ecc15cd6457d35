//! How fast a connection asks Notion. Not the waiting itself, which is the client's.

use std::fmt;
use std::str::FromStr;

/// A person's choice for one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pace {
    /// What every plan of Notion's allows, and more where more proves to be allowed.
    #[default]
    Auto,
    /// So many requests a minute, at least one.
    PerMinute(u32),
    /// As fast as Notion answers, waiting only when it says so.
    Max,
}

impl Pace {
    /// Requests a minute that Notion allows on every plan, and on the largest.
    /// Source: <https://developers.notion.com/reference/request-limits>.
    pub const EVERY_PLAN: u32 = 180;
    pub const LARGEST_PLAN: u32 = 600;
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::PerMinute(requests) => write!(f, "{requests}"),
            Self::Max => f.write_str("max"),
        }
    }
}

/// Neither `auto`, `max` nor a number of requests a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPace;

impl FromStr for Pace {
    type Err = NotAPace;

    fn from_str(text: &str) -> Result<Self, NotAPace> {
        match text {
            "auto" => Ok(Self::Auto),
            "max" => Ok(Self::Max),
            number => match number.parse() {
                Ok(requests) if requests > 0 => Ok(Self::PerMinute(requests)),
                _ => Err(NotAPace),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for pace in [Pace::Auto, Pace::PerMinute(1), Pace::PerMinute(600), Pace::Max] {
            assert_eq!(pace.to_string().parse(), Ok(pace));
        }
        for text in ["", "0", "-1", "Auto", "1.5", "99999999999"] {
            assert_eq!(text.parse::<Pace>(), Err(NotAPace), "{text}");
        }
    }
}
