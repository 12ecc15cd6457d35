//! The values of a page's properties.
//!
//! Not here: a data source's schema, and values as text ([`crate::property_text`]).

use super::block::External;
use super::lenient;
use super::list::{List, RequestStatus};
use super::rich_text::RichText;
use serde::Deserialize;
use serde_json::{Number, Value};
use trove_model::NotionId;

/// Source: <https://developers.notion.com/reference/page-property-values>.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Value")]
pub struct Property {
    /// As Notion writes it, percent-encoded.
    pub id: Option<String>,
    pub value: PropertyValue,
    /// Something in it was not understood.
    pub damaged: bool,
    /// The list is longer than what a page object holds: see
    /// [`crate::Notion::page_property`].
    pub has_more: bool,
}

/// References that a page's own object shows of one property at most.
/// Source: <https://developers.notion.com/reference/retrieve-a-page>.
const SHOWN: usize = 25;

impl Property {
    /// Whether there may be more of the value than what a page's own object shows. Notion
    /// says so of relations only; of what else holds references it shows the first 25.
    pub fn may_be_cut(&self) -> bool {
        let full = match &self.value {
            PropertyValue::People { people } => people.len() >= SHOWN,
            PropertyValue::RichText { rich_text } => {
                rich_text.iter().filter(|run| run.mention.is_some()).count() >= SHOWN
            }
            PropertyValue::Rollup { rollup: Rollup::Array { array } } => array.len() >= SHOWN,
            _ => false,
        };
        self.has_more || full
    }
}

impl PropertyValue {
    /// The whole value, from the items of which a long one is made
    /// ([`crate::Notion::page_property`]); those of a rollup are values themselves. `self`
    /// tells which kind of value it is.
    pub fn of_items(&self, items: Vec<Property>) -> Self {
        let mut whole = match self {
            Self::Rollup { .. } => return Self::Rollup { rollup: Rollup::Array { array: items } },
            Self::Title { .. } => Self::Title { title: Vec::new() },
            Self::RichText { .. } => Self::RichText { rich_text: Vec::new() },
            Self::People { .. } => Self::People { people: Vec::new() },
            Self::Relation { .. } => Self::Relation { relation: Vec::new() },
            other => other.clone(),
        };
        for item in items {
            match (&mut whole, item.value) {
                (Self::Title { title: all }, Self::Title { title: some })
                | (Self::RichText { rich_text: all }, Self::RichText { rich_text: some }) => all.extend(some),
                (Self::People { people: all }, Self::People { people: some }) => all.extend(some),
                (Self::Relation { relation: all }, Self::Relation { relation: some }) => all.extend(some),
                _ => {}
            }
        }
        whole
    }
}

/// Lists may hold a single object in the place of a list: the items of a long value do.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PropertyValue {
    Title {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        title: Vec<RichText>,
    },
    RichText {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        rich_text: Vec<RichText>,
    },
    Number {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Select {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        select: Option<SelectOption>,
    },
    MultiSelect {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        multi_select: Vec<SelectOption>,
    },
    Status {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        status: Option<SelectOption>,
    },
    Date {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        date: Option<DateRange>,
    },
    People {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        people: Vec<Person>,
    },
    Files {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        files: Vec<File>,
    },
    Checkbox {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        checkbox: bool,
    },
    Url {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        url: Option<String>,
    },
    Email {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        email: Option<String>,
    },
    PhoneNumber {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        phone_number: Option<String>,
    },
    Formula {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        formula: Formula,
    },
    Relation {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        relation: Vec<Relation>,
    },
    Rollup {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        rollup: Rollup,
    },
    CreatedTime {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        created_time: Option<String>,
    },
    LastEditedTime {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        last_edited_time: Option<String>,
    },
    CreatedBy {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        created_by: Person,
    },
    LastEditedBy {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        last_edited_by: Person,
    },
    UniqueId {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        unique_id: UniqueId,
    },
    Place {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        place: Place,
    },
    Verification {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        verification: Verification,
    },
    Button {},
    /// A type that this version does not know, or a value that Notion left out.
    #[default]
    #[serde(other)]
    Other,
}

/// An option of a select, multi-select or status.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct SelectOption {
    #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
}

/// Where the connection may not see people, only the id is set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Person {
    #[serde(default = "lenient::missing", deserialize_with = "lenient::optional_id")]
    pub id: Option<NotionId>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
}

/// A file's name, and its address where that is not Notion's own, which is signed afresh in
/// every answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct File {
    #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub external: Option<External>,
}

/// ISO 8601, with or without a time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct DateRange {
    #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
    pub start: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub end: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Relation {
    #[serde(deserialize_with = "lenient::id")]
    pub id: NotionId,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct UniqueId {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub prefix: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub number: Option<Number>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Place {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub address: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Verification {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub state: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub verified_by: Option<Person>,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Formula {
    String {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        string: Option<String>,
    },
    Number {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Boolean {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        boolean: Option<bool>,
    },
    Date {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        date: Option<DateRange>,
    },
    /// Notion could not work it out, or a type that this version does not know.
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Rollup {
    Array {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::one_or_many")]
        array: Vec<Property>,
    },
    Number {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Date {
        #[serde(default = "lenient::missing", deserialize_with = "lenient::or_default")]
        date: Option<DateRange>,
    },
    #[default]
    #[serde(other)]
    Other,
}

/// The answer of the property endpoint: a list of items, or one value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "object", rename_all = "snake_case")]
pub enum PropertyItems {
    List(List<Property>),
    PropertyItem(Property),
}

impl From<Value> for Property {
    fn from(value: Value) -> Self {
        let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
        // Named without its value, as Notion does where it leaves one out.
        let bare = value.as_object().is_some_and(|fields| !fields.contains_key("type"));
        let kind = value.get("type").and_then(Value::as_str);
        let lacks_value = kind.is_some_and(|kind| value.get(kind).is_none());
        let read = || {
            let has_more = lenient::read(value.get("has_more").cloned().unwrap_or_default());
            let value = match value {
                _ if bare => PropertyValue::Other,
                _ if lacks_value || value.is_null() => lenient::missing(),
                value => lenient::read(value),
            };
            (has_more, value)
        };
        let ((has_more, value), damaged) = lenient::noticing(read);
        Self { id, value, damaged, has_more }
    }
}

impl From<PropertyItems> for List<Property> {
    fn from(items: PropertyItems) -> Self {
        match items {
            PropertyItems::List(list) => list,
            PropertyItems::PropertyItem(item) => Self {
                results: vec![item],
                left_out: Vec::new(),
                next_cursor: None,
                has_more: false,
                request_status: RequestStatus::Complete,
            },
        }
    }
}
