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
    ("exe", "7z", &["x", "-y", "-oFOLDER", "FILE"], "p7zip-full"),
];

/// Lays out what is in `package` in a folder of its own. A sentence where nothing here reads it.
pub fn unpack(package: &Path, folder: &Path) -> Outcome<Result<(), String>> {
    let failed = |why: std::io::Error| Stop(format!("{}: {why}.", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    let ending = package.extension().unwrap_or_default().to_string_lossy();
    let Some((_, program, words, brought_by)) = READERS.iter().find(|(kind, ..)| *kind == ending) else {
        return Ok(Err("it is no package, and was compared as it is".into()));
    };
    // They run in another folder than the one that a person names packages from.
    let package = std::path::absolute(package).map_err(failed)?;
    let (file, place) = (package.to_string_lossy(), folder.to_string_lossy());
    let words: Vec<String> =
        words.iter().map(|word| word.replace("FILE", &file).replace("FOLDER", &place)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ran = output(&mut command(program, &words, &root())).is_some();
    // One of them calls it a success where it could not even open the package.
    let laid_out = fs::read_dir(folder).map_err(failed)?.next().is_some();
    Ok(match (ran, laid_out) {
        (true, true) => Ok(()),
        _ => Err(format!("{program} laid out nothing of it; `apt-get install {brought_by}` brings it")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    /// Whether its reader is here or not.
    #[test]
    fn what_cannot_be_read_is_not_taken_for_empty() {
        let scratch = Scratch::new().unwrap();
        for (kind, program, ..) in READERS {
            let package = scratch.path().join("x").with_extension(kind);
            fs::write(&package, "no package").unwrap();
            let Err(why) = unpack(&package, &scratch.path().join(program)).unwrap() else {
                panic!("{program} was believed")
            };
            assert!(why.starts_with(program), "{why}");
        }
    }
}
