//! Who may sign in: profiles, roles, passwords to keys, the delay after wrong ones, and
//! the locks that keep two processes apart.
//!
//! On disk, below the data directory: `registry.json` (readable without any password:
//! names, roles and the few plain fields of each authorization) and, per profile,
//! `profiles/<id>/` with `keys.json`. A profile's data key is random; the password only
//! wraps it, so changing the password touches one small file. Where the person wants it,
//! `remember.json` wraps it once more for a key in the system's keychain. `removed.json` names the
//! connections that no backup may bring back.
//!
//! Not here: what the keys open (`trove-vault`, `trove-store`), sessions, or words for
//! the screen. Deriving a key takes a good part of a second and 64 MiB: calls that take a
//! password block, so an async caller uses its blocking pool.

mod error;
mod key_derivation;
mod key_file;
mod lock;
mod login_throttle;
mod name;
mod password_policy;
mod profiles;
mod registry;
mod remembered;
mod removal;
mod seal;
mod tombstones;
mod versioned_json;

pub use error::{DataFile, ProfilesError};
pub use key_derivation::ProfileKeys;
pub use name::NameRefused;
pub use password_policy::{Refused, Strength, password_strength};
pub use profiles::{Profile, Profiles, Restoring, Standing, Unlocked};
pub use registry::{Authorization, AuthorizationStatus, Role};
pub use removal::Removals;
pub use seal::RegistryState;
pub use trove_private_file::FileLock;
