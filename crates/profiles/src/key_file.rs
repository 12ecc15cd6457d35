//! `keys.json`: salt, cost, verifier and wrapped data key of one profile.
//!
//! Three questions are kept apart. Is the file whole? A checksum says so before any
//! costly derivation. Is the password right? The verifier says so, in constant time. Is
//! the file this profile's, and untampered? The seal around the data key says so: the
//! profile's id, the version and the cost are bound into it, and the role is inside it.
//!
//! Not here: who may try how often (`login_throttle`).

use crate::key_derivation::{COST, Cost, PasswordKeys, ProfileKeys};
use crate::versioned_json::VersionedJson;
use crate::{DataFile, ProfilesError, Role};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use std::path::Path;
use trove_model::{Entropy, Key32, ProfileId, Secret, SecretString};
use zeroize::Zeroizing;

const VERSION: u32 = 1;
const FILE: VersionedJson = VersionedJson { file: DataFile::Keys, version: VERSION, largest: 16 * 1024 };
const SALT: usize = 16;

/// A key file that is whole and within bounds. Its password may still be wrong.
#[derive(Clone)]
pub struct KeyFile {
    profile: ProfileId,
    cost: Cost,
    salt: Vec<u8>,
    verifier: Vec<u8>,
    nonce: [u8; NONCE_LEN],
    wrapped: Vec<u8>,
}

impl KeyFile {
    /// Wraps `keys` under `password`, with a fresh salt. Derives once.
    ///
    /// # Errors
    /// [`ProfilesError::Entropy`], [`ProfilesError::Crypto`].
    pub fn wrap(
        keys: &ProfileKeys,
        password: &SecretString,
        entropy: &dyn Entropy,
    ) -> Result<Self, ProfilesError> {
        let mut salt = vec![0; SALT];
        entropy.fill(&mut salt)?;
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce)?;
        let derived = PasswordKeys::derive(password, &salt, COST)?;
        let mut file = Self {
            profile: keys.id(),
            cost: COST,
            salt,
            verifier: derived.verifier.expose().to_vec(),
            nonce,
            wrapped: Vec::new(),
        };
        let mut plain = Zeroizing::new(Vec::with_capacity(1 + 32 + AES_256_GCM.tag_len()));
        plain.push(role_byte(keys.role()));
        plain.extend_from_slice(keys.data_key().expose());
        sealing_key(&derived.wrapping)?.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(file.bound()),
            &mut *plain,
        )?;
        file.wrapped = plain.to_vec();
        Ok(file)
    }

    /// Derives once, then unwraps.
    ///
    /// # Errors
    /// [`ProfilesError::WrongPassword`] if and only if the verifier says so;
    /// [`ProfilesError::Damaged`] if the password is right and the rest is not.
    pub fn unwrap(&self, password: &SecretString) -> Result<ProfileKeys, ProfilesError> {
        let derived = PasswordKeys::derive(password, &self.salt, self.cost)?;
        constant_time::verify_slices_are_equal(derived.verifier.expose(), &self.verifier)
            .map_err(|_| ProfilesError::WrongPassword)?;
        let mut plain = Zeroizing::new(self.wrapped.clone());
        let opened = sealing_key(&derived.wrapping)?
            .open_in_place(Nonce::assume_unique_for_key(self.nonce), Aad::from(self.bound()), &mut plain)
            .map_err(|_| DAMAGED)?;
        let (role, data) = opened.split_first().ok_or(DAMAGED)?;
        let data: [u8; 32] = data.try_into().map_err(|_| DAMAGED)?;
        ProfileKeys::new(self.profile, role_of(*role).ok_or(DAMAGED)?, Secret::new(data))
    }

    /// The key file of `profile` at `path`; `None` if it has none.
    ///
    /// # Errors
    /// Without deriving anything: [`ProfilesError::NewerVersion`],
    /// [`ProfilesError::WeakKdf`], [`ProfilesError::Damaged`] (another profile's included).
    pub fn load(path: &Path, profile: ProfileId) -> Result<Option<Self>, ProfilesError> {
        let layout: Option<Layout> = FILE.load(path)?;
        layout.map(|layout| Self::of(layout, profile)).transpose()
    }

    /// # Errors
    /// As [`VersionedJson::save`].
    pub fn save(&self, path: &Path) -> Result<(), ProfilesError> {
        let layout = Layout {
            version: VERSION,
            profile: self.profile.to_string(),
            kdf: Kdf {
                algorithm: ALGORITHM.to_owned(),
                memory_kib: self.cost.memory_kib,
                passes: self.cost.passes,
                lanes: self.cost.lanes,
            },
            salt: BASE64.encode(&self.salt),
            verifier: BASE64.encode(&self.verifier),
            nonce: BASE64.encode(self.nonce),
            wrapped: BASE64.encode(&self.wrapped),
            checksum: BASE64.encode(self.checksum()),
        };
        FILE.save(path, &layout)
    }

    fn of(layout: Layout, profile: ProfileId) -> Result<Self, ProfilesError> {
        let Kdf { algorithm, memory_kib, passes, lanes } = layout.kdf;
        let cost = Cost { memory_kib, passes, lanes };
        cost.check()?;
        let decode = |text: &str| BASE64.decode(text).map_err(|_| DAMAGED);
        let file = Self {
            profile: layout.profile.parse().map_err(|_| DAMAGED)?,
            cost,
            salt: decode(&layout.salt)?,
            verifier: decode(&layout.verifier)?,
            nonce: decode(&layout.nonce)?.try_into().map_err(|_| DAMAGED)?,
            wrapped: decode(&layout.wrapped)?,
        };
        let whole = algorithm == ALGORITHM
            && file.profile == profile
            && file.salt.len() == SALT
            && decode(&layout.checksum)? == file.checksum();
        if whole { Ok(file) } else { Err(DAMAGED) }
    }

    /// What someone would write who can edit the file and knows its checksum.
    #[cfg(test)]
    pub fn claiming_to_be(self, profile: ProfileId) -> Self {
        Self { profile, ..self }
    }

    /// What the seal binds besides the data key: which profile, which version, which cost.
    fn bound(&self) -> Vec<u8> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let numbers = [u64::from(VERSION), memory_kib, passes, lanes].map(u64::to_be_bytes);
        [b"trove keys", self.profile.as_bytes().as_slice(), &numbers.concat()].concat()
    }

    /// Finds accidents, not attackers.
    fn checksum(&self) -> Vec<u8> {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [&self.bound(), &self.salt, &self.verifier, &self.nonce.to_vec(), &self.wrapped] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

const DAMAGED: ProfilesError = ProfilesError::Damaged(DataFile::Keys);
const ALGORITHM: &str = "argon2id";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    profile: String,
    kdf: Kdf,
    salt: String,
    verifier: String,
    nonce: String,
    wrapped: String,
    checksum: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kdf {
    algorithm: String,
    memory_kib: u64,
    passes: u64,
    lanes: u64,
}

fn sealing_key(key: &Key32) -> Result<LessSafeKey, ProfilesError> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.expose())?))
}

pub(crate) fn role_byte(role: Role) -> u8 {
    match role {
        Role::Member => 0,
        Role::Administrator => 1,
    }
}

pub(crate) fn role_of(byte: u8) -> Option<Role> {
    match byte {
        0 => Some(Role::Member),
        1 => Some(Role::Administrator),
        _ => None,
    }
}
