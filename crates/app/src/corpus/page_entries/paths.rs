//! Where a page is: what it sits in, by which names, and in which workspaces.

use super::{PageEntries, PageEntry};
use trove_index::ranking::Title;
use trove_model::{NotionId, Origin, PageKind, Parent};

/// Longer chains of parents are cut: nothing that deep is readable in one line, and a
/// circle (Notion has none, a damaged answer may) ends here.
pub(super) const MAX_DEPTH: usize = 16;

impl PageEntries {
    /// What a page sits in, the nearest first: its parent, its parent's parent and so on.
    pub fn ancestors(&self, entry: &PageEntry) -> impl Iterator<Item = NotionId> {
        let (own, mut parent) = (entry.id, self.parent(entry));
        std::iter::from_fn(move || {
            let id = parent.id().filter(|id| *id != own)?;
            parent = match (self.by_id(&id), self.containers.get(&id)) {
                (Some(page), _) => self.parent(page),
                (None, Some(container)) => container.stored.parent,
                (None, None) => Parent::Unknown,
            };
            Some(id)
        })
        .take(MAX_DEPTH)
    }

    /// What an address names: the page, or the data sources of a database, which is none itself.
    pub fn behind(&self, id: &NotionId) -> Vec<&PageEntry> {
        if let Some(page) = self.by_id(id) {
            return vec![page];
        }
        if !self.containers.contains_key(id) {
            return Vec::new();
        }
        let mut sources: Vec<&PageEntry> =
            self.all().filter(|entry| self.parent(entry) == Parent::Database(*id)).collect();
        sources.sort_by_key(|entry| self.title(entry));
        sources
    }

    /// Names from the outermost known parent to the nearest.
    pub fn path(&self, entry: &PageEntry) -> Vec<String> {
        // A database and its only data source share one name: said once.
        let mut said = if entry.kind == PageKind::DataSource { self.title(entry) } else { "" };
        let mut path = Vec::new();
        for id in self.ancestors(entry) {
            let name = match (self.by_id(&id), self.containers.get(&id)) {
                (Some(page), _) => self.title(page),
                (None, Some(container)) => container.stored.title.as_deref().unwrap_or_default(),
                (None, None) => continue,
            };
            if !name.is_empty() && name != said {
                path.push(name.to_owned());
                said = name;
            }
        }
        path.reverse();
        path
    }

    /// Calls `found` with each name that words are looked for in besides the title: of what the
    /// page sits in, and of its workspaces.
    pub fn path_titles(&self, entry: &PageEntry, found: &mut dyn FnMut(Title<'_>)) {
        for id in self.ancestors(entry) {
            match (self.by_id(&id), self.containers.get(&id)) {
                (Some(page), _) => found(self.compared_title(page)),
                (None, Some(container)) => container.name.iter().for_each(|name| found(name.compared())),
                (None, None) => {}
            }
        }
        self.connections_of(entry).for_each(|connection| found(connection.workspace.compared()));
    }

    /// Distinct names of the workspaces that a page is seen in, in their order.
    pub fn workspaces(&self, entry: &PageEntry) -> Vec<String> {
        let mut names: Vec<String> =
            self.connections_of(entry).map(|connection| connection.workspace.as_str().to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Where the page is opened: at the server of the first connection that sees it.
    pub fn origin(&self, entry: &PageEntry) -> Option<&Origin> {
        self.connections_of(entry).map(|connection| &connection.origin).next()
    }

    pub fn is_sample(&self, entry: &PageEntry) -> bool {
        self.connections_of(entry).all(|connection| connection.sample)
    }
}
