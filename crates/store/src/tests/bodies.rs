//! Which bodies are to be read, what reading them stores, and what failing notes.

use super::{Directory, all_entries, connection, connection_id, id, list, page};
use crate::{
    BodyCounts, BodyMark, Opened, ReadBody, ReadFailure, Store, StoredBody, SweepId, ToRead, Unread,
};
use expect_test::expect;
use trove_model::{NotionId, Page, PageKind, Timestamp};

const MINUTE: i64 = 60_000;

/// Pages by number and minute of their last edit.
async fn listed(directory: &Directory, pages: &[(u64, i64)]) -> (Store, SweepId) {
    let store = directory.store().await;
    for number in [1, 2] {
        store.put_connection(&connection(number)).await.unwrap();
    }
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    list(&store, 1, sweep, pages.iter().map(|(number, minute)| edited(*number, *minute)).collect()).await;
    (store, sweep)
}

fn edited(number: u64, minute: i64) -> Page {
    Page { edited: Some(Timestamp(minute * MINUTE)), ..page(number, &format!("page {number}")) }
}

fn body(number: u64, minute: i64, text: &str) -> ReadBody {
    ReadBody {
        page: id(number),
        edited: Some(Timestamp(minute * MINUTE)),
        read: Timestamp(minute * MINUTE),
        settled: true,
        hash: [u8::try_from(text.len()).unwrap(); 32],
        markdown: format!("# {text}"),
        parts: vec![(id(900), format!("part of {text}")), (id(901), "another".into())],
        text: text.to_owned(),
        parts_left: Vec::new(),
        parts_lost: 0,
        changeable: false,
    }
}

/// The numbers of the pages to be read, those to be read once more with a mark.
async fn waiting(store: &Store, minute: i64) -> String {
    let now = Timestamp(minute * MINUTE);
    let all = store.bodies_to_read(connection_id(1), now, 100).await.unwrap();
    let counted = store.count_bodies(connection_id(1), now).await.unwrap();
    assert_eq!(counted.waiting as usize, all.len(), "both say the same");
    let shown = |to_read: &ToRead| {
        format!("{}{}", to_read.page.as_bytes()[15], if to_read.again { " again" } else { "" })
    };
    all.iter().map(shown).collect::<Vec<_>>().join(", ")
}

async fn mark(store: &Store, number: u64) -> BodyMark {
    all_entries(store).await.unwrap().0.iter().find(|entry| entry.id == id(number)).unwrap().body
}

#[tokio::test]
async fn the_last_opened_or_edited_come_first() {
    let directory = Directory::new();
    let (store, sweep) = listed(&directory, &[(1, 10), (2, 30), (3, 20)]).await;
    let odd = |number, page: Page| Page { id: id(number), ..page };
    let source = odd(4, Page { kind: PageKind::DataSource, ..edited(4, 90) });
    let trashed = odd(5, Page { in_trash: true, ..edited(5, 90) });
    let undated = odd(6, Page { edited: None, ..edited(6, 0) });
    list(&store, 1, sweep, vec![source, trashed, undated]).await;
    list(&store, 2, sweep, vec![edited(7, 90)]).await;
    assert_eq!(waiting(&store, 100).await, "2, 3, 1, 6");
    store.put_opened(Opened { page: id(1), worth: 1.0, at: Timestamp(25 * MINUTE) }).await.unwrap();
    assert_eq!(waiting(&store, 100).await, "2, 1, 3, 6");
    let first = store.bodies_to_read(connection_id(1), Timestamp(0), 1).await.unwrap();
    let edited = Some(Timestamp(30 * MINUTE));
    let expected = ToRead {
        page: id(2),
        edited,
        hash: None,
        again: false,
        failed: false,
        goes_on: false,
        put_off: false,
        cut: false,
    };
    assert_eq!(first, [expected]);
    let counts = BodyCounts { known: 6, data_sources: 1, read: 0, waiting: 4, failed: 0, bytes: 0 };
    assert_eq!(store.count_bodies(connection_id(1), Timestamp(0)).await, Ok(counts));
}

#[tokio::test]
async fn what_was_read_waits_for_its_next_edit() {
    let directory = Directory::new();
    let (store, sweep) = listed(&directory, &[(1, 10), (2, 20)]).await;
    assert_eq!(mark(&store, 1).await, BodyMark::Unread);
    assert_eq!(store.put_bodies(&[body(1, 10, "one"), body(2, 20, "two"), body(9, 1, "gone")]).await, Ok(2));
    assert_eq!(waiting(&store, 100).await, "");
    assert_eq!(mark(&store, 1).await, BodyMark::Read);
    let stored = StoredBody {
        read: Timestamp(10 * MINUTE),
        markdown: "# one".into(),
        parts: vec![(id(900), "part of one".into()), (id(901), "another".into())],
    };
    assert_eq!(store.body(id(1)).await, Ok(Some(stored.clone())));
    assert_eq!(store.body(id(9)).await, Ok(None));

    list(&store, 1, sweep, vec![edited(1, 30)]).await;
    assert_eq!(waiting(&store, 100).await, "1");
    assert_eq!(mark(&store, 1).await, BodyMark::Stale);
    // Read again, and it is the same.
    let again = ReadBody { markdown: "not written".into(), ..body(1, 30, "one") };
    assert_eq!(store.put_bodies(&[again]).await, Ok(0));
    assert_eq!(waiting(&store, 100).await, "");
    let read = Timestamp(30 * MINUTE);
    assert_eq!(store.body(id(1)).await, Ok(Some(StoredBody { read, ..stored })));
    let other = ReadBody { parts: vec![], ..body(1, 30, "longer") };
    assert_eq!(store.put_bodies(&[other]).await, Ok(1));
    assert_eq!(store.body(id(1)).await.unwrap().unwrap().parts, []);
}

/// A page without a date gets one: that is an edit, too.
#[tokio::test]
async fn a_first_date_is_an_edit() {
    let directory = Directory::new();
    let (store, sweep) = listed(&directory, &[]).await;
    list(&store, 1, sweep, vec![Page { edited: None, ..page(1, "x") }]).await;
    store.put_bodies(&[ReadBody { edited: None, ..body(1, 0, "x") }]).await.unwrap();
    assert_eq!(waiting(&store, 100).await, "");
    list(&store, 1, sweep, vec![edited(1, 50)]).await;
    assert_eq!(waiting(&store, 100).await, "1");
}

#[tokio::test]
async fn what_was_read_close_to_its_edit_is_read_once_more() {
    let directory = Directory::new();
    let (store, _) = listed(&directory, &[(1, 10)]).await;
    store.put_bodies(&[ReadBody { settled: false, ..body(1, 10, "one") }]).await.unwrap();
    assert_eq!(waiting(&store, 13).await, "", "not yet");
    let seq = store.last_seq().await.unwrap();
    assert_eq!(waiting(&store, 14).await, "1 again");
    store.put_bodies(&[body(1, 10, "one")]).await.unwrap();
    assert_eq!(waiting(&store, 1_000).await, "");
    assert_eq!(store.last_seq().await, Ok(seq), "nothing that anyone keeps a copy of has changed");
}

#[tokio::test]
async fn what_failed_waits_longer_each_time() {
    let directory = Directory::new();
    let (store, sweep) = listed(&directory, &[(1, 10), (2, 5)]).await;
    store.put_bodies(&[body(2, 5, "two")]).await.unwrap();
    let fail = async |number, minute| {
        let at = Timestamp(minute * MINUTE);
        store.put_read_failure(id(number), ReadFailure::Trouble, at).await.unwrap();
    };
    let mut table = String::new();
    let mut at = 100;
    for _ in 0..12 {
        fail(1, at).await;
        let mut wait = 0;
        while waiting(&store, at + wait).await.is_empty() {
            wait += if wait < 100 { 1 } else { 100 };
        }
        table += &format!("{wait} ");
        at += wait;
    }
    expect!["21 41 81 200 400 700 1300 2600 5200 10300 10300 10300 "].assert_eq(&table);
    assert_eq!(mark(&store, 1).await, BodyMark::Failed);

    // Its next edit, or the person, ends the wait.
    fail(1, at).await;
    list(&store, 1, sweep, vec![edited(1, 11)]).await;
    assert_eq!(waiting(&store, at + 1).await, "1");
    fail(1, at).await;
    assert_eq!(waiting(&store, at + 1).await, "");
    store.retry_bodies(connection_id(1)).await.unwrap();
    assert_eq!(waiting(&store, at + 1).await, "1");

    // An older body stays, and is read again after the wait.
    list(&store, 1, sweep, vec![edited(2, 12)]).await;
    fail(2, at).await;
    assert!(store.body(id(2)).await.unwrap().is_some());
    assert_eq!(waiting(&store, at + 1).await, "1");
    assert_eq!(waiting(&store, at + 25).await, "2, 1");
    let unread = |number| Unread {
        page: id(number),
        title: format!("page {number}"),
        why: ReadFailure::Trouble,
        at: Timestamp(if number == 1 { 0 } else { at * MINUTE }),
    };
    assert_eq!(store.read_failures(connection_id(1), 10).await, Ok(vec![unread(2), unread(1)]));
    assert_eq!(store.read_failures(connection_id(1), 1).await, Ok(vec![unread(2)]));
    assert_eq!(store.read_failures(connection_id(2), 10).await, Ok(vec![]));
    store.put_bodies(&[body(1, 11, "at last"), body(2, 12, "at last")]).await.unwrap();
    assert_eq!(store.read_failures(connection_id(1), 10).await, Ok(vec![]));
    store.put_read_failure(id(77), ReadFailure::NotShared, Timestamp(0)).await.unwrap();
}

#[tokio::test]
async fn what_is_denied_is_remembered_until_the_person_asks() {
    let directory = Directory::new();
    let (store, _) = listed(&directory, &[(1, 10)]).await;
    store.put_bodies(&[body(1, 10, "one")]).await.unwrap();
    assert_eq!(waiting(&store, 100).await, "");
    store.put_denied_parts(connection_id(1), id(1), &[id(50), id(50)]).await.unwrap();
    store.put_denied_parts(connection_id(1), id(1), &[id(51), id(50)]).await.unwrap();
    store.put_denied_parts(connection_id(2), id(1), &[id(52)]).await.unwrap();
    let denied = async |number| {
        let mut ids: Vec<NotionId> = store.denied(connection_id(number)).await.unwrap();
        ids.sort();
        ids
    };
    assert_eq!(denied(1).await, [id(50), id(51)]);
    store.retry_bodies(connection_id(1)).await.unwrap();
    assert_eq!(denied(1).await, []);
    assert_eq!(denied(2).await, [id(52)]);
    assert_eq!(waiting(&store, 100).await, "1 again", "what lacks a part is read again");
    store.remove_connection(connection_id(2)).await.unwrap();
}

#[tokio::test]
async fn a_page_takes_its_body_along() {
    let directory = Directory::new();
    let (store, _) = listed(&directory, &[(1, 10)]).await;
    store.put_bodies(&[body(1, 10, "one")]).await.unwrap();
    store.forget_page_in(connection_id(1), id(1)).await.unwrap();
    assert_eq!(store.body(id(1)).await, Ok(None));
    for table in ["texts", "bodies", "markdown"] {
        let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        assert_eq!(
            sqlx::query_scalar::<_, i64>(count).fetch_one(&store.readers).await.unwrap(),
            0,
            "{table}"
        );
    }
}
