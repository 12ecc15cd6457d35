//! What Notion sends and expects, version 2026-03-11: the only module that knows the
//! names of its fields.
//!
//! Not here: what those mean to a person; [`trove_model::Page`] is made of it here, and
//! text in [`crate::property_text`] and [`crate::block_text`].
//!
//! Notion adds types and fields at any time and to every version, sends `null` freely,
//! and shows objects in part where a capability is missing. So: an unknown type is a
//! value of its own (`Other`), every field but the id may be missing, and one odd
//! object in a list does not lose the others.

mod block;
mod damage;
pub(crate) mod error_body;
mod left_out;
mod lenient;
mod list;
mod page;
mod property;
mod requests;
mod rich_text;
mod user;

pub use block::{Block, BlockContent, External};
pub use damage::Damage;
pub use left_out::LeftOut;
pub use list::{List, RequestStatus};
pub use page::{DataSource, DataSourceName, Database, Found, PageMarkdown, PageObject};
pub use property::{
    DateRange, File, Formula, Person, Property, PropertyItems, PropertyValue, Relation, Rollup, SelectOption,
    UniqueId,
};
pub use requests::{Direction, ObjectFilter, QueryRequest, SearchFilter, SearchRequest, Sort};
pub use rich_text::{RichText, plain_text};
pub use user::{BotOwner, User, UserKind};
