//! Nothing readable on disk, while open and after; and a control that would find it.

use super::{Directory, connection, connection_id, id, page};
use crate::{Container, Listed, ListingBatch, Opened, ReadBody, Store, open};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use std::fs;
use std::path::Path;
use trove_model::{Connection, Icon, Page, Parent, Timestamp};

const MARKER: &str = "zebra-quartz-7731";

/// Puts the marker wherever a text can stand.
async fn fill(store: &Store) {
    let marked = Connection {
        workspace_name: MARKER.into(),
        owner_json: Some(format!(r#"{{"name":"{MARKER}"}}"#)),
        ..connection(1)
    };
    store.put_connection(&marked).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    let pages = (0..500)
        .map(|number| Listed {
            page: Page {
                icon: Some(Icon::Image { url: MARKER.into() }),
                url: Some(MARKER.into()),
                ..page(number, MARKER)
            },
            properties: Some(MARKER.to_owned().into()),
            database: None,
            damaged: false,
        })
        .collect();
    store.apply_listing(connection_id(1), &ListingBatch { pages, sweep }).await.unwrap();
    let bodies: Vec<ReadBody> = (0..100)
        .map(|number| ReadBody {
            page: id(number),
            edited: None,
            read: Timestamp(1),
            settled: true,
            hash: [0; 32],
            markdown: MARKER.repeat(50),
            parts: vec![(id(1_000 + number), MARKER.into())],
            text: MARKER.repeat(50),
            parts_left: Vec::new(),
            parts_lost: 0,
            changeable: false,
        })
        .collect();
    assert_eq!(store.put_bodies(&bodies).await, Ok(100));
    store.put_opened(Opened { page: id(1), worth: 1.0, at: Timestamp(1) }).await.unwrap();
    let named = Container { title: Some(MARKER.into()), ..Container::new(id(1), Parent::Workspace) };
    store.put_parents(&[named]).await.unwrap();
    store.put_setting(MARKER, MARKER).await.unwrap();
    store.put_pending_sign_in(MARKER.as_bytes()).await.unwrap();
    assert_eq!(store.pages().await.unwrap().len(), 500);
}

/// The files of a directory that hold the marker.
fn readable(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| {
            let bytes = fs::read(entry.path()).unwrap();
            bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
        })
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Check 45.
#[tokio::test]
async fn nothing_is_readable_on_disk() {
    let directory = Directory::new();
    let store = directory.store().await;
    fill(&store).await;
    let wal = directory.path().join("trove.db-wal");
    assert!(fs::metadata(&wal).unwrap().len() > 100_000, "the log is in use");
    assert_eq!(readable(directory.path()), [""; 0]);
    store.close().await;
    assert_eq!(readable(directory.path()), [""; 0]);
    assert!(fs::metadata(directory.database()).unwrap().len() > 100_000);
}

/// Check 45 (control).
/// The same run on plain SQLite is found, open and closed: the scan can fail.
#[tokio::test]
async fn without_a_key_it_would_be_readable() {
    let directory = Directory::new();
    let plain = SqliteConnectOptions::new()
        .filename(directory.database())
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(plain).await.unwrap();
    open::MIGRATIONS.run(&pool).await.unwrap();
    let store = Store::of(pool.clone(), pool);
    fill(&store).await;
    assert!(readable(directory.path()).contains(&"trove.db-wal".to_owned()));
    store.close().await;
    assert_eq!(readable(directory.path()), ["trove.db"]);
}
