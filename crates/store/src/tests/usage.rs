//! Openings and pins outlive the pages they are of.

use super::{Directory, connection, connection_id, id, list, page};
use crate::Opened;
use trove_model::Timestamp;

#[tokio::test]
async fn openings_and_pins_are_kept() {
    let directory = Directory::new();
    let store = directory.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    list(&store, 1, sweep, vec![page(1, "one")]).await;
    let opened = |worth, at| Opened { page: id(1), worth, at: Timestamp(at) };
    store.put_opened(opened(1.0, 5)).await.unwrap();
    store.put_opened(opened(1.5, 6)).await.unwrap();
    for (number, at) in [(2, 9), (1, 7), (2, 1)] {
        store.pin(id(number), Timestamp(at)).await.unwrap();
    }
    store.forget_page_in(connection_id(1), id(1)).await.unwrap();
    assert_eq!(store.opens().await, Ok(vec![opened(1.5, 6)]));
    assert_eq!(store.pins().await, Ok(vec![id(1), id(2)]), "pinned again, a pin keeps its place");
    store.unpin(id(1)).await.unwrap();
    store.unpin(id(1)).await.unwrap();
    assert_eq!(store.pins().await, Ok(vec![id(2)]));
}
