//! A connection that its person has not agreed to yet.
//!
//! Not here: how it is made and what becomes of it (`connections::connecting`).

use trove_model::Connection;
use trove_vault::StoredToken;

#[derive(Clone)]
pub(crate) struct Candidate {
    pub connection: Connection,
    pub token: StoredToken,
    /// The same workspace and account is connected already.
    pub replaces: bool,
}
