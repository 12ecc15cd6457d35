//! What an assistant asks, what it is answered, and why not: the same in one process and over
//! the window's socket.
//!
//! Not the sentences about it (`trove-cli`).

use crate::invisible::is_invisible;
use crate::search::page_text::PageText;
use crate::ui_types::{Coverage, SearchAnswer, UiError};
use serde::{Deserialize, Deserializer, Serialize};
use trove_model::connection::cut;

/// Characters of what a program calls itself.
const LONGEST_NAME: usize = 100;

/// What is asked, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What the program calls itself, as [`new`](Self::new) leaves it; nothing where it says nothing.
    #[serde(deserialize_with = "read_name")]
    pub program: String,
    pub ask: Ask,
}

impl Request {
    /// The name is shortened, on one line, and without what nobody sees.
    pub fn new(program: &str, ask: Ask) -> Self {
        Self { program: name(program), ask }
    }
}

/// A person is asked by this name, and a program says what it likes.
fn name(said: &str) -> String {
    let seen = |c: &char| c.is_whitespace() || !(c.is_control() || is_invisible(*c));
    let seen: String = said.chars().filter(seen).collect();
    cut(seen.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST_NAME)
}

fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|said| name(&said))
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Search {
        query: String,
        limit: u32,
    },
    /// A page by its id or address, from this character on.
    ReadPage {
        page: String,
        from: usize,
    },
    Coverage,
}

impl Ask {
    /// As the log calls it.
    pub(super) fn tool(&self) -> &'static str {
        match self {
            Self::Search { .. } => "search",
            Self::ReadPage { .. } => "read_page",
            Self::Coverage => "coverage",
        }
    }

    /// The query, or the page as it was named.
    pub(super) fn asked(&self) -> &str {
        match self {
            Self::Search { query, .. } => query,
            Self::ReadPage { page, .. } => page,
            Self::Coverage => "",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Found(SearchAnswer),
    /// Nothing where no page of this name may be seen.
    Page(Option<Box<PageText>>),
    Coverage(Coverage),
}

/// Why an assistant is told nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The profile is not open here.
    Locked,
    /// The person allows assistants nothing.
    Off,
    /// No window shows the profile.
    NoWindow,
    /// What is allowed is not what it was when the profile was opened.
    Changed,
    /// Passages only, and a whole page was asked for.
    PassagesOnly,
    /// The person said no, now or a while ago.
    Person,
    /// The person was asked and did not answer.
    Nobody,
    /// The person is being asked about another program.
    Busy,
    /// The window is of another version of Trove.
    OtherVersion,
    Failed(UiError),
}

impl From<UiError> for Refusal {
    fn from(error: UiError) -> Self {
        match error {
            UiError::Locked => Self::Locked,
            error => Self::Failed(error),
        }
    }
}

impl Refusal {
    /// As the log calls it; nothing where it is no decision about what was asked.
    pub(super) fn in_log(&self) -> Option<&'static str> {
        match self {
            Self::Off => Some("off"),
            Self::NoWindow => Some("no_window"),
            Self::PassagesOnly => Some("passages_only"),
            Self::Person => Some("person"),
            Self::Nobody => Some("nobody"),
            Self::Locked | Self::Changed | Self::Busy | Self::OtherVersion | Self::Failed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 64.
    #[test]
    fn a_program_is_called_by_what_can_be_seen() {
        let long = "x".repeat(1 << 20);
        let cut = format!("{}…", "x".repeat(LONGEST_NAME - 1));
        for (said, called) in [
            ("Claude 1.0", "Claude 1.0"),
            ("مساعد 1.0", "مساعد 1.0"),
            (" ", ""),
            ("\u{200b}\u{2060}\u{3164}\u{e0041} \u{feff}", ""),
            ("Cla\u{200d}ude\u{202e} 0.1", "Claude 0.1"),
            ("one\r\nline\u{2028}and\ta\u{1b}[2J half", "one line and a[2J half"),
            (&long, &cut),
        ] {
            assert_eq!(Request::new(said, Ask::Coverage).program, called, "{:?}", said.get(..20));
            let line = serde_json::json!({"program": said, "ask": "coverage"});
            let over_the_socket: Request = serde_json::from_value(line).unwrap();
            assert_eq!(over_the_socket.program, called);
        }
    }
}
