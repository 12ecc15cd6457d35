//! What a passage is about, as 512 numbers, and which of many passages are nearest to one.
//!
//! Text in, passages out: no pages, no files, no network. The encoder is Google's multilingual
//! Universal Sentence Encoder v3 (Yang et al., "Multilingual Universal Sentence Encoder for
//! Semantic Retrieval", <https://arxiv.org/abs/1907.04307>), which knows sixteen languages. Its
//! numbers are data that somebody brings (`cargo xtask model`); the crate reads them, cuts a
//! text into the pieces that they are for (`normalizer`, `pieces`) and does the arithmetic
//! (`encoder`). Tests compare it with the package that the numbers come from.
//!
//! Nearest is brute force: over a few hundred thousand passages it takes a millisecond, and
//! there is nothing to build, to keep up or to get wrong.
//!
//! Not here: which text makes a passage, and what is near enough to be shown.

mod encoder;
mod meaning;
mod nearest;
mod normalizer;
mod packed;
mod pieces;

pub use encoder::{LONGEST, Model};
pub use meaning::{Coarse, Code, DIMENSIONS, Meaning};
pub use nearest::{nearest, nearest_of};
pub use packed::NotAModel;
