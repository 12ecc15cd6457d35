//! Real vaults in real folders: damage, kills, full disks.

use super::*;
use crate::{ClientCredentials, StoredToken, Tokens};
use std::fs;
#[cfg(unix)]
use std::io::{BufRead, BufReader};
#[cfg(unix)]
use std::process::{Command, Stdio};
use tempfile::TempDir;
use trove_model::{ConnectionId, Origin, SecretString};

/// Names the folder of a child process; set, a test plays the child's part.
#[cfg(unix)]
const FOLDER: &str = "TROVE_VAULT_TEST_FOLDER";

fn key(byte: u8) -> Key32 {
    Secret::new([byte; 32])
}

fn value(text: &str) -> Secret<Vec<u8>> {
    Secret::new(text.as_bytes().to_vec())
}

fn read(vault: &StrongholdVault, name: &str) -> Option<String> {
    vault.get(name).unwrap().map(|value| String::from_utf8(value.expose().clone()).unwrap())
}

fn in_folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.hold");
    (folder, path)
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// This test binary again, running only `test`, in its child's part; `shell` goes before.
#[cfg(unix)]
fn child(test: &str, shell: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{shell} exec \"$0\" --exact \"$1\" --nocapture")])
        .arg(std::env::current_exe().unwrap())
        .arg(format!("stronghold_vault::tests::{test}"))
        .env(FOLDER, folder);
    command
}

#[test]
fn values_survive_reopening() {
    let (folder, path) = in_folder();
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    assert!(vault.names().unwrap().is_empty());
    vault.put("b", &value("first")).unwrap();
    vault.put("b", &value("second")).unwrap();
    vault.put("a", &value("")).unwrap();
    vault.put("c", &value("gone")).unwrap();
    assert!(vault.remove("c").unwrap());
    assert!(!vault.remove("c").unwrap());
    // Dropping is not saving: what is on disk now is all there is.
    std::mem::forget(vault);
    let vault = StrongholdVault::open(&path, &key(1)).unwrap();
    assert_eq!(vault.names().unwrap(), ["a", "b"]);
    assert_eq!(read(&vault, "b").as_deref(), Some("second"));
    assert_eq!(read(&vault, "a").as_deref(), Some(""));
    assert_eq!(read(&vault, "c"), None);
    assert_eq!(entries(folder.path()), ["vault.hold"]);
}

#[test]
fn tokens_and_credentials_come_back_whole() {
    let (_folder, path) = in_folder();
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    let notion = Origin::parse(Origin::NOTION).unwrap();
    let sample = Origin::parse("http://127.0.0.1:4010").unwrap();
    let client = |secret: &str| ClientCredentials { client_id: "id".into(), secret: secret.into() };
    let (first, second) = (ConnectionId::from_bytes([1; 16]), ConnectionId::from_bytes([2; 16]));
    let granted = StoredToken {
        access: SecretString::from("ntn_access"),
        refresh: Some("nrt_refresh".into()),
        origin: sample.clone(),
        client: Some(client("granted to")),
    };
    let pasted =
        StoredToken { access: "ntn_pasted".into(), refresh: None, origin: notion.clone(), client: None };
    vault.put_token(first, &granted).unwrap();
    vault.put_token(second, &pasted).unwrap();
    vault.put_client(&sample, &client("of the sample")).unwrap();
    let shown = format!("{granted:?}");
    assert!(!shown.contains("ntn_") && !shown.contains("nrt_") && !shown.contains("granted"), "{shown}");

    drop(vault);
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    let read = vault.get_token(first).unwrap().unwrap();
    assert_eq!(read.access.expose(), "ntn_access");
    assert_eq!(read.refresh.unwrap().expose(), "nrt_refresh");
    assert_eq!(read.client.unwrap().secret.expose(), "granted to");
    assert_eq!(read.origin, sample);
    let read = vault.get_token(second).unwrap().unwrap();
    assert!(read.refresh.is_none() && read.client.is_none() && read.origin == notion);
    assert_eq!(vault.get_client(&sample).unwrap().unwrap().secret.expose(), "of the sample");
    assert!(vault.get_client(&notion).unwrap().is_none());
    assert_eq!(vault.token_connections().unwrap(), [first, second]);
    assert!(vault.remove_token(first).unwrap());
    assert!(vault.get_token(first).unwrap().is_none());
    assert!(vault.remove_client(&sample).unwrap());
    assert!(vault.get_client(&sample).unwrap().is_none());
}

/// Stronghold's store is plain memory: only sealed values may lie there, each under its name.
#[test]
fn the_store_holds_sealed_values_bound_to_their_names() {
    let (_folder, path) = in_folder();
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    vault.put("a", &value("a sentinel, long enough to find")).unwrap();
    vault.put("b", &value("another")).unwrap();
    let store = vault.client.store();
    let sealed = store.get(&store_name("a")).unwrap().unwrap();
    assert!(
        !sealed.windows(8).any(|window| b"a sentinel, long enough to find".windows(8).any(|w| w == window))
    );
    store.insert(store_name("b"), sealed.clone(), None).unwrap();
    assert_eq!(vault.get("b").err(), Some(VaultError::Damaged));
    for damaged in [&sealed[..NONCE], &sealed[..NONCE + TAG - 1], &sealed[..sealed.len() - 1], &[]] {
        store.insert(store_name("a"), damaged.to_vec(), None).unwrap();
        assert_eq!(vault.get("a").err(), Some(VaultError::Damaged));
    }
}

/// Check 27.
#[test]
fn vaults_have_nothing_in_common() {
    let (folder, path) = in_folder();
    let other = folder.path().join("other.hold");
    for path in [&path, &other] {
        // The worst case: the same key and the same content.
        StrongholdVault::open(path, &key(1)).unwrap().put("a", &value("the same token")).unwrap();
    }
    // The header's fixed words are the same in every file.
    let windows = |path: &Path| -> std::collections::HashSet<Vec<u8>> {
        let bytes = fs::read(path).unwrap();
        bytes.windows(16).map(<[u8]>::to_vec).filter(|window| !is_fixed(window)).collect()
    };
    fn is_fixed(window: &[u8]) -> bool {
        let fixed: &[u8] = b"PARTI\x03\x00age-encryption.org/v1\n-> scrypt ";
        fixed.windows(16).any(|known| known == window)
    }
    let shared: Vec<_> = windows(&path).intersection(&windows(&other)).cloned().collect();
    assert_eq!(shared, Vec::<Vec<u8>>::new());
}

/// Check 28.
#[test]
fn wrong_key_damage_and_strangers_are_told_apart() {
    let (folder, path) = in_folder();
    StrongholdVault::open(&path, &key(1)).unwrap().put("a", &value("token")).unwrap();
    let original = fs::read(&path).unwrap();
    let open = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let result = StrongholdVault::open(&path, &key(1)).err();
        assert_eq!(fs::read(&path).unwrap(), bytes, "a refused vault must stay as it is");
        assert_eq!(entries(folder.path()), ["vault.hold"]);
        result
    };
    assert_eq!(StrongholdVault::open(&path, &key(2)).err(), Some(VaultError::WrongKey));

    let flipped = |at: usize| {
        let mut bytes = original.clone();
        bytes[at] ^= 0x01;
        bytes
    };
    // Still base64, or the flip would not get past our own look at the header.
    let retyped = |at: usize| {
        let mut bytes = original.clone();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        bytes
    };
    let end = original.len();
    let mut table = String::new();
    for (what, bytes) in [
        ("flip in the magic", flipped(2)),
        ("older version", [&original[..5], &[2], &original[6..]].concat()),
        ("newer version", [&original[..5], &[4], &original[6..]].concat()),
        ("minor version", [&original[..6], &[1], &original[7..]].concat()),
        ("flip in the age version", flipped(25)),
        ("changed salt", retyped(45)),
        ("changed sealed key", retyped(80)),
        ("changed MAC of the header", retyped(130)),
        ("flip in the nonce", flipped(160)),
        ("flip in the body", flipped(end / 2)),
        ("flip in the last byte", flipped(end - 1)),
        ("cut to nothing", Vec::new()),
        ("cut to 7", original[..7].to_vec()),
        ("cut to 150", original[..150].to_vec()),
        ("cut to half", original[..end / 2].to_vec()),
        ("one byte more", [&original[..], b"x"].concat()),
        ("4 KiB of anything", (0..4096_u32).map(|n| (n * 31 % 251) as u8).collect()),
        ("a text", b"dear diary".to_vec()),
        ("whole", original.clone()),
    ] {
        table += &format!("{what}: {:?}\n", open(&bytes));
    }
    expect_test::expect![[r#"
        flip in the magic: Some(NotAVault)
        older version: Some(Damaged)
        newer version: Some(NewerVersion)
        minor version: Some(Damaged)
        flip in the age version: Some(Damaged)
        changed salt: Some(WrongKey)
        changed sealed key: Some(WrongKey)
        changed MAC of the header: Some(Damaged)
        flip in the nonce: Some(Damaged)
        flip in the body: Some(Damaged)
        flip in the last byte: Some(Damaged)
        cut to nothing: Some(Damaged)
        cut to 7: Some(Damaged)
        cut to 150: Some(Damaged)
        cut to half: Some(Damaged)
        one byte more: Some(Damaged)
        4 KiB of anything: Some(NotAVault)
        a text: Some(NotAVault)
        whole: None
    "#]]
    .assert_eq(&table);
}

/// Check 29.
#[test]
fn a_cost_that_we_do_not_write_never_reaches_scrypt() {
    let (_folder, path) = in_folder();
    StrongholdVault::open(&path, &key(1)).unwrap();
    let original = fs::read(&path).unwrap();
    let at = original.windows(3).position(|window| window == b" 0\n").unwrap() + 1;
    for factor in
        (1..=99).map(|factor| factor.to_string()).chain(["x", "", "00", "-1", "100"].map(String::from))
    {
        let bytes = [&original[..at], factor.as_bytes(), &original[at + 1..]].concat();
        fs::write(&path, bytes).unwrap();
        assert_eq!(vault_file::check(&path), Err(VaultError::Damaged), "{factor}");
        // The same through the front door; 99 and its like would abort the process.
        assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(VaultError::Damaged), "{factor}");
    }
    fs::write(&path, &original).unwrap();
    assert_eq!(vault_file::check(&path), Ok(true));
}

/// Check 29.
#[test]
fn only_a_regular_file_of_sane_size_is_opened() {
    let (folder, path) = in_folder();
    fs::create_dir(&path).unwrap();
    assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(VaultError::NotAFile));
    fs::remove_dir(&path).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &path).unwrap();
        assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(VaultError::NotAFile));
        fs::remove_file(&path).unwrap();
        // Opening a pipe would wait for ever.
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(VaultError::NotAFile));
        fs::remove_file(&path).unwrap();
    }
    StrongholdVault::open(&path, &key(1)).unwrap();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(VaultError::Damaged));
    drop(folder);
}

#[test]
fn a_newer_layout_is_refused() {
    let (_folder, path) = in_folder();
    for (layout, refused) in [
        (Some((LAYOUT + 1).to_be_bytes().to_vec()), VaultError::NewerVersion),
        (Some(0_u32.to_be_bytes().to_vec()), VaultError::Damaged),
        (Some(vec![1]), VaultError::Damaged),
        (None, VaultError::Damaged),
    ] {
        let _ = fs::remove_file(&path);
        let vault = StrongholdVault::open(&path, &key(1)).unwrap();
        match layout {
            Some(layout) => store_insert(&vault.client, LAYOUT_NAME.to_vec(), layout).unwrap(),
            None => drop(vault.client.store().delete(LAYOUT_NAME).unwrap()),
        }
        vault.save().unwrap();
        drop(vault);
        assert_eq!(StrongholdVault::open(&path, &key(1)).err(), Some(refused));
    }
}

/// Check 30.
/// A process that saves without pause is killed at any moment: the vault always opens,
/// with the last value acknowledged or the one being written.
#[cfg(unix)]
#[test]
fn killed_while_saving() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let mut vault = StrongholdVault::open(&Path::new(&folder).join("vault.hold"), &key(1)).unwrap();
        let start: u64 = read(&vault, "n").map_or(0, |n| n.parse().unwrap());
        for n in start + 1.. {
            vault.put("n", &value(&n.to_string())).unwrap();
            println!("{n}");
        }
    }
    let (folder, path) = in_folder();
    let mut acknowledged = 0;
    let mut leftovers = 0;
    let mut rounds = 0..400_u64;
    // Without one kill inside a save this test would show nothing: on a fast disk it takes a few more.
    while let Some(round) = rounds.next().filter(|round| *round < 40 || leftovers == 0) {
        let mut saving =
            child("killed_while_saving", "", folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(saving.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut numbers = lines.filter_map(|line| line.parse::<u64>().ok());
        // Some saves in, then somewhere within the next: a spin of varying length.
        for _ in 0..=round % 3 {
            acknowledged = numbers.next().unwrap();
        }
        for spin in 0..round * 7919 % 60_000 {
            std::hint::black_box(spin);
        }
        saving.kill().unwrap();
        saving.wait().unwrap();
        acknowledged = numbers.last().unwrap_or(acknowledged);
        leftovers += usize::from(entries(folder.path()).len() > 1);
        let vault = StrongholdVault::open(&path, &key(1)).unwrap();
        let found: u64 = read(&vault, "n").unwrap().parse().unwrap();
        assert!(found == acknowledged || found == acknowledged + 1, "{found}, acknowledged {acknowledged}");
        assert_eq!(entries(folder.path()), ["vault.hold"], "leftovers are swept at the next start");
    }
    assert!(leftovers > 0);
}

/// No room to write: a typed error, the old vault intact, nothing left behind, and memory
/// that does not pretend.
#[cfg(unix)]
fn cannot_save(folder: &Path) {
    let path = folder.join("vault.hold");
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    let large = Secret::new(vec![7; 600_000]);
    assert_eq!(vault.put("kept", &large), Err(VaultError::DiskFull));
    assert_eq!(vault.put("new", &large), Err(VaultError::DiskFull));
    assert_eq!(read(&vault, "kept").as_deref(), Some("old"));
    assert_eq!(read(&vault, "new"), None);
    assert_eq!(entries(folder), ["vault.hold"]);
    drop(vault);
    let mut vault = StrongholdVault::open(&path, &key(1)).unwrap();
    assert_eq!(read(&vault, "kept").as_deref(), Some("old"));
    // And with room again, all is well.
    vault.put("kept", &value("small")).unwrap();
    println!("cannot save, as expected");
}

#[cfg(unix)]
fn assert_child_passed(child: &mut Command) {
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("as expected"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Check 31.
#[cfg(unix)]
#[test]
fn file_size_limit() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return cannot_save(Path::new(&folder));
    }
    let (folder, path) = in_folder();
    StrongholdVault::open(&path, &key(1)).unwrap().put("kept", &value("old")).unwrap();
    // The signal would end the process where the error is wanted. 128 kB.
    assert_child_passed(&mut child("file_size_limit", "trap '' XFSZ; ulimit -f 256;", folder.path()));
}

/// Check 31.
/// Needs the right to mount, which CI's container has; says so where it has not.
#[cfg(target_os = "linux")]
#[test]
fn full_file_system() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let folder = Path::new(&folder);
        StrongholdVault::open(&folder.join("vault.hold"), &key(1))
            .unwrap()
            .put("kept", &value("old"))
            .unwrap();
        return cannot_save(folder);
    }
    let (folder, _path) = in_folder();
    let mount = "mount -t tmpfs -o size=256k tmpfs";
    let mut trial = Command::new("unshare");
    trial.args(["-m", "sh", "-c", &format!("{mount} \"$0\"")]).arg(folder.path()).stderr(Stdio::null());
    let allowed = trial.status();
    if !allowed.is_ok_and(|status| status.success()) {
        println!("skipped: no right to mount a small file system here");
        return;
    }
    let mounted = format!("{mount} \"${FOLDER}\" &&");
    let inner = child("full_file_system", &mounted, folder.path());
    let mut unshared = Command::new("unshare");
    unshared.arg("-m").arg(inner.get_program()).args(inner.get_args()).env(FOLDER, folder.path());
    assert_child_passed(&mut unshared);
}

/// Check 32.
#[cfg(unix)]
#[test]
fn private_under_any_mask() {
    use std::os::unix::fs::PermissionsExt;
    if let Some(folder) = std::env::var_os(FOLDER) {
        let path = Path::new(&folder).join("vault.hold");
        StrongholdVault::open(&path, &key(1)).unwrap().put("a", &value("token")).unwrap();
        println!("as expected");
        return;
    }
    let (folder, path) = in_folder();
    assert_child_passed(&mut child("private_under_any_mask", "umask 000;", folder.path()));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    // A file made world-readable by other hands is made private when it is opened.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    StrongholdVault::open(&path, &key(1)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}
