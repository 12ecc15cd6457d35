//! Words in the texts of a workspace that stand for something else: pages, people, custom emoji.
//!
//! Only a rule from word to id; whether there is such a page is for `world` to say.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::ids::{self, page_url};
use crate::people::Person;

/// What names in a text stand for.
#[derive(Debug, Clone, Default)]
pub struct Names {
    pub workspace: String,
    pub people: Vec<Person>,
}

impl Names {
    /// The id of the page or database known by this word, or the id itself when it is one already
    /// (alone or at the end of an address).
    pub fn page(&self, word: &str) -> Uuid {
        let last = word.rsplit('/').next().unwrap_or(word);
        ids::parse(last).unwrap_or_else(|| ids::derive(&["page", &self.workspace, word]))
    }

    /// An address, with a page's word after `https://app.notion.com/p/` turned into its id.
    pub fn address(&self, url: &str) -> String {
        url.strip_prefix("https://app.notion.com/p/")
            .map_or_else(|| url.to_owned(), |word| page_url(self.page(word)))
    }

    /// A custom emoji of the workspace.
    pub fn custom_emoji(&self, name: &str) -> Value {
        let id = ids::derive(&["emoji", &self.workspace, name]);
        json!({"id": id, "name": name, "url": format!("https://s3-us-west-2.amazonaws.com/public.notion-static.com/{id}/{name}.png")})
    }

    /// A person by key or id.
    pub fn person(&self, key: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.key == key || person.id.to_string() == key)
    }
}
