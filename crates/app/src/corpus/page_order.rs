//! The list of everything: which pages stand where in it.
//!
//! Not search, and not what a row shows besides its place: that is read from the store.

use super::page_entries::{PageEntries, PageEntry};
use crate::to_ui;
use crate::ui_types::{PageQuery, PageSort};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use trove_model::NotionId;

const MAX_ROWS: u32 = 500;

/// Orders by title, made when first asked for, one per language.
#[derive(Default)]
pub struct TitleOrders(Mutex<HashMap<String, Order>>);

/// Pages as the store numbers them, and the change of the store up to which they are right.
#[derive(Clone)]
struct Order {
    seq: u64,
    keys: Arc<Vec<u64>>,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub total: u32,
    pub known: u32,
    /// As the store numbers them, in their order.
    pub keys: Vec<u64>,
}

impl TitleOrders {
    /// The part of the list that `query` asks for.
    pub fn list(&self, entries: &mut PageEntries, query: &PageQuery) -> Part {
        let known = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let (by_title, backwards) = match query.sort {
            PageSort::EditedNewest => (false, false),
            PageSort::EditedOldest => (false, true),
            PageSort::TitleAscending => (true, false),
            PageSort::TitleDescending => (true, true),
        };
        let order: Arc<Vec<u64>> = if by_title {
            self.titles(entries, &query.locale)
        } else {
            entries.newest_first();
            Arc::new(Vec::new())
        };
        let entries = &*entries;
        let under: Option<NotionId> = query.under.as_deref().and_then(|id| id.parse().ok());
        let fits = |entry: &&PageEntry| {
            query.kind.is_none_or(|kind| kind == to_ui::page_kind(entry.kind))
                && (query.under.is_none() || under.is_some() && entries.parent(entry).id() == under)
        };
        let window = query.offset..query.offset.saturating_add(query.limit.min(MAX_ROWS));
        let (mut total, mut keys) = (0_u32, Vec::new());
        let mut take = |entry: &PageEntry| {
            if window.contains(&total) {
                keys.push(entry.key());
            }
            total += 1;
        };
        let titles = order.iter().filter_map(|key| entries.by_key(*key));
        let newest = entries.newest().iter().filter_map(|slot| entries.at(*slot));
        match (by_title, backwards) {
            (true, false) => titles.filter(fits).for_each(&mut take),
            (true, true) => titles.rev().filter(fits).for_each(&mut take),
            (false, false) => newest.filter(fits).for_each(&mut take),
            (false, true) => newest.rev().filter(fits).for_each(&mut take),
        }
        Part { total, known, keys }
    }

    fn titles(&self, entries: &PageEntries, locale: &str) -> Arc<Vec<u64>> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = made.get(locale).filter(|order| order.seq == entries.seq()) {
            return Arc::clone(&order.keys);
        }
        let collator = collator(locale);
        let mut order: Vec<&PageEntry> = entries.all().collect();
        order.sort_by(|a, b| {
            let (first, second) = (entries.title(a), entries.title(b));
            // Untitled pages last: nobody looks for them by name.
            let titles = match &collator {
                Some(collator) => collator.compare(first, second),
                None => first.cmp(second),
            };
            first.is_empty().cmp(&second.is_empty()).then(titles).then_with(|| a.id.cmp(&b.id))
        });
        let keys = Arc::new(order.into_iter().map(PageEntry::key).collect::<Vec<_>>());
        // The window asks in one language; a script could ask in thousands.
        if made.len() >= 4 {
            made.clear();
        }
        made.insert(locale.to_owned(), Order { seq: entries.seq(), keys: Arc::clone(&keys) });
        keys
    }
}

/// Unicode collation for the language, with digits by value ("Item 9" before "Item 10").
fn collator(locale: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_locale_core::Locale = locale.parse().unwrap_or(icu_locale_core::Locale::UNKNOWN);
    let mut preferences = CollatorPreferences::from(&locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::super::page_entries::{ConnectionEntry, prepare};
    use super::*;
    use crate::ui_types::PageKind;
    use expect_test::{Expect, expect};
    use trove_model::{ConnectionId, Origin, Parent, Timestamp};
    use trove_store::{BodyMark, Container, Entry};

    fn id(n: u8) -> NotionId {
        NotionId::from_bytes([n; 16])
    }

    fn page(n: u8, title: &str, parent: Parent, connections: &[i64]) -> Entry {
        Entry {
            key: n.into(),
            id: id(n),
            kind: trove_model::PageKind::Page,
            title: title.into(),
            parent,
            edited: Some(Timestamp(i64::from(n))),
            created: None,
            edited_by: None,
            in_trash: false,
            connections: connections.to_vec(),
            body: BodyMark::Unread,
        }
    }

    fn entries() -> PageEntries {
        let mut source = page(3, "Aufgaben", Parent::Database(id(30)), &[1]);
        source.kind = trove_model::PageKind::DataSource;
        let mut entries = PageEntries::default();
        let pages = [
            page(1, "Handbook", Parent::Workspace, &[1]),
            page(2, "Über uns", Parent::Block(id(20)), &[1, 2]),
            source,
            page(4, "Item 10", Parent::DataSource(id(3)), &[2]),
            page(5, "Item 9", Parent::DataSource(id(3)), &[2]),
            page(6, "", Parent::Workspace, &[1]),
            page(7, "Zebra", Parent::Page(id(7)), &[1]),
        ];
        entries.put(pages.map(|page| prepare(page, &Default::default())));
        let connection = |n: u8, name: &str| ConnectionEntry {
            id: ConnectionId::from_bytes([n; 16]),
            account: id(n),
            workspace: name.to_owned().into(),
            origin: Origin::parse("https://api.notion.com").unwrap(),
            sample: false,
            listed: true,
            short: false,
            capped: false,
        };
        entries.set_connections(HashMap::from([(1, connection(1, "Acme")), (2, connection(2, "Beta"))]));
        entries.set_containers(vec![
            Container::new(id(20), Parent::Page(id(1))),
            Container { title: Some("Aufgaben".into()), ..Container::new(id(30), Parent::Page(id(1))) },
        ]);
        entries
    }

    fn check(sort: PageSort, kind: Option<PageKind>, expected: Expect) {
        let query = PageQuery { kind, under: None, sort, offset: 0, limit: 3, locale: "de-DE".into() };
        let mut entries = entries();
        let part = TitleOrders::default().list(&mut entries, &query);
        let mut text = format!("{} of {}\n", part.total, part.known);
        for key in part.keys {
            let entry = entries.by_key(key).unwrap();
            let (title, path) = (entries.title(entry), entries.path(entry));
            text += &format!("{title:?} in {path:?} from {:?}\n", entries.workspaces(entry));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn newest_first_and_windowed() {
        check(
            PageSort::EditedNewest,
            None,
            expect![[r#"
                7 of 7
                "Zebra" in [] from ["Acme"]
                "" in [] from ["Acme"]
                "Item 9" in ["Handbook", "Aufgaben"] from ["Beta"]
            "#]],
        );
    }

    #[test]
    fn titles_in_the_languages_order() {
        check(
            PageSort::TitleAscending,
            None,
            expect![[r#"
                7 of 7
                "Aufgaben" in ["Handbook"] from ["Acme"]
                "Handbook" in [] from ["Acme"]
                "Item 9" in ["Handbook", "Aufgaben"] from ["Beta"]
            "#]],
        );
        check(
            PageSort::TitleDescending,
            None,
            expect![[r#"
                7 of 7
                "" in [] from ["Acme"]
                "Zebra" in [] from ["Acme"]
                "Über uns" in ["Handbook"] from ["Acme", "Beta"]
            "#]],
        );
    }

    #[test]
    fn a_kind_narrows_it() {
        check(
            PageSort::EditedOldest,
            Some(PageKind::DataSource),
            expect![[r#"
                1 of 7
                "Aufgaben" in ["Handbook"] from ["Acme"]
            "#]],
        );
    }
}
