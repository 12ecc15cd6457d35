//! Each thing an assistant asks passes here: whether it may be answered now, and what is
//! written down of it.
//!
//! Not here: the answers (`search`, `connections`), which see what was allowed when the
//! profile was opened and nothing else.

use super::asked_log::{Asked, note};
use crate::state::app::App;
use crate::state::assistant_settings::{AllowedWorkspaces, AssistantSettings, assistant_settings};
use crate::state::open_profile::OpenProfile;
use crate::state::profile_locks::Access;
use crate::ui_types::Session;
use crate::ui_types::UiError;
use trove_model::SecretString;

/// What is asked, and by whom.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// What the program calls itself.
    pub program: String,
    pub tool: &'static str,
    pub asked: String,
}

/// Why an assistant is told nothing. The profile is closed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The profile is not open here.
    Locked,
    /// The person allows assistants nothing.
    Off,
    /// Only while a window shows the profile, and none does.
    NoWindow,
    /// What is allowed is not what it was when the profile was opened.
    Changed,
    Failed(UiError),
}

impl From<UiError> for Refusal {
    fn from(error: UiError) -> Self {
        match error {
            UiError::Locked => Self::Locked,
            error => Self::Failed(error),
        }
    }
}

impl App {
    /// Opens a profile to answer assistants, by its password.
    ///
    /// # Errors
    /// As [`sign_in`](Self::sign_in).
    pub async fn open_for_assistants(
        &self,
        profile: &str,
        password: SecretString,
    ) -> Result<Session, UiError> {
        self.unlock(profile, password, Access::Assistant).await
    }

    /// Whether this may be answered now; what is refused is written down as well. The profile
    /// is closed where it may not.
    ///
    /// # Errors
    /// Why not.
    pub async fn admit_assistant(&self, request: &Request) -> Result<AssistantSettings, Refusal> {
        let open = self.open_profile().await?;
        let refused = match self.judge(&open).await {
            Ok(settings) => {
                self.touch();
                return Ok(settings);
            }
            Err(refusal) => refusal,
        };
        let told = match &refused {
            Refusal::Off => Some("off"),
            Refusal::NoWindow => Some("no_window"),
            Refusal::Locked | Refusal::Changed | Refusal::Failed(_) => None,
        };
        if let Some(told) = told {
            // It stays refused where that cannot be written down.
            let entry = Asked { refused: Some(told.to_owned()), ..self.entry(request) };
            if let Err(error) = note(&open.store, entry).await {
                tracing::warn!(?error, "a refusal was not noted");
            }
        }
        drop(open);
        let _ = self.lock().await;
        Err(refused)
    }

    async fn judge(&self, open: &OpenProfile) -> Result<AssistantSettings, Refusal> {
        let settings = assistant_settings(&open.store).await?;
        if settings.workspaces == AllowedWorkspaces::None {
            return Err(Refusal::Off);
        }
        if open.assistants.as_ref() != Some(&settings) {
            return Err(Refusal::Changed);
        }
        let id = open.id;
        if !settings.without_window && !self.blocking(move |profiles| profiles.is_shown(id)).await? {
            return Err(Refusal::NoWindow);
        }
        Ok(settings)
    }

    /// Writes down what is about to be handed over.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the database cannot be written: nothing may be handed over.
    pub async fn note_for_assistant(
        &self,
        request: &Request,
        answered: impl FnOnce(&mut Asked),
    ) -> Result<(), UiError> {
        let mut entry = self.entry(request);
        answered(&mut entry);
        note(&self.open_profile().await?.store, entry).await
    }

    fn entry(&self, request: &Request) -> Asked {
        let Request { program, tool, asked } = request.clone();
        Asked { at: self.inner.clock.wall().0, program, tool: tool.to_owned(), asked, ..Asked::default() }
    }
}
