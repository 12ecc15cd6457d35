//! The derived full-text index: what a text's words are, and what a typed query means.
//!
//! Not here: SQL, network, and anything that could not be made again from the store.

pub mod fold;
pub mod tokenizer;
