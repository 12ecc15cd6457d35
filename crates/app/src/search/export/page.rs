//! A page as it is exported, whatever it becomes.

use crate::ui_types::SearchHit;

/// A page as it is exported.
pub struct Page {
    pub hit: SearchHit,
    /// Names with values, in their order; what describes a database has no name.
    pub properties: Vec<(String, String)>,
    /// In Notion's own Markdown; `None` where it was never read, and of databases.
    pub text: Option<String>,
}

impl Page {
    /// Without its marks.
    pub fn title(&self) -> String {
        self.hit.title.iter().map(|segment| segment.text.as_str()).collect()
    }

    /// When it was edited, as RFC 3339 has it, in UTC.
    pub fn edited(&self) -> Option<String> {
        let at = jiff::Timestamp::from_millisecond(self.hit.edited?).ok()?;
        Some(at.to_string())
    }
}
