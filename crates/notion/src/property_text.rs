//! A property's value as text, for the index.
//!
//! Not here: formatting for a person's language; the text is Notion's own.

use crate::api_types::{DateRange, Formula, Property, PropertyValue, Rollup, plain_text};
use std::collections::BTreeMap;

/// The values of all properties but the title, one a line, in the order of their names.
/// Of those that hold references, the 25 that a page's own object shows.
pub fn properties_text(properties: &BTreeMap<String, Property>) -> String {
    let mut lines = String::new();
    for property in properties.values() {
        if !matches!(property.value, PropertyValue::Title { .. }) {
            for part in property_text(&property.value).split_whitespace() {
                let end = if lines.is_empty() || lines.ends_with('\n') { "" } else { " " };
                lines.push_str(end);
                lines.push_str(part);
            }
            if !lines.is_empty() && !lines.ends_with('\n') {
                lines.push('\n');
            }
        }
    }
    lines.truncate(lines.trim_end().len());
    lines
}

/// Empty for values that hold no words: checkboxes, buttons, and relations, which
/// carry ids alone.
pub fn property_text(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Title { title: runs } | PropertyValue::RichText { rich_text: runs } => {
            plain_text(runs)
        }
        PropertyValue::Number { number } => text(number.as_ref()),
        PropertyValue::Select { select: option } | PropertyValue::Status { status: option } => {
            joined(option.iter().filter_map(|option| option.name.clone()))
        }
        PropertyValue::MultiSelect { multi_select: items }
        | PropertyValue::People { people: items }
        | PropertyValue::Files { files: items } => joined(items.iter().filter_map(|item| item.name.clone())),
        PropertyValue::Date { date } => date_text(date.as_ref()),
        PropertyValue::Url { url: text }
        | PropertyValue::Email { email: text }
        | PropertyValue::PhoneNumber { phone_number: text }
        | PropertyValue::CreatedTime { created_time: text }
        | PropertyValue::LastEditedTime { last_edited_time: text } => text.clone().unwrap_or_default(),
        PropertyValue::Formula { formula } => match formula {
            Formula::String { string } => string.clone().unwrap_or_default(),
            Formula::Number { number } => text(number.as_ref()),
            Formula::Date { date } => date_text(date.as_ref()),
            Formula::Boolean { .. } | Formula::Other => String::new(),
        },
        PropertyValue::Rollup { rollup } => match rollup {
            Rollup::Array { array } => joined(array.iter().map(|item| property_text(&item.value))),
            Rollup::Number { number } => text(number.as_ref()),
            Rollup::Date { date } => date_text(date.as_ref()),
            Rollup::Other => String::new(),
        },
        PropertyValue::CreatedBy { created_by: person }
        | PropertyValue::LastEditedBy { last_edited_by: person } => person.name.clone().unwrap_or_default(),
        PropertyValue::UniqueId { unique_id } => match (&unique_id.prefix, &unique_id.number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            (_, number) => text(number.as_ref()),
        },
        PropertyValue::Place { place } => {
            joined([place.name.clone(), place.address.clone()].into_iter().flatten())
        }
        PropertyValue::Verification { verification } => verification.state.clone().unwrap_or_default(),
        PropertyValue::Checkbox { .. }
        | PropertyValue::Relation { .. }
        | PropertyValue::Button {}
        | PropertyValue::Other => String::new(),
    }
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn date_text(date: Option<&DateRange>) -> String {
    let Some(date) = date else { return String::new() };
    joined_by(" → ", [date.start.clone(), date.end.clone()].into_iter().flatten())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    joined_by(", ", parts)
}

fn joined_by(separator: &str, parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_rows_values_are_one_a_line_without_its_title() {
        let row = r#"{
            "Name": {"type":"title","title":[{"plain_text":"not this"}]},
            "Done": {"type":"checkbox","checkbox":true},
            "B notes": {"type":"rich_text","rich_text":[{"plain_text":"two\nlines  of it"}]},
            "A state": {"type":"status","status":{"name":"In review"}},
            "Empty": {"type":"select","select":null}
        }"#;
        assert_eq!(properties_text(&serde_json::from_str(row).unwrap()), "In review\ntwo lines of it");
        assert_eq!(properties_text(&BTreeMap::new()), "");
    }

    #[test]
    fn each_type_shows_its_text() {
        let mut table = String::new();
        for json in [
            r#"{"type":"title","title":[{"plain_text":"Buy "},{"plain_text":"milk"}]}"#,
            r#"{"type":"rich_text","rich_text":{"plain_text":"an item of a list"}}"#,
            r#"{"type":"number","number":12.50}"#,
            r#"{"type":"number","number":null}"#,
            r#"{"type":"select","select":{"name":"High"}}"#,
            r#"{"type":"select","select":null}"#,
            r#"{"type":"multi_select","multi_select":[{"name":"a"},{"name":null},{"name":"b"}]}"#,
            r#"{"type":"status","status":{"name":"Done"}}"#,
            r#"{"type":"date","date":{"start":"2026-01-01","end":"2026-02-01"}}"#,
            r#"{"type":"date","date":{"start":"2026-01-01","end":null}}"#,
            r#"{"type":"people","people":[{"object":"user","id":"x"},{"name":"Ana"}]}"#,
            r#"{"type":"files","files":[{"name":"a.pdf"}]}"#,
            r#"{"type":"checkbox","checkbox":true}"#,
            r#"{"type":"url","url":"https://a.example"}"#,
            r#"{"type":"email","email":"ana@example.com"}"#,
            r#"{"type":"phone_number","phone_number":"123"}"#,
            r#"{"type":"formula","formula":{"type":"string","string":"ok"}}"#,
            r#"{"type":"formula","formula":{"type":"number","number":3}}"#,
            r#"{"type":"formula","formula":{"type":"unsupported","unsupported":{}}}"#,
            r#"{"type":"relation","relation":[{"id":"598337872cf94fdf8782e53db20768a5"}],"has_more":true}"#,
            r#"{"type":"rollup","rollup":{"type":"array","array":[{"type":"title","title":[{"plain_text":"A"}]},{"type":"number","number":1}]}}"#,
            r#"{"type":"rollup","rollup":{"type":"incomplete","incomplete":{}}}"#,
            r#"{"type":"created_by","created_by":{"name":"Ana"}}"#,
            r#"{"type":"unique_id","unique_id":{"prefix":"TASK","number":7}}"#,
            r#"{"type":"unique_id","unique_id":{"prefix":null,"number":7}}"#,
            r#"{"type":"place","place":{"name":"Café","address":"Main St 1"}}"#,
            r#"{"type":"verification","verification":{"state":"verified"}}"#,
            r#"{"type":"button","button":{}}"#,
            r#"{"type":"of_tomorrow","of_tomorrow":[1]}"#,
            r#"{"id":"title"}"#,
            r#"{"type":"number","number":"seven"}"#,
            r#"7"#,
        ] {
            let property: Property = serde_json::from_str(json).unwrap();
            table += &format!("{json}\n    {:?}\n", property_text(&property.value));
        }
        expect![[r#"
            {"type":"title","title":[{"plain_text":"Buy "},{"plain_text":"milk"}]}
                "Buy milk"
            {"type":"rich_text","rich_text":{"plain_text":"an item of a list"}}
                "an item of a list"
            {"type":"number","number":12.50}
                "12.5"
            {"type":"number","number":null}
                ""
            {"type":"select","select":{"name":"High"}}
                "High"
            {"type":"select","select":null}
                ""
            {"type":"multi_select","multi_select":[{"name":"a"},{"name":null},{"name":"b"}]}
                "a, b"
            {"type":"status","status":{"name":"Done"}}
                "Done"
            {"type":"date","date":{"start":"2026-01-01","end":"2026-02-01"}}
                "2026-01-01 → 2026-02-01"
            {"type":"date","date":{"start":"2026-01-01","end":null}}
                "2026-01-01"
            {"type":"people","people":[{"object":"user","id":"x"},{"name":"Ana"}]}
                "Ana"
            {"type":"files","files":[{"name":"a.pdf"}]}
                "a.pdf"
            {"type":"checkbox","checkbox":true}
                ""
            {"type":"url","url":"https://a.example"}
                "https://a.example"
            {"type":"email","email":"ana@example.com"}
                "ana@example.com"
            {"type":"phone_number","phone_number":"123"}
                "123"
            {"type":"formula","formula":{"type":"string","string":"ok"}}
                "ok"
            {"type":"formula","formula":{"type":"number","number":3}}
                "3"
            {"type":"formula","formula":{"type":"unsupported","unsupported":{}}}
                ""
            {"type":"relation","relation":[{"id":"598337872cf94fdf8782e53db20768a5"}],"has_more":true}
                ""
            {"type":"rollup","rollup":{"type":"array","array":[{"type":"title","title":[{"plain_text":"A"}]},{"type":"number","number":1}]}}
                "A, 1"
            {"type":"rollup","rollup":{"type":"incomplete","incomplete":{}}}
                ""
            {"type":"created_by","created_by":{"name":"Ana"}}
                "Ana"
            {"type":"unique_id","unique_id":{"prefix":"TASK","number":7}}
                "TASK-7"
            {"type":"unique_id","unique_id":{"prefix":null,"number":7}}
                "7"
            {"type":"place","place":{"name":"Café","address":"Main St 1"}}
                "Café, Main St 1"
            {"type":"verification","verification":{"state":"verified"}}
                "verified"
            {"type":"button","button":{}}
                ""
            {"type":"of_tomorrow","of_tomorrow":[1]}
                ""
            {"id":"title"}
                ""
            {"type":"number","number":"seven"}
                ""
            7
                ""
        "#]].assert_eq(&table);
    }
}
