//! What an assistant asks, what it is answered, and why not: the same in one process and over
//! the window's socket.
//!
//! Not the sentences about it (`trove-cli`).

use crate::search::page_text::PageText;
use crate::ui_types::{Coverage, SearchAnswer, UiError};
use serde::{Deserialize, Serialize};

/// What is asked, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What the program calls itself.
    pub program: String,
    pub ask: Ask,
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
