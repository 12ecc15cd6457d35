//! Whether two indexes find the same.

use crate::connection::open_index;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use trove_index::asked::{plain, plain_title};
use trove_index::dates::Today;
use trove_index::query::Query;
use trove_index::ranking::{Class, Signals, Title};
use trove_index::{Index, Known, Pages};
use trove_model::Timestamp;
use trove_store::Store;
use trove_sync::{CaughtUp, rebuild};

/// Columns in memory, as far as searching needs them.
struct Columns(HashMap<u64, String>);

impl Pages for Columns {
    fn page(&self, id: u64) -> Option<Known<'_>> {
        self.0.get(&id).map(|title| Known {
            title: Title { plain: title, original: title },
            signals: Signals::default(),
        })
    }
}

/// How many pages are in an index, and what each of some rare words finds in it: the same
/// for two indexes of the same pages.
pub async fn digest(store: &Store, index: &Index) -> (u64, BTreeMap<String, BTreeSet<String>>) {
    let mut columns = Columns(HashMap::new());
    let mut ids = HashMap::new();
    let mut words = BTreeSet::new();
    let (sender, mut read) = tokio::sync::mpsc::channel::<trove_store::EntriesRead>(9);
    let all = async {
        let mut all = Vec::new();
        while let Some(some) = read.recv().await {
            all.extend(some.parse().unwrap());
        }
        all
    };
    let (seq, all) = tokio::join!(store.entries(sender), all);
    seq.unwrap();
    for entry in all {
        words.extend(plain(&entry.title).split_whitespace().map(str::to_owned));
        ids.insert(entry.key, entry.id.to_string());
        columns.0.insert(entry.key, plain_title(&entry.title));
    }
    let keys: Vec<u64> = ids.keys().copied().collect();
    let texts: HashMap<u64, HashSet<String>> = store
        .shown_pages(&keys)
        .await
        .unwrap()
        .into_iter()
        .map(|page| {
            let text = plain(&format!("{}\n{}\n{}", page.title, page.properties, page.body));
            (page.key, text.split_whitespace().map(str::to_owned).collect())
        })
        .collect();
    let today = Today { now: Timestamp(0), zone: jiff::tz::TimeZone::UTC };
    let searcher = index.searcher();
    let mut found = BTreeMap::new();
    for word in words.into_iter().step_by(3).take(400) {
        let query = Query::parse(&format!("\"{word}\""), &today);
        let answer = searcher.search(&query, &columns, 10_000, false).unwrap();
        // Of frequent ones only the newest are looked at.
        if !answer.more {
            found.insert(
                word.clone(),
                answer
                    .hits
                    .iter()
                    .filter(|hit| hit.rank.class == Class::All)
                    // Other forms and longer words are looked for as far as a dictionary goes,
                    // and dictionaries keep words of pages that went: the word itself is compared.
                    .filter(|hit| texts[&hit.id].contains(&word))
                    .map(|hit| ids[&hit.id].clone())
                    .collect(),
            );
        }
    }
    assert!(found.len() > 5, "{}", found.len());
    assert!(found.values().all(|hits: &BTreeSet<String>| !hits.is_empty()), "each is a word of a title");
    (searcher.count(), found)
}

/// Whether the index finds what a new one would.
pub async fn assert_right(store: &Store, index: &Arc<Index>) {
    let folder = tempfile::tempdir().unwrap();
    let new = open_index(store, folder.path()).await;
    assert!(matches!(rebuild(store, &new, &|_, _| {}).await, Ok(CaughtUp::Applied(_))));
    let (expected, is) = (digest(store, &new).await, digest(store, index).await);
    assert_eq!(is.0, expected.0, "pages");
    for (word, hits) in &expected.1 {
        assert_eq!(is.1.get(word), Some(hits), "{word}");
    }
    assert_eq!(is.1.len(), expected.1.len());
    assert_eq!(index.seq(), store.last_seq().await.unwrap());
}
