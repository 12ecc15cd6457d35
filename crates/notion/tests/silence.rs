//! What the client tells the log: enough to help, never a token, a query, or a word of
//! a page.
//!
//! A process of its own, with this one test: whether anyone listens to a log line is remembered
//! for the whole process when the line is first reached, and with one listener the thread that
//! reaches it is asked. A test beside this one, which has none, made the line silent for good.
#![cfg(test)]

#[path = "client/connection.rs"]
#[allow(dead_code, reason = "what the client's other tests ask of it")]
mod connection;

use connection::{Tokens, notion};
use std::io;
use std::sync::{Arc, Mutex};
use tracing::instrument::WithSubscriber;
use tracing_subscriber::fmt::MakeWriter;
use trove_model::clock::ManualClock;
use trove_notion::SearchRequest;
use trove_sim::{Action, Fault, Options, Sim};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Check 57.
#[tokio::test]
async fn the_log_at_its_loudest_holds_no_secret() {
    let sim = Sim::start(Options::default()).await.unwrap();
    let log = Log::default();
    let loud = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let tokens = Tokens::new("ntn_sentinel_old", Ok(sim.internal_token()));
    let notion = notion(sim.origin(), tokens, ManualClock::default());
    let title = async {
        let request = SearchRequest { page_size: Some(2), ..SearchRequest::default() };
        let first = notion.search(&request).await.unwrap();
        let cursor = first.next().unwrap().to_owned();
        let query = Some("sentinelquery".to_owned());
        notion.search(&SearchRequest { query, ..SearchRequest::default() }).await.unwrap();
        let request = SearchRequest { start_cursor: Some(cursor.clone()), ..SearchRequest::default() };
        notion.search(&request).await.unwrap();
        let bad =
            SearchRequest { start_cursor: Some("sentinelcursor".to_owned()), ..SearchRequest::default() };
        notion.search(&bad).await.unwrap_err();
        sim.fault(Fault::status(500));
        sim.fault(Fault::new(Action::WrongJson));
        notion.users(Some("sentinelcursor")).await.unwrap_err();
        let title = first.results.into_iter().filter_map(|found| found.into_page()).map(|page| page.title);
        (cursor, title.filter(|title| title.len() > 4).collect::<Vec<_>>())
    }
    .with_subscriber(loud)
    .await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let (cursor, titles) = title;
    assert!(!titles.is_empty());
    for secret in
        ["ntn_sentinel_old", sim.internal_token(), "sentinelquery", "sentinelcursor", &cursor, "Bearer"]
    {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
    for title in titles {
        assert!(!log.contains(&title), "{title} is in the log:\n{log}");
    }
    // It does tell what happened.
    for told in
        ["endpoint=\"search\"", "Notion no longer accepts this token", "internal_server_error", "bytes="]
    {
        assert!(log.contains(told), "{told} is missing in the log:\n{log}");
    }
}
