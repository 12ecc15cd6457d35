//! What a connection is made of, made for tests.

use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;
use trove_model::clock::{ManualClock, Sleep};
use trove_model::connection::TokenFuture;
use trove_model::{
    Boot, Clock, Entropy, EntropyUnavailable, Origin, SecretString, Timestamp, TokenSource, TokenUnavailable,
};
use trove_notion::Notion;

/// Hands out one token until it is refused, then what `renewal` says.
pub struct Tokens {
    current: Mutex<String>,
    renewal: Result<String, TokenUnavailable>,
    renewals: Mutex<usize>,
}

impl Tokens {
    pub fn new(token: &str, renewal: Result<&str, TokenUnavailable>) -> Arc<Self> {
        Arc::new(Self {
            current: Mutex::new(token.to_owned()),
            renewal: renewal.map(str::to_owned),
            renewals: Mutex::new(0),
        })
    }

    pub fn only(token: &str) -> Arc<Self> {
        Self::new(token, Err(TokenUnavailable::Revoked))
    }

    /// How often the client asked for another token.
    pub fn renewals(&self) -> usize {
        *self.renewals.lock().unwrap()
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Ok(SecretString::new(self.current.lock().unwrap().clone())) })
    }

    fn renew<'a>(&'a self, refused: &'a SecretString) -> TokenFuture<'a> {
        Box::pin(async move {
            assert_eq!(refused.expose(), &*self.current.lock().unwrap());
            *self.renewals.lock().unwrap() += 1;
            let renewed = self.renewal.clone()?;
            self.current.lock().unwrap().clone_from(&renewed);
            Ok(SecretString::new(renewed))
        })
    }
}

/// No jitter, so that waits are exact.
pub struct Still;

impl Entropy for Still {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        buffer.fill(0);
        Ok(())
    }
}

/// A clock whose sleeps last until the test moves it.
#[derive(Clone, Default)]
pub struct HeldClock(Arc<watch::Sender<Duration>>);

impl HeldClock {
    pub fn set(&self, seconds: u64) {
        self.0.send_replace(Duration::from_secs(seconds));
    }
}

impl Clock for HeldClock {
    fn wall(&self) -> Timestamp {
        Timestamp(0)
    }

    fn monotonic(&self) -> Duration {
        *self.0.borrow()
    }

    fn boot(&self) -> Boot {
        Boot { id: None, elapsed: self.monotonic() }
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let until = self.monotonic().saturating_add(duration);
        let mut time = self.0.subscribe();
        Box::pin(async move {
            time.wait_for(|now| *now >= until).await.unwrap();
        })
    }
}

/// As the app builds it: no redirects.
pub fn http() -> reqwest::Client {
    http_with(Duration::from_secs(30), reqwest::redirect::Policy::none())
}

pub fn http_with(timeout: Duration, redirects: reqwest::redirect::Policy) -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(redirects).timeout(timeout).build().unwrap()
}

pub fn notion(origin: &str, tokens: Arc<Tokens>, clock: impl Clock) -> Notion {
    notion_over(http(), origin, tokens, clock)
}

/// For tests that make many: setting up TLS takes its time.
pub fn notion_over(http: reqwest::Client, origin: &str, tokens: Arc<Tokens>, clock: impl Clock) -> Notion {
    let origin = Origin::parse(origin).unwrap();
    Notion::new(http, origin, tokens, Arc::new(clock), Arc::new(Still))
}

/// The seconds slept, in order.
pub fn slept(clock: &ManualClock) -> Vec<f32> {
    clock.slept().iter().map(Duration::as_secs_f32).collect()
}

/// Lets everything run that can run without time passing.
pub async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}
