//! One connection's token while it is in use: handed out, and renewed by one request at
//! a time.
//!
//! Not here: the vault. The new pair goes through a callback, and nobody gets its
//! access token before the callback has written it: Notion rotates, so a pair that was
//! used but not written would be lost with the process.

use crate::client::{Credentials, OAuthClient};
use crate::grant::Grant;
use aws_lc_rs::constant_time;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Mutex, OwnedMutexGuard};
use trove_model::connection::TokenFuture;
use trove_model::{NotionId, SecretString, TokenSource, TokenUnavailable};

/// What is kept of a grant at rest.
#[derive(Debug, Clone)]
pub struct TokenPair {
    pub access: SecretString,
    /// Without one the access token cannot be renewed.
    pub refresh: Option<SecretString>,
}

/// Whose tokens they are. What is not known is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub workspace: Option<NotionId>,
    pub bot: Option<NotionId>,
}

impl Holder {
    fn is_of(self, grant: &Grant) -> bool {
        self.workspace.is_none_or(|workspace| workspace == grant.workspace_id)
            && self.bot.is_none_or(|bot| bot == grant.bot_id)
    }
}

/// The new pair could not be written; it will be offered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token pair could not be saved")]
pub struct NotSaved;

type Save = dyn Fn(TokenPair) -> Pin<Box<dyn Future<Output = Result<(), NotSaved>> + Send>> + Send + Sync;

/// The [`TokenSource`] of a connection made through Notion's consent page.
///
/// Renewing runs in a task of its own, which ends with the answer (or its timeout) and
/// one save: a caller that stops waiting does not lose the pair between the two.
/// [`TokenRefresher::close`] waits for that task.
pub struct TokenRefresher {
    inner: Arc<Inner>,
}

struct Inner {
    client: OAuthClient,
    credentials: Credentials,
    holder: Holder,
    save: Box<Save>,
    /// Counts finished attempts. Who waited for one while it ran takes its result,
    /// success or failure, in place of asking Notion again.
    attempts: AtomicU64,
    state: Arc<Mutex<State>>,
}

struct State {
    tokens: Tokens,
    last_failure: TokenUnavailable,
}

enum Tokens {
    Saved(TokenPair),
    /// Fresh from Notion, in memory only: the pair before it is dead, so this one is
    /// kept until it can be written.
    Unsaved(TokenPair),
    /// There are none any more, and why: Notion refused for good, there is nothing to renew
    /// with, or what came was somebody else's.
    Gone(TokenUnavailable),
    Closed,
}

impl TokenRefresher {
    /// `pair` is at rest already, and `holder`'s; `save` puts a new one there, durably, before
    /// it returns.
    pub fn new<F, S>(
        client: OAuthClient,
        credentials: Credentials,
        holder: Holder,
        pair: TokenPair,
        save: F,
    ) -> Self
    where
        F: Fn(TokenPair) -> S + Send + Sync + 'static,
        S: Future<Output = Result<(), NotSaved>> + Send + 'static,
    {
        let state = State { tokens: Tokens::Saved(pair), last_failure: TokenUnavailable::TryLater };
        Self {
            inner: Arc::new(Inner {
                client,
                credentials,
                holder,
                save: Box::new(move |pair| Box::pin(save(pair))),
                attempts: AtomicU64::new(0),
                state: Arc::new(Mutex::new(state)),
            }),
        }
    }

    /// Forgets the tokens (the profile is locked, the connection removed), after a
    /// renewal that is under way has been saved; one that could not be saved is offered
    /// a last time. From then on there is [`TokenUnavailable::Locked`].
    pub async fn close(&self) {
        let mut state = self.inner.state.lock().await;
        if let Tokens::Unsaved(pair) = &state.tokens
            && (self.inner.save)(pair.clone()).await.is_err()
        {
            tracing::error!("a renewed token is lost: its connection has to be made again");
        }
        state.tokens = Tokens::Closed;
    }
}

impl fmt::Debug for TokenRefresher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRefresher").field("origin", self.inner.client.origin()).finish_non_exhaustive()
    }
}

impl TokenSource for TokenRefresher {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.inner.obtain(None))
    }

    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(self.inner.obtain(Some(refused)))
    }
}

impl Inner {
    /// The current access token, once it is saved and is not `refused`.
    async fn obtain(
        self: &Arc<Self>,
        refused: Option<&SecretString>,
    ) -> Result<SecretString, TokenUnavailable> {
        let seen = self.attempts.load(Ordering::Acquire);
        let state = self.state.clone().lock_owned().await;
        match &state.tokens {
            Tokens::Closed => Err(TokenUnavailable::Locked),
            Tokens::Gone(why) => Err(*why),
            Tokens::Saved(pair) if !refused.is_some_and(|refused| same(refused, &pair.access)) => {
                Ok(pair.access.clone())
            }
            Tokens::Saved(_) | Tokens::Unsaved(_) => {
                if self.attempts.load(Ordering::Acquire) != seen {
                    return Err(state.last_failure);
                }
                let attempt = tokio::spawn(self.clone().attempt(state));
                attempt.await.unwrap_or(Err(TokenUnavailable::TryLater))
            }
        }
    }

    /// Renews where that is needed, and saves. Holds the state for as long as it takes.
    async fn attempt(
        self: Arc<Self>,
        mut state: OwnedMutexGuard<State>,
    ) -> Result<SecretString, TokenUnavailable> {
        let result = self.renew_and_save(&mut state.tokens).await;
        if let Err(failure) = result {
            state.last_failure = failure;
        }
        self.attempts.fetch_add(1, Ordering::Release);
        result
    }

    async fn renew_and_save(&self, tokens: &mut Tokens) -> Result<SecretString, TokenUnavailable> {
        if let Tokens::Saved(old) = tokens {
            match self.renewed(old).await {
                Ok(pair) => *tokens = Tokens::Unsaved(pair),
                Err(failure) => {
                    if matches!(failure, TokenUnavailable::Revoked | TokenUnavailable::OtherAccount) {
                        *tokens = Tokens::Gone(failure);
                    }
                    return Err(failure);
                }
            }
        }
        let Tokens::Unsaved(pair) = tokens else { return Err(TokenUnavailable::Revoked) };
        (self.save)(pair.clone()).await.map_err(|NotSaved| TokenUnavailable::NotSaved)?;
        let access = pair.access.clone();
        *tokens = Tokens::Saved(pair.clone());
        Ok(access)
    }

    /// One request to Notion.
    async fn renewed(&self, old: &TokenPair) -> Result<TokenPair, TokenUnavailable> {
        let refresh = old.refresh.as_ref().ok_or(TokenUnavailable::Revoked)?;
        match self.client.refresh(&self.credentials, refresh).await {
            Ok(grant) if !self.holder.is_of(&grant) => {
                tracing::error!("a token was renewed with one of another account, which is given back");
                let _ = self.client.revoke(&self.credentials, &grant.access).await;
                Err(TokenUnavailable::OtherAccount)
            }
            // RFC 6749 section 6: without a new refresh token the old one stays.
            Ok(grant) => Ok(TokenPair {
                access: grant.access.clone(),
                refresh: grant.refresh.clone().or_else(|| old.refresh.clone()),
            }),
            Err(error) => {
                tracing::warn!(%error, "a token could not be renewed");
                Err(if error.is_permanent() { TokenUnavailable::Revoked } else { TokenUnavailable::TryLater })
            }
        }
    }
}

fn same(a: &SecretString, b: &SecretString) -> bool {
    constant_time::verify_slices_are_equal(a.expose().as_bytes(), b.expose().as_bytes()).is_ok()
}

#[cfg(test)]
mod tests;
