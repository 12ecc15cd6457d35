//! What came back from Notion. However it arrives (deep link, loopback, pasted), it ends in
//! one place with the same checks.
//!
//! Not here: the checks themselves (`trove-oauth`).

use crate::connections::tokens::credentials;
use crate::state::app::App;
use crate::state::candidate::Candidate;
use crate::state::connecting::{Connecting, Stage};
use crate::state::held_link::HeldLinks;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Event, UiError};
use std::sync::{Arc, MutexGuard, PoisonError};
use trove_model::SecretString;
use trove_oauth::{Admitted, OAuthClient, Outcome, PendingSignIn, Redirect, RedirectForm, Refused};
use trove_vault::Tokens;

/// How a redirect reached the app: a person who pasted it gets an answer, while a link
/// that anyone can fire is only noted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Link,
    Pasted,
}

impl App {
    /// The address a browser ended up at, pasted by the person.
    ///
    /// # Errors
    /// What is wrong with it; a pending attempt goes on waiting.
    pub async fn finish_sign_in(&self, address: SecretString) -> Result<(), UiError> {
        let open = self.open_profile().await?;
        self.finish(&open, &address, Arrival::Pasted).await
    }

    /// A link that the operating system handed over. Returns at once. While no profile
    /// is open it waits in memory, for ten minutes.
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
                    let Ok(redirect) = Redirect::parse(&address, &forms(None)) else { return };
                    let told = app.link_waiting();
                    app.held().keep(&redirect, address, app.inner.clock.boot().elapsed);
                    if !told && app.link_waiting() {
                        app.emit(&Event::LinkWaiting);
                    }
                    // Somebody may have signed in while it was put there.
                    if let Ok(open) = app.open_profile().await {
                        app.take_held_links(open);
                    }
                }
            }
        });
    }

    pub(crate) fn link_waiting(&self) -> bool {
        self.held().is_waiting(self.inner.clock.boot().elapsed)
    }

    pub(crate) fn drop_held_links(&self) {
        *self.held() = HeldLinks::default();
    }

    /// As a profile is locked: what answers its attempt is waited for, and nothing else.
    pub(crate) fn expect_answer_of(&self, open: &OpenProfile) {
        let attempt = match open.connecting.try_lock().as_deref() {
            Ok(Connecting { stage: Stage::Waiting(waiting), .. }) => {
                PendingSignIn::from_bytes(&waiting.pending.to_bytes()).ok()
            }
            _ => None,
        };
        self.held().expect(attempt);
    }

    /// After sign-in: the links that waited, as far as they are young enough and this profile
    /// asked for them. They are for the profile that is open now, whichever is when they are
    /// looked at.
    pub(crate) fn take_held_links(&self, open: Arc<OpenProfile>) {
        let held = self.held().take(self.inner.clock.boot().elapsed);
        if held.is_empty() {
            return;
        }
        let app = self.clone();
        self.inner.runtime.spawn(async move {
            for address in held {
                if app.finish(&open, &address, Arrival::Link).await.is_ok() {
                    return;
                }
            }
        });
    }

    fn held(&self) -> MutexGuard<'_, HeldLinks> {
        self.inner.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every redirect ends here.
    async fn finish(
        &self,
        open: &Arc<OpenProfile>,
        address: &SecretString,
        arrival: Arrival,
    ) -> Result<(), UiError> {
        let mut connecting = open.connecting.lock().await;
        let admitted = self.admit(open, &mut connecting, address, arrival).await?;
        if arrival == Arrival::Link {
            // Only now: anyone can send a link. An attempt has one answer, so this is once.
            self.inner.host.bring_forward();
        }
        // Used up, on disk too, before anything is asked of Notion with it.
        open.store.clear_pending_sign_in().await?;
        connecting.start_exchange();
        self.tell_connecting(open, &connecting.stage).await;
        let code = match admitted.outcome {
            Outcome::Code(code) => code,
            outcome if outcome.is_cancelled() => {
                return Err(self.fail(open, &mut connecting, UiError::CancelledAtNotion).await);
            }
            Outcome::Error { code } => {
                let error = UiError::RefusedByNotion { error: code };
                return Err(self.fail(open, &mut connecting, error).await);
            }
        };
        // Not held while Notion answers: the window may ask, and the person may cancel.
        drop(connecting);
        let exchanged = self.exchange(open, &code, &admitted.redirect_uri).await;
        self.settle_exchange(open, exchanged).await
    }

    /// A redirect of the attempt that waits, or why it is none.
    async fn admit(
        &self,
        open: &OpenProfile,
        connecting: &mut Connecting,
        address: &SecretString,
        arrival: Arrival,
    ) -> Result<Admitted, UiError> {
        let pending = match &connecting.stage {
            Stage::Waiting(waiting) => Some(waiting.pending.form().clone()),
            _ => None,
        };
        let parse = match arrival {
            Arrival::Link => Redirect::parse,
            Arrival::Pasted => Redirect::parse_pasted,
        };
        let redirect = match parse(address, &forms(pending)) {
            Ok(redirect) => redirect,
            Err(refused) => {
                self.note_refused(refused);
                return Err(self.turn_away(open, connecting, UiError::RedirectRefused, arrival).await);
            }
        };
        let Stage::Waiting(waiting) = &connecting.stage else {
            let used = self.was_answered(open, connecting, redirect);
            self.note_refused(if used { "the attempt is used up" } else { "nothing is pending" });
            return Err(if used { UiError::AttemptUsed } else { UiError::NothingPending });
        };
        match waiting.pending.admit(redirect, open.id, &*self.inner.clock) {
            Ok(admitted) => Ok(admitted),
            Err(refused) if refused.ends_sign_in() => {
                open.store.clear_pending_sign_in().await?;
                Err(self.fail(open, connecting, UiError::AttemptExpired).await)
            }
            Err(refused) => {
                self.note_refused(refused);
                let error = match refused {
                    Refused::OtherWay | Refused::OtherIssuer => UiError::RedirectRefused,
                    _ => UiError::StateMismatch,
                };
                Err(self.turn_away(open, connecting, error, arrival).await)
            }
        }
    }

    /// Whether it is a second delivery of what was answered already.
    fn was_answered(&self, open: &OpenProfile, connecting: &Connecting, redirect: Redirect) -> bool {
        connecting.answered.as_ref().is_some_and(|answered| {
            let again = answered.admit(redirect, open.id, &*self.inner.clock);
            !matches!(again, Err(Refused::StateMismatch | Refused::OtherProfile))
        })
    }

    /// What was granted waits for the person's word, unless they cancelled meanwhile.
    async fn settle_exchange(
        &self,
        open: &OpenProfile,
        exchanged: Result<Candidate, UiError>,
    ) -> Result<(), UiError> {
        let mut connecting = open.connecting.lock().await;
        match (exchanged, &connecting.stage) {
            (Ok(candidate), Stage::Exchanging) => {
                connecting.stage = Stage::Confirming(Box::new(candidate));
                self.tell_connecting(open, &connecting.stage).await;
                Ok(())
            }
            (Err(error), Stage::Exchanging) => Err(self.fail(open, &mut connecting, error).await),
            (Ok(candidate), _) => {
                drop(connecting);
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
        let oauth = OAuthClient::new(self.inner.http.to(&origin), origin.clone());
        let grant = oauth.exchange(&credentials(&client), code, redirect_uri).await?;
        self.candidate_of(open, grant, client, origin).await
    }

    /// A storm of links must not push everything else out of the log.
    fn note_refused(&self, why: impl std::fmt::Display) {
        if self.inner.refused_links.may(self.inner.clock.monotonic()) {
            tracing::info!(%why, "a redirect was turned away");
        }
    }

    /// A redirect that is not this attempt's: said where the person looks, once, and the
    /// attempt goes on.
    async fn turn_away(
        &self,
        open: &OpenProfile,
        connecting: &mut Connecting,
        error: UiError,
        arrival: Arrival,
    ) -> UiError {
        if arrival == Arrival::Link
            && let Stage::Waiting(waiting) = &mut connecting.stage
            && waiting.notice.is_none()
        {
            waiting.notice = Some(error.clone());
            self.tell_connecting(open, &connecting.stage).await;
        }
        error
    }

    async fn fail(&self, open: &OpenProfile, connecting: &mut Connecting, error: UiError) -> UiError {
        connecting.stage = Stage::Failed(error.clone());
        self.tell_connecting(open, &connecting.stage).await;
        error
    }
}

/// The exact addresses that may come back, whatever is pending.
fn forms(pending: Option<RedirectForm>) -> Vec<RedirectForm> {
    [RedirectForm::Scheme, RedirectForm::Loopback].into_iter().chain(pending).collect()
}
