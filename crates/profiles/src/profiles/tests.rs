//! Whole profiles in real folders: the journey, many at once, passwords, forgetting.

mod disk;
mod remembering;
mod removals;
mod restoring;
#[cfg(unix)]
mod special_files;
mod tampering;

use super::*;
use crate::DataFile;
use crate::Refused;
use crate::key_derivation::DERIVATIONS;
use crate::registry::Registry;
use crate::registry::{Authorization, AuthorizationStatus};
use std::time::Duration;
use tempfile::TempDir;
use trove_model::clock::ManualClock;
use trove_model::{ConnectionId, EntropyUnavailable};
use trove_private_file as faults;

const NOW: Timestamp = Timestamp(1_763_942_400_000);
const ADA: &str = "engines of brass and steam";
const BOB: &str = "a boat, seven herons, rain";

struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyUnavailable> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| EntropyUnavailable)
    }
}

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
        Err(EntropyUnavailable)
    }
}

struct Machine {
    folder: TempDir,
    clock: ManualClock,
}

impl Machine {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), clock: ManualClock::at(NOW) }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// As after a restart of the program.
    fn profiles(&self) -> Profiles {
        self.try_open().unwrap()
    }

    fn try_open(&self) -> Result<Profiles, ProfilesError> {
        Profiles::open(&self.data(), Arc::new(self.clock.clone()), Arc::new(SystemEntropy))
    }

    fn registry_path(&self) -> PathBuf {
        self.data().join("registry.json")
    }

    /// Someone edits the registry by hand.
    fn edit_registry(&self, edit: impl FnOnce(&mut serde_json::Value)) {
        let bytes = fs::read(self.registry_path()).unwrap();
        let mut registry = serde_json::from_slice(&bytes).unwrap();
        edit(&mut registry);
        fs::write(self.registry_path(), serde_json::to_vec(&registry).unwrap()).unwrap();
    }
}

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

fn ada_and_bob(profiles: &Profiles) -> (ProfileKeys, ProfileKeys) {
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let bob = profiles.create_unclaimed(&ada, "Bob", Role::Member).unwrap();
    let bob = profiles.claim(bob.id, &secret(BOB)).unwrap();
    (ada, bob)
}

fn derivations<T>(act: impl FnOnce() -> T) -> (usize, T) {
    let before = DERIVATIONS.get();
    let result = act();
    (DERIVATIONS.get() - before, result)
}

/// Every file below `folder` with its content.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn first_run_to_second_profile_across_restarts() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    assert_eq!(profiles.list().unwrap(), []);
    let ada = profiles.create_administrator("  Ada ", &secret(ADA)).unwrap();
    let again = profiles.create_administrator("Eve", &secret(BOB)).unwrap_err();
    assert_eq!(again, ProfilesError::AdministratorExists);

    let bob = profiles.create_unclaimed(&ada, "Bob", Role::Member).unwrap();
    assert_eq!((bob.claimed, bob.last_used), (false, None));
    assert_eq!(profiles.unlock(bob.id, &secret(BOB)).unwrap_err(), ProfilesError::Unclaimed);
    for taken in ["bob", "ВОВ", "ADA"] {
        let refused = profiles.create_unclaimed(&ada, taken, Role::Member).unwrap_err();
        assert_eq!(refused, ProfilesError::NameTaken, "{taken}");
    }
    let claimed = profiles.claim(bob.id, &secret(BOB)).unwrap();
    assert_eq!(profiles.claim(bob.id, &secret(ADA)).unwrap_err(), ProfilesError::Claimed);
    let refused = profiles.create_unclaimed(&claimed, "Eve", Role::Administrator).unwrap_err();
    assert_eq!(refused, ProfilesError::NotAdministrator);

    let profiles = machine.profiles();
    machine.clock.advance(Duration::from_secs(60));
    profiles.touch(bob.id).unwrap();
    let opened = profiles.unlock(bob.id, &secret(BOB)).unwrap();
    assert_eq!(opened.registry, RegistryState::Intact);
    assert_eq!(opened.keys.store_key().expose(), claimed.store_key().expose());
    assert_ne!(opened.keys.store_key().expose(), ada.store_key().expose());
    // Neither the claim nor the last use breaks the administrator's seals.
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::Intact);
    let list = profiles.list().unwrap();
    let seen: Vec<_> = list.iter().map(|profile| (profile.name.as_str(), profile.role)).collect();
    assert_eq!(seen, [("Ada", Role::Administrator), ("Bob", Role::Member)]);
    assert_eq!(list[1].last_used, Some(Timestamp(NOW.0 + 60_000)));
    assert!(list[1].claimed);
}

/// Check 25.
#[test]
fn only_random_ids_reach_the_disk() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    for name in ["../x", "CON", "a/b", "."] {
        profiles.create_unclaimed(&ada, name, Role::Member).unwrap();
    }
    for entry in fs::read_dir(machine.data().join("profiles")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.parse::<ProfileId>().is_ok() && name.len() == 32, "{name}");
    }
    assert_eq!(fs::read_dir(machine.folder.path()).unwrap().count(), 1);
}

/// Check 27.
#[test]
fn same_password_shares_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let bob = profiles.create_unclaimed(&ada, "Bob", Role::Member).unwrap();
    let bob = profiles.claim(bob.id, &secret(ADA)).unwrap();
    let fields = |id| {
        let bytes = fs::read(profiles.key_path(id)).unwrap();
        let file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        ["salt", "verifier", "nonce", "wrapped"].map(|field| file[field].as_str().unwrap().to_owned())
    };
    let (a, b) = (fields(ada.id()), fields(bob.id()));
    assert!(a.iter().zip(&b).all(|(a, b)| a != b));
    assert_ne!(ada.vault_key().expose(), bob.vault_key().expose());
}

/// Check 37.
#[test]
fn twenty_at_once_get_five_tries_and_others_are_not_delayed() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let outcomes: Vec<(usize, ProfilesError)> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..20)
            .map(|_| {
                scope.spawn(|| {
                    let profiles = machine.profiles();
                    derivations(|| profiles.unlock(ada.id(), &secret("not the password")).unwrap_err())
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let wrong = outcomes.iter().filter(|(_, error)| *error == ProfilesError::WrongPassword).count();
    let derived: usize = outcomes.iter().map(|(derived, _)| derived).sum();
    let second = Duration::from_secs(1);
    let later = outcomes.iter().filter(|(_, e)| *e == ProfilesError::TryLater { wait: second }).count();
    assert_eq!((wrong, derived, later), (5, 5, 15));

    // The right password waits as well, across a restart, and then opens.
    let profiles = machine.profiles();
    let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &secret(ADA)).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::TryLater { wait: second }));
    assert!(profiles.verify(bob.id(), &secret(BOB)).is_ok());
    machine.clock.advance(second);
    assert!(profiles.verify(ada.id(), &secret(ADA)).is_ok());
    assert!(!profiles.folder(ada.id()).join("throttle.json").exists());
}

/// Check 39.
#[test]
fn passwords_count_byte_for_byte() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let password = format!(" {}", "zq7!mK2w".repeat(150));
    let ada = profiles.create_administrator("Ada", &secret(&password)).unwrap();
    let key = KeyFile::load(&profiles.key_path(ada.id()), ada.id()).unwrap().unwrap();
    let without_space = password.trim().to_owned();
    let mut others = vec![without_space];
    for at in [73, 1000] {
        let mut other = password.clone().into_bytes();
        other[at] ^= 1;
        others.push(String::from_utf8(other).unwrap());
    }
    for other in others {
        assert_eq!(key.unwrap(&secret(&other)).err(), Some(ProfilesError::WrongPassword));
    }
    let endless = secret(&"x".repeat(1 << 20));
    let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &endless).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::WrongPassword));
    let refused = profiles.change_password(ada.id(), &secret(&password), &endless).unwrap_err();
    assert_eq!(refused, ProfilesError::PasswordRefused(Refused::TooLong));
    assert!(profiles.unlock(ada.id(), &secret(&password)).is_ok());
}

/// Check 35.
#[test]
fn forgetting_unlinks_everything_and_nothing_brings_it_back() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    profiles.put_authorization(&authorization(bob.id())).unwrap();
    fs::write(profiles.folder(bob.id()).join("vault.hold"), "sealed").unwrap();
    let kept = tree(&profiles.folder(bob.id()));

    let refused = profiles.remove(&ada, ada.id()).unwrap_err();
    assert_eq!(refused, ProfilesError::LastAdministrator);
    assert_eq!(profiles.remove(&bob, ada.id()).unwrap_err(), ProfilesError::NotAdministrator);
    let window = profiles.lock_window(bob.id()).unwrap();
    assert_eq!(profiles.lock_window(bob.id()).unwrap_err(), ProfilesError::Busy);
    assert_eq!(profiles.remove(&ada, bob.id()).unwrap_err(), ProfilesError::Busy);
    drop(window);
    profiles.remove(&ada, bob.id()).unwrap();
    assert!(!profiles.folder(bob.id()).exists());
    assert_eq!(profiles.authorizations().unwrap(), []);
    assert_eq!(profiles.unlock(bob.id(), &secret(BOB)).unwrap_err(), ProfilesError::NotFound);
    // Forgetting needs no administrator, so it does not look like tampering to one.
    assert_eq!(seal::check(&profiles.registry.read().unwrap(), &ada), RegistryState::Intact);

    // The files restored from a backup: gone again at the next start.
    fs::create_dir(profiles.folder(bob.id())).unwrap();
    for (path, content) in &kept {
        fs::write(path, content).unwrap();
    }
    let profiles = machine.profiles();
    assert!(!profiles.folder(bob.id()).exists());
    assert_eq!(profiles.list().unwrap().len(), 1);

    // The only administrator, password forgotten: a way out, and a way in again.
    profiles.create_unclaimed(&ada, "Cleo", Role::Member).unwrap();
    profiles.forget(ada.id()).unwrap();
    let new = profiles.create_administrator("Ada", &secret(BOB)).unwrap();
    assert_eq!(seal::check(&profiles.registry.read().unwrap(), &new), RegistryState::Intact);
    let names: Vec<_> = profiles.list().unwrap().into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["Cleo", "Ada"]);
}

fn authorization(profile: ProfileId) -> Authorization {
    Authorization {
        connection: ConnectionId::from_bytes([3; 16]),
        profile,
        workspace_name: "Handbook \u{202E} of \"Ada\"\n".to_owned(),
        workspace_id: Some("59833787-2cf9-4fdf-8782-e53db20768a5".parse().unwrap()),
        status: AuthorizationStatus::Active,
        created: NOW,
        last_used: None,
    }
}

#[test]
fn a_waiting_removal_stays_until_carried_out() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let mut authorization = authorization(ada.id());
    profiles.put_authorization(&authorization).unwrap();
    assert_eq!(machine.profiles().authorizations().unwrap(), [authorization.clone()]);
    profiles.mark_removed(&ada, authorization.profile, authorization.connection).unwrap();
    authorization.last_used = Some(NOW);
    profiles.put_authorization(&authorization).unwrap();
    authorization.status = AuthorizationStatus::RemovalWaiting;
    assert_eq!(profiles.authorizations().unwrap(), [authorization.clone()]);
    assert_eq!(profiles.clear_authorization(authorization.profile, authorization.connection), Ok(true));
    assert_eq!(profiles.clear_authorization(authorization.profile, authorization.connection), Ok(false));
    assert_eq!(profiles.authorizations().unwrap(), []);
    assert_eq!(
        profiles.mark_removed(&ada, authorization.profile, authorization.connection),
        Err(ProfilesError::NotFound)
    );
    authorization.profile = ProfileId::from_bytes([0; 16]);
    assert_eq!(profiles.put_authorization(&authorization), Err(ProfilesError::NotFound));
}

/// A command line beside the window: neither loses the other's change.
#[test]
fn changes_from_two_sides_are_all_kept() {
    let machine = Machine::new();
    let ada = machine.profiles().create_administrator("Ada", &secret(ADA)).unwrap();
    std::thread::scope(|scope| {
        for side in 0..4_u8 {
            let (machine, id) = (&machine, ada.id());
            scope.spawn(move || {
                let profiles = machine.profiles();
                for number in 0..10 {
                    let mut authorization = authorization(id);
                    authorization.connection = ConnectionId::from_bytes([side * 10 + number; 16]);
                    profiles.put_authorization(&authorization).unwrap();
                }
            });
        }
    });
    let registry: Registry = machine.profiles().registry.read().unwrap();
    assert_eq!(registry.authorizations.len(), 40);
}
