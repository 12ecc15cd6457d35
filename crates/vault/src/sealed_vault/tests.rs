//! The same promises as Stronghold's file.

use super::*;
use std::fs;
use tempfile::TempDir;

fn key(byte: u8) -> Key32 {
    Secret::new([byte; 32])
}

fn value(text: &str) -> Secret<Vec<u8>> {
    Secret::new(text.as_bytes().to_vec())
}

fn all(vault: &dyn TokenVault) -> Vec<(String, Vec<u8>)> {
    let names = vault.names().unwrap().into_iter();
    names.map(|name| (name.clone(), vault.get(&name).unwrap().unwrap().expose().clone())).collect()
}

fn filled() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sealed");
    let mut vault = SealedVault::open(&path, &key(1)).unwrap();
    vault.put("b", &value("first")).unwrap();
    vault.put("b", &value("token of b")).unwrap();
    vault.put("a", &value("")).unwrap();
    vault.put("c", &value("gone")).unwrap();
    assert!(vault.remove("c").unwrap() && !vault.remove("c").unwrap());
    (folder, path)
}

#[test]
fn values_survive_reopening_and_none_is_readable() {
    let (_folder, path) = filled();
    let vault = SealedVault::open(&path, &key(1)).unwrap();
    assert_eq!(all(&vault), [("a".to_owned(), Vec::new()), ("b".to_owned(), b"token of b".to_vec())]);
    assert!(vault.get("c").unwrap().is_none());
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(5).any(|window| window == b"token"));
    // Saved twice, nothing of one file is in the other behind what every file begins with.
    SealedVault::open(&path, &key(1)).unwrap().put("a", &value("")).unwrap();
    let again = fs::read(&path).unwrap();
    assert_eq!(bytes.len(), again.len());
    assert!(bytes[12..].windows(16).all(|window| !again.windows(16).any(|other| other == window)));
}

/// Checks 28, 29.
#[test]
fn wrong_keys_damage_strangers_and_newer_files_are_told_apart() {
    let (_folder, path) = filled();
    let good = fs::read(&path).unwrap();
    let outcome = |bytes: &[u8], byte: u8| {
        fs::write(&path, bytes).unwrap();
        let outcome = SealedVault::open(&path, &key(byte)).map(drop);
        assert_eq!(fs::read(&path).unwrap(), bytes, "it is left as it was");
        outcome
    };
    assert_eq!(outcome(&good, 1), Ok(()));
    assert_eq!(outcome(&good, 2), Err(VaultError::WrongKey));
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        let expected = match at {
            0..11 => VaultError::NotAVault,
            // Version 0, which there never was.
            11 => VaultError::Damaged,
            at if (SUMMED + SUM..HEADER).contains(&at) => VaultError::WrongKey,
            _ => VaultError::Damaged,
        };
        assert_eq!(outcome(&bad, 1), Err(expected), "byte {at}");
        assert_eq!(outcome(&good[..at], 1), Err(VaultError::Damaged), "cut at {at}");
    }
    assert_eq!(outcome(&[good.as_slice(), b"x"].concat(), 1), Err(VaultError::Damaged));
    let mut newer = good.clone();
    newer[11] = VERSION + 1;
    assert_eq!(outcome(&newer, 1), Err(VaultError::NewerVersion));
    assert_eq!(outcome(b"a shopping list", 1), Err(VaultError::NotAVault));
}

/// Check 31.
#[test]
fn a_save_that_fails_leaves_the_old_value_in_both_places() {
    let (_folder, path) = filled();
    let mut vault = SealedVault::open(&path, &key(1)).unwrap();
    for nth in 0.. {
        private_file::fail_after(Some(nth));
        let saved = vault.put("b", &value("newer"));
        if private_file::still_waiting() {
            private_file::fail_after(None);
            saved.unwrap();
            assert!(nth > 3, "every step was made to fail");
            break;
        }
        assert_eq!(saved, Err(VaultError::DiskFull), "step {nth}");
        assert_eq!(vault.get("b").unwrap().unwrap().expose(), b"token of b");
        let on_disk = SealedVault::open(&path, &key(1)).unwrap().get("b").unwrap().unwrap();
        assert!([b"token of b".as_slice(), b"newer"].contains(&on_disk.expose().as_slice()));
        // As before the attempt, whichever of the two stands now.
        vault = SealedVault::open(&path, &key(1)).unwrap();
        vault.put("b", &value("token of b")).unwrap();
    }
}
