//! Pages copied into plain files: which, as what, and what came of it.

use super::pages::{PageKind, PageSort};
use super::search::SearchSort;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct ExportRequest {
    pub pages: ExportedPages,
    pub format: ExportFormat,
}

/// Which pages, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "are", rename_all = "snake_case")]
pub enum ExportedPages {
    /// What a search finds.
    Found { text: String, correct: bool, sort: SearchSort },
    /// What the list of everything has, or the rows of a data source.
    Listed { kind: Option<PageKind>, under: Option<String>, sort: PageSort, locale: String },
    /// These, by their ids.
    Chosen { ids: Vec<String> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A file for each page, with its properties and its text.
    Markdown,
    /// One table, a column for each property.
    Csv,
    /// One file, a line of JSON for each page, with its properties and its text.
    JsonLines,
}

/// What an export came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ExportOutcome {
    Written(Exported),
    /// The person stopped it. Nothing of it stays, or else `left`: a folder that could not be
    /// removed.
    Stopped {
        left: Option<String>,
    },
}

/// How far an export is, in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Exporting {
    pub written: u32,
    pub of: u32,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// The new folder that the files are in; none is made where there are no pages.
    pub folder: String,
    pub pages: u32,
    /// Those of them whose text is not read yet: they came without one.
    pub without_text: u32,
    /// There are more than are exported at once.
    pub more: bool,
}
