//! What Notion says of a page or data source, as the store keeps it: with its properties'
//! words. Of those that hold references Notion shows 25 here; `whole_properties` asks for more.

use trove_model::Page;
use trove_notion::api_types::plain_text;
use trove_notion::property_text::Values;
use trove_notion::{DataSource, Found, PageObject};
use trove_store::{Listed, Properties};

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
    Listed { page: Page::from(page), properties }
}

pub fn properties(page: &PageObject) -> Properties {
    let Values { text, unnamed, people, cut } = Values::of(&page.properties);
    Properties { text, unnamed, people, cut }
}

pub fn of_data_source(source: DataSource) -> Listed {
    let described = source.edited().is_some().then(|| plain_text(&source.description).trim().to_owned());
    Listed { page: Page::from(source), properties: described.map(Properties::from) }
}
