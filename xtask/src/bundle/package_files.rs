//! What a Linux package carries beside the window: the command line, its manual and completions.
//!
//! Not what never changes from build to build; `tauri.conf.json` names that.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, root};
use crate::process::{command, output, run};

/// Where each shell of Debian and Fedora looks for them.
const COMPLETIONS: &[(&str, &str)] = &[
    ("bash", "/usr/share/bash-completion/completions/trove"),
    ("zsh", "/usr/share/zsh/site-functions/_trove"),
    ("fish", "/usr/share/fish/vendor_completions.d/trove.fish"),
];

/// A file, and where it is installed.
pub type Installed = (PathBuf, String);

/// Made anew by `program`, the command line as it was built.
pub fn make(program: &Path) -> Outcome<Vec<Installed>> {
    let folder = beside_us("package-files");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("man")).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let mut files = vec![(program.to_owned(), "/usr/bin/trove".to_owned())];
    for (shell, place) in COMPLETIONS {
        let script = output(&mut command(program, &["completions", shell], &root()))
            .ok_or_else(|| Stop(format!("{} prints no completions for {shell}.", program.display())))?;
        let path = folder.join(shell);
        fs::write(&path, script).map_err(|why| Stop(format!("{}: {why}.", path.display())))?;
        files.push((path, (*place).to_owned()));
    }
    run(&mut command(program, &["man-pages", &folder.join("man").to_string_lossy()], &root()))?;
    for page in pages(&folder.join("man"))? {
        // As Debian's policy has it (12.1): compressed, and without the date of the build.
        run(&mut command("gzip", &["-9n", &page.to_string_lossy()], &root()))?;
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((page.with_file_name(format!("{name}.gz")), format!("/usr/share/man/man1/{name}.gz")));
    }
    Ok(files)
}

fn pages(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
    let mut pages: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    pages.sort();
    if pages.len() < 2 { Err(Stop("There is no manual.".into())) } else { Ok(pages) }
}

/// As the bundler's settings have it.
pub fn settings(files: &[Installed]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let lines: Vec<String> = files
        .iter()
        .map(|(path, place)| format!("{}:{}", quoted(place), quoted(&path.to_string_lossy())))
        .collect();
    let files = lines.join(",");
    format!(r#"{{"bundle":{{"linux":{{"deb":{{"files":{{{files}}}}},"rpm":{{"files":{{{files}}}}}}}}}}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_json_for_both_kinds_of_package() {
        let files = vec![(PathBuf::from("/a \"b\"/trove"), "/usr/bin/trove".to_owned())];
        assert_eq!(
            settings(&files),
            r#"{"bundle":{"linux":{"deb":{"files":{"/usr/bin/trove":"/a \"b\"/trove"}},"rpm":{"files":{"/usr/bin/trove":"/a \"b\"/trove"}}}}}"#
        );
    }
}
