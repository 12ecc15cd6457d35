//! What changed since a moment, and everything newest first.

use super::{Directory, all_entries, connection, connection_id, id, list, page};
use crate::{
    Change, Container, DisplayFields, Entry, Listed, ListingBatch, PageText, ReadBody, Store, SweepId,
};
use std::time::Instant;
use trove_model::{Icon, Page, PageKind, Parent, Timestamp};

async fn one_connection(directory: &Directory) -> (Store, SweepId) {
    let store = directory.store().await;
    for number in [1, 2] {
        store.put_connection(&connection(number)).await.unwrap();
    }
    let sweep = store.begin_sweep(connection_id(1)).await.unwrap();
    (store, sweep)
}

fn body(number: u64, text: &str) -> ReadBody {
    ReadBody {
        page: id(number),
        edited: Some(Timestamp(60_000)),
        read: Timestamp(60_000),
        settled: true,
        hash: [u8::try_from(text.len()).unwrap(); 32],
        markdown: text.to_owned(),
        parts: vec![],
        text: text.to_owned(),
        parts_left: Vec::new(),
        parts_lost: 0,
        changeable: false,
    }
}

/// Title, properties and body of what changed after `seq`, and up to which change.
async fn since(store: &Store, seq: u64) -> (Vec<String>, u64) {
    let changes = store.changes(seq, 100).await.unwrap();
    assert!(changes.is_sorted_by_key(|change| change.seq));
    let last = changes.last().map_or(seq, |change| change.seq);
    assert_eq!(store.last_seq().await, Ok(last));
    let shown = |change: Change| match change.text {
        Some(PageText { title, properties, body, .. }) => {
            format!("{} {title}|{properties}|{body}", change.key)
        }
        None => format!("{} is gone", change.key),
    };
    (changes.into_iter().map(shown).collect(), last)
}

#[tokio::test]
async fn each_change_counts_and_nothing_else() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    assert_eq!(store.last_seq().await, Ok(0));
    let with = |properties: &str| ListingBatch {
        pages: vec![Listed { properties: Some(properties.to_owned().into()), ..page(1, "one").into() }],
        sweep,
    };
    list(&store, 1, sweep, vec![page(1, "one"), page(2, "two")]).await;
    let (all, seq) = since(&store, 0).await;
    assert_eq!(all, ["1 one||", "2 two||"]);
    let first = store.changes(0, 1).await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(since(&store, first[0].seq).await.0, ["2 two||"]);

    // The same again is no change.
    list(&store, 1, sweep, vec![page(1, "one"), page(2, "two")]).await;
    assert_eq!(since(&store, seq).await.0, [""; 0]);
    assert_eq!(store.apply_listing(connection_id(1), &with("Done\nAda")).await, Ok(1));
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["1 one|Done\nAda|"]);
    assert_eq!(store.apply_listing(connection_id(1), &with("Done\nAda")).await, Ok(0));
    assert_eq!(since(&store, seq).await.0, [""; 0]);

    store.put_bodies(&[body(1, "text"), body(2, "words")]).await.unwrap();
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["1 one|Done\nAda|text", "2 two||words"]);
    store.put_bodies(&[body(1, "text")]).await.unwrap();
    assert_eq!(since(&store, seq).await.0, [""; 0], "the same body");

    // Seen through another connection: columns in memory hold that.
    list(&store, 2, sweep, vec![page(2, "two")]).await;
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["2 two||words"]);
    store.forget_page_in(connection_id(1), id(2)).await.unwrap();
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["2 two||words"]);
    assert_eq!(store.gone().await, Ok(vec![]));
    store.forget_page_in(connection_id(2), id(2)).await.unwrap();
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["2 is gone"]);
    assert_eq!(store.gone().await, Ok(vec![2]));

    // Its number may be another's afterwards.
    list(&store, 1, sweep, vec![page(3, "three")]).await;
    let (changed, seq) = since(&store, seq).await;
    assert_eq!(changed, ["2 three||"]);
    assert_eq!(store.gone().await, Ok(vec![]));
    store.put_setting("a", "b").await.unwrap();
    store.remove_connection(connection_id(1)).await.unwrap();
    assert_eq!(since(&store, seq).await.0, ["1 is gone", "2 is gone"]);
}

/// Numbers of changes go up also after the newest were replaced, and over openings.
#[tokio::test]
async fn a_number_is_never_given_twice() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    let identity = store.identity().await.unwrap();
    list(&store, 1, sweep, vec![page(1, "one")]).await;
    let before = store.last_seq().await.unwrap();
    store.forget_page_in(connection_id(1), id(1)).await.unwrap();
    let removed = store.last_seq().await.unwrap();
    assert!(removed > before);
    store.close().await;
    let store = directory.store().await;
    assert_eq!(store.identity().await, Ok(identity));
    list(&store, 1, sweep, vec![page(1, "one")]).await;
    assert!(store.last_seq().await.unwrap() > removed);
    let other = Directory::new();
    assert_ne!(other.store().await.identity().await, Ok(identity));
}

#[tokio::test]
async fn everything_comes_newest_first_in_parts() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    let dated = |number: u64, edited: Option<i64>| Page {
        edited: edited.map(Timestamp),
        ..page(number, &format!("page {number}"))
    };
    let pages =
        vec![dated(1, Some(50)), dated(2, None), dated(3, Some(70)), dated(4, Some(50)), dated(5, Some(60))];
    list(&store, 1, sweep, pages).await;
    store.put_bodies(&[body(3, "three")]).await.unwrap();
    for limit in [1, 2, 3, 100] {
        let (mut after, mut titles) = (None, Vec::new());
        loop {
            let (changes, next) = store.texts_newest_first(after, limit).await.unwrap();
            if changes.is_empty() {
                assert_eq!(next, None);
                break;
            }
            assert!(changes.iter().all(|change| change.seq == 0));
            titles.extend(changes.into_iter().map(|change| change.text.unwrap()));
            after = next;
        }
        let order: Vec<&str> = titles.iter().map(|text| &*text.title).collect();
        assert_eq!(order, ["page 3", "page 5", "page 4", "page 1", "page 2"], "{limit} at a time");
        assert_eq!(titles[0].body, "three");
    }
}

#[tokio::test]
async fn newest_first_is_read_off_an_index() {
    let directory = Directory::new();
    let store = directory.store().await;
    let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", crate::changes::sql::NEWEST));
    type Row = (i64, i64, i64, String);
    let plan: Vec<Row> =
        sqlx::query_as(explain).bind(1).bind(1).bind(1).fetch_all(&store.readers).await.unwrap();
    let plan: Vec<String> = plan.into_iter().map(|(.., step)| step).collect();
    assert!(
        plan.iter().any(|step| step.starts_with("SEARCH pages USING INDEX pages_newest_first")),
        "{plan:?}"
    );
    assert!(plan.iter().all(|step| !step.contains("TEMP B-TREE")), "{plan:?}");
}

#[tokio::test]
async fn entries_hold_what_the_columns_need() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    let row = Page {
        parent: Parent::DataSource(id(9)),
        edited_by: Some(id(8)),
        ..page(1, "quote \" and \u{1F600} \\ \u{0}nul")
    };
    let source = Page { kind: PageKind::DataSource, edited: None, in_trash: true, ..page(2, "") };
    list(&store, 1, sweep, vec![row.clone(), source.clone()]).await;
    list(&store, 2, sweep, vec![row.clone()]).await;
    let numbers = store.connection_numbers().await.unwrap();
    let entry = |key, page: &Page, connections: Vec<i64>, body| Entry {
        key,
        id: page.id,
        kind: page.kind,
        title: page.title.clone(),
        parent: page.parent,
        edited: page.edited,
        created: page.created,
        edited_by: page.edited_by,
        in_trash: page.in_trash,
        connections,
        body,
    };
    let mut both: Vec<i64> = numbers.keys().copied().collect();
    both.sort_unstable();
    assert_eq!(numbers[&both[0]], connection_id(1));
    let expected =
        [entry(1, &row, both, crate::BodyMark::Unread), entry(2, &source, vec![1], crate::BodyMark::None)];
    let (all, seq) = all_entries(&store).await.unwrap();
    assert_eq!(all, expected);
    assert_eq!(seq, store.last_seq().await.unwrap());

    // Of the changes, the same.
    let changed = store.changed_entries(0, 100).await.unwrap();
    assert_eq!((changed.seq, changed.gone), (seq, vec![]));
    let mut changed = changed.entries;
    changed.sort_by_key(|entry| entry.key);
    assert_eq!(changed, expected);
    store.forget_page_in(connection_id(1), id(2)).await.unwrap();
    let changed = store.changed_entries(seq, 100).await.unwrap();
    assert_eq!((changed.entries, changed.gone), (vec![], vec![2]));
    let nothing = store.changed_entries(changed.seq, 100).await.unwrap();
    assert_eq!((nothing.seq, nothing.entries, nothing.gone), (changed.seq, vec![], vec![]));
}

#[tokio::test]
async fn pages_are_shown_with_their_texts() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    let display = DisplayFields {
        icon: Some(Icon::Emoji("🌍".into())),
        url: Some("https://www.notion.so/one".into()),
    };
    let first = Page { icon: display.icon.clone(), url: display.url.clone(), ..page(1, "one") };
    let listed = Listed { properties: Some("Done".to_owned().into()), ..first.clone().into() };
    store.apply_listing(connection_id(1), &ListingBatch { pages: vec![listed], sweep }).await.unwrap();
    list(&store, 2, sweep, vec![first, page(2, "two")]).await;
    store
        .put_bodies(&[body(1, "text"), ReadBody { text: "é".repeat(2 << 20), ..body(2, "long") }])
        .await
        .unwrap();
    let keys: Vec<u64> =
        [store.key_of(id(2)).await, store.key_of(id(1)).await].map(|key| key.unwrap().unwrap()).into();
    let mut shown = store.shown_pages(&[keys[0], 99, keys[1]]).await.unwrap();
    shown.sort_by_key(|page| page.key);
    let [one, two] = <[_; 2]>::try_from(shown).unwrap();
    assert_eq!((one.key, &*one.properties, &*one.body), (keys[1], "Done", "text"));
    assert_eq!((one.title.as_str(), &one.display), ("one", &display));
    assert_eq!(store.display_fields(&[keys[1], 99]).await, Ok([(keys[1], display)].into()));
    assert_eq!((&*two.properties, two.body.chars().count()), ("", 1 << 20), "the start of a long one");
    assert_eq!(store.key_of(id(77)).await, Ok(None));
    assert_eq!(store.shown_pages(&[]).await, Ok(vec![]));
}

/// Whoever moves into a block asks about that block again: it may have moved along.
#[tokio::test]
async fn a_move_into_a_block_forgets_what_was_known_of_it() {
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    let under = |parent| Page { parent, ..page(1, "x") };
    list(&store, 1, sweep, vec![under(Parent::Block(id(50)))]).await;
    let block = Container::new(id(50), Parent::Page(id(7)));
    store.put_parents(std::slice::from_ref(&block)).await.unwrap();
    list(&store, 1, sweep, vec![under(Parent::Block(id(50)))]).await;
    assert_eq!(store.parents().await, Ok(vec![block]));
    list(&store, 1, sweep, vec![under(Parent::Workspace)]).await;
    list(&store, 1, sweep, vec![under(Parent::Block(id(50)))]).await;
    assert_eq!(store.parents().await, Ok(vec![]));
    assert_eq!(store.unresolved_parents(connection_id(1), 9).await, Ok(vec![Parent::Block(id(50))]));
}

/// The times are printed, not judged:
/// `cargo test --release -p trove-store many_entries -- --nocapture`.
#[tokio::test(flavor = "multi_thread")]
async fn many_entries_are_read_beside_a_writer() {
    let pages: u32 =
        std::env::var("TROVE_STORE_PAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let directory = Directory::new();
    let (store, sweep) = one_connection(&directory).await;
    for first in (0..u64::from(pages)).step_by(1_000) {
        let some: Vec<u64> = (first..first + 1_000).collect();
        let listed = some.iter().map(|number| Page {
            edited: Some(Timestamp(i64::try_from(*number).unwrap() * 1_000)),
            ..page(*number, "A title of some words")
        });
        list(&store, 1, sweep, listed.collect()).await;
        let text = "Some words of a body, and more of them. ".repeat(42);
        let bodies: Vec<ReadBody> = some
            .iter()
            .filter(|number| *number % 10 != 0)
            .map(|number| ReadBody {
                text: format!("{number} {text}"),
                markdown: text.clone(),
                edited: Some(Timestamp(i64::MAX)),
                ..body(*number, "x")
            })
            .collect();
        store.put_bodies(&bodies).await.unwrap();
    }
    let started = Instant::now();
    let found = all_entries(&store).await.unwrap().0.len();
    println!("{found} entries in {:?}", started.elapsed());
    let started = Instant::now();
    let counts = store.count_bodies(connection_id(1), Timestamp(i64::MAX / 2)).await.unwrap();
    println!("counted {counts:?} in {:?}", started.elapsed());
    let started = Instant::now();
    let waiting = store.bodies_to_read(connection_id(1), Timestamp(i64::MAX / 2), 256).await.unwrap();
    println!("{} to read in {:?}", waiting.len(), started.elapsed());

    let writer = {
        let store = store.clone();
        tokio::spawn(async move {
            for round in 0_u64.. {
                let bodies: Vec<ReadBody> = (0..32)
                    .map(|number| ReadBody {
                        hash: [u8::try_from(round % 251).unwrap(); 32],
                        text: "Other words. ".repeat(130),
                        markdown: "Other words. ".repeat(130),
                        ..body((round * 32 + number) % u64::from(pages), "x")
                    })
                    .collect();
                if store.put_bodies(&bodies).await.is_err() {
                    break;
                }
            }
        })
    };
    let mut times = Vec::new();
    for round in 0_u64..200 {
        let keys: Vec<u64> =
            (0..20).map(|number| (round * 7_919 + number * 104_729) % u64::from(pages) + 1).collect();
        let started = Instant::now();
        let shown = store.shown_pages(&keys).await.unwrap();
        times.push(started.elapsed());
        assert_eq!(shown.len(), keys.iter().collect::<std::collections::HashSet<_>>().len());
    }
    writer.abort();
    times.sort_unstable();
    println!(
        "20 shown pages beside a writer: p50 {:?}, p99 {:?}, worst {:?}",
        times[100], times[198], times[199]
    );
}
