//! The endpoints, one method each.
//!
//! Not here: how a request is sent ([`crate::transport`]) and what comes back
//! ([`crate::api_types`]).

use crate::api_types::{
    Block, DataSource, Database, Found, List, PageMarkdown, PageObject, Property, PropertyItems,
    QueryRequest, SearchRequest, User,
};
use crate::endpoint::Endpoint;
use crate::error::NotionError;
use crate::rate_limit::{Learnt, Priority, RateLimit, WorkspacePause};
use crate::transport::{Request, Transport};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;
use trove_model::{Clock, Entropy, NotionId, Origin, Pace, Timestamp, TokenSource};
use url::Url;

/// Notion, seen through one connection. Clones share the connection's queue.
///
/// Every method waits for its turn, repeats what passes by itself, and renews the token
/// once. Cancel by dropping the future.
#[derive(Clone)]
pub struct Notion {
    transport: Arc<Transport>,
    priority: Priority,
}

impl Notion {
    /// A client whose requests go in the background. `http` must not follow redirects.
    pub fn new(
        http: reqwest::Client,
        origin: Origin,
        tokens: Arc<dyn TokenSource>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let queue = RateLimit::new(Arc::clone(&clock), Pace::PerMinute(Pace::EVERY_PLAN));
        let transport = Transport { http, origin, tokens, clock, entropy, queue, ahead: AtomicI64::new(0) };
        Self { transport: Arc::new(transport), priority: Priority::Background }
    }

    /// The same client, which pauses with the others of its workspace when Notion says that
    /// they ask too much together.
    #[must_use]
    pub fn within(self, workspace: Arc<WorkspacePause>) -> Self {
        self.transport.queue.share(workspace);
        self
    }

    /// From now on, for all clones.
    pub fn set_pace(&self, pace: Pace) {
        self.transport.queue.set_pace(pace);
    }

    /// What [`Pace::Auto`] has found out.
    pub fn learnt(&self) -> Learnt {
        self.transport.queue.learnt()
    }

    /// What was found out earlier.
    pub fn learn(&self, learnt: Learnt) {
        self.transport.queue.learn(learnt);
    }

    /// The same connection and queue, for requests that a person waits for.
    #[must_use]
    pub fn interactive(&self) -> Self {
        Self { transport: Arc::clone(&self.transport), priority: Priority::Interactive }
    }

    /// How long Notion has asked this connection to wait, if it has: minutes are
    /// possible, and a person should be told.
    pub fn paused_for(&self) -> Option<Duration> {
        self.transport.queue.paused_for()
    }

    /// Requests a minute that are known to be allowed at the pace that is set; `None`
    /// without a bound.
    pub fn budget(&self) -> Option<u32> {
        self.transport.queue.budget()
    }

    /// Requests that wait for their answer.
    pub fn on_their_way(&self) -> usize {
        self.transport.queue.on_their_way()
    }

    /// How many were sent in the last minute.
    pub fn requests_last_minute(&self) -> u32 {
        self.transport.queue.last_minute()
    }

    /// The wall clock as Notion's last answer told it, so that Notion's stamps are compared
    /// with Notion's clock; this computer's before the first answer.
    pub fn now(&self) -> Timestamp {
        self.transport.now()
    }

    /// Whose token this is. The cheapest way to learn whether Notion accepts it.
    pub async fn me(&self) -> Result<User, NotionError> {
        self.get(Endpoint::Me, self.url("/v1/users/me", None)).await
    }

    /// The workspace's members, without guests. [`NotionError::Restricted`] without the
    /// capability to see users.
    pub async fn users(&self, cursor: Option<&str>) -> Result<List<User>, NotionError> {
        self.get(Endpoint::Users, self.url("/v1/users", cursor)).await
    }

    /// Pages and data sources shared with this connection, by title. Neither complete
    /// by promise nor free of duplicates.
    pub async fn search(&self, request: &SearchRequest) -> Result<List<Found>, NotionError> {
        self.post(Endpoint::Search, self.url("/v1/search", None), request).await
    }

    pub async fn page(&self, id: &NotionId) -> Result<PageObject, NotionError> {
        self.get(Endpoint::Page, self.url(&format!("/v1/pages/{id}"), None)).await
    }

    /// The whole page as Markdown, the transcripts of meetings with it and its properties
    /// without. An id in [`PageMarkdown::unknown_block_ids`] can be asked for in the same way.
    pub async fn page_markdown(&self, id: &NotionId) -> Result<PageMarkdown, NotionError> {
        let mut url = self.url(&format!("/v1/pages/{id}/markdown"), None);
        url.query_pairs_mut().append_pair("include_transcript", "true");
        self.get(Endpoint::PageMarkdown, url).await
    }

    /// A property's full value, of which the page itself holds 25 references at most.
    /// A value that cannot be long comes as a list of one.
    pub async fn page_property(
        &self,
        page: &NotionId,
        property: &str,
        cursor: Option<&str>,
    ) -> Result<List<Property>, NotionError> {
        let path = format!("/v1/pages/{page}/properties/{property}");
        let url = self.url(&path, cursor);
        // Ids come from Notion, percent-encoded already, and go back as they came. One
        // that changes the path (`..`, `a/b`, `?`) would ask for something else.
        if property.is_empty() || property.contains('/') || url.path() != path {
            return Err(NotionError::NotAPropertyId);
        }
        let items: PropertyItems = self.get(Endpoint::PageProperty, url).await?;
        Ok(items.into())
    }

    /// A database: the container of one or more data sources.
    pub async fn database(&self, id: &NotionId) -> Result<Database, NotionError> {
        self.get(Endpoint::Database, self.url(&format!("/v1/databases/{id}"), None)).await
    }

    pub async fn data_source(&self, id: &NotionId) -> Result<DataSource, NotionError> {
        self.get(Endpoint::DataSource, self.url(&format!("/v1/data_sources/{id}"), None)).await
    }

    /// A data source's rows. At most 10,000 per query: see [`List::is_incomplete`].
    pub async fn query_data_source(
        &self,
        id: &NotionId,
        request: &QueryRequest,
    ) -> Result<List<Found>, NotionError> {
        self.post(Endpoint::DataSourceQuery, self.url(&format!("/v1/data_sources/{id}/query"), None), request)
            .await
    }

    /// A block. Pages and databases are blocks, too.
    pub async fn block(&self, id: &NotionId) -> Result<Block, NotionError> {
        self.get(Endpoint::Block, self.url(&format!("/v1/blocks/{id}"), None)).await
    }

    /// The blocks directly inside a block or page.
    pub async fn block_children(
        &self,
        id: &NotionId,
        cursor: Option<&str>,
    ) -> Result<List<Block>, NotionError> {
        self.get(Endpoint::BlockChildren, self.url(&format!("/v1/blocks/{id}/children"), cursor)).await
    }

    /// Notion refuses an empty cursor, so none is sent for the first part of a list.
    fn url(&self, path: &str, cursor: Option<&str>) -> Url {
        let mut url = self.transport.origin.join(path);
        if let Some(cursor) = cursor {
            url.query_pairs_mut().append_pair("start_cursor", cursor);
        }
        url
    }

    async fn get<T: DeserializeOwned>(&self, endpoint: Endpoint, url: Url) -> Result<T, NotionError> {
        self.transport.send(self.priority, Request { endpoint, url, body: None }).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint,
        url: Url,
        body: &impl Serialize,
    ) -> Result<T, NotionError> {
        // Cannot fail: the requests hold text and numbers under text keys.
        let body = serde_json::to_value(body).unwrap_or_default();
        self.transport.send(self.priority, Request { endpoint, url, body: Some(body) }).await
    }
}

impl fmt::Debug for Notion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notion").field("origin", &self.transport.origin).finish_non_exhaustive()
    }
}
