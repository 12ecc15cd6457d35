//! Names of what pages lie in, ready to be compared: of workspaces, and of what is no page.
//!
//! Not those of pages (`titles`).

use trove_index::asked::plain_title;
use trove_index::ranking::Title;
use trove_store::Container;

/// A name of what pages lie in, beside the form in which titles are compared: it is asked for at
/// each key, for each page that may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    plain: String,
    original: String,
}

impl From<String> for Name {
    fn from(original: String) -> Self {
        Self { plain: plain_title(&original), original }
    }
}

impl Name {
    pub fn as_str(&self) -> &str {
        &self.original
    }

    pub fn compared(&self) -> Title<'_> {
        Title { plain: &self.plain, original: &self.original }
    }
}

/// What pages sit in that is no page.
pub struct NamedContainer {
    pub stored: Container,
    pub name: Option<Name>,
}

impl From<Container> for NamedContainer {
    fn from(stored: Container) -> Self {
        Self { name: stored.title.clone().map(Name::from), stored }
    }
}
