//! Copies of a database in use.

use super::{Directory, connection, connection_id, key, list, page, titles};
use crate::{Store, StoreError};
use std::fs;
use trove_model::Key32;

#[tokio::test]
async fn a_copy_holds_one_moment_while_others_write() {
    let directory = Directory::new();
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    let writing = async {
        for round in 0..40_u64 {
            // Two pages in one transaction: a copy has both or none.
            let pages = vec![
                page(2 * round, &format!("{round} left")),
                page(2 * round + 1, &format!("{round} right")),
            ];
            list(&store, 1, sweep, pages).await;
        }
    };
    let copying = async {
        let mut sizes = Vec::new();
        // Like a command beside the window.
        let beside = Store::open_read_only(&directory.database(), &key()).await.unwrap();
        for nth in 0..5 {
            let path = directory.path().join(format!("copy {nth}"));
            beside.copy_to(&path).await.unwrap();
            let copy = Store::open_read_only(&path, &key()).await.unwrap();
            assert_eq!(copy.check_pages().await, Ok(0));
            assert_eq!(copy.identity().await, store.identity().await);
            let titles = titles(&copy).await;
            let count = |side: &str| titles.iter().filter(|title| title.contains(side)).count();
            assert_eq!(count("left"), count("right"));
            sizes.push(titles.len());
            copy.close().await;
        }
        beside.close().await;
        sizes
    };
    let ((), sizes) = tokio::join!(writing, copying);
    assert!(sizes.is_sorted(), "{sizes:?}");
    let last = directory.path().join("last");
    store.copy_to(&last).await.unwrap();
    let copy = Store::open(&last, &key()).await.unwrap();
    assert_eq!(titles(&copy).await, titles(&store).await);
    assert_eq!(titles(&copy).await.len(), 80);
    copy.close().await;
}

#[tokio::test]
async fn a_copy_is_encrypted_by_the_same_key_and_private() {
    let directory = Directory::new();
    let store = directory.store().await;
    store.put_setting("sentinel", "a word that stands nowhere else").await.unwrap();
    let path = directory.path().join("copy");
    // What lies there is replaced.
    fs::write(&path, "something").unwrap();
    store.copy_to(&path).await.unwrap();
    let bytes = fs::read(&path).unwrap();
    let found = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(!found(b"SQLite format 3") && !found(b"a word that stands"));
    assert_eq!(Store::open(&path, &Key32::new([8; 32])).await.err(), Some(StoreError::WrongKey));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let nowhere = directory.path().join("no such folder/copy");
    assert!(matches!(store.copy_to(&nowhere).await, Err(StoreError::Io(_))));
}

#[tokio::test]
async fn a_damaged_database_is_not_copied_as_if_it_were_whole() {
    let directory = Directory::new();
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    list(&store, 1, sweep, (0..400).map(|number| page(number, &"title ".repeat(40))).collect()).await;
    store.close().await;
    let mut bytes = fs::read(directory.database()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(directory.database(), bytes).unwrap();
    let store = directory.store().await;
    let path = directory.path().join("copy");
    assert_eq!(store.copy_to(&path).await, Err(StoreError::Damaged));
    store.close().await;
}
