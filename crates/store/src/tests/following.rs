//! What is remembered about following a connection.

use super::{Directory, connection, connection_id, id, list, page};
use crate::{Container, Following, Limits, ListingBatch, RowWalk, Store, StoreError};
use trove_model::{Pace, Page, PageKind, Parent, Timestamp};

async fn one_connection(directory: &Directory) -> Store {
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    store
}

#[tokio::test]
async fn pace_and_what_was_learnt_are_kept() {
    let directory = Directory::new();
    let store = one_connection(&directory).await;
    let a = connection_id(1);
    let fresh = Following {
        pace: Pace::Auto,
        allowed: None,
        refused: None,
        last_checked: None,
        capped: false,
        short_since: None,
        sweep_cost: None,
        limits: Limits::default(),
    };
    assert_eq!(store.following(a).await, Ok(fresh));
    store.set_pace(a, Pace::PerMinute(90)).await.unwrap();
    store.set_allowed(a, Some(600), Some(Timestamp(5))).await.unwrap();
    store.set_last_checked(a, Timestamp(6)).await.unwrap();
    store.set_capped(a, true).await.unwrap();
    store.set_short(a, Timestamp(7)).await.unwrap();
    store.set_short(a, Timestamp(8)).await.unwrap();
    store.set_sweep_cost(a, 12).await.unwrap();
    store.set_limits(a, Limits { pages: 7, ..Limits::default() }).await.unwrap();
    store.put_connection(&connection(1)).await.unwrap();
    let kept = Following {
        pace: Pace::PerMinute(90),
        allowed: Some(600),
        refused: Some(Timestamp(5)),
        last_checked: Some(Timestamp(6)),
        capped: true,
        short_since: Some(Timestamp(7)),
        sweep_cost: Some(12),
        limits: Limits { pages: 7, ..Limits::default() },
    };
    assert_eq!(store.following(a).await, Ok(kept), "an update of the connection keeps it");
    assert_eq!(store.following(connection_id(7)).await, Err(StoreError::NoSuchConnection));
}

#[tokio::test]
async fn a_sweep_beyond_search_goes_on_where_it_was_cut_short() {
    const DAY: i64 = 86_400_000;
    let directory = Directory::new();
    let store = one_connection(&directory).await;
    let a = connection_id(1);
    let at = async |now| store.resume_sweep(a, Timestamp(now)).await.unwrap();
    let first = at(100).await;
    assert!(at(200).await > first, "search alone begins anew");
    store.set_capped(a, true).await.unwrap();
    let third = at(300).await;
    assert_eq!(at(DAY).await, third);
    assert!(at(DAY + 300).await > third, "too old");
    let fourth = at(DAY + 400).await;
    store.finish_sweep(a, fourth, Timestamp(0)).await.unwrap();
    assert!(at(DAY + 500).await > fourth);
}

#[tokio::test]
async fn rows_are_walked_once_a_sweep() {
    let directory = Directory::new();
    let store = one_connection(&directory).await;
    let a = connection_id(1);
    let first = store.begin_sweep(a).await.unwrap();
    let source = |number| Page { kind: PageKind::DataSource, ..page(number, "rows") };
    list(&store, 1, first, vec![source(1), page(2, "no source"), source(3)]).await;
    let walk = |number, created: Option<i64>| RowWalk { source: id(number), created: created.map(Timestamp) };
    assert_eq!(store.unwalked_sources(a, first, 9).await, Ok(vec![walk(1, None), walk(3, None)]));
    store.put_row_walk(a, first, walk(1, Some(50)), false).await.unwrap();
    store.put_row_walk(a, first, walk(3, None), true).await.unwrap();
    assert_eq!(store.unwalked_sources(a, first, 9).await, Ok(vec![walk(1, Some(50))]));
    store.put_row_walk(a, first, walk(1, None), true).await.unwrap();
    assert_eq!(store.unwalked_sources(a, first, 9).await, Ok(vec![]));
    let second = store.begin_sweep(a).await.unwrap();
    assert_eq!(store.unwalked_sources(a, second, 1).await, Ok(vec![walk(1, None)]), "from the start");
}

#[tokio::test]
async fn links_are_asked_for_once() {
    let directory = Directory::new();
    let store = one_connection(&directory).await;
    let a = connection_id(1);
    let sweep = store.begin_sweep(a).await.unwrap();
    list(&store, 1, sweep, vec![page(1, "known")]).await;
    store.put_links(a, &[id(1), id(2), id(3), id(2)]).await.unwrap();
    let pages = |numbers: &[u64]| Ok(numbers.iter().map(|number| Parent::Page(id(*number))).collect());
    assert_eq!(store.links(a, 9).await, pages(&[2, 3]));
    let found = ListingBatch { pages: vec![page(9, "found").into()], sweep };
    let asked = Timestamp(1_000_000);
    store.put_asked(a, &[id(2)], &found, asked).await.unwrap();
    assert!(store.is_known(id(9)).await.unwrap());
    store.put_links(a, &[id(2)]).await.unwrap();
    assert_eq!(store.links(a, 9).await, pages(&[3]));
    list(&store, 1, sweep, vec![page(3, "found by a listing")]).await;
    assert_eq!(store.links(a, 9).await, Ok(vec![]));
    assert_eq!(store.is_known(id(3)).await, Ok(true));
    assert_eq!(store.is_known(id(2)).await, Ok(false));
    store.retry_bodies(a).await.unwrap();
    assert_eq!(store.links(a, 9).await, pages(&[2]), "the person asked, and no body is read again for it");
    let none = ListingBatch { pages: Vec::new(), sweep };
    store.put_asked(a, &[id(2)], &none, asked).await.unwrap();
    store.forget_page_in(a, id(3)).await.unwrap();
    assert_eq!(store.links(a, 9).await, Ok(vec![]), "it was there and is not");
    store.retry_bodies(a).await.unwrap();
    assert_eq!(store.links(a, 9).await, pages(&[2, 3]));

    // Nobody asked: a day later, those that wait longest.
    store.put_asked(a, &[id(2)], &none, asked).await.unwrap();
    store.put_asked(a, &[id(3)], &none, Timestamp(2_000_000)).await.unwrap();
    store.put_known_links(a, &[id(7)]).await.unwrap();
    let day = |after: i64| Timestamp(after + 86_400_000);
    assert_eq!(store.ask_due_links_again(a, day(999_999), 9).await, Ok(0));
    assert_eq!(store.ask_due_links_again(a, day(9_000_000), 1).await, Ok(1));
    assert_eq!(store.links(a, 9).await, pages(&[2]));
    assert_eq!(store.ask_due_links_again(a, day(9_000_000), 9).await, Ok(1));
    assert_eq!(store.links(a, 9).await, pages(&[2, 3]));
}

#[tokio::test]
async fn what_pages_sit_in_is_asked_for_too() {
    let directory = Directory::new();
    let store = one_connection(&directory).await;
    let a = connection_id(1);
    let sweep = store.begin_sweep(a).await.unwrap();
    let within = |number, parent| Page { parent, ..page(number, "page") };
    let pages = vec![
        within(1, Parent::Page(id(2))),
        within(2, Parent::Page(id(3))),
        within(4, Parent::DataSource(id(5))),
        within(6, Parent::Block(id(7))),
        within(8, Parent::Page(id(3))),
        within(9, Parent::Workspace),
    ];
    list(&store, 1, sweep, pages).await;
    let block = Container::new(id(7), Parent::Page(id(10)));
    store.put_parents(&[block]).await.unwrap();
    assert_eq!(store.put_unknown_parents(a).await, Ok(3));
    let mut links = store.links(a, 9).await.unwrap();
    links.sort_by_key(Parent::id);
    assert_eq!(links, [Parent::Page(id(3)), Parent::DataSource(id(5)), Parent::Page(id(10))]);
    let none = ListingBatch { pages: Vec::new(), sweep };
    store.put_asked(a, &[id(3), id(5), id(10)], &none, Timestamp(1)).await.unwrap();
    assert_eq!(store.put_unknown_parents(a).await, Ok(0), "each once");
    assert_eq!(store.links(a, 9).await, Ok(vec![]));
}
