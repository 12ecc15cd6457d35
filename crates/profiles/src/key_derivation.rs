//! From a password to keys.
//!
//! ```text
//! Argon2id(password, salt)   -> verifier, wrapping key
//! data key (random, wrapped) -> vault key, store key, index key, seal key, signing key
//! ```
//! Each arrow is HKDF-SHA-256 (RFC 5869) with its own info string.
//!
//! Not here: the file that holds salt and wrapped key (`key_file`).

use crate::{ProfilesError, Role};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::{error::Unspecified, hkdf};
use std::fmt;
use trove_model::{Key32, ProfileId, Secret, SecretString};
use zeroize::Zeroizing;

/// How costly one guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u64,
    pub passes: u64,
    pub lanes: u64,
}

/// What new profiles get: RFC 9106's second recommended option, on one lane.
pub const COST: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

/// Below is a downgrade: our own first version wrote this much.
const FLOOR: Cost = COST;

/// Beyond is a bomb.
const CEILING: Cost = Cost { memory_kib: 1024 * 1024, passes: 10, lanes: 4 };

impl Cost {
    /// # Errors
    /// [`ProfilesError::WeakKdf`] outside floor and ceiling.
    pub fn check(self) -> Result<(), ProfilesError> {
        let within = (FLOOR.memory_kib..=CEILING.memory_kib).contains(&self.memory_kib)
            && (FLOOR.passes..=CEILING.passes).contains(&self.passes)
            && (FLOOR.lanes..=CEILING.lanes).contains(&self.lanes);
        if within { Ok(()) } else { Err(ProfilesError::WeakKdf) }
    }

    fn params(self) -> Result<Params, ProfilesError> {
        self.check()?;
        let [memory, passes, lanes] = [self.memory_kib, self.passes, self.lanes].map(u32::try_from);
        match (memory, passes, lanes) {
            (Ok(memory), Ok(passes), Ok(lanes)) => {
                Params::new(memory, passes, lanes, Some(32)).map_err(|_| ProfilesError::WeakKdf)
            }
            _ => Err(ProfilesError::WeakKdf),
        }
    }
}

/// What a password yields, with a given salt and cost.
pub struct PasswordKeys {
    /// Tells a wrong password from a damaged file. Compare in constant time.
    pub verifier: Key32,
    /// Unwraps the data key.
    pub wrapping: Key32,
}

impl PasswordKeys {
    /// Takes about 0.2 s and `cost.memory_kib`.
    ///
    /// # Errors
    /// [`ProfilesError::WeakKdf`] before anything is allocated, if `cost` is out of bounds.
    pub fn derive(password: &SecretString, salt: &[u8], cost: Cost) -> Result<Self, ProfilesError> {
        let params = cost.params()?;
        #[cfg(test)]
        DERIVATIONS.set(DERIVATIONS.get() + 1);
        let mut stretched = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.expose().as_bytes(), salt, &mut *stretched)
            .map_err(|_| ProfilesError::Crypto)?;
        Ok(Self {
            verifier: expand(&stretched, "trove password verifier")?,
            wrapping: expand(&stretched, "trove data key wrapping")?,
        })
    }
}

#[cfg(test)]
thread_local! {
    /// How often this thread has run Argon2id.
    pub static DERIVATIONS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The keys of one profile, unlocked. Dropping them locks it.
pub struct ProfileKeys {
    id: ProfileId,
    role: Role,
    data: Key32,
    vault: Key32,
    store: Key32,
    index: Key32,
    seal: Key32,
    signing: Key32,
}

impl ProfileKeys {
    pub(crate) fn new(id: ProfileId, role: Role, data: Key32) -> Result<Self, ProfilesError> {
        let derived = |info| expand(data.expose(), info);
        Ok(Self {
            id,
            role,
            vault: derived("trove vault")?,
            store: derived("trove store")?,
            index: derived("trove index")?,
            seal: derived("trove registry seal")?,
            signing: derived("trove removal signing")?,
            data,
        })
    }

    pub fn id(&self) -> ProfileId {
        self.id
    }

    /// As sealed into the profile's own key file; the registry's word is for show.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Opens the Stronghold snapshot.
    pub fn vault_key(&self) -> Key32 {
        self.vault.clone()
    }

    /// Opens the encrypted database.
    pub fn store_key(&self) -> Key32 {
        self.store.clone()
    }

    /// Opens the full-text index.
    pub fn index_key(&self) -> Key32 {
        self.index.clone()
    }

    /// Vouches for rows of the registry.
    pub(crate) fn seal_key(&self) -> &Key32 {
        &self.seal
    }

    /// The seed of what signs an administrator's removals.
    pub(crate) fn signing_key(&self) -> &Key32 {
        &self.signing
    }

    pub(crate) fn data_key(&self) -> &Key32 {
        &self.data
    }
}

impl fmt::Debug for ProfileKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileKeys").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// RFC 5869 section 3.3: the input is a uniformly random key, so extraction is skipped.
fn expand(key: &[u8; 32], info: &str) -> Result<Key32, Unspecified> {
    let mut output = Zeroizing::new([0; 32]);
    hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, key)
        .expand(&[info.as_bytes()], hkdf::HKDF_SHA256)?
        .fill(&mut *output)?;
    Ok(Secret::new(*output))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 26.
    #[test]
    fn out_of_bounds_is_refused_before_deriving() {
        let password = SecretString::from("long enough");
        let before = DERIVATIONS.get();
        for cost in [
            Cost { memory_kib: 8, ..COST },
            Cost { memory_kib: COST.memory_kib - 1, ..COST },
            Cost { memory_kib: 4 * 1024 * 1024, ..COST },
            Cost { passes: 1, ..COST },
            Cost { passes: 1_000_000, ..COST },
            Cost { passes: u64::MAX, ..COST },
            Cost { lanes: 0, ..COST },
            Cost { lanes: 1 << 20, ..COST },
        ] {
            let refused = PasswordKeys::derive(&password, &[0; 16], cost).err();
            assert_eq!(refused, Some(ProfilesError::WeakKdf), "{cost:?}");
        }
        assert_eq!(DERIVATIONS.get(), before);
    }

    #[test]
    fn every_key_is_its_own_and_none_is_shown() {
        let id = ProfileId::from_bytes([7; 16]);
        let keys = ProfileKeys::new(id, Role::Member, Secret::new([9; 32])).unwrap();
        let mut all = vec![
            *keys.vault_key().expose(),
            *keys.store_key().expose(),
            *keys.index_key().expose(),
            *keys.seal_key().expose(),
            *keys.signing_key().expose(),
            *keys.data_key().expose(),
        ];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 6);
        let shown = format!("{keys:?}");
        assert_eq!(shown, format!("ProfileKeys {{ id: {id}, role: Member, .. }}"));
    }

    /// Fixed for as long as profiles made by this version exist.
    #[test]
    fn derivation_does_not_change_between_versions() {
        let keys = ProfileKeys::new(ProfileId::from_bytes([7; 16]), Role::Member, Secret::new([9; 32]));
        let vault = keys.unwrap().vault_key();
        // HMAC-SHA-256(key = 32 × 09, "trove vault" ‖ 01), by another implementation.
        expect_test::expect!["dc5f328a866b0e9619f8a52286f41a77ad6bffb71728ca52678196bd0eb570ce"]
            .assert_eq(&vault.expose().map(|byte| format!("{byte:02x}")).concat());
    }
}
