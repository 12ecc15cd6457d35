//! The derived full-text index: what a text's words are, what a typed query means, which
//! pages answer it and what of them is shown.
//!
//! Not here: SQL, network, and anything that could not be made again from the store.

mod answer;
pub mod asked;
pub mod cache;
mod compound;
pub mod dates;
mod encrypted_directory;
mod encrypted_file;
mod error;
mod fields;
pub mod filter;
pub mod fold;
pub mod frecency;
pub mod index;
mod keyboards;
pub mod link;
mod phonetic_input;
mod pieces;
pub mod query;
pub mod ranking;
pub mod runs;
mod scripts;
pub mod search;
mod sequence;
pub mod snippet;
mod stems;
pub mod text;
pub mod titles;
pub mod tokenizer;
mod wanted;
mod written_date;

pub use answer::{Answer, Hit, Known, Pages};
pub use asked::{Correction, Met};
pub use encrypted_directory::{EncryptedFile, EncryptedFolder, Memory};
pub use error::{IndexError, OpenError};
pub use fields::Document;
pub use index::{Change, Index, Settings, Writer};
pub use search::Searcher;
pub use wanted::How;
