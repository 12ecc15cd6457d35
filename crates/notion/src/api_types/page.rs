//! Pages, data sources and databases, and the [`Page`] that the rest of Trove knows.
//!
//! Not here: what stands on a page ([`super::block`]) and a row's cells
//! ([`super::property`]).

use super::damage::{self, Damage};
use super::left_out::LeftOut;
use super::lenient;
use super::property::{Property, PropertyValue};
use super::rich_text::{RichText, title};
use crate::markdown::{HEAVIEST, lightened};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use trove_model::{Icon, NotionId, Page, PageKind, Parent, Timestamp};

/// A result of a search or a query.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Value")]
pub enum Found {
    Page(PageObject),
    DataSource(DataSource),
    /// An object of a kind that this version does not know.
    Other(LeftOut),
}

/// Source: <https://developers.notion.com/reference/page>. Where the connection may
/// not see more, only the id is set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Value")]
pub struct PageObject {
    pub id: NotionId,
    /// By name. Exactly one has the type title, whatever its name.
    pub properties: BTreeMap<String, Property>,
    /// Something in it was not understood.
    pub damage: Option<Damage>,
    about: About,
}

#[derive(Deserialize)]
struct PageWire {
    #[serde(deserialize_with = "lenient::id")]
    id: NotionId,
    #[serde(default, deserialize_with = "lenient::or_default")]
    properties: BTreeMap<String, Property>,
    #[serde(flatten)]
    about: About,
}

/// A table: the schema and the rows of a database.
/// Source: <https://developers.notion.com/reference/data-source>.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Value")]
pub struct DataSource {
    pub id: NotionId,
    pub title: Vec<RichText>,
    pub description: Vec<RichText>,
    /// Where its database sits.
    pub database_parent: Option<Parent>,
    /// Something in it was not understood.
    pub damage: Option<Damage>,
    about: About,
}

#[derive(Deserialize)]
struct DataSourceWire {
    #[serde(deserialize_with = "lenient::id")]
    id: NotionId,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    title: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    description: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::parent")]
    database_parent: Option<Parent>,
    #[serde(flatten)]
    about: About,
}

/// The container of one or more data sources.
/// Source: <https://developers.notion.com/reference/database>.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Database {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub title: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub description: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub data_sources: Vec<DataSourceName>,
    #[serde(flatten)]
    about: About,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DataSourceName {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
}

/// Source: <https://developers.notion.com/reference/retrieve-page-markdown>.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "MarkdownWire")]
pub struct PageMarkdown {
    pub markdown: String,
    /// The page is too large, or holds something that is not shared: not told apart.
    pub truncated: bool,
    /// What is missing: each can be asked for, and "not found" then means not shared.
    pub unknown_block_ids: Vec<NotionId>,
    /// Something is missing that cannot be asked for, since its id cannot be read, or because
    /// it was more than is read.
    pub has_nameless_gaps: bool,
}

#[derive(Deserialize)]
struct MarkdownWire {
    markdown: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    truncated: bool,
    #[serde(default)]
    unknown_block_ids: Value,
}

/// What pages, data sources and databases have in common.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct About {
    #[serde(default, deserialize_with = "lenient::parent")]
    parent: Option<Parent>,
    #[serde(default, deserialize_with = "lenient::icon")]
    icon: Option<Icon>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    url: Option<String>,
    #[serde(default, deserialize_with = "lenient::time")]
    created_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::time")]
    last_edited_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::object_id")]
    last_edited_by: Option<NotionId>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    in_trash: Option<bool>,
    /// The older name of `in_trash`.
    #[serde(default, deserialize_with = "lenient::or_default")]
    archived: Option<bool>,
}

impl About {
    fn in_trash(&self) -> bool {
        self.in_trash.or(self.archived).unwrap_or(false)
    }

    fn into_page(self, id: NotionId, kind: PageKind, title: String) -> Page {
        Page {
            id,
            kind,
            title,
            in_trash: self.in_trash(),
            icon: self.icon,
            parent: self.parent.unwrap_or(Parent::Unknown),
            url: self.url,
            created: self.created_time,
            edited: self.last_edited_time,
            edited_by: self.last_edited_by,
        }
    }
}

/// The parts that the three kinds share, read through methods.
macro_rules! about {
    ($($object:ty),*) => {$(
        impl $object {
            pub fn parent(&self) -> Parent {
                self.about.parent.unwrap_or(Parent::Unknown)
            }

            pub fn icon(&self) -> Option<&Icon> {
                self.about.icon.as_ref()
            }

            pub fn url(&self) -> Option<&str> {
                self.about.url.as_deref()
            }

            pub fn in_trash(&self) -> bool {
                self.about.in_trash()
            }

            pub fn created(&self) -> Option<Timestamp> {
                self.about.created_time
            }

            /// Rounded down to the minute.
            pub fn edited(&self) -> Option<Timestamp> {
                self.about.last_edited_time
            }
        }
    )*};
}

about!(PageObject, DataSource, Database);

impl PageObject {
    /// Empty where Notion shows "Untitled".
    pub fn title(&self) -> String {
        let runs = self.properties.values().find_map(|property| match &property.value {
            PropertyValue::Title { title } => Some(title),
            _ => None,
        });
        runs.map(|runs| title(runs)).unwrap_or_default()
    }
}

impl DataSource {
    pub fn title(&self) -> String {
        title(&self.title)
    }
}

impl Database {
    pub fn title(&self) -> String {
        title(&self.title)
    }
}

impl Found {
    pub fn id(&self) -> Option<NotionId> {
        match self {
            Self::Page(page) => Some(page.id),
            Self::DataSource(source) => Some(source.id),
            Self::Other(left_out) => left_out.id,
        }
    }

    /// `None` for what this version does not know.
    pub fn into_page(self) -> Option<Page> {
        match self {
            Self::Page(page) => Some(page.into()),
            Self::DataSource(source) => Some(source.into()),
            Self::Other(_) => None,
        }
    }
}

impl TryFrom<Value> for Found {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match value.get("object").and_then(Value::as_str) {
            Some("page") => serde_json::from_value(value).map(Self::Page),
            Some("data_source") => serde_json::from_value(value).map(Self::DataSource),
            _ => Ok(Self::Other(LeftOut::from(&value))),
        }
    }
}

impl From<MarkdownWire> for PageMarkdown {
    fn from(MarkdownWire { mut markdown, truncated, unknown_block_ids }: MarkdownWire) -> Self {
        let (whole, kept) = (markdown.len(), lightened(&markdown, HEAVIEST).len());
        markdown.truncate(kept);
        let listed = match unknown_block_ids {
            Value::Null => Vec::new(),
            Value::Array(ids) => ids,
            single => vec![single],
        };
        let read = |id: &Value| id.as_str().and_then(|id| id.parse().ok());
        let ids: Vec<NotionId> = listed.iter().filter_map(read).collect();
        let has_nameless_gaps = kept < whole || ids.len() < listed.len() || (truncated && listed.is_empty());
        Self { markdown, truncated, unknown_block_ids: ids, has_nameless_gaps }
    }
}

impl TryFrom<Value> for PageObject {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let all_lost = value.get("properties").is_some_and(|all| !all.is_null() && !all.is_object());
        let (read, odd) = lenient::noticing(|| serde_json::from_value(value));
        let PageWire { id, properties, about } = read?;
        let damage = damage::of_page(&properties, all_lost, odd);
        Ok(Self { id, properties, damage, about })
    }
}

impl TryFrom<Value> for DataSource {
    type Error = serde_json::Error;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let title = value.get("title").cloned();
        let (read, odd) = lenient::noticing(|| serde_json::from_value(value));
        let damage = damage::of_data_source(title, odd);
        let DataSourceWire { id, title, description, database_parent, about } = read?;
        Ok(Self { id, title, description, database_parent, damage, about })
    }
}

impl From<PageObject> for Page {
    fn from(page: PageObject) -> Self {
        let title = page.title();
        page.about.into_page(page.id, PageKind::Page, title)
    }
}

impl From<DataSource> for Page {
    /// It sits in its database, wherever Notion tells which that is, else where that sits.
    fn from(source: DataSource) -> Self {
        let title = source.title();
        let parent = match source.about.parent {
            Some(Parent::Database(id)) => Some(Parent::Database(id)),
            other => source.database_parent.or(other),
        };
        About { parent, ..source.about }.into_page(source.id, PageKind::DataSource, title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_types::List;
    use expect_test::expect;
    use trove_model::page::LONGEST_TITLE;

    /// A list with `result` in it, as pages, one a line.
    fn check(results: &[&str]) -> String {
        let mut table = String::new();
        for result in results {
            let list: List<Found> = serde_json::from_str(&format!(r#"{{"results":[{result}]}}"#)).unwrap();
            let left_out = list.left_out;
            let found: Vec<_> = list.results.into_iter().map(Found::into_page).collect();
            table += &match found.as_slice() {
                [] => format!("left out {:?}\n", left_out.iter().map(|one| &one.object).collect::<Vec<_>>()),
                [Some(page)] => format!(
                    "{:?} {:?} {:?} {:?} edited={:?} trash={}\n",
                    page.kind, page.title, page.icon, page.parent, page.edited, page.in_trash
                ),
                [None] => "not known\n".to_owned(),
                more => format!("{more:?}\n"),
            };
        }
        table
    }

    /// Check 51. Two hundred titles of five megabytes were more than one answer of the database
    /// can hold, and the profile did not open any more.
    #[test]
    fn a_title_is_kept_as_far_as_titles_go() {
        let page = |title: &str| {
            let title = serde_json::json!([{"type": "text", "plain_text": title}]);
            let page = serde_json::json!({"object": "page", "id": "598337872cf94fdf8782e53db20768a5",
                "icon": {"type": "emoji", "emoji": "🔥".repeat(10_000)},
                "properties": {"a": {"type": "title", "title": title}}});
            let page: PageObject = serde_json::from_value(page).unwrap();
            assert_eq!(page.icon(), None, "no icon is as long");
            page.title()
        };
        assert_eq!(page("Plan"), "Plan");
        let long = "é".repeat(LONGEST_TITLE);
        assert_eq!(page(&long), long);
        let cut = page(&"é".repeat(5 << 20));
        assert_eq!(cut.chars().count(), LONGEST_TITLE);
        assert!(cut.ends_with("é…"));
    }

    #[test]
    fn pages_and_data_sources_become_pages() {
        expect![[r#"
            Page "Buy milk" Some(Emoji("📌")) DataSource(69833787-2cf9-4fdf-8782-e53db20768a5) edited=Some(Timestamp(1782981660000)) trash=false
            DataSource "Tasks" Some(Image { url: "https://e.example/p.png" }) Database(69833787-2cf9-4fdf-8782-e53db20768a5) edited=None trash=true
        "#]].assert_eq(&check(&[
            r#"{"object":"page","id":"59833787-2cf9-4fdf-8782-e53db20768a5","last_edited_time":"2026-07-02T08:41:00.000Z",
                "in_trash":false,"archived":true,"parent":{"type":"data_source_id","data_source_id":"69833787-2cf9-4fdf-8782-e53db20768a5","database_id":"79833787-2cf9-4fdf-8782-e53db20768a5"},
                "icon":{"type":"emoji","emoji":"📌"},"properties":{"Name":{"type":"rich_text","rich_text":[{"plain_text":"no"}]},
                "Task":{"id":"title","type":"title","title":[{"plain_text":"Buy "},{"plain_text":"milk"}]}}}"#,
            r#"{"object":"data_source","id":"598337872cf94fdf8782e53db20768a5","title":[{"plain_text":"Tasks"}],
                "parent":{"type":"database_id","database_id":"69833787-2cf9-4fdf-8782-e53db20768a5"},
                "database_parent":{"type":"page_id","page_id":"79833787-2cf9-4fdf-8782-e53db20768a5"},
                "icon":{"type":"custom_emoji","custom_emoji":{"id":"x","name":"parrot","url":"https://e.example/p.png"}},"archived":true}"#,
        ]));
    }

    #[test]
    fn whatever_is_null_partial_or_new_is_survived() {
        expect![[r#"
            Page "" None Unknown edited=None trash=false
            Page "" None Unknown edited=None trash=false
            Page "" None Unknown edited=None trash=false
            Page "" Some(Named { name: "pizza", color: Some("blue") }) Workspace edited=None trash=false
            Page "" Some(Uploaded) Unknown edited=None trash=false
            DataSource "" None Unknown edited=None trash=false
            not known
            left out [Some("page")]
            left out [Some("page")]
            not known
        "#]].assert_eq(&check(&[
            r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5"}"#,
            r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5","properties":null,"parent":null,"icon":null,
                "in_trash":null,"last_edited_time":null,"url":null,"last_edited_by":null}"#,
            r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5","properties":[1],"parent":{"type":"galaxy_id","galaxy_id":"x"},
                "icon":{"type":"hologram"},"in_trash":"maybe","last_edited_time":"yesterday","url":7}"#,
            r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5","parent":{"type":"workspace","workspace":true},
                "icon":{"type":"icon","icon":{"name":"pizza","color":"blue"}},"properties":{"title":{"type":"title","title":[]}}}"#,
            r#"{"object":"page","id":"598337872cf94fdf8782e53db20768a5","icon":{"type":"file","file":{"url":"https://signed"}},
                "parent":{"type":"agent_id","agent_id":"69833787-2cf9-4fdf-8782-e53db20768a5"}}"#,
            r#"{"object":"data_source","id":"598337872cf94fdf8782e53db20768a5"}"#,
            r#"{"object":"galaxy","id":"598337872cf94fdf8782e53db20768a5"}"#,
            r#"{"object":"page","id":"some_id"}"#,
            r#"{"object":"page"}"#,
            "null",
        ]));
    }

    #[test]
    fn a_list_tells_where_it_ends_and_whether_it_is_whole() {
        let mut table = String::new();
        for rest in [
            r#""has_more":false,"next_cursor":null"#,
            r#""has_more":true,"next_cursor":"c""#,
            r#""has_more":true,"next_cursor":null"#,
            r#""has_more":true,"next_cursor":"""#,
            r#""has_more":false,"next_cursor":"c""#,
            r#""has_more":false,"request_status":{"type":"complete"}"#,
            r#""has_more":false,"request_status":{"type":"incomplete","incomplete_reason":"query_result_limit_reached"}"#,
            r#""has_more":false,"request_status":{"type":"asleep"}"#,
            r#""has_more":null,"request_status":null"#,
        ] {
            let list: List<Found> = serde_json::from_str(&format!(r#"{{"results":[],{rest}}}"#)).unwrap();
            table += &format!("{rest} -> next={:?} incomplete={}\n", list.next(), list.is_incomplete());
        }
        expect![[r#"
            "has_more":false,"next_cursor":null -> next=None incomplete=false
            "has_more":true,"next_cursor":"c" -> next=Some("c") incomplete=false
            "has_more":true,"next_cursor":null -> next=None incomplete=true
            "has_more":true,"next_cursor":"" -> next=None incomplete=true
            "has_more":false,"next_cursor":"c" -> next=None incomplete=false
            "has_more":false,"request_status":{"type":"complete"} -> next=None incomplete=false
            "has_more":false,"request_status":{"type":"incomplete","incomplete_reason":"query_result_limit_reached"} -> next=None incomplete=true
            "has_more":false,"request_status":{"type":"asleep"} -> next=None incomplete=true
            "has_more":null,"request_status":null -> next=None incomplete=false
        "#]].assert_eq(&table);
    }
}
