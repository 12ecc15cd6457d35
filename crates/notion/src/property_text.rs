//! The values of properties as text, for the index and the preview.
//!
//! Not here: formatting for a person's language; the text is Notion's own.

use crate::api_types::{
    DateRange, File, Formula, Person, Property, PropertyValue, RichText, Rollup, plain_text,
};
use crate::date_text;
use crate::markdown::Address;
use std::collections::BTreeMap;
use trove_model::NotionId;
use trove_model::connection::{LONGEST_NAME, cut};

/// What a page's properties say, its title aside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// A line for each that has a value, in the order of their names: name, tab, value.
    pub text: String,
    /// Pages and people that a value names by their id alone, by the name of the property.
    pub unnamed: Vec<(String, NotionId)>,
    /// People whose names are told.
    pub people: Vec<(NotionId, String)>,
    /// Some value goes on beyond what was shown: [`Property::may_be_cut`].
    pub cut: bool,
}

impl Values {
    pub fn of(properties: &BTreeMap<String, Property>) -> Self {
        let mut values = Self::default();
        for (name, property) in properties {
            if matches!(property.value, PropertyValue::Title { .. }) {
                continue;
            }
            // It is kept once for each page and person that the value names.
            let name = cut(one_line(name), LONGEST_NAME);
            let value = one_line(&property_text(&property.value));
            if !value.is_empty() {
                values.text.extend([&name, "\t", &value, "\n"]);
            }
            values.cut |= property.may_be_cut();
            values.look_into(&name, &property.value);
        }
        values.text.truncate(values.text.trim_end().len());
        values
    }

    fn look_into(&mut self, name: &str, value: &PropertyValue) {
        match value {
            PropertyValue::Relation { relation } => {
                self.unnamed.extend(relation.iter().map(|page| (name.to_owned(), page.id)));
            }
            PropertyValue::People { people } => {
                people.iter().for_each(|person| self.person(name, person));
            }
            PropertyValue::CreatedBy { created_by: person }
            | PropertyValue::LastEditedBy { last_edited_by: person } => self.person(name, person),
            PropertyValue::Verification { verification } => {
                verification.verified_by.iter().for_each(|person| self.person(name, person));
            }
            PropertyValue::Rollup { rollup: Rollup::Array { array } } => {
                array.iter().for_each(|item| self.look_into(name, &item.value));
            }
            _ => {}
        }
    }

    fn person(&mut self, property: &str, person: &Person) {
        match (person.id, shown(person.name.as_ref())) {
            (Some(id), None) => self.unnamed.push((property.to_owned(), id)),
            (Some(id), Some(name)) => self.people.push((id, name.to_owned())),
            (None, _) => {}
        }
    }
}

/// Without the pages and people that the value names by id alone. A box says whether it is
/// checked, so that both can be asked for.
pub fn property_text(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Title { title: runs } | PropertyValue::RichText { rich_text: runs } => rich_text(runs),
        PropertyValue::Number { number } => text(number.as_ref()),
        PropertyValue::Select { select: option } | PropertyValue::Status { status: option } => {
            joined(option.iter().filter_map(|option| option.name.clone()))
        }
        PropertyValue::MultiSelect { multi_select: options } => {
            joined(options.iter().filter_map(|option| option.name.clone()))
        }
        PropertyValue::People { people } => joined(people.iter().filter_map(|person| person.name.clone())),
        PropertyValue::Files { files } => joined(files.iter().map(file)),
        PropertyValue::Date { date } => date_text(date.as_ref()),
        PropertyValue::Url { url: text }
        | PropertyValue::Email { email: text }
        | PropertyValue::PhoneNumber { phone_number: text } => text.clone().unwrap_or_default(),
        PropertyValue::CreatedTime { created_time: time }
        | PropertyValue::LastEditedTime { last_edited_time: time } => {
            time.as_deref().map(date_text::moment).unwrap_or_default()
        }
        PropertyValue::Formula { formula } => match formula {
            Formula::String { string } => string.clone().unwrap_or_default(),
            Formula::Number { number } => text(number.as_ref()),
            Formula::Date { date } => date_text(date.as_ref()),
            Formula::Boolean { boolean } => boolean.map(checked).unwrap_or_default(),
            Formula::Other => String::new(),
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
        PropertyValue::Verification { verification } => {
            let by = verification.verified_by.as_ref().and_then(|person| person.name.clone());
            joined([verification.state.clone(), by].into_iter().flatten())
        }
        PropertyValue::Checkbox { checkbox } => checked(*checkbox),
        PropertyValue::Relation { .. } | PropertyValue::Button {} | PropertyValue::Other => String::new(),
    }
}

/// What is said, and behind it where links lead.
fn rich_text(runs: &[RichText]) -> String {
    let said = plain_text(runs);
    let mut addresses: Vec<&str> = Vec::new();
    for address in runs.iter().filter_map(|run| Address::findable(run.href.as_deref()?)) {
        if !said.contains(address) && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    joined_by(" ", std::iter::once(said.as_str()).chain(addresses).map(str::to_owned))
}

fn file(file: &File) -> String {
    let address = file.external.as_ref().and_then(|external| Address::findable(external.url.as_deref()?));
    let name = shown(file.name.as_ref());
    joined_by(" ", name.into_iter().chain(address.filter(|address| name != Some(address))).map(str::to_owned))
}

/// Notion's own words in its filters.
fn checked(checked: bool) -> String {
    if checked { "checked" } else { "unchecked" }.to_owned()
}

fn shown(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn date_text(date: Option<&DateRange>) -> String {
    let Some(date) = date else { return String::new() };
    date_text::range([&date.start, &date.end].map(|end| end.as_deref().map(date_text::moment)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    fn a_rows_values_are_one_a_line_with_their_names_and_without_its_title() {
        let row = r#"{
            "Name": {"type":"title","title":[{"plain_text":"not this"}]},
            "Done": {"type":"checkbox","checkbox":false},
            "B  notes\t": {"type":"rich_text","rich_text":[{"plain_text":"two\nlines  of it"}]},
            "A state": {"type":"status","status":{"name":"In review"}},
            "Empty": {"type":"select","select":null}
        }"#;
        let values = Values::of(&serde_json::from_str(row).unwrap());
        assert_eq!(values.text, "A state\tIn review\nB notes\ttwo lines of it\nDone\tunchecked");
        assert_eq!(Values { text: String::new(), ..values }, Values::default());
        assert_eq!(Values::of(&BTreeMap::new()), Values::default());
    }

    /// Its name stood beside each of a hundred thousand related pages.
    #[test]
    fn a_propertys_name_is_no_longer_than_a_name() {
        let long = "n".repeat(1 << 20);
        let row = serde_json::json!({ &long: {"type": "relation", "relation": [{"id": "1".repeat(32)}]} });
        let values = Values::of(&serde_json::from_value(row).unwrap());
        assert_eq!(values.unnamed[0].0.chars().count(), LONGEST_NAME);
        assert!(values.unnamed[0].0.ends_with("n…"));
    }

    #[test]
    fn who_and_what_is_named_by_an_id_alone_is_told_apart() {
        let id = |digit: &str| digit.repeat(32);
        let row = format!(
            r#"{{
            "Team": {{"type":"people","people":[{{"id":"{}"}},{{"id":"{}","name":"Ana"}},{{"name":"No id"}}]}},
            "Made by": {{"type":"created_by","created_by":{{"id":"{}"}}}},
            "Projects": {{"type":"relation","relation":[{{"id":"{}"}}],"has_more":true}},
            "Goals": {{"type":"rollup","rollup":{{"type":"array","array":[{{"type":"relation","relation":[{{"id":"{}"}}]}}]}}}}
        }}"#,
            id("1"),
            id("2"),
            id("3"),
            id("4"),
            id("5")
        );
        let values = Values::of(&serde_json::from_str(&row).unwrap());
        let unnamed = values.unnamed.iter().map(|(name, id)| (name.as_str(), id.bare()));
        let unnamed: Vec<_> = unnamed.collect();
        assert_eq!(
            unnamed,
            [("Goals", id("5")), ("Made by", id("3")), ("Projects", id("4")), ("Team", id("1"))]
        );
        assert_eq!(values.people, [(id("2").parse().unwrap(), "Ana".to_owned())]);
        assert_eq!(values.text, "Team\tAna, No id");
        assert!(values.cut);
    }

    #[test]
    fn a_value_that_may_go_on_is_known_by_its_length() {
        let person = r#"{"name":"A"}"#;
        let mention = r#"{"plain_text":"A","type":"mention","mention":{"type":"user"}}"#;
        let number = r#"{"type":"number","number":1}"#;
        for (count, cut) in [(24, false), (25, true)] {
            let many = |one: &str| vec![one; count].join(",");
            for json in [
                format!(r#"{{"type":"people","people":[{}]}}"#, many(person)),
                format!(r#"{{"type":"rich_text","rich_text":[{}]}}"#, many(mention)),
                format!(r#"{{"type":"rollup","rollup":{{"type":"array","array":[{}]}}}}"#, many(number)),
            ] {
                let property: Property = serde_json::from_str(&json).unwrap();
                assert_eq!(property.may_be_cut(), cut, "{json}");
            }
            let options = format!(r#"{{"type":"multi_select","multi_select":[{}]}}"#, many(person));
            assert!(!serde_json::from_str::<Property>(&options).unwrap().may_be_cut());
        }
    }

    #[test]
    fn a_value_is_put_together_from_its_items() {
        for (value, items, whole) in [
            (
                r#"{"type":"people","people":[{"name":"A"}]}"#,
                [r#"{"type":"people","people":{"name":"A"}}"#, r#"{"type":"people","people":{"name":"B"}}"#],
                "A, B",
            ),
            (
                r#"{"type":"rich_text","rich_text":[]}"#,
                [
                    r#"{"type":"rich_text","rich_text":{"plain_text":"A"}}"#,
                    r#"{"type":"rich_text","rich_text":{"plain_text":"B"}}"#,
                ],
                "AB",
            ),
            (
                r#"{"type":"rollup","rollup":{"type":"array","array":[]}}"#,
                [r#"{"type":"number","number":1}"#, r#"{"type":"title","title":[{"plain_text":"B"}]}"#],
                "1, B",
            ),
        ] {
            let read = |json: &str| serde_json::from_str::<Property>(json).unwrap();
            let of_items = read(value).value.of_items(items.iter().map(|item| read(item)).collect());
            assert_eq!(property_text(&of_items), whole);
        }
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
            r#"{"type":"date","date":{"start":"2026-05-01T10:00:00.000+02:00","end":"2026-05-01T11:30:00.000+02:00"}}"#,
            r#"{"type":"people","people":[{"object":"user","id":"x"},{"name":"Ana"}]}"#,
            r#"{"type":"files","files":[{"name":"a.pdf"}]}"#,
            r#"{"type":"files","files":[{"name":"b","external":{"url":"https://b.example/b"}},{"name":"https://c.example","external":{"url":"https://c.example"}}]}"#,
            r#"{"type":"rich_text","rich_text":[{"plain_text":"the "},{"plain_text":"plan","href":"https://a.example/p"},{"plain_text":" https://b.example","href":"https://b.example"}]}"#,
            r#"{"type":"checkbox","checkbox":true}"#,
            r#"{"type":"formula","formula":{"type":"boolean","boolean":false}}"#,
            r#"{"type":"created_time","created_time":"2026-07-02T08:41:00.000Z"}"#,
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
            r#"{"type":"verification","verification":{"state":"verified","verified_by":{"name":"Ana"}}}"#,
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
            {"type":"date","date":{"start":"2026-05-01T10:00:00.000+02:00","end":"2026-05-01T11:30:00.000+02:00"}}
                "2026-05-01 10:00 → 2026-05-01 11:30"
            {"type":"people","people":[{"object":"user","id":"x"},{"name":"Ana"}]}
                "Ana"
            {"type":"files","files":[{"name":"a.pdf"}]}
                "a.pdf"
            {"type":"files","files":[{"name":"b","external":{"url":"https://b.example/b"}},{"name":"https://c.example","external":{"url":"https://c.example"}}]}
                "b https://b.example/b, https://c.example"
            {"type":"rich_text","rich_text":[{"plain_text":"the "},{"plain_text":"plan","href":"https://a.example/p"},{"plain_text":" https://b.example","href":"https://b.example"}]}
                "the plan https://b.example https://a.example/p"
            {"type":"checkbox","checkbox":true}
                "checked"
            {"type":"formula","formula":{"type":"boolean","boolean":false}}
                "unchecked"
            {"type":"created_time","created_time":"2026-07-02T08:41:00.000Z"}
                "2026-07-02 08:41"
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
            {"type":"verification","verification":{"state":"verified","verified_by":{"name":"Ana"}}}
                "verified, Ana"
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
