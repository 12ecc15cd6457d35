//! What the person lets assistants see of the open profile, as it lies in its encrypted
//! database.
//!
//! Not here: what is handed over, and the log of it (`assistants`).

use crate::ui_types::{AllowedWorkspaces, AssistantSettings, UiError};
use trove_model::{Connection, ConnectionId};
use trove_store::Store;

/// Under which name they lie there, as JSON.
const NAME: &str = "assistants";

impl AssistantSettings {
    /// Also where the person chose workspaces one by one, and has none chosen.
    pub(crate) fn allows_nothing(&self) -> bool {
        match &self.workspaces {
            AllowedWorkspaces::None => true,
            AllowedWorkspaces::These(keys) => keys.is_empty(),
            AllowedWorkspaces::All => false,
        }
    }

    pub(crate) fn allows(&self, connection: &Connection) -> bool {
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
