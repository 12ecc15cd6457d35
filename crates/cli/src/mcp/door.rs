//! The profile behind `trove mcp`: opened here by a password that came before the conversation,
//! seen through a window whose person lets the program in, or opened here by the keychain where
//! it may serve for that.
//!
//! Not here: who is let in (`trove_app`). A password is never asked for: standard input is the
//! assistant's, and a terminal may be nobody's.

use crate::context::{Context, settle_index};
use crate::stop::Stop;
use tokio::sync::Mutex;
use trove_app::ui_types::UiError;
use trove_app::{Answer, App, Refusal, Request, WindowDoor};

pub struct Door {
    app: App,
    profile: String,
    /// One asks at a time: a person is asked once.
    window: Mutex<WindowDoor>,
}

impl Door {
    /// With `--password-stdin`, the line before the conversation opens the profile.
    pub async fn new(context: &mut Context) -> Result<Self, Stop> {
        let profile = context.profile().await?.id;
        if context.reads_password() {
            context.open_for_assistants().await?;
            settle_index(&context.app).await?;
        }
        let window = Mutex::new(context.app.window_door(&profile));
        Ok(Self { app: context.app.clone(), profile, window })
    }

    /// # Errors
    /// Why it is told nothing.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Refusal> {
        let mut window = self.window.lock().await;
        match self.app.answer_assistant(request).await {
            Err(Refusal::Locked | Refusal::Changed) => {}
            answered => return answered,
        }
        match window.ask(request).await {
            Err(Refusal::Locked | Refusal::NoWindow) => {}
            answered => return answered,
        }
        // What is allowed may change while it is opened.
        for _ in 0..3 {
            self.open_from_keychain().await?;
            match self.app.answer_assistant(request).await {
                Err(Refusal::Locked | Refusal::Changed) => {}
                answered => return answered,
            }
        }
        Err(Refusal::Changed)
    }

    async fn open_from_keychain(&self) -> Result<(), Refusal> {
        match self.app.open_for_assistants_from_keychain(&self.profile).await {
            Err(UiError::NotRemembered) => Err(Refusal::Locked),
            opened => Ok(opened?),
        }?;
        Ok(settle_index(&self.app).await?)
    }
}
