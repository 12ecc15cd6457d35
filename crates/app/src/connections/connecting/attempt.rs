//! Connecting a workspace: the attempt, its redirect, and the person's word before
//! anything is stored.
//!
//! However a redirect arrives (deep link, loopback, pasted), it ends in [`App::finish`]
//! with the same checks. Not here: the checks themselves (`trove-oauth`).

use crate::candidate::Candidate;
use crate::connections::{account, kind};
use crate::open_profile::{OpenProfile, Task};
use crate::ui_types::{
    BeginSignIn, ConnectState, ConnectionCard, Event, RedirectChoice, Revocation, UiError,
};
use crate::{App, ui_types};
use std::sync::{Arc, PoisonError};
use trove_model::{Origin, SecretString, TokenKind};
use trove_oauth::{
    AuthorizeUrl, BounceUrl, Credentials, OAuthClient, Outcome, PendingSignIn, Redirect, RedirectForm,
    loopback,
};
use trove_vault::{ClientCredentials, Tokens};

/// Where connecting stands, with what must not be shown.
#[derive(Default)]
pub(crate) struct Connecting {
    step: Step,
    /// The attempt that was answered last, to tell a second delivery from a foreign one.
    answered: Option<PendingSignIn>,
}

impl Connecting {
    /// Back to the start, the port free again. What waited for the person's word is
    /// handed out, to be revoked.
    pub async fn end(&mut self) -> Option<Box<Candidate>> {
        match std::mem::take(&mut self.step) {
            Step::Confirming(candidate) => Some(candidate),
            Step::Waiting(waiting) => {
                if let Some(listening) = waiting.listening {
                    listening.stop().await;
                }
                None
            }
            Step::Idle | Step::Exchanging | Step::Failed(_) => None,
        }
    }
}

#[derive(Default)]
enum Step {
    #[default]
    Idle,
    Waiting(Box<Waiting>),
    Exchanging,
    Confirming(Box<Candidate>),
    Failed(UiError),
}

struct Waiting {
    pending: PendingSignIn,
    /// `None` after a restart: only the state's hash is kept on disk.
    address: Option<AuthorizeUrl>,
    notice: Option<UiError>,
    /// The loopback listener, if that is the way back.
    listening: Option<Task>,
}

/// A redirect that came while nobody was signed in. One at most.
pub(crate) struct HeldLink {
    address: SecretString,
    at: std::time::Duration,
}

/// How a redirect reached the app: a person who pasted it gets an answer, while a link
/// that anyone can fire is only noted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Link,
    Pasted,
}

impl App {
    /// # Errors
    /// [`UiError::Locked`].
    pub async fn connect_state(&self) -> Result<ConnectState, UiError> {
        let open = self.open_profile().await?;
        let connecting = open.connecting.lock().await;
        self.state(&open, &connecting.step).await
    }

    /// Opens Notion's consent page in the browser and waits for the redirect.
    ///
    /// # Errors
    /// No client stored or entered, a client that Notion refuses, a way back that is not
    /// ours to listen on, or no browser.
    pub async fn begin_sign_in(&self, request: BeginSignIn) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let origin = self.inner.origin.clone();
        let form = match request.form {
            ui_types::RedirectForm::Scheme => RedirectForm::Scheme,
            ui_types::RedirectForm::Loopback => RedirectForm::Loopback,
            ui_types::RedirectForm::Bounce => {
                let bounce = request.bounce.as_deref().unwrap_or_default().trim();
                RedirectForm::Bounce(BounceUrl::parse(bounce).map_err(|_| UiError::BounceNotHttps)?)
            }
        };
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
                connecting.step = Step::Waiting(Box::new(waiting));
                Ok(())
            }
            Err(error) => open.store.clear_pending_sign_in().await.map_err(UiError::from).and(Err(error)),
        };
        self.tell(&open, &connecting.step).await;
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
        let Step::Waiting(waiting) = &connecting.step else { return Err(UiError::NothingPending) };
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
        self.drop_held_link();
        let mut connecting = open.connecting.lock().await;
        let candidate = connecting.end().await;
        self.tell(&open, &connecting.step).await;
        drop(connecting);
        self.give_back(candidate).await;
        Ok(())
    }

    /// The address a browser ended up at, pasted by the person.
    ///
    /// # Errors
    /// What is wrong with it; a pending attempt goes on waiting.
    pub async fn finish_sign_in(&self, address: SecretString) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let trimmed = SecretString::new(address.expose().trim().to_owned());
        self.finish(&open, &trimmed, Arrival::Pasted).await
    }

    /// A link that the operating system handed over. Returns at once. While no profile
    /// is open it waits in memory: one, for ten minutes.
    pub fn deliver_link(&self, address: SecretString) {
        let app = self.clone();
        // Ends by itself: one exchange at most, within the HTTP client's time limit.
        self.inner.runtime.spawn(async move {
            match app.open_profile().await {
                Ok(open) => {
                    let _ = app.finish(&open, &address, Arrival::Link).await;
                }
                Err(_) => {
                    // Nothing of the wrong form is worth remembering.
                    if Redirect::parse(&address, &forms(None)).is_err() {
                        return;
                    }
                    let at = app.inner.clock.boot().elapsed;
                    *app.held() = Some(HeldLink { address, at });
                    app.emit(&Event::LinkWaiting);
                    // Somebody may have signed in while it was put there.
                    if let Ok(open) = app.open_profile().await {
                        app.take_held_link(open);
                    }
                }
            }
        });
    }

    pub(crate) fn link_waiting(&self) -> bool {
        let now = self.inner.clock.boot().elapsed;
        self.held().as_ref().is_some_and(|held| now.saturating_sub(held.at) <= PendingSignIn::LIFETIME)
    }

    pub(crate) fn drop_held_link(&self) {
        self.held().take();
    }

    /// After sign-in: the link that waited, if it is young enough and this profile asked
    /// for it. It is for the profile that is open now, whichever is when it is looked at.
    pub(crate) fn take_held_link(&self, open: Arc<OpenProfile>) {
        let waiting = self.link_waiting();
        let held = self.held().take();
        if let Some(held) = held.filter(|_| waiting) {
            let app = self.clone();
            self.inner.runtime.spawn(async move {
                let _ = app.finish(&open, &held.address, Arrival::Link).await;
            });
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<HeldLink>> {
        self.inner.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pasted token: asks Notion whose it is.
    ///
    /// # Errors
    /// [`UiError::TokenRefused`] when Notion does not know it, or why it could not be asked.
    pub async fn connect_token(&self, token: SecretString) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        let token = SecretString::new(token.expose().trim().to_owned());
        let candidate = self.ask_whose(&open, token, self.inner.origin.clone(), TokenKind::Pasted).await?;
        let mut connecting = open.connecting.lock().await;
        open.store.clear_pending_sign_in().await?;
        let replaced = connecting.end().await;
        connecting.step = Step::Confirming(Box::new(candidate));
        self.tell(&open, &connecting.step).await;
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
        let sample = self.inner.host.sample().await.map_err(|_| UiError::Internal)?;
        // One at a time: a second click must find what the first one stored.
        let _connecting = open.connecting.lock().await;
        let candidate = self.ask_whose(&open, sample.token, sample.origin, TokenKind::Sample).await?;
        self.store(&open, &candidate).await?;
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
        let Step::Confirming(candidate) = &mut connecting.step else { return Err(UiError::NothingPending) };
        candidate.connection.workspace_name = name;
        self.tell(&open, &connecting.step).await;
        Ok(())
    }

    /// The person agrees to what is shown.
    ///
    /// # Errors
    /// [`UiError::NothingPending`], or when it could not be stored; it can be tried again.
    pub async fn confirm_connection(&self) -> Result<ConnectionCard, UiError> {
        let open = self.open_profile().await?;
        let mut connecting = open.connecting.lock().await;
        let Step::Confirming(candidate) = &connecting.step else { return Err(UiError::NothingPending) };
        let card = self.store(&open, candidate).await?;
        connecting.step = Step::Idle;
        self.tell(&open, &connecting.step).await;
        Ok(card)
    }

    /// The person does not want it: the token is revoked at once where that is possible.
    ///
    /// # Errors
    /// [`UiError::NothingPending`].
    pub async fn decline_connection(&self) -> Result<Revocation, UiError> {
        let open = self.open_profile().await?;
        let mut connecting = open.connecting.lock().await;
        if !matches!(connecting.step, Step::Confirming(_)) {
            return Err(UiError::NothingPending);
        }
        let candidate = connecting.end().await;
        drop(connecting);
        let revoked = self.give_back(candidate).await.ok_or(UiError::NothingPending)?;
        let connecting = open.connecting.lock().await;
        self.tell(&open, &connecting.step).await;
        Ok(revoked)
    }

    /// Revokes what nobody agreed to.
    pub(crate) async fn give_back(&self, candidate: Option<Box<Candidate>>) -> Option<Revocation> {
        Some(self.revoke(&candidate?.token).await)
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
        connecting.step = Step::Waiting(Box::new(Waiting { pending, address: None, notice, listening }));
    }

    /// Every redirect ends here.
    async fn finish(
        &self,
        open: &Arc<OpenProfile>,
        address: &SecretString,
        arrival: Arrival,
    ) -> Result<(), UiError> {
        let mut guard = open.connecting.lock().await;
        let connecting = &mut *guard;
        let redirect = {
            let bounce = match &connecting.step {
                Step::Waiting(waiting) => Some(waiting.pending.form().clone()),
                _ => None,
            };
            Redirect::parse(address, &forms(bounce))
        };
        let redirect = match redirect {
            Ok(redirect) => redirect,
            Err(refused) => {
                tracing::info!(%refused, "a redirect was turned away");
                return self.turn_away(open, connecting, UiError::RedirectRefused, arrival).await;
            }
        };
        let Step::Waiting(waiting) = &connecting.step else {
            let used = connecting.answered.as_ref().is_some_and(|answered| {
                !matches!(
                    answered.admit(redirect, open.id, &*self.inner.clock),
                    Err(trove_oauth::Refused::StateMismatch | trove_oauth::Refused::OtherProfile)
                )
            });
            tracing::info!(used, "a redirect came while nothing was pending");
            return Err(if used { UiError::AttemptUsed } else { UiError::NothingPending });
        };
        let admitted = match waiting.pending.admit(redirect, open.id, &*self.inner.clock) {
            Ok(admitted) => admitted,
            Err(refused) if refused.ends_sign_in() => {
                open.store.clear_pending_sign_in().await?;
                return self.fail(open, connecting, UiError::AttemptExpired).await;
            }
            Err(refused) => {
                tracing::info!(%refused, "a redirect was turned away");
                let error = match refused {
                    trove_oauth::Refused::OtherWay | trove_oauth::Refused::OtherIssuer => {
                        UiError::RedirectRefused
                    }
                    _ => UiError::StateMismatch,
                };
                return self.turn_away(open, connecting, error, arrival).await;
            }
        };
        // Used up, on disk too, before anything is asked of Notion with it.
        open.store.clear_pending_sign_in().await?;
        let step = std::mem::replace(&mut connecting.step, Step::Exchanging);
        if let Step::Waiting(waiting) = step {
            connecting.answered = Some(waiting.pending);
        }
        self.tell(open, &connecting.step).await;
        let code = match admitted.outcome {
            Outcome::Code(code) => code,
            outcome if outcome.is_cancelled() => {
                return self.fail(open, connecting, UiError::CancelledAtNotion).await;
            }
            Outcome::Error { code } => {
                return self.fail(open, connecting, UiError::RefusedByNotion { error: code }).await;
            }
        };
        // Not held while Notion answers: the window may ask, and the person may cancel.
        drop(guard);
        let exchanged = self.exchange(open, &code, &admitted.redirect_uri).await;
        let mut guard = open.connecting.lock().await;
        let connecting = &mut *guard;
        match (exchanged, &connecting.step) {
            (Ok(candidate), Step::Exchanging) => {
                connecting.step = Step::Confirming(Box::new(candidate));
                self.tell(open, &connecting.step).await;
                Ok(())
            }
            (Err(error), Step::Exchanging) => self.fail(open, connecting, error).await,
            // Cancelled meanwhile: what was granted is given back.
            (Ok(candidate), _) => {
                drop(guard);
                self.revoke(&candidate.token).await;
                Ok(())
            }
            (Err(_), _) => Ok(()),
        }
    }

    async fn exchange(
        &self,
        open: &OpenProfile,
        code: &SecretString,
        redirect_uri: &str,
    ) -> Result<Candidate, UiError> {
        let origin = self.inner.origin.clone();
        let client = {
            let origin = origin.clone();
            open.vault.with(move |vault| vault.get_client(&origin)).await?.ok_or(UiError::ClientRefused)?
        };
        let oauth = OAuthClient::new(self.inner.http.clone(), origin.clone());
        let grant = oauth.exchange(&credentials(&client), code, redirect_uri).await?;
        self.candidate_of(open, grant, client, origin).await
    }

    /// The client to sign in with: the one entered now, tested and kept, or the stored one.
    async fn client(
        &self,
        open: &OpenProfile,
        origin: &Origin,
        entered: Option<ui_types::ClientEntry>,
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
        let oauth = OAuthClient::new(self.inner.http.clone(), origin.clone());
        oauth.test_credentials(&credentials(&client)).await?;
        let kept = client.clone();
        open.vault.with(move |vault| vault.put_client(&vault_origin, &kept)).await?;
        Ok(client)
    }

    /// Listens on the fixed loopback port until the attempt ends.
    async fn listen(&self, open: &Arc<OpenProfile>) -> Result<Task, UiError> {
        let port = trove_oauth::LOOPBACK_PORT;
        let mut listener = loopback::Listener::bind(port).await.map_err(|_| UiError::PortTaken { port })?;
        let (app, open) = (Arc::downgrade(&self.inner), Arc::downgrade(open));
        let task = self.inner.runtime.spawn(async move {
            loop {
                let address = listener.next().await;
                let (Some(inner), true) = (app.upgrade(), open.strong_count() > 0) else { return };
                // In a task of its own: finishing ends this one, which must not cut it short.
                App { inner }.deliver_link(address);
            }
        });
        Ok(Task::new(task))
    }

    /// A redirect that is not this attempt's: said where the person looks, and the
    /// attempt goes on.
    async fn turn_away(
        &self,
        open: &OpenProfile,
        connecting: &mut Connecting,
        error: UiError,
        arrival: Arrival,
    ) -> Result<(), UiError> {
        if arrival == Arrival::Link
            && let Step::Waiting(waiting) = &mut connecting.step
        {
            waiting.notice = Some(error.clone());
            self.tell(open, &connecting.step).await;
        }
        Err(error)
    }

    async fn fail(
        &self,
        open: &OpenProfile,
        connecting: &mut Connecting,
        error: UiError,
    ) -> Result<(), UiError> {
        connecting.step = Step::Failed(error.clone());
        self.tell(open, &connecting.step).await;
        Err(error)
    }

    async fn tell(&self, open: &OpenProfile, step: &Step) {
        if let Ok(state) = self.state(open, step).await {
            self.emit(&Event::Connect(state));
        }
    }

    async fn state(&self, open: &OpenProfile, step: &Step) -> Result<ConnectState, UiError> {
        Ok(match step {
            Step::Idle => {
                let origin = self.inner.origin.clone();
                let client = open.vault.with(move |vault| vault.get_client(&origin)).await?;
                ConnectState::Idle { client_id: client.map(|client| client.client_id), redirects: choices() }
            }
            Step::Waiting(waiting) => ConnectState::Waiting {
                redirect_uri: waiting.pending.redirect_uri().to_owned(),
                form: form(waiting.pending.form()),
                expires: waiting.pending.started().0
                    + i64::try_from(PendingSignIn::LIFETIME.as_millis()).unwrap_or_default(),
                can_open_again: waiting.address.is_some(),
                notice: waiting.notice.clone(),
            },
            Step::Exchanging => ConnectState::Exchanging,
            Step::Confirming(candidate) => {
                let connection = &candidate.connection;
                let (account, account_detail) = account(&connection.account);
                ConnectState::Confirming {
                    workspace: connection.workspace_name.clone(),
                    workspace_icon: connection.workspace_icon.clone().filter(|icon| !icon.contains(':')),
                    account,
                    account_detail,
                    kind: kind(connection.kind),
                    replaces: candidate.replaces,
                }
            }
            Step::Failed(error) => ConnectState::Failed { error: error.clone() },
        })
    }
}

/// The exact addresses that may come back, whatever is pending.
fn forms(pending: Option<RedirectForm>) -> Vec<RedirectForm> {
    [RedirectForm::Scheme, RedirectForm::Loopback].into_iter().chain(pending).collect()
}

fn choices() -> Vec<RedirectChoice> {
    vec![
        RedirectChoice {
            form: ui_types::RedirectForm::Loopback,
            uri: Some(trove_oauth::loopback_redirect().to_owned()),
        },
        RedirectChoice {
            form: ui_types::RedirectForm::Scheme,
            uri: Some(trove_oauth::SCHEME_REDIRECT.to_owned()),
        },
        RedirectChoice { form: ui_types::RedirectForm::Bounce, uri: None },
    ]
}

fn form(form: &RedirectForm) -> ui_types::RedirectForm {
    match form {
        RedirectForm::Scheme => ui_types::RedirectForm::Scheme,
        RedirectForm::Loopback => ui_types::RedirectForm::Loopback,
        RedirectForm::Bounce(_) => ui_types::RedirectForm::Bounce,
    }
}

fn credentials(client: &ClientCredentials) -> Credentials {
    Credentials { client_id: client.client_id.clone(), secret: client.secret.clone() }
}
