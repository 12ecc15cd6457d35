//! What Notion says of a page or data source, as the store keeps it: with its properties'
//! words. Of those that hold references Notion shows 25 here; `whole_properties` asks for more.

use trove_model::{Page, Parent};
use trove_notion::api_types::plain_text;
use trove_notion::property_text::Values;
use trove_notion::{DataSource, Found, PageObject};
use trove_store::{Container, Listed, Properties};

/// `None` for what this version does not know.
pub fn of(found: Found) -> Option<Listed> {
    match found {
        Found::Page(page) => Some(of_page(page)),
        Found::DataSource(source) => Some(of_data_source(source)),
        Found::Other => None,
    }
}

pub fn of_page(page: PageObject) -> Listed {
    // A bare id, of which this connection may not see more, says nothing of properties.
    let properties = page.edited().is_some().then(|| properties(&page));
    Listed { properties, ..Page::from(page).into() }
}

pub fn properties(page: &PageObject) -> Properties {
    let Values { text, unnamed, people, cut } = Values::of(&page.properties);
    Properties { text, unnamed, people, cut }
}

pub fn of_data_source(source: DataSource) -> Listed {
    let described = source.edited().is_some().then(|| plain_text(&source.description).trim().to_owned());
    let database = match source.parent() {
        Parent::Database(id) => Some(Container::new(id, source.database_parent.unwrap_or(Parent::Unknown))),
        _ => None,
    };
    Listed { page: Page::from(source), properties: described.map(Properties::from), database }
}
