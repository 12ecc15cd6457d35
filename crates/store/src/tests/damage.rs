//! Single bits flipped: an error or a state that was once committed, never another.

use super::{Directory, all_entries, connection, connection_id, id, list, page};
use crate::{ReadBody, Store, StoreError};
use std::fs;
use trove_model::{Page, Timestamp};

const FLIPS: usize = 60;

async fn state(store: &Store) -> Result<String, StoreError> {
    let mut pages: Vec<String> = store.pages().await?.iter().map(|listed| format!("{listed:?}")).collect();
    pages.sort();
    let settings = store.get_setting("round").await?;
    let texts = store.changes(0, 1_000).await?;
    let (entries, _) = all_entries(store).await?;
    let bodies = [store.body(id(0)).await?, store.body(id(39)).await?];
    let connections = store.connections().await?;
    Ok(format!(
        "{connections:?} {:?} {settings:?} {pages:?} {texts:?} {entries:?} {bodies:?}",
        store.parents().await?
    ))
}

fn body(number: u64, round: i64) -> ReadBody {
    ReadBody {
        page: id(number),
        edited: Some(Timestamp(round)),
        read: Timestamp(round),
        settled: true,
        hash: [u8::try_from(round).unwrap(); 32],
        markdown: format!("# round {round}"),
        parts: vec![(id(100), format!("part of round {round}"))],
        text: format!("round {round}"),
        parts_left: vec![id(101)],
        parts_lost: 0,
        changeable: true,
    }
}

/// Check 47.
#[tokio::test]
async fn a_flipped_bit_is_an_error_or_does_no_harm() {
    let original = Directory::new();
    let store = original.store().await;
    store.put_connection(&connection(1)).await.unwrap();
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    let mut committed = Vec::new();
    for round in 0..6 {
        let pages: Vec<Page> = (0..40)
            .map(|number| Page { edited: Some(Timestamp(round)), ..page(number, &format!("round {round}")) })
            .collect();
        if round == 3 {
            // Half of the history in the file, half in the log.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&store.writer).await.unwrap();
        }
        list(&store, 1, sweep, pages).await;
        committed.push(state(&store).await.unwrap());
        let bodies: Vec<ReadBody> = (0..40).map(|number| body(number, round)).collect();
        store.put_bodies(&bodies).await.unwrap();
        committed.push(state(&store).await.unwrap());
        store.put_setting("round", &round.to_string()).await.unwrap();
        committed.push(state(&store).await.unwrap());
    }
    let (mut refused, mut harmless) = (0, 0);
    for name in ["trove.db", "trove.db-wal"] {
        let bytes = fs::read(original.path().join(name)).unwrap();
        for flip in 0..FLIPS {
            let copy = Directory::new();
            for file in ["trove.db", "trove.db-wal"] {
                fs::copy(original.path().join(file), copy.path().join(file)).unwrap();
            }
            let mut flipped = bytes.clone();
            // Spread over the file, at varying places within pages and bytes.
            let at = (flip * bytes.len() / FLIPS + flip * 37) % bytes.len();
            flipped[at] ^= 1 << (flip % 8);
            fs::write(copy.path().join(name), flipped).unwrap();
            let outcome = match copy.open().await {
                Ok(store) => state(&store).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(state) => {
                    assert!(committed.contains(&state), "{name}, byte {at}: a state never written");
                    harmless += 1;
                }
                Err(StoreError::Damaged | StoreError::WrongKey) => refused += 1,
                Err(other) => panic!("{name}, byte {at}: {other:?}"),
            }
        }
    }
    println!("{refused} refused, {harmless} harmless");
    assert!(refused > 10 && harmless > 10, "{refused} refused, {harmless} harmless");
}
