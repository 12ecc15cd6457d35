//! Pages come, change, are seen twice, vanish; and there may be many.

use super::{Directory, connection, connection_id, id, list, page, titles};
use crate::{Container, ListedPage, ListingBatch, Store, StoreError};
use std::collections::{BTreeSet, HashSet};
use std::pin::pin;
use std::time::Instant;
use trove_model::{Icon, NotionId, Page, PageKind, Parent, Timestamp};

async fn two_connections(directory: &Directory) -> Store {
    let store = directory.store().await;
    for number in [1, 2] {
        store.put_connection(&connection(number)).await.unwrap();
    }
    store
}

#[tokio::test]
async fn every_field_comes_back() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let icons = [
        None,
        Some(Icon::Emoji("🥑".into())),
        Some(Icon::Image { url: "https://example.org/a.png".into() }),
        Some(Icon::Uploaded),
        Some(Icon::Named { name: "pizza".into(), color: Some("blue".into()) }),
        Some(Icon::Named { name: "pizza".into(), color: None }),
    ];
    let parents = [
        Parent::Workspace,
        Parent::Page(id(1)),
        Parent::Block(id(2)),
        Parent::Database(id(3)),
        Parent::DataSource(id(4)),
        Parent::Unknown,
    ];
    let mut pages: Vec<Page> = icons
        .into_iter()
        .zip(parents)
        .zip(10..)
        .map(|((icon, parent), number)| Page { icon, parent, ..page(number, "Überblick 概要 \u{0}!") })
        .collect();
    pages.push(Page {
        kind: PageKind::DataSource,
        title: String::new(),
        url: None,
        created: None,
        edited: None,
        edited_by: Some(id(9)),
        in_trash: true,
        ..page(20, "")
    });
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    assert_eq!(list(&store, 1, sweep, pages.clone()).await, pages.len());
    store.close().await;

    let store = directory.store().await;
    let connections = vec![connection_id(1)];
    for page in &pages {
        let listed = ListedPage { page: page.clone(), connections: connections.clone() };
        assert_eq!(store.page(page.id).await, Ok(Some(listed)));
    }
    assert_eq!(store.page(id(99)).await, Ok(None));
    assert_eq!(store.page_count(connection_id(1)).await, Ok(7));
}

#[tokio::test]
async fn one_page_through_two_connections_is_one_page() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let (a, b) = (connection_id(1), connection_id(2));
    let sweep = store.begin_sweep(a).await.unwrap();
    assert_eq!(list(&store, 1, sweep, vec![page(1, "one"), page(2, "two"), page(2, "two")]).await, 2);
    assert_eq!(list(&store, 2, sweep, vec![page(2, "two"), page(3, "three")]).await, 2);
    assert_eq!(titles(&store).await, ["one [1]", "three [2]", "two [1 2]"]);
    assert_eq!(list(&store, 2, sweep, vec![page(2, "two"), page(3, "three")]).await, 0, "nothing is new");

    assert_eq!(store.forget_page_in(a, id(2)).await, Ok(true));
    assert_eq!(store.forget_page_in(a, id(2)).await, Ok(false));
    assert_eq!(titles(&store).await, ["one [1]", "three [2]", "two [2]"]);
    assert_eq!(store.forget_page_in(b, id(2)).await, Ok(true));
    assert_eq!(titles(&store).await, ["one [1]", "three [2]"]);
    assert_eq!(store.forget_page_in(b, id(77)).await, Ok(false));
}

#[tokio::test]
async fn the_later_edit_stays() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    let edited = |title: &str, at: Option<i64>| Page { edited: at.map(Timestamp), ..page(1, title) };
    for (connection, copy, stays, changed) in [
        (1, edited("", None), " [1]", 1),
        (1, edited("first", Some(60_000)), "first [1]", 1),
        (1, edited("same minute", Some(60_000)), "same minute [1]", 1),
        (2, edited("older, from another index", Some(0)), "same minute [1 2]", 1),
        (2, edited("", None), "same minute [1 2]", 0),
        (2, edited("newer", Some(120_000)), "newer [1 2]", 1),
    ] {
        let what = copy.title.clone();
        assert_eq!(list(&store, connection, sweep, vec![copy]).await, changed, "{what}");
        assert_eq!(titles(&store).await, [stays], "{what}");
    }
}

#[tokio::test]
async fn a_sweep_answers_what_it_did_not_meet() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let a = connection_id(1);
    let first = store.begin_sweep(a).await.unwrap();
    assert_eq!(store.current_sweep(a).await, Ok(first));
    list(&store, 1, first, (1..=4).map(|number| page(number, "x")).collect()).await;
    list(&store, 2, first, vec![page(9, "another connection's")]).await;
    assert_eq!(store.finish_sweep(a, first, Timestamp(5)).await, Ok(vec![]));
    let stored = store.connections().await.unwrap().remove(0);
    assert_eq!(stored.last_listed, Some(Timestamp(5)));

    let second = store.begin_sweep(a).await.unwrap();
    assert!(second > first);
    list(&store, 1, second, vec![page(1, "x"), page(3, "x")]).await;
    assert_eq!(store.finish_sweep(a, second, Timestamp(6)).await, Ok(vec![id(2), id(4)]));

    // Absence from two sweeps weighs more than from one.
    let third = store.begin_sweep(a).await.unwrap();
    list(&store, 1, third, vec![page(1, "x"), page(4, "x")]).await;
    assert_eq!(store.finish_sweep(a, third, Timestamp(7)).await, Ok(vec![id(2), id(3)]));
    assert_eq!(store.page_count(a).await, Ok(4), "finding is not forgetting");
}

#[tokio::test]
async fn the_watermark_is_kept() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    assert_eq!(store.watermark(connection_id(1)).await, Ok(None));
    store.set_watermark(connection_id(1), Timestamp(60_000)).await.unwrap();
    assert_eq!(store.watermark(connection_id(1)).await, Ok(Some(Timestamp(60_000))));
    assert_eq!(store.watermark(connection_id(2)).await, Ok(None));
    store.put_connection(&connection(1)).await.unwrap();
    assert_eq!(store.watermark(connection_id(1)).await, Ok(Some(Timestamp(60_000))), "an update keeps it");
    assert_eq!(store.watermark(connection_id(7)).await, Err(StoreError::NoSuchConnection));
}

#[tokio::test]
async fn parents_are_asked_for_upwards_and_once() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let a = connection_id(1);
    let sweep = store.begin_sweep(a).await.unwrap();
    let under = |number, parent| Page { parent, ..page(number, "x") };
    list(
        &store,
        1,
        sweep,
        vec![
            under(1, Parent::Block(id(50))),
            under(2, Parent::Block(id(50))),
            under(3, Parent::Database(id(51))),
            under(4, Parent::Page(id(1))),
            under(5, Parent::DataSource(id(52))),
            under(6, Parent::Workspace),
        ],
    )
    .await;
    list(&store, 2, sweep, vec![under(7, Parent::Block(id(60)))]).await;

    let ask = || async {
        let mut ids: Vec<Parent> = store.unresolved_parents(a, 100).await.unwrap();
        ids.sort_by_key(Parent::id);
        ids
    };
    assert_eq!(ask().await, [Parent::Block(id(50)), Parent::Database(id(51))]);
    assert_eq!(store.unresolved_parents(a, 1).await.unwrap().len(), 1);

    let container = |number, parent, title: Option<&str>| Container {
        title: title.map(str::to_owned),
        ..Container::new(id(number), parent)
    };
    let block = container(50, Parent::Block(id(53)), None);
    let database = container(51, Parent::Unknown, None);
    store.put_parents(&[block, database]).await.unwrap();
    assert_eq!(ask().await, [Parent::Block(id(53))], "one step up");
    store.put_parents(&[container(53, Parent::Block(id(50)), None)]).await.unwrap();
    assert_eq!(ask().await, [], "a circle ends");

    let named = container(51, Parent::Page(id(1)), Some("Tasks"));
    store.put_parents(std::slice::from_ref(&named)).await.unwrap();
    assert!(store.parents().await.unwrap().contains(&named), "a later answer replaces");
}

/// Wherever a write is dropped, all of it or none of it is there, and the next one works.
#[tokio::test]
async fn a_dropped_write_leaves_no_half() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let a = connection_id(1);
    let sweep = store.begin_sweep(a).await.unwrap();
    let (mut dropped, mut round) = (0, 0);
    loop {
        round += 1;
        let title = format!("round {round}");
        let pages: Vec<Page> =
            (1..=20).map(|number| Page { edited: Some(Timestamp(round)), ..page(number, &title) }).collect();
        let batch = ListingBatch { pages: pages.into_iter().map(Into::into).collect(), sweep };
        let finished = {
            let mut write = pin!(store.apply_listing(a, &batch));
            let mut polls = 0;
            std::future::poll_fn(|context| {
                polls += 1;
                match write.as_mut().poll(context) {
                    std::task::Poll::Ready(outcome) => std::task::Poll::Ready(Some(outcome)),
                    _ if polls >= round => std::task::Poll::Ready(None),
                    std::task::Poll::Pending => std::task::Poll::Pending,
                }
            })
            .await
        };
        let titles: BTreeSet<String> =
            store.pages().await.unwrap().into_iter().map(|listed| listed.page.title).collect();
        assert!(titles.len() <= 1, "a mixture after {round} polls: {titles:?}");
        match finished {
            Some(outcome) => {
                outcome.unwrap();
                assert_eq!(titles.into_iter().collect::<Vec<_>>(), [title]);
                break;
            }
            None => dropped += 1,
        }
    }
    assert!(dropped > 5, "{dropped}");
}

/// Check 49.
#[tokio::test]
async fn a_full_disk_is_said_and_survived() {
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    let a = connection_id(1);
    let sweep = store.begin_sweep(a).await.unwrap();
    list(&store, 1, sweep, vec![page(1, "there before")]).await;
    // The same code that a full disk gives; one connection does all writing.
    sqlx::query("PRAGMA max_page_count = 40").execute(&store.writer).await.unwrap();
    let many = ListingBatch { pages: (2..3000).map(|number| page(number, "much").into()).collect(), sweep };
    assert_eq!(store.apply_listing(a, &many).await, Err(StoreError::DiskFull));
    assert_eq!(titles(&store).await, ["there before [1]"], "reads go on, nothing half is there");
    assert_eq!(store.page_count(a).await, Ok(1));

    // The connection that met the full disk is gone, and its limit with it.
    assert_eq!(store.apply_listing(a, &many).await, Ok(2998));
    assert_eq!(store.page_count(a).await, Ok(2999));
}

/// The time is printed, not judged: `cargo test -p trove-store many -- --nocapture`.
#[tokio::test]
async fn many_pages_are_read_in_one_go() {
    const MANY: &str = "
        INSERT INTO pages (id, kind, title, parent_kind, parent_id, url, created, edited, in_trash)
        SELECT randomblob(16), 'page', 'Page ' || value || ' about nothing in particular', 'page', randomblob(16),
               'https://app.notion.com/p/' || value, value, value, 0
        FROM (WITH RECURSIVE counter (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM counter LIMIT 100000)
              SELECT value FROM counter);
        INSERT INTO page_connections (page, connection, sweep) SELECT key, 1, 1 FROM pages;
        INSERT INTO page_connections (page, connection, sweep) SELECT key, 2, 1 FROM pages WHERE key <= 100";
    let directory = Directory::new();
    let store = two_connections(&directory).await;
    sqlx::raw_sql(MANY).execute(&store.writer).await.unwrap();
    let started = Instant::now();
    let pages = store.pages().await.unwrap();
    println!("100,000 pages read in {:?}", started.elapsed());
    assert_eq!(pages.len(), 100_000);
    let ids: HashSet<NotionId> = pages.iter().map(|listed| listed.page.id).collect();
    assert_eq!(ids.len(), 100_000);
    let through_both = pages.iter().filter(|listed| listed.connections.len() == 2).count();
    assert_eq!(through_both, 100);
    assert_eq!(store.page_count(connection_id(1)).await, Ok(100_000));
}
