//! A person says what assistants may see, and looks at what they said.
//!
//! Not where it lies (`state::assistant_settings`).

use crate::state::app::App;
use crate::state::assistant_settings::{
    AssistantSettings, assistant_settings, put_assistant_settings, workspace_key,
};
use crate::ui_types::UiError;

/// A workspace that is connected, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceForAssistants {
    pub name: String,
    /// What [`AllowedWorkspaces::These`](crate::AllowedWorkspaces::These) names it by.
    pub key: String,
    pub allowed: bool,
}

impl App {
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn assistant_settings(&self) -> Result<AssistantSettings, UiError> {
        assistant_settings(&self.open_profile().await?.store).await
    }

    /// Holds from the next thing that is asked, by programs that run already too.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written.
    pub async fn set_assistant_settings(&self, settings: &AssistantSettings) -> Result<(), UiError> {
        put_assistant_settings(&self.open_profile().await?.store, settings).await
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn workspaces_for_assistants(&self) -> Result<Vec<WorkspaceForAssistants>, UiError> {
        let open = self.open_profile().await?;
        let settings = assistant_settings(&open.store).await?;
        let mut workspaces: Vec<WorkspaceForAssistants> = Vec::new();
        for connection in open.store.connections().await? {
            let key = workspace_key(&connection);
            if open.corpus.visible.has(&connection.id) && workspaces.iter().all(|known| known.key != key) {
                let allowed = settings.allows(&connection);
                workspaces.push(WorkspaceForAssistants { name: connection.workspace_name, key, allowed });
            }
        }
        Ok(workspaces)
    }
}
