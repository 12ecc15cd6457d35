//! A file of an earlier version is brought up to date with everything in it.
//!
//! What version 0.1.0 wrote on disk is opened by the app's own tests.

use super::{Directory, all_entries, connection_id, id, key};
use crate::open::{MIGRATIONS, options, pool, writing};
use crate::{BodyMark, Store, StoreError};
use sqlx::migrate::Migrator;
use trove_model::{Pace, Timestamp};

/// As it was after this migration.
async fn earlier(directory: &Directory, version: i64) -> sqlx::SqlitePool {
    let database = directory.database();
    let pool = pool(1).connect_lazy_with(writing(options(&database, &key())).create_if_missing(true));
    let until = MIGRATIONS.iter().filter(|migration| migration.version <= version).cloned().collect();
    Migrator::with_migrations(until).run(&pool).await.unwrap();
    pool
}

#[tokio::test]
async fn pages_of_the_first_version_get_texts_later() {
    const FILLED: &str = "
        INSERT INTO connections (id, kind, status, origin, workspace_name, account_kind, account_id, created)
        VALUES (x'01010101010101010101010101010101', 'pasted', 'active', 'https://api.notion.com', 'W', 'bot',
                x'02020202020202020202020202020202', 0);
        INSERT INTO pages (id, kind, title, parent_kind, edited, in_trash)
        VALUES (x'aaaaaaaaaaaaaaaa0000000000000001', 'page', 'older', 'workspace', 60000, 0),
               (x'aaaaaaaaaaaaaaaa0000000000000002', 'page', 'newer', 'workspace', 120000, 0),
               (x'aaaaaaaaaaaaaaaa0000000000000003', 'data_source', 'undated', 'workspace', NULL, 0);
        INSERT INTO page_connections (page, connection, sweep) SELECT key, 1, 1 FROM pages";
    let directory = Directory::new();
    let old = earlier(&directory, 1).await;
    sqlx::raw_sql(FILLED).execute(&old).await.unwrap();
    old.close().await;
    let refused = Store::open_read_only(&directory.database(), &key()).await;
    assert_eq!(refused.err(), Some(StoreError::OlderVersion));

    let store = directory.store().await;
    let changes = store.changes(0, 9).await.unwrap();
    let titles: Vec<String> = changes.into_iter().map(|change| change.text.unwrap().title).collect();
    assert_eq!(titles, ["undated", "older", "newer"], "the newest are the last changes");
    let (entries, _) = all_entries(&store).await.unwrap();
    let marks: Vec<BodyMark> = entries.iter().map(|entry| entry.body).collect();
    assert_eq!(marks, [BodyMark::Unread, BodyMark::Unread, BodyMark::None]);
    let waiting = store.bodies_to_read(connection_id(1), Timestamp(0), 9).await.unwrap();
    assert_eq!(waiting.iter().map(|to_read| to_read.page).collect::<Vec<_>>(), [id(2), id(1)]);
    assert_eq!(store.following(connection_id(1)).await.unwrap().pace, Pace::Auto);
    store.begin_sweep(connection_id(1)).await.unwrap();
}

#[tokio::test]
async fn whichever_version_it_is_it_opens() {
    for migration in MIGRATIONS.iter() {
        let directory = Directory::new();
        earlier(&directory, migration.version).await.close().await;
        let store = directory.store().await;
        store.put_setting("a", "b").await.unwrap();
        store.close().await;
        assert!(Store::open_read_only(&directory.database(), &key()).await.is_ok());
    }
}
