//! A backup as a file: a zip without compression, in which a few parts follow each other, the
//! first of which says whose they are.
//!
//! It is read from its beginning to its end, part by part, each under the name that is expected
//! there and with a bound: what other names say, where links lead and what the index at the end
//! promises is never looked at, and nothing is unpacked. Whether the parts are whole and belong
//! together is for those who open them: each is sealed by the profile's own keys.

use super::error::BackupError;
use crate::ui_types::UiError;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use trove_model::{ProfileId, Timestamp};
use trove_private_file as private_file;
use trove_vault::Keeper;
use zip::read::{ZipFile, read_zipfile_from_stream};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZIP64_BYTES_THR, ZipWriter};

/// Names of the parts, in their order; after them comes the tokens' own, or none.
const MANIFEST: &str = "trove-backup.json";
pub const KEYS: &str = "keys.json";
pub const DATABASE: &str = "pages.db";

const VERSION: u32 = 1;
/// A name of 64 letters and a few numbers.
const LARGEST_MANIFEST: u64 = 4096;
/// As those who read them have it.
const LARGEST_KEYS: u64 = 16 * 1024;
const LARGEST_VAULT: u64 = 16 << 20;
const CHUNK: usize = 64 * 1024;

/// Whose backup it is, and of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub profile: ProfileId,
    pub name: String,
    pub made: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    version: u32,
    profile: String,
    name: String,
    made: i64,
}

/// The rest is for the version that wrote it.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

pub struct Part {
    pub name: &'static str,
    pub path: PathBuf,
    /// Whether there is no backup without it.
    pub needed: bool,
}

/// Writes a new file, synced.
///
/// # Errors
/// When a part cannot be read, or the file not be written.
pub fn write(to: &Path, manifest: &Manifest, parts: &[Part]) -> io::Result<()> {
    let layout = Layout {
        version: VERSION,
        profile: manifest.profile.to_string(),
        name: manifest.name.clone(),
        made: manifest.made.0,
    };
    let mut zip = ZipWriter::new(private_file::create_new(to)?);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file(MANIFEST, stored)?;
    zip.write_all(&serde_json::to_vec(&layout)?)?;
    for Part { name, path, needed } in parts {
        let mut file = match private_file::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => continue,
            opened => opened?,
        };
        let large = file.metadata()?.len() >= ZIP64_BYTES_THR;
        zip.start_file(*name, stored.large_file(large))?;
        io::copy(&mut file, &mut zip)?;
    }
    zip.finish()?.sync_all()
}

/// A backup that is being read.
pub struct Archive {
    file: BufReader<File>,
}

impl Archive {
    /// Reads whose it is.
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::NewerVersion`], [`BackupError::Damaged`].
    pub fn open(file: File) -> Result<(Manifest, Self), BackupError> {
        let mut archive = Self { file: BufReader::with_capacity(CHUNK, file) };
        let mut bytes = Vec::new();
        archive.read(MANIFEST, LARGEST_MANIFEST, &mut bytes)?;
        let foreign = |_| BackupError::NotABackup;
        if serde_json::from_slice::<Versioned>(&bytes).map_err(foreign)?.version > VERSION {
            return Err(BackupError::NewerVersion);
        }
        let layout: Layout = serde_json::from_slice(&bytes).map_err(foreign)?;
        let profile = layout.profile.parse().map_err(|_| BackupError::NotABackup)?;
        Ok((Manifest { profile, name: layout.name, made: Timestamp(layout.made) }, archive))
    }

    /// Lays the keys into a folder.
    ///
    /// # Errors
    /// As [`Self::open`]; or when they cannot be written.
    pub fn keys(&mut self, folder: &Path) -> Result<(), BackupError> {
        let mut file = private_file::create(&folder.join(KEYS))?;
        self.read(KEYS, LARGEST_KEYS, &mut file)?;
        Ok(file.sync_all()?)
    }

    /// Lays what follows the keys into the folder, to the end.
    ///
    /// # Errors
    /// As [`Self::open`]; or when it cannot be written.
    pub fn rest(mut self, folder: &Path) -> Result<(), BackupError> {
        let mut database = private_file::create(&folder.join(DATABASE))?;
        // As large as the disk bears: it is not compressed, so no larger than the backup itself.
        self.read(DATABASE, u64::MAX, &mut database)?;
        database.sync_all()?;
        let Some(part) = next(&mut self.file)? else { return Ok(()) };
        let keepers = [Keeper::Sealed, Keeper::Stronghold];
        let keeper = keepers.into_iter().find(|keeper| keeper.file_name() == part.name());
        let keeper = keeper.ok_or(BackupError::NotABackup)?;
        let mut vault = private_file::create(&keeper.file(folder))?;
        copy(part, keeper.file_name(), LARGEST_VAULT, &mut vault)?;
        vault.sync_all()?;
        match next(&mut self.file)? {
            None => Ok(()),
            Some(_) => Err(BackupError::NotABackup),
        }
    }

    fn read(&mut self, name: &str, limit: u64, to: &mut impl Write) -> Result<(), BackupError> {
        let part = next(&mut self.file)?.ok_or(BackupError::NotABackup)?;
        copy(part, name, limit, to)
    }
}

/// `None` where the parts end.
fn next(file: &mut BufReader<File>) -> Result<Option<ZipFile<'_, BufReader<File>>>, BackupError> {
    read_zipfile_from_stream(file).map_err(|error| match error {
        ZipError::Io(error) => cut_off(&error),
        _ => BackupError::NotABackup,
    })
}

fn copy(
    mut part: ZipFile<'_, BufReader<File>>,
    name: &str,
    limit: u64,
    to: &mut impl Write,
) -> Result<(), BackupError> {
    let stored = part.compression() == CompressionMethod::Stored && part.compressed_size() == part.size();
    if part.name() != name || !stored || part.size() > limit {
        return Err(BackupError::NotABackup);
    }
    let mut left = part.size();
    let mut chunk = vec![0; CHUNK];
    loop {
        // A wrong sum is told at the end.
        let read = part.read(&mut chunk).map_err(|error| cut_off(&error))?;
        if read == 0 {
            return if left == 0 { Ok(()) } else { Err(BackupError::Damaged) };
        }
        left = left.checked_sub(read as u64).ok_or(BackupError::Damaged)?;
        to.write_all(chunk.get(..read).unwrap_or_default()).map_err(UiError::from)?;
    }
}

/// The file ends too early, or its sums are wrong; else the disk does not give it.
fn cut_off(error: &io::Error) -> BackupError {
    match error.raw_os_error() {
        None => BackupError::Damaged,
        Some(_) => BackupError::App(UiError::Disk),
    }
}
