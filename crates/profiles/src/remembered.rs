//! `remember.json`: the data key once more, wrapped under a random key that the system's
//! keychain keeps. Whoever has only the file, or only the entry, has nothing.
//!
//! Not the data key itself in the keychain: keychains are backed up and synchronized, and
//! an entry that survives there would open the profile for ever. Without this file, which
//! turning the option off removes, an old entry opens nothing. A changed password leaves
//! both as they are.
//!
//! Not here: the keychain (`trove-app`).

use crate::key_file::{role_byte, role_of};
use crate::versioned_json::VersionedJson;
use crate::{DataFile, ProfileKeys, ProfilesError};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use std::path::Path;
use trove_model::{Entropy, Key32, ProfileId, Secret};
use zeroize::Zeroizing;

const VERSION: u32 = 1;
const FILE: VersionedJson = VersionedJson { file: DataFile::Remembered, version: VERSION, largest: 4096 };
const DAMAGED: ProfilesError = ProfilesError::Damaged(DataFile::Remembered);

/// The data key, wrapped, and the profile it is of.
pub struct Remembered {
    profile: ProfileId,
    nonce: [u8; NONCE_LEN],
    wrapped: Vec<u8>,
}

impl Remembered {
    /// Wraps `keys` under a key that is made for it.
    ///
    /// # Errors
    /// [`ProfilesError::Entropy`], [`ProfilesError::Crypto`].
    pub fn wrap(keys: &ProfileKeys, entropy: &dyn Entropy) -> Result<(Self, Key32), ProfilesError> {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key)?;
        let key = Secret::new(*key);
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(1 + 32 + AES_256_GCM.tag_len()));
        plain.push(role_byte(keys.role()));
        plain.extend_from_slice(keys.data_key().expose());
        sealing_key(&key)?.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound(keys.id())),
            &mut *plain,
        )?;
        Ok((Self { profile: keys.id(), nonce, wrapped: plain.to_vec() }, key))
    }

    /// `None` if the key is not the one this was wrapped under, or the file was changed:
    /// the seal does not tell the two apart.
    ///
    /// # Errors
    /// [`ProfilesError::Crypto`].
    pub fn unwrap(&self, key: &Key32) -> Result<Option<ProfileKeys>, ProfilesError> {
        let mut plain = Zeroizing::new(self.wrapped.clone());
        let nonce = Nonce::assume_unique_for_key(self.nonce);
        let opened = sealing_key(key)?.open_in_place(nonce, Aad::from(bound(self.profile)), &mut plain);
        let Ok(opened) = opened else { return Ok(None) };
        let (role, data) = opened.split_first().ok_or(DAMAGED)?;
        let data: [u8; 32] = data.try_into().map_err(|_| DAMAGED)?;
        ProfileKeys::new(self.profile, role_of(*role).ok_or(DAMAGED)?, Secret::new(data)).map(Some)
    }

    /// `None` where the profile is not remembered.
    ///
    /// # Errors
    /// [`ProfilesError::NewerVersion`], [`ProfilesError::Damaged`] (another profile's included).
    pub fn load(path: &Path, profile: ProfileId) -> Result<Option<Self>, ProfilesError> {
        let layout: Option<Layout> = FILE.load(path)?;
        let Some(layout) = layout else { return Ok(None) };
        let decode = |text: &str| BASE64.decode(text).map_err(|_| DAMAGED);
        let named: ProfileId = layout.profile.parse().map_err(|_| DAMAGED)?;
        if named != profile {
            return Err(DAMAGED);
        }
        let nonce = decode(&layout.nonce)?.try_into().map_err(|_| DAMAGED)?;
        Ok(Some(Self { profile, nonce, wrapped: decode(&layout.wrapped)? }))
    }

    /// # Errors
    /// As [`VersionedJson::save`].
    pub fn save(&self, path: &Path) -> Result<(), ProfilesError> {
        let layout = Layout {
            version: VERSION,
            profile: self.profile.to_string(),
            nonce: BASE64.encode(self.nonce),
            wrapped: BASE64.encode(&self.wrapped),
        };
        FILE.save(path, &layout)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    profile: String,
    nonce: String,
    wrapped: String,
}

fn sealing_key(key: &Key32) -> Result<LessSafeKey, ProfilesError> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.expose())?))
}

/// What the seal binds besides the data key: which profile, which version.
fn bound(profile: ProfileId) -> Vec<u8> {
    [b"trove remembered", profile.as_bytes().as_slice(), &u64::from(VERSION).to_be_bytes()].concat()
}
