//! Whether a page's properties are what Notion's documentation says they are.
//!
//! Reading them is lenient, so that one odd value loses nothing else; here it is noticed
//! that one was odd, so that nobody is told that everything was read.
//! Source: <https://developers.notion.com/reference/page-property-values>.

use serde_json::Value;

/// What of a page could not be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// Some property other than the title.
    Property,
    /// The title, or all properties.
    Title,
}

/// Looks at a page object; the worst that there is.
pub(super) fn of_page(page: &Value) -> Option<Damage> {
    match page.get("properties") {
        // Where the connection may not see more, only the id is sent.
        None | Some(Value::Null) => None,
        Some(Value::Object(properties)) => properties.values().filter_map(of_property).max(),
        Some(_) => Some(Damage::Title),
    }
}

/// Of a data source: its title, and its description, which is searched like a property.
pub(super) fn of_data_source(source: &Value) -> Option<Damage> {
    let sound = |field| source.get(field).is_none_or(|runs| runs.is_null() || is_rich_text(runs));
    if !sound("title") { Some(Damage::Title) } else { (!sound("description")).then_some(Damage::Property) }
}

fn of_property(property: &Value) -> Option<Damage> {
    let Some(kind) = property.get("type").and_then(Value::as_str) else {
        // Named without its value, as Notion does where it leaves one out.
        let bare = property.as_object().is_some_and(|fields| !fields.contains_key("type"));
        let title = property.get("id").and_then(Value::as_str) == Some("title");
        return match (bare, title) {
            (true, _) => None,
            (false, true) => Some(Damage::Title),
            (false, false) => Some(Damage::Property),
        };
    };
    let value = property.get(kind).unwrap_or(&Value::Null);
    match kind {
        "title" => (!is_rich_text(value)).then_some(Damage::Title),
        _ => (!is_sound(kind, value)).then_some(Damage::Property),
    }
}

fn is_sound(kind: &str, value: &Value) -> bool {
    let or_null = |sound: bool| sound || value.is_null();
    match kind {
        "rich_text" => or_null(is_rich_text(value)),
        "multi_select" | "people" | "files" | "relation" => {
            or_null(value.as_array().is_some_and(|items| items.iter().all(Value::is_object)))
        }
        "number" => or_null(value.is_number()),
        "checkbox" => or_null(value.is_boolean()),
        "url" | "email" | "phone_number" | "created_time" | "last_edited_time" => or_null(value.is_string()),
        "select" | "status" | "date" | "formula" | "rollup" | "created_by" | "last_edited_by"
        | "unique_id" | "place" | "verification" => or_null(value.is_object()),
        // Of a type that this version does not know, nothing is expected.
        _ => true,
    }
}

/// Runs of text, each with its text; or one in the place of a list.
fn is_rich_text(value: &Value) -> bool {
    let has_text = |run: &Value| {
        run.is_object() && run.get("plain_text").is_none_or(|text| text.is_string() || text.is_null())
    };
    match value {
        Value::Array(runs) => runs.iter().all(has_text),
        run => has_text(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn what_is_not_as_documented_is_noticed() {
        let mut table = String::new();
        for properties in [
            "null",
            "{}",
            r#"{"Name":{"id":"title","type":"title","title":[{"plain_text":"a"}]}}"#,
            r#"{"Name":{"id":"title","type":"title","title":[]}}"#,
            r#"{"Name":{"id":"title"}}"#,
            "7",
            "[]",
            r#"{"Name":{"id":"title","type":"title","title":"a"}}"#,
            r#"{"Name":{"id":"title","type":"title"}}"#,
            r#"{"Name":{"id":"title","type":"title","title":[{"plain_text":7}]}}"#,
            r#"{"Name":{"id":"title","type":7,"title":[]}}"#,
            r#"{"Name":{"id":"a","type":7}}"#,
            r#"{"A":7}"#,
            r#"{"A":null}"#,
            r#"{"A":{"type":"number","number":"seven"}}"#,
            r#"{"A":{"type":"number","number":null}}"#,
            r#"{"A":{"type":"people","people":[7]}}"#,
            r#"{"A":{"type":"status","status":[]}}"#,
            r#"{"A":{"type":"of_tomorrow","of_tomorrow":[[7]]}}"#,
            r#"{"A":{"type":"number","number":[]},"N":{"type":"title","title":0}}"#,
        ] {
            let page: Value = serde_json::from_str(&format!(r#"{{"properties":{properties}}}"#)).unwrap();
            table += &format!("{properties} -> {:?}\n", of_page(&page));
        }
        expect![[r#"
            null -> None
            {} -> None
            {"Name":{"id":"title","type":"title","title":[{"plain_text":"a"}]}} -> None
            {"Name":{"id":"title","type":"title","title":[]}} -> None
            {"Name":{"id":"title"}} -> None
            7 -> Some(Title)
            [] -> Some(Title)
            {"Name":{"id":"title","type":"title","title":"a"}} -> Some(Title)
            {"Name":{"id":"title","type":"title"}} -> Some(Title)
            {"Name":{"id":"title","type":"title","title":[{"plain_text":7}]}} -> Some(Title)
            {"Name":{"id":"title","type":7,"title":[]}} -> Some(Title)
            {"Name":{"id":"a","type":7}} -> Some(Property)
            {"A":7} -> Some(Property)
            {"A":null} -> Some(Property)
            {"A":{"type":"number","number":"seven"}} -> Some(Property)
            {"A":{"type":"number","number":null}} -> None
            {"A":{"type":"people","people":[7]}} -> Some(Property)
            {"A":{"type":"status","status":[]}} -> Some(Property)
            {"A":{"type":"of_tomorrow","of_tomorrow":[[7]]}} -> None
            {"A":{"type":"number","number":[]},"N":{"type":"title","title":0}} -> Some(Title)
        "#]]
        .assert_eq(&table);
    }
}
