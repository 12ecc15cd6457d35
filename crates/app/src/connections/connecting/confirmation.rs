//! The person's word: what is shown before anything is stored, agreed to or declined.

use crate::state::app::App;
use crate::state::candidate::Candidate;
use crate::state::connecting::Stage;
use crate::to_ui;
use crate::ui_types::{ConnectionCard, Revocation, UiError};
use trove_model::connection::shortened;
use trove_model::{SecretString, TokenKind};

impl App {
    /// A pasted token: asks Notion whose it is.
    ///
    /// # Errors
    /// [`UiError::TokenRefused`] when Notion does not know it, or why it could not be asked.
    pub async fn connect_token(&self, token: SecretString) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let token = trove_notion::undress(&token)
            .map_err(|why| UiError::NotAToken { why: to_ui::not_a_token(why) })?;
        let candidate = self.ask_whose(&open, token, self.inner.origin.clone(), TokenKind::Pasted).await?;
        let mut connecting = open.connecting.lock().await;
        open.store.clear_pending_sign_in().await?;
        let replaced = connecting.end().await;
        connecting.stage = Stage::Confirming(Box::new(candidate));
        self.tell_connecting(&open, &connecting.stage).await;
        drop(connecting);
        self.give_back(replaced).await;
        Ok(())
    }

    /// The sample workspace, inside the app and connected without asking: it is nobody's.
    ///
    /// # Errors
    /// When its server cannot be started.
    pub async fn look_around(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let sample = self.sample_for(&open).await?;
        // One at a time: a second click must find what the first one stored.
        let _connecting = open.connecting.lock().await;
        let candidate = self.ask_whose(&open, sample.token, sample.origin, TokenKind::Sample).await?;
        self.store_candidate(&open, &candidate).await?;
        Ok(())
    }

    /// The connection that waits for the person's word gets a name of theirs instead of its
    /// workspace's.
    ///
    /// # Errors
    /// [`UiError::NothingPending`].
    pub async fn name_connection(&self, name: String) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let mut connecting = open.connecting.lock().await;
        let Stage::Confirming(candidate) = &mut connecting.stage else { return Err(UiError::NothingPending) };
        candidate.connection.workspace_name = shortened(&name);
        self.tell_connecting(&open, &connecting.stage).await;
        Ok(())
    }

    /// The person agrees to what is shown.
    ///
    /// # Errors
    /// [`UiError::NothingPending`], or when it could not be stored; it can be tried again.
    pub async fn confirm_connection(&self) -> Result<ConnectionCard, UiError> {
        let open = self.open_profile().await?;
        let mut connecting = open.connecting.lock().await;
        let Stage::Confirming(candidate) = &connecting.stage else { return Err(UiError::NothingPending) };
        let card = self.store_candidate(&open, candidate).await?;
        connecting.stage = Stage::Idle;
        self.tell_connecting(&open, &connecting.stage).await;
        Ok(card)
    }

    /// The person does not want it: the token is revoked at once where that is possible.
    ///
    /// # Errors
    /// [`UiError::NothingPending`].
    pub async fn decline_connection(&self) -> Result<Revocation, UiError> {
        let open = self.open_profile().await?;
        let mut connecting = open.connecting.lock().await;
        if !matches!(connecting.stage, Stage::Confirming(_)) {
            return Err(UiError::NothingPending);
        }
        let candidate = connecting.end().await;
        drop(connecting);
        let revoked = self.give_back(candidate).await.ok_or(UiError::NothingPending)?;
        let connecting = open.connecting.lock().await;
        self.tell_connecting(&open, &connecting.stage).await;
        Ok(revoked)
    }

    /// Revokes what nobody agreed to.
    pub(crate) async fn give_back(&self, candidate: Option<Box<Candidate>>) -> Option<Revocation> {
        Some(self.revoke(&candidate?.token).await)
    }
}
