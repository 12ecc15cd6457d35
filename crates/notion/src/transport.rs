//! One request, sent until it is answered or given up: queue, token, attempt, verdict.
//!
//! Not here: which requests there are ([`crate::client`]), when an attempt is repeated
//! ([`crate::retry_policy`]) and who goes first ([`crate::rate_limit`]).

use crate::answer;
use crate::endpoint::Endpoint;
use crate::error::{NotionError, RateLimitReason};
use crate::rate_limit::{Priority, RateLimit};
use crate::retry_policy::{self, Wait, Waits};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tracing::Instrument;
use trove_http::{NoAnswer, Unreachable};
use trove_model::{Clock, Entropy, Origin, SecretString, Timestamp, TokenSource, TokenUnavailable};
use url::Url;

/// The largest answer that is read, unpacked: some hundred bytes for each of the 20,000 blocks of
/// the largest page, several times. What becomes of it in memory is a few times as large.
const BODY_LIMIT: usize = 16 << 20;

pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) origin: Origin,
    pub(crate) tokens: Arc<dyn TokenSource>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) queue: RateLimit,
    /// By how many milliseconds Notion's clock is ahead of ours.
    pub(crate) ahead: AtomicI64,
}

pub(crate) struct Request {
    pub(crate) endpoint: Endpoint,
    pub(crate) url: Url,
    /// `POST` with this JSON, or `GET` without.
    pub(crate) body: Option<serde_json::Value>,
}

impl Transport {
    pub(crate) async fn send<T: DeserializeOwned>(
        &self,
        priority: Priority,
        request: Request,
    ) -> Result<T, NotionError> {
        let span = tracing::debug_span!("notion", endpoint = request.endpoint.name());
        self.send_until_answered(priority, &request).instrument(span).await
    }

    async fn send_until_answered<T: DeserializeOwned>(
        &self,
        priority: Priority,
        request: &Request,
    ) -> Result<T, NotionError> {
        let place = self.queue.place(priority);
        let mut failures = 0;
        let mut renewed = false;
        loop {
            let admitted = self.queue.admit(place, request.endpoint, retry_policy::PATIENCE).await;
            let sent = admitted.map_err(NotionError::held_back)?;
            // Asked for after the wait: meanwhile it may have been renewed, or locked away.
            let token = self.tokens.token().await?;
            let answer = self.attempt(request, &token).await;
            match &answer {
                Err(NotionError::RateLimited { reason: RateLimitReason::Connection, .. }) => {
                    self.queue.refused();
                    drop(sent);
                }
                Err(NotionError::RateLimited { .. }) => drop(sent),
                _ => sent.accepted(),
            }
            let error = match answer {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let reply = error.reply();
            let request_id = reply.and_then(|reply| reply.request_id.as_deref());
            tracing::debug!(%error, request_id, "attempt failed");
            if let NotionError::Unauthorized(_) = &error
                && !renewed
            {
                renewed = true;
                match self.tokens.renew(&token).await {
                    Ok(_) => continue,
                    Err(TokenUnavailable::Revoked) => return Err(error),
                    Err(unavailable) => return Err(unavailable.into()),
                }
            }
            failures += 1;
            let last = failures == retry_policy::attempts(priority);
            match retry_policy::wait(&error, failures, self.jitter()) {
                None => return Err(error),
                // Others wait even when this request gives up.
                Some(Wait { who: Waits::Connection, how_long }) => self.queue.pause(how_long),
                Some(Wait { who: Waits::Workspace, how_long }) => self.queue.pause_workspace(how_long),
                Some(Wait { who: Waits::Endpoint, how_long }) => {
                    self.queue.pause_endpoint(request.endpoint, how_long);
                }
                Some(Wait { who: Waits::Request, how_long }) if !last => self.clock.sleep(how_long).await,
                Some(Wait { who: Waits::Request, .. }) => {}
            }
            // Whoever waits for this one is told; the next request says how much is left.
            let told = matches!(&error, NotionError::RateLimited { retry_after: Some(wait), .. } if *wait > retry_policy::PATIENCE);
            if last || told {
                return Err(error);
            }
        }
    }

    async fn attempt<T: DeserializeOwned>(
        &self,
        request: &Request,
        token: &SecretString,
    ) -> Result<T, NotionError> {
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let mut builder = self
            .http
            .request(method, request.url.clone())
            .header(AUTHORIZATION, bearer(token)?)
            .header("Notion-Version", Origin::NOTION_VERSION);
        if let Some(body) = &request.body {
            builder = builder.json(body);
        }
        let response = builder.send().await.map_err(|error| Unreachable::of(&error))?;
        // The client that we are given does not follow redirects; were it to, what came
        // back would not be Notion's word.
        if !self.origin.covers(response.url()) {
            return Err(NotionError::Redirected { status: response.status().as_u16() });
        }
        let status = response.status();
        let headers = response.headers().clone();
        self.compare_clocks(&headers);
        let body = trove_http::read(response, BODY_LIMIT).await.map_err(|none| match none {
            NoAnswer::TooLarge => NotionError::TooLarge { limit: BODY_LIMIT },
            NoAnswer::Unreachable(why) => why.into(),
        })?;
        tracing::debug!(status = status.as_u16(), bytes = body.len(), "answered");
        if status.is_success() {
            answer::success(request.endpoint, status.as_u16(), &body)
        } else {
            Err(self.refusal(status.as_u16(), &headers, &body))
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(self.clock.wall().0.saturating_add(self.ahead.load(Ordering::Relaxed)))
    }

    fn compare_clocks(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        if let Some(date) = date.and_then(retry_policy::parse_date) {
            // Whole seconds: less than two are no difference.
            let ahead = date.0.saturating_sub(self.clock.wall().0);
            let ahead = if ahead.unsigned_abs() < 2_000 { 0 } else { ahead };
            self.ahead.store(ahead, Ordering::Relaxed);
        }
    }

    fn refusal(&self, status: u16, headers: &HeaderMap, body: &[u8]) -> NotionError {
        NotionError::from_answer(status, headers, body, self.clock.wall())
    }

    /// Up to 255 milliseconds. Without randomness there is none: spreading requests is
    /// a courtesy, no secret hangs on it.
    fn jitter(&self) -> Duration {
        let mut byte = [0];
        match self.entropy.fill(&mut byte) {
            Ok(()) => Duration::from_millis(u64::from(byte[0])),
            Err(_) => Duration::ZERO,
        }
    }
}

fn bearer(token: &SecretString) -> Result<HeaderValue, NotionError> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
        .map_err(|_| NotionError::MalformedToken)?;
    value.set_sensitive(true);
    Ok(value)
}
