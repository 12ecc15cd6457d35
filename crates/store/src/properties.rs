//! What a page's properties say: stored as text beside its body, and the pages and people that
//! they name by an id alone, whose names are filled in when the text is read.
//!
//! Not here: how values become text, and asking for those that Notion cuts short.

use crate::statements::statements;
use crate::{Store, StoreError};
use sqlx::sqlite::SqliteConnection;
use trove_model::{NotionId, Page, Timestamp};

/// The properties of a page but its title, or what describes a data source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Properties {
    /// One a line: name, tab, value; a line without a tab has no name.
    pub text: String,
    /// What values name by id alone, by the name of the property.
    pub unnamed: Vec<(String, NotionId)>,
    /// People whose names the values tell.
    pub people: Vec<(NotionId, String)>,
    /// Some value goes on beyond what Notion showed.
    pub cut: bool,
}

impl From<String> for Properties {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// All that is searched and shown of a page's properties, of `pages` joined with `texts`:
/// those that name others by id first, then its own, then the name of a data source's database.
/// Of a title so much is a name: ten thousand long ones were more than SQLite takes for a text.
macro_rules! properties_text {
    () => {
        "trim(
             coalesce((SELECT group_concat(line, char(10)) FROM (
                 SELECT property || char(9)
                     || group_concat(coalesce(substr(nullif(named.title, ''), 1, 300), people.name), ', ') AS line
                 FROM relations
                 LEFT JOIN pages AS named ON named.id = relations.id
                 LEFT JOIN people ON people.id = relations.id
                 WHERE relations.page = pages.key AND coalesce(nullif(named.title, ''), people.name) IS NOT NULL
                 GROUP BY property)), '')
             || char(10) || coalesce(properties, '')
             || CASE WHEN pages.kind = 'data_source' AND pages.parent_kind = 'database'
                THEN char(10) || coalesce((SELECT parents.title FROM parents
                     WHERE parents.id = pages.parent_id AND parents.title <> pages.title), '')
                ELSE '' END,
             char(10))"
    };
}

pub(crate) use properties_text;

statements! {
    // Of the copy that stayed, if two differ.
    FIND = "SELECT key, properties, coalesce(cut, 0), whole FROM pages LEFT JOIN texts ON texts.page = pages.key
            WHERE id = ?1 AND edited IS ?2";
    PUT = "INSERT INTO texts (page, properties, body, cut, whole) VALUES (?1, ?2, '', ?3, ?4)
           ON CONFLICT (page) DO UPDATE SET properties = excluded.properties, cut = excluded.cut, whole = excluded.whole";
    RELATIONS = "SELECT property, id FROM relations WHERE page = ?1 ORDER BY property, place";
    DROP_RELATIONS = "DELETE FROM relations WHERE page = ?1";
    PUT_RELATION = "INSERT INTO relations (page, property, place, id) VALUES (?1, ?2, ?3, ?4)";
    // Whole values come with the body.
    READ_AGAIN = "UPDATE bodies SET settled = 0 WHERE page = ?1 AND settled = 1 AND failure IS NULL";
}

impl Store {
    /// Stores the properties of a page with all their values, as they were at this edit. A
    /// listing, which shows the beginning of long ones, leaves them as they are until the
    /// next edit.
    pub async fn put_whole_properties(
        &self,
        page: &Page,
        properties: &Properties,
    ) -> Result<bool, StoreError> {
        self.write(async |write| put(write, page, properties, page.edited).await).await
    }
}

/// Whether they differ from what was stored. `whole` is set where no value is cut short
/// though Notion's object of the page shows less.
pub(crate) async fn put(
    write: &mut SqliteConnection,
    page: &Page,
    properties: &Properties,
    whole: Option<Timestamp>,
) -> Result<bool, StoreError> {
    type Row = (i64, Option<String>, bool, Option<i64>);
    let edited = page.edited.map(|at| at.0);
    let id = page.id.as_bytes().as_slice();
    let found: Option<Row> =
        sqlx::query_as(sql::FIND).bind(id).bind(edited).fetch_optional(&mut *write).await?;
    let Some((key, text, cut, whole_of)) = found else { return Ok(false) };
    let whole = whole.map(|at| at.0);
    if properties.cut && whole.is_none() {
        if cut && whole_of.is_some() && whole_of == edited {
            return Ok(false);
        }
        sqlx::query(sql::READ_AGAIN).bind(key).execute(&mut *write).await?;
    }
    let related = put_relations(write, key, &properties.unnamed).await?;
    if text.as_ref() == Some(&properties.text) && (cut, whole_of) == (properties.cut, whole) {
        return Ok(related);
    }
    sqlx::query(sql::PUT)
        .bind(key)
        .bind(&properties.text)
        .bind(properties.cut)
        .bind(whole)
        .execute(write)
        .await?;
    Ok(true)
}

async fn put_relations(
    write: &mut SqliteConnection,
    page: i64,
    unnamed: &[(String, NotionId)],
) -> Result<bool, StoreError> {
    let stored: Vec<(String, Vec<u8>)> =
        sqlx::query_as(sql::RELATIONS).bind(page).fetch_all(&mut *write).await?;
    let mut wanted: Vec<&(String, NotionId)> = unnamed.iter().collect();
    wanted.sort_by(|one, other| one.0.cmp(&other.0));
    let same = |((property, id), wanted): (&(String, Vec<u8>), &&(String, NotionId))| {
        *property == wanted.0 && id.as_slice() == wanted.1.as_bytes()
    };
    if stored.len() == wanted.len() && stored.iter().zip(&wanted).all(same) {
        return Ok(false);
    }
    sqlx::query(sql::DROP_RELATIONS).bind(page).execute(&mut *write).await?;
    for (place, (property, id)) in (0_i64..).zip(wanted) {
        sqlx::query(sql::PUT_RELATION)
            .bind(page)
            .bind(property)
            .bind(place)
            .bind(id.as_bytes().as_slice())
            .execute(&mut *write)
            .await?;
    }
    Ok(true)
}
