//! The whole conversation with a local Notion on a real socket: request, consent,
//! redirect, exchange, refresh, revoke. The test plays the browser.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a panic in a test is the report")]

use reqwest::header::LOCATION;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use trove_http::Unreachable;
use trove_model::clock::ManualClock;
use trove_model::{
    Entropy, EntropyUnavailable, Origin, ProfileId, SecretString, Timestamp, TokenSource, TokenUnavailable,
};
use trove_oauth::{
    Admitted, AuthorizeUrl, BounceUrl, Credentials, Holder, OAuthClient, OAuthError, Outcome, Owner,
    PendingSignIn, Redirect, RedirectForm, Refused, TokenPair, TokenRefresher, begin, loopback,
};
use trove_sim::{Action, Consent, Fault, Options, RetryAfter, Sim};
use url::Url;

const ANA: ProfileId = ProfileId::from_bytes([1; 16]);
const BOUNCE: &str = "https://trove.example/bounce/";

struct FromTheSystem;

impl Entropy for FromTheSystem {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

/// Notion, an app that is connected to nothing yet, and a browser.
struct Scene {
    sim: Sim,
    http: reqwest::Client,
    origin: Origin,
    clock: ManualClock,
}

impl Scene {
    async fn with(consent: Consent) -> Self {
        let mut options = Options { consent, ..Options::default() };
        options.redirect_uris.push(BOUNCE.to_owned());
        let sim = Sim::start(options).await.unwrap();
        let origin = Origin::parse(sim.origin()).unwrap();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { sim, http, origin, clock: ManualClock::at(Timestamp(1_800_000_000_000)) }
    }

    fn oauth(&self) -> OAuthClient {
        OAuthClient::new(self.http.clone(), self.origin.clone())
    }

    fn credentials(&self) -> Credentials {
        Credentials { client_id: self.sim.client_id().to_owned(), secret: self.sim.client_secret().into() }
    }

    fn begin(&self, form: RedirectForm) -> (AuthorizeUrl, PendingSignIn) {
        begin(ANA, form, self.sim.client_id(), &self.origin, &self.clock, &FromTheSystem).unwrap()
    }

    /// Where Notion sends the browser that opened `address`.
    async fn allow(&self, address: &AuthorizeUrl) -> SecretString {
        sent_to(self.http.get(address.expose()).send().await.unwrap())
    }

    /// The same, after Cancel on the consent page.
    async fn cancel(&self, address: &AuthorizeUrl) -> SecretString {
        let page = self.http.get(address.expose()).send().await.unwrap().text().await.unwrap();
        let (_, rest) = page.split_once("name=\"ticket\" value=\"").unwrap();
        let (ticket, _) = rest.split_once('"').unwrap();
        let form = format!("ticket={ticket}&decision=cancel");
        let submit = self
            .http
            .post(self.origin.join("/v1/oauth/authorize"))
            .header("Content-Type", "application/x-www-form-urlencoded");
        sent_to(submit.body(form).send().await.unwrap())
    }

    async fn connect(&self) -> TokenPair {
        let (address, pending) = self.begin(RedirectForm::Scheme);
        let admitted = self.finish(&self.allow(&address).await, &pending).unwrap();
        let grant = self
            .oauth()
            .exchange(&self.credentials(), &code(admitted.outcome), &admitted.redirect_uri)
            .await
            .unwrap();
        TokenPair { access: grant.access, refresh: grant.refresh }
    }

    fn finish(&self, address: &SecretString, pending: &PendingSignIn) -> Result<Admitted, Refused> {
        let forms = [RedirectForm::Scheme, RedirectForm::Loopback, pending.form().clone()];
        pending.admit(Redirect::parse(address, &forms).unwrap(), ANA, &self.clock)
    }

    fn token_requests(&self) -> usize {
        self.sim.log().iter().filter(|request| request.path == "/v1/oauth/token").count()
    }
}

fn sent_to(response: reqwest::Response) -> SecretString {
    assert!(response.status().is_redirection(), "{}", response.status());
    response.headers()[LOCATION].to_str().unwrap().into()
}

fn code(outcome: Outcome) -> SecretString {
    match outcome {
        Outcome::Code(code) => code,
        Outcome::Error { code } => panic!("{code}"),
    }
}

#[tokio::test]
async fn every_form_ends_in_a_grant() {
    let scene = Scene::with(Consent::Auto).await;
    for form in [
        RedirectForm::Scheme,
        RedirectForm::Loopback,
        RedirectForm::Bounce(BounceUrl::parse(BOUNCE).unwrap()),
    ] {
        let (address, pending) = scene.begin(form.clone());
        let mut returned = scene.allow(&address).await;
        if let RedirectForm::Bounce(_) = form {
            // What the page does with it.
            let (_, query) = returned.expose().split_once('?').unwrap();
            returned = SecretString::new(format!("{}?{query}", form.returns_at().redirect_uri()));
        }
        // The process ended and the link started it again.
        let pending = PendingSignIn::from_bytes(&pending.to_bytes()).unwrap();
        let admitted = scene.finish(&returned, &pending).unwrap();
        assert_eq!(admitted.redirect_uri, form.redirect_uri());
        let code = code(admitted.outcome);
        let grant =
            scene.oauth().exchange(&scene.credentials(), &code, &admitted.redirect_uri).await.unwrap();
        assert!(grant.refresh.is_some());
        assert!(grant.workspace_name.is_some_and(|name| !name.is_empty()));
        assert!(matches!(grant.owner, Owner::Person { email: Some(_), .. }));
        assert!(grant.owner_json.starts_with('{'));
        assert_eq!(scene.oauth().introspect(&scene.credentials(), &grant.access).await, Ok(true));

        // A code works once, even for us.
        let again = scene.oauth().exchange(&scene.credentials(), &code, &admitted.redirect_uri).await;
        assert_eq!(again.unwrap_err(), OAuthError::InvalidGrant);
    }
    assert_eq!(trove_sim::DEEP_LINK_REDIRECT, trove_oauth::SCHEME_REDIRECT);
    assert_eq!(trove_sim::LOOPBACK_REDIRECT, trove_oauth::loopback_redirect());
    let exchange = scene.sim.log().into_iter().find(|request| request.path == "/v1/oauth/token").unwrap();
    assert_eq!(exchange.method, "POST");
    assert_eq!(exchange.notion_version.as_deref(), Some("2026-03-11"));
    assert_eq!(exchange.body.unwrap()["redirect_uri"], trove_oauth::SCHEME_REDIRECT);
}

#[tokio::test]
async fn the_redirect_address_must_be_repeated() {
    let scene = Scene::with(Consent::Auto).await;
    let (address, pending) = scene.begin(RedirectForm::Scheme);
    let admitted = scene.finish(&scene.allow(&address).await, &pending).unwrap();
    let code = code(admitted.outcome);
    let other = scene.oauth().exchange(&scene.credentials(), &code, trove_oauth::loopback_redirect()).await;
    assert_eq!(other.unwrap_err(), OAuthError::InvalidGrant);
}

/// Check 10.
#[tokio::test]
async fn cancelled_at_notion() {
    let scene = Scene::with(Consent::Page).await;
    let (address, pending) = scene.begin(RedirectForm::Scheme);
    let admitted = scene.finish(&scene.cancel(&address).await, &pending).unwrap();
    assert!(admitted.outcome.is_cancelled());
    assert_eq!(scene.token_requests(), 0);
}

/// Check 3.
#[tokio::test]
async fn answers_that_belong_to_nobody_ask_nothing_of_notion() {
    let scene = Scene::with(Consent::Auto).await;
    let (older, first) = scene.begin(RedirectForm::Scheme);
    let (newer, second) = scene.begin(RedirectForm::Scheme);
    let (older, newer) = (scene.allow(&older).await, scene.allow(&newer).await);
    assert_eq!(scene.finish(&older, &second).unwrap_err(), Refused::StateMismatch);
    let redirect = Redirect::parse(&newer, &[RedirectForm::Scheme]).unwrap();
    let bob = ProfileId::from_bytes([2; 16]);
    assert_eq!(second.admit(redirect, bob, &scene.clock).unwrap_err(), Refused::OtherProfile);
    // Neither has disturbed the one that waits.
    assert!(scene.finish(&newer, &second).is_ok());
    scene.clock.advance(PendingSignIn::LIFETIME + Duration::from_millis(1));
    assert_eq!(scene.finish(&older, &first).unwrap_err(), Refused::Expired);
    assert_eq!(scene.token_requests(), 0);
}

#[tokio::test]
async fn credentials_are_told_good_from_bad() {
    let scene = Scene::with(Consent::Auto).await;
    let right = scene.credentials();
    assert_eq!(scene.oauth().test_credentials(&right).await, Ok(()));
    for wrong in [
        Credentials { secret: "secret_wrong".into(), ..right.clone() },
        Credentials { secret: "".into(), ..right.clone() },
        Credentials { client_id: "00000000-0000-0000-0000-000000000000".to_owned(), ..right.clone() },
        Credentials { client_id: "ä:ö".to_owned(), ..right },
    ] {
        assert_eq!(scene.oauth().test_credentials(&wrong).await, Err(OAuthError::ClientRefused));
    }
}

#[tokio::test]
async fn a_declined_grant_is_dead_at_notion() {
    let scene = Scene::with(Consent::Auto).await;
    let pair = scene.connect().await;
    assert_eq!(scene.oauth().revoke(&scene.credentials(), &pair.access).await, Ok(()));
    assert!(!scene.sim.is_live(pair.access.expose()));
    assert!(!scene.sim.is_live(pair.refresh.unwrap().expose()));
    assert_eq!(scene.oauth().introspect(&scene.credentials(), &pair.access).await, Ok(false));
    // Twice is no error: it is gone either way.
    assert_eq!(scene.oauth().revoke(&scene.credentials(), &pair.access).await, Ok(()));
}

#[tokio::test]
async fn trouble_on_the_way_is_told_apart() {
    let scene = Scene::with(Consent::Auto).await;
    let elsewhere = Scene::with(Consent::Auto).await;
    let to = format!("{}/v1/oauth/token", elsewhere.origin);
    for (action, expected) in [
        (
            Action::Status { status: 500, code: None, retry_after: None, reason: None },
            OAuthError::Server { status: 500 },
        ),
        (
            Action::Status { status: 529, code: None, retry_after: None, reason: None },
            OAuthError::Server { status: 529 },
        ),
        (
            Action::Status {
                status: 429,
                code: None,
                retry_after: Some(RetryAfter::Seconds(7)),
                reason: None,
            },
            OAuthError::Server { status: 429 },
        ),
        (Action::Html { status: 403 }, OAuthError::NotNotion { status: 403 }),
        (Action::WrongJson, OAuthError::NotNotion { status: 200 }),
        (Action::Empty, OAuthError::NotNotion { status: 200 }),
        (Action::Cut { bytes: 20 }, OAuthError::Unreachable(Unreachable::Interrupted)),
    ] {
        scene.sim.fault(Fault::new(action.clone()).on("/v1/oauth/token"));
        let refresh = SecretString::from("nrt_any");
        let error = scene.oauth().refresh(&scene.credentials(), &refresh).await.unwrap_err();
        assert_eq!(error, expected, "{action:?}");
        assert!(!error.is_permanent());
    }
    scene.sim.fault(Fault::new(Action::Redirect { to }).on("/v1/oauth/token"));
    let refresh = SecretString::from("nrt_any");
    let error = scene.oauth().refresh(&scene.credentials(), &refresh).await.unwrap_err();
    assert!(matches!(error, OAuthError::NotNotion { status: 300..400 }), "{error}");
    assert!(elsewhere.sim.log().is_empty());
}

#[tokio::test]
async fn refresh_rotates_and_a_stale_pair_asks_once() {
    let scene = Scene::with(Consent::Auto).await;
    let first = scene.connect().await;
    let saved: Arc<Mutex<Vec<TokenPair>>> = Arc::default();
    let holder = Holder { workspace: None, bot: None };
    let source = |pair: TokenPair| {
        let disk = saved.clone();
        TokenRefresher::new(scene.oauth(), scene.credentials(), holder, pair, move |pair| {
            disk.lock().unwrap().push(pair);
            std::future::ready(Ok(()))
        })
    };

    scene.sim.clear_log();
    let tokens = Arc::new(source(first.clone()));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (tokens, refused) = (tokens.clone(), first.access.clone());
        tasks.spawn(async move { tokens.renew(&refused).await.unwrap().expose().clone() });
    }
    let mut renewed = tasks.join_all().await;
    renewed.dedup();
    assert_eq!(renewed.len(), 1);
    assert_eq!(scene.token_requests(), 1);
    assert!(scene.sim.is_live(&renewed[0]));
    assert!(!scene.sim.is_live(first.access.expose()));
    assert_eq!(*saved.lock().unwrap().last().unwrap().access.expose(), renewed[0]);

    // The process was killed between the answer and the save: the disk has the dead pair.
    scene.sim.clear_log();
    let tokens = source(first.clone());
    for _ in 0..3 {
        assert_eq!(tokens.renew(&first.access).await.unwrap_err(), TokenUnavailable::Revoked);
    }
    assert_eq!(scene.token_requests(), 1);
}

#[tokio::test]
async fn the_listener_takes_what_the_browser_brings() {
    let scene = Scene::with(Consent::Auto).await;
    let (address, pending) = scene.begin(RedirectForm::Loopback);
    let sent = Url::parse(scene.allow(&address).await.expose()).unwrap();
    // Any free port: the product's own may be in use on the machine that runs the tests.
    let mut listener = loopback::Listener::bind(0).await.unwrap();
    let mut here = sent.clone();
    here.set_port(Some(listener.port())).unwrap();
    let (page, arrived) = tokio::join!(scene.http.get(here.clone()).send(), listener.next());
    let page = page.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    assert_eq!(*arrived.expose(), here.as_str());
    let arrived = arrived.expose().replace(&listener.port().to_string(), "27463");
    assert_eq!(arrived, sent.as_str());
    assert!(scene.finish(&arrived.as_str().into(), &pending).is_ok());
}
