//! The words of the domain: what every room means by an id, a page, a secret, a moment.
//!
//! Not here: I/O of any kind, and serialization. What the window sees is declared in
//! `trove-app`, what Notion sends in `trove-notion`, so that neither shape can leak
//! into the other by deriving a trait.

pub mod clock;
pub mod connection;
pub mod entropy;
pub mod id;
pub mod origin;
pub mod pace;
pub mod page;
pub mod secret;
pub mod seldom;

pub use clock::{Boot, Clock, Timestamp};
pub use connection::{Account, Connection, ConnectionStatus, TokenKind, TokenSource, TokenUnavailable};
pub use entropy::{Entropy, EntropyUnavailable};
pub use id::{ConnectionId, NotionId, ProfileId};
pub use origin::{Origin, OriginRefused};
pub use pace::{NotAPace, Pace};
pub use page::{Icon, Page, PageKind, Parent};
pub use secret::{Key32, Secret, SecretString};
pub use seldom::Seldom;
