//! What stands behind an id: a page, a data source, a database, a block.
//!
//! The one place that asks for an object by its id and tells what an answer means. Not
//! here: which ids are asked about (`links`, `prune`, `paths`, and the app for a person).

use crate::listed::{self, Met};
use trove_model::{NotionId, PageKind, Parent};
use trove_notion::{LeftOut, Notion, NotionError};
use trove_store::Container;

/// What Notion shows this connection under an id.
#[derive(Debug, Clone, PartialEq)]
pub enum Behind {
    /// A page, a data source, or the data sources of a database.
    Here(Vec<Met>),
    InTrash,
    /// Gone, or not shared: Notion does not tell them apart.
    NotHere,
    /// Something is there. What it is could not be understood.
    NotUnderstood(LeftOut),
    /// Notion would not say.
    Unsaid,
}

/// # Errors
/// [`NotionError`] if the trouble is not about this one object.
pub async fn page(notion: &Notion, id: &NotionId) -> Result<Behind, NotionError> {
    match notion.page(id).await {
        Ok(page) if page.in_trash() => Ok(Behind::InTrash),
        Ok(page) => Ok(one(listed::of_page(page))),
        Err(error) => no_object(error),
    }
}

/// # Errors
/// As [`page`].
pub async fn data_source(notion: &Notion, id: &NotionId) -> Result<Behind, NotionError> {
    match notion.data_source(id).await {
        Ok(source) if source.in_trash() => Ok(Behind::InTrash),
        Ok(source) => Ok(one(listed::of_data_source(source))),
        Err(error) => no_object(error),
    }
}

/// Data sources of one database that are asked for: a request each. Listings show the others.
const MOST_SOURCES: usize = 100;

/// The data sources of a database.
///
/// # Errors
/// As [`page`].
pub async fn database(notion: &Notion, id: &NotionId) -> Result<Behind, NotionError> {
    let database = match notion.database(id).await {
        Ok(database) if database.in_trash() => return Ok(Behind::InTrash),
        Ok(database) => database,
        Err(error) => return no_object(error),
    };
    let mut here = Vec::new();
    for source in database.data_sources.into_iter().take(MOST_SOURCES) {
        if let Behind::Here(met) = data_source(notion, &source.id).await? {
            here.extend(met);
        }
    }
    Ok(if here.is_empty() { Behind::NotHere } else { Behind::Here(here) })
}

/// A page or data source that was known before.
///
/// # Errors
/// As [`page`].
pub async fn known(notion: &Notion, kind: PageKind, id: &NotionId) -> Result<Behind, NotionError> {
    match kind {
        PageKind::Page => page(notion, id).await,
        PageKind::DataSource => data_source(notion, id).await,
    }
}

/// What a text names, which may be a page or a database. A page that is not there costs
/// one request.
///
/// # Errors
/// As [`page`].
pub async fn named(notion: &Notion, id: &NotionId) -> Result<Behind, NotionError> {
    match notion.page(id).await {
        // Notion says in this way that the id is a database's.
        Err(NotionError::Refused(_)) => database(notion, id).await,
        Ok(page) if page.in_trash() => Ok(Behind::InTrash),
        Ok(page) => Ok(one(listed::of_page(page))),
        Err(error) => no_object(error),
    }
}

/// What an address names, whatever kind of thing it is: up to three requests.
///
/// # Errors
/// As [`page`].
pub async fn anything(notion: &Notion, id: &NotionId) -> Result<Behind, NotionError> {
    match named(notion, id).await? {
        Behind::NotHere | Behind::Unsaid => {}
        found => return Ok(found),
    }
    match database(notion, id).await? {
        Behind::NotHere | Behind::Unsaid => data_source(notion, id).await,
        found => Ok(found),
    }
}

/// Where a block or a database sits; `None` for what is neither.
///
/// # Errors
/// As [`page`].
pub async fn container(notion: &Notion, of: Parent) -> Result<Option<Container>, NotionError> {
    let (id, answer) = match of {
        Parent::Block(id) => {
            let block = notion.block(&id).await;
            (id, block.map(|block| Container::new(id, block.parent)))
        }
        Parent::Database(id) => {
            let database = notion.database(&id).await;
            let container = database.map(|database| {
                let url = database.url().map(str::to_owned);
                Container { id, parent: database.parent(), title: Some(database.title()), url }
            });
            (id, container)
        }
        Parent::Workspace | Parent::Page(_) | Parent::DataSource(_) | Parent::Unknown => return Ok(None),
    };
    match answer {
        Ok(container) => Ok(Some(container)),
        Err(error) if is_absence(&error) || is_about_the_object(&error) => {
            Ok(Some(Container::new(id, Parent::Unknown)))
        }
        Err(error) => Err(error),
    }
}

fn one(met: Result<Met, LeftOut>) -> Behind {
    match met {
        Ok(met) => Behind::Here(vec![met]),
        Err(left_out) => Behind::NotUnderstood(left_out),
    }
}

fn no_object(error: NotionError) -> Result<Behind, NotionError> {
    match error {
        error if is_absence(&error) => Ok(Behind::NotHere),
        error if is_about_the_object(&error) => Ok(Behind::Unsaid),
        error => Err(error),
    }
}

/// Gone, or not shared with this connection.
pub fn is_absence(error: &NotionError) -> bool {
    matches!(error, NotionError::NotFound(_))
}

/// Whether an error is about the one object asked for, so that others can be asked for.
pub fn is_about_the_object(error: &NotionError) -> bool {
    matches!(
        error,
        NotionError::Restricted(_)
            | NotionError::Refused(_)
            | NotionError::UnexpectedShape { .. }
            | NotionError::TooLarge { .. }
    )
}
