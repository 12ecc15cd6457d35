//! A profile in one file, and back: on another computer, in its own place, after removals; and
//! what is no backup.

use crate::desk::{Desk, PASSWORD, allow, sim};
use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use trove_app::backup::{Backup, BackupError, Restored};
use trove_app::ui_types::*;
use trove_sim::Sim;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const NEW_PASSWORD: &str = "amber-lighthouse-meadow-4";

/// Ada, with everything read, and her backup.
async fn backed_up(sim: &Sim) -> (Desk, PathBuf) {
    let desk = Desk::administrator(sim).await;
    desk.connect_token(sim.personal_token()).await;
    desk.read().await;
    let file = desk.folder.path().join("ada.trove");
    let bytes = desk.app.back_up(&file).await.unwrap();
    assert_eq!(fs::metadata(&file).unwrap().len(), bytes);
    (desk, file)
}

async fn restore(desk: &Desk, file: &Path, password: &str) -> Result<Restored, BackupError> {
    desk.app.restore(file, password.into(), None, false).await
}

async fn replace(desk: &Desk, file: &Path, password: &str) -> Result<Restored, BackupError> {
    desk.app.restore(file, password.into(), None, true).await
}

type Parts = Vec<(String, Vec<u8>)>;

fn parts(file: &Path) -> Parts {
    let mut zip = ZipArchive::new(File::open(file).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().to_owned(), bytes)
        })
        .collect()
}

fn packed(parts: &Parts) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_another_computer_everything_is_there_and_goes_on() {
    let sim = sim().await;
    let (desk, file) = backed_up(&sim).await;
    let (found, known) = (desk.titles("wet hands").await, desk.pages().await.known);
    assert!(!found.is_empty());
    desk.app.pin_page(&desk.find("wet hands").await.hits[0].id, true).await.unwrap();
    let names: Vec<_> = parts(&file).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["trove-backup.json", "keys.json", "pages.db", "vault.hold"]);
    let bytes = fs::read(&file).unwrap();
    for plain in ["wet hands", PASSWORD, sim.personal_token(), "SQLite format 3"] {
        assert!(!bytes.windows(plain.len()).any(|window| window == plain.as_bytes()), "{plain}");
    }

    let other = Desk::new(&sim);
    let looked = other.app.look_at_backup(&file, false).await.unwrap();
    assert_eq!(looked.name, "Ada");
    let back = restore(&other, &file, PASSWORD).await.unwrap();
    assert_eq!((back.connections, back.left_out, back.signed_in, back.lowered), (1, 0, 0, false));
    assert_eq!(back.made, looked.made);
    other.sign_in("Ada").await;
    other.read().await;
    assert_eq!((other.titles("wet hands").await, other.pages().await.known), (found, known));
    // The backup is of before the pin.
    assert_eq!(other.app.home().await.unwrap().pinned.len(), 0);
    let card = other.app.connections().await.unwrap().remove(0);
    sim.clear_log();
    other.app.refresh(Some(&card.id)).await.unwrap();
    other
        .until("Notion is asked with the token of the vault", async || {
            sim.log()
                .iter()
                .any(|request| request.path.starts_with("/v1/") && request.status == 200)
                .then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_opens_with_the_password_of_its_day() {
    let sim = sim().await;
    let (desk, file) = backed_up(&sim).await;
    desk.app.change_password(PASSWORD.into(), NEW_PASSWORD.into()).await.unwrap();
    let newer = desk.folder.path().join("newer.trove");
    // Whoever keeps the tokens is in it.
    assert!(desk.app.keep_tokens_sealed(true).await.unwrap() > 0);
    desk.app.back_up(&newer).await.unwrap();
    let names = |file: &Path| parts(file).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&newer), ["trove-backup.json", "keys.json", "pages.db", "vault.sealed"]);
    for (file, right, wrong) in [(&file, PASSWORD, NEW_PASSWORD), (&newer, NEW_PASSWORD, PASSWORD)] {
        let other = Desk::new(&sim);
        assert_eq!(restore(&other, file, wrong).await, Err(BackupError::App(UiError::WrongPassword)));
        assert_eq!(other.app.start().await.unwrap().profiles, []);
        restore(&other, file, right).await.unwrap();
        let id = other.profile("Ada").await;
        other.app.sign_in(&id, right.into()).await.unwrap();
        other.app.refresh(None).await.unwrap();
        let card = other.app.connections().await.unwrap().remove(0);
        assert_eq!(other.listed(&card.id).await.status, ConnectionStatus::Active);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_is_here_is_replaced_only_when_asked_and_not_while_it_is_open() {
    let sim = sim().await;
    let (desk, file) = backed_up(&sim).await;
    let id = desk.profile("Ada").await;
    let pinned = desk.find("wet hands").await.hits[0].id.clone();
    desk.app.pin_page(&pinned, true).await.unwrap();
    let here = Err(BackupError::AlreadyHere { name: "Ada".into() });
    assert_eq!(restore(&desk, &file, PASSWORD).await, here);
    assert_eq!(desk.app.look_at_backup(&file, false).await.map(drop), here.map(drop));
    assert_eq!(replace(&desk, &file, PASSWORD).await, Err(BackupError::App(UiError::ProfileBusy)));
    assert_eq!(desk.app.home().await.unwrap().pinned.len(), 1);
    desk.app.lock().await.unwrap();

    // What opened it without a password is none of the backup's.
    fs::write(desk.folder.path().join(format!("profiles/{id}/remember.json")), "{}").unwrap();
    replace(&desk, &file, PASSWORD).await.unwrap();
    assert!(!desk.app.is_remembered(&id).await.unwrap());
    desk.sign_in("Ada").await;
    assert_eq!(desk.app.home().await.unwrap().pinned.len(), 0);
    desk.read().await;
    assert_eq!(desk.find("wet hands").await.hits[0].id, pinned);
    assert!(desk.app.administration().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_on_this_computer_stays_removed() {
    let sim = sim().await;
    let desk = Desk::administrator(&sim).await;
    desk.connect_token(sim.personal_token()).await;
    let redirect = allow(&desk.begin(&sim, RedirectForm::Scheme).await.unwrap()).await;
    desk.app.finish_sign_in(redirect.as_str().into()).await.unwrap();
    let signed_in = desk.app.confirm_connection().await.unwrap();
    desk.listed(&signed_in.id).await;
    let file = desk.folder.path().join("ada.trove");
    desk.app.back_up(&file).await.unwrap();
    let cards = desk.app.connections().await.unwrap();
    assert_eq!(cards.len(), 2);
    let pasted = cards.into_iter().find(|card| card.id != signed_in.id).unwrap();
    desk.app.disconnect(&pasted.id).await.unwrap();
    desk.app.lock().await.unwrap();

    let back = replace(&desk, &file, PASSWORD).await.unwrap();
    assert_eq!((back.connections, back.left_out, back.signed_in), (1, 1, 1));
    desk.sign_in("Ada").await;
    let left: Vec<_> = desk.app.connections().await.unwrap().into_iter().map(|card| card.id).collect();
    assert_eq!(left, [signed_in.id.as_str()]);
    assert_eq!(desk.app.administration().await.unwrap().authorizations.len(), 1);
    desk.app.lock().await.unwrap();
    // Elsewhere nothing was removed.
    let other = Desk::new(&sim);
    assert_eq!(restore(&other, &file, PASSWORD).await.unwrap().connections, 2);

    desk.app.forget_profile(&desk.profile("Ada").await).await.unwrap();
    for replaces in [false, true] {
        let refused = desk.app.restore(&file, PASSWORD.into(), None, replaces).await;
        assert_eq!(refused, Err(BackupError::RemovedHere));
    }
    assert_eq!(desk.app.start().await.unwrap().profiles, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_another_administrator_it_is_a_member_and_names_do_not_clash() {
    let sim = sim().await;
    let (_desk, file) = backed_up(&sim).await;
    let other = Desk::administrator(&sim).await;
    other.app.lock().await.unwrap();
    assert_eq!(restore(&other, &file, PASSWORD).await, Err(BackupError::App(UiError::NameTaken)));
    let named = other.app.restore(&file, PASSWORD.into(), Some("Ada from before".into()), false).await;
    let named = named.unwrap();
    assert_eq!(
        (named.profile.name.as_str(), named.profile.role, named.lowered),
        ("Ada from before", Role::Member, true)
    );
    other.sign_in("Ada from before").await;
    assert_eq!(other.app.administration().await.err(), Some(UiError::Forbidden));
    assert_eq!(other.app.connections().await.unwrap().len(), 1);
}

/// Its sum is right again when it is packed.
fn with_a_bit_changed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bytes
}

/// Everything below the data folder but locks, which are empty and stay.
fn kept(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let files = desk.files().into_iter();
    files.filter(|(path, _)| !path.ends_with(".lock") && !path.contains("logs")).collect()
}

/// A file at each of these lengths, and each with one bit changed there.
#[tokio::test(flavor = "multi_thread")]
async fn cut_off_or_changed_anywhere_it_is_refused_and_nothing_changes() {
    let sim = sim().await;
    let (_desk, file) = backed_up(&sim).await;
    let whole = fs::read(&file).unwrap();
    let other = Desk::new(&sim);
    let untouched = kept(&other);
    let spoilt = other.folder.path().join("spoilt");
    // Where marks, sums, lengths and names stand, and all over what they are of.
    let index = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let spread = (1..24).map(|part| index / 24 * part);
    let places: Vec<usize> = (0..4).chain(14..27).chain(30..47).chain(spread).collect();
    let mut refused = 0;
    for place in &places {
        for cut in [false, true] {
            let mut bytes = whole.clone();
            if cut {
                bytes.truncate(*place)
            } else {
                bytes[*place] ^= 0x10
            }
            fs::write(&spoilt, bytes).unwrap();
            let told = restore(&other, &spoilt, PASSWORD).await;
            let expected = matches!(told, Err(BackupError::Damaged | BackupError::NotABackup));
            assert!(expected, "cut {cut} at {place}: {told:?}");
            refused += 1;
        }
    }
    fs::remove_file(&spoilt).unwrap();
    assert_eq!(refused, 2 * (4 + 13 + 17 + 23));
    assert_eq!(kept(&other), untouched);
    fs::write(&spoilt, &whole).unwrap();
    restore(&other, &spoilt, PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_is_refused_whatever_its_names_say() {
    let sim = sim().await;
    let (_desk, file) = backed_up(&sim).await;
    let good = parts(&file);
    let other = Desk::new(&sim);
    let spoilt = other.folder.path().join("spoilt");
    let changed = |change: &dyn Fn(&mut Parts)| {
        let mut parts = good.clone();
        change(&mut parts);
        packed(&parts)
    };
    let renamed = |nth: usize, name: &'static str| changed(&|parts| parts[nth].0 = name.into());
    let content = |nth: usize, bytes: Vec<u8>| changed(&|parts| parts[nth].1 = bytes.clone());
    let manifest = |text: &str| content(0, text.into());
    let text = String::from_utf8(good[0].1.clone()).unwrap();
    let of = |id: &str| {
        let (before, rest) = text.split_once(r#""profile":"#).unwrap();
        let (_, after) = rest.split_once(',').unwrap();
        format!(r#"{before}"profile":{id},{after}"#)
    };
    let mut linked = ZipWriter::new(Cursor::new(Vec::new()));
    linked.start_file("trove-backup.json", SimpleFileOptions::default()).unwrap();
    linked.write_all(&good[0].1).unwrap();
    linked.add_symlink("keys.json", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let deflated = {
        let mut bytes = packed(&good);
        bytes[8] = 8;
        bytes
    };
    let endless = {
        // The first part says that it goes on for four gigabytes.
        let mut bytes = packed(&good);
        bytes[18..26].copy_from_slice(&[0xfe; 8]);
        bytes
    };
    for (what, bytes, expected) in [
        ("empty", Vec::new(), BackupError::Damaged),
        ("some text", b"not a zip, and long enough to be looked at".to_vec(), BackupError::NotABackup),
        ("an empty zip", packed(&Vec::new()), BackupError::NotABackup),
        ("a part above the folder", renamed(1, "../keys.json"), BackupError::NotABackup),
        ("a part at a root", renamed(2, "/pages.db"), BackupError::NotABackup),
        ("a part on a drive", renamed(2, "C:\\pages.db"), BackupError::NotABackup),
        ("a folder", renamed(2, "pages.db/"), BackupError::NotABackup),
        ("another order", changed(&|parts| parts.swap(1, 2)), BackupError::NotABackup),
        ("no keys", changed(&|parts| drop(parts.remove(1))), BackupError::NotABackup),
        ("no pages", changed(&|parts| drop(parts.remove(2))), BackupError::NotABackup),
        (
            "one part more",
            changed(&|parts| parts.push(("../../trove-climbed-out".into(), vec![1]))),
            BackupError::NotABackup,
        ),
        ("a link for keys", linked.finish().unwrap().into_inner(), BackupError::Damaged),
        ("compressed", deflated, BackupError::NotABackup),
        ("endless", endless, BackupError::NotABackup),
        ("a large manifest", manifest(&format!("{text}{}", " ".repeat(5000))), BackupError::NotABackup),
        ("large keys", content(1, vec![b' '; 20_000]), BackupError::NotABackup),
        ("large tokens", content(3, vec![0; (16 << 20) + 1]), BackupError::NotABackup),
        ("no tokens in the tokens", content(3, vec![0; 1000]), BackupError::Damaged),
        ("no pages in the pages", content(2, vec![0; 8192]), BackupError::Damaged),
        ("one bit of the pages", content(2, with_a_bit_changed(&good[2].1)), BackupError::Damaged),
        ("one bit of the tokens", content(3, with_a_bit_changed(&good[3].1)), BackupError::Damaged),
        ("one bit of the keys", content(1, with_a_bit_changed(&good[1].1)), BackupError::Damaged),
        (
            "half of the pages",
            content(2, good[2].1[..good[2].1.len() / 8192 * 4096].to_vec()),
            BackupError::Damaged,
        ),
        ("empty pages", content(2, Vec::new()), BackupError::Damaged),
        ("plain pages", content(2, b"SQLite format 3\0 and more".to_vec()), BackupError::Damaged),
        ("empty keys", content(1, b"{}".to_vec()), BackupError::Damaged),
        ("a newer backup", manifest(r#"{"version":2,"new":1}"#), BackupError::NewerVersion),
        ("newer keys", content(1, br#"{"version":2}"#.to_vec()), BackupError::NewerVersion),
        ("an id that is none", manifest(&of(r#""x""#)), BackupError::NotABackup),
        (
            "another profile's",
            manifest(&of(r#""00000000-0000-4000-8000-000000000001""#)),
            BackupError::Damaged,
        ),
        ("no manifest", manifest("[]"), BackupError::NotABackup),
    ] {
        fs::write(&spoilt, bytes).unwrap();
        assert_eq!(restore(&other, &spoilt, PASSWORD).await, Err(expected), "{what}");
    }
    fs::remove_file(&spoilt).unwrap();
    assert_eq!(other.app.start().await.unwrap().profiles, []);
    let profiles = other.folder.path().join("profiles");
    assert_eq!(fs::read_dir(profiles).unwrap().count(), 0);
    assert!(!other.folder.path().parent().unwrap().join("trove-climbed-out").exists());
    // The tokens alone may be missing: they are then asked for again.
    fs::write(&spoilt, changed(&|parts| drop(parts.pop()))).unwrap();
    restore(&other, &spoilt, PASSWORD).await.unwrap();
    other.sign_in("Ada").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_over_and_nothing_waited_for() {
    let sim = sim().await;
    let (desk, file) = backed_up(&sim).await;
    let place = |name: &str| desk.folder.path().join(name);
    assert_eq!(desk.app.back_up(&file).await, Err(BackupError::Exists(file.clone())));
    fs::write(place("other.trove.part"), "mine").unwrap();
    let refused = desk.app.back_up(&place("other.trove")).await;
    assert_eq!(refused, Err(BackupError::Exists(place("other.trove.part"))));
    assert_eq!(fs::read(place("other.trove.part")).unwrap(), b"mine");
    // What a killed backup of this profile left is replaced.
    fs::write(place("again.trove.part"), &fs::read(&file).unwrap()[..500]).unwrap();
    desk.app.back_up(&place("again.trove")).await.unwrap();
    assert!(!place("again.trove.part").exists());
    assert!(desk.app.back_up(&place("no such folder/x")).await.is_err());
    assert_eq!(restore(&desk, &place("missing"), PASSWORD).await, Err(BackupError::NotFound));
    assert_eq!(restore(&desk, desk.folder.path(), PASSWORD).await, Err(BackupError::NotAFile));
    #[cfg(unix)]
    {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, place("pipe"), FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
        assert_eq!(desk.app.back_up(&place("pipe")).await, Err(BackupError::Exists(place("pipe"))));
        assert_eq!(restore(&desk, &place("pipe"), PASSWORD).await, Err(BackupError::NotAFile));
        assert_eq!(restore(&desk, Path::new("/dev/zero"), PASSWORD).await, Err(BackupError::NotAFile));
        // A person's own link to a backup is as good as the backup.
        std::os::unix::fs::symlink(&file, place("link")).unwrap();
        let looked: Backup = desk.app.look_at_backup(&place("link"), true).await.unwrap();
        assert_eq!(looked.name, "Ada");
    }
    let id = desk.profile("Ada").await;
    let left: Vec<_> = fs::read_dir(place(&format!("profiles/{id}"))).unwrap().collect();
    assert!(left.iter().flatten().all(|entry| !entry.path().to_string_lossy().ends_with(".new")), "{left:?}");
    desk.app.lock().await.unwrap();
    assert_eq!(desk.app.back_up(&place("locked.trove")).await, Err(BackupError::App(UiError::Locked)));
}
