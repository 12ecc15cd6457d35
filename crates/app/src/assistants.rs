//! What programs that speak for an assistant may see of a profile, and the log of what they
//! asked.
//!
//! Not here: their protocol (`trove-cli`), and how pages are found and read (`search`): a
//! profile that is open for them holds what they may see and nothing else.

mod admission;
mod allowing;
mod asked_log;

pub use admission::{Refusal, Request};
pub use allowing::WorkspaceForAssistants;
pub use asked_log::Asked;
