//! A property's value as text, for the index.
//!
//! Not here: formatting for a person's language; the text is Notion's own.

use crate::api_types::{DateRange, Formula, PropertyValue, Rollup, plain_text};

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
