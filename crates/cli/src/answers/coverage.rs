//! What `trove coverage --json` prints.
//!
//! Not what became of one page: that is a verdict.

use super::{Connection, index, why};
use serde::Serialize;
use trove_app::ui_types;

#[derive(Debug, Serialize)]
pub struct Coverage {
    /// opening, ready, building or failed.
    pub index: &'static str,
    /// How far it is worked out what pages mean; null where they are not found so.
    pub meanings: Option<Meanings>,
    pub connections: Vec<Covered>,
}

#[derive(Debug, Serialize)]
pub struct Meanings {
    pub pages: u32,
    pub of: u32,
}

#[derive(Debug, Serialize)]
pub struct Covered {
    #[serde(flatten)]
    pub connection: Connection,
    pub pages: u32,
    pub data_sources: u32,
    /// Notion's search does not show everything.
    pub capped: bool,
    /// The limit on pages, or on megabytes of text, where it is reached; else null.
    pub page_limit: Option<u32>,
    pub text_limit_megabytes: Option<u32>,
    /// The newest, at most fifty.
    pub failures: Vec<Failure>,
    /// What Notion listed and was not understood: how much, and the first fifty.
    pub left_out_count: u32,
    pub left_out: Vec<LeftOut>,
    /// Pages of whose text parts are missing, at most fifty.
    pub partly_read: Vec<PartlyRead>,
}

#[derive(Debug, Serialize)]
pub struct LeftOut {
    pub id: Option<String>,
    pub kind: Option<String>,
    pub parent: Option<String>,
    /// The page is known, and only some of its properties are missing.
    pub found_by_title: bool,
}

#[derive(Debug, Serialize)]
pub struct PartlyRead {
    pub id: String,
    pub title: String,
    pub read: u32,
    /// Parts that are still to be asked for; that Notion did not give, or that were not understood.
    pub left: u32,
    pub lost: u32,
}

#[derive(Debug, Serialize)]
pub struct Failure {
    pub id: String,
    pub title: String,
    pub why: &'static str,
}

impl From<ui_types::Coverage> for Coverage {
    fn from(coverage: ui_types::Coverage) -> Self {
        let connections = coverage.connections.into_iter().map(|covered| Covered {
            connection: (&covered.connection).into(),
            pages: covered.pages,
            data_sources: covered.data_sources,
            capped: covered.capped,
            page_limit: covered.page_limit,
            text_limit_megabytes: covered.text_limit_megabytes,
            failures: covered
                .failures
                .into_iter()
                .map(|failed| Failure { id: failed.id, title: failed.title, why: why(failed.why) })
                .collect(),
            left_out_count: covered.left_out_count,
            left_out: covered
                .left_out
                .into_iter()
                .map(|left_out| LeftOut {
                    id: left_out.id,
                    kind: left_out.kind,
                    parent: left_out.parent,
                    found_by_title: left_out.is_found_by_title,
                })
                .collect(),
            partly_read: covered
                .partly_read
                .into_iter()
                .map(|page| PartlyRead {
                    id: page.id,
                    title: page.title,
                    read: page.read,
                    left: page.left,
                    lost: page.lost,
                })
                .collect(),
        });
        let meanings = coverage.meanings.map(|known| Meanings { pages: known.pages, of: known.of });
        Self { index: index(coverage.index), meanings, connections: connections.collect() }
    }
}
