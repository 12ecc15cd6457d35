//! What a person may hand to whoever helps them: the log and the doctor's report in one zip,
//! packed without compression so that anyone can look through it first.
//!
//! The log holds no address, no content and no secret; the person's own folder is written `~`
//! all the same. Not here: what the report says (the command line).

use super::paths::Paths;
use std::io::{self, Write};
use std::path::Path;
use trove_private_file as private_file;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The log and the one before it.
const LOGS: [&str; 2] = ["trove.log", "trove.old.log"];
/// A little more than a log grows to.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Writes the bundle; what has its name already is left alone.
///
/// # Errors
/// `AlreadyExists`; or when a log cannot be read, or the file not be written.
pub fn write(paths: &Paths, to: &Path, report: &str) -> io::Result<()> {
    let mut parts = vec![("report.jsonl", report.to_owned())];
    for name in LOGS {
        if let Some(log) = private_file::read(&paths.logs().join(name), LARGEST)? {
            parts.push((name, String::from_utf8_lossy(&log).into_owned()));
        }
    }
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_string_lossy().into_owned());
    let mut zip = ZipWriter::new(private_file::create_new(to)?);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(name, stored)?;
        zip.write_all(without_home(&text, home.as_deref()).as_bytes())?;
    }
    zip.finish()?.sync_all()
}

fn without_home(text: &str, home: Option<&str>) -> String {
    match home {
        Some(home) if home.len() > 1 => text.replace(home, "~"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_and_report_lie_in_it_and_an_older_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::find(Some(folder.path())).unwrap();
        private_file::our_folder(&paths.logs()).unwrap();
        std::fs::write(paths.logs().join("trove.log"), "2026 INFO it began\n").unwrap();
        let to = folder.path().join("bundle.zip");
        write(&paths, &to, "{\"part\":\"disk\"}\n").unwrap();
        let bytes = std::fs::read(&to).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("2026 INFO it began") && text.contains("{\"part\":\"disk\"}"));
        assert_eq!(write(&paths, &to, "").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&to).unwrap(), bytes);
        assert_eq!(without_home("/home/anna/x /home/annabel", Some("/home/anna")), "~/x ~bel");
    }
}
