//! What lies on disk: nothing readable, nothing trusted, nothing that cannot be made anew.

use crate::world::{World, page, query, settings};
use std::fs;
use std::path::{Path, PathBuf};
use trove_index::{Change, Index, IndexError, Memory, OpenError, Settings};
use trove_model::Key32;

const SENTINEL: &str = "xylophonesentinel";

fn world() -> World {
    World::new(&[
        ("A title with xylophonesentinel", "and a body with xylophonesentinel in it"),
        ("Other", "text"),
    ])
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn holds(folder: &Path, needle: &str) -> bool {
    files(folder).iter().any(|file| {
        let content = fs::read(file).unwrap();
        content.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
    })
}

fn open_error(settings: Settings<'_>) -> Option<OpenError> {
    Index::open(settings).err()
}

#[test]
fn nothing_can_be_read_without_the_key() {
    let world = world();
    let folder = world.folder.path();
    for needle in [SENTINEL, "xylophon", "segments", "opstamp", "payload", "title"] {
        assert!(!holds(folder, needle), "{needle}");
    }
    fs::write(folder.join("planted"), format!("…{SENTINEL}…")).unwrap();
    assert!(holds(folder, SENTINEL), "the search itself finds nothing");
}

#[test]
fn it_opens_again_in_both_modes() {
    let World { folder, index, pages, seq, .. } = world();
    drop(index);
    for memory in [Memory::All, Memory::Bounded(64 * 1024)] {
        let index = Index::open(settings(folder.path(), memory)).unwrap();
        let answer = index.searcher().search(&query(SENTINEL), &pages, 20, true).unwrap();
        assert_eq!((answer.hits.len(), index.seq()), (1, seq));
    }
}

#[test]
fn what_is_not_ours_is_refused_by_name() {
    let World { folder, index, .. } = world();
    drop(index);
    let ours = || settings(folder.path(), Memory::All);
    let elsewhere = tempfile::tempdir().unwrap();
    let absent = elsewhere.path().join("absent");
    for folder in [elsewhere.path(), &absent] {
        assert_eq!(open_error(settings(folder, Memory::All)), Some(OpenError::Missing));
    }
    assert!(!absent.exists(), "looking must not make it");
    assert_eq!(open_error(Settings { store: [2; 16], ..ours() }), Some(OpenError::Foreign));
    assert_eq!(open_error(Settings { key: Key32::new([8; 32]), ..ours() }), Some(OpenError::Foreign));
    let meta = folder.path().join("meta.json");
    let mut newer = fs::read(&meta).unwrap();
    newer[7] += 1;
    fs::write(&meta, newer).unwrap();
    assert_eq!(open_error(ours()), Some(OpenError::OtherVersion));
}

/// Check 47.
/// Each file in turn: shortened, or one bit changed in its middle.
#[test]
fn no_damage_goes_unnoticed() {
    let World { folder, index, pages, .. } = world();
    drop(index);
    let files: Vec<_> = files(folder.path())
        .into_iter()
        .filter(|file| file.extension().is_none_or(|e| e != "lock"))
        .collect();
    assert!(files.len() > 5);
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 1;
        for damaged in [whole[..whole.len() - 1].to_vec(), flipped, Vec::new()] {
            fs::write(&file, damaged).unwrap();
            let answers = Index::open(settings(folder.path(), Memory::All))
                .map(|index| index.searcher().search(&query(SENTINEL), &pages, 20, true));
            assert!(
                matches!(
                    answers,
                    Err(OpenError::Damaged | OpenError::Foreign) | Ok(Err(IndexError::Damaged))
                ),
                "{}: {:?}",
                file.display(),
                answers.map(|_| "answers")
            );
        }
        fs::write(&file, whole).unwrap();
    }
    assert_eq!(open_error(settings(folder.path(), Memory::All)), None);
}

#[test]
fn a_new_one_takes_the_place_of_anything() {
    let World { folder, index, .. } = world();
    drop(index);
    fs::write(folder.path().join("meta.json"), "no index").unwrap();
    assert_eq!(open_error(settings(folder.path(), Memory::All)), Some(OpenError::Damaged));
    let index = Index::create(settings(folder.path(), Memory::All)).unwrap();
    assert_eq!((index.seq(), index.searcher().count()), (0, 0));
    assert_eq!(Index::open(settings(folder.path(), Memory::All)).unwrap().seq(), 0);
}

/// A pipe or a device would be waited for, a link followed, and a file without an end read
/// into memory.
#[cfg(unix)]
#[test]
fn a_new_one_takes_the_place_of_what_is_no_file() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::symlink;
    let World { folder, index, .. } = world();
    drop(index);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("theirs"), "untouched").unwrap();
    let names: Vec<_> = files(folder.path());
    assert!(names.iter().any(|name| name.ends_with(".tantivy-writer.lock")), "{names:?}");
    type Make = fn(&Path, &Path);
    let special: [(&str, Make); 4] = [
        ("a pipe", |path, _| mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap()),
        ("an endless file", |path, _| symlink("/dev/zero", path).unwrap()),
        ("a link", |path, outside| symlink(outside.join("theirs"), path).unwrap()),
        ("a folder", |path, outside| {
            fs::create_dir(path).unwrap();
            fs::copy(outside.join("theirs"), path.join("theirs")).unwrap();
        }),
    ];
    for (what, make) in special {
        for name in &names {
            let _ = fs::remove_file(name);
            let _ = fs::remove_dir_all(name);
            make(name, outside.path());
        }
        assert_eq!(open_error(settings(folder.path(), Memory::All)), Some(OpenError::Damaged), "{what}");
        let index = Index::create(settings(folder.path(), Memory::All)).unwrap();
        assert_eq!((index.seq(), index.searcher().count()), (0, 0), "{what}");
        drop(index.writer().unwrap());
    }
    assert_eq!(fs::read_to_string(outside.path().join("theirs")).unwrap(), "untouched");
}

/// A thousand gigabytes of nothing behind each file: none is given that much memory.
#[test]
fn a_file_without_an_end_is_damage() {
    for memory in [Memory::All, Memory::Bounded(64 * 1024)] {
        let World { folder, index, .. } = world();
        drop(index);
        for file in files(folder.path()).iter().filter(|file| file.extension().is_none_or(|e| e != "lock")) {
            fs::OpenOptions::new().write(true).open(file).unwrap().set_len(1 << 40).unwrap();
        }
        assert_eq!(open_error(settings(folder.path(), memory)), Some(OpenError::Damaged));
    }
}

#[test]
fn one_writer_many_readers() {
    let world = world();
    let other = Index::open(settings(world.folder.path(), Memory::All)).unwrap();
    let mut writer = world.index.writer().unwrap();
    assert_eq!(other.writer().err(), Some(IndexError::Busy));
    assert_eq!(Index::create(settings(world.folder.path(), Memory::All)).err(), Some(IndexError::Busy));
    writer.apply([Change::Put(page(3, "Third", ""))], 3).unwrap();
    assert_eq!(other.seq(), 2);
    other.reload().unwrap();
    assert_eq!((other.seq(), other.searcher().count()), (3, 3));
    writer.finish().unwrap();
    other.writer().unwrap();
}

/// A process killed before a commit leaves half-written files; the last commit still opens.
#[test]
fn an_unfinished_batch_is_as_if_never_begun() {
    let World { folder, index, .. } = world();
    drop(index);
    fs::write(folder.path().join("meta.json.new"), "half").unwrap();
    fs::write(folder.path().join("00000000000000000000000000000000.term"), "half").unwrap();
    let index = Index::open(settings(folder.path(), Memory::All)).unwrap();
    assert_eq!(index.seq(), 2);
    index.writer().unwrap().apply([Change::Remove(1)], 3).unwrap();
    assert_eq!((index.seq(), index.searcher().count()), (3, 1));
}

/// A process killed after a commit has written all its files but the list of them: the same
/// changes are applied again, and their files have the names that are there already.
#[test]
fn a_commit_that_was_cut_off_is_made_again() {
    let texts: Vec<(String, &str)> = (0..40).map(|number| (format!("Title {number}"), "text")).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(title, body)| (title.as_str(), *body)).collect();
    let World { folder, index, .. } = World::new(&texts);
    let copied = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let before = copied("meta.json");
    let changes = || (1..=10).map(|id| Change::Put(page(id, "Other", "text"))).chain([Change::Remove(11)]);
    index.writer().unwrap().apply(changes(), 100).unwrap();
    assert!(files(folder.path()).iter().any(|file| file.extension().is_some_and(|kind| kind == "del")));
    drop(index);
    fs::write(folder.path().join("meta.json"), before).unwrap();

    let index = Index::open(settings(folder.path(), Memory::All)).unwrap();
    assert_eq!((index.seq(), index.searcher().count()), (40, 40));
    let mut writer = index.writer().unwrap();
    writer.apply(changes(), 100).unwrap();
    writer.finish().unwrap();
    assert_eq!((index.seq(), index.searcher().count()), (100, 39));
}
