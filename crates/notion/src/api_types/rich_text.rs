//! Rich text, of which only the plain text is used.
//!
//! Not here: annotations, links and the insides of mentions and equations.

use super::lenient;
use serde::Deserialize;

/// One run of text. Source: <https://developers.notion.com/reference/rich-text>.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct RichText {
    /// For a mention its title or name, for an equation its expression.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub plain_text: String,
}

/// The runs joined, as they stand side by side on the page.
pub fn plain_text(runs: &[RichText]) -> String {
    runs.iter().map(|run| run.plain_text.as_str()).collect()
}
