//! Several files written together: all of them, or none.
//!
//! A file is written beside its place first, so that a full disk changes nothing, and then
//! renamed; where one cannot be, those before it get back what they had.

use std::fs;
use std::path::{Path, PathBuf};

use super::texts::Edit;
use crate::outcome::{Outcome, Stop};

pub fn write_all(root: &Path, edits: &[Edit]) -> Outcome<()> {
    let written = prepare(root, edits).and_then(|()| put_in_place(root, edits));
    for edit in edits {
        // Gone already where all went well.
        let _ = fs::remove_file(beside(root, edit));
    }
    written
}

fn beside(root: &Path, edit: &Edit) -> PathBuf {
    root.join(format!("{}.new", edit.path))
}

fn prepare(root: &Path, edits: &[Edit]) -> Outcome<()> {
    edits.iter().try_for_each(|edit| {
        let path = beside(root, edit);
        fs::write(&path, &edit.new)
            .map_err(|why| Stop(format!("{}: {why}. Nothing was changed.", path.display())))
    })
}

fn put_in_place(root: &Path, edits: &[Edit]) -> Outcome<()> {
    for (index, edit) in edits.iter().enumerate() {
        let path = root.join(edit.path);
        let Err(why) = fs::rename(beside(root, edit), &path) else { continue };
        let mut told = format!("{}: {why}. Nothing was changed.", path.display());
        for earlier in edits.iter().take(index) {
            if let Err(why) = fs::write(root.join(earlier.path), &earlier.old) {
                told = format!("{}: {why}. `git restore .` brings back {}.", path.display(), earlier.path);
            }
        }
        return Err(Stop(told));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn edit(path: &'static str) -> Edit {
        Edit { path, old: "old".into(), new: "new".into() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_are_written() {
        let folder = Scratch::new().unwrap();
        for name in ["a", "b"] {
            fs::write(folder.path().join(name), "old").unwrap();
        }
        write_all(folder.path(), &[edit("a"), edit("b")]).unwrap();
        assert_eq!(names(folder.path()), ["a", "b"]);
        for name in ["a", "b"] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "new");
        }
    }

    /// A folder that holds something stands where the second file belongs.
    #[test]
    fn where_one_cannot_be_written_none_is() {
        let folder = Scratch::new().unwrap();
        for name in ["a", "c"] {
            fs::write(folder.path().join(name), "old").unwrap();
        }
        fs::create_dir_all(folder.path().join("b/inside")).unwrap();
        let Err(Stop(why)) = write_all(folder.path(), &[edit("a"), edit("b"), edit("c")]) else {
            panic!("a folder was written over")
        };
        assert!(why.contains("Nothing was changed."), "{why}");
        assert_eq!(names(folder.path()), ["a", "b", "c"]);
        for name in ["a", "c"] {
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "old");
        }
    }

    /// The folder of the second is not there.
    #[test]
    fn nothing_begins_before_all_can_be_written() {
        let folder = Scratch::new().unwrap();
        fs::write(folder.path().join("a"), "old").unwrap();
        assert!(write_all(folder.path(), &[edit("a"), edit("none/b")]).is_err());
        assert_eq!(names(folder.path()), ["a"]);
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "old");
    }
}
