//! Identifiers. Notion's are compared without hyphens and in lower case; ours are
//! random and are the only names that ever reach the disk.

use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// An id of Notion's: page, data source, database, block, user, workspace or bot.
///
/// Parsed from the hyphenated or the bare form, any case; shown hyphenated as
/// Notion's API shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotionId(Uuid);

/// A profile on this computer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileId(Uuid);

/// One authorization of one profile: a workspace seen through one account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(Uuid);

/// The text is not an identifier of 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identifier of 32 hexadecimal digits")
    }
}

impl std::error::Error for NotAnId {}

fn parse(text: &str) -> Result<Uuid, NotAnId> {
    // `Uuid` also reads `{…}` and `urn:uuid:…`, which no id of ours or Notion's uses.
    if !matches!(text.len(), 32 | 36) {
        return Err(NotAnId);
    }
    Uuid::try_parse(text).map_err(|_| NotAnId)
}

impl NotionId {
    /// 32 lower-case hexadecimal digits, as Notion's page addresses carry them.
    pub fn bare(&self) -> String {
        self.0.simple().to_string()
    }
}

macro_rules! id {
    ($name:ident) => {
        impl $name {
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

id!(NotionId);
id!(ProfileId);
id!(ConnectionId);

impl fmt::Display for NotionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_and_cases_are_one_id() {
        let hyphenated: NotionId = "59833787-2CF9-4fdf-8782-e53db20768a5".parse().unwrap();
        let bare: NotionId = "598337872cf94fdf8782e53db20768a5".parse().unwrap();
        assert_eq!(hyphenated, bare);
        assert_eq!(bare.to_string(), "59833787-2cf9-4fdf-8782-e53db20768a5");
        assert_eq!(hyphenated.bare(), "598337872cf94fdf8782e53db20768a5");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "598337872cf94fdf8782e53db20768a",
            "{59833787-2cf9-4fdf-8782-e53db20768a5}",
            "urn:uuid:59833787-2cf9-4fdf-8782-e53db20768a5",
            "5983378-72cf9-4fdf-8782-e53db20768a5",
            "５９833787-2cf9-4fdf-8782-e53db20768",
        ] {
            assert_eq!(text.parse::<NotionId>(), Err(NotAnId), "{text}");
        }
    }
}
