//! What programs that speak for an assistant may see of a profile, who lets them in, what they
//! are answered, and the log of what they asked.
//!
//! Not here: the Model Context Protocol (`trove-cli`), and how pages are found and read
//! (`search`): a profile that is open for them holds what they may see and nothing else.

mod admission;
mod allowing;
mod answering;
mod asked_log;
#[cfg(unix)]
mod beside;
#[cfg(unix)]
mod lines;
#[cfg(not(unix))]
mod nowhere;
mod request;
#[cfg(unix)]
mod socket;
#[cfg(unix)]
mod visit;
mod window_door;

pub use answering::{MOST_HITS, PAGE_PART};
pub use request::{Answer, Ask, Refusal, Request};
pub use window_door::WindowDoor;
