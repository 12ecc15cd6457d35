//! Where Notion is: one answer for the window and the command line.
//!
//! Not here: what an origin may be (`trove-model`).

use trove_model::{Origin, OriginRefused};

/// Points the app at another server than Notion, for trying it out and for tests.
pub const ORIGIN_VARIABLE: &str = "TROVE_NOTION_ORIGIN";

/// The environment names an origin that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{ORIGIN_VARIABLE} is {0}")]
pub struct OriginVariable(OriginRefused);

/// Notion itself, or what the environment names.
///
/// # Errors
/// When the environment names no origin, or one that is not safe to send a token to.
pub fn notion_origin() -> Result<Origin, OriginVariable> {
    let named = std::env::var(ORIGIN_VARIABLE);
    Origin::parse(named.as_deref().unwrap_or(Origin::NOTION)).map_err(OriginVariable)
}
