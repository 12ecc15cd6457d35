//! A person says what assistants may see, looks at what they said, and answers a program that
//! asks to be let in.
//!
//! Not where it lies (`state::assistant_settings`).

use crate::state::app::App;
use crate::state::assistant_settings::{assistant_settings, put_assistant_settings, workspace_key};
use crate::state::open_profile::OpenProfile;
use crate::system::paths::DATA_DIR_VARIABLE;
use crate::ui_types::{
    AccessRequest, AllowedWorkspaces, AssistantSettings, Assistants, UiError, WorkspaceForAssistants,
};

/// Workspaces that can be named one by one, and bytes of a key, which is an id.
const MOST_WORKSPACES: usize = 1_000;
const LONGEST_KEY: usize = 64;

impl App {
    /// What the settings of assistants show.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn assistants(&self) -> Result<Assistants, UiError> {
        let open = self.open_profile().await?;
        let settings = assistant_settings(&open.store).await?;
        let workspaces = workspaces(&open, &settings).await?;
        let remembered = self.is_remembered(&open.id.to_string()).await?;
        let mut arguments = vec!["mcp".to_owned(), "--profile".to_owned(), open.name.clone()];
        // Where the data was moved, that is nothing that an assistant's program would know.
        if std::env::var_os(DATA_DIR_VARIABLE).is_some_and(|folder| !folder.is_empty()) {
            arguments.extend(["--data-dir".to_owned(), self.inner.paths.data.display().to_string()]);
        }
        let reachable = open.access_requests.is_listening();
        Ok(Assistants { settings, workspaces, remembered, reachable, arguments })
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn assistant_settings(&self) -> Result<AssistantSettings, UiError> {
        assistant_settings(&self.open_profile().await?.store).await
    }

    /// Holds from the next thing that is asked, by programs that run already too.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written; [`UiError::BadRequest`]
    /// for what names no workspaces.
    pub async fn set_assistant_settings(&self, settings: &AssistantSettings) -> Result<(), UiError> {
        if let AllowedWorkspaces::These(keys) = &settings.workspaces
            && (keys.len() > MOST_WORKSPACES || keys.iter().any(|key| key.len() > LONGEST_KEY))
        {
            return Err(UiError::BadRequest);
        }
        let open = self.open_profile().await?;
        put_assistant_settings(&open.store, settings).await?;
        open.access_requests.forget_refusal();
        Ok(())
    }

    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be read.
    pub async fn workspaces_for_assistants(&self) -> Result<Vec<WorkspaceForAssistants>, UiError> {
        let open = self.open_profile().await?;
        workspaces(&open, &assistant_settings(&open.store).await?).await
    }

    /// The program that asks to be let in now.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn access_request(&self) -> Result<Option<AccessRequest>, UiError> {
        Ok(self.open_profile().await?.access_requests.shown())
    }

    /// The person's word to that program; whether it still waited for it.
    ///
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn answer_access_request(&self, number: u32, granted: bool) -> Result<bool, UiError> {
        let now = self.inner.clock.boot().elapsed;
        Ok(self.open_profile().await?.access_requests.answer(number, granted, now))
    }
}

pub(super) async fn workspaces(
    open: &OpenProfile,
    settings: &AssistantSettings,
) -> Result<Vec<WorkspaceForAssistants>, UiError> {
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
