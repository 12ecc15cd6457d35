//! Which of the two files keeps a profile's secrets, and the way from one to the other.
//!
//! `vault.sealed` keeps them where it is there, else `vault.hold` does, Stronghold's, which is
//! what every profile begins with. Not here: what the files are (`stronghold_vault`,
//! `sealed_vault`), and who may ask for a change.

use crate::{SealedVault, StrongholdVault, TokenVault, VaultError, sealed_vault, vault_file};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use std::path::{Path, PathBuf};
use trove_model::Key32;
use trove_private_file as private_file;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    Stronghold,
    Sealed,
}

impl Keeper {
    /// Who keeps the secrets of the profile with this folder.
    ///
    /// # Errors
    /// [`VaultError::NotAFile`], or when it cannot be found out.
    pub fn of(folder: &Path) -> Result<Self, VaultError> {
        Ok(if private_file::is_there(&Self::Sealed.file(folder))? { Self::Sealed } else { Self::Stronghold })
    }

    /// Where they lie.
    pub fn file(self, folder: &Path) -> PathBuf {
        folder.join(self.file_name())
    }

    pub fn file_name(self) -> &'static str {
        match self {
            Self::Stronghold => "vault.hold",
            Self::Sealed => "vault.sealed",
        }
    }

    fn open(self, path: &Path, key: &Key32) -> Result<Box<dyn TokenVault>, VaultError> {
        Ok(match self {
            Self::Stronghold => Box::new(StrongholdVault::open(path, key)?),
            Self::Sealed => Box::new(SealedVault::open(path, key)?),
        })
    }
}

/// Opens the secrets of the profile with this folder, or begins to keep some.
///
/// # Errors
/// See [`VaultError`]; the file is left as it was.
pub fn open(folder: &Path, key: &Key32) -> Result<Box<dyn TokenVault>, VaultError> {
    let keeper = Keeper::of(folder)?;
    keeper.open(&keeper.file(folder), key)
}

/// Whether there is a vault that is safe to open; it may be nobody's.
///
/// # Errors
/// When something is there that must not be opened.
pub fn look(folder: &Path) -> Result<bool, VaultError> {
    match Keeper::of(folder)? {
        Keeper::Stronghold => vault_file::check(&Keeper::Stronghold.file(folder)),
        Keeper::Sealed => sealed_vault::look(&Keeper::Sealed.file(folder)),
    }
}

/// Lets `to` keep the secrets from now on; how many there are. Nobody may have them open.
///
/// They are written anew, read back and compared before the file that kept them goes. Killed at
/// any moment, one of the two files keeps all of them.
///
/// # Errors
/// See [`VaultError`]; the former keeper then still keeps them, or if only the last sync failed
/// both do.
pub fn change_keeper(folder: &Path, key: &Key32, to: Keeper) -> Result<usize, VaultError> {
    let from = Keeper::of(folder)?;
    let kept = from.open(&from.file(folder), key)?;
    if from == to {
        return Ok(kept.names()?.len());
    }
    match to {
        Keeper::Sealed => {
            // Being there it would be the keeper, so it is made under another name.
            let made = folder.join("vault.sealed.new");
            let moved = made_anew(to, &made, key, &*kept)?;
            private_file::put_in_place(&made, &to.file(folder))?;
            drop(kept);
            private_file::remove(&from.file(folder))?;
            Ok(moved)
        }
        Keeper::Stronghold => {
            let moved = made_anew(to, &to.file(folder), key, &*kept)?;
            drop(kept);
            private_file::remove(&from.file(folder))?;
            private_file::sync_folder(folder)?;
            Ok(moved)
        }
    }
}

/// A vault at `path` with what `kept` holds and nothing else, opened once more to see.
fn made_anew(to: Keeper, path: &Path, key: &Key32, kept: &dyn TokenVault) -> Result<usize, VaultError> {
    private_file::remove(path)?;
    let mut new = to.open(path, key)?;
    let names = kept.names()?;
    for name in &names {
        new.put(name, &kept.get(name)?.ok_or(VaultError::Damaged)?)?;
    }
    drop(new);
    let opened = to.open(path, key)?;
    let same = |name: &String| match (opened.get(name), kept.get(name)) {
        (Ok(Some(new)), Ok(Some(old))) => verify_slices_are_equal(new.expose(), old.expose()).is_ok(),
        _ => false,
    };
    if opened.names()? == names && names.iter().all(same) {
        Ok(names.len())
    } else {
        Err(VaultError::Library)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use trove_model::Secret;

    fn key() -> Key32 {
        Secret::new([7; 32])
    }

    fn value(text: &str) -> Secret<Vec<u8>> {
        Secret::new(text.as_bytes().to_vec())
    }

    fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let vault = open(folder, &key()).unwrap();
        let names = vault.names().unwrap().into_iter();
        names.map(|name| (name.clone(), vault.get(&name).unwrap().unwrap().expose().clone())).collect()
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn filled(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut vault = open(folder, &key()).unwrap();
        for nth in 0..5 {
            vault.put(&format!("token/{nth}"), &value(&"x".repeat(nth * 100))).unwrap();
        }
        drop(vault);
        all(folder)
    }

    #[test]
    fn everything_goes_over_and_back_and_one_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let filled = filled(folder);
        assert_eq!((Keeper::of(folder), files(folder)), (Ok(Keeper::Stronghold), vec!["vault.hold".into()]));
        for (to, name) in [
            (Keeper::Sealed, "vault.sealed"),
            (Keeper::Sealed, "vault.sealed"),
            (Keeper::Stronghold, "vault.hold"),
            (Keeper::Stronghold, "vault.hold"),
            (Keeper::Sealed, "vault.sealed"),
        ] {
            assert_eq!(change_keeper(folder, &key(), to), Ok(5));
            assert_eq!((Keeper::of(folder), files(folder)), (Ok(to), vec![name.into()]));
            assert_eq!((look(folder), all(folder)), (Ok(true), filled.clone()));
        }
        // What changed meanwhile is what goes back, whatever lies where it goes.
        open(folder, &key()).unwrap().put("token/0", &value("renewed")).unwrap();
        let mut stale = StrongholdVault::open(&folder.join("vault.hold"), &key()).unwrap();
        stale.put("token/0", &value("stale")).unwrap();
        stale.put("token/9", &value("stale")).unwrap();
        drop(stale);
        assert_eq!(change_keeper(folder, &key(), Keeper::Stronghold), Ok(5));
        let mut renewed = filled;
        renewed[0].1 = b"renewed".to_vec();
        assert_eq!(all(folder), renewed);
    }

    /// Check 31.
    #[test]
    fn a_change_that_fails_or_ends_anywhere_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let filled = filled(folder);
        let mut failed = 0;
        for to in [Keeper::Sealed, Keeper::Stronghold] {
            for nth in 0.. {
                private_file::fail_after(Some(nth));
                let changed = change_keeper(folder, &key(), to);
                let whole = private_file::still_waiting();
                private_file::fail_after(None);
                assert_eq!(all(folder), filled, "step {nth} to {to:?}: {changed:?}");
                if whole {
                    assert_eq!(changed, Ok(5));
                    break;
                }
                failed += 1;
                if changed.is_ok() || Keeper::of(folder) == Ok(to) {
                    // Only what comes after the change failed: back, to try the next step.
                    let back = if to == Keeper::Sealed { Keeper::Stronghold } else { Keeper::Sealed };
                    change_keeper(folder, &key(), back).unwrap();
                }
            }
            assert_eq!(Keeper::of(folder), Ok(to));
        }
        assert!(failed > 20, "{failed} steps were made to fail");
    }
}
