//! People and bots.
//!
//! Not here: whose connection it is ([`trove_model::Account`]); the app decides that.

use super::lenient;
use serde::Deserialize;
use serde_json::Value;
use trove_model::NotionId;

/// Source: <https://developers.notion.com/reference/user>.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Wire")]
pub struct User {
    pub id: NotionId,
    pub kind: UserKind,
    pub name: Option<String>,
    /// Of a person, where the connection may see it.
    pub email: Option<String>,
    /// Of a bot: for whom it acts.
    pub owner: Option<BotOwner>,
    /// `owner` as JSON, with what this version does not read.
    pub owner_json: Option<String>,
    pub workspace_id: Option<NotionId>,
    pub workspace_name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserKind {
    Person,
    Bot,
    /// Not told, or not known to this version.
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BotOwner {
    User(Box<User>),
    Workspace,
}

#[derive(Deserialize)]
struct Wire {
    #[serde(deserialize_with = "lenient::id")]
    id: NotionId,
    #[serde(default, rename = "type", deserialize_with = "lenient::or_default")]
    kind: UserKind,
    #[serde(default, deserialize_with = "lenient::or_default")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    person: Person,
    #[serde(default, deserialize_with = "lenient::or_default")]
    bot: Bot,
}

#[derive(Deserialize, Default)]
struct Person {
    #[serde(default, deserialize_with = "lenient::or_default")]
    email: Option<String>,
}

#[derive(Deserialize, Default)]
struct Bot {
    #[serde(default)]
    owner: Value,
    #[serde(default, deserialize_with = "lenient::optional_id")]
    workspace_id: Option<NotionId>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    workspace_name: Option<String>,
}

impl From<Wire> for User {
    fn from(wire: Wire) -> Self {
        let owner = &wire.bot.owner;
        Self {
            id: wire.id,
            kind: wire.kind,
            name: wire.name,
            email: wire.person.email,
            owner: BotOwner::read(owner),
            owner_json: (!owner.is_null()).then(|| owner.to_string()),
            workspace_id: wire.bot.workspace_id,
            workspace_name: wire.bot.workspace_name,
        }
    }
}

impl BotOwner {
    /// Reads an `owner` object, as bots and the token endpoint carry it.
    pub fn read(owner: &Value) -> Option<Self> {
        match owner.get("type")?.as_str()? {
            "user" => {
                serde_json::from_value(owner.get("user")?.clone()).ok().map(|user| Self::User(Box::new(user)))
            }
            "workspace" => Some(Self::Workspace),
            _ => None,
        }
    }
}
