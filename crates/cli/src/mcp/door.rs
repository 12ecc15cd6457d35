//! The profile behind `trove mcp`: opened when something is asked, closed where it may not be
//! answered, and opened again by the keychain alone.
//!
//! Not here: who is let in (`trove_app`). A password is never asked for: standard input is the
//! assistant's, and a terminal may be nobody's.

use crate::context::{Context, settle_index};
use crate::stop::Stop;
use crate::words;
use tokio::sync::Mutex;
use trove_app::ui_types::UiError;
use trove_app::{Access, App, AssistantSettings, Refusal, Request};

pub struct Door {
    pub app: App,
    profile: String,
    /// One opens at a time; the others find it open.
    opening: Mutex<()>,
}

impl Door {
    /// With `--password-stdin`, the line before the conversation opens the profile.
    pub async fn new(context: &mut Context) -> Result<Self, Stop> {
        let profile = context.profile().await?.id;
        if context.reads_password() {
            context.open_for_assistants().await?;
            settle_index(&context.app).await?;
        }
        Ok(Self { app: context.app.clone(), profile, opening: Mutex::default() })
    }

    /// What may be seen now.
    ///
    /// # Errors
    /// A sentence that says why nothing may.
    pub async fn enter(&self, request: &Request) -> Result<AssistantSettings, String> {
        let _one = self.opening.lock().await;
        // It may have to be opened, and what is allowed may change while it is.
        for _ in 0..3 {
            match self.app.admit_assistant(request).await {
                Ok(settings) => return Ok(settings),
                Err(Refusal::Locked | Refusal::Changed) => self.open().await?,
                Err(Refusal::Off) => return Err(words::ASSISTANT_OFF.into()),
                Err(Refusal::NoWindow) => return Err(words::ASSISTANT_NO_WINDOW.into()),
                Err(Refusal::Failed(error)) => return Err(failed(&error)),
            }
        }
        Err(words::ASSISTANT_CHANGED.into())
    }

    async fn open(&self) -> Result<(), String> {
        let opened = async {
            if !self.app.is_remembered(&self.profile).await? {
                return Err(UiError::NotRemembered);
            }
            self.app.open_from_keychain(&self.profile, Access::Assistant).await?;
            settle_index(&self.app).await
        };
        opened.await.map_err(|error| match error {
            UiError::NotRemembered => words::ASSISTANT_LOCKED.into(),
            error => failed(&error),
        })
    }
}

fn failed(error: &UiError) -> String {
    words::assistant_failed(&words::error(error))
}
