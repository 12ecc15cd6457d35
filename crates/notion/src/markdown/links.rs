//! The pages that a body names, for finding those that no listing shows.
//!
//! Not here: whether they exist or may be seen.

use super::address::page_id;
use super::steps;
use super::tree::{Content, Document, Mention, Mentioned, NodeKind, Object, Run};
use std::collections::HashSet;
use std::sync::Arc;
use trove_model::NotionId;

/// Something of Notion's that a body names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkedPage {
    pub id: NotionId,
    /// `None` where it is known from an address alone: those of pages and databases look
    /// the same.
    pub object: Option<Object>,
}

impl Document {
    /// In reading order, each once: pages and databases that stand here, mentions, and
    /// links to addresses of Notion's.
    pub fn linked_pages(&self) -> Vec<LinkedPage> {
        let mut found = Vec::new();
        self.walk(|node| {
            if let NodeKind::Page { object, id: Some(id), .. } = node.kind {
                found.push(LinkedPage { id, object: Some(object) });
            }
            let runs = node.kind.runs();
            let mut before = None;
            for run in runs.into_iter().flatten() {
                found.extend(mentioned(run).or_else(|| linked(run, before)));
                before = run.link.as_ref();
            }
        });
        let mut seen = HashSet::new();
        found.retain(|page| seen.insert(page.id));
        found
    }

    /// What is missing here and can be asked for by its id, each once.
    pub fn missing(&self) -> Vec<NotionId> {
        let mut found = Vec::new();
        self.walk(|node| {
            if let NodeKind::Unknown { id: Some(id), .. } = node.kind {
                found.push(id);
            }
        });
        let mut seen = HashSet::new();
        found.retain(|id| seen.insert(*id));
        found
    }
}

fn mentioned(run: &Run) -> Option<LinkedPage> {
    match run.content {
        Content::Mention(Mention { of: Mentioned::Object(object, Some(id)), .. }) => {
            Some(LinkedPage { id, object: Some(object) })
        }
        _ => None,
    }
}

/// A link's runs share its address, which is looked at once.
fn linked(run: &Run, before: Option<&Arc<str>>) -> Option<LinkedPage> {
    let address = run.link.as_ref()?;
    if before.is_some_and(|before| Arc::ptr_eq(before, address)) {
        return None;
    }
    steps::take(address.len());
    page_id(address).map(|id| LinkedPage { id, object: None })
}
