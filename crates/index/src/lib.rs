//! The derived full-text index: what a text's words are, what a typed query means, which
//! pages answer it and what of them is shown.
//!
//! Not here: SQL, network, and anything that could not be made again from the store.

pub mod asked;
pub mod dates;
pub mod fold;
pub mod frecency;
pub mod link;
pub mod query;
pub mod ranking;
pub mod snippet;
pub mod tokenizer;
