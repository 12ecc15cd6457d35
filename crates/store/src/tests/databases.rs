//! Databases, which no listing shows: known from their data sources, from the page they stand on,
//! and from asking.

use super::{Directory, connection, connection_id, id, page};
use crate::{Container, Listed, ListingBatch, Store, SweepId};
use trove_model::{Page, PageKind, Parent, Timestamp};

async fn store(directory: &Directory) -> (Store, SweepId) {
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    (store, sweep)
}

/// Data source `number` of the database 50, which sits on the page 7.
fn source(number: u64, title: &str, minute: i64) -> Page {
    Page {
        kind: PageKind::DataSource,
        parent: Parent::Database(id(50)),
        edited: Some(Timestamp(minute * 60_000)),
        url: None,
        ..page(number, title)
    }
}

async fn list(store: &Store, sweep: SweepId, source: Page, above: Parent) {
    let database = Some(Container::new(id(50), above));
    let pages = vec![Listed { properties: Some(String::new().into()), database, ..source.into() }];
    store.apply_listing(connection_id(1), &ListingBatch { pages, sweep }).await.unwrap();
}

async fn unnamed(store: &Store) -> usize {
    store.unnamed_databases(connection_id(1), 9).await.unwrap().len()
}

async fn database(store: &Store) -> Container {
    store.parents().await.unwrap().pop().unwrap()
}

fn named(title: &str) -> Container {
    Container { title: Some(title.into()), ..Container::new(id(50), Parent::Page(id(7))) }
}

#[tokio::test]
async fn where_it_sits_is_known_at_once_and_its_name_from_its_page() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    list(&store, sweep, source(1, "Active", 1), Parent::Page(id(7))).await;
    assert_eq!(database(&store).await, Container::new(id(50), Parent::Page(id(7))));
    assert_eq!(
        store.unresolved_parents(connection_id(1), 9).await,
        Ok(vec![]),
        "nothing to ask for its path"
    );
    assert_eq!(unnamed(&store).await, 1);

    // A view of it elsewhere may be called anything.
    store.name_databases(id(8), &[(id(50), "My view".into())]).await.unwrap();
    assert_eq!(database(&store).await.title, None);
    store.name_databases(id(7), &[(id(50), "Projects".into())]).await.unwrap();
    assert_eq!(database(&store).await, named("Projects"));
    assert_eq!(unnamed(&store).await, 0);
    store.name_databases(id(7), &[(id(50), "Another".into())]).await.unwrap();
    assert_eq!(database(&store).await, named("Projects"));
}

#[tokio::test]
async fn it_is_asked_for_again_after_an_edit_of_a_data_source() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    list(&store, sweep, source(1, "Active", 1), Parent::Unknown).await;
    assert_eq!(store.unresolved_parents(connection_id(1), 9).await, Ok(vec![Parent::Database(id(50))]));
    let asked = Container { url: Some("https://app.notion.com/p/50".into()), ..named("Projects") };
    store.put_parents(std::slice::from_ref(&asked)).await.unwrap();
    assert_eq!(database(&store).await, asked);
    assert_eq!(unnamed(&store).await, 0);

    list(&store, sweep, source(1, "Active", 1), Parent::Unknown).await;
    assert_eq!(unnamed(&store).await, 0, "the same again is no edit");
    list(&store, sweep, source(1, "Active", 2), Parent::Unknown).await;
    assert_eq!(unnamed(&store).await, 1);
    assert_eq!(database(&store).await, asked, "until then it keeps its name and place");

    // It may not be seen itself: what is known stays, and it is not asked for for ever.
    store.put_parents(&[Container::new(id(50), Parent::Unknown)]).await.unwrap();
    assert_eq!(database(&store).await, asked);
    assert_eq!(unnamed(&store).await, 0);

    // It moved.
    list(&store, sweep, source(1, "Active", 2), Parent::Workspace).await;
    assert_eq!(database(&store).await, Container { parent: Parent::Workspace, ..asked });
}

#[tokio::test]
async fn its_name_and_address_are_its_data_sources_too() {
    let directory = Directory::new();
    let (store, sweep) = store(&directory).await;
    for (number, title) in [(1, "Active"), (2, "Archive"), (3, "Projects")] {
        list(&store, sweep, source(number, title, 1), Parent::Page(id(7))).await;
    }
    let since = store.last_seq().await.unwrap();
    let asked = Container { url: Some("https://app.notion.com/p/50".into()), ..named("Projects") };
    store.put_parents(&[asked]).await.unwrap();
    let changes = store.changes(since, 9).await.unwrap();
    let mut texts: Vec<_> = changes.iter().map(|change| change.text.as_ref().unwrap()).collect();
    texts.sort_by_key(|text| &text.title);
    let texts: Vec<_> = texts.iter().map(|text| (text.title.as_str(), text.properties.as_str())).collect();
    assert_eq!(texts, [("Active", "Projects"), ("Archive", "Projects"), ("Projects", "")]);
    let keys: Vec<u64> = changes.iter().map(|change| change.key).collect();
    for (_, display) in store.display_fields(&keys).await.unwrap() {
        assert_eq!(display.url.as_deref(), Some("https://app.notion.com/p/50"));
    }
    let since = store.last_seq().await.unwrap();
    store.put_parents(&[named("Work")]).await.unwrap();
    assert_eq!(store.changes(since, 9).await.unwrap().len(), 3);
}
