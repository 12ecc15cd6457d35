//! A [`TokenVault`] in a file of our own, sealed as a whole: what takes Stronghold's place should
//! its upkeep end for good, or for whoever wants it now (`keeper`).
//!
//! ```text
//! "TROVE-VAULT" | version, 1 byte | salt, 32 | sum of what is before, 8 | of the key, 16 | sealed
//! ```
//!
//! Each save draws a salt; HKDF-SHA-256 (RFC 5869) of the vault's key and the salt gives the
//! sixteen bytes that tell a wrong key from damage, and the AES-256-GCM key of this save alone,
//! so that its nonce may be zero. All before `sealed` is authenticated with it.
//!
//! Not here: what the values mean (`tokens`).

use crate::{TokenVault, VaultError};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::{digest, hkdf, rand};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use trove_model::{Key32, Secret};
use trove_private_file as private_file;
use zeroize::Zeroizing;

const MAGIC: &[u8; 11] = b"TROVE-VAULT";
const VERSION: u8 = 1;
const SALT: usize = 32;
const SUM: usize = 8;
const CHECK: usize = 16;
const SUMMED: usize = MAGIC.len() + 1 + SALT;
const HEADER: usize = SUMMED + SUM + CHECK;
/// Far above what tokens need; a file beyond it is not read into memory.
const LARGEST: u64 = 16 << 20;

/// The vault of one profile, open.
pub struct SealedVault {
    path: PathBuf,
    key: Key32,
    values: BTreeMap<String, Secret<Vec<u8>>>,
}

impl SealedVault {
    /// Opens the vault at `path`, or creates it there. Its folder must exist and be private.
    ///
    /// # Errors
    /// See [`VaultError`]; the file is left as it was.
    pub fn open(path: &Path, key: &Key32) -> Result<Self, VaultError> {
        private_file::sweep(path)?;
        let values = match private_file::read(path, LARGEST)? {
            Some(bytes) => read(&bytes, key)?,
            None => BTreeMap::new(),
        };
        let vault = Self { path: path.to_owned(), key: key.clone(), values };
        if !private_file::is_there(path)? {
            vault.save()?;
        }
        Ok(vault)
    }

    fn save(&self) -> Result<(), VaultError> {
        Ok(private_file::replace(&self.path, &write(&self.values, &self.key)?)?)
    }

    /// Saves after a change to `name`; if that fails, `name` gets its `former` value back.
    fn save_or_restore(&mut self, name: &str, former: Option<Secret<Vec<u8>>>) -> Result<(), VaultError> {
        let saved = self.save();
        if saved.is_err() {
            match former {
                Some(former) => self.values.insert(name.to_owned(), former),
                None => self.values.remove(name),
            };
        }
        saved
    }
}

impl TokenVault for SealedVault {
    fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        Ok(self.values.get(name).cloned())
    }

    fn put(&mut self, name: &str, value: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let former = self.values.insert(name.to_owned(), value.clone());
        self.save_or_restore(name, former)
    }

    fn remove(&mut self, name: &str) -> Result<bool, VaultError> {
        let Some(former) = self.values.remove(name) else { return Ok(false) };
        self.save_or_restore(name, Some(former)).map(|()| true)
    }

    fn names(&self) -> Result<Vec<String>, VaultError> {
        Ok(self.values.keys().cloned().collect())
    }
}

fn write(values: &BTreeMap<String, Secret<Vec<u8>>>, key: &Key32) -> Result<Vec<u8>, VaultError> {
    let mut salt = [0; SALT];
    rand::fill(&mut salt).map_err(|_| VaultError::Library)?;
    let mut header = [MAGIC.as_slice(), &[VERSION], &salt].concat();
    header.extend(sum(&header));
    let save = SaveKeys::derive(key, &salt)?;
    header.extend(save.check);
    let mut sealed = Zeroizing::new(Vec::new());
    for (name, value) in values {
        for part in [name.as_bytes(), value.expose().as_slice()] {
            let length = u32::try_from(part.len()).map_err(|_| VaultError::Library)?;
            sealed.extend(length.to_be_bytes());
            sealed.extend(part);
        }
    }
    save.seal
        .seal_in_place_append_tag(Nonce::assume_unique_for_key([0; 12]), Aad::from(&header), &mut *sealed)
        .map_err(|_| VaultError::Library)?;
    header.extend_from_slice(&sealed);
    Ok(header)
}

/// Whether there is a vault at `path` with a whole beginning; whose it is takes the key.
///
/// # Errors
/// When something else is there.
pub fn look(path: &Path) -> Result<bool, VaultError> {
    let Some(bytes) = private_file::read(path, LARGEST)? else { return Ok(false) };
    parts(&bytes).map(|_| true)
}

/// A file's salt, what tells a wrong key, and what is sealed, with all before that.
struct Parts<'a> {
    salt: &'a [u8],
    check: &'a [u8],
    header: &'a [u8],
    sealed: &'a [u8],
}

fn parts(bytes: &[u8]) -> Result<Parts<'_>, VaultError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        let begun = MAGIC.starts_with(bytes);
        return Err(if begun { VaultError::Damaged } else { VaultError::NotAVault });
    };
    match rest.first() {
        Some(&VERSION) => {}
        Some(version) if *version > VERSION => return Err(VaultError::NewerVersion),
        _ => return Err(VaultError::Damaged),
    }
    let (header, sealed) = bytes.split_at_checked(HEADER).ok_or(VaultError::Damaged)?;
    let (summed, rest) = header.split_at(SUMMED);
    let (told, check) = rest.split_at(SUM);
    if told != sum(summed) {
        return Err(VaultError::Damaged);
    }
    let salt = summed.get(SUMMED - SALT..).unwrap_or_default();
    Ok(Parts { salt, check, header, sealed })
}

fn read(bytes: &[u8], key: &Key32) -> Result<BTreeMap<String, Secret<Vec<u8>>>, VaultError> {
    let Parts { salt, check, header, sealed } = parts(bytes)?;
    let save = SaveKeys::derive(key, salt)?;
    verify_slices_are_equal(check, &save.check).map_err(|_| VaultError::WrongKey)?;
    let mut opened = Zeroizing::new(sealed.to_vec());
    let opened = save
        .seal
        .open_in_place(Nonce::assume_unique_for_key([0; 12]), Aad::from(header), &mut opened)
        .map_err(|_| VaultError::Damaged)?;
    let mut rest: &[u8] = opened;
    let mut values = BTreeMap::new();
    while !rest.is_empty() {
        let name = part(&mut rest).ok_or(VaultError::Damaged)?;
        let value = part(&mut rest).ok_or(VaultError::Damaged)?;
        let name = String::from_utf8(name.to_vec()).map_err(|_| VaultError::Damaged)?;
        values.insert(name, Secret::new(value.to_vec()));
    }
    Ok(values)
}

fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (part, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    *rest = after;
    Some(part)
}

/// Tells damage of the header from a wrong key; proves nothing.
fn sum(bytes: &[u8]) -> [u8; SUM] {
    let whole = digest::digest(&digest::SHA256, bytes);
    whole.as_ref().first_chunk().copied().unwrap_or_default()
}

/// What one save is sealed with.
struct SaveKeys {
    check: [u8; CHECK],
    seal: LessSafeKey,
}

impl SaveKeys {
    fn derive(key: &Key32, salt: &[u8]) -> Result<Self, VaultError> {
        let drawn = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(key.expose());
        let mut check = [0; CHECK];
        let mut seal = Zeroizing::new([0; 32]);
        fill(&drawn, b"trove vault: check", &mut check)?;
        fill(&drawn, b"trove vault: seal", &mut *seal)?;
        let seal = UnboundKey::new(&AES_256_GCM, &*seal).map_err(|_| VaultError::Library)?;
        Ok(Self { check, seal: LessSafeKey::new(seal) })
    }
}

fn fill(drawn: &hkdf::Prk, purpose: &[u8], into: &mut [u8]) -> Result<(), VaultError> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let purpose = [purpose];
    let expanded = drawn.expand(&purpose, Length(into.len())).map_err(|_| VaultError::Library)?;
    expanded.fill(into).map_err(|_| VaultError::Library)
}

#[cfg(test)]
mod tests;
