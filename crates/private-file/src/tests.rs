//! What lies in a file's place, and what is left when a step fails.

use super::*;
use std::fs;
use std::io::{ErrorKind, Write};

#[test]
fn old_or_new_and_no_leftovers_whichever_step_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    for nth in 0.. {
        fs::write(&path, "old").unwrap();
        fail_after(Some(nth));
        let replaced = replace(&path, b"new");
        if still_waiting() {
            assert!(nth >= 5, "only {nth} steps were tried");
            fail_after(None);
            break;
        }
        assert_eq!(replaced.unwrap_err().kind(), ErrorKind::StorageFull);
        let content = read(&path, 100).unwrap().unwrap();
        assert!(content == b"old" || (content == b"new" && nth == 4), "step {nth}: {content:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "step {nth}");
    }
    assert_eq!(read(&path, 100).unwrap().unwrap(), b"new");
}

#[test]
fn what_others_wrote_is_put_in_place_whole_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("theirs"), folder.path().join("ours"));
    for nth in 0.. {
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        fail_after(Some(nth));
        let moved = put_in_place(&from, &to);
        let waiting = still_waiting();
        fail_after(None);
        let content = fs::read_to_string(&to).unwrap();
        assert_eq!(moved.is_ok(), waiting, "step {nth}");
        assert_eq!(content, if waiting || nth == 2 { "new" } else { "old" }, "step {nth}");
        if waiting {
            assert_eq!(nth, 3);
            break;
        }
    }
}

#[test]
fn a_larger_file_is_not_read_into_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    assert!(read(&path, 3).unwrap().is_none());
    replace(&path, b"four").unwrap();
    assert_eq!(read(&path, 4).unwrap().unwrap(), b"four");
    let refused = read(&path, 3).unwrap_err();
    assert!(refused.get_ref().unwrap().is::<TooLarge>());
    // A thousand gigabytes of nothing.
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(read(&path, 3).unwrap_err().kind(), ErrorKind::InvalidData);
}

#[test]
fn one_holder_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let held = FileLock::try_acquire(&path).unwrap().unwrap();
    assert!(FileLock::try_acquire(&path).unwrap().is_none());
    drop(held);
    FileLock::acquire(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn a_log_goes_on_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    append(&path).unwrap().write_all(b"one ").unwrap();
    append(&path).unwrap().write_all(b"two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "one two");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::path::{Path, PathBuf};

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn pipe(path: &Path) {
        mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    }

    /// Everything that can lie in a file's place. None of them answers by itself: who opens a
    /// pipe waits for ever, who reads a device never gets to its end.
    fn special(folder: &Path) -> Vec<PathBuf> {
        let place = |name: &str| folder.join(name);
        fs::write(place("elsewhere"), "untouched").unwrap();
        symlink(place("elsewhere"), place("link")).unwrap();
        symlink("/dev/zero", place("link to an endless file")).unwrap();
        symlink(place("nowhere"), place("link to nothing")).unwrap();
        pipe(&place("pipe"));
        UnixListener::bind(place("socket")).unwrap();
        fs::create_dir(place("folder")).unwrap();
        let names = ["link", "link to an endless file", "link to nothing", "pipe", "socket", "folder"];
        names.map(place).into_iter().chain(["/dev/zero", "/dev/tty"].map(PathBuf::from)).collect()
    }

    #[test]
    fn nothing_but_a_regular_file_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        type Way = fn(&Path) -> std::io::Result<()>;
        let ways: &[(&str, Way)] = &[
            ("is_there", |path| is_there(path).map(drop)),
            ("open", |path| open(path).map(drop)),
            ("read", |path| read(path, 100).map(drop)),
            ("append", |path| append(path).map(drop)),
            ("make_private", make_private),
            ("try_acquire", |path| FileLock::try_acquire(path).map(drop)),
            ("acquire", |path| FileLock::acquire(path).map(drop)),
            ("put_in_place", |path| put_in_place(path, &path.with_extension("moved"))),
        ];
        let mut refusals = 0;
        for path in special(folder.path()) {
            for (way, opened) in ways {
                let error = opened(&path).expect_err(way);
                assert!(is_not_a_file(&error), "{way} {path:?}: {error}");
                refusals += 1;
            }
        }
        assert_eq!(refusals, 64);
        assert_eq!(fs::read_to_string(folder.path().join("elsewhere")).unwrap(), "untouched");
        assert!(!folder.path().join("nowhere").exists());
    }

    /// As if the path had changed after it was looked at.
    #[test]
    fn the_opening_itself_follows_no_link_and_waits_for_no_pipe() {
        let folder = tempfile::tempdir().unwrap();
        for path in special(folder.path()) {
            let mut read = fs::OpenOptions::new();
            let opened = crate::open::private(read.read(true)).open(&path);
            assert!(opened.is_err() || !opened.unwrap().metadata().unwrap().is_file(), "{path:?}");
        }
    }

    #[test]
    fn a_new_file_takes_the_place_of_anything_but_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        for path in special(folder.path()).into_iter().filter(|path| path.starts_with(folder.path())) {
            if path.is_dir() {
                create(&path).unwrap_err();
                replace(&path, b"ours").unwrap_err();
                continue;
            }
            replace(&path, b"ours").unwrap();
            assert_eq!((read(&path, 4).unwrap().unwrap(), mode(&path)), (b"ours".to_vec(), 0o600));
            create(&path).unwrap();
            assert_eq!(read(&path, 4).unwrap().unwrap(), b"");
        }
        assert_eq!(fs::read_to_string(folder.path().join("elsewhere")).unwrap(), "untouched");
    }

    /// Check 32.
    #[test]
    fn files_are_private_also_those_that_were_not() {
        let folder = tempfile::tempdir().unwrap();
        for (name, touch) in [
            ("appended to", (|path| append(path).map(drop)) as fn(&Path) -> std::io::Result<()>),
            ("narrowed", make_private),
            ("moved", |path| put_in_place(path, path)),
            ("replaced", |path| replace(path, b"")),
        ] {
            let path = folder.path().join(name);
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
            touch(&path).unwrap();
            assert_eq!(mode(&path), 0o600, "{name}");
        }
    }

    /// Check 32.
    #[test]
    fn folders_that_are_not_ours_keep_their_mode() {
        let folder = tempfile::tempdir().unwrap();
        let shared = folder.path().join("shared");
        fs::create_dir(&shared).unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o1777)).unwrap();
        super::folder(&shared).unwrap();
        assert_eq!(mode(&shared), 0o1777);
        our_folder(&shared.join("a/b")).unwrap();
        assert_eq!(
            [&shared, &shared.join("a"), &shared.join("a/b")].map(|path| mode(path)),
            [0o1777, 0o700, 0o700]
        );

        our_folder(&shared).unwrap();
        assert_eq!(mode(&shared), 0o700);
        symlink(&shared, folder.path().join("planted")).unwrap();
        let refused = our_folder(&folder.path().join("planted")).unwrap_err();
        assert!(is_not_a_file(&refused), "{refused}");
    }
}
