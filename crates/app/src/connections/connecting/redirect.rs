//! What came back from Notion. However it arrives (deep link, loopback, pasted), it ends in
//! one place with the same checks.
//!
//! Not here: the checks themselves (`trove-oauth`).

use crate::connections::tokens::credentials;
use crate::state::app::App;
use crate::state::candidate::Candidate;
use crate::state::connecting::{Connecting, Stage};
use crate::state::held_link::HeldLink;
use crate::state::open_profile::OpenProfile;
use crate::ui_types::{Event, UiError};
use std::sync::{Arc, MutexGuard, PoisonError};
use trove_model::SecretString;
use trove_oauth::{Admitted, OAuthClient, Outcome, Redirect, RedirectForm, Refused};
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
                    let arrived = app.inner.clock.boot().elapsed;
                    let told = app.link_waiting();
                    *app.held() = Some(HeldLink { address, arrived });
                    if !told {
                        app.emit(&Event::LinkWaiting);
                    }
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
        self.held().as_ref().is_some_and(|held| held.is_in_time(now))
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

    fn held(&self) -> MutexGuard<'_, Option<HeldLink>> {
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
