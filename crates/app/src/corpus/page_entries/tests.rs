//! Entries under changes: what is put, replaced and removed, in any order, is what a
//! plain map would hold.

use super::paths::MAX_DEPTH;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn entry(key: u8, title: &str, connections: &[i64]) -> Entry {
    Entry {
        key: key.into(),
        id: NotionId::from_bytes([key; 16]),
        kind: PageKind::Page,
        title: title.into(),
        parent: Parent::Workspace,
        edited: Some(Timestamp(i64::from(key % 3))),
        created: None,
        edited_by: None,
        in_trash: false,
        connections: connections.to_vec(),
        body: if key.is_multiple_of(2) { BodyMark::Read } else { BodyMark::Unread },
    }
}

fn put(entries: &mut PageEntries, entry: Entry) {
    entries.put([prepare(entry, &Default::default())]);
}

#[test]
fn what_the_index_does_not_know_is_unindexed_until_it_does() {
    let mut entries = PageEntries::default();
    for (seq, key) in [(1, 7), (2, 8), (5, 7)] {
        entries.note_unindexed(seq, key);
    }
    assert_eq!(entries.unindexed(), [7, 8]);
    entries.caught_up(2);
    assert_eq!(entries.unindexed(), [7]);
    assert!(entries.is_unindexed(7) && !entries.is_unindexed(8));
    entries.caught_up(5);
    assert_eq!(entries.unindexed(), [0; 0]);
}

/// A page that went and came again has another number, and the same id.
#[test]
fn an_id_is_that_of_the_page_put_last() {
    let mut entries = PageEntries::default();
    let person = |n: u8| Some(NotionId::from_bytes([n; 16]));
    put(&mut entries, Entry { edited_by: person(8), ..entry(1, "before", &[1]) });
    put(&mut entries, Entry { key: 2, edited_by: person(9), ..entry(1, "after", &[1]) });
    put(&mut entries, Entry { edited_by: person(8), ..entry(3, "other", &[1]) });
    entries.remove(1);
    let entry = entries.by_id(&NotionId::from_bytes([1; 16])).unwrap();
    assert_eq!((entry.key, entries.title(entry), entries.edited_by(entry)), (2, "after", person(9)));
    let other = entries.by_id(&NotionId::from_bytes([3; 16])).unwrap();
    assert_eq!((entries.edited_by(other), entries.len()), (person(8), 2));
    entries.remove(2);
    assert!(entries.by_id(&NotionId::from_bytes([1; 16])).is_none());
}

#[test]
fn circles_of_parents_end() {
    let mut entries = PageEntries::default();
    for (own, above) in [(1, 2), (2, 3), (3, 1)] {
        let parent = Parent::Page(NotionId::from_bytes([above; 16]));
        put(&mut entries, Entry { parent, ..entry(own, "round", &[1]) });
    }
    let entry = entries.by_key(1).unwrap();
    assert!(entries.ancestors(entry).count() <= MAX_DEPTH);
    assert_eq!(entries.path(entry), ["round"]);
}

#[test]
fn counts_are_per_connection_and_a_page_seen_twice_counts_for_both() {
    let mut entries = PageEntries::default();
    put(&mut entries, entry(1, "a", &[1]));
    put(&mut entries, entry(2, "b", &[1, 2]));
    let connection = |n: u8| ConnectionEntry {
        id: ConnectionId::from_bytes([n; 16]),
        account: NotionId::from_bytes([n; 16]),
        workspace: n.to_string().into(),
        origin: Origin::parse("https://api.notion.com").unwrap(),
        sample: false,
        listed: true,
        short: false,
        capped: false,
    };
    entries.set_connections(HashMap::from([(1, connection(1)), (2, connection(2))]));
    let (all, each) = entries.counts();
    assert_eq!((all.pages, all.read, all.unread), (2, 1, 1));
    assert_eq!(each[&ConnectionId::from_bytes([1; 16])].pages, 2);
    assert_eq!(each[&ConnectionId::from_bytes([2; 16])], Counts { pages: 1, read: 1, ..Counts::default() });
}

proptest! {
    #[test]
    fn any_order_of_changes(changes in prop::collection::vec((0u8..6, prop::option::of("[A-Zé ]{0,20}")), 0..80)) {
        let (mut entries, mut expected) = (PageEntries::default(), BTreeMap::new());
        for (key, title) in changes {
            match title {
                Some(title) => {
                    put(&mut entries, entry(key, &title, &[i64::from(key)]));
                    expected.insert(u64::from(key), title);
                }
                None => {
                    entries.remove(key.into());
                    expected.remove(&u64::from(key));
                }
            }
            prop_assert_eq!(entries.len(), expected.len());
            for (key, title) in &expected {
                let entry = entries.by_key(*key).unwrap();
                prop_assert_eq!(entries.title(entry), title);
                prop_assert_eq!(entries.plain_title(entry), trove_index::asked::plain_title(title));
            }
        }
        entries.newest_first();
        let newest: Vec<_> = entries.newest().iter().map(|slot| entries.at(*slot).unwrap().edited).collect();
        prop_assert_eq!(newest.len(), expected.len());
        prop_assert!(newest.is_sorted_by_key(|edited| Reverse(*edited)));
    }
}

#[test]
fn when_a_page_was_made_is_known_to_the_minute() {
    let mut entries = PageEntries::default();
    let made = |number, at: Option<i64>| Entry { created: at.map(Timestamp), ..entry(number, "page", &[1]) };
    for (number, at) in [(1, Some(1_795_305_654_321)), (2, None), (3, Some(-5)), (4, Some(i64::MAX))] {
        put(&mut entries, made(number, at));
    }
    let known = |key| entries.by_key(key).and_then(PageEntry::created);
    assert_eq!([1, 2, 3, 4].map(known), [Some(Timestamp(1_795_305_600_000)), None, None, None]);
}
