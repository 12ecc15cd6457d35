//! What a person does with pages: search them, list and preview them, open and pin them,
//! ask what became of one; and the index that makes it fast.
//!
//! Acts on the corpus. Not here: what is in it (`corpus`), connections, profiles.

mod answer;
mod candidates;
mod filter;
mod hit;
pub mod indexing;
mod live;
mod look_again;
mod open_page;
mod page_list;
mod page_lookup;
mod pins;
mod preview;
mod query;
