//! What is in a package, laid out by the program that reads its kind.
//!
//! Nothing is installed and nothing that a package brings is run.

use std::fs;
use std::path::Path;

use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output};

/// By ending: the program, what it is told, and the package of Debian's that brings it.
const READERS: &[(&str, &str, &[&str], &str)] = &[
    // With what the package says of itself.
    ("deb", "dpkg-deb", &["--raw-extract", "FILE", "FOLDER"], "dpkg"),
    ("rpm", "bsdtar", &["-x", "-f", "FILE", "-C", "FOLDER"], "libarchive-tools"),
    ("msi", "msiextract", &["--directory", "FOLDER", "FILE"], "msitools"),
    ("exe", "7z", &["x", "-y", "-oFOLDER", "FILE"], "7zip"),
];

/// Lays out what is in `package`. A sentence where nothing here reads it.
pub fn unpack(package: &Path, folder: &Path) -> Outcome<Result<(), String>> {
    fs::create_dir_all(folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let ending = package.extension().unwrap_or_default().to_string_lossy();
    let Some((_, program, words, brought_by)) = READERS.iter().find(|(kind, ..)| *kind == ending) else {
        return Ok(Err("it is no package, and was compared as it is".into()));
    };
    let (file, place) = (package.to_string_lossy(), folder.to_string_lossy());
    let words: Vec<String> =
        words.iter().map(|word| word.replace("FILE", &file).replace("FOLDER", &place)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match output(&mut command(program, &words, &root())) {
        Some(_) => Ok(()),
        None => Err(format!("{program} did not unpack it: `apt-get install {brought_by}`")),
    })
}
