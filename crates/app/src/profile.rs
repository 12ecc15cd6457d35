//! Who is at the computer: signing in and out, the idle lock, the keychain, settings,
//! backups, and what an administrator may do.
//!
//! Not here: passwords to keys (`trove-profiles`), and what an open profile holds (`state`).

mod administration;
pub mod backup;
mod forget;
pub mod idle_lock;
pub(crate) mod keychain;
mod opening;
mod passwords;
mod removals;
mod settings;
mod sign_in;
mod token_keeper;
mod writer;
