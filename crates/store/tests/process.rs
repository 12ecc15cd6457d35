//! What only a whole process shows: modes under any umask, the log, standard error, and
//! death in the middle of a write.

#![expect(clippy::unwrap_used, reason = "a panic in a test is the report")]

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use trove_model::{
    Account, Connection, ConnectionId, ConnectionStatus, Key32, NotionId, Origin, Page, PageKind, Parent,
    Timestamp, TokenKind,
};
use trove_store::{ListingBatch, Store, StoreError};

const ID: ConnectionId = ConnectionId::from_bytes([1; 16]);
const KEY_BYTES: [u8; 32] = [0xc3; 32];
/// Where the child of a test finds its database; a test started without it is the parent.
const CHILD: &str = "TROVE_STORE_TEST_CHILD";

fn key() -> Key32 {
    Key32::new(KEY_BYTES)
}

/// Runs one test of this file in a process of its own.
fn child(test: &str, database: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(CHILD, database);
    command
}

fn connection() -> Connection {
    Connection {
        id: ID,
        kind: TokenKind::OAuth,
        status: ConnectionStatus::Active,
        origin: Origin::parse(Origin::NOTION).unwrap(),
        workspace_id: None,
        workspace_name: "Workspace".into(),
        workspace_icon: None,
        account: Account::Bot { id: NotionId::from_bytes([2; 16]), name: None },
        bot_id: None,
        duplicated_template_id: None,
        owner_json: None,
        created: Timestamp(0),
        last_used: None,
        last_listed: None,
    }
}

fn pages(round: i64) -> Vec<Page> {
    (0..60)
        .map(|number| Page {
            id: NotionId::from_bytes([number; 16]),
            kind: PageKind::Page,
            title: format!("round {round}"),
            icon: None,
            parent: Parent::Workspace,
            url: None,
            created: None,
            edited: Some(Timestamp(round)),
            edited_by: None,
            in_trash: false,
        })
        .collect()
}

/// Check 32.
#[cfg(unix)]
#[tokio::test]
async fn files_are_private_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("trove.db");
    let modes = || {
        let mut modes: Vec<(String, u32)> = std::fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                (entry.file_name().into_string().unwrap(), mode)
            })
            .collect();
        modes.sort();
        modes
    };
    rustix::process::umask(rustix::fs::Mode::empty());
    let private = ["trove.db", "trove.db-shm", "trove.db-wal"].map(|name| (name.to_owned(), 0o600));

    let store = Store::open(&database, &key()).await.unwrap();
    store.put_setting("a", "b").await.unwrap();
    assert_eq!(modes(), private);
    store.close().await;
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    let store = Store::open(&database, &key()).await.unwrap();
    store.put_setting("a", "c").await.unwrap();
    assert_eq!(modes(), private, "widened by someone, narrowed again");
    store.close().await;
}

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Check 57.
/// The driver logs statements with their text; `PRAGMA key` is one.
#[tokio::test]
async fn the_key_is_never_logged() {
    let captured = Captured::default();
    let writer = captured.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("trove.db");
    let store = Store::open(&database, &key()).await.unwrap();
    store.put_setting("a", "b").await.unwrap();
    store.close().await;
    assert!(Store::open(&database, &Key32::new([0; 32])).await.is_err());
    tracing::info!("planted");
    let log = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("planted"), "the capture works");
    assert!(!log.to_lowercase().contains("c3c3c3"), "{log}");
    assert!(!log.contains("PRAGMA"), "{log}");
}

/// Threads of the driver close what is dropped, and SQLCipher's exit handler takes the
/// ground from under them.
#[tokio::test]
async fn a_process_may_end_without_closing() {
    if let Some(folder) = std::env::var_os(CHILD) {
        let mut stores = Vec::new();
        for number in 0..8 {
            let database = Path::new(&folder).join(number.to_string());
            let store = Store::open(&database, &key()).await.unwrap();
            let (first, second) = tokio::join!(store.connections(), store.connections());
            assert_eq!(first.unwrap(), second.unwrap());
            stores.push(store);
        }
        drop(stores);
        std::process::exit(0);
    }
    for _ in 0..10 {
        let directory = tempfile::tempdir().unwrap();
        let status = child("a_process_may_end_without_closing", directory.path()).status().unwrap();
        assert!(status.success(), "{status}");
    }
}

/// SQLCipher writes to standard error unless told otherwise.
#[tokio::test]
async fn nothing_is_printed_about_a_wrong_key() {
    if let Some(database) = std::env::var_os(CHILD) {
        let wrong = Key32::new([0; 32]);
        assert_eq!(Store::open(database.as_ref(), &wrong).await.err(), Some(StoreError::WrongKey));
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("trove.db");
    Store::open(&database, &key()).await.unwrap().close().await;
    let output = child("nothing_is_printed_about_a_wrong_key", &database).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// Check 48.
/// The child writes for ever and says after each commit which round it was; it is
/// killed while it writes on.
#[tokio::test]
async fn killed_at_any_moment_the_last_commit_is_there() {
    const KILLS: usize = 25;
    if let Some(database) = std::env::var_os(CHILD) {
        return write_for_ever(database.as_ref()).await;
    }
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("trove.db");
    let mut last = 0;
    for kill in 0..KILLS {
        let mut writer = child("killed_at_any_moment_the_last_commit_is_there", &database)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The first few die before or during their very first commits.
        for _ in 0..kill {
            let round = said.by_ref().find_map(|line| line.strip_prefix("committed ")?.parse().ok());
            last = round.expect("the child writes until it is killed");
        }
        writer.kill().unwrap();
        writer.wait().unwrap();

        if kill > 0 {
            // Reading alone, before anyone who may write has put the log in order.
            let reader = Store::open_read_only(&database, &key()).await.unwrap();
            let titles = titles(&reader).await;
            assert!(titles.len() <= 1, "after kill {kill}, read half of a batch: {titles:?}");
            reader.close().await;
            assert_eq!(check("PRAGMA integrity_check", &database).await, ["ok"], "after kill {kill}");
            assert_eq!(check("PRAGMA cipher_integrity_check", &database).await, [""; 0], "after kill {kill}");
        }
        let store = Store::open(&database, &key()).await.unwrap();
        let titles = titles(&store).await;
        assert!(titles.len() <= 1, "after kill {kill}, half of a batch: {titles:?}");
        let round = titles.first().map(|title| title.strip_prefix("round ").unwrap().parse::<i64>().unwrap());
        let stored = round.unwrap_or(0);
        assert!(stored >= last, "after kill {kill}, round {last} was committed, {stored} is there");
        // Every other time the log is left for the next child to recover.
        if kill % 2 == 0 {
            store.close().await;
        }
    }
    assert!(last > 100, "{last}");
}

async fn titles(store: &Store) -> BTreeSet<String> {
    store.pages().await.unwrap().into_iter().map(|listed| listed.page.title).collect()
}

async fn write_for_ever(database: &Path) {
    let store = Store::open(database, &key()).await.unwrap();
    store.put_connection(&connection()).await.unwrap();
    let sweep = store.begin_sweep(ID).await.unwrap();
    let known = store.pages().await.unwrap();
    let mut round = known.first().map_or(0, |listed| listed.page.edited.unwrap().0);
    loop {
        round += 1;
        let batch = ListingBatch { pages: pages(round).into_iter().map(Into::into).collect(), sweep };
        store.apply_listing(ID, &batch).await.unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "committed {round}").and_then(|()| out.flush()).unwrap();
    }
}

async fn check(pragma: &'static str, database: &Path) -> Vec<String> {
    let hex: String = KEY_BYTES.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut raw = SqliteConnectOptions::new()
        .filename(database)
        .pragma("key", format!("\"x'{hex}'\""))
        .disable_statement_logging()
        .connect()
        .await
        .unwrap();
    let rows = sqlx::query_scalar(pragma).fetch_all(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    rows
}
