//! A library of texts: what pages are made of, whatever its source.

/// Texts to make pages of, by language.
pub struct Library {
    /// For the report: where the texts are from.
    pub source: &'static str,
    pub languages: Vec<Language>,
}

pub struct Language {
    pub code: &'static str,
    /// Of a hundred pages, about so many.
    pub share: usize,
    /// In an order in which neighbours have to do with each other.
    pub entries: Vec<Entry>,
}

pub struct Entry {
    pub title: String,
    pub sentences: Vec<String>,
}

impl Language {
    /// Whether words stand apart.
    pub(super) fn spaced(&self) -> bool {
        !matches!(self.code, "ja" | "zh")
    }
}
