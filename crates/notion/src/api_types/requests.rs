//! The bodies of requests. Notion refuses keys that it does not know and cursors that
//! are null, so what is not set is not sent.
//!
//! Not here: which searches find everything (`trove-sync`).

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};
use trove_model::Timestamp;

/// Source: <https://developers.notion.com/reference/post-search>. The default finds
/// everything, 100 at a time, in an order of Notion's choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SearchRequest {
    /// Words of a title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<SearchFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    LastEdited(Direction),
    Relevance,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Ascending,
    Descending,
}

/// Both parts are optional; with neither, set no filter at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SearchFilter {
    pub object: Option<ObjectFilter>,
    pub in_trash: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectFilter {
    Page,
    DataSource,
}

/// Source: <https://developers.notion.com/reference/query-a-data-source>.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct QueryRequest {
    /// Notion's filter object, such as
    /// `{"timestamp":"last_edited_time","last_edited_time":{"on_or_after":"2026-07-02T08:40:00Z"}}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Value>,
    /// Notion's sort objects, the first weighing most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sorts: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
}

impl QueryRequest {
    /// Rows in the order of their creation, `page_size` at a time, those created before `since`
    /// left out: the way past the 10,000 rows that one query lists.
    pub fn oldest_first(since: Option<Timestamp>, cursor: Option<String>, page_size: u8) -> Self {
        let filter = since.and_then(|since| jiff::Timestamp::from_millisecond(since.0).ok()).map(|since| {
            let since = since.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
            json!({"timestamp": "created_time", "created_time": {"on_or_after": since}})
        });
        Self {
            filter,
            sorts: vec![json!({"timestamp": "created_time", "direction": "ascending"})],
            start_cursor: cursor,
            page_size: Some(page_size),
            in_trash: None,
        }
    }
}

impl Serialize for Sort {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::LastEdited(direction) => {
                map.serialize_entry("timestamp", "last_edited_time")?;
                map.serialize_entry("direction", direction)?;
            }
            Self::Relevance => map.serialize_entry("property", "relevance")?,
        }
        map.end()
    }
}

impl Serialize for SearchFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(object) = self.object {
            map.serialize_entry("property", "object")?;
            map.serialize_entry("value", &object)?;
        }
        if let Some(in_trash) = self.in_trash {
            map.serialize_entry("in_trash", &in_trash)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn what_is_not_set_is_not_sent() {
        let filter = |object, in_trash| Some(SearchFilter { object, in_trash });
        let searches = [
            SearchRequest::default(),
            SearchRequest {
                query: Some("plan".into()),
                sort: Some(Sort::LastEdited(Direction::Descending)),
                filter: filter(Some(ObjectFilter::DataSource), None),
                start_cursor: Some("c".into()),
                page_size: Some(100),
            },
            SearchRequest {
                sort: Some(Sort::Relevance),
                filter: filter(Some(ObjectFilter::Page), Some(true)),
                ..Default::default()
            },
            SearchRequest { filter: filter(None, Some(false)), ..Default::default() },
        ];
        let mut table = String::new();
        for search in searches {
            table += &format!("{}\n", serde_json::to_string(&search).unwrap());
        }
        table += &format!("{}\n", serde_json::to_string(&QueryRequest::default()).unwrap());
        let rows = QueryRequest::oldest_first(Some(Timestamp(1_782_981_660_000)), Some("c".into()), 100);
        table += &serde_json::to_string(&rows).unwrap();
        expect![[r#"
            {}
            {"query":"plan","sort":{"timestamp":"last_edited_time","direction":"descending"},"filter":{"property":"object","value":"data_source"},"start_cursor":"c","page_size":100}
            {"sort":{"property":"relevance"},"filter":{"property":"object","value":"page","in_trash":true}}
            {"filter":{"in_trash":false}}
            {}
            {"filter":{"created_time":{"on_or_after":"2026-07-02T08:41:00.000Z"},"timestamp":"created_time"},"sorts":[{"direction":"ascending","timestamp":"created_time"}],"start_cursor":"c","page_size":100}"#]].assert_eq(&table);
    }
}
