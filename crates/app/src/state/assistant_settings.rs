//! What the person lets assistants see of the open profile, as it lies in its encrypted
//! database: nothing, until they say otherwise.
//!
//! Not here: what is handed over, and the log of it (`assistants`).

use crate::ui_types::UiError;
use serde::{Deserialize, Serialize};
use trove_model::{Connection, ConnectionId};
use trove_store::Store;

/// Under which name they lie there, as JSON.
const NAME: &str = "assistants";

/// What assistants may see.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssistantSettings {
    pub workspaces: AllowedWorkspaces,
    /// Whole pages, besides the passages that a search shows.
    pub whole_pages: bool,
    /// Also while no window shows the profile: its key comes from the keychain alone then.
    pub without_window: bool,
}

/// Of which workspaces.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowedWorkspaces {
    #[default]
    None,
    /// By [`workspace_key`]; one that is connected later is not among them.
    These(Vec<String>),
    /// Those connected later too.
    All,
}

impl AssistantSettings {
    pub fn allows(&self, connection: &Connection) -> bool {
        match &self.workspaces {
            AllowedWorkspaces::None => false,
            AllowedWorkspaces::These(keys) => keys.contains(&workspace_key(connection)),
            AllowedWorkspaces::All => true,
        }
    }
}

/// A workspace as Notion numbers it, whoever is connected to it; the connection's own id where
/// Notion does not tell.
pub fn workspace_key(connection: &Connection) -> String {
    connection.workspace_id.map_or_else(|| connection.id.to_string(), |id| id.to_string())
}

pub fn allowed_connections(settings: &AssistantSettings, connections: &[Connection]) -> Vec<ConnectionId> {
    let allowed = connections.iter().filter(|connection| settings.allows(connection));
    allowed.map(|connection| connection.id).collect()
}

/// Nothing is allowed where nothing is stored, or nothing that can be read.
pub async fn assistant_settings(store: &Store) -> Result<AssistantSettings, UiError> {
    let stored = store.get_setting(NAME).await?;
    Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

pub async fn put_assistant_settings(store: &Store, settings: &AssistantSettings) -> Result<(), UiError> {
    let json = serde_json::to_string(settings).map_err(|_| UiError::Internal)?;
    Ok(store.put_setting(NAME, &json).await?)
}
