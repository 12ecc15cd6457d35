//! Each administrator vouches for the rows of the registry they made or accepted, so that
//! a row added, promoted, renamed or moved by hand shows at their next sign-in.
//!
//! A seal is an HMAC over position, id, role and name, keyed from that administrator's
//! data key. It covers nothing that changes in daily life (claiming, last use), and each
//! row has its own, so that a person may forget their profile without an administrator
//! and adding one row does not vouch for the rest. A missing row does not show: whoever
//! can edit the file can delete the profile's folder just as well.
//!
//! This is a smoke detector, not a door: a role opens nobody else's data. With two
//! administrators, what one adds shows to the other until accepted, since neither can
//! check the other's seal.
//!
//! Not here: what the window says about it.

use crate::registry::{Registry, Role, Row};
use crate::{ProfileKeys, ProfilesError};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Whether the list of profiles is what this person last vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistryState {
    Intact,
    /// A profile was added, promoted, renamed or moved by someone else: by hand, or by
    /// another administrator. Shown until [`crate::Profiles::accept_registry`].
    ChangedOutside,
}

/// Vouches for `row`.
pub fn seal(row: &mut Row, administrator: &ProfileKeys) {
    let tag = hmac::sign(&key(administrator), &content(row));
    row.seals.insert(administrator.id().to_string(), BASE64.encode(tag));
}

/// What the holder of `keys` should know about the registry.
pub fn check(registry: &Registry, keys: &ProfileKeys) -> RegistryState {
    let own_role = registry.row(keys.id()).map(|row| row.role);
    let intact = own_role == Ok(keys.role())
        && match keys.role() {
            Role::Member => true,
            Role::Administrator => {
                registry.in_order() && registry.rows.iter().all(|row| is_sealed(row, keys))
            }
        };
    if intact { RegistryState::Intact } else { RegistryState::ChangedOutside }
}

/// # Errors
/// [`ProfilesError::NotAdministrator`], by the keys' own word, not the registry's.
pub fn require_administrator(keys: &ProfileKeys) -> Result<(), ProfilesError> {
    match keys.role() {
        Role::Administrator => Ok(()),
        Role::Member => Err(ProfilesError::NotAdministrator),
    }
}

/// Whether the holder of `keys` vouches for `row` as it stands.
pub fn is_sealed(row: &Row, keys: &ProfileKeys) -> bool {
    let tag = row.seals.get(&keys.id().to_string()).and_then(|tag| BASE64.decode(tag).ok());
    tag.is_some_and(|tag| hmac::verify(&key(keys), &content(row), &tag).is_ok())
}

fn key(keys: &ProfileKeys) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, keys.seal_key().expose())
}

fn content(row: &Row) -> Vec<u8> {
    let role = match row.role {
        Role::Member => 0,
        Role::Administrator => 1,
    };
    // All parts but the last are of fixed length.
    [&row.position.to_be_bytes(), row.id.as_bytes().as_slice(), &[role], row.name.as_str().as_bytes()]
        .concat()
}
