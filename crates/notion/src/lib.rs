//! Notion's REST API, typed: one method per endpoint, one queue per connection.
//!
//! Not here: the disk, the token's home (it comes from a [`trove_model::TokenSource`]),
//! signing in (`trove-oauth`), and deciding what to fetch (`trove-sync`).

mod answer;
pub mod api_types;
pub mod block_text;
mod client;
mod date_text;
mod endpoint;
pub mod error;
mod json;
pub mod markdown;
mod pasted_token;
pub mod property_text;
mod rate_limit;
mod retry_policy;
mod transport;

pub use api_types::{
    Block, BotOwner, Damage, DataSource, DataSourceName, Database, Direction, Found, LeftOut, List,
    ObjectFilter, PageMarkdown, PageObject, Property, PropertyValue, QueryRequest, RequestStatus, RichText,
    SearchFilter, SearchRequest, Sort, User, UserKind,
};
pub use client::Notion;
pub use error::{NotionError, RateLimitReason, Reply};
pub use pasted_token::{NotAToken, undress};
pub use rate_limit::{Learnt, WorkspacePause};
