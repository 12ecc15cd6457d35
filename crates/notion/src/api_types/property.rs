//! The values of a page's properties.
//!
//! Not here: a data source's schema, and values as text ([`crate::property_text`]).

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
    /// The list is longer than what a page object holds: see
    /// [`crate::Notion::page_property`].
    pub has_more: bool,
}

/// Lists may hold a single object in the place of a list: the items of a long value do.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PropertyValue {
    Title {
        #[serde(deserialize_with = "lenient::one_or_many")]
        title: Vec<RichText>,
    },
    RichText {
        #[serde(deserialize_with = "lenient::one_or_many")]
        rich_text: Vec<RichText>,
    },
    Number {
        #[serde(deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Select {
        #[serde(deserialize_with = "lenient::or_default")]
        select: Option<SelectOption>,
    },
    MultiSelect {
        #[serde(deserialize_with = "lenient::one_or_many")]
        multi_select: Vec<SelectOption>,
    },
    Status {
        #[serde(deserialize_with = "lenient::or_default")]
        status: Option<SelectOption>,
    },
    Date {
        #[serde(deserialize_with = "lenient::or_default")]
        date: Option<DateRange>,
    },
    People {
        #[serde(deserialize_with = "lenient::one_or_many")]
        people: Vec<Named>,
    },
    Files {
        #[serde(deserialize_with = "lenient::one_or_many")]
        files: Vec<Named>,
    },
    Checkbox {
        #[serde(deserialize_with = "lenient::or_default")]
        checkbox: bool,
    },
    Url {
        #[serde(deserialize_with = "lenient::or_default")]
        url: Option<String>,
    },
    Email {
        #[serde(deserialize_with = "lenient::or_default")]
        email: Option<String>,
    },
    PhoneNumber {
        #[serde(deserialize_with = "lenient::or_default")]
        phone_number: Option<String>,
    },
    Formula {
        #[serde(deserialize_with = "lenient::or_default")]
        formula: Formula,
    },
    Relation {
        #[serde(deserialize_with = "lenient::one_or_many")]
        relation: Vec<Relation>,
    },
    Rollup {
        #[serde(deserialize_with = "lenient::or_default")]
        rollup: Rollup,
    },
    CreatedTime {
        #[serde(deserialize_with = "lenient::or_default")]
        created_time: Option<String>,
    },
    LastEditedTime {
        #[serde(deserialize_with = "lenient::or_default")]
        last_edited_time: Option<String>,
    },
    CreatedBy {
        #[serde(deserialize_with = "lenient::or_default")]
        created_by: Named,
    },
    LastEditedBy {
        #[serde(deserialize_with = "lenient::or_default")]
        last_edited_by: Named,
    },
    UniqueId {
        #[serde(deserialize_with = "lenient::or_default")]
        unique_id: UniqueId,
    },
    Place {
        #[serde(deserialize_with = "lenient::or_default")]
        place: Place,
    },
    Verification {
        #[serde(deserialize_with = "lenient::or_default")]
        verification: Verification,
    },
    Button {},
    /// A type that this version does not know, or a value that Notion left out.
    #[default]
    #[serde(other)]
    Other,
}

/// An option of a select, multi-select or status.
pub type SelectOption = Named;

/// Something of which only the name is shown: an option, a person, a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Named {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: Option<String>,
}

/// ISO 8601, with or without a time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct DateRange {
    #[serde(default, deserialize_with = "lenient::or_default")]
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
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Formula {
    String {
        #[serde(deserialize_with = "lenient::or_default")]
        string: Option<String>,
    },
    Number {
        #[serde(deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Boolean {
        #[serde(deserialize_with = "lenient::or_default")]
        boolean: Option<bool>,
    },
    Date {
        #[serde(deserialize_with = "lenient::or_default")]
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
        #[serde(deserialize_with = "lenient::one_or_many")]
        array: Vec<Property>,
    },
    Number {
        #[serde(deserialize_with = "lenient::or_default")]
        number: Option<Number>,
    },
    Date {
        #[serde(deserialize_with = "lenient::or_default")]
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
        Self {
            id: value.get("id").and_then(Value::as_str).map(str::to_owned),
            has_more: value.get("has_more").and_then(Value::as_bool).unwrap_or(false),
            value: lenient::read(value),
        }
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
