//! One renewal at a time, saved before it is used. The server answers every refresh
//! with the access token `sentinel-access`; the one before it is `old`.

use super::*;
use crate::scripted_server::{GRANT, Server, client, credentials, http, serve};
use std::sync::Mutex as StdMutex;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use trove_model::TokenUnavailable::{Locked, NotSaved as CouldNotSave, OtherAccount, Revoked, TryLater};

/// Saves what it is told to, when it is let.
#[derive(Clone)]
struct Disk {
    /// One permit lets one save end.
    gate: Arc<Semaphore>,
    entered: mpsc::UnboundedSender<()>,
    full: Arc<StdMutex<bool>>,
    saved: Arc<StdMutex<Vec<String>>>,
}

struct Connected {
    tokens: Arc<TokenRefresher>,
    server: Server,
    disk: Disk,
    entered: mpsc::UnboundedReceiver<()>,
}

async fn connected(answer: String, refresh: Option<&str>) -> Connected {
    let server = serve(answer).await;
    let (sender, entered) = mpsc::unbounded_channel();
    let disk = Disk {
        gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        entered: sender,
        full: Arc::default(),
        saved: Arc::default(),
    };
    let pair = TokenPair { access: "old".into(), refresh: refresh.map(SecretString::from) };
    let save = disk.clone();
    let tokens = TokenRefresher::new(client(&server.origin), credentials(), ana(), pair, move |pair| {
        let disk = save.clone();
        async move {
            disk.entered.send(()).unwrap();
            disk.gate.acquire().await.unwrap().forget();
            if *disk.full.lock().unwrap() {
                return Err(NotSaved);
            }
            let refresh = pair.refresh.as_ref().map_or("none", |token| token.expose().as_str());
            disk.saved.lock().unwrap().push(format!("{} {refresh}", pair.access.expose()));
            Ok(())
        }
    });
    Connected { tokens: Arc::new(tokens), server, disk, entered }
}

impl Connected {
    /// From now on a save waits for [`Connected::let_one_save_end`].
    fn close_gate(&self) {
        self.disk.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    fn let_one_save_end(&self) {
        self.disk.gate.add_permits(1);
    }

    fn saved(&self) -> Vec<String> {
        self.disk.saved.lock().unwrap().clone()
    }

    async fn token(&self) -> Result<String, TokenUnavailable> {
        self.tokens.token().await.map(|token| token.expose().clone())
    }

    async fn renew(&self, refused: &str) -> Result<String, TokenUnavailable> {
        self.tokens.renew(&refused.into()).await.map(|token| token.expose().clone())
    }

    /// Twenty tasks that got 401 for `refused` at the same time.
    fn twenty(&self, refused: &'static str) -> JoinSet<Result<String, TokenUnavailable>> {
        let mut tasks = JoinSet::new();
        for _ in 0..20 {
            let tokens = self.tokens.clone();
            tasks.spawn(
                async move { tokens.renew(&refused.into()).await.map(|token| token.expose().clone()) },
            );
        }
        tasks
    }
}

/// Whom [`GRANT`] is for.
fn ana() -> Holder {
    Holder {
        workspace: "6acdbd34-1111-2222-3333-444455556666".parse().ok(),
        bot: "b3414d65-1111-2222-3333-444455556666".parse().ok(),
    }
}

fn ok(token: &str) -> Result<String, TokenUnavailable> {
    Ok(token.to_owned())
}

/// Check 14.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_tasks_make_one_request_and_nobody_has_the_token_before_the_disk() {
    let mut it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    it.close_gate();
    let mut tasks = it.twenty("old");
    it.entered.recv().await.unwrap();
    assert!(tasks.try_join_next().is_none());
    assert!(it.saved().is_empty());

    it.let_one_save_end();
    while let Some(token) = tasks.join_next().await {
        assert_eq!(token.unwrap(), ok("sentinel-access"));
    }
    assert_eq!(it.saved(), ["sentinel-access sentinel-refresh"]);
    assert_eq!(it.server.requests().len(), 1);
    assert_eq!(it.token().await, ok("sentinel-access"));
    // A task that comes late with the old token gets the new one.
    assert_eq!(it.renew("old").await, ok("sentinel-access"));
    assert_eq!(it.server.requests().len(), 1);
}

#[tokio::test]
async fn the_refresh_token_stays_where_notion_sends_none() {
    let grant = GRANT.replace("\"sentinel-refresh\"", "null");
    let it = connected(http("200 OK", "", &grant), Some("r1")).await;
    assert_eq!(it.renew("old").await, ok("sentinel-access"));
    assert_eq!(it.saved(), ["sentinel-access r1"]);
}

/// A listing that was stopped must not cost the connection its only valid pair.
#[tokio::test]
async fn a_caller_that_stops_waiting_loses_nothing() {
    let mut it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    it.close_gate();
    let mut tasks = it.twenty("old");
    it.entered.recv().await.unwrap();
    tasks.shutdown().await;
    it.let_one_save_end();
    assert_eq!(it.token().await, ok("sentinel-access"));
    assert_eq!(it.saved(), ["sentinel-access sentinel-refresh"]);
    assert_eq!(it.server.requests().len(), 1);
}

#[tokio::test]
async fn a_full_disk_keeps_the_new_pair_until_it_can_be_saved() {
    let mut it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    *it.disk.full.lock().unwrap() = true;
    it.close_gate();
    let mut tasks = it.twenty("old");
    it.entered.recv().await.unwrap();
    it.let_one_save_end();
    while let Some(token) = tasks.join_next().await {
        assert_eq!(token.unwrap(), Err(CouldNotSave));
    }
    assert!(it.entered.is_empty(), "the others share the one failure");

    it.let_one_save_end();
    assert_eq!(it.token().await, Err(CouldNotSave));
    *it.disk.full.lock().unwrap() = false;
    it.let_one_save_end();
    assert_eq!(it.token().await, ok("sentinel-access"));
    assert_eq!(it.saved(), ["sentinel-access sentinel-refresh"]);
    assert_eq!(it.server.requests().len(), 1);
}

/// Check 15.
#[tokio::test]
async fn a_refused_refresh_token_is_tried_once() {
    for body in [r#"{"error":"invalid_grant"}"#, r#"{"object":"error","status":400,"code":"invalid_grant"}"#]
    {
        let it = connected(http("400 Bad Request", "", body), Some("r1")).await;
        for result in it.twenty("old").join_all().await {
            assert_eq!(result, Err(Revoked));
        }
        assert_eq!(it.token().await, Err(Revoked));
        assert_eq!(it.renew("old").await, Err(Revoked));
        assert_eq!(it.server.requests().len(), 1);
        assert!(it.saved().is_empty());
    }
}

/// Check 14.
/// Whatever it is good for, nobody agreed to it: it is neither saved nor used.
#[tokio::test]
async fn somebody_elses_tokens_are_given_back() {
    for (ours, others) in [
        ("6acdbd34111122223333444455556666", "6acdbd34111122223333444455557777"),
        ("b3414d65-1111-2222-3333-444455556666", "b3414d65-1111-2222-3333-444455557777"),
    ] {
        let grant = GRANT.replace(ours, others);
        assert_ne!(grant, GRANT);
        let it = connected(http("200 OK", "", &grant), Some("r1")).await;
        for result in it.twenty("old").join_all().await {
            assert_eq!(result, Err(OtherAccount));
        }
        assert_eq!(it.token().await, Err(OtherAccount));
        assert!(it.saved().is_empty());
        let asked = it.server.requests();
        assert_eq!(asked.len(), 2, "{asked:?}");
        assert!(asked[1].starts_with("POST /v1/oauth/revoke ") && asked[1].contains("sentinel-access"));
    }
}

/// Check 14.
/// Such a token would end a header and begin another; the good pair stays.
#[tokio::test]
async fn a_token_that_cannot_be_sent_is_not_saved() {
    for token in ["sentinel\\r\\nX-Evil: 1", "sentinel access", "sent\\u0000inel", "séntinel", ""] {
        for ours in ["sentinel-access", "sentinel-refresh"] {
            if token.is_empty() && ours == "sentinel-refresh" {
                continue;
            }
            let grant = GRANT.replace(ours, token);
            let it = connected(http("200 OK", "", &grant), Some("r1")).await;
            assert_eq!(it.renew("old").await, Err(TryLater), "{grant}");
            assert!(it.saved().is_empty());
            assert_eq!(it.token().await, ok("old"));
        }
    }
}

#[tokio::test]
async fn without_a_refresh_token_nothing_is_asked() {
    let it = connected(http("200 OK", "", GRANT), None).await;
    assert_eq!(it.token().await, ok("old"));
    assert_eq!(it.renew("old").await, Err(Revoked));
    assert!(it.server.requests().is_empty());
}

#[tokio::test]
async fn trouble_at_notion_is_shared_and_passes() {
    let it = connected(http("503 Service Unavailable", "", ""), Some("r1")).await;
    for result in it.twenty("old").join_all().await {
        assert_eq!(result, Err(TryLater));
    }
    assert_eq!(it.server.requests().len(), 1);
    // The old token may still be good; who asks again later makes one more request.
    assert_eq!(it.token().await, ok("old"));
    assert_eq!(it.renew("old").await, Err(TryLater));
    assert_eq!(it.server.requests().len(), 2);
}

#[tokio::test]
async fn closing_waits_for_the_disk_and_forgets() {
    let mut it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    it.close_gate();
    let mut tasks = it.twenty("old");
    it.entered.recv().await.unwrap();
    let tokens = it.tokens.clone();
    let closing = tokio::spawn(async move { tokens.close().await });
    it.let_one_save_end();
    closing.await.unwrap();
    assert_eq!(it.saved(), ["sentinel-access sentinel-refresh"]);
    while let Some(token) = tasks.join_next().await {
        assert!(matches!(token.unwrap(), Ok(_) | Err(Locked)));
    }
    assert_eq!(it.token().await, Err(Locked));
    assert_eq!(it.renew("sentinel-access").await, Err(Locked));
    assert_eq!(it.server.requests().len(), 1);
}

#[tokio::test]
async fn closing_offers_an_unsaved_pair_once_more() {
    let it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    *it.disk.full.lock().unwrap() = true;
    assert_eq!(it.renew("old").await, Err(CouldNotSave));
    *it.disk.full.lock().unwrap() = false;
    it.tokens.close().await;
    assert_eq!(it.saved(), ["sentinel-access sentinel-refresh"]);
    assert_eq!(it.token().await, Err(Locked));
}

#[tokio::test]
async fn debug_shows_no_token() {
    let it = connected(http("200 OK", "", GRANT), Some("r1")).await;
    let shown = format!("{:?}", it.tokens);
    assert!(shown.starts_with("TokenRefresher { origin: http://127.0.0.1:"), "{shown}");
    assert!(!shown.contains("sentinel") && !shown.contains("old"), "{shown}");
}
