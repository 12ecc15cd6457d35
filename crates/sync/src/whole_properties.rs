//! The whole of properties of which Notion's object of a page shows the beginning: the people
//! beyond the twenty-fifth, the rest of a long relation.
//!
//! One request for the page as it is now and one for each hundred values. Asked where some
//! value is cut short only.

use crate::listed;
use crate::lookup::is_about_the_object;
use std::collections::HashSet;
use trove_model::{NotionId, Page};
use trove_notion::{Notion, NotionError, Property, PropertyValue};
use trove_store::Properties;

/// Requests for one value at most: ten thousand references.
const PARTS: usize = 100;

/// A page with what its properties say.
#[derive(Debug, Clone)]
pub struct WholeProperties {
    pub page: Page,
    pub properties: Properties,
    /// Values that are still cut short, since Notion would not tell the rest.
    pub lost: u32,
}

/// `None` where the page itself may not be seen any more: its body tells what became of it.
pub async fn ask(notion: &Notion, page: NotionId) -> Result<Option<WholeProperties>, NotionError> {
    let mut object = match notion.page(&page).await {
        Ok(object) => object,
        Err(error) if is_about_this(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut lost = 0;
    for property in object.properties.values_mut() {
        let is_title = matches!(property.value, PropertyValue::Title { .. });
        if is_title || !property.may_be_cut() {
            continue;
        }
        let Some(id) = property.id.clone() else {
            lost += 1;
            continue;
        };
        let (items, whole) = items(notion, page, &id).await?;
        lost += u32::from(!whole);
        if whole || !items.is_empty() {
            property.value = property.value.of_items(items);
        }
    }
    let properties = Properties { cut: true, ..listed::properties(&object) };
    Ok(Some(WholeProperties { page: object.into(), properties, lost }))
}

/// The items of a value, and whether these are all.
async fn items(
    notion: &Notion,
    page: NotionId,
    property: &str,
) -> Result<(Vec<Property>, bool), NotionError> {
    let (mut items, mut cursors, mut lacks) = (Vec::new(), HashSet::new(), false);
    let mut cursor: Option<String> = None;
    for _ in 0..PARTS {
        let list = match notion.page_property(&page, property, cursor.as_deref()).await {
            Ok(list) => list,
            Err(error) if is_about_this(&error) => return Ok((items, false)),
            Err(error) => return Err(error),
        };
        lacks |=
            list.is_incomplete() || !list.left_out.is_empty() || list.results.iter().any(|item| item.damaged);
        cursor = list.next().map(str::to_owned);
        items.extend(list.results);
        match &cursor {
            None => return Ok((items, !lacks)),
            // A list that runs in a circle.
            Some(next) if !cursors.insert(next.clone()) => break,
            Some(_) => {}
        }
    }
    Ok((items, false))
}

fn is_about_this(error: &NotionError) -> bool {
    is_about_the_object(error)
        || matches!(
            error,
            NotionError::NotFound(_) | NotionError::InvalidCursor(_) | NotionError::NotAPropertyId
        )
}
