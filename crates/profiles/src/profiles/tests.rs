//! Whole profiles in real folders: tampering, failing disks, many at once.

use super::*;
use crate::Refused;
use crate::key_derivation::DERIVATIONS;
use crate::registry::Registry;
use crate::secure_file::faults;
use std::time::Duration;
use tempfile::TempDir;
use trove_model::EntropyUnavailable;
use trove_model::clock::ManualClock;

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

#[test]
fn parameters_out_of_bounds_derive_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let original = fs::read_to_string(&path).unwrap();
    assert!(original.contains("\"memory_kib\": 65536") && original.contains("\"passes\": 3"));
    for (from, to) in [
        ("\"memory_kib\": 65536", "\"memory_kib\": 8"),
        ("\"memory_kib\": 65536", "\"memory_kib\": 4194304"),
        ("\"passes\": 3", "\"passes\": 1000000"),
        ("\"passes\": 3", "\"passes\": 1"),
        ("\"lanes\": 1", "\"lanes\": 0"),
    ] {
        fs::write(&path, original.replace(from, to)).unwrap();
        let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &secret(ADA)).unwrap_err());
        assert_eq!((derived, refused), (0, ProfilesError::WeakKdf), "{to}");
    }
    // Within bounds, but not what was written.
    fs::write(&path, original.replace("\"passes\": 3", "\"passes\": 4")).unwrap();
    let (derived, refused) = derivations(|| profiles.unlock(ada.id(), &secret(ADA)).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::Damaged(DataFile::Keys)));
}

#[test]
fn damage_is_never_taken_for_a_wrong_password() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let original = fs::read(&path).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    let (derived, ()) = derivations(|| {
        for at in 0..original.len() {
            let mut damaged = original.clone();
            damaged[at] ^= 0x01;
            fs::write(&path, &damaged).unwrap();
            if let Err(error) = KeyFile::load(&path, ada.id()) {
                seen.insert(format!("{error:?}"));
            } else {
                // White space may change without harm.
                assert!(original[at].is_ascii_whitespace(), "byte {at}");
            }
        }
        for length in [0, 1, 7, original.len() / 2, original.len() - 3] {
            fs::write(&path, &original[..length]).unwrap();
            assert_eq!(KeyFile::load(&path, ada.id()).err(), Some(ProfilesError::Damaged(DataFile::Keys)));
        }
        fs::write(&path, [&original[..], b"x"].concat()).unwrap();
        assert_eq!(KeyFile::load(&path, ada.id()).err(), Some(ProfilesError::Damaged(DataFile::Keys)));
        fs::remove_file(&path).unwrap();
        assert_eq!(
            profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(),
            ProfilesError::Damaged(DataFile::Keys),
            "missing keys must not look unclaimed"
        );
        let newer = r#"{"version":2,"sealed_by":"something new"}"#;
        fs::write(&path, newer).unwrap();
        let refused = profiles.unlock(ada.id(), &secret(ADA)).unwrap_err();
        assert_eq!(refused, ProfilesError::NewerVersion(DataFile::Keys));
        assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    });
    assert_eq!(derived, 0);
    // A flipped digit may also make the cost or the version one that we refuse by name.
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(seen, ["Damaged(Keys)", "WeakKdf"]);
    fs::write(&path, &original).unwrap();
    assert!(profiles.unlock(ada.id(), &secret(ADA)).is_ok());
}

#[test]
fn swapped_key_files_open_nothing() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let bob = profiles.create_unclaimed(&ada, "Bob", Role::Member).unwrap().id;
    // The same password, so that only the seal can tell.
    profiles.claim(bob, &secret(ADA)).unwrap();
    let [a, b] = [ada.id(), bob].map(|id| fs::read_to_string(profiles.key_path(id)).unwrap());
    let damaged = ProfilesError::Damaged(DataFile::Keys);
    fs::write(profiles.key_path(ada.id()), &b).unwrap();
    fs::write(profiles.key_path(bob), &a).unwrap();
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(), damaged);
    assert_eq!(profiles.unlock(bob, &secret(ADA)).unwrap_err(), damaged);

    // With the id rewritten and the checksum made to match: the seal is bound to the id.
    let mut stolen = KeyFile::load(&profiles.key_path(bob), bob).err();
    assert_eq!(stolen.take(), Some(damaged));
    fs::write(profiles.key_path(bob), &b).unwrap();
    let file = KeyFile::load(&profiles.key_path(bob), bob).unwrap().unwrap();
    file.claiming_to_be(ada.id()).save(&profiles.key_path(ada.id())).unwrap();
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap_err(), damaged);

    fs::write(profiles.key_path(ada.id()), &a).unwrap();
    assert!(profiles.unlock(ada.id(), &secret(ADA)).is_ok());
    assert!(profiles.unlock(bob, &secret(ADA)).is_ok());
}

#[test]
fn edits_by_hand_show_at_the_administrators_next_sign_in() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let (ada, bob) = ada_and_bob(&profiles);
    let original = fs::read(machine.registry_path()).unwrap();
    let state = |keys: &ProfileKeys| seal::check(&profiles.registry.read().unwrap(), keys);
    assert_eq!(state(&ada), RegistryState::Intact);

    type Edit = fn(&mut Vec<serde_json::Value>);
    let edits: [(&str, Edit); 8] = [
        ("member made administrator", |rows| rows[1]["role"] = "administrator".into()),
        ("administrator made member", |rows| rows[0]["role"] = "member".into()),
        ("extra administrator", |rows| {
            let mut extra = rows[0].clone();
            extra["id"] = "00112233445566778899aabbccddeeff".into();
            extra["name"] = "Eve".into();
            extra["position"] = 2.into();
            rows.push(extra);
        }),
        ("administrator twice", |rows| rows.push(rows[0].clone())),
        ("reordered", |rows| rows.reverse()),
        ("reordered, positions too", |rows| {
            rows.reverse();
            rows[0]["position"] = 0.into();
            rows[1]["position"] = 1.into();
        }),
        ("renamed", |rows| rows[1]["name"] = "Rob".into()),
        ("seal taken away", |rows| rows[1]["seals"] = serde_json::json!({})),
    ];
    for (what, edit) in edits {
        machine.edit_registry(|registry| edit(registry["profiles"].as_array_mut().unwrap()));
        assert_eq!(state(&ada), RegistryState::ChangedOutside, "{what}");
        fs::write(machine.registry_path(), &original).unwrap();
    }

    // Through the front door once: the false administrator is none, and opens only his own.
    machine.edit_registry(|registry| registry["profiles"][1]["role"] = "administrator".into());
    assert_eq!(profiles.unlock(ada.id(), &secret(ADA)).unwrap().registry, RegistryState::ChangedOutside);
    let fake = profiles.unlock(bob.id(), &secret(BOB)).unwrap();
    assert_eq!(fake.keys.role(), Role::Member);
    let refused = profiles.create_unclaimed(&fake.keys, "Eve", Role::Administrator).unwrap_err();
    assert_eq!(refused, ProfilesError::NotAdministrator);
    assert_eq!(profiles.accept_registry(&fake.keys).unwrap_err(), ProfilesError::NotAdministrator);

    // Shown until accepted, and adding a profile meanwhile does not vouch for the rest.
    profiles.create_unclaimed(&ada, "Cleo", Role::Member).unwrap();
    assert_eq!(state(&ada), RegistryState::ChangedOutside);
    profiles.accept_registry(&ada).unwrap();
    assert_eq!(state(&ada), RegistryState::Intact);
}

#[test]
fn a_damaged_or_newer_registry_is_refused_and_left_alone() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let original = fs::read_to_string(machine.registry_path()).unwrap();
    let damaged = ProfilesError::Damaged(DataFile::Registry);
    for (content, refused) in [
        (String::new(), damaged),
        (original[..original.len() / 2].to_owned(), damaged),
        (original.replace("\"version\": 1", "\"version\": 0"), damaged),
        (original.replace("Ada", "A\u{202E}da"), damaged),
        (original.replace(&ada.id().to_string(), "../../elsewhere"), damaged),
        (r#"{"version": 2, "people": []}"#.to_owned(), ProfilesError::NewerVersion(DataFile::Registry)),
    ] {
        fs::write(machine.registry_path(), &content).unwrap();
        assert_eq!(machine.try_open().err(), Some(refused), "{content}");
        assert_eq!(profiles.touch(ada.id()), Err(refused));
        assert_eq!(fs::read_to_string(machine.registry_path()).unwrap(), content);
    }
    // Gone, with profiles there: not a first start.
    fs::remove_file(machine.registry_path()).unwrap();
    assert_eq!(machine.try_open().err(), Some(damaged));
    fs::write(machine.registry_path(), &original).unwrap();
    assert_eq!(machine.profiles().list().unwrap().len(), 1);
}

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

#[test]
fn a_change_of_password_that_fails_anywhere_leaves_the_old_or_the_new() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    let path = profiles.key_path(ada.id());
    let before = fs::read(&path).unwrap();
    for nth in 0.. {
        fs::write(&path, &before).unwrap();
        faults::fail_after(Some(nth));
        let changed = profiles.change_password(ada.id(), &secret(ADA), &secret(BOB));
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        let unchanged = fs::read(&path).unwrap() == before;
        assert!(!path.with_extension("json.new").exists(), "step {nth}");
        if all_passed {
            assert!(nth >= 5, "only {nth} steps were tried");
            changed.unwrap();
        } else {
            assert_eq!(changed, Err(ProfilesError::DiskFull));
        }
        if !unchanged {
            let key = KeyFile::load(&path, ada.id()).unwrap().unwrap();
            assert_eq!(key.unwrap(&secret(ADA)).err(), Some(ProfilesError::WrongPassword));
            let keys = key.unwrap(&secret(BOB)).unwrap();
            assert_eq!(keys.store_key().expose(), ada.store_key().expose());
            assert_eq!(keys.role(), Role::Administrator);
        }
        if all_passed {
            assert!(!unchanged);
            break;
        }
    }
}

#[test]
fn a_claim_that_fails_anywhere_leaves_it_unclaimed_or_claimed() {
    let machine = Machine::new();
    let profiles = machine.profiles();
    let ada = profiles.create_administrator("Ada", &secret(ADA)).unwrap();
    for nth in 0.. {
        let cleo = profiles.create_unclaimed(&ada, &format!("Cleo {nth}"), Role::Administrator).unwrap().id;
        faults::fail_after(Some(nth));
        let claimed = profiles.claim(cleo, &secret(BOB)).map(drop);
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        assert_eq!(claimed.is_ok(), all_passed, "step {nth}");
        let list = profiles.list().unwrap();
        let listed = list.iter().find(|profile| profile.id == cleo).unwrap();
        if listed.claimed {
            assert!(profiles.unlock(cleo, &secret(BOB)).is_ok(), "step {nth}");
            assert_eq!(profiles.claim(cleo, &secret(ADA)).unwrap_err(), ProfilesError::Claimed);
        } else {
            assert_eq!(profiles.unlock(cleo, &secret(BOB)).unwrap_err(), ProfilesError::Unclaimed);
        }
        if all_passed {
            assert!(nth >= 11, "only {nth} steps were tried");
            break;
        }
    }
}

#[test]
fn a_first_start_that_fails_anywhere_can_be_tried_again() {
    for nth in 0.. {
        let machine = Machine::new();
        let profiles = machine.profiles();
        faults::fail_after(Some(nth));
        let created = profiles.create_administrator("Ada", &secret(ADA)).map(drop);
        let all_passed = faults::still_waiting();
        faults::fail_after(None);
        assert_eq!(created.is_ok(), all_passed, "step {nth}");
        let list = machine.profiles().list().unwrap();
        match &list[..] {
            [] => assert_eq!(fs::read_dir(machine.data().join("profiles")).unwrap().count(), 0),
            [ada] => assert!(KeyFile::load(&profiles.key_path(ada.id), ada.id).unwrap().is_some()),
            more => panic!("{more:?}"),
        }
        if all_passed {
            assert!(nth >= 11, "only {nth} steps were tried");
            break;
        }
    }
}

#[test]
fn without_randomness_nothing_is_made() {
    let machine = Machine::new();
    let profiles = Profiles::open(&machine.data(), Arc::new(machine.clock.clone()), Arc::new(NoEntropy));
    let profiles = profiles.unwrap();
    let before = tree(&machine.data());
    let (derived, refused) = derivations(|| profiles.create_administrator("Ada", &secret(ADA)).unwrap_err());
    assert_eq!((derived, refused), (0, ProfilesError::Entropy));
    assert_eq!(tree(&machine.data()), before);
}

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
    profiles.mark_removed(authorization.connection).unwrap();
    authorization.last_used = Some(NOW);
    profiles.put_authorization(&authorization).unwrap();
    authorization.status = AuthorizationStatus::RemovalWaiting;
    assert_eq!(profiles.authorizations().unwrap(), [authorization.clone()]);
    profiles.clear_authorization(authorization.connection).unwrap();
    profiles.clear_authorization(authorization.connection).unwrap();
    assert_eq!(profiles.authorizations().unwrap(), []);
    assert_eq!(profiles.mark_removed(authorization.connection), Err(ProfilesError::NotFound));
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

#[cfg(unix)]
#[test]
fn private_under_any_mask() {
    use std::os::unix::fs::PermissionsExt;
    const FOLDER: &str = "TROVE_TEST_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        let clock = Arc::new(ManualClock::at(NOW));
        let profiles = Profiles::open(Path::new(&folder), clock, Arc::new(SystemEntropy)).unwrap();
        let (ada, _) = ada_and_bob(&profiles);
        profiles.unlock(ada.id(), &secret("wrong on purpose")).unwrap_err();
        let _locks = (profiles.lock_window(ada.id()), profiles.lock_writer(ada.id()));
        return;
    }
    let machine = Machine::new();
    let test = "profiles::tests::private_under_any_mask";
    let child = std::process::Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(FOLDER, machine.data())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    let mut folders = vec![machine.data()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{folder:?}");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
                assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
            }
        }
    }
    // Registry and its lock; keys and sign-in lock, twice; throttle, two more locks.
    assert_eq!(files, 9);
}
