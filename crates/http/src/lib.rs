//! The way to Notion: the one HTTP client, answers of bounded size, and why there was none; and
//! the one way to anything else, which are images that a person asks for.
//!
//! Not here: requests and what their answers mean (`trove-notion`, `trove-oauth`).

mod answer;
mod clients;
pub mod image;
mod public_address;
mod unreachable;

pub use answer::{NoAnswer, read};
pub use clients::Clients;
pub use unreachable::{CertificateFault, ProxyFault, Unreachable};
