//! Killed at any moment, over store and index: what was committed is there, nothing is
//! damaged, little is asked for again, and in the end all is as if nothing had happened.
//!
//! `TROVE_KILL_ROUNDS=300 cargo test -p trove-sync --test killed` for more.

#![expect(clippy::unwrap_used, reason = "a panic in a test is the report")]

#[path = "against_sim/connection.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod connection;
#[path = "against_sim/digest.rs"]
mod digest;

use connection::{Here, differences, open_index, text_differences};
use digest::assert_right;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use trove_index::Index;
use trove_model::{Key32, Pace};
use trove_sim::{Options, Sim, Workspace};
use trove_store::Store;
use trove_sync::{CaughtUp, agrees, catch_up, rebuild};

/// Where the child finds folder, origin and token; a test started without is the parent.
const CHILD: &str = "TROVE_SYNC_TEST_CHILD";

fn rounds() -> u64 {
    std::env::var("TROVE_KILL_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

fn say(what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{what}").and_then(|()| out.flush()).unwrap();
}

/// Synchronizes and indexes until nothing is left, and says what it does.
async fn synchronize(folder: &Path, origin: &str, token: &str) -> Result<(), Box<dyn Error>> {
    let store = Store::open(&folder.join("trove.db"), &Key32::new([1; 32])).await?;
    let here = Here::at(&store, origin, token, 1).await;
    store.set_pace(here.id, Pace::Max).await?;
    let index = open_index(&store, &folder.join("index")).await;
    let all = async {
        if store.connections().await?[0].last_listed.is_none() {
            here.list_telling(&|_| say("listed")).await?;
        }
        here.read_telling(&|step| (0..step.changed).for_each(|_| say("read"))).await
    };
    let mut all = std::pin::pin!(all);
    loop {
        tokio::select! {
            biased;
            done = &mut all => {
                done?;
                break;
            }
            caught_up = catch_up(&store, &index) => if caught_up? != CaughtUp::Applied(0) {
                say("indexed");
            } else {
                tokio::task::yield_now().await;
            }
        }
    }
    catch_up(&store, &index).await?;
    Ok(())
}

/// The child's part of a test, if this process is one.
async fn is_child() -> bool {
    let Ok(told) = std::env::var(CHILD) else { return false };
    let told: Vec<&str> = told.split('\n').collect();
    match synchronize(told[0].as_ref(), told[1], told[2]).await {
        Ok(()) => say("done"),
        Err(error) => say(&format!("failed: {error}")),
    }
    // Until it is killed, so that nothing is closing then.
    std::future::pending().await
}

/// With files of so many kilobytes at most, if any: writing more fails, as on a full disk.
fn child(test: &str, folder: &Path, sim: &Sim, file_size: Option<u64>) -> Child {
    let program = std::env::current_exe().unwrap();
    let mut command = match file_size {
        None => Command::new(program),
        Some(size) => {
            let mut shell = Command::new("sh");
            let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", size * 2);
            shell.args(["-c", &script]).arg(program);
            shell
        }
    };
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{}\n{}\n{}", folder.display(), sim.origin(), sim.internal_token()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

async fn check(pragma: &'static str, database: &Path) -> Vec<String> {
    let mut raw = SqliteConnectOptions::new()
        .filename(database)
        .pragma("key", format!("\"x'{}'\"", "01".repeat(32)))
        .disable_statement_logging()
        .connect()
        .await
        .unwrap();
    let rows = sqlx::query_scalar(pragma).fetch_all(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    rows
}

/// Check 48.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_ends_the_same() {
    if is_child().await {
        return;
    }
    let rounds = rounds();
    // More the more often it is killed, so that there is always something left to do.
    let pages = u32::try_from(rounds * 30).unwrap();
    let workspace = Workspace::Synthetic { pages, seed: 11 };
    let sim = Sim::start(Options { workspace, ..Options::default() }).await.unwrap();
    sim.advance(std::time::Duration::from_secs(600));
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("index")).unwrap();
    let database = directory.path().join("trove.db");
    let (mut killed, mut said) = (0, 0_u64);
    for round in 0..rounds {
        let mut process = child("killed_at_any_moment_it_ends_the_same", directory.path(), &sim, None);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The first few die before or in their very first commits, others in the midst.
        let until = (round * 7) % 41;
        let mut done = false;
        for line in lines.by_ref().take(usize::try_from(until).unwrap() + 5) {
            said += u64::from(line == "read" || line == "indexed");
            assert!(!line.starts_with("failed"), "{line}");
            done |= line == "done";
            if done {
                break;
            }
        }
        process.kill().unwrap();
        process.wait().unwrap();
        killed += u64::from(!done);
        if round % 4 == 3 {
            assert_eq!(check("PRAGMA integrity_check", &database).await, ["ok"], "after {round}");
            assert_eq!(check("PRAGMA cipher_integrity_check", &database).await, [""; 0], "after {round}");
        }
    }
    assert!(killed > rounds / 2 && said > rounds, "{killed} killed, {said} steps");

    finishes(directory.path(), &sim).await;
    let bodies = sim.log().iter().filter(|request| request.path.ends_with("/markdown")).count();
    // Eight lanes with four pages each that are on their way or not stored yet.
    let again = bodies - pages as usize;
    println!("{killed} kills, {again} bodies asked for again");
    assert!(again <= usize::try_from(killed).unwrap() * 32, "{again} after {killed} kills");
}

/// Whatever happened in this folder, it can be finished, and nothing is wrong.
async fn finishes(folder: &Path, sim: &Sim) {
    let store = Store::open(&folder.join("trove.db"), &Key32::new([1; 32])).await.unwrap();
    let here = Here::at(&store, sim.origin(), sim.internal_token(), 1).await;
    here.list().await.unwrap();
    here.read().await.unwrap();
    let index = open_index(&store, &folder.join("index")).await;
    while catch_up(&store, &index).await.unwrap() == CaughtUp::Busy {
        tokio::task::yield_now().await;
    }
    let index =
        if agrees(&store, &index).await.unwrap() { index } else { made_anew(&store, folder, index).await };
    assert_eq!(differences(&store, sim, sim.internal_token()).await, [""; 0]);
    assert_eq!(text_differences(&store, sim, sim.internal_token()).await, [""; 0]);
    assert_right(&store, &index).await;
}

/// What whoever opens an index does when it does not agree with its store.
async fn made_anew(store: &Store, folder: &Path, index: Arc<Index>) -> Arc<Index> {
    drop(index);
    std::fs::remove_dir_all(folder.join("index")).unwrap();
    std::fs::create_dir(folder.join("index")).unwrap();
    let index = open_index(store, &folder.join("index")).await;
    assert!(matches!(rebuild(store, &index, &|_, _| {}).await, Ok(CaughtUp::Applied(_))));
    index
}

/// Check 49.
/// Wherever the disk is full, an error says so, nothing is damaged, and with room again all
/// ends as if nothing had happened.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn where_the_disk_is_full_it_stops_and_goes_on() {
    if is_child().await {
        return;
    }
    let workspace = Workspace::Synthetic { pages: 150, seed: 11 };
    let sim = Sim::start(Options { workspace, ..Options::default() }).await.unwrap();
    sim.advance(std::time::Duration::from_secs(600));
    let mut failed = 0;
    for size in [230, 350, 600, 1_200] {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("index")).unwrap();
        let database = directory.path().join("trove.db");
        // Made while there is room: a first opening that fails is another test's.
        let store = Store::open(&database, &Key32::new([1; 32])).await.unwrap();
        open_index(&store, &directory.path().join("index")).await;
        store.close().await;
        let test = "where_the_disk_is_full_it_stops_and_goes_on";
        let mut process = child(test, directory.path(), &sim, Some(size));
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let end = lines.into_iter().find(|line| line == "done" || line.starts_with("failed"));
        process.kill().unwrap();
        process.wait().unwrap();
        failed += u64::from(end.is_some_and(|line| line != "done"));
        assert_eq!(check("PRAGMA integrity_check", &database).await, ["ok"], "{size}");
        assert_eq!(check("PRAGMA cipher_integrity_check", &database).await, [""; 0], "{size}");
        finishes(directory.path(), &sim).await;
    }
    assert!(failed >= 2, "{failed}: the limits strike");
}
