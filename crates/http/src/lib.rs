//! The way to Notion: the one HTTP client, answers of bounded size, and why there was none.
//!
//! Not here: requests and what their answers mean (`trove-notion`, `trove-oauth`).

mod answer;
mod clients;
mod unreachable;

pub use answer::{NoAnswer, read};
pub use clients::Clients;
pub use unreachable::{CertificateFault, ProxyFault, Unreachable};
