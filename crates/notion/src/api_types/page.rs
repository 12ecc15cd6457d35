//! Pages, data sources and databases, and the [`Page`] that the rest of Trove knows.
//!
//! Not here: what stands on a page ([`super::block`]) and a row's cells
//! ([`super::property`]).

use super::lenient;
use super::property::{Property, PropertyValue};
use super::rich_text::{RichText, plain_text};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use trove_model::{Icon, NotionId, Page, PageKind, Parent, Timestamp};

/// A result of a search or a query.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Value")]
pub enum Found {
    Page(PageObject),
    DataSource(DataSource),
    /// An object that this version does not know, or one without a readable id.
    Other,
}

/// Source: <https://developers.notion.com/reference/page>. Where the connection may
/// not see more, only the id is set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PageObject {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
    /// By name. Exactly one has the type title, whatever its name.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub properties: BTreeMap<String, Property>,
    #[serde(flatten)]
    about: About,
}

/// A table: the schema and the rows of a database.
/// Source: <https://developers.notion.com/reference/data-source>.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DataSource {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub title: Vec<RichText>,
    #[serde(default, deserialize_with = "lenient::one_or_many")]
    pub description: Vec<RichText>,
    /// Where its database sits.
    #[serde(default, deserialize_with = "lenient::parent")]
    pub database_parent: Option<Parent>,
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
pub struct PageMarkdown {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
    pub markdown: String,
    /// The page is too large, or holds something that is not shared: not told apart.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub truncated: bool,
    /// What is missing: each can be asked for, and "not found" then means not shared.
    #[serde(default, deserialize_with = "lenient::ids")]
    pub unknown_block_ids: Vec<NotionId>,
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
        let title = self.properties.values().find_map(|property| match &property.value {
            PropertyValue::Title { title } => Some(title),
            _ => None,
        });
        title.map(|runs| plain_text(runs)).unwrap_or_default()
    }
}

impl DataSource {
    pub fn title(&self) -> String {
        plain_text(&self.title)
    }
}

impl Database {
    pub fn title(&self) -> String {
        plain_text(&self.title)
    }
}

impl Found {
    pub fn id(&self) -> Option<NotionId> {
        match self {
            Self::Page(page) => Some(page.id),
            Self::DataSource(source) => Some(source.id),
            Self::Other => None,
        }
    }

    /// `None` for what this version does not know.
    pub fn into_page(self) -> Option<Page> {
        match self {
            Self::Page(page) => Some(page.into()),
            Self::DataSource(source) => Some(source.into()),
            Self::Other => None,
        }
    }
}

impl From<Value> for Found {
    fn from(value: Value) -> Self {
        let read = match value.get("object").and_then(Value::as_str) {
            Some("page") => serde_json::from_value(value).map(Self::Page),
            Some("data_source") => serde_json::from_value(value).map(Self::DataSource),
            _ => return Self::Other,
        };
        read.unwrap_or(Self::Other)
    }
}

impl From<PageObject> for Page {
    fn from(page: PageObject) -> Self {
        let title = page.title();
        page.about.into_page(page.id, PageKind::Page, title)
    }
}

impl From<DataSource> for Page {
    /// A person sees a data source where its database sits, so that is its parent
    /// wherever Notion tells.
    fn from(source: DataSource) -> Self {
        let title = source.title();
        let about = About { parent: source.database_parent.or(source.about.parent), ..source.about };
        about.into_page(source.id, PageKind::DataSource, title)
    }
}
