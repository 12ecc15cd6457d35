//! An attempt to sign in at Notion: begun, shown again, given up, and taken up after a restart.
//!
//! Not what comes back from it (`redirect`).

use crate::connections::tokens::credentials;
use crate::state::app::App;
use crate::state::connecting::{Stage, Waiting};
use crate::state::open_profile::OpenProfile;
use crate::state::task::Task;
use crate::ui_types::{BeginSignIn, ClientEntry, UiError};
use std::sync::Arc;
use trove_model::{Origin, SecretString};
use trove_oauth::loopback::{self, BindError};
use trove_oauth::{BounceUrl, OAuthClient, PendingSignIn, RedirectForm};
use trove_vault::{ClientCredentials, Tokens};

impl App {
    /// Opens Notion's consent page in the browser and waits for the redirect.
    ///
    /// # Errors
    /// No client stored or entered, a client that Notion refuses, a way back that is not
    /// ours to listen on, or no browser.
    pub async fn begin_sign_in(&self, request: BeginSignIn) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let origin = self.inner.origin.clone();
        let form = redirect_form(request.form, request.bounce.as_deref())?;
        // Whoever handles the scheme receives the code, so it must be this program.
        if form.returns_at() == RedirectForm::Scheme {
            let host = Arc::clone(&self.inner.host);
            let ours = tokio::task::spawn_blocking(move || host.owns_scheme()).await;
            if !ours.unwrap_or(false) {
                return Err(UiError::SchemeNotOurs);
            }
        }
        let client = self.client(&open, &origin, request.client).await?;

        let mut connecting = open.connecting.lock().await;
        // The earlier attempt is over whatever becomes of this one: on disk, and the port.
        open.store.clear_pending_sign_in().await?;
        let candidate = connecting.end().await;
        let begun = self.wait_at_notion(&open, form, &client.client_id, &origin).await;
        let answer = match begun {
            Ok(waiting) => {
                connecting.stage = Stage::Waiting(Box::new(waiting));
                Ok(())
            }
            Err(error) => open.store.clear_pending_sign_in().await.map_err(UiError::from).and(Err(error)),
        };
        self.tell_connecting(&open, &connecting.stage).await;
        drop(connecting);
        self.give_back(candidate).await;
        answer
    }

    /// Everything that waits for the redirect, and then the browser.
    async fn wait_at_notion(
        &self,
        open: &Arc<OpenProfile>,
        form: RedirectForm,
        client_id: &str,
        origin: &Origin,
    ) -> Result<Waiting, UiError> {
        let listening = match form {
            RedirectForm::Loopback => Some(self.listen(open).await?),
            RedirectForm::Scheme | RedirectForm::Bounce(_) => None,
        };
        let (address, pending) =
            trove_oauth::begin(open.id, form, client_id, origin, &*self.inner.clock, &*self.inner.entropy)
                .map_err(|_| UiError::NoRandomness)?;
        // On disk before the browser opens: the link may start the app.
        open.store.put_pending_sign_in(&pending.to_bytes()).await?;
        self.inner.host.open(address.expose()).map_err(|_| UiError::BrowserNotOpened)?;
        Ok(Waiting { pending, address: Some(address), notice: None, listening })
    }

    /// Shows Notion's consent page again.
    ///
    /// # Errors
    /// [`UiError::NothingPending`], or after a restart, when only a new attempt can be made.
    pub async fn open_sign_in_again(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let connecting = open.connecting.lock().await;
        let Stage::Waiting(waiting) = &connecting.stage else { return Err(UiError::NothingPending) };
        let address = waiting.address.as_ref().ok_or(UiError::NothingPending)?;
        self.inner.host.open(address.expose()).map_err(|_| UiError::BrowserNotOpened)
    }

    /// Back to the start: gives up an attempt, puts an error away, declines a connection.
    ///
    /// # Errors
    /// [`UiError::Locked`], or when the attempt cannot be removed from disk.
    pub async fn cancel_sign_in(&self) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        open.store.clear_pending_sign_in().await?;
        self.drop_held_links();
        let mut connecting = open.connecting.lock().await;
        let candidate = connecting.end().await;
        self.tell_connecting(&open, &connecting.stage).await;
        drop(connecting);
        self.give_back(candidate).await;
        Ok(())
    }

    /// The attempt that outlived the process, if it is still good for an answer.
    pub(crate) async fn restore_pending(&self, open: &Arc<OpenProfile>) {
        let Ok(Some(record)) = open.store.get_pending_sign_in().await else { return };
        let pending = PendingSignIn::from_bytes(&record).ok();
        let Some(pending) = pending.filter(|pending| {
            pending.profile() == open.id
                && *pending.origin() == self.inner.origin
                && pending.in_time(&*self.inner.clock).is_ok()
        }) else {
            let _ = open.store.clear_pending_sign_in().await;
            return;
        };
        let (listening, notice) = match pending.form() {
            RedirectForm::Loopback => match self.listen(open).await {
                Ok(listening) => (Some(listening), None),
                // The answer goes to another program then: said where the person waits.
                Err(error) => (None, Some(error)),
            },
            RedirectForm::Scheme | RedirectForm::Bounce(_) => (None, None),
        };
        let mut connecting = open.connecting.lock().await;
        connecting.stage = Stage::Waiting(Box::new(Waiting { pending, address: None, notice, listening }));
    }

    /// The client to sign in with: the one entered now, tested and kept, or the stored one.
    async fn client(
        &self,
        open: &OpenProfile,
        origin: &Origin,
        entered: Option<ClientEntry>,
    ) -> Result<ClientCredentials, UiError> {
        let vault_origin = origin.clone();
        let Some(entered) = entered else {
            let stored = open.vault.with(move |vault| vault.get_client(&vault_origin)).await?;
            return stored.ok_or(UiError::ClientRefused);
        };
        let client = ClientCredentials {
            client_id: entered.client_id.trim().to_owned(),
            secret: SecretString::new(entered.client_secret.trim().to_owned()),
        };
        let oauth = OAuthClient::new(self.inner.http.to(origin), origin.clone());
        oauth.test_credentials(&credentials(&client)).await?;
        let kept = client.clone();
        open.vault.with(move |vault| vault.put_client(&vault_origin, &kept)).await?;
        Ok(client)
    }

    /// Listens on the fixed loopback port until the attempt ends.
    async fn listen(&self, open: &Arc<OpenProfile>) -> Result<Task, UiError> {
        let port = trove_oauth::LOOPBACK_PORT;
        let mut listener = loopback::Listener::bind(port).await.map_err(|refused| match refused {
            BindError::PortReserved => UiError::PortReserved { port },
            BindError::PortTaken | BindError::Unavailable(_) => UiError::PortTaken { port },
        })?;
        let (app, open) = (self.downgrade(), Arc::downgrade(open));
        let task = self.inner.runtime.spawn(async move {
            loop {
                let address = listener.next().await;
                let (Some(app), true) = (app.upgrade(), open.strong_count() > 0) else { return };
                // In a task of its own: finishing ends this one, which must not cut it short.
                app.deliver_link(address);
            }
        });
        Ok(Task::new(task))
    }
}

/// The way back that the person chose.
fn redirect_form(form: crate::ui_types::RedirectForm, bounce: Option<&str>) -> Result<RedirectForm, UiError> {
    Ok(match form {
        crate::ui_types::RedirectForm::Scheme => RedirectForm::Scheme,
        crate::ui_types::RedirectForm::Loopback => RedirectForm::Loopback,
        crate::ui_types::RedirectForm::Bounce => {
            let bounce = bounce.unwrap_or_default().trim();
            RedirectForm::Bounce(BounceUrl::parse(bounce).map_err(|_| UiError::BounceNotHttps)?)
        }
    })
}
