//! The endpoints that Trove reads, by name: for the queue, for errors and for spans.
//!
//! Not here: addresses with ids or queries in them, which no log may hold.

/// One kind of request. Notion paces some of them apart from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Endpoint {
    Me,
    Users,
    Search,
    Page,
    PageMarkdown,
    PageProperty,
    Database,
    DataSource,
    DataSourceQuery,
    Block,
    BlockChildren,
}

impl Endpoint {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Users => "users",
            Self::Search => "search",
            Self::Page => "page",
            Self::PageMarkdown => "page markdown",
            Self::PageProperty => "page property",
            Self::Database => "database",
            Self::DataSource => "data source",
            Self::DataSourceQuery => "data source query",
            Self::Block => "block",
            Self::BlockChildren => "block children",
        }
    }
}
