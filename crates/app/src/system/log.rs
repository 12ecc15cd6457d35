//! The one log: a file with a size cap.
//!
//! Of other people's crates only warnings and errors, whatever is asked for: below, they write
//! request lines and bus messages, and a redirect address travels in both.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, filter};
use trove_private_file as private_file;

/// One file of this size and one older; the rest is forgotten.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// `TROVE_LOG=trace` (off, error, warn, info, debug, trace).
pub const LEVEL_VARIABLE: &str = "TROVE_LOG";

/// Starts logging to `folder/trove.log`. A second call changes nothing.
///
/// # Errors
/// When the file cannot be opened; the app runs without a log then.
pub fn start(folder: &Path) -> io::Result<()> {
    let file = CappedFile::open(folder.join("trove.log"))?;
    let level = std::env::var(LEVEL_VARIABLE).ok().and_then(|level| level.parse().ok());
    let ours = level.unwrap_or(LevelFilter::INFO);
    let filter = filter::Targets::new()
        .with_target("trove", ours)
        // It warns with what it was asked.
        .with_target("rmcp", LevelFilter::OFF)
        .with_default(LevelFilter::WARN.min(ours));
    let layer =
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file)).with_filter(filter);
    // `Err` only says that a subscriber is installed already.
    let _ = tracing_subscriber::registry().with(layer).try_init();
    Ok(())
}

struct CappedFile {
    path: PathBuf,
    file: File,
    written: u64,
}

impl CappedFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            private_file::our_folder(folder)?;
        }
        let file = private_file::append(&path)?;
        let written = file.metadata()?.len();
        Ok(Self { path, file, written })
    }
}

impl Write for CappedFile {
    /// One line of the log, as the formatter hands it over: whole.
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if self.written >= MAX_BYTES {
            private_file::rename(&self.path, &self.path.with_extension("old.log"))?;
            *self = Self::open(std::mem::take(&mut self.path))?;
        }
        let line = in_one_line(buffer);
        self.file.write_all(line.as_bytes())?;
        self.written += line.len() as u64;
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What a server or a name could put into a line to forge another one, or to turn what stands
/// in it around, is written as its number: line ends, controls, direction marks.
fn in_one_line(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
    let mut shown = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        let harmless = c == '\t' || !(c.is_control() || turns_or_ends_a_line(c));
        if harmless {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    shown + end
}

/// Unicode's line and paragraph separators, and what is not drawn but changes how the rest is:
/// bidirectional controls (UAX 9), joiners, the byte order mark.
fn turns_or_ends_a_line(c: char) -> bool {
    matches!(
        c,
        '\u{2028}' | '\u{2029}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Logs a panic without its payload, which may quote the data that caused it.
pub fn report_panics() {
    static ONCE: Mutex<bool> = Mutex::new(false);
    let mut done = ONCE.lock().unwrap_or_else(PoisonError::into_inner);
    if std::mem::replace(&mut *done, true) {
        return;
    }
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a task panicked");
        if cfg!(debug_assertions) {
            previous(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_capped_and_one_older_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = CappedFile::open(folder.path().join("trove.log")).unwrap();
        let line = vec![b'x'; 1024 * 1024];
        for _ in 0..7 {
            log.write_all(&line).unwrap();
        }
        let mut sizes: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .collect();
        sizes.sort_unstable();
        assert_eq!(sizes.len(), 2, "{sizes:?}");
        assert!(sizes.iter().all(|size| *size <= MAX_BYTES + 1024 * 1024), "{sizes:?}");
    }

    /// Check 57. A workspace's name could end a line of the log and write the next one.
    #[test]
    fn nothing_that_is_logged_can_forge_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trove.log");
        let mut log = CappedFile::open(path.clone()).unwrap();
        let name = "Ops\r\n2026 INFO trove: all is well\u{2028}\u{2029}\u{202E}\u{2066}\u{200F}\u{85}\u{1b}[2J\u{FEFF}";
        log.write_all(format!("WARN {name} \u{e9}\t\u{4e2d}\n").as_bytes()).unwrap();
        log.write_all(b"INFO not \xff text\n").unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        let expected = "WARN Ops\\u{d}\\u{a}2026 INFO trove: all is well\\u{2028}\\u{2029}\\u{202e}\\u{2066}\\u{200f}\\u{85}\\u{1b}[2J\\u{feff} \u{e9}\t\u{4e2d}\nINFO not \u{fffd} text\n";
        assert_eq!(written, expected);
    }
}
