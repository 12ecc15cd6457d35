//! What Notion says of a page or data source, as the store keeps it: with its properties'
//! words, and with the ids of other pages that they name.
//!
//! Not here: values beyond the 25 references that a listing shows of a property
//! (`whole_properties` asks for more).

use trove_model::{NotionId, Page, Parent};
use trove_notion::api_types::{Rollup, plain_text};
use trove_notion::property_text::Values;
use trove_notion::{Damage, DataSource, Found, LeftOut, PageObject, PropertyValue, RichText};
use trove_store::{Container, Listed, Properties};

/// A page or data source that an answer shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    pub listed: Listed,
    /// Pages and databases that its properties name.
    pub names: Vec<NotionId>,
}

/// # Errors
/// What is known of an object that was not understood.
pub fn of(found: Found) -> Result<Met, LeftOut> {
    match found {
        Found::Page(page) => of_page(page),
        Found::DataSource(source) => of_data_source(source),
        Found::Other(left_out) => Err(left_out),
    }
}

/// # Errors
/// As [`of`]: a page without its title would be stored as "Untitled", over a title that
/// was read before.
pub fn of_page(page: PageObject) -> Result<Met, LeftOut> {
    if page.damage == Some(Damage::Title) {
        return Err(left_out(page.id, "page", page.parent()));
    }
    // A bare id, of which this connection may not see more, says nothing of properties.
    let properties = page.edited().is_some().then(|| properties(&page));
    let names = page.properties.values().flat_map(|property| names(&property.value)).collect();
    let damaged = page.damage.is_some();
    let listed = Listed { properties, damaged, ..Page::from(page).into() };
    Ok(Met { listed, names })
}

/// The values that a page object shows.
pub fn properties(page: &PageObject) -> Properties {
    let Values { text, unnamed, people, cut } = Values::of(&page.properties);
    Properties { text, unnamed, people, cut }
}

/// # Errors
/// As [`of_page`].
pub fn of_data_source(source: DataSource) -> Result<Met, LeftOut> {
    if source.damage == Some(Damage::Title) {
        return Err(left_out(source.id, "data_source", source.parent()));
    }
    let described = source.edited().is_some().then(|| plain_text(&source.description).trim().to_owned());
    let properties = described.map(Properties::from);
    let names = source.description.iter().filter_map(mentioned).collect();
    let database = match source.parent() {
        Parent::Database(id) => Some(Container::new(id, source.database_parent.unwrap_or(Parent::Unknown))),
        _ => None,
    };
    let damaged = source.damage.is_some();
    let listed = Listed { page: Page::from(source), properties, database, damaged };
    Ok(Met { listed, names })
}

fn left_out(id: NotionId, object: &str, parent: Parent) -> LeftOut {
    LeftOut { id: Some(id), object: Some(object.to_owned()), parent: Some(parent), ..LeftOut::default() }
}

/// Pages and databases that a value leads to.
fn names(value: &PropertyValue) -> Vec<NotionId> {
    match value {
        PropertyValue::Title { title: runs } | PropertyValue::RichText { rich_text: runs } => {
            runs.iter().filter_map(mentioned).collect()
        }
        PropertyValue::Relation { relation } => relation.iter().map(|to| to.id).collect(),
        PropertyValue::Rollup { rollup: Rollup::Array { array } } => {
            array.iter().flat_map(|property| names(&property.value)).collect()
        }
        _ => Vec::new(),
    }
}

fn mentioned(run: &RichText) -> Option<NotionId> {
    let mention = run.mention.as_ref()?;
    matches!(mention.kind.as_str(), "page" | "database").then_some(mention.id)?
}
