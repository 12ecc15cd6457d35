//! Files of ours that somebody else may have changed.

use crate::{both, fuzz};
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;
use trove_app::host::NoHost;
use trove_app::{App, Paths};
use trove_index::{Index, Memory, Settings};
use trove_model::clock::ManualClock;
use trove_model::{Entropy, EntropyUnavailable, Key32, Origin, Secret, SecretString};
use trove_profiles::{Profiles, ProfilesError};
use trove_vault::{SealedVault, StrongholdVault, TokenVault};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

struct TestEntropy;

impl Entropy for TestEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        rand::fill(buffer);
        Ok(())
    }
}

fn profiles(folder: &Path) -> Result<Profiles, trove_profiles::ProfilesError> {
    Profiles::open(folder, Arc::new(ManualClock::default()), Arc::new(TestEntropy))
}

/// Checks 29, 58. Nothing but the header that we write reaches Stronghold.
#[test]
fn headers_of_the_vault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.hold");
    let key = Key32::new([7; 32]);
    StrongholdVault::open(&path, &key).unwrap().put("x", &Secret::new(b"token".to_vec())).unwrap();
    let seed = std::fs::read(&path).unwrap();
    let cost = |header: &[u8]| {
        let text = String::from_utf8_lossy(header.get(7..157).unwrap_or_default()).into_owned();
        text.lines().nth(1).and_then(|line| line.rsplit(' ').next().map(str::to_owned))
    };
    let written = cost(&seed);
    both(fuzz("headers of the vault", std::slice::from_ref(&seed), |input| {
        std::fs::write(&path, input).unwrap();
        let taken = matches!(trove_vault::look(folder.path()), Ok(true));
        assert!(!taken || cost(input) == written, "another cost would be derived");
        taken
    }));
}

/// Checks 28, 58. A changed file of the other vault does not open, or gives what was kept in it.
#[test]
fn sealed_vaults() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sealed");
    let key = Key32::new([7; 32]);
    SealedVault::open(&path, &key).unwrap().put("x", &Secret::new(b"token".to_vec())).unwrap();
    let seed = std::fs::read(&path).unwrap();
    both(fuzz("sealed vaults", std::slice::from_ref(&seed), |input| {
        std::fs::write(&path, input).unwrap();
        let looked = trove_vault::look(folder.path());
        let opened = SealedVault::open(&path, &key);
        assert_eq!(std::fs::read(&path).unwrap(), input, "looking changes nothing");
        assert!(opened.is_err() || looked == Ok(true));
        opened.is_ok_and(|vault| {
            assert_eq!(vault.names(), Ok(vec!["x".to_owned()]));
            assert_eq!(vault.get("x").unwrap().unwrap().expose(), b"token");
            true
        })
    }));
}

/// Check 58. What the keychain's key opens, and what counts wrong passwords.
#[test]
fn files_of_signing_in() {
    let folder = tempfile::tempdir().unwrap();
    let all = profiles(folder.path()).unwrap();
    let keys = all.create_administrator("Ada", &SecretString::from("violet-harbour-lantern-9")).unwrap();
    let mut kept = None;
    all.remember::<ProfilesError>(&keys, |key| {
        kept = Some(key.clone());
        Ok(())
    })
    .unwrap();
    let (id, key) = (keys.id(), kept.unwrap());
    let (remembered, throttle) = (all.folder(id).join("remember.json"), all.folder(id).join("throttle.json"));
    let seed = std::fs::read(&remembered).unwrap();
    both(fuzz("remembered keys", std::slice::from_ref(&seed), |input| {
        std::fs::write(&remembered, input).unwrap();
        let _ = std::fs::remove_file(&throttle);
        all.unlock_with_key(id, &key).is_ok_and(|opened| {
            assert_eq!(opened.keys.store_key().expose(), keys.store_key().expose());
            assert_eq!(opened.keys.role(), keys.role());
            true
        })
    }));
    std::fs::write(&remembered, &seed).unwrap();
    // Six cost something, two do not.
    let misses = |count: u32| {
        format!(r#"{{"version":1,"count":{count},"wall":1763942400000,"boot":null,"since_boot":0}}"#)
            .into_bytes()
    };
    both(fuzz("counts of wrong passwords", &[misses(6), misses(2)], |input| {
        std::fs::write(&throttle, input).unwrap();
        match all.unlock_with_key(id, &key) {
            Err(ProfilesError::TryLater { wait }) => {
                assert!(wait.as_secs() <= 300, "{wait:?}");
                false
            }
            Err(ProfilesError::NewerVersion(_)) => false,
            Err(error) => panic!("{error:?}"),
            Ok(_) => true,
        }
    }));
}

/// Checks 26, 28, 58.
#[test]
fn key_files_and_registries() {
    let folder = tempfile::tempdir().unwrap();
    let keys = profiles(folder.path())
        .unwrap()
        .create_administrator("Ada", &SecretString::from("violet-harbour-lantern-9"))
        .unwrap();
    let id = keys.id();
    let key_file = profiles(folder.path()).unwrap().folder(id).join("keys.json");
    let registry = folder.path().join("registry.json");
    for (reader, path) in [("key files", &key_file), ("registries", &registry)] {
        let seed = std::fs::read(path).unwrap();
        both(fuzz(reader, std::slice::from_ref(&seed), |input| {
            std::fs::write(path, input).unwrap();
            let read = profiles(folder.path()).and_then(|profiles| {
                profiles.list()?;
                profiles.authorizations()?;
                profiles.check_keys(id)
            });
            assert_eq!(std::fs::read(path).unwrap(), input, "looking changes nothing");
            // What is read is written again, and read as what it was.
            if reader == "registries" && read.is_ok() {
                let all = profiles(folder.path()).unwrap();
                let (list, listed) = (all.list().unwrap(), all.authorizations().unwrap());
                all.refuse_removal(id, trove_model::ConnectionId::from_bytes([1; 16])).unwrap();
                assert_eq!((all.list().unwrap(), all.authorizations().unwrap()), (list, listed));
                all.removals(&keys).unwrap();
            }
            read.is_ok()
        }));
        std::fs::write(path, seed).unwrap();
    }
}

/// Checks 47, 58. What is changed opens with what it held, or does not open.
#[test]
fn files_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("index");
    let settings = || Settings {
        folder: &place,
        key: Key32::new([9; 32]),
        store: [3; 16],
        memory: Memory::All,
        entropy: Arc::new(TestEntropy),
    };
    drop(Index::create(settings()).unwrap());
    let names: Vec<_> = std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut outcomes = (0, 0);
    for path in names.iter().filter(|path| path.metadata().unwrap().len() > 0) {
        let seed = std::fs::read(path).unwrap();
        let (taken, inputs) = fuzz("files of the index", std::slice::from_ref(&seed), |input| {
            std::fs::write(path, input).unwrap();
            let opened = Index::open(settings()).is_ok();
            assert!(
                !opened || input == seed || !path.ends_with("meta.json"),
                "a changed list of files was believed"
            );
            opened
        });
        outcomes = (outcomes.0 + taken, outcomes.1 + inputs);
        std::fs::write(path, seed).unwrap();
    }
    both(outcomes);
}

/// Its parts are none, so it is read as far as its keys; nothing of it may be left.
#[tokio::test(flavor = "multi_thread")]
async fn backups() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let manifest = r#"{"version":1,"profile":"00000000-0000-4000-8000-000000000001","name":"Ada","made":1}"#;
    for (name, content) in [("trove-backup.json", manifest), ("keys.json", "{}"), ("pages.db", "x")] {
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let seed = zip.finish().unwrap().into_inner();
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::find(Some(folder.path())).unwrap();
    let app = App::new(paths, Origin::parse(Origin::NOTION).unwrap(), Arc::new(NoHost)).unwrap();
    let file = folder.path().join("backup");
    let outcomes = tokio::task::block_in_place(|| {
        let runtime = tokio::runtime::Handle::current();
        fuzz("backups", std::slice::from_ref(&seed), |input| {
            std::fs::write(&file, input).unwrap();
            let restored = runtime.block_on(app.restore(&file, "a password".into(), None, false));
            assert!(restored.is_err(), "there are no keys in it");
            runtime.block_on(app.look_at_backup(&file, false)).is_ok()
        })
    });
    both(outcomes);
    assert_eq!(std::fs::read_dir(folder.path().join("profiles")).unwrap().count(), 0);
}
