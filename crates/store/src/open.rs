//! Opening and closing: the gate that nothing unencrypted, foreign, damaged or newer gets
//! through. Not the file as a file (`database_file`), nor the tables (`migrations/`).
//!
//! SQLCipher takes a key that is not exactly 64 hexadecimal digits for a passphrase and
//! goes on without a word; an empty one makes a plain file. Hence the typed key, and the
//! checks of the library's cipher and of the file's first bytes.

use crate::StoreError;
use crate::database_file::{self, NewDatabase};
use crate::statements::statements;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection, SqlitePool};
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::fs;
use trove_model::Key32;
use zeroize::Zeroizing;

/// Append-only: a released migration never changes again.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!();

/// "Trov", as the first migration writes it.
const APPLICATION_ID: i64 = 0x5472_6f76;
/// How long one process waits for another's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const READERS: u32 = 3;
/// SQLCipher's default page, in bytes: each is encrypted and authenticated by itself.
const CIPHER_PAGE: u64 = 4096;
/// Pages of a file that are looked through to tell a wrong key from damage. Every page of a
/// larger one, which may be nothing but a length, would be read and answered for.
const MOST_LOOKED_THROUGH: u64 = 65_536;

statements! {
    CIPHER_VERSION = "PRAGMA cipher_version";
    APPLICATION = "PRAGMA application_id";
    VERSION = "PRAGMA user_version";
    CHECK_PAGES = "PRAGMA cipher_integrity_check";
    CHECK_CONTENT = "PRAGMA integrity_check(20)";
}

/// An open database. Cheap to clone; all clones are the same database, which stays open
/// until [`close`](Self::close) has returned or the process ends.
#[derive(Clone, Debug)]
pub struct Store {
    /// One connection, so that writers queue here instead of meeting `Busy`. The same
    /// pool as `readers` when opened read-only: every write then fails.
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    #[expect(dead_code, reason = "it matters when the last one is dropped")]
    lasting: Arc<Lasting>,
}

impl Store {
    /// Opens the database, makes it if there is none, and brings it up to date.
    ///
    /// The file and those SQLite keeps beside it (`-wal`, `-shm`) are readable by their
    /// owner only, whatever the umask. The directory must exist.
    ///
    /// # Errors
    /// See [`StoreError`]; a file that is refused is left as it is.
    pub async fn open(path: &Path, key: &Key32) -> Result<Self, StoreError> {
        if !is_there(path).await? {
            create(path, key).await?;
        }
        let options = options(path, key);
        let writer = pool(1).connect_lazy_with(writing(options.clone()));
        if let Err(error) = admit(&writer).await {
            writer.close().await;
            return Err(explain(error, path, options).await);
        }
        let readers = pool(READERS).connect_lazy_with(options.read_only(true));
        Ok(Self::of(writer, readers))
    }

    /// Opens an existing database beside the process that writes it.
    ///
    /// # Errors
    /// `Io` if there is none, `OlderVersion` if it was never brought up to date.
    pub async fn open_read_only(path: &Path, key: &Key32) -> Result<Self, StoreError> {
        if !is_there(path).await? {
            return Err(StoreError::Io(ErrorKind::NotFound));
        }
        let options = options(path, key).read_only(true);
        let readers = pool(READERS).connect_lazy_with(options.clone());
        let outcome = match readers.acquire().await {
            Ok(mut database) => check(&mut database).await,
            Err(error) => Err(error.into()),
        };
        let error = match outcome {
            Ok(Found::Current) => return Ok(Self::of(readers.clone(), readers)),
            Ok(Found::New | Found::Older) => StoreError::OlderVersion,
            Err(error) => error,
        };
        readers.close().await;
        Err(explain(error, path, options).await)
    }

    pub(crate) fn of(writer: SqlitePool, readers: SqlitePool) -> Self {
        let lasting = Arc::new(Lasting(writer.clone(), readers.clone()));
        Self { writer, readers, lasting }
    }

    /// How many pages of the file do not verify, or how many things SQLite finds wrong in them.
    /// Reads the whole file.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub async fn check_pages(&self) -> Result<usize, StoreError> {
        let mut reader = self.readers.acquire().await?;
        let unverified = sqlx::query(sql::CHECK_PAGES).persistent(false).fetch_all(&mut *reader).await?;
        if !unverified.is_empty() {
            // SQLite looks at what is in pages, and stumbles over those that do not open.
            return Ok(unverified.len());
        }
        let wrong: Vec<String> =
            sqlx::query_scalar(sql::CHECK_CONTENT).persistent(false).fetch_all(&mut *reader).await?;
        Ok(wrong.iter().filter(|line| *line != "ok").count())
    }

    /// Waits for calls under way, folds the write-ahead log into the file and frees the
    /// key. Every later call answers `Closed`.
    pub async fn close(&self) {
        // From here on neither gives out a connection. The writer's last ends last: only one
        // that may write can fold the log.
        let (readers, writer) = (self.readers.close(), self.writer.close());
        readers.await;
        writer.await;
    }
}

/// Keeps a database that nobody closed open until the process ends. Dropping its pools
/// would close it too, but later, on the driver's threads; and a connection that is closing
/// while the process ends crashes it, since SQLCipher frees what all of them share in an
/// exit handler (`sqlcipher_extra_shutdown`).
#[derive(Debug)]
struct Lasting(SqlitePool, SqlitePool);

impl Drop for Lasting {
    fn drop(&mut self) {
        if !self.0.is_closed() {
            std::mem::forget((self.0.clone(), self.1.clone()));
        }
    }
}

async fn is_there(path: &Path) -> Result<bool, StoreError> {
    let path = path.to_owned();
    blocking(move || database_file::is_there(&path)).await
}

/// Makes an empty database, unless another process is faster.
async fn create(path: &Path, key: &Key32) -> Result<(), StoreError> {
    let place: PathBuf = path.to_owned();
    let Some(new) = blocking(move || NewDatabase::begin(&place)).await? else { return Ok(()) };
    let writer = pool(1).connect_lazy_with(writing(options(&new.path(), key)));
    let made = admit(&writer).await;
    // Folds the log into the file.
    writer.close().await;
    blocking(move || match made {
        Ok(()) => new.finish(),
        Err(error) => {
            // The first error is the one to tell; the next attempt sweeps as well.
            let _ = new.sweep();
            Err(error)
        }
    })
    .await
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    // It fails only if the runtime is shutting down.
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(StoreError::Closed))
}

/// What a file that opened with our key is.
enum Found {
    New,
    Older,
    Current,
}

/// Brings the file up to date if it is one that may be written.
async fn admit(writer: &SqlitePool) -> Result<(), StoreError> {
    let found = check(&mut *writer.acquire().await?).await?;
    match found {
        Found::Current => {}
        Found::New | Found::Older => MIGRATIONS.run(writer).await?,
    }
    Ok(())
}

async fn check(database: &mut SqliteConnection) -> Result<Found, StoreError> {
    let cipher: Option<String> =
        sqlx::query_scalar(sql::CIPHER_VERSION).fetch_optional(&mut *database).await?;
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(StoreError::NotEncrypted);
    }
    let application: i64 = sqlx::query_scalar(sql::APPLICATION).fetch_one(&mut *database).await?;
    let version: i64 = sqlx::query_scalar(sql::VERSION).fetch_one(&mut *database).await?;
    let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    match (application, version) {
        // Empty, or killed before the first migration was committed.
        (0, 0) => Ok(Found::New),
        (APPLICATION_ID, version) if version > newest => Err(StoreError::NewerVersion),
        (APPLICATION_ID, version) if version < newest => Ok(Found::Older),
        (APPLICATION_ID, _) => Ok(Found::Current),
        _ => Err(StoreError::Damaged),
    }
}

/// SQLite says "not a database" of a wrong key and of a damaged first page alike. They
/// differ in the other pages: under a wrong key none verifies. A large file is called damaged.
async fn explain(error: StoreError, path: &Path, options: SqliteConnectOptions) -> StoreError {
    if error != StoreError::Damaged {
        return error;
    }
    let Ok(pages) = fs::metadata(path).await.map(|file| file.len() / CIPHER_PAGE) else { return error };
    if pages > MOST_LOOKED_THROUGH {
        return error;
    }
    let Ok(mut database) = options.read_only(true).connect().await else { return error };
    let failed = sqlx::query(sql::CHECK_PAGES).persistent(false).fetch_all(&mut database).await;
    let _ = database.close().await;
    match failed {
        Ok(failed) if pages > 1 && failed.len() as u64 >= pages => StoreError::WrongKey,
        _ => error,
    }
}

/// What every connection starts with. Never log the result: it prints the key.
pub(crate) fn options(path: &Path, key: &Key32) -> SqliteConnectOptions {
    let mut hex = Zeroizing::new(String::with_capacity(64));
    for byte in key.expose() {
        let _ = write!(hex, "{byte:02x}");
    }
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
        .row_buffer_size(1024)
        // Raw, so that no passphrase is stretched. The driver sends it before all else.
        .pragma("key", format!("\"x'{}'\"", *hex))
        // SQLCipher writes its errors to standard error otherwise.
        .pragma("cipher_log_level", "NONE")
        // Sorting and the like must not leave plain temporary files.
        .pragma("temp_store", "MEMORY")
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF")
        // The driver logs every statement with its text, the one above included.
        .disable_statement_logging()
}

/// Qualified names, because the driver sends `journal_mode` and `synchronous` before
/// `cipher_log_level`, and these two read the file.
pub(crate) fn writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.pragma("main.journal_mode", "WAL").pragma("main.synchronous", "FULL")
}

/// Connections live as long as the pool: opening one means deriving keys again.
pub(crate) fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(size).idle_timeout(None).max_lifetime(None)
}
