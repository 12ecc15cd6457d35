//! What is shown before a letter is typed, and the searches that are kept.

use super::Millis;
use super::pages::PageRow;
use serde::Serialize;
use ts_rs::TS;

/// Pages at hand. None is in two of the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Home {
    /// In the order in which they were pinned.
    pub pinned: Vec<PageRow>,
    /// The last opened first.
    pub opened: Vec<PageRow>,
    pub changed: Changed,
    /// Edited by others before that, the newest first.
    pub edited: Vec<EditedPage>,
}

/// What others edited since the person last looked. What they opened since then is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Changed {
    #[ts(type = "number")]
    pub since: Millis,
    /// The newest of them.
    pub pages: Vec<EditedPage>,
    /// How many there are in all.
    pub total: u32,
    /// By whom how many, the most first.
    pub by: Vec<Editor>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct EditedPage {
    pub row: PageRow,
    /// `None` where Notion does not say who.
    pub by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Editor {
    pub name: Option<String>,
    pub pages: u32,
}

/// Searches that the person made or keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Searches {
    /// What they typed and found something by, the last first.
    pub recent: Vec<String>,
    /// In the order in which they were saved.
    pub saved: Vec<SavedSearch>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SavedSearch {
    pub text: String,
    /// Hits that were not there, or not so, when the person last looked at it.
    pub new: u32,
    /// There may be more of them: only the newest hundred hits are looked at.
    pub more: bool,
}
