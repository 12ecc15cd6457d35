//! Whose trouble it is when a body cannot be read: the page's own, or Notion's (or that of
//! whatever answers in its place). Pure.
//!
//! A page that was read in the meantime says that Notion is well, so that those before it
//! failed for reasons of their own. While none is, failures are held back: counted as the
//! pages', they would cost all pages their turn for one bad hour of Notion's.

use trove_notion::NotionError;
use trove_store::{ReadFailure, ToRead};

/// So many in a row, and Notion's health is to be looked at.
const MANY: usize = 8;

/// Pages that failed since the last one was read.
#[derive(Debug, Default)]
pub struct Doubt {
    pages: Vec<(ToRead, ReadFailure)>,
    last: Option<NotionError>,
}

/// What an error says about the page whose body was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// It is the page's own.
    Page(ReadFailure),
    /// The page's or Notion's.
    Either(ReadFailure),
    /// No page can be read.
    Run,
}

pub fn blame(error: &NotionError) -> Blame {
    match error {
        NotionError::Restricted(_) => Blame::Page(ReadFailure::Restricted),
        NotionError::Refused(_) | NotionError::UnexpectedShape { .. } | NotionError::TooLarge { .. } => {
            Blame::Either(ReadFailure::NotUnderstood)
        }
        NotionError::Server(_)
        | NotionError::Conflict(_)
        | NotionError::Timeout
        | NotionError::Interrupted
        | NotionError::NotNotion { .. } => Blame::Either(ReadFailure::Trouble),
        _ => Blame::Run,
    }
}

impl Doubt {
    /// Another page failed.
    pub fn raise(&mut self, page: ToRead, why: ReadFailure, error: NotionError) {
        self.pages.push((page, why));
        self.last = Some(error);
    }

    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// So many that Notion's health is to be looked at before more is asked.
    pub fn is_strong(&self) -> bool {
        self.pages.len() >= MANY
    }

    /// Notion is well: the failures are the pages' own.
    pub fn settle(&mut self) -> Vec<(ToRead, ReadFailure)> {
        self.last = None;
        std::mem::take(&mut self.pages)
    }

    /// Notion is not well: the pages, which are to be put off, and what it said last.
    pub fn confirm(&mut self) -> (Vec<ToRead>, Option<NotionError>) {
        (std::mem::take(&mut self.pages).into_iter().map(|(page, _)| page).collect(), self.last.take())
    }

    /// Whether each of them was put off before: then waiting does not help.
    pub fn is_old(&self) -> bool {
        self.pages.iter().all(|(page, _)| page.put_off)
    }
}
