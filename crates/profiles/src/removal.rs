//! How a profile knows that it was an administrator who removed one of its connections, and
//! not somebody who edited the registry: it would have a token revoked and pages deleted.
//!
//! An administrator signs a removal (Ed25519, RFC 8032) with a key derived from their data key.
//! A profile trusts the administrators that are listed when it is first opened, and later those
//! that one whom it trusts has signed for; where none of them is listed any more it starts over.
//! What was asked before that is refused. Whom it trusts is sealed with the profile's own key.
//!
//! All of it stands among the seals of the registry's rows, under names of its own:
//! ```text
//! row of administrator A   signs = key             signed/<B> = B's signature of A and their key
//! row of profile P         trusts/<A> = key, HMAC  removal/<connection> = A, signature
//! ```
//! Not here: who may ask (`seal`), and carrying it out (`trove-app`).

use crate::registry::{Authorization, AuthorizationStatus, Registry, Role, Row};
use crate::{ProfileKeys, ProfilesError, seal};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::BTreeMap;
use trove_model::{ConnectionId, ProfileId};

type PublicKey = [u8; 32];

/// What waits for a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removals {
    /// An administrator whom it trusts removed these.
    pub asked: Vec<Authorization>,
    /// Nobody whom it trusts did.
    pub refused: Vec<Authorization>,
}

/// Signs a removal. The profile finds it when it next opens.
///
/// # Errors
/// [`ProfilesError::NotFound`], [`ProfilesError::Crypto`].
pub fn ask(
    registry: &mut Registry,
    administrator: &ProfileKeys,
    profile: ProfileId,
    connection: ConnectionId,
) -> Result<(), ProfilesError> {
    let signature = pair(administrator)?.sign(&removal(profile, connection));
    let told = [administrator.id().as_bytes().as_slice(), signature.as_ref()].concat();
    let row = registry.row_mut(profile)?;
    row.seals.insert(removal_name(connection), BASE64.encode(told));
    Ok(())
}

/// What waits for the holder of `keys`.
pub fn waiting(registry: &Registry, keys: &ProfileKeys) -> Removals {
    let mut removals = Removals::default();
    let Ok(row) = registry.row(keys.id()) else { return removals };
    let trusted = trusted(row, keys);
    let waits = |authorization: &&Authorization| {
        authorization.profile == keys.id() && authorization.status == AuthorizationStatus::RemovalWaiting
    };
    for authorization in registry.authorizations.iter().filter(waits) {
        let asked = row.seals.get(&removal_name(authorization.connection)).is_some_and(|told| {
            let told = BASE64.decode(told).unwrap_or_default();
            let Some((who, signature)) = told.split_first_chunk::<16>() else { return false };
            let key = trusted.get(&ProfileId::from_bytes(*who));
            key.is_some_and(|key| verifies(key, &removal(keys.id(), authorization.connection), signature))
        });
        let to = if asked { &mut removals.asked } else { &mut removals.refused };
        to.push(authorization.clone());
    }
    removals
}

/// It was carried out, or refused.
pub fn forget(registry: &mut Registry, profile: ProfileId, connection: ConnectionId) {
    if let Ok(row) = registry.row_mut(profile) {
        row.seals.remove(&removal_name(connection));
    }
}

/// Publishes an administrator's key, signs for others whom they made or accepted, and notes whom
/// the holder of `keys` trusts. Whether that changed anything.
///
/// # Errors
/// [`ProfilesError::NotFound`], [`ProfilesError::Crypto`].
pub fn settle(registry: &mut Registry, keys: &ProfileKeys) -> Result<bool, ProfilesError> {
    let mut changed = false;
    if keys.role() == Role::Administrator {
        changed = publish(registry, keys)?;
    }
    Ok(trust(registry, keys)? || changed)
}

fn publish(registry: &mut Registry, keys: &ProfileKeys) -> Result<bool, ProfilesError> {
    let pair = pair(keys)?;
    let own = BASE64.encode(pair.public_key());
    let mut changed = put(registry.row_mut(keys.id())?, SIGNS, own);
    let name = format!("{SIGNED}{}", keys.id());
    for row in registry.rows.iter_mut().filter(|row| row.id != keys.id()) {
        if let Some(key) = public_key(row)
            && seal::is_sealed(row, keys)
        {
            let signature = BASE64.encode(pair.sign(&administrator(row.id, &key)));
            changed |= put(row, &name, signature);
        }
    }
    Ok(changed)
}

fn trust(registry: &mut Registry, keys: &ProfileKeys) -> Result<bool, ProfilesError> {
    let listed: Vec<(ProfileId, PublicKey)> =
        registry.rows.iter().filter_map(|row| Some((row.id, public_key(row)?))).collect();
    let mut trusted = trusted(registry.row(keys.id())?, keys);
    let before = trusted.len();
    trusted.retain(|id, _| registry.rows.iter().any(|row| row.id == *id));
    let first = trusted.is_empty();
    loop {
        let known = trusted.len();
        for (id, key) in &listed {
            let vouched = || {
                registry
                    .row(*id)
                    .is_ok_and(|row| trusted.iter().any(|(by, with)| signed(row, *by, with, key)))
            };
            if !trusted.contains_key(id) && (first || vouched()) {
                trusted.insert(*id, *key);
            }
        }
        if first || trusted.len() == known {
            break;
        }
    }
    let row = registry.row_mut(keys.id())?;
    if first {
        row.seals.retain(|name, _| !name.starts_with(REMOVAL));
    }
    let mut changed = false;
    for (id, key) in &trusted {
        let tag = hmac::sign(&hmac_key(keys), &administrator(*id, key));
        changed |= put(row, &format!("{TRUSTS}{id}"), BASE64.encode([key.as_slice(), tag.as_ref()].concat()));
    }
    if trusted.len() != before {
        let kept = |name: &String| match name.strip_prefix(TRUSTS).map(str::parse::<ProfileId>) {
            Some(id) => id.is_ok_and(|id| trusted.contains_key(&id)),
            None => true,
        };
        row.seals.retain(|name, _| kept(name));
        changed = true;
    }
    Ok(changed)
}

const SIGNS: &str = "signs";
const SIGNED: &str = "signed/";
const TRUSTS: &str = "trusts/";
const REMOVAL: &str = "removal/";

fn removal_name(connection: ConnectionId) -> String {
    format!("{REMOVAL}{connection}")
}

fn put(row: &mut Row, name: &str, value: String) -> bool {
    row.seals.get(name) != Some(&value) && {
        row.seals.insert(name.to_owned(), value);
        true
    }
}

/// Whom a profile trusts, as its own seals say.
fn trusted(row: &Row, keys: &ProfileKeys) -> BTreeMap<ProfileId, PublicKey> {
    let trusts = row.seals.iter().filter_map(|(name, told)| {
        let id: ProfileId = name.strip_prefix(TRUSTS)?.parse().ok()?;
        let told = BASE64.decode(told).ok()?;
        let (key, tag) = told.split_first_chunk::<32>()?;
        let sealed = hmac::verify(&hmac_key(keys), &administrator(id, key), tag).is_ok();
        sealed.then_some((id, *key))
    });
    trusts.collect()
}

/// The key of a row that is an administrator's, by the registry's word.
fn public_key(row: &Row) -> Option<PublicKey> {
    let key = row.seals.get(SIGNS).filter(|_| row.role == Role::Administrator)?;
    BASE64.decode(key).ok()?.try_into().ok()
}

/// Whether `by`, whose key is `with`, signed for the administrator of `row` and `key`.
fn signed(row: &Row, by: ProfileId, with: &PublicKey, key: &PublicKey) -> bool {
    let signature =
        row.seals.get(&format!("{SIGNED}{by}")).and_then(|signature| BASE64.decode(signature).ok());
    signature.is_some_and(|signature| verifies(with, &administrator(row.id, key), &signature))
}

fn verifies(key: &PublicKey, content: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, key).verify(content, signature).is_ok()
}

fn pair(keys: &ProfileKeys) -> Result<Ed25519KeyPair, ProfilesError> {
    Ed25519KeyPair::from_seed_unchecked(keys.signing_key().expose()).map_err(|_| ProfilesError::Crypto)
}

fn hmac_key(keys: &ProfileKeys) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, keys.seal_key().expose())
}

fn administrator(id: ProfileId, key: &PublicKey) -> Vec<u8> {
    [b"trove administrator".as_slice(), id.as_bytes(), key].concat()
}

fn removal(profile: ProfileId, connection: ConnectionId) -> Vec<u8> {
    [b"trove removal".as_slice(), profile.as_bytes(), connection.as_bytes()].concat()
}
