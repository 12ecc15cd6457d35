//! Any order of changes, any number of commits, merges in between: the index is what its
//! pages are.

use crate::world::{World, page, query, settings};
use proptest::prelude::*;
use std::collections::BTreeMap;
use trove_index::{Change, Index, Memory};

#[test]
fn many_commits_are_one_index() {
    let mut world = World::new(&[]);
    for batch in 0..12 {
        world.put(
            (0..10).map(|n| page(batch * 7 + n, &format!("Page {} of {batch}", batch * 7 + n), "")).collect(),
        );
    }
    world.index.writer().unwrap().finish().unwrap();
    for memory in [Memory::All, Memory::Bounded(256 * 1024)] {
        let index = Index::open(settings(world.folder.path(), memory)).unwrap();
        assert_eq!((index.searcher().count(), index.seq()), (world.pages.shown.len() as u64, 120));
        for (id, title) in &world.pages.shown {
            let answer = index.searcher().search(&query(title), &world.pages, 5, true).unwrap();
            assert_eq!(answer.hits.first().map(|hit| hit.id), Some(*id), "{title}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_last_change_of_a_page_counts(
        batches in prop::collection::vec(prop::collection::vec((0u64..8, any::<Option<u8>>()), 0..6), 1..5),
    ) {
        let world = World::new(&[]);
        let mut writer = world.index.writer().unwrap();
        let mut expected = BTreeMap::new();
        for (seq, batch) in (1..).zip(&batches) {
            let changes = batch.iter().map(|&(id, word)| match word {
                Some(word) => Change::Put(page(id, "", &format!("word{word}"))),
                None => Change::Remove(id),
            });
            writer.apply(changes, seq).unwrap();
            for &(id, word) in batch {
                match word {
                    Some(word) => expected.insert(id, word),
                    None => expected.remove(&id),
                };
            }
        }
        let searcher = world.index.searcher();
        prop_assert_eq!((searcher.count(), searcher.seq()), (expected.len() as u64, batches.len() as u64));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Check 56.
    #[test]
    fn no_query_is_too_odd(typed in prop::collection::vec(".{0,12}|[a-zé東京한 \"-]{0,12}|(in|type|edited):.{0,4}", 1..6)) {
        thread_local! {
            static WORLD: World = World::new(&[("Road map", "text"), ("東京都", "한글 텍스트"), ("Zoë's", "e\u{301}")]);
        }
        let typed = typed.join(" ");
        WORLD.with(|world| assert!(world.answer(&typed, 2).hits.len() <= 2));
    }
}
