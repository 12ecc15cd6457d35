//! What of a page or data source could not be understood, so that nobody is told that all was
//! read.
//!
//! Not here: noticing it field by field ([`super::lenient`]).

use super::lenient;
use super::property::{Property, PropertyValue};
use super::rich_text::RichText;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// Some property other than the title, or what the object says of itself.
    Property,
    /// The title, or all properties.
    Title,
}

/// Of a page: the worst that there is. `odd` if anything in it was noticed.
pub(super) fn of_page(properties: &BTreeMap<String, Property>, all_lost: bool, odd: bool) -> Option<Damage> {
    let is_title = |property: &Property| {
        matches!(property.value, PropertyValue::Title { .. }) || property.id.as_deref() == Some("title")
    };
    let title = properties.values().any(|property| property.damaged && is_title(property));
    if title || all_lost { Some(Damage::Title) } else { odd.then_some(Damage::Property) }
}

/// Of a data source.
pub(super) fn of_data_source(title: Option<Value>, odd: bool) -> Option<Damage> {
    let title = title.unwrap_or_default();
    let (_, lost) = lenient::noticing(|| lenient::one_or_many::<_, RichText>(title).is_err());
    if lost { Some(Damage::Title) } else { odd.then_some(Damage::Property) }
}

#[cfg(test)]
mod tests {
    use crate::api_types::{DataSource, PageObject};
    use expect_test::expect;

    const ID: &str = r#""id":"598337872cf94fdf8782e53db20768a5""#;

    #[test]
    fn what_is_not_as_documented_is_noticed() {
        let mut table = String::new();
        for fields in [
            r#""properties":null"#,
            r#""properties":{}"#,
            r#""properties":{"Name":{"id":"title","type":"title","title":[{"plain_text":"a"}]}}"#,
            r#""properties":{"Name":{"id":"title","type":"title","title":[]}}"#,
            r#""properties":{"Name":{"id":"title"}}"#,
            r#""properties":7"#,
            r#""properties":[]"#,
            r#""properties":{"Name":{"id":"title","type":"title","title":"a"}}"#,
            r#""properties":{"Name":{"id":"title","type":"title"}}"#,
            r#""properties":{"Name":{"id":"title","type":"title","title":[{"plain_text":7}]}}"#,
            r#""properties":{"Name":{"id":"title","type":"title","title":[{"type":"text"}]}}"#,
            r#""properties":{"Name":{"id":"title","type":7,"title":[]}}"#,
            r#""properties":{"Name":{"id":"a","type":7}}"#,
            r#""properties":{"A":7}"#,
            r#""properties":{"A":null}"#,
            r#""properties":{"A":{"type":"number","number":"seven"}}"#,
            r#""properties":{"A":{"type":"number","number":null}}"#,
            r#""properties":{"A":{"type":"people","people":[7]}}"#,
            r#""properties":{"A":{"type":"people","people":[{"name":7}]}}"#,
            r#""properties":{"A":{"type":"select","select":{"name":["a"]}}}"#,
            r#""properties":{"A":{"type":"date","date":{"start":{},"end":null}}}"#,
            r#""properties":{"A":{"type":"formula","formula":{"type":"string","string":[7]}}}"#,
            r#""properties":{"A":{"type":"rollup","rollup":{"type":"array","array":[{"type":"url","url":7}]}}}"#,
            r#""properties":{"A":{"type":"status","status":[]}}"#,
            r#""properties":{"A":{"type":"of_tomorrow","of_tomorrow":[[7]]}}"#,
            r#""properties":{"A":{"type":"number","number":[]},"N":{"type":"title","title":0}}"#,
            r#""last_edited_time":"yesterday""#,
            r#""parent":{"type":"page_id","page_id":7}"#,
            r#""parent":{"type":"agent_id","agent_id":7}"#,
            r#""in_trash":"maybe""#,
        ] {
            let page: PageObject = serde_json::from_str(&format!("{{{ID},{fields}}}")).unwrap();
            table += &format!("{fields} -> {:?}\n", page.damage);
        }
        for fields in [
            r#""description":[]"#,
            r#""title":[{"plain_text":"a"}],"description":[{"plain_text":"b"}]"#,
            r#""title":[7]"#,
            r#""title":null,"description":[{"plain_text":7}]"#,
        ] {
            let source: DataSource = serde_json::from_str(&format!("{{{ID},{fields}}}")).unwrap();
            table += &format!("{fields} -> {:?}\n", source.damage);
        }
        expect![[r#"
            "properties":null -> None
            "properties":{} -> None
            "properties":{"Name":{"id":"title","type":"title","title":[{"plain_text":"a"}]}} -> None
            "properties":{"Name":{"id":"title","type":"title","title":[]}} -> None
            "properties":{"Name":{"id":"title"}} -> None
            "properties":7 -> Some(Title)
            "properties":[] -> Some(Title)
            "properties":{"Name":{"id":"title","type":"title","title":"a"}} -> Some(Title)
            "properties":{"Name":{"id":"title","type":"title"}} -> Some(Title)
            "properties":{"Name":{"id":"title","type":"title","title":[{"plain_text":7}]}} -> Some(Title)
            "properties":{"Name":{"id":"title","type":"title","title":[{"type":"text"}]}} -> Some(Title)
            "properties":{"Name":{"id":"title","type":7,"title":[]}} -> Some(Title)
            "properties":{"Name":{"id":"a","type":7}} -> Some(Property)
            "properties":{"A":7} -> Some(Property)
            "properties":{"A":null} -> Some(Property)
            "properties":{"A":{"type":"number","number":"seven"}} -> Some(Property)
            "properties":{"A":{"type":"number","number":null}} -> None
            "properties":{"A":{"type":"people","people":[7]}} -> Some(Property)
            "properties":{"A":{"type":"people","people":[{"name":7}]}} -> Some(Property)
            "properties":{"A":{"type":"select","select":{"name":["a"]}}} -> Some(Property)
            "properties":{"A":{"type":"date","date":{"start":{},"end":null}}} -> Some(Property)
            "properties":{"A":{"type":"formula","formula":{"type":"string","string":[7]}}} -> Some(Property)
            "properties":{"A":{"type":"rollup","rollup":{"type":"array","array":[{"type":"url","url":7}]}}} -> Some(Property)
            "properties":{"A":{"type":"status","status":[]}} -> Some(Property)
            "properties":{"A":{"type":"of_tomorrow","of_tomorrow":[[7]]}} -> None
            "properties":{"A":{"type":"number","number":[]},"N":{"type":"title","title":0}} -> Some(Title)
            "last_edited_time":"yesterday" -> Some(Property)
            "parent":{"type":"page_id","page_id":7} -> Some(Property)
            "parent":{"type":"agent_id","agent_id":7} -> None
            "in_trash":"maybe" -> Some(Property)
            "description":[] -> None
            "title":[{"plain_text":"a"}],"description":[{"plain_text":"b"}] -> None
            "title":[7] -> Some(Title)
            "title":null,"description":[{"plain_text":7}] -> Some(Property)
        "#]]
        .assert_eq(&table);
    }
}
