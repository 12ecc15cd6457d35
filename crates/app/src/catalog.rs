//! The open profile's pages in memory: filtered, sorted and windowed for the list.
//!
//! Pure, built from what the store holds. Not a search engine: it looks at titles and
//! paths only.

use crate::ui_types::{Icon, PageKind, PageList, PageQuery, PageRow, PageSort};
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use trove_model::{ConnectionId, NotionId, Page, Parent};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer chains are cut: nothing that deep is readable in one line, and a cycle
/// (Notion has none, a damaged answer may) ends here.
const MAX_DEPTH: usize = 16;
const MAX_ROWS: u32 = 500;

/// What the list is made from.
#[derive(Default)]
pub struct Contents {
    pub pages: Vec<(Page, Vec<ConnectionId>)>,
    /// Parents that are no pages themselves: databases and blocks, with titles where they have one.
    pub between: Vec<(NotionId, Parent, Option<String>)>,
    pub workspaces: HashMap<ConnectionId, String>,
    pub samples: HashSet<ConnectionId>,
    /// Where each page opens, already allowed to leave the app.
    pub address: HashMap<NotionId, String>,
}

pub struct Catalog {
    rows: Vec<Row>,
    by_edited: Vec<u32>,
    /// Orders by title, made when first asked for, one per language.
    by_title: Mutex<HashMap<String, Arc<Vec<u32>>>>,
}

struct Row {
    page: PageRow,
    /// Title and path, folded, one string.
    words: String,
}

impl Catalog {
    pub fn new(contents: Contents) -> Self {
        let places = places(&contents);
        let mut paths: Vec<Vec<String>> =
            contents.pages.iter().map(|(page, _)| path(page, &places)).collect();
        let Contents { pages, workspaces, samples, mut address, .. } = contents;
        let mut rows: Vec<Row> = Vec::with_capacity(pages.len());
        for ((page, connections), path) in pages.into_iter().zip(paths.drain(..)) {
            if page.in_trash || connections.is_empty() {
                continue;
            }
            let words = fold(&format!("{} {}", page.title, path.join(" ")));
            let mut names: Vec<String> =
                connections.iter().filter_map(|id| workspaces.get(id).cloned()).collect();
            names.sort();
            names.dedup();
            let url = address.remove(&page.id).unwrap_or_default();
            let sample = connections.iter().all(|id| samples.contains(id));
            rows.push(Row { page: PageRow { sample, ..row(page, path, names, url) }, words });
        }
        let mut by_edited: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
        by_edited.sort_by(|a, b| {
            let (a, b) = (&rows[*a as usize].page, &rows[*b as usize].page);
            b.edited.cmp(&a.edited).then_with(|| a.id.cmp(&b.id))
        });
        Self { rows, by_edited, by_title: Mutex::default() }
    }

    /// The part of the list that `query` asks for.
    pub fn list(&self, query: &PageQuery) -> PageList {
        let words = fold(&query.filter);
        let words: Vec<&str> = words.split_whitespace().collect();
        let fits = |index: &&u32| {
            let row = &self.rows[**index as usize];
            query.kind.is_none_or(|kind| kind == row.page.kind)
                && words.iter().all(|word| row.words.contains(word))
        };
        let titles;
        let (order, backwards): (&[u32], bool) = match query.sort {
            PageSort::EditedNewest => (&self.by_edited, false),
            PageSort::EditedOldest => (&self.by_edited, true),
            PageSort::TitleAscending | PageSort::TitleDescending => {
                titles = self.titles(&query.locale);
                (&titles, query.sort == PageSort::TitleDescending)
            }
        };
        let mut total = 0_u32;
        let mut rows = Vec::new();
        let end = query.offset.saturating_add(query.limit.min(MAX_ROWS));
        let mut take = |index: &u32| {
            if (query.offset..end).contains(&total) {
                rows.push(self.rows[*index as usize].page.clone());
            }
            total += 1;
        };
        if backwards {
            order.iter().rev().filter(fits).for_each(&mut take);
        } else {
            order.iter().filter(fits).for_each(&mut take);
        }
        PageList { total, known: u32::try_from(self.rows.len()).unwrap_or(u32::MAX), rows }
    }

    fn titles(&self, locale: &str) -> Arc<Vec<u32>> {
        let mut made = self.by_title.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = made.get(locale) {
            return Arc::clone(order);
        }
        let collator = collator(locale);
        let mut order = self.by_edited.clone();
        order.sort_by(|a, b| {
            let (a, b) = (&self.rows[*a as usize].page.title, &self.rows[*b as usize].page.title);
            // Untitled pages last: nobody looks for them by name.
            a.is_empty().cmp(&b.is_empty()).then_with(|| match &collator {
                Some(collator) => collator.compare(a, b),
                None => a.cmp(b),
            })
        });
        let order = Arc::new(order);
        // The window asks in one language; a script could ask in thousands.
        if made.len() >= 4 {
            made.clear();
        }
        made.insert(locale.to_owned(), Arc::clone(&order));
        order
    }
}

/// Unicode collation for the language, with digits by value ("Item 9" before "Item 10").
fn collator(locale: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_locale_core::Locale = locale.parse().unwrap_or(icu_locale_core::Locale::UNKNOWN);
    let mut preferences = CollatorPreferences::from(&locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

type Places<'a> = HashMap<NotionId, (Parent, Option<&'a str>)>;

fn places(contents: &Contents) -> Places<'_> {
    let between = contents.between.iter().map(|(id, parent, title)| (*id, (*parent, title.as_deref())));
    let pages = contents.pages.iter().map(|(page, _)| (page.id, (page.parent, Some(page.title.as_str()))));
    between.chain(pages).collect()
}

fn path(page: &Page, places: &Places<'_>) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    // A database and its only data source share one name: said once.
    let mut said = if page.kind == trove_model::PageKind::DataSource { page.title.as_str() } else { "" };
    let mut parent = page.parent;
    for _ in 0..MAX_DEPTH {
        let Some(id) = parent.id().filter(|id| *id != page.id) else { break };
        let Some((next, title)) = places.get(&id) else { break };
        if let Some(title) = title.filter(|title| !title.is_empty() && *title != said) {
            path.push(title.to_owned());
            said = title;
        }
        parent = *next;
    }
    path.reverse();
    path
}

fn row(page: Page, path: Vec<String>, workspaces: Vec<String>, url: String) -> PageRow {
    PageRow {
        id: page.id.to_string(),
        kind: match page.kind {
            trove_model::PageKind::Page => PageKind::Page,
            trove_model::PageKind::DataSource => PageKind::DataSource,
        },
        title: page.title,
        icon: page.icon.map(|icon| match icon {
            trove_model::Icon::Emoji(emoji) => Icon::Emoji { emoji },
            trove_model::Icon::Image { .. } | trove_model::Icon::Uploaded => Icon::Image,
            trove_model::Icon::Named { name, color } => Icon::Named { name, color },
        }),
        path,
        workspaces,
        edited: page.edited.map(|edited| edited.0),
        url,
        sample: false,
    }
}

/// Case, accents and compatibility forms forgiven.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use trove_model::Timestamp;

    fn id(n: u8) -> NotionId {
        NotionId::from_bytes([n; 16])
    }

    fn page(n: u8, title: &str, parent: Parent) -> Page {
        Page {
            id: id(n),
            kind: trove_model::PageKind::Page,
            title: title.into(),
            icon: None,
            parent,
            url: None,
            created: None,
            edited: Some(Timestamp(i64::from(n))),
            edited_by: None,
            in_trash: false,
        }
    }

    fn catalog() -> Catalog {
        let a = ConnectionId::from_bytes([1; 16]);
        let b = ConnectionId::from_bytes([2; 16]);
        let mut source = page(3, "Aufgaben", Parent::Database(id(30)));
        source.kind = trove_model::PageKind::DataSource;
        Catalog::new(Contents {
            pages: vec![
                (page(1, "Handbook", Parent::Workspace), vec![a]),
                (page(2, "Über uns", Parent::Block(id(20))), vec![a, b]),
                (source, vec![a]),
                (page(4, "Item 10", Parent::DataSource(id(3))), vec![b]),
                (page(5, "Item 9", Parent::DataSource(id(3))), vec![b]),
                (page(6, "", Parent::Workspace), vec![a]),
                (page(7, "Zebra", Parent::Page(id(7))), vec![a]),
            ],
            between: vec![
                (id(20), Parent::Page(id(1)), None),
                (id(30), Parent::Page(id(1)), Some("Aufgaben".into())),
            ],
            workspaces: HashMap::from([(a, "Acme".into()), (b, "Beta".into())]),
            ..Contents::default()
        })
    }

    fn check(filter: &str, sort: PageSort, kind: Option<PageKind>, expected: Expect) {
        let query =
            PageQuery { filter: filter.into(), kind, sort, offset: 0, limit: 3, locale: "de-DE".into() };
        let list = catalog().list(&query);
        let mut text = format!("{} of {}\n", list.total, list.known);
        for row in list.rows {
            text += &format!("{:?} in {:?} from {:?}\n", row.title, row.path, row.workspaces);
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn newest_first_and_windowed() {
        check(
            "",
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
            "",
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
            "",
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
    fn the_filter_forgives_case_and_accents_and_reads_paths() {
        check(
            "UBER handbook",
            PageSort::EditedNewest,
            None,
            expect![[r#"
                1 of 7
                "Über uns" in ["Handbook"] from ["Acme", "Beta"]
            "#]],
        );
        check(
            "aufgaben",
            PageSort::EditedOldest,
            Some(PageKind::DataSource),
            expect![[r#"
                1 of 7
                "Aufgaben" in ["Handbook"] from ["Acme"]
            "#]],
        );
    }
}
