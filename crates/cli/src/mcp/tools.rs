//! What an assistant may ask for, described as the protocol wants it, and what it gives with
//! each.
//!
//! Not here: the answers.

use crate::words;
use rmcp::model::{JsonObject, Tool as Description, ToolAnnotations};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use trove_app::MOST_HITS;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Search,
    ReadPage,
    Coverage,
}

#[derive(Debug, Deserialize)]
pub struct Search {
    pub query: String,
    #[serde(default = "some", deserialize_with = "bounded")]
    pub limit: u32,
}

#[derive(Debug, Deserialize)]
pub struct ReadPage {
    pub page: String,
    #[serde(default)]
    pub from: usize,
}

fn some() -> u32 {
    10
}

/// Assistants ask for 100 now and then, and are better served with 50 than with an error.
fn bounded<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    u64::deserialize(deserializer).map(|limit| u32::try_from(limit).unwrap_or(MOST_HITS).clamp(1, MOST_HITS))
}

impl Tool {
    pub const ALL: [Self; 3] = [Self::Search, Self::ReadPage, Self::Coverage];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::ReadPage => "read_page",
            Self::Coverage => "coverage",
        }
    }

    pub fn described(self) -> Description {
        let (description, fields, required): (_, Value, &[&str]) = match self {
            Self::Search => (
                words::TOOL_SEARCH,
                json!({
                    "query": {"type": "string", "description": words::TOOL_SEARCH_QUERY},
                    "limit": {
                        "type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": some(),
                        "description": words::TOOL_SEARCH_LIMIT,
                    },
                }),
                &["query"],
            ),
            Self::ReadPage => (
                words::TOOL_READ,
                json!({
                    "page": {"type": "string", "description": words::TOOL_READ_PAGE},
                    "from": {
                        "type": "integer", "minimum": 0, "default": 0,
                        "description": words::TOOL_READ_FROM,
                    },
                }),
                &["page"],
            ),
            Self::Coverage => (words::TOOL_COVERAGE, json!({}), &[]),
        };
        let schema = json!({
            "type": "object", "properties": fields, "required": required, "additionalProperties": false,
        });
        let Value::Object(schema) = schema else { return Description::default() };
        let reads =
            ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(false);
        Description::new(self.name(), description, schema).with_annotations(reads)
    }

    /// # Errors
    /// A sentence that says what is not as it is described.
    pub fn arguments<T: DeserializeOwned>(self, given: JsonObject) -> Result<T, String> {
        let read = serde_json::from_value(Value::Object(given));
        read.map_err(|error| words::wrong_arguments(self.name(), &error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trove_app::PAGE_PART;

    /// What an assistant is told of limits is what holds.
    #[test]
    fn sentences_say_the_limits() {
        let limit = format!("1 to {MOST_HITS}; {} if it is left out", some());
        assert!(words::TOOL_SEARCH_LIMIT.contains(&limit), "{limit}");
        let part = format!("{PAGE_PART} characters at a time");
        assert!(words::TOOL_READ.replace(',', "").contains(&part), "{part}");
    }
}
