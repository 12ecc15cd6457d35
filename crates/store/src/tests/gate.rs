//! What opening lets through, and with which settings.

use super::{Directory, key};
use crate::{
    Store, StoreError, bodies, changes, connections, copying, entries, following, left_out, listing, missing,
    open, pages, parents, pending_sign_in, people, properties, rereading, settings, usage,
};
use expect_test::expect;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection, SqlitePool};
use std::fs;
use trove_model::Key32;

/// Check 46.
#[tokio::test]
async fn a_wrong_key_is_told_from_damage() {
    let directory = Directory::new();
    directory.store().await.close().await;
    let other = Key32::new([8; 32]);
    let before = fs::read(directory.database()).unwrap();
    assert_eq!(Store::open(&directory.database(), &other).await.err(), Some(StoreError::WrongKey));
    assert_eq!(Store::open_read_only(&directory.database(), &other).await.err(), Some(StoreError::WrongKey));
    assert_eq!(fs::read(directory.database()).unwrap(), before, "a refused key changes nothing");

    let mut first_page = before.clone();
    first_page[2000] ^= 1;
    fs::write(directory.database(), &first_page).unwrap();
    assert_eq!(directory.open().await.err(), Some(StoreError::Damaged));

    for (what, bytes) in [
        ("noise", vec![0x5a; 5 * 4096]),
        ("a text", b"not a database, whatever its name says".to_vec()),
        ("the first page alone", before[..4096].to_vec()),
        ("half a page", before[..2048].to_vec()),
    ] {
        fs::write(directory.database(), bytes).unwrap();
        let error = directory.open().await.err();
        assert!(matches!(error, Some(StoreError::Damaged | StoreError::WrongKey)), "{what}: {error:?}");
    }
}

/// Check 46.
/// A file of a terabyte of nothing was read to its end, with a row in memory for each page.
#[tokio::test]
async fn a_file_without_end_is_not_looked_through() {
    let directory = Directory::new();
    directory.store().await.close().await;
    let file = fs::OpenOptions::new().write(true).open(directory.database()).unwrap();
    file.set_len(1 << 40).unwrap();
    let other = Key32::new([8; 32]);
    assert_eq!(Store::open(&directory.database(), &other).await.err(), Some(StoreError::Damaged));
    assert_eq!(Store::open_read_only(&directory.database(), &other).await.err(), Some(StoreError::Damaged));
}

/// Check 46.
#[tokio::test]
async fn a_plain_database_is_refused_and_left_alone() {
    let directory = Directory::new();
    let url = format!("sqlite://{}?mode=rwc", directory.database().display());
    let mut plain = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE t (x)").execute(&mut plain).await.unwrap();
    plain.close().await.unwrap();
    let before = fs::read(directory.database()).unwrap();
    assert!(before.starts_with(b"SQLite format 3"));
    assert_eq!(directory.open().await.err(), Some(StoreError::NotEncrypted));
    assert_eq!(
        Store::open_read_only(&directory.database(), &key()).await.err(),
        Some(StoreError::NotEncrypted)
    );
    assert_eq!(fs::read(directory.database()).unwrap(), before);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let directory = Directory::new();
    let store = directory.store().await;
    sqlx::query("PRAGMA user_version = 99").execute(&store.writer).await.unwrap();
    store.close().await;
    assert_eq!(directory.open().await.err(), Some(StoreError::NewerVersion));
    assert_eq!(
        Store::open_read_only(&directory.database(), &key()).await.err(),
        Some(StoreError::NewerVersion)
    );
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let directory = Directory::new();
    let store = directory.store().await;
    sqlx::query("PRAGMA application_id = 1").execute(&store.writer).await.unwrap();
    store.close().await;
    assert_eq!(directory.open().await.err(), Some(StoreError::Damaged));
}

#[tokio::test]
async fn nothing_there_to_read() {
    let directory = Directory::new();
    let error = Store::open_read_only(&directory.database(), &key()).await.err();
    assert_eq!(error, Some(StoreError::Io(std::io::ErrorKind::NotFound)));
    assert!(!directory.database().exists());

    let nowhere = directory.path().join("missing").join("trove.db");
    let error = Store::open(&nowhere, &key()).await.err();
    assert_eq!(error, Some(StoreError::Io(std::io::ErrorKind::NotFound)));
}

/// Check 46.
/// Of a copy that went wrong, say: whoever had pages in it shall hear of it.
#[tokio::test]
async fn an_empty_file_is_not_quietly_made_a_database() {
    let directory = Directory::new();
    fs::write(directory.database(), b"").unwrap();
    assert_eq!(directory.open().await.err(), Some(StoreError::Damaged));
    let error = Store::open_read_only(&directory.database(), &key()).await.err();
    assert_eq!(error, Some(StoreError::Damaged));
    assert_eq!(fs::read(directory.database()).unwrap(), b"");
}

#[tokio::test]
async fn what_a_killed_making_left_does_not_matter() {
    let directory = Directory::new();
    for leftover in
        ["trove.db.new", "trove.db.new-wal", "trove.db.new-shm", "trove.db.new-journal", "trove.db.lock"]
    {
        fs::write(directory.path().join(leftover), b"half").unwrap();
    }
    let store = directory.store().await;
    store.put_setting("theme", "dark").await.unwrap();
    store.close().await;
    let left: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["trove.db"]);
}

/// The database was moved away while it was open; what SQLite kept beside it stayed.
#[tokio::test]
async fn the_log_of_a_database_that_is_gone_is_not_taken_for_the_new_ones() {
    let directory = Directory::new();
    let store = directory.store().await;
    store.put_setting("theme", "dark").await.unwrap();
    let log = directory.path().join("trove.db-wal");
    let bytes = fs::read(&log).unwrap();
    assert!(!bytes.is_empty());
    store.close().await;
    fs::remove_file(directory.database()).unwrap();
    fs::write(&log, bytes).unwrap();
    let store = directory.store().await;
    assert_eq!(store.get_setting("theme").await, Ok(None));
}

#[tokio::test]
async fn opened_for_the_first_time_by_several_at_once_it_is_one_database() {
    let directory = Directory::new();
    let opening: Vec<_> = (0..8)
        .map(|_| {
            let database = directory.database();
            tokio::spawn(async move { Store::open(&database, &key()).await })
        })
        .collect();
    let mut stores = Vec::new();
    for opened in opening {
        stores.push(opened.await.unwrap().unwrap());
    }
    stores[0].put_setting("theme", "dark").await.unwrap();
    for store in &stores {
        assert_eq!(store.get_setting("theme").await, Ok(Some("dark".into())));
    }
}

/// Check 46.
#[cfg(unix)]
#[tokio::test]
async fn nothing_but_regular_files_reaches_sqlite() {
    use std::os::unix::fs::symlink;
    let directory = Directory::new();
    directory.store().await.close().await;
    let elsewhere = directory.path().join("elsewhere");
    fs::rename(directory.database(), &elsewhere).unwrap();
    let before = fs::read(&elsewhere).unwrap();
    let pipe = |path: &std::path::Path| {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    };
    let refused = async |what: &str| {
        assert_eq!(directory.open().await.err(), Some(StoreError::NotAFile), "{what}");
        let error = Store::open_read_only(&directory.database(), &key()).await.err();
        assert_eq!(error, Some(StoreError::NotAFile), "{what}");
    };
    for target in [elsewhere.as_path(), "/dev/zero".as_ref(), "/nowhere/at/all".as_ref()] {
        symlink(target, directory.database()).unwrap();
        refused(&format!("a link to {target:?}")).await;
        fs::remove_file(directory.database()).unwrap();
    }
    pipe(&directory.database());
    refused("a pipe").await;
    fs::remove_file(directory.database()).unwrap();
    fs::create_dir(directory.database()).unwrap();
    refused("a folder").await;
    fs::remove_dir(directory.database()).unwrap();

    fs::copy(&elsewhere, directory.database()).unwrap();
    // A pipe in the journal's place kept whoever signed in waiting for ever.
    for beside in ["trove.db-wal", "trove.db-shm", "trove.db-journal"] {
        let beside = directory.path().join(beside);
        pipe(&beside);
        refused("a pipe beside it").await;
        fs::remove_file(&beside).unwrap();
        symlink(&elsewhere, &beside).unwrap();
        refused("a link beside it").await;
        fs::remove_file(&beside).unwrap();
    }
    assert_eq!(fs::read(&elsewhere).unwrap(), before);
    directory.store().await;
}

/// Killed after sqlx made its own table, before the first migration was committed.
#[tokio::test]
async fn an_interrupted_first_opening_goes_on() {
    let directory = Directory::new();
    let store = directory.store().await;
    for table in [
        "put_off",
        "parts_left",
        "left_out",
        "relations",
        "links",
        "row_walks",
        "pins",
        "opens",
        "denied",
        "markdown",
        "bodies",
        "texts",
        "changes",
        "identity",
        "people",
        "pending_sign_in",
        "settings",
        "parents",
        "page_connections",
        "pages",
        "connections",
    ] {
        sqlx::query(AssertSqlSafe(format!("DROP TABLE {table}"))).execute(&store.writer).await.unwrap();
    }
    sqlx::query("DELETE FROM _sqlx_migrations").execute(&store.writer).await.unwrap();
    sqlx::query("PRAGMA application_id = 0").execute(&store.writer).await.unwrap();
    sqlx::query("PRAGMA user_version = 0").execute(&store.writer).await.unwrap();
    store.close().await;
    let store = directory.store().await;
    store.put_setting("theme", "dark").await.unwrap();
}

/// Check 46.
#[tokio::test]
async fn every_connection_has_the_settings() {
    let directory = Directory::new();
    let store = directory.store().await;
    let all = |pool: SqlitePool| async move {
        let mut table = String::new();
        for name in [
            "cipher_version",
            "cipher_page_size",
            "cipher_hmac_algorithm",
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "temp_store",
            "secure_delete",
            "trusted_schema",
            "busy_timeout",
            "cipher_log_level",
        ] {
            let row = sqlx::query(AssertSqlSafe(format!("PRAGMA {name}"))).fetch_one(&pool).await.unwrap();
            let value = row
                .try_get::<String, _>(0)
                .or_else(|_| row.try_get::<i64, _>(0).map(|number| number.to_string()))
                .unwrap();
            table += &format!("{name} {value}\n");
        }
        let extension = sqlx::query("SELECT load_extension('x')").fetch_one(&pool).await.unwrap_err();
        table + &format!("load_extension: {extension}\n")
    };
    let writer = all(store.writer.clone()).await;
    expect![[r#"
        cipher_version 4.10.0 community
        cipher_page_size 4096
        cipher_hmac_algorithm HMAC_SHA512
        journal_mode wal
        synchronous 2
        foreign_keys 1
        temp_store 2
        secure_delete 1
        trusted_schema 0
        busy_timeout 5000
        cipher_log_level NONE
        load_extension: error returned from database: (code: 1) not authorized
    "#]]
    .assert_eq(&writer);
    assert_eq!(all(store.readers.clone()).await, writer);
    let refused = sqlx::query("DELETE FROM settings").execute(&store.readers).await.unwrap_err();
    assert!(refused.to_string().contains("readonly"), "{refused}");
}

#[tokio::test]
async fn every_statement_is_valid() {
    let directory = Directory::new();
    let store = directory.store().await;
    let all = [
        bodies::sql::ALL,
        changes::sql::ALL,
        connections::sql::ALL,
        copying::sql::ALL,
        entries::sql::ALL,
        following::sql::ALL,
        left_out::sql::ALL,
        listing::sql::ALL,
        missing::sql::ALL,
        open::sql::ALL,
        pages::sql::ALL,
        parents::sql::ALL,
        pending_sign_in::sql::ALL,
        rereading::sql::ALL,
        people::sql::ALL,
        properties::sql::ALL,
        settings::sql::ALL,
        usage::sql::ALL,
    ];
    let mut prepared = 0;
    for statement in all.into_iter().flatten().copied() {
        use sqlx::{Executor as _, SqlSafeStr as _};
        let outcome = store.writer.prepare(statement.into_sql_str()).await;
        assert!(outcome.is_ok(), "{statement}: {:?}", outcome.err());
        prepared += 1;
    }
    assert!(prepared > 80, "{prepared}");
}

/// A migration that was released must not change: whoever has it applied would have
/// another schema. This fails when one does; add a new file instead.
#[test]
fn migrations_are_append_only() {
    let mut table = String::new();
    for migration in open::MIGRATIONS.iter() {
        let checksum: String = migration.checksum.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        table += &format!("{} {} {checksum}\n", migration.version, migration.description);
        let stamp = format!("PRAGMA user_version = {};", migration.version);
        assert!(migration.sql.as_str().contains(&stamp), "migration {} lacks {stamp}", migration.version);
    }
    expect![[r#"
        1 connections and pages 2803a60a2ba30ec0
        2 texts 60c3c336a39daeaa
        3 what is missing f596c7fb0c847105
        4 values and databases f06d8e445ea6e5d0
        7 lost and limits 3c0ae2d901eeedb7
    "#]]
    .assert_eq(&table);
}

#[tokio::test]
async fn closed_is_closed() {
    let directory = Directory::new();
    let store = directory.store().await;
    let clone = store.clone();
    clone.put_setting("a", "b").await.unwrap();
    store.close().await;
    assert_eq!(clone.get_setting("a").await, Err(StoreError::Closed));
    assert_eq!(clone.put_setting("a", "c").await, Err(StoreError::Closed));
    let left: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["trove.db"], "the write-ahead log is folded in");
    assert_eq!(directory.store().await.get_setting("a").await, Ok(Some("b".into())));
}

#[tokio::test]
async fn a_reader_works_beside_the_writer() {
    let directory = Directory::new();
    let store = directory.store().await;
    let reader = Store::open_read_only(&directory.database(), &key()).await.unwrap();
    store.put_setting("a", "b").await.unwrap();
    assert_eq!(reader.get_setting("a").await, Ok(Some("b".into())));
    let refused = reader.put_setting("a", "c").await;
    assert_eq!(refused, Err(StoreError::Io(std::io::ErrorKind::ReadOnlyFilesystem)));
    assert_eq!(store.get_setting("a").await, Ok(Some("b".into())));
}

/// With one page cache for all, whoever reads much takes all of it, and the others decrypt
/// each page at every look. The flag against it stands in `.cargo/config.toml`.
#[tokio::test]
async fn every_connection_has_a_page_cache_of_its_own() {
    let directory = Directory::new();
    let store = directory.store().await;
    let used: Vec<String> = sqlx::query_scalar("SELECT compile_options FROM pragma_compile_options")
        .fetch_all(&store.readers)
        .await
        .unwrap();
    assert!(used.iter().any(|option| option == "THREADSAFE=1"), "{used:?}");
    assert!(!used.iter().any(|option| option == "ENABLE_MEMORY_MANAGEMENT"), "{used:?}");
}
