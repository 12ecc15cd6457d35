//! What lies beside the programs in a package, given to those that it is for: a software centre's
//! validator, `man`, and shells.
//!
//! Not here: whether it says of the app what the app says (`tidy`).

use std::path::Path;
use std::process::Command;

use super::report::Report;
use crate::bundle::package_files;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output};

const METAINFO: &str = "src-tauri/packaging/net.trovesearch.desktop.metainfo.xml";

/// By part of the path that a file is installed at: who reads it, and how.
const READERS: &[(&str, &str, &[&str])] = &[
    ("/metainfo/", "appstreamcli", &["validate", "--no-net"]),
    ("/bash-completion/", "bash", &["-n"]),
    ("/zsh/", "zsh", &["-n"]),
    ("/fish/", "fish", &["-n"]),
    ("/man/", "man", &["--warnings", "--local-file", "--encoding=utf8", "--pager=cat"]),
];

/// `program` is the command line as it was built. Readers that are not here are told.
pub fn metadata(program: &Path) -> Outcome<Report> {
    let mut files = package_files::make(program)?;
    files.push((root().join(METAINFO), "/usr/share/metainfo/".into()));
    let mut report = Report::default();
    for (place, reader, arguments) in READERS {
        if output(&mut command(reader, &["--version"], &root())).is_none() {
            report.skipped.push(format!("{reader} is not here"));
            continue;
        }
        let mut given = 0;
        for (path, _) in files.iter().filter(|(_, installed)| installed.contains(place)) {
            given += 1;
            match complaints(command(reader, arguments, &root()).arg(path))? {
                None => report.passed += 1,
                Some(told) => report.fail(format!("{reader} {}: {told}", path.display())),
            }
        }
        if given == 0 {
            report.fail(format!("nothing is installed for {reader}"));
        }
    }
    Ok(report)
}

/// `None` where it takes what it is given without a word.
fn complaints(reader: &mut Command) -> Outcome<Option<String>> {
    let done = reader.output().map_err(|why| Stop(format!("{why}.")))?;
    let told = String::from_utf8_lossy(&done.stderr).trim().to_owned();
    Ok((!done.status.success() || !told.is_empty()).then_some(told))
}
