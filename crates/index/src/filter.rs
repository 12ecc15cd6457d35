//! The filters a person can type, each defined once: its names, how its value is read, what
//! the value completes to, and how it is explained. All but `prop:`, which is no filter of pages
//! but a word with a meaning (`pieces`).
//!
//! The parser (`query`), the window's completion and list of keys, the command line's help and
//! the README's table all take them from [`FILTERS`]. Not here: which pages, workspaces and
//! people a name means. That is looked up by whoever knows them.

use crate::dates::{Period, Today, period};
use crate::fold::fold;

/// What a filter narrows pages by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilterKind {
    /// Below a page, or in a database.
    In,
    Workspace,
    Type,
    Edited,
    Created,
    By,
    /// Near a page in meaning.
    Similar,
}

/// One filter.
#[derive(Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: FilterKind,
    /// What stands before the colon; the first is the one that is shown.
    pub names: &'static [&'static str],
    /// As typed, for whoever learns it.
    pub examples: &'static [&'static str],
    /// What the examples find.
    pub meaning: &'static str,
    pub completes: Completes,
}

/// What the value of a filter is offered to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completes {
    /// The name of a page or a person: whoever knows them offers some.
    Names,
    /// One of these; besides them other values may be understood.
    Values(&'static [&'static str]),
    /// One of these, or the present year.
    ValuesAndYear(&'static [&'static str]),
    /// The name of a workspace.
    Workspaces,
}

/// Spans of days that are offered.
const SPANS: &[&str] = &["today", "yesterday", "week", "month"];

/// Every filter, in the order in which they are listed.
pub const FILTERS: &[Definition] = &[
    Definition {
        kind: FilterKind::In,
        names: &["in"],
        examples: &["in:Handbook"],
        meaning: "below a page or in a database",
        completes: Completes::Names,
    },
    Definition {
        kind: FilterKind::Workspace,
        names: &["ws", "workspace"],
        examples: &["ws:Acme"],
        meaning: "in a workspace",
        completes: Completes::Workspaces,
    },
    Definition {
        kind: FilterKind::Type,
        names: &["type"],
        examples: &["type:page", "type:database", "type:row"],
        meaning: "one kind of thing",
        completes: Completes::Values(&["page", "database", "row"]),
    },
    Definition {
        kind: FilterKind::Edited,
        names: &["edited"],
        examples: &["edited:week", "edited:2026-08", "edited:2026-01..2026-03"],
        meaning: "by the date of the last edit, in your time zone",
        completes: Completes::ValuesAndYear(SPANS),
    },
    Definition {
        kind: FilterKind::Created,
        names: &["created"],
        examples: &["created:today", "created:30d", "created:2026"],
        meaning: "by the date it was made, in your time zone",
        completes: Completes::ValuesAndYear(SPANS),
    },
    Definition {
        kind: FilterKind::By,
        names: &["by"],
        examples: &["by:Ana", "by:me"],
        meaning: "last edited by someone",
        completes: Completes::Names,
    },
    Definition {
        kind: FilterKind::Similar,
        names: &["similar"],
        examples: &["similar:Handbook"],
        meaning: "near a page in meaning, where that is known",
        completes: Completes::Names,
    },
];

/// What narrows the pages to look at. Several of one kind: any of them; except for the
/// time, where all hold. Names are as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Below one of these pages.
    pub under: Vec<String>,
    /// In one of these workspaces.
    pub workspaces: Vec<String>,
    pub kinds: Vec<Kind>,
    pub edited: Period,
    pub created: Period,
    /// Last edited by one of these people.
    pub by: Vec<String>,
    /// Near one of these pages in meaning.
    pub similar: Vec<String>,
}

/// What a person calls a thing in Notion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A page that is no row.
    Page,
    Database,
    /// A page in a database.
    Row,
}

/// The filter that goes by `name`, whatever its case.
pub fn named(name: &str) -> Option<&'static Definition> {
    let name = fold(name);
    FILTERS.iter().find(|filter| filter.names.contains(&name.as_str()))
}

impl Filters {
    /// Whether `value` says something to the filter, which then holds.
    pub(crate) fn add(&mut self, filter: FilterKind, value: &str, today: &Today) -> bool {
        let value = value.trim();
        if value.is_empty() {
            return false;
        }
        match filter {
            FilterKind::In => self.under.push(value.to_owned()),
            FilterKind::Workspace => self.workspaces.push(value.to_owned()),
            FilterKind::By => self.by.push(value.to_owned()),
            FilterKind::Similar => self.similar.push(value.to_owned()),
            FilterKind::Type => return Kind::named(value).map(|kind| self.kinds.push(kind)).is_some(),
            FilterKind::Edited | FilterKind::Created => {
                let Some(period) = period(&fold(value), today) else { return false };
                let known = if filter == FilterKind::Edited { &mut self.edited } else { &mut self.created };
                *known = known.and(period);
            }
        }
        true
    }
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        match fold(name).as_str() {
            "page" => Some(Self::Page),
            "database" => Some(Self::Database),
            "row" => Some(Self::Row),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use trove_model::Timestamp;

    fn today() -> Today {
        Today { now: Timestamp(1_795_305_600_000), zone: TimeZone::UTC }
    }

    /// What is shown to a person works when it is typed.
    #[test]
    fn examples_and_completions_are_understood() {
        for filter in FILTERS {
            let understood = |value: &str| Filters::default().add(filter.kind, value, &today());
            for example in filter.examples {
                let (name, value) = example.split_once(':').unwrap();
                assert_eq!(named(name), Some(filter), "{example}");
                assert!(understood(value), "{example}");
            }
            if let Completes::Values(values) | Completes::ValuesAndYear(values) = filter.completes {
                assert!(values.iter().all(|value| understood(value)), "{:?}", filter.kind);
            }
        }
    }

    #[test]
    fn no_name_stands_for_two() {
        let mut names: Vec<_> = FILTERS.iter().flat_map(|filter| filter.names).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(names.iter().all(|name| fold(name) == **name));
    }

    /// Each filter is one row, in this order, and no row has another.
    #[test]
    fn the_readme_lists_the_filters() {
        let readme = include_str!("../../../README.md");
        let shown = |filter: &Definition| {
            let examples: Vec<String> =
                filter.examples.iter().map(|example| format!("`{example}`")).collect();
            format!("| {} | {} |", examples.join(" "), filter.meaning)
        };
        let expected: Vec<String> = FILTERS.iter().map(shown).collect();
        let table = readme.split("\n## ").find(|section| section.starts_with("Search\n")).unwrap();
        let has_a_filter = |row: &&str| row.split('`').skip(1).step_by(2).any(|typed| typed.contains(':'));
        let rows: Vec<&str> =
            table.lines().filter(|line| line.starts_with('|')).filter(has_a_filter).collect();
        assert_eq!(rows, expected);
    }
}
