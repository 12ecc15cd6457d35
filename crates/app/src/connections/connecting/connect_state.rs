//! Where connecting stands, as the window shows it: never a token, a code or an address that
//! came back.

use crate::state::app::App;
use crate::state::connecting::Stage;
use crate::state::open_profile::OpenProfile;
use crate::to_ui;
use crate::ui_types::{ConnectState, Event, RedirectChoice, RedirectForm, UiError};
use trove_oauth::PendingSignIn;
use trove_vault::Tokens;

impl App {
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn connect_state(&self) -> Result<ConnectState, UiError> {
        let open = self.open_profile().await?;
        let connecting = open.connecting.lock().await;
        self.state_of(&open, &connecting.stage).await
    }

    pub(super) async fn tell_connecting(&self, open: &OpenProfile, stage: &Stage) {
        if let Ok(state) = self.state_of(open, stage).await {
            self.emit(&Event::Connect(state));
        }
    }

    async fn state_of(&self, open: &OpenProfile, stage: &Stage) -> Result<ConnectState, UiError> {
        Ok(match stage {
            Stage::Idle => {
                let origin = self.inner.origin.clone();
                let client = open.vault.with(move |vault| vault.get_client(&origin)).await?;
                ConnectState::Idle { client_id: client.map(|client| client.client_id), redirects: choices() }
            }
            Stage::Waiting(waiting) => ConnectState::Waiting {
                redirect_uri: waiting.pending.redirect_uri().to_owned(),
                form: to_ui::redirect_form(waiting.pending.form()),
                expires: waiting.pending.started().0
                    + i64::try_from(PendingSignIn::LIFETIME.as_millis()).unwrap_or_default(),
                can_open_again: waiting.address.is_some(),
                notice: waiting.notice.clone(),
            },
            Stage::Exchanging => ConnectState::Exchanging,
            Stage::Confirming(candidate) => {
                let connection = &candidate.connection;
                let (account, account_detail) = to_ui::account(&connection.account);
                ConnectState::Confirming {
                    workspace: connection.workspace_name.clone(),
                    workspace_icon: connection.workspace_icon.clone().and_then(to_ui::workspace_icon),
                    account,
                    account_detail,
                    kind: to_ui::connection_kind(connection.kind),
                    replaces: candidate.replaces,
                }
            }
            Stage::Failed(error) => ConnectState::Failed { error: error.clone() },
        })
    }
}

fn choices() -> Vec<RedirectChoice> {
    vec![
        RedirectChoice {
            form: RedirectForm::Loopback,
            uri: Some(trove_oauth::loopback_redirect().to_owned()),
        },
        RedirectChoice { form: RedirectForm::Scheme, uri: Some(trove_oauth::SCHEME_REDIRECT.to_owned()) },
        RedirectChoice { form: RedirectForm::Bounce, uri: None },
    ]
}
