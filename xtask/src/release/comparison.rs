//! Two folders of packages that should be the same, compared file by file: what differs between
//! them, and what it looks like.
//!
//! Not a judgement: a difference may be a signature. Reproducible builds (reproducible-builds.org)
//! have none.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::unpacked::unpack;
use crate::outcome::{Outcome, Stop};
use crate::scratch::Scratch;

/// Of every file its name within the folder, and what is in it.
pub type Contents = BTreeMap<String, Vec<u8>>;

/// Follows from the others.
const SUMS: &str = "SHA256SUMS";

/// Of packages in two folders, a line for each difference; `built_in` are the folders that they
/// were built in, where that is known.
pub fn of_packages(first: &Path, second: &Path, built_in: &[&str]) -> Outcome<Vec<String>> {
    let (mut packages, mut others) = (read(first)?, read(second)?);
    packages.remove(SUMS);
    others.remove(SUMS);
    if packages.is_empty() {
        return Err(Stop(format!("There is nothing to compare in {}.", first.display())));
    }
    let mut told = Vec::new();
    for difference in differences(&packages, &others, built_in) {
        let name = &difference.name;
        if difference.on_one_side {
            told.push(difference.line());
            continue;
        }
        let scratch = Scratch::new()?;
        let folders = ["first", "second"].map(|name| scratch.path().join(name));
        let unpacked = [unpack(&first.join(name), &folders[0])?, unpack(&second.join(name), &folders[1])?];
        if let Some(why) = unpacked.into_iter().find_map(Result::err) {
            told.push(format!("{} ({why})", difference.line()));
            continue;
        }
        let inside = differences(&read(&folders[0])?, &read(&folders[1])?, built_in);
        if inside.is_empty() {
            told.push(format!(
                "{name}: what is in it is the same; what holds it is not (times, order, compression, tables of an installer)"
            ));
        }
        told.extend(inside.iter().map(|inside| format!("{name}: {}", inside.line())));
    }
    Ok(told)
}

/// One file that is not the same on both sides.
#[derive(Debug, PartialEq)]
pub struct Difference {
    name: String,
    on_one_side: bool,
    how: String,
}

impl Difference {
    pub fn line(&self) -> String {
        format!("{} {}", self.name, self.how)
    }
}

/// By name.
pub fn differences(first: &Contents, second: &Contents, built_in: &[&str]) -> Vec<Difference> {
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let difference = |name: &String| {
        let (on_one_side, how) = match (first.get(name), second.get(name)) {
            (Some(one), Some(other)) if one == other => return None,
            (Some(one), Some(other)) => (false, how(one, other, built_in)),
            (Some(_), None) => (true, "is in the first only".into()),
            _ => (true, "is in the second only".into()),
        };
        Some(Difference { name: name.clone(), on_one_side, how })
    };
    names.into_iter().filter_map(difference).collect()
}

/// Offsets are of bytes, from 0.
fn how(one: &[u8], other: &[u8], built_in: &[&str]) -> String {
    let pairs = one.iter().zip(other);
    let differing = pairs.clone().filter(|(one, other)| one != other).count();
    let first = pairs.take_while(|(one, other)| one == other).count();
    let mut told = if one.len() == other.len() {
        format!("differs in {differing} of {} bytes, first at {first}", one.len())
    } else {
        format!("has {} bytes and {}, and differs from {first} on", one.len(), other.len())
    };
    let named = built_in.iter().any(|folder| {
        let folder = folder.as_bytes();
        !folder.is_empty()
            && [one, other].iter().any(|bytes| bytes.windows(folder.len()).any(|part| part == folder))
    });
    if named {
        told.push_str("; it names the folder that it was built in");
    }
    told
}

/// Links are their targets. What is neither file, folder nor link stands for nothing.
fn read(folder: &Path) -> Outcome<Contents> {
    let mut contents = Contents::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let failed = |why: std::io::Error| Stop(format!("{}: {why}.", next.display()));
        for entry in fs::read_dir(&next).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let failed = |why: std::io::Error| Stop(format!("{}: {why}.", path.display()));
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_symlink() {
                let target = fs::read_link(&path).map_err(failed)?;
                contents.insert(name, format!("a link to {}", target.display()).into_bytes());
            } else if kind.is_file() {
                contents.insert(name, fs::read(&path).map_err(failed)?);
            }
        }
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::{command, output};

    fn contents(files: &[(&str, &str)]) -> Contents {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn each_difference_is_told() {
        let first =
            contents(&[("a", "same"), ("b", "12345678"), ("c", "short"), ("d", "x"), ("f", "/one/x")]);
        let second =
            contents(&[("a", "same"), ("b", "12x4567y"), ("c", "shorter"), ("e", "x"), ("f", "/two/x")]);
        let told: Vec<_> =
            differences(&first, &second, &["/one", "/two", ""]).iter().map(Difference::line).collect();
        assert_eq!(
            told,
            [
                "b differs in 2 of 8 bytes, first at 2",
                "c has 5 bytes and 7, and differs from 5 on",
                "d is in the first only",
                "e is in the second only",
                "f differs in 3 of 6 bytes, first at 1; it names the folder that it was built in",
            ]
        );
        assert_eq!(differences(&first, &first, &["/one"]), []);
    }

    #[test]
    fn folders_of_packages() {
        let scratch = Scratch::new().unwrap();
        let [first, second] = ["first", "second"].map(|name| scratch.path().join(name));
        for (folder, files) in [
            (&first, [("SHA256SUMS", "1"), ("a.json", "{}"), ("b.json", "[1]")]),
            (&second, [("SHA256SUMS", "2"), ("a.json", "{}"), ("b.json", "[2]")]),
        ] {
            fs::create_dir(folder).unwrap();
            for (name, text) in files {
                fs::write(folder.join(name), text).unwrap();
            }
        }
        assert_eq!(
            of_packages(&first, &second, &[]).unwrap(),
            ["b.json differs in 1 of 3 bytes, first at 1 (it is no package, and was compared as it is)"]
        );
        assert_eq!(of_packages(&first, &first, &[]).unwrap(), Vec::<String>::new());
        let empty = scratch.path().join("empty");
        fs::create_dir(&empty).unwrap();
        assert!(of_packages(&empty, &empty, &[]).is_err(), "nothing is not the same as nothing");
        assert!(of_packages(&scratch.path().join("none"), &second, &[]).is_err());
    }

    /// Of Debian's, made by Debian's own program.
    #[test]
    fn packages_are_looked_into() {
        if output(&mut command("dpkg-deb", &["--version"], Path::new("/"))).is_none() {
            println!("skipped: dpkg-deb is not here");
            return;
        }
        let scratch = Scratch::new().unwrap();
        let built = |name: &str, text: &str, compression: &str| {
            let (tree, out) = (scratch.path().join(format!("{name}-tree")), scratch.path().join(name));
            for folder in [tree.join("DEBIAN"), tree.join("usr/bin"), out.clone()] {
                fs::create_dir_all(folder).unwrap();
            }
            let control =
                "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n";
            fs::write(tree.join("DEBIAN/control"), control).unwrap();
            fs::write(tree.join("usr/bin/x"), text).unwrap();
            let package = out.join("x.deb");
            let words = [
                compression,
                "--root-owner-group",
                "--build",
                &tree.to_string_lossy(),
                &package.to_string_lossy(),
            ];
            output(&mut command("dpkg-deb", &words, scratch.path())).unwrap();
            out
        };
        let (one, other, tighter) =
            (built("one", "1", "-Zgzip"), built("other", "2", "-Zgzip"), built("tighter", "1", "-Zxz"));
        assert_eq!(
            of_packages(&one, &other, &[]).unwrap(),
            ["x.deb: usr/bin/x differs in 1 of 1 bytes, first at 0"]
        );
        assert_eq!(
            of_packages(&one, &tighter, &[]).unwrap(),
            [
                "x.deb: what is in it is the same; what holds it is not (times, order, compression, tables of an installer)"
            ]
        );
    }
}
