//! What properties say, with the names of others that they lead to as they are now.

use super::{Directory, connection, connection_id, id, list, page};
use crate::{Listed, ListingBatch, Properties, ReadBody, Store, SweepId};
use trove_model::{NotionId, Page, Timestamp};

async fn store(directory: &Directory) -> (Store, SweepId) {
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    (store, sweep)
}

fn naming(text: &str, unnamed: &[(&str, u64)]) -> Properties {
    let unnamed = unnamed.iter().map(|(name, number)| ((*name).to_owned(), id(*number))).collect();
    Properties { unnamed, ..Properties::from(text.to_owned()) }
}

async fn put(store: &Store, sweep: SweepId, page: Page, properties: Properties) -> usize {
    let pages = vec![Listed { properties: Some(properties), ..Listed::from(page) }];
    store.apply_listing(connection_id(1), &ListingBatch { pages, sweep }).await.unwrap()
}

/// What is shown of a page's properties; that the index is told the same is asserted.
async fn shown(store: &Store, page: NotionId) -> String {
    let key = store.key_of(page).await.unwrap().unwrap();
    let shown = store.shown_pages(&[key]).await.unwrap().remove(0).properties;
    let changes = store.changes(0, 100).await.unwrap();
    let told = changes.into_iter().find(|change| change.key == key).unwrap().text.unwrap();
    assert_eq!(told.properties, shown);
    let (all, _) = store.texts_newest_first(None, 100).await.unwrap();
    assert_eq!(all.into_iter().find(|change| change.key == key).unwrap().text.unwrap(), told);
    shown
}

/// Numbers of the pages whose texts changed since.
async fn changed(store: &Store, since: u64) -> Vec<u64> {
    let mut changed: Vec<u64> =
        store.changes(since, 100).await.unwrap().into_iter().map(|change| change.key).collect();
    changed.sort_unstable();
    changed
}

#[tokio::test]
async fn related_pages_and_people_are_called_what_they_are_called_now() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    let properties =
        naming("Status\tDone", &[("Projects", 3), ("Projects", 2), ("Made by", 90), ("Nobody", 91)]);
    assert_eq!(put(&store, sweep, page(1, "row"), properties.clone()).await, 1);
    assert_eq!(shown(&store, id(1)).await, "Status\tDone", "none of them is known");

    let since = store.last_seq().await.unwrap();
    list(&store, 1, sweep, vec![page(2, "Apollo"), page(3, "Zephyr"), page(4, "Other")]).await;
    assert_eq!(shown(&store, id(1)).await, "Projects\tZephyr, Apollo\nStatus\tDone");
    assert_eq!(changed(&store, since).await, [1, 2, 3, 4]);

    let since = store.last_seq().await.unwrap();
    store.put_people(&[(id(90), "Gustavo".into()), (id(92), "Ana".into())]).await.unwrap();
    assert_eq!(shown(&store, id(1)).await, "Made by\tGustavo\nProjects\tZephyr, Apollo\nStatus\tDone");
    assert_eq!(changed(&store, since).await, [1]);

    let since = store.last_seq().await.unwrap();
    list(&store, 1, sweep, vec![page(2, "Artemis"), page(4, "Another")]).await;
    store.put_people(&[(id(90), "Gus".into())]).await.unwrap();
    store.put_mentioned_people(&[(id(90), "An older name".into())]).await.unwrap();
    assert_eq!(shown(&store, id(1)).await, "Made by\tGus\nProjects\tZephyr, Artemis\nStatus\tDone");
    assert_eq!(changed(&store, since).await, [1, 2, 4]);

    let since = store.last_seq().await.unwrap();
    store.forget_page_in(connection_id(1), id(3)).await.unwrap();
    assert_eq!(shown(&store, id(1)).await, "Made by\tGus\nProjects\tArtemis\nStatus\tDone");
    assert_eq!(changed(&store, since).await, [1, 3]);

    // The same again is no change; without them they go.
    let since = store.last_seq().await.unwrap();
    assert_eq!(put(&store, sweep, page(1, "row"), properties).await, 0);
    assert_eq!(changed(&store, since).await, [0; 0]);
    assert_eq!(put(&store, sweep, page(1, "row"), naming("Status\tDone", &[("Projects", 2)])).await, 1);
    assert_eq!(shown(&store, id(1)).await, "Projects\tArtemis\nStatus\tDone");

    // With the page itself all goes.
    store.forget_page_in(connection_id(1), id(1)).await.unwrap();
    let since = store.last_seq().await.unwrap();
    list(&store, 1, sweep, vec![page(2, "Apollo")]).await;
    assert_eq!(changed(&store, since).await, [2]);
}

#[tokio::test]
async fn names_are_told_of_whatever_is_known() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    list(&store, 1, sweep, vec![page(1, "Plan"), page(2, "")]).await;
    store.put_people(&[(id(3), "Ana".into())]).await.unwrap();
    let names = store.names(&[id(1), id(2), id(3), id(4)]).await.unwrap();
    let mut names: Vec<_> = names.into_iter().map(|(id, name)| (id.bare(), name)).collect();
    names.sort();
    assert_eq!(names, [(id(1).bare(), "Plan".to_owned()), (id(3).bare(), "Ana".to_owned())]);
}

#[tokio::test]
async fn a_listing_leaves_whole_values_as_they_are_until_the_next_edit() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    let cut = |text: &str| Properties { cut: true, ..Properties::from(text.to_owned()) };
    let to_read = async || store.bodies_to_read(connection_id(1), Timestamp(9_000_000), 9).await.unwrap();
    let body = |minute: i64| ReadBody {
        page: id(1),
        edited: Some(Timestamp(minute * 60_000)),
        read: Timestamp(minute * 60_000),
        settled: true,
        hash: [1; 32],
        markdown: String::new(),
        parts: vec![],
        text: String::new(),
        parts_left: Vec::new(),
        parts_lost: 0,
        changeable: false,
    };
    put(&store, sweep, page(1, "row"), cut("Team\tAna")).await;
    assert!(to_read().await[0].cut);
    assert_eq!(shown(&store, id(1)).await, "Team\tAna", "the beginning is found at once");

    assert_eq!(store.put_whole_properties(&page(1, "row"), &cut("Team\tAna, Ben")).await, Ok(true));
    store.put_bodies(&[body(1)]).await.unwrap();
    assert_eq!(put(&store, sweep, page(1, "row"), cut("Team\tAna")).await, 0);
    assert_eq!(shown(&store, id(1)).await, "Team\tAna, Ben");
    assert_eq!(to_read().await, [], "nothing is asked for again");

    let edited = Page { edited: Some(Timestamp(120_000)), ..page(1, "row") };
    assert_eq!(put(&store, sweep, edited.clone(), cut("Team\tBen")).await, 1);
    assert_eq!(shown(&store, id(1)).await, "Team\tBen");
    assert!(to_read().await[0].cut);

    // Its values were never asked for, though its body was read: it waits.
    store.put_bodies(&[body(2)]).await.unwrap();
    assert_eq!(to_read().await, []);
    put(&store, sweep, edited.clone(), cut("Team\tBen")).await;
    assert!(to_read().await[0].cut);

    // Short values come with the listing alone.
    store.put_bodies(&[body(2)]).await.unwrap();
    assert_eq!(put(&store, sweep, edited, Properties::from("Team\tAna".to_owned())).await, 1);
    assert_eq!(to_read().await, []);
}
