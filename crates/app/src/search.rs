//! What a person does with pages: search them, list and preview them, open and pin them,
//! ask what became of one; and the index that makes it fast.
//!
//! Acts on the corpus. Not here: what is in it (`corpus`), connections, profiles.

mod answer;
mod candidates;
pub mod encoding;
mod export;
mod filter;
mod filter_values;
mod hit;
mod home;
pub mod indexing;
pub mod kept_searches;
mod live;
mod look_again;
mod open_page;
mod page_list;
mod page_lookup;
pub mod page_text;
mod pins;
mod preview;
mod query;
mod similar;
