//! The client against the local Notion: paging, waiting, tokens, order, every endpoint.

use crate::connection::{HeldClock, Tokens, notion, settle, slept};
use expect_test::expect;
use std::collections::BTreeSet;
use std::sync::Arc;
use trove_model::clock::ManualClock;
use trove_model::{NotionId, TokenUnavailable};
use trove_notion::block_text::block_text;
use trove_notion::property_text::property_text;
use trove_notion::{Found, NotionError, ObjectFilter, QueryRequest, SearchFilter, SearchRequest, UserKind};
use trove_sim::{Action, Fault, Options, RetryAfter, Sim, Workspace};

async fn sample() -> Sim {
    Sim::start(Options::default()).await.unwrap()
}

fn paths(sim: &Sim) -> Vec<String> {
    sim.log()
        .into_iter()
        .map(|request| format!("{} {} {}", request.method, request.path, request.status))
        .collect()
}

#[tokio::test]
async fn search_is_walked_to_its_end() {
    let workspace = Workspace::Synthetic { pages: 1_234, seed: 7 };
    let sim = Sim::start(Options { workspace, ..Options::default() }).await.unwrap();
    let expected: BTreeSet<NotionId> =
        sim.world(sim.internal_token()).unwrap().iter().map(|visible| visible.id.parse().unwrap()).collect();
    assert!(expected.len() > 1_000, "{} pages to find", expected.len());
    // A part may be shorter than asked for without being the last.
    sim.fault(Fault::new(Action::ShortPages { size: 3 }).on("/v1/search").after(1).times(2));
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), ManualClock::default());
    let mut request = SearchRequest { page_size: Some(100), ..SearchRequest::default() };
    let mut found = BTreeSet::new();
    let mut parts = 0;
    loop {
        let part = notion.search(&request).await.unwrap();
        parts += 1;
        for result in &part.results {
            found.insert(result.id().expect("a page or a data source"));
        }
        assert!(!part.is_incomplete());
        match part.next() {
            Some(cursor) => request.start_cursor = Some(cursor.to_owned()),
            None => break,
        }
    }
    assert_eq!(found, expected);
    assert!(parts > expected.len() / 100, "{parts} parts");
}

/// Check 50.
#[tokio::test]
async fn after_a_429_nobody_asks_before_notion_allows_it() {
    let sim = sample().await;
    sim.fault(Fault::rate_limited(120));
    let clock = HeldClock::default();
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), clock.clone());
    let crawl = tokio::spawn({
        let notion = notion.clone();
        async move { notion.users(None).await }
    });
    while notion.paused_for().is_none() {
        tokio::task::yield_now().await;
    }
    let person = tokio::spawn({
        let notion = notion.interactive();
        async move { notion.me().await }
    });
    clock.set(119);
    settle().await;
    assert_eq!(paths(&sim), ["GET /v1/users 429"]);
    clock.set(120);
    person.await.unwrap().unwrap();
    crawl.await.unwrap().unwrap();
    assert_eq!(paths(&sim)[0], "GET /v1/users 429");
    assert_eq!(sim.log().len(), 3);
}

#[tokio::test]
async fn two_minutes_are_waited_for_and_more_is_told() {
    let sim = sample().await;
    sim.fault(Fault::rate_limited(120));
    let clock = ManualClock::default();
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), clock.clone());
    notion.me().await.unwrap();
    assert_eq!(slept(&clock), [120.0]);
    assert_eq!(paths(&sim), ["GET /v1/users/me 429", "GET /v1/users/me 200"]);

    sim.clear_log();
    sim.fault(Fault::rate_limited(3_601));
    for _ in 0..3 {
        let error = notion.me().await.unwrap_err();
        let NotionError::RateLimited { retry_after: Some(left), .. } = error else { panic!("{error}") };
        assert!(left.as_secs() > 3_590, "{left:?}");
    }
    assert_eq!(paths(&sim), ["GET /v1/users/me 429"], "nothing is asked before the time is over");
}

#[tokio::test]
async fn a_person_goes_before_the_crawl() {
    let sim = sample().await;
    sim.fault(Fault::rate_limited(10));
    let clock = HeldClock::default();
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), clock.clone());
    let spawn = |notion: trove_notion::Notion, person: bool| {
        tokio::spawn(async move {
            if person { notion.me().await.map(drop) } else { notion.users(None).await.map(drop) }
        })
    };
    let mut requests = vec![spawn(notion.clone(), false)];
    while notion.paused_for().is_none() {
        tokio::task::yield_now().await;
    }
    requests.extend([spawn(notion.clone(), false), spawn(notion.interactive(), true)]);
    settle().await;
    clock.set(10);
    for request in requests {
        request.await.unwrap().unwrap();
    }
    let order: Vec<String> = sim.log().into_iter().map(|request| request.path).collect();
    assert_eq!(order, ["/v1/users", "/v1/users/me", "/v1/users", "/v1/users"]);
}

#[tokio::test]
async fn what_passes_is_asked_for_six_times() {
    let sim = sample().await;
    let clock = ManualClock::default();
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), clock.clone());
    for status in [500, 502, 503, 504, 529] {
        sim.fault(Fault::status(status));
    }
    let first = notion.search(&SearchRequest::default()).await.unwrap();
    assert!(!first.results.is_empty());
    assert_eq!(slept(&clock), [1.0, 2.0, 4.0, 8.0, 16.0]);
    assert_eq!(sim.log().len(), 6);

    sim.clear_log();
    sim.fault(Fault::status(503).always());
    let error = notion.search(&SearchRequest::default()).await.unwrap_err();
    assert!(matches!(&error, NotionError::Server(reply) if reply.status == 503), "{error:?}");
    assert_eq!(sim.log().len(), 6);

    // A person who waits hears of it sooner.
    sim.clear_log();
    let slept_before = slept(&clock).len();
    notion.interactive().search(&SearchRequest::default()).await.unwrap_err();
    assert_eq!((sim.log().len(), &slept(&clock)[slept_before..]), (3, &[1.0, 2.0][..]));
}

#[tokio::test]
async fn a_blocked_connection_does_not_insist() {
    let sim = sample().await;
    let reason = Some("public_api_request_blocked".to_owned());
    sim.fault(Fault::new(Action::Status {
        status: 429,
        code: None,
        retry_after: Some(RetryAfter::Seconds(5)),
        reason,
    }));
    let clock = ManualClock::default();
    let error =
        notion(sim.origin(), Tokens::only(sim.internal_token()), clock.clone()).me().await.unwrap_err();
    assert!(matches!(error, NotionError::Blocked(_)), "{error:?}");
    assert_eq!((sim.log().len(), slept(&clock)), (1, vec![]));
}

/// Notion also limits what all connections to a workspace ask together.
#[tokio::test]
async fn connections_to_one_workspace_wait_together() {
    for (reason, together) in [("public_api_space_request_rate_limit", true), ("something_else", false)] {
        let sim = sample().await;
        let clock = HeldClock::default();
        let workspace = Arc::new(trove_notion::WorkspacePause::default());
        let client =
            |token| notion(sim.origin(), Tokens::only(token), clock.clone()).within(workspace.clone());
        let (one, other) = (client(sim.internal_token()), client(sim.personal_token()));
        let reason = Some(reason.to_owned());
        sim.fault(Fault::new(Action::Status {
            status: 429,
            code: None,
            retry_after: Some(RetryAfter::Seconds(60)),
            reason,
        }));
        let refused = tokio::spawn(async move { one.me().await });
        while sim.log().is_empty() {
            tokio::task::yield_now().await;
        }
        settle().await;
        assert_eq!(other.paused_for().is_some(), together);
        let second = tokio::spawn(async move { other.me().await });
        settle().await;
        assert_eq!(sim.log().len(), if together { 1 } else { 2 });
        clock.set(60);
        refused.await.unwrap().unwrap();
        second.await.unwrap().unwrap();
        assert_eq!(sim.log().len(), 3);
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let mut table = String::new();
    for (name, renewal) in [
        ("good", None),
        ("refused too", Some(Ok("ntn_other"))),
        ("revoked", Some(Err(TokenUnavailable::Revoked))),
        ("no network", Some(Err(TokenUnavailable::TryLater))),
        ("locked meanwhile", Some(Err(TokenUnavailable::Locked))),
    ] {
        let sim = sample().await;
        let tokens = Tokens::new("ntn_old", renewal.unwrap_or(Ok(sim.internal_token())));
        let clock = ManualClock::default();
        let result = notion(sim.origin(), Arc::clone(&tokens), clock.clone()).me().await;
        let result = result.map_or_else(|error| error.to_string(), |_| "answered".to_owned());
        let statuses: Vec<u16> = sim.log().iter().map(|request| request.status).collect();
        table += &format!(
            "{name}: {result} | {statuses:?}, renewed {}x, {:?}\n",
            tokens.renewals(),
            slept(&clock)
        );
    }
    expect![[r#"
        good: answered | [401, 200], renewed 1x, []
        refused too: Notion no longer accepts this token | [401, 401], renewed 1x, []
        revoked: Notion no longer accepts this token | [401], renewed 1x, []
        no network: there is no token to send: the token could not be renewed for now | [401], renewed 1x, []
        locked meanwhile: there is no token to send: the profile is locked | [401], renewed 1x, []
    "#]]
    .assert_eq(&table);
}

/// Check 52.
#[tokio::test]
async fn a_token_never_follows_a_redirect() {
    let sim = sample().await;
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let to = format!("http://{}/v1/users/me", elsewhere.local_addr().unwrap());
    sim.fault(Fault::new(Action::Redirect { to }).always());
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), ManualClock::default());
    assert_eq!(notion.me().await, Err(NotionError::Redirected { status: 302 }));
    let post = notion.search(&SearchRequest::default()).await;
    assert_eq!(post, Err(NotionError::Redirected { status: 302 }));
    let visitor = elsewhere.accept().map(drop).map_err(|error| error.kind());
    assert_eq!(visitor, Err(std::io::ErrorKind::WouldBlock), "someone came to the other server");
    assert_eq!(sim.log().len(), 2);
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let sim = sample().await;
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), ManualClock::default());
    let nobody: NotionId = "00000000-0000-4000-8000-0000000000ff".parse().unwrap();
    let missing = notion.page(&nobody).await.unwrap_err();
    assert!(matches!(&missing, NotionError::NotFound(reply) if reply.request_id.is_some()), "{missing:?}");
    let stale = SearchRequest { start_cursor: Some(nobody.to_string()), ..SearchRequest::default() };
    let stale = notion.search(&stale).await.unwrap_err();
    assert!(matches!(stale, NotionError::InvalidCursor(_)), "{stale:?}");
    sim.fault(Fault::status(403));
    let restricted = notion.users(None).await.unwrap_err();
    assert!(matches!(restricted, NotionError::Restricted(_)), "{restricted:?}");
}

/// Every method, on everything the sample workspace shows.
#[tokio::test]
async fn every_endpoint_is_read() {
    let sim = sample().await;
    let notion = notion(sim.origin(), Tokens::only(sim.internal_token()), ManualClock::default());
    let me = notion.me().await.unwrap();
    assert_eq!(me.kind, UserKind::Bot);
    assert!(me.workspace_name.is_some() && me.owner_json.is_some(), "{me:?}");
    let people = notion.users(None).await.unwrap();
    assert!(people.results.iter().any(|user| user.kind == UserKind::Person && user.name.is_some()));

    let everything = sim.world(sim.internal_token()).unwrap();
    let (mut text, mut rows, mut properties) = (String::new(), 0, String::new());
    let filter = |object| Some(SearchFilter { object: Some(object), in_trash: None });
    let sources = SearchRequest { filter: filter(ObjectFilter::DataSource), ..SearchRequest::default() };
    let sources = notion.search(&sources).await.unwrap();
    assert!(!sources.results.is_empty());
    for found in sources.results {
        let Found::DataSource(found) = found else { panic!("{found:?}") };
        let source = notion.data_source(&found.id).await.unwrap();
        assert_eq!(source, found);
        let trove_model::Parent::Database(database) = source.parent() else { panic!("{source:?}") };
        let database = notion.database(&database).await.unwrap();
        assert!(database.data_sources.iter().any(|name| name.id == source.id));
        rows += notion.query_data_source(&source.id, &QueryRequest::default()).await.unwrap().results.len();
    }
    let mut pages = SearchRequest { filter: filter(ObjectFilter::Page), ..SearchRequest::default() };
    let (mut seen, mut written) = (0, 0);
    loop {
        let part = notion.search(&pages).await.unwrap();
        for found in &part.results {
            let Found::Page(found) = found else { panic!("{found:?}") };
            seen += 1;
            let page = notion.page(&found.id).await.unwrap();
            let told = everything.iter().find(|visible| visible.id.parse() == Ok(page.id)).unwrap();
            assert_eq!(page.title(), told.title);
            written += usize::from(!notion.page_markdown(&page.id).await.unwrap().markdown.is_empty());
            assert_eq!(notion.block(&page.id).await.unwrap().kind, "child_page");
            for property in page.properties.values() {
                let id = property.id.as_deref().unwrap();
                let items = notion.page_property(&page.id, id, None).await.unwrap();
                let whole: Vec<String> =
                    items.results.iter().map(|item| property_text(&item.value)).collect();
                properties += &property_text(&property.value);
                let glue = if matches!(property.value, trove_notion::PropertyValue::People { .. }) {
                    ", "
                } else {
                    ""
                };
                assert_eq!(whole.join(glue), property_text(&property.value), "{property:?}");
            }
            for block in notion.block_children(&page.id, None).await.unwrap().results {
                text += &block_text(&block);
            }
        }
        match part.next() {
            Some(cursor) => pages.start_cursor = Some(cursor.to_owned()),
            None => break,
        }
    }
    assert!(seen > 10 && rows > 3, "{seen} pages, {rows} rows");
    assert!(written > seen / 2, "{written} of {seen} have a body");
    assert!(text.len() > 1_000 && properties.len() > 100, "{} and {} bytes", text.len(), properties.len());
    assert!(sim.log().iter().all(|request| request.notion_version.as_deref() == Some("2026-03-11")));
    assert!(sim.log().iter().all(|request| request.status == 200));
}
