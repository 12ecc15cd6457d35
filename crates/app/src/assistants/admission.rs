//! Each thing an assistant asks passes here: whether it may be answered now.
//!
//! Not here: the answers (`answering`), and a program that a window lets in (`socket`).

use super::asked_log::note;
use super::request::{Refusal, Request};
use crate::state::app::App;
use crate::state::assistant_settings::assistant_settings;
use crate::state::open_profile::OpenProfile;
use crate::state::profile_locks::Access;
use crate::ui_types::{AskedByAssistant, AssistantSettings, Session, UiError};
use trove_model::SecretString;
use trove_store::Store;

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

    /// The same by the keychain, where the person lets it serve for that.
    ///
    /// # Errors
    /// [`UiError::NotRemembered`] where it does not; as [`sign_in`](Self::sign_in).
    pub async fn open_for_assistants_from_keychain(&self, profile: &str) -> Result<(), UiError> {
        if !self.is_remembered(profile).await? {
            return Err(UiError::NotRemembered);
        }
        self.open_from_keychain(profile, Access::Assistant).await?;
        // Where nothing is allowed, that is what is told.
        let unwanted = |settings: &AssistantSettings| !settings.allows_nothing() && !settings.keychain;
        if self.open_profile().await?.assistants.as_ref().is_some_and(unwanted) {
            self.lock().await?;
            return Err(UiError::NotRemembered);
        }
        Ok(())
    }

    /// Whether this may be answered now; what is refused is written down as well. The profile
    /// is closed where it may not.
    pub(super) async fn admit_assistant(&self, request: &Request) -> Result<AssistantSettings, Refusal> {
        let open = self.open_profile().await?;
        let refused = match self.judge(&open).await {
            Ok(settings) => {
                self.touch();
                return Ok(settings);
            }
            Err(refusal) => refusal,
        };
        self.note_refusal(&open.store, request, &refused).await;
        drop(open);
        let _ = self.lock().await;
        Err(refused)
    }

    async fn judge(&self, open: &OpenProfile) -> Result<AssistantSettings, Refusal> {
        let settings = assistant_settings(&open.store).await?;
        if settings.allows_nothing() {
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

    /// It stays refused where that cannot be written down.
    pub(super) async fn note_refusal(&self, store: &Store, request: &Request, refusal: &Refusal) {
        let Some(why) = refusal.in_log() else { return };
        let entry = AskedByAssistant { refused: Some(why.to_owned()), ..self.log_entry(request) };
        if let Err(error) = note(store, entry).await {
            tracing::warn!(?error, "a refusal was not noted");
        }
    }

    pub(super) fn log_entry(&self, request: &Request) -> AskedByAssistant {
        AskedByAssistant {
            at: self.inner.clock.wall().0,
            program: request.program.clone(),
            tool: request.ask.tool().to_owned(),
            asked: request.ask.asked().to_owned(),
            ..AskedByAssistant::default()
        }
    }
}
