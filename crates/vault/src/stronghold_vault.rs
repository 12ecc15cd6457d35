//! A [`TokenVault`] kept in a Stronghold snapshot.
//!
//! Stronghold has two places: its *store* is ordinary memory that can be read back, its
//! *vault* is guarded memory that cannot. So a random key is made inside the vault and
//! never leaves it; the store holds only what that key has sealed, and a value is opened
//! by Stronghold's own procedure at the moment of use.
//!
//! Not here: the file's shape and safety (`vault_file`) and what the values mean
//! (`tokens`). The store's `lifetime` is never used: it follows the wall clock, and a
//! clock set forward would delete tokens.

use crate::vault_file::{self, Staging, WORK_FACTOR};
use crate::{TokenVault, VaultError};
use aws_lc_rs::rand;
use iota_stronghold::engine::snapshot::try_set_encrypt_work_factor;
use iota_stronghold::procedures::{AeadCipher, AeadDecrypt, AeadEncrypt, Slip10Generate};
use iota_stronghold::{Client, ClientError, KeyProvider, Location, SnapshotPath};
use std::io;
use std::path::{Path, PathBuf};
use tauri_plugin_stronghold::stronghold::{Error as PluginError, Stronghold};
use trove_model::{Key32, Secret};
use trove_private_file as private_file;
use zeroize::Zeroizing;

/// The vault of one profile, open.
pub struct StrongholdVault {
    stronghold: Stronghold,
    client: Client,
    key: KeyProvider,
    path: PathBuf,
}

impl StrongholdVault {
    /// Opens the vault at `path`, or creates it there. Its folder must exist and be private.
    ///
    /// # Errors
    /// See [`VaultError`]; the file is left as it was.
    pub fn open(path: &Path, key: &Key32) -> Result<Self, VaultError> {
        vault_file::sweep(path)?;
        let exists = vault_file::check(path)?;
        // One setting for the whole process; this crate is its only user.
        try_set_encrypt_work_factor(WORK_FACTOR).map_err(|_| VaultError::Library)?;
        let stronghold = Stronghold::new(path, key.expose().to_vec()).map_err(|error| match error {
            PluginError::Stronghold(error) => classify(&error),
            _ => VaultError::Library,
        })?;
        let key =
            KeyProvider::try_from(Zeroizing::new(key.expose().to_vec())).map_err(|_| VaultError::Library)?;
        if exists {
            private_file::make_private(path)?;
            let client = stronghold.load_client(CLIENT).map_err(|_| VaultError::Damaged)?;
            let vault = Self { stronghold, client, key, path: path.to_owned() };
            vault.check_layout()?;
            Ok(vault)
        } else {
            let client = stronghold.create_client(CLIENT).map_err(|_| VaultError::Library)?;
            client
                .execute_procedure(Slip10Generate { size_bytes: Some(32), output: sealing_key() })
                .map_err(|_| VaultError::Library)?;
            store_insert(&client, LAYOUT_NAME.to_vec(), LAYOUT.to_be_bytes().to_vec())?;
            let vault = Self { stronghold, client, key, path: path.to_owned() };
            vault.save()?;
            Ok(vault)
        }
    }

    fn check_layout(&self) -> Result<(), VaultError> {
        let layout = self.client.store().get(LAYOUT_NAME).map_err(|_| VaultError::Library)?;
        let layout = layout.and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        match layout {
            Some(LAYOUT) => Ok(()),
            Some(newer) if newer > LAYOUT => Err(VaultError::NewerVersion),
            _ => Err(VaultError::Damaged),
        }
    }

    /// Writes everything to disk, synced, in place of the old file.
    fn save(&self) -> Result<(), VaultError> {
        let staging = Staging::beside(&self.path)?;
        self.stronghold
            .commit_with_keyprovider(&SnapshotPath::from_path(staging.snapshot()), &self.key)
            .map_err(|error| match classify(&error) {
                full_or_io @ (VaultError::DiskFull | VaultError::Io(_)) => full_or_io,
                _ => VaultError::Library,
            })?;
        staging.commit()
    }

    /// Saves after a change to `name`; if that fails, `name` gets its `former` value back,
    /// so that memory never claims more than the disk holds.
    fn save_or_restore(&self, name: Vec<u8>, former: Option<Vec<u8>>) -> Result<(), VaultError> {
        let saved = self.save();
        if saved.is_err() {
            match former {
                Some(former) => store_insert(&self.client, name, former)?,
                None => {
                    self.client.store().delete(&name).map_err(|_| VaultError::Library)?;
                }
            }
        }
        saved
    }
}

impl TokenVault for StrongholdVault {
    fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        let sealed = self.client.store().get(&store_name(name)).map_err(|_| VaultError::Library)?;
        let Some(sealed) = sealed else { return Ok(None) };
        let (nonce, rest) = sealed.split_at_checked(NONCE).ok_or(VaultError::Damaged)?;
        let (tag, ciphertext) = rest.split_at_checked(TAG).ok_or(VaultError::Damaged)?;
        let opened = self.client.execute_procedure(AeadDecrypt {
            cipher: AeadCipher::XChaCha20Poly1305,
            associated_data: name.as_bytes().to_vec(),
            ciphertext: ciphertext.to_vec(),
            tag: tag.to_vec(),
            nonce: nonce.to_vec(),
            key: sealing_key(),
        });
        opened.map(|value| Some(Secret::new(value))).map_err(|_| VaultError::Damaged)
    }

    fn put(&mut self, name: &str, value: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let mut sealed = vec![0; NONCE];
        rand::fill(&mut sealed).map_err(|_| VaultError::Library)?;
        let tag_and_ciphertext = self
            .client
            .execute_procedure(AeadEncrypt {
                cipher: AeadCipher::XChaCha20Poly1305,
                associated_data: name.as_bytes().to_vec(),
                plaintext: value.expose().clone(),
                nonce: sealed.clone(),
                key: sealing_key(),
            })
            .map_err(|_| VaultError::Library)?;
        sealed.extend(tag_and_ciphertext);
        let store = self.client.store();
        let former = store.insert(store_name(name), sealed, None).map_err(|_| VaultError::Library)?;
        self.save_or_restore(store_name(name), former)
    }

    fn remove(&mut self, name: &str) -> Result<bool, VaultError> {
        let former = self.client.store().delete(&store_name(name)).map_err(|_| VaultError::Library)?;
        if former.is_none() {
            return Ok(false);
        }
        self.save_or_restore(store_name(name), former).map(|()| true)
    }

    fn names(&self) -> Result<Vec<String>, VaultError> {
        let keys = self.client.store().keys().map_err(|_| VaultError::Library)?;
        let mut names: Vec<String> = keys
            .iter()
            .filter_map(|key| key.strip_prefix(NAME_PREFIX))
            .map(|name| String::from_utf8(name.to_vec()).map_err(|_| VaultError::Damaged))
            .collect::<Result<_, _>>()?;
        names.sort();
        Ok(names)
    }
}

impl Drop for StrongholdVault {
    fn drop(&mut self) {
        if self.stronghold.clear().is_err() {
            tracing::warn!("Stronghold did not clear its memory");
        }
    }
}

/// Raised when the names or the sealing below change; newer vaults are refused.
const LAYOUT: u32 = 1;
const LAYOUT_NAME: &[u8] = b"layout";
const NAME_PREFIX: &[u8] = b"value/";
const CLIENT: &[u8] = b"trove";
/// XChaCha20-Poly1305: nonces long enough to be drawn at random.
const NONCE: usize = 24;
const TAG: usize = 16;

fn sealing_key() -> Location {
    Location::generic(b"sealing".to_vec(), b"key".to_vec())
}

fn store_name(name: &str) -> Vec<u8> {
    [NAME_PREFIX, name.as_bytes()].concat()
}

fn store_insert(client: &Client, name: Vec<u8>, value: Vec<u8>) -> Result<(), VaultError> {
    client.store().insert(name, value, None).map(drop).map_err(|_| VaultError::Library)
}

/// Stronghold folds every cause into one string; the causes we act on are read back from it.
fn classify(error: &ClientError) -> VaultError {
    let text = error.to_string();
    if text.contains("BadFileKey") {
        return VaultError::WrongKey;
    }
    let os_error = text.split_once("(os error ").and_then(|(_, rest)| rest.split_once(')'));
    match os_error.and_then(|(number, _)| number.parse().ok()) {
        Some(number) => io::Error::from_raw_os_error(number).into(),
        None => VaultError::Damaged,
    }
}

#[cfg(test)]
mod tests;
